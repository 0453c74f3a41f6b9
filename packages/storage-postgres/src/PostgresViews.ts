/**
 * Views (stored results of folds over the ledger) in the same database as their ledger. Within `sql.withTransaction`, a
 * view is stored together with all other writes of the transaction.
 */
import type { Kept, ViewsShape } from "@liulinhui/core/Views"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlClient } from "effect/sql/SqlClient"
import { answered, defaultSchema, unavailable } from "./Database.ts"

/**
 * Makes a store of views in a schema whose tables exist (see `prepare`).
 *
 * @category constructors
 */
export const make = (
  sql: SqlClient,
  schema: string = defaultSchema,
  patience?: Duration.Input
): ViewsShape => {
  const inTime = answered(patience)
  const table = sql(`${schema}.kept_view`)
  return {
    get: (district, view) =>
      sql<Kept>`
        SELECT version::float8 AS version, position::float8 AS position, state FROM ${table}
        WHERE district = ${district} AND name = ${view}`.pipe(
        Effect.map(([row]) => Option.fromUndefinedOr(row)),
        inTime,
        Effect.mapError(unavailable("read a view"))
      ),
    put: (district, view, seen, { position, state, version }) =>
      Option.match(seen, {
        onNone: () => sql`
          INSERT INTO ${table} (district, name, version, position, state)
          VALUES (${district}, ${view}, ${version}, ${position}, ${state})
          ON CONFLICT (district, name) DO NOTHING RETURNING 1`,
        onSome: (mark) => sql`
          UPDATE ${table} SET version = ${version}, position = ${position}, state = ${state}
          WHERE district = ${district} AND name = ${view}
            AND version = ${mark.version} AND position = ${mark.position} RETURNING 1`
      }).pipe(
        Effect.map((rows) => rows.length === 1),
        inTime,
        Effect.mapError(unavailable("keep a view"))
      ),
    drop: (district, view) =>
      sql`DELETE FROM ${table} WHERE district = ${district} AND name = ${view}`.pipe(
        Effect.asVoid,
        inTime,
        Effect.mapError(unavailable("drop a view"))
      )
  }
}
