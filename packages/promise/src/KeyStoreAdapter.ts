/**
 * The adapter for a store of data keys that is written as plain async functions, and its conversion to the port of the
 * service.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Owner,
  type KeyRecord,
  type KeyStoreShape,
  type OwnedKey,
  type WrappedKey,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"

/** An encrypted data key with its district and its owner, as the store keeps it. */
export interface StoredKey extends WrappedKey {
  readonly district: string
  readonly owner: string
}

/**
 * A store of data keys as plain async functions. A data key encrypts the personal data of one owner, such as a
 * resident. The operations do the same as those of the port `KeyStore`. Reject with {@link VaultUnavailable} to state
 * whether a retry may help. Any other rejection becomes a `VaultUnavailable` that is not retryable.
 *
 * @category adapters
 */
export interface KeyStoreAdapter {
  /** Returns the key records of the given owners. Owners without a record are left out. */
  readonly find: (
    district: string,
    owners: ReadonlyArray<string>,
    signal: AbortSignal
  ) => Promise<ReadonlyMap<string, KeyRecord>>
  /**
   * Stores a data key for each owner who has no record. Returns the records of all given owners afterwards, so two
   * callers at the same time get the same keys. The keys must be stored durably before the promise resolves.
   */
  readonly keep: (
    district: string,
    keys: ReadonlyMap<string, WrappedKey>
  ) => Promise<ReadonlyMap<string, KeyRecord>>
  /**
   * Destroys the data key of an owner permanently. If the owner has no key, the store records that the key is
   * destroyed, so that no key can be stored later.
   */
  readonly destroy: (district: string, owner: string) => Promise<void>
  /**
   * Replaces an encrypted data key if the stored key is still the one that the caller has seen. Returns whether it was
   * replaced.
   */
  readonly rewrap: (seen: StoredKey, next: WrappedKey) => Promise<boolean>
  /**
   * Returns at most `limit` data keys, of all districts, that are encrypted with a master key other than the given one.
   */
  readonly wrappedOtherwise: (
    master: string,
    limit: number,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<StoredKey>>
}

/** Converts a rejection of your key store or your vault to the error that the service reports. */
export const unavailable =
  (operation: string) =>
  (cause: unknown): VaultUnavailable =>
    cause instanceof VaultUnavailable
      ? cause
      : new VaultUnavailable({
          operation,
          reason: cause instanceof Error ? cause.message : String(cause),
          retryable: false
        })

const call = <A>(
  operation: string,
  run: (signal: AbortSignal) => Promise<A>
): Effect.Effect<A, VaultUnavailable> => Effect.tryPromise({ try: run, catch: unavailable(operation) })

// A change of the key store is not interrupted, because the store may complete it although the caller no longer waits.
// So the caller waits for the result.
const change = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, VaultUnavailable> =>
  Effect.uninterruptible(call(operation, run))

const recordsOf = (
  owners: Iterable<Owner>,
  found: ReadonlyMap<string, KeyRecord>
): ReadonlyMap<Owner, KeyRecord> =>
  new Map(
    [...owners].flatMap((owner) => {
      const record = found.get(owner)
      return record === undefined ? [] : [[owner, record] as const]
    })
  )

/**
 * Converts a key store that is written as plain async functions to the port of the service.
 *
 * @category conversions
 */
export const keyStore = (adapter: KeyStoreAdapter): KeyStoreShape => ({
  find: (district, owners) =>
    Effect.map(
      call("look up keys", (signal) => adapter.find(district, owners, signal)),
      (found) => recordsOf(owners, found)
    ),
  keep: (district, keys) =>
    Effect.map(
      change("store keys", () => adapter.keep(district, keys)),
      (found) => recordsOf(keys.keys(), found)
    ),
  destroy: (district, owner) => change("destroy a key", () => adapter.destroy(district, owner)),
  rewrap: (seen, next) => change("wrap a key anew", () => adapter.rewrap(seen, next)),
  wrappedOtherwise: (master, limit) =>
    Effect.map(
      call("list keys", (signal) => adapter.wrappedOtherwise(master, limit, signal)),
      (found) =>
        found.map(
          // The casts are safe: the store returns only ids that it has received from the service.
          ({ district, owner, ...key }): OwnedKey => ({
            ...key,
            district: district as DistrictId,
            owner: owner as Owner
          })
        )
    )
})
