/**
 * Stores the data keys of a vault in a separate SQLite file, so that a copy of the ledger's file contains no keys. When
 * a key is destroyed, it is overwritten in the file, and the write-ahead log, which may contain it, is emptied.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Owner,
  type KeyRecord,
  type KeyStoreShape,
  type OwnedKey,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import type { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Database } from "./Database.ts"

/** Converts an error of the file to an error of the vault. */
export const unavailable = ({ operation, reason, retryable }: LedgerUnavailable): VaultUnavailable =>
  new VaultUnavailable({ operation, reason, retryable })

interface Row {
  readonly owner: Owner
  readonly master: string | null
  readonly wrapped: string | null
}

const recordOf = ({ master, wrapped }: Row): KeyRecord =>
  master === null || wrapped === null ? { _tag: "Destroyed" } : { _tag: "Held", master, wrapped }

/**
 * Makes a key store in an open file.
 *
 * @category constructors
 */
export const make = (db: Database): KeyStoreShape => {
  // The owners are passed as one JSON text, so that one statement works for any number of owners.
  const find = db.prepare(
    `SELECT owner, master, wrapped FROM key
     WHERE district = ? AND owner IN (SELECT value FROM json_each(?))`
  )
  const keep = db.prepare(
    "INSERT INTO key (district, owner, master, wrapped) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
  )
  const destroy = db.prepare(
    `INSERT INTO key (district, owner) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET master = NULL, wrapped = NULL WHERE master IS NOT NULL`
  )
  const checkpoint = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)")
  const rewrap = db.prepare(
    "UPDATE key SET master = ?, wrapped = ? WHERE district = ? AND owner = ? AND master = ? AND wrapped = ?"
  )
  const otherwise = db.prepare(
    "SELECT district, owner, master, wrapped FROM key WHERE master IS NOT NULL AND master <> ? LIMIT ?"
  )

  // The cast is safe: the table is STRICT, and only this module writes to it.
  const records = (district: DistrictId, owners: ReadonlyArray<Owner>): ReadonlyMap<Owner, KeyRecord> =>
    new Map(
      (find.all(district, JSON.stringify(owners)) as unknown as ReadonlyArray<Row>).map((row) => [
        row.owner,
        recordOf(row)
      ])
    )

  return {
    find: (district, owners) =>
      db.read("look up keys", () => records(district, owners)).pipe(Effect.mapError(unavailable)),
    keep: (district, keys) =>
      db
        .write("keep keys", () => {
          for (const [owner, { master, wrapped }] of keys) keep.run(district, owner, master, wrapped)
          return Result.succeed(records(district, [...keys.keys()]))
        })
        .pipe(Effect.mapError(unavailable)),
    destroy: (district, owner) =>
      db
        .write("destroy a key", () => {
          destroy.run(district, owner)
          return Result.succeed<void>(undefined)
        })
        .pipe(
          Effect.andThen(db.read("empty the log of keys", () => checkpoint.get())),
          Effect.mapError(unavailable),
          // While another connection is reading the log, SQLite cannot empty the log, so the key would stay in it. Then
          // `destroy` reports a failure.
          Effect.filterOrFail(
            (row) => row?.["busy"] === 0,
            () =>
              new VaultUnavailable({
                operation: "empty the log of keys",
                reason: "the key is destroyed, but the log that may hold it is being read by somebody else",
                retryable: true
              })
          ),
          Effect.asVoid
        ),
    rewrap: ({ district, master, owner, wrapped }, next) =>
      db
        .write("wrap a key anew", () =>
          Result.succeed(
            rewrap.run(next.master, next.wrapped, district, owner, master, wrapped).changes === 1
          )
        )
        .pipe(Effect.mapError(unavailable)),
    wrappedOtherwise: (master, limit) =>
      db
        .read("look for keys", () => otherwise.all(master, limit) as unknown as ReadonlyArray<OwnedKey>)
        .pipe(Effect.mapError(unavailable))
  }
}
