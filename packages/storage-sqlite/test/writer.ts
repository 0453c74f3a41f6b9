/**
 * A process that writes to the file of a ledger as fast as it can, for tests that kill it. Its arguments:
 *
 * ```
 * file · FULL or NORMAL · its name · its log · how many appends · length of a tail
 * ```
 */
import { write } from "@liulinhui/testing/KilledWriters"
import * as Effect from "effect/Effect"
import process from "node:process"
import { open } from "../src/Database.ts"
import * as SqliteBookmarks from "../src/SqliteBookmarks.ts"
import * as SqliteClient from "../src/SqliteClient.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"

const [filename = "", synchronous = "FULL", name = "", log = "", count = "1", tailLength = "8192"] =
  process.argv.slice(2)

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const db = yield* open({
        filename,
        synchronous: synchronous === "NORMAL" ? "NORMAL" : "FULL",
        busyTimeout: 60_000
      })
      const ledger = SqliteLedger.make(db, Number(tailLength))
      yield* write(ledger, SqliteBookmarks.make(db, yield* SqliteClient.make(db)), {
        name,
        log,
        count: Number(count)
      })
    })
  )
)
