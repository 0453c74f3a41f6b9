/**
 * What storage must provide for a vault: the data keys of a district, each stored under its owner and wrapped by a
 * master key that the store never sees. A destroyed key leaves a mark, so that its owner never gets another key by
 * accident.
 *
 * Keys are stored apart from the ledger: a copy of a ledger contains no keys.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DistrictId } from "../place/Id.ts"
import type { Owner } from "../place/Sealed.ts"
import type { VaultUnavailable } from "./Vault.ts"

/**
 * A stored data key: wrapped (encrypted) by the master key with the name `master`.
 *
 * @category models
 */
export const WrappedKey = Schema.Struct({ master: Schema.NonEmptyString, wrapped: Schema.NonEmptyString })
export interface WrappedKey extends Schema.Schema.Type<typeof WrappedKey> {}

/** The record of an owner: a key, or the mark of a destroyed key. */
export type KeyRecord = ({ readonly _tag: "Held" } & WrappedKey) | { readonly _tag: "Destroyed" }

/** A key with its district and owner. */
export interface OwnedKey extends WrappedKey {
  readonly district: DistrictId
  readonly owner: Owner
}

/**
 * @category models
 */
export interface KeyStoreShape {
  /** Returns the records of the given owners. Owners without a record are left out. */
  readonly find: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /**
   * Stores a key for each owner without a record. Returns the records of all the owners afterwards: if two callers do
   * this at once, both get the same keys. The keys are durable when this returns.
   */
  readonly keep: (
    district: DistrictId,
    keys: ReadonlyMap<Owner, WrappedKey>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /**
   * Destroys an owner's key permanently. An owner without a key is marked and never gets one. Repeating this changes
   * nothing.
   */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /** Replaces a wrapped key if it is still the one that the caller has seen. Returns whether it was. */
  readonly rewrap: (seen: OwnedKey, next: WrappedKey) => Effect.Effect<boolean, VaultUnavailable>
  /** Returns at most `limit` keys of all districts that are wrapped by another master key. */
  readonly wrappedOtherwise: (
    master: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<OwnedKey>, VaultUnavailable>
}

/**
 * @category services
 */
export class KeyStore extends Context.Service<KeyStore, KeyStoreShape>()("@liulinhui/core/ports/KeyStore") {}
