import { afterAll, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import { KeyStore, type KeyStoreShape, ofResident } from "@liulinhui/core/Vault"
import * as Postgres from "@liulinhui/storage-postgres"
import * as EpochKeys from "@liulinhui/vault/EpochKeys"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as VaultOf from "@liulinhui/vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { drop, newSchema, options, past, withServer } from "../fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

const district = DistrictId.make("small")
const [erased, stays] = ["r1", "r2"].map((id) => ofResident(ResidentId.make(id))) as [never, never]

/** All bytes of the server's files, such as tables and the write-ahead log. `undefined` if they are elsewhere. */
const bytes = Effect.gen(function* () {
  yield* past("CHECKPOINT")
  const [found] = yield* past<{ readonly data_directory: string }>("SHOW data_directory")
  const folder = found?.data_directory ?? ""
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))
  return (searched: string) =>
    files.some((file) => {
      try {
        return statSync(file).isFile() && readFileSync(file).includes(searched)
      } catch {
        return false // The server has removed the file in the meantime.
      }
    })
})

const storedKeys = past<{ readonly owner: string; readonly master: string; readonly wrapped: string }>(
  `SELECT owner, master, wrapped FROM ${schema}.key ORDER BY owner`
)

withServer("a key that is destroyed in a PostgreSQL database with epochs", () => {
  it.live("cannot be opened from what is left on the disk, with every key that is left", () =>
    Effect.gen(function* () {
      const data = Context.get(yield* Layer.build(Postgres.keys(options(schema))), KeyStore)
      const epochs = MemoryKeys.make()
      const masters = Result.getOrThrow(MasterKeys.read(MasterKeys.generate("one")))
      // Two processes, each with its own vault.
      const processes = yield* Effect.all([1, 2].map(() => EpochKeys.over(data, epochs)))
      const [one, other] = processes.map((store) => VaultOf.make(store, masters))
      const items = [erased, stays].map((owner) => ({ place: "p", owners: [owner] as const, text: "王秀英" }))
      const sealed = yield* one!.seal(district, items)
      const opened = (vault = other!) =>
        Effect.map(
          vault.open(
            district,
            sealed.map((each) => ({ place: "p", sealed: each }))
          ),
          (values) => values.map(Option.getOrNull)
        )
      expect(yield* opened()).toEqual(["王秀英", "王秀英"])
      yield* past(`SELECT pg_switch_wal()`).pipe(Effect.ignore)
      const before = yield* storedKeys

      yield* one!.destroy(district, erased)

      // The other process learns of it when it folds the entry of the erasure.
      expect([...(yield* other!.destroyed(district, [erased, stays]))]).toEqual([erased])
      expect(yield* opened()).toEqual([null, "王秀英"])
      expect(yield* opened(VaultOf.make(yield* EpochKeys.over(data, epochs), masters))).toEqual([
        null,
        "王秀英"
      ])
      const [theirs] = before
      const isOnDisk = yield* bytes
      // The remains are there: this proves that the search works, and that a database alone does not destroy a key.
      expect(isOnDisk?.(theirs?.wrapped ?? "") ?? true).toBe(true)
      // A thief puts the remains into another store, and has the master keys and the epoch keys that are left.
      const stolen: KeyStoreShape = MemoryKeys.make()
      yield* stolen.keep(
        district,
        new Map(before.map(({ master, owner, wrapped }) => [owner as typeof erased, { master, wrapped }]))
      )
      const thief = VaultOf.make(yield* EpochKeys.over(stolen, epochs), masters)
      const failed = yield* Effect.flip(thief.open(district, [{ place: "p", sealed: sealed[0]! }]))
      expect(failed._tag).toBe("SealBroken")
    }).pipe(Effect.scoped)
  )
})
