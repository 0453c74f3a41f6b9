/**
 * Bookmarks (the positions up to which readers have read) in the same database as their ledger. Within
 * `sql.withTransaction`, a bookmark is moved together with all other writes of the transaction.
 */
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { answered, defaultSchema, unavailable } from "./Database.ts"

/**
 * Makes bookmarks in a schema that `prepare` has prepared.
 *
 * @category constructors
 */
export const make = (
  sql: SqlClient,
  schema: string = defaultSchema,
  patience?: Duration.Input
): BookmarksShape => {
  const inTime = answered(patience)
  const table = sql(`${schema}.bookmark`)
  return {
    get: (district, reader) =>
      sql<{ readonly position: number }>`
        SELECT position::float8 AS position FROM ${table} WHERE district = ${district} AND reader = ${reader}`.pipe(
        Effect.map(([row]) => row?.position ?? 0),
        inTime,
        Effect.mapError(unavailable("read a bookmark"))
      ),
    advance: (district, reader, position) =>
      sql`
        INSERT INTO ${table} AS held (district, reader, position) VALUES (${district}, ${reader}, ${position})
        ON CONFLICT (district, reader) DO UPDATE SET position = excluded.position
        WHERE excluded.position > held.position`.pipe(
        Effect.asVoid,
        inTime,
        Effect.mapError(unavailable("move a bookmark"))
      )
  }
}
