/**
 * A process that writes to the schema of a ledger as fast as it can, for tests that kill it. Its arguments:
 *
 * ```
 * address of the server · schema · its name · its log · how many appends
 * ```
 */
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import { write } from "@liulinhui/testing/KilledWriters"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import process from "node:process"

const [url = "", schema = "", name = "", log = "", count = "1"] = process.argv.slice(2)

await Effect.runPromise(
  Effect.gen(function* () {
    yield* write(yield* Ledger, yield* Bookmarks, { name, log, count: Number(count) })
  }).pipe(
    Effect.provide(
      Postgres.layer({
        url: Redacted.make(url),
        schema,
        maxConnections: 4,
        applicationName: `${schema} ${name}`
      })
    )
  )
)
