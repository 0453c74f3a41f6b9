/**
 * What storage must offer to a vault: the data keys of a district, each under its owner and wrapped by a master key that
 * the store never sees. A key that was destroyed leaves a mark, so that its owner never gets another one by accident.
 *
 * Keys lie apart from the ledger: whoever copies a ledger has not copied its keys.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DistrictId } from "../place/Id.ts"
import type { Owner } from "../place/Sealed.ts"
import type { VaultUnavailable } from "./Vault.ts"

/**
 * A data key as it is stored: wrapped (encrypted) by the master key of a name.
 *
 * @category models
 */
export const WrappedKey = Schema.Struct({ master: Schema.NonEmptyString, wrapped: Schema.NonEmptyString })
export interface WrappedKey extends Schema.Schema.Type<typeof WrappedKey> {}

/** What is stored for an owner: a key, or the mark that there was one. */
export type KeyRecord = ({ readonly _tag: "Held" } & WrappedKey) | { readonly _tag: "Destroyed" }

/** A key with the one to whom it belongs. */
export interface OwnedKey extends WrappedKey {
  readonly district: DistrictId
  readonly owner: Owner
}

/**
 * @category models
 */
export interface KeyStoreShape {
  /** What is stored for each of some owners; those of whom nothing is stored are left out. */
  readonly find: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /**
   * Keeps a key for each owner of whom nothing is stored, and gives what is stored of all of them afterwards: of two who
   * do so at once, both get the same. It is durable when it is given.
   */
  readonly keep: (
    district: DistrictId,
    keys: ReadonlyMap<Owner, WrappedKey>
  ) => Effect.Effect<ReadonlyMap<Owner, KeyRecord>, VaultUnavailable>
  /** Destroys an owner's key for good, or marks that there shall never be one. Once more changes nothing. */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /** Puts another wrapping of a key in place of the one that was seen; says whether that was still there. */
  readonly rewrap: (seen: OwnedKey, next: WrappedKey) => Effect.Effect<boolean, VaultUnavailable>
  /** At most `limit` keys, of any district, that are wrapped by another master key than this one. */
  readonly wrappedOtherwise: (
    master: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<OwnedKey>, VaultUnavailable>
}

/**
 * @category services
 */
export class KeyStore extends Context.Service<KeyStore, KeyStoreShape>()("@liulinhui/core/ports/KeyStore") {}
