/**
 * Stores sessions, devices and invitations in a separate schema, so that a dump of the ledger's schema contains none of
 * them.
 *
 * A commit of several records locks the records in the order of their names. So two commits never wait for each other
 * (no deadlock).
 */
import {
  type IdentityStoreShape,
  IdentityUnavailable,
  type RecordChange,
  type StoredRecord
} from "@liulinhui/core/Identity"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { answered, orUnavailable } from "./Database.ts"

/** The default schema for sessions, devices and invitations. */
export const defaultSchema = "liulinhui_identity"

/** Converts a database error to an error of the identity store. */
export const orIdentityUnavailable =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, IdentityUnavailable, R> =>
    Effect.mapError(
      orUnavailable(operation)(effect),
      ({ reason, retryable }) => new IdentityUnavailable({ operation, reason, retryable })
    )

/** The reason that rolls back a commit: a record is not in the version that the caller has seen. */
const overtaken = "overtaken"

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const byName = (one: RecordChange, other: RecordChange): number =>
  compare(one.kind, other.kind) || compare(one.key, other.key)

/**
 * Makes an identity store in a schema whose tables exist (see `prepare`).
 *
 * @category constructors
 */
export const make = (
  sql: SqlClient,
  schema: string = defaultSchema,
  patience?: Duration.Input
): IdentityStoreShape => {
  const inWords = (operation: string) => {
    const inTime = answered(patience)
    return <A>(effect: Effect.Effect<A, SqlError>) => orIdentityUnavailable(operation)(inTime(effect))
  }
  const table = sql(`${schema}.identity_record`)
  const columns = sql.literal(
    "kind, key, owner, version::float8 AS version, expires::float8 AS expires, value"
  )

  /** Writes one change. Returns whether the record was in the version that the caller has seen. */
  const write = ({ key, kind, next, seen }: RecordChange) =>
    Effect.map(
      next === undefined
        ? seen === 0
          ? sql`SELECT 1 AS done WHERE NOT EXISTS (SELECT FROM ${table} WHERE kind = ${kind} AND key = ${key})`
          : sql`DELETE FROM ${table} WHERE kind = ${kind} AND key = ${key} AND version = ${seen} RETURNING 1 AS done`
        : seen === 0
          ? sql`INSERT INTO ${table} (kind, key, owner, version, expires, value)
              VALUES (${kind}, ${key}, ${next.owner}, 1, ${next.expires}, ${next.value})
              ON CONFLICT (kind, key) DO NOTHING RETURNING 1 AS done`
          : sql`UPDATE ${table} SET owner = ${next.owner}, version = version + 1, expires = ${next.expires},
              value = ${next.value}
              WHERE kind = ${kind} AND key = ${key} AND version = ${seen} RETURNING 1 AS done`,
      ({ length }) => length === 1
    )

  return {
    get: ({ key, kind }) =>
      sql<StoredRecord>`SELECT ${columns} FROM ${table} WHERE kind = ${kind} AND key = ${key}`.pipe(
        Effect.map(([row]) => Option.fromUndefinedOr(row)),
        inWords("find a record")
      ),
    list: (kind, owner, after, limit) =>
      sql<StoredRecord>`SELECT ${columns} FROM ${table}
        WHERE kind = ${kind} AND owner = ${owner} AND key > ${after} ORDER BY key LIMIT ${limit}`.pipe(
        inWords("list records")
      ),
    commit: (changes) => {
      const [only, ...others] = changes.toSorted(byName)
      if (only === undefined) return Effect.succeed(true)
      if (others.length === 0) return inWords("write records")(write(only))
      return sql
        .withTransaction(
          Effect.forEach([only, ...others], (change) =>
            Effect.flatMap(write(change), (isWritten) =>
              isWritten ? Effect.void : Effect.fail<typeof overtaken>(overtaken)
            )
          )
        )
        .pipe(
          Effect.as(true),
          Effect.catchIf(
            (error) => error === overtaken,
            () => Effect.succeed(false)
          ),
          inWords("write records")
        )
    },
    sweep: (now, limit) =>
      sql`DELETE FROM ${table} WHERE (kind, key) IN
          (SELECT kind, key FROM ${table} WHERE expires <= ${now} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING 1 AS done`.pipe(
        Effect.map(({ length }) => length),
        inWords("sweep records")
      )
  }
}
