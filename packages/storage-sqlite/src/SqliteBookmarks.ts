/**
 * Bookmarks in the file of the ledger that they belong to: they share its transactions and are never ahead of it.
 */
import type { BookmarksShape } from "@liulinhui/core/ports/Bookmarks"
import * as Result from "effect/Result"
import type { Database } from "./Database.ts"

/**
 * Bookmarks in an open file.
 *
 * @category constructors
 */
export const make = (db: Database): BookmarksShape => {
  const find = db.prepare("SELECT position FROM bookmark WHERE district = ? AND reader = ?")
  const move = db.prepare(
    `INSERT INTO bookmark (district, reader, position) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position > position`
  )
  return {
    get: (district, reader) =>
      // The table is STRICT.
      db.read("read a bookmark", () => (find.get(district, reader)?.["position"] as number | undefined) ?? 0),
    advance: (district, reader, position) =>
      db.write("move a bookmark", () => {
        move.run(district, reader, position)
        return Result.succeed<void>(undefined)
      })
  }
}
