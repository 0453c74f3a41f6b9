/**
 * Stores the data keys of a vault in a separate schema, preferably in a separate database, so that a copy of the ledger
 * contains no keys.
 *
 * When a key is destroyed, it is overwritten with a mark. But PostgreSQL keeps the old row, invisible, until its space
 * is used again, and the write-ahead log and the backups keep it longer. These remains of the key are encrypted with
 * the master key. They become unreadable when this master key is replaced and destroyed.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Owner,
  type KeyRecord,
  type KeyStoreShape,
  type OwnedKey,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { answered, orUnavailable } from "./Database.ts"

/** The default schema for the keys. */
export const defaultSchema = "liulinhui_keys"

/** Converts a database error to an error of the vault. */
export const orVaultUnavailable =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, VaultUnavailable, R> =>
    Effect.mapError(
      orUnavailable(operation)(effect),
      ({ reason, retryable }) => new VaultUnavailable({ operation, reason, retryable })
    )

interface Row {
  readonly owner: Owner
  readonly master: string | null
  readonly wrapped: string | null
}

const recordOf = ({ master, wrapped }: Row): KeyRecord =>
  master === null || wrapped === null ? { _tag: "Destroyed" } : { _tag: "Held", master, wrapped }

/**
 * Makes a key store in a schema whose tables exist (see `prepare`).
 *
 * @category constructors
 */
export const make = (
  sql: SqlClient,
  schema: string = defaultSchema,
  patience?: Duration.Input
): KeyStoreShape => {
  const inWords = (operation: string) => {
    const inTime = answered(patience)
    return <A>(effect: Effect.Effect<A, SqlError>) => orVaultUnavailable(operation)(inTime(effect))
  }
  const table = sql(`${schema}.key`)
  const find = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
    Effect.map(
      sql<Row>`SELECT owner, master, wrapped FROM ${table}
        WHERE district = ${district} AND owner = ANY (${owners}::text[])`,
      (rows): ReadonlyMap<Owner, KeyRecord> => new Map(rows.map((row) => [row.owner, recordOf(row)]))
    )
  return {
    find: (district, owners) => find(district, owners).pipe(inWords("look up keys")),
    keep: (district, keys) => {
      // The keys are sorted, so that all processes insert keys in the same order, so that two processes never wait for
      // each other (no deadlock).
      const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      const owners = sorted.map(([owner]) => owner)
      return sql`INSERT INTO ${table} (district, owner, master, wrapped)
        SELECT ${district}, row.* FROM unnest(${owners}::text[], ${sorted.map(([, key]) => key.master)}::text[],
          ${sorted.map(([, key]) => key.wrapped)}::text[]) AS row ON CONFLICT DO NOTHING`.pipe(
        // The search is a separate statement after the insert, so that it sees a key that another process has stored in
        // the meantime.
        Effect.andThen(find(district, owners)),
        inWords("keep keys")
      )
    },
    destroy: (district, owner) =>
      sql`INSERT INTO ${table} (district, owner) VALUES (${district}, ${owner})
        ON CONFLICT (district, owner) DO UPDATE SET master = NULL, wrapped = NULL`.pipe(
        Effect.asVoid,
        inWords("destroy a key")
      ),
    rewrap: ({ district, master, owner, wrapped }, next) =>
      sql`UPDATE ${table} SET master = ${next.master}, wrapped = ${next.wrapped}
        WHERE district = ${district} AND owner = ${owner} AND master = ${master} AND wrapped = ${wrapped}
        RETURNING 1 AS done`.pipe(
        Effect.map(({ length }) => length === 1),
        inWords("wrap a key anew")
      ),
    wrappedOtherwise: (master, limit) =>
      sql<OwnedKey>`SELECT district, owner, master, wrapped FROM ${table} WHERE master <> ${master} LIMIT ${limit}`.pipe(
        inWords("look for keys")
      )
  }
}
