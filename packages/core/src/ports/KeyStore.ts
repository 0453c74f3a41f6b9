/**
 * The port for the storage of a vault's keys: the data keys of a district (the keys that encrypt data about a person).
 * Each data key is stored under its owner (the person that the data are about), and is wrapped (encrypted) with a
 * master key that the store never sees. A destroyed key leaves a mark, so that its owner never gets another key by
 * accident.
 *
 * Keys are stored apart from the ledger, so a copy of a ledger contains no keys.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DistrictId } from "../place/Id.ts"
import type { Owner } from "../place/Sealed.ts"
import type { VaultUnavailable } from "./Vault.ts"

/**
 * A stored data key (a key that encrypts one owner's data). The key is wrapped (encrypted) with the master key that is
 * named `master`.
 *
 * @category models
 */
export const WrappedKey = Schema.Struct({ master: Schema.NonEmptyString, wrapped: Schema.NonEmptyString })
export interface WrappedKey extends Schema.Schema.Type<typeof WrappedKey> {}

/**
 * What is stored for an owner (the person whom encrypted data are about): a key, or a mark that the key was destroyed.
 */
export type KeyRecord = ({ readonly _tag: "Held" } & WrappedKey) | { readonly _tag: "Destroyed" }

/** A stored key with its district and its owner (the person that the encrypted data are about). */
export interface OwnedKey extends WrappedKey {
  readonly district: DistrictId
  readonly owner: Owner
}

/**
 * @category models
 */
export interface KeyStoreShape {
  /**
   * Returns the stored keys, or marks of destroyed keys, of the given owners. Owners for whom nothing is stored are
   * left out.
   */
  readonly find: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /**
   * Stores a key for each owner for whom nothing is stored yet. Returns what is then stored for all given owners. If
   * two callers do this at the same time, both get the same keys. When this operation returns, the keys are durable.
   */
  readonly keep: (
    district: DistrictId,
    keys: ReadonlyMap<Owner, WrappedKey>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /**
   * Destroys an owner's key permanently. If the owner has no key, this is marked, too, and the owner never gets a key.
   * Destroying a key again changes nothing.
   */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /**
   * Replaces a wrapped (encrypted) key, but only if the stored key is still the key that the caller has read. Returns
   * whether the key was replaced.
   */
  readonly rewrap: (seen: OwnedKey, next: WrappedKey) => Effect.Effect<boolean, VaultUnavailable>
  /**
   * Returns keys of all districts, at most `limit`, that are wrapped (encrypted) with a master key other than `master`.
   */
  readonly wrappedOtherwise: (
    master: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<OwnedKey>, VaultUnavailable>
}

/**
 * @category services
 */
export class KeyStore extends Context.Service<KeyStore, KeyStoreShape>()("@liulinhui/core/ports/KeyStore") {}
