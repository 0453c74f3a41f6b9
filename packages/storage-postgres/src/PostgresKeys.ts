/**
 * The data keys of a vault in a schema of their own, which best lies in a database of its own: whoever copies the ledger
 * has then not copied its keys.
 *
 * A key that is destroyed is overwritten with a mark. PostgreSQL keeps the row as it was before, out of everybody's sight,
 * until the space is used again, and its log and backups keep it longer: what is left is wrapped, and can be opened no more
 * once the master key that wraps it is replaced and gone.
 */
import type { DistrictId } from "@liulinhui/core/place/Id"
import type { Owner } from "@liulinhui/core/place/Sealed"
import type { KeyRecord, KeyStoreShape, OwnedKey } from "@liulinhui/core/ports/KeyStore"
import { VaultUnavailable } from "@liulinhui/core/ports/Vault"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import { orUnavailable } from "./Database.ts"

/** The schema that holds the keys, unless stated. */
export const defaultSchema = "liulinhui_keys"

/** What the database could not do, as a vault tells it. */
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
 * The key store of a schema that is prepared.
 *
 * @category constructors
 */
export const make = (sql: SqlClient, schema: string = defaultSchema): KeyStoreShape => {
  const table = sql(`${schema}.key`)
  const find = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
    Effect.map(
      sql<Row>`SELECT owner, master, wrapped FROM ${table}
        WHERE district = ${district} AND owner = ANY (${owners}::text[])`,
      (rows): ReadonlyMap<Owner, KeyRecord> => new Map(rows.map((row) => [row.owner, recordOf(row)]))
    )
  return {
    find: (district, owners) => find(district, owners).pipe(orVaultUnavailable("look up keys")),
    keep: (district, keys) => {
      // In one order for all who keep keys at the same time, so that none of two waits for the other.
      const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      const owners = sorted.map(([owner]) => owner)
      return sql`INSERT INTO ${table} (district, owner, master, wrapped)
        SELECT ${district}, row.* FROM unnest(${owners}::text[], ${sorted.map(([, key]) => key.master)}::text[],
          ${sorted.map(([, key]) => key.wrapped)}::text[]) AS row ON CONFLICT DO NOTHING`.pipe(
        // A statement of its own: it sees whose key stood in the way.
        Effect.andThen(find(district, owners)),
        orVaultUnavailable("keep keys")
      )
    },
    destroy: (district, owner) =>
      sql`INSERT INTO ${table} (district, owner) VALUES (${district}, ${owner})
        ON CONFLICT (district, owner) DO UPDATE SET master = NULL, wrapped = NULL`.pipe(
        Effect.asVoid,
        orVaultUnavailable("destroy a key")
      ),
    rewrap: ({ district, master, owner, wrapped }, next) =>
      sql`UPDATE ${table} SET master = ${next.master}, wrapped = ${next.wrapped}
        WHERE district = ${district} AND owner = ${owner} AND master = ${master} AND wrapped = ${wrapped}
        RETURNING 1 AS done`.pipe(
        Effect.map(({ length }) => length === 1),
        orVaultUnavailable("wrap a key anew")
      ),
    wrappedOtherwise: (master, limit) =>
      sql<OwnedKey>`SELECT district, owner, master, wrapped FROM ${table} WHERE master <> ${master} LIMIT ${limit}`.pipe(
        orVaultUnavailable("look for keys")
      )
  }
}
