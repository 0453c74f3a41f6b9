/** A store of data keys that is written as plain async functions, and its conversion to the port of the service. */
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

/** A key with its district and owner, as a store keeps them. */
export interface StoredKey extends WrappedKey {
  readonly district: string
  readonly owner: string
}

/**
 * A key store as plain async functions. The operations do what those of the port `KeyStore` do. A rejection with
 * {@link VaultUnavailable} says whether trying again may help. Any other rejection becomes a `VaultUnavailable` that is
 * not retryable.
 *
 * @category adapters
 */
export interface KeyStoreAdapter {
  /** Returns the records of the given owners. Owners without a record are left out. */
  readonly find: (
    district: string,
    owners: ReadonlyArray<string>,
    signal: AbortSignal
  ) => Promise<ReadonlyMap<string, KeyRecord>>
  /**
   * Stores a key for each owner without a record. Returns the records of all the owners afterwards: two callers at once
   * get the same keys. The keys are durable when it ends.
   */
  readonly keep: (
    district: string,
    keys: ReadonlyMap<string, WrappedKey>
  ) => Promise<ReadonlyMap<string, KeyRecord>>
  /** Destroys an owner's key permanently. An owner without a key is marked and never gets one. */
  readonly destroy: (district: string, owner: string) => Promise<void>
  /** Replaces a wrapped key if it is still the one that the caller has seen. Returns whether it was. */
  readonly rewrap: (seen: StoredKey, next: WrappedKey) => Promise<boolean>
  /** Returns at most `limit` keys of all districts that are wrapped by another master key. */
  readonly wrappedOtherwise: (
    master: string,
    limit: number,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<StoredKey>>
}

/** How a rejection of an own store of keys, or of an own vault, is reported. */
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

// The caller waits for a change, because its outcome does not depend on whether the caller is still there.
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
 * The port of the vault over a key store of plain async functions.
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
          // The casts are safe: the store returns the ids that it was given.
          ({ district, owner, ...key }): OwnedKey => ({
            ...key,
            district: district as DistrictId,
            owner: owner as Owner
          })
        )
    )
})
