/**
 * Views (stored results of folds over the ledger) in the same file as their ledger. They share transactions with the
 * ledger, and a view is never ahead of the ledger.
 */
import type { Kept, ViewsShape } from "@liulinhui/core/Views"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Database } from "./Database.ts"
import { statement } from "./Joining.ts"

/**
 * Makes a store of views in an open file. If a view is stored or dropped within a transaction of `client`, the change
 * is committed with that transaction.
 *
 * @category constructors
 */
export const make = (db: Database, client: SqlClient): ViewsShape => {
  const find = db.prepare("SELECT version, position, state FROM kept_view WHERE district = ? AND name = ?")
  const writing = (operation: string, text: string) => statement(db, client, operation, text)
  const begin = writing(
    "keep a view",
    `INSERT INTO kept_view (district, name, version, position, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING 1`
  )
  const move = writing(
    "keep a view",
    `UPDATE kept_view SET version = ?, position = ?, state = ?
     WHERE district = ? AND name = ? AND version = ? AND position = ? RETURNING 1`
  )
  const drop = writing("drop a view", "DELETE FROM kept_view WHERE district = ? AND name = ?")
  return {
    get: (district, view) =>
      db.read("read a view", () => {
        // The cast is safe, because the table is STRICT.
        const row = find.get(district, view) as unknown as Kept | undefined
        return Option.map(Option.fromUndefinedOr(row), ({ position, state, version }) => ({
          version,
          position,
          state
        }))
      }),
    put: (district, view, seen, { position, state, version }) =>
      Effect.map(
        Option.match(seen, {
          onNone: () => begin(district, view, version, position, state),
          onSome: (mark) => move(version, position, state, district, view, mark.version, mark.position)
        }),
        (rows) => rows.length === 1
      ),
    drop: (district, view) => Effect.asVoid(drop(district, view))
  }
}
