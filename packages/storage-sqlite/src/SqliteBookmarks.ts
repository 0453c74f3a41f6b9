/**
 * Bookmarks in the file of the ledger that they belong to: they share its transactions and are never ahead of it.
 */
import type { BookmarksShape } from "@liulinhui/core/ports/Bookmarks"
import { LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Database } from "./Database.ts"

const findText = "SELECT position FROM bookmark WHERE district = ? AND reader = ?"
const moveText = `INSERT INTO bookmark (district, reader, position) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position > position`

/**
 * Bookmarks in an open file. One that is moved within a transaction of `client` commits with it.
 *
 * @category constructors
 */
export const make = (db: Database, client: SqlClient): BookmarksShape => {
  const find = db.prepare(findText)
  const move = db.prepare(moveText)
  return {
    get: (district, reader) =>
      // The table is STRICT.
      db.read("read a bookmark", () => (find.get(district, reader)?.["position"] as number | undefined) ?? 0),
    advance: (district, reader, position) =>
      Effect.flatMap(Effect.serviceOption(client.transactionService), (transaction) =>
        Option.isSome(transaction)
          ? Effect.mapBoth(db.run(moveText, [district, reader, position]), {
              onSuccess: () => undefined,
              onFailure: (cause) =>
                new LedgerUnavailable({
                  operation: "move a bookmark",
                  reason: cause.message,
                  retryable: false,
                  cause
                })
            })
          : db.write("move a bookmark", () => {
              move.run(district, reader, position)
              return Result.succeed<void>(undefined)
            })
      )
  }
}
