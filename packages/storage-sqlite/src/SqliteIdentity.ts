/**
 * Stores sessions, devices and invitations in a separate SQLite file, so that a copy of the ledger's file contains none
 * of them. Deleted records are overwritten in the file.
 */
import {
  type IdentityStoreShape,
  IdentityUnavailable,
  type RecordChange,
  type StoredRecord
} from "@liulinhui/core/Identity"
import type { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Database } from "./Database.ts"

/** Converts an error of the file to an error of the identity store. */
export const unavailable = ({ operation, reason, retryable }: LedgerUnavailable): IdentityUnavailable =>
  new IdentityUnavailable({ operation, reason, retryable })

// SQLite returns the columns in this order. The casts below are safe, because the table is STRICT.
const columns = "kind, key, owner, version, expires, value"

/**
 * Makes an identity store in an open file.
 *
 * @category constructors
 */
export const make = (db: Database): IdentityStoreShape => {
  const get = db.prepare(`SELECT ${columns} FROM identity_record WHERE kind = ? AND key = ?`)
  const list = db.prepare(
    `SELECT ${columns} FROM identity_record WHERE kind = ? AND owner = ? AND key > ? ORDER BY key LIMIT ?`
  )
  const put = db.prepare(
    `INSERT INTO identity_record (${columns}) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET owner = excluded.owner, version = excluded.version, expires = excluded.expires,
       value = excluded.value`
  )
  const drop = db.prepare("DELETE FROM identity_record WHERE kind = ? AND key = ?")
  const sweep = db.prepare(
    `DELETE FROM identity_record WHERE (kind, key) IN
       (SELECT kind, key FROM identity_record WHERE expires <= ? LIMIT ?)`
  )

  const isSeen = ({ key, kind, seen }: RecordChange): boolean => {
    const found = get.get(kind, key) as unknown as StoredRecord | undefined
    return (found?.version ?? 0) === seen
  }

  return {
    get: ({ key, kind }) =>
      db
        .read("find a record", () =>
          Option.fromUndefinedOr(get.get(kind, key) as unknown as StoredRecord | undefined)
        )
        .pipe(Effect.mapError(unavailable)),
    list: (kind, owner, after, limit) =>
      db
        .read(
          "list records",
          () => list.all(kind, owner, after, limit) as unknown as ReadonlyArray<StoredRecord>
        )
        .pipe(Effect.mapError(unavailable)),
    commit: (changes) =>
      db
        .write("write records", () => {
          // All versions are checked before the first change. So a refused commit has written nothing.
          if (!changes.every(isSeen)) return Result.succeed(false)
          for (const { key, kind, next, seen } of changes) {
            if (next === undefined) drop.run(kind, key)
            else put.run(kind, key, next.owner, seen + 1, next.expires, next.value)
          }
          return Result.succeed(true)
        })
        .pipe(Effect.mapError(unavailable)),
    sweep: (now, limit) =>
      db
        .write("sweep records", () => Result.succeed(Number(sweep.run(now, limit).changes)))
        .pipe(Effect.mapError(unavailable))
  }
}
