import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import { KeyStore, type KeyStoreShape, ofResident } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { rotate } from "../../src/MasterKeyFile.ts"

const root = mkdtempSync(join(tmpdir(), "rotate-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const district = DistrictId.make("small")
const residents = ["r1", "r2", "r3"].map((id) => ofResident(ResidentId.make(id)))

const mastersIn = (file: string): MasterKeys.MasterKeys =>
  Result.getOrThrow(MasterKeys.read(Redacted.make(readFileSync(file, "utf8").trim())))

const namesIn = (file: string): ReadonlyArray<string> => mastersIn(file).map(({ name }) => name)

/** A key file with one key "old", and a key store with three data keys that are wrapped with it. */
const begin = Effect.gen(function* () {
  const file = join(mkdtempSync(join(root, "keys-")), "small.master-key")
  writeFileSync(file, Redacted.value(MasterKeys.generate("old")), { mode: 0o600 })
  const store = MemoryKeys.make()
  const vault = VaultOf.make(store, mastersIn(file))
  const sealed = yield* vault.seal(
    district,
    residents.map((owner) => ({ place: "here", owners: [owner], text: owner }))
  )
  /** Opens everything with the keys that are in the file now. */
  const opened = Effect.suspend(() =>
    VaultOf.make(store, mastersIn(file)).open(
      district,
      sealed.map((one) => ({ place: "here", sealed: one }))
    )
  )
  return { file, store, opened }
})

/** Stops the program before or after an operation on files or keys, as a kill of the process does. */
class Stopping {
  operations = 0
  readonly at: number
  readonly when: "before" | "after"
  constructor(at: number, when: "before" | "after") {
    this.at = at
    this.when = when
  }
  readonly around = <A, E, R>(operation: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      this.operations += 1
      if (this.operations !== this.at) return operation
      const stopped = Effect.die("killed")
      return this.when === "before" ? stopped : Effect.andThen(operation, stopped)
    })
  files(real: FileSystem.FileSystem): FileSystem.FileSystem {
    const { around } = this
    return {
      ...real,
      remove: (...args) => around(real.remove(...args)),
      rename: (...args) => around(real.rename(...args)),
      open: (...args) =>
        Effect.map(around(real.open(...args)), (file) => ({
          ...file,
          sync: around(Effect.suspend(() => file.sync)),
          writeAll: (bytes: Uint8Array) => around(file.writeAll(bytes))
        }))
    }
  }
  keys(real: KeyStoreShape): KeyStoreShape {
    const { around } = this
    return { ...real, rewrap: (...args) => around(real.rewrap(...args)) }
  }
}

const never = new Stopping(0, "before")

const run = (file: string, store: KeyStoreShape, stopping: Stopping = never, name = "new") =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    return yield* rotate(file, name).pipe(
      Effect.provideService(FileSystem.FileSystem, stopping.files(files)),
      Effect.provideService(KeyStore, stopping.keys(store))
    )
  }).pipe(Effect.provide(NodeServices.layer))

describe("a rotation of the master keys", () => {
  it.effect("wraps every data key with the new key, and keeps the old one after it", () =>
    Effect.gen(function* () {
      const { file, opened, store } = yield* begin
      expect(yield* run(file, store)).toBe(3)
      expect(namesIn(file)).toEqual(["new", "old"])
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect((yield* opened).map(({ _tag }) => _tag)).toEqual(["Some", "Some", "Some"])
      expect(existsSync(`${file}.rotating`)).toBe(false)
    })
  )

  for (const when of ["before", "after"] as const) {
    it.effect(`can be stopped ${when} each operation: everything opens, and the same call continues`, () =>
      Effect.gen(function* () {
        let at = 0
        for (;;) {
          at += 1
          const { file, opened, store } = yield* begin
          const stopping = new Stopping(at, when)
          const exit = yield* Effect.exit(run(file, store, stopping))
          expect((yield* opened).map(({ _tag }) => _tag)).toEqual(["Some", "Some", "Some"])
          // The old key stays in front until no data key needs it.
          const [front] = namesIn(file)
          const left = yield* store.wrappedOtherwise("new", 10)
          expect(front === "old" || left.length === 0).toBe(true)
          if (Exit.isSuccess(exit)) {
            expect(stopping.operations).toBeLessThan(at)
            break
          }
          yield* run(file, store, never, existsSync(`${file}.rotating`) ? "new" : `new-${at}`)
          expect(yield* store.wrappedOtherwise(namesIn(file)[0] ?? "", 10)).toEqual([])
          expect((yield* opened).map(({ _tag }) => _tag)).toEqual(["Some", "Some", "Some"])
          expect(existsSync(`${file}.rotating`)).toBe(false)
          expect(statSync(file).mode & 0o777).toBe(0o600)
        }
        expect(at).toBeGreaterThan(15)
      })
    )
  }

  it.effect("that failed leaves the old key in front, and is not mistaken for another one", () =>
    Effect.gen(function* () {
      const { file, store } = yield* begin
      yield* Effect.exit(run(file, store, new Stopping(16, "before")))
      expect(namesIn(file)).toEqual(["old", "new"])
      const other = yield* Effect.flip(run(file, store, never, "another"))
      expect(other.message).toContain("--name new")
      const fresh = yield* begin
      const used = yield* Effect.flip(run(fresh.file, fresh.store, never, "old"))
      expect(used.message).toContain("“old”")
    })
  )

  it.effect("replaces the file that a symbolic link names, so that no old copy of the keys stays", () =>
    Effect.gen(function* () {
      const { file, store } = yield* begin
      const link = join(mkdtempSync(join(root, "link-")), "small.master-key")
      symlinkSync(file, link)
      yield* run(link, store)
      expect(namesIn(file)).toEqual(["new", "old"])
      expect(readFileSync(link, "utf8")).toBe(readFileSync(file, "utf8"))
    })
  )
})
