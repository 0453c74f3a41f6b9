import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import { IdentityStore } from "@liulinhui/core/Identity"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { identityStoreSuite } from "@liulinhui/testing/IdentityStoreSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { afterAll } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-identity-"))
afterAll(() => rmSync(folder, { recursive: true }))

testSuite(
  vitest,
  identityStoreSuite("in an SQLite file", Sqlite.identity({ filename: join(folder, "suite.identity") }), {
    shared: true
  })
)
testSuite(vitest, identityStoreSuite("in SQLite's memory", Sqlite.identity({ filename: ":memory:" })))

const run = promisify(execFile)

describe("an identity store in an SQLite file", () => {
  it.live("loses no change while two processes change the same record", () =>
    Effect.gen(function* () {
      const filename = join(folder, "shared.identity")
      const count = () =>
        Effect.tryPromise(() =>
          run(process.execPath, [join(import.meta.dirname, "counter.ts"), filename, "150"])
        )
      yield* Effect.all([count(), count()], { concurrency: "unbounded" })
      const found = yield* IdentityStore.use((store) => store.get({ kind: "counter", key: "n" })).pipe(
        Effect.provide(Sqlite.identity({ filename }))
      )
      expect(Option.map(found, ({ value, version }) => [value, version])).toEqual(Option.some(["300", 300]))
    })
  )

  it.live("is private to its owner, and keeps no bytes of a deleted record", () =>
    Effect.gen(function* () {
      const filename = join(folder, "private.identity")
      const name = { kind: "session", key: "deleted-key" }
      yield* IdentityStore.use((store) =>
        Effect.gen(function* () {
          yield* store.commit([{ ...name, seen: 0, next: { owner: "", value: "deleted-value", expires: 0 } }])
          yield* store.commit([{ ...name, seen: 1, next: undefined }])
        })
      ).pipe(Effect.provide(Sqlite.identity({ filename })))
      expect(statSync(filename).mode & 0o077).toBe(0)
      const files = readdirSync(folder).filter((file) => file.startsWith("private.identity"))
      for (const file of files) expect(readFileSync(join(folder, file), "latin1")).not.toContain("deleted-")
    })
  )

  it.live("refuses the file of a ledger", () =>
    Effect.gen(function* () {
      const filename = join(folder, "ledger.db")
      yield* Effect.void.pipe(Effect.provide(Sqlite.layer({ filename })))
      const failure = yield* IdentityStore.use(() => Effect.void).pipe(
        Effect.provide(Sqlite.identity({ filename })),
        Effect.flip
      )
      expect(failure).toMatchObject({ _tag: "IdentityUnavailable", retryable: false })
      expect(failure.message).toContain("another program")
    })
  )
})
