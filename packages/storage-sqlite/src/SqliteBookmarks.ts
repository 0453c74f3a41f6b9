/**
 * Bookmarks (the positions up to which readers have read) in the same file as their ledger. They share transactions
 * with the ledger, and a bookmark is never ahead of the ledger.
 */
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Database } from "./Database.ts"
import { statement } from "./Joining.ts"

/**
 * Makes a store of bookmarks in an open file. If a bookmark is moved within a transaction of `client`, it is committed
 * with that transaction.
 *
 * @category constructors
 */
export const make = (db: Database, client: SqlClient): BookmarksShape => {
  const find = db.prepare("SELECT position FROM bookmark WHERE district = ? AND reader = ?")
  const move = statement(
    db,
    client,
    "move a bookmark",
    `INSERT INTO bookmark (district, reader, position) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position > position`
  )
  return {
    get: (district, reader) =>
      // The cast is safe, because the table is STRICT.
      db.read("read a bookmark", () => (find.get(district, reader)?.["position"] as number | undefined) ?? 0),
    advance: (district, reader, position) => Effect.asVoid(move(district, reader, position))
  }
}
