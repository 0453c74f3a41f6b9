/**
 * The port of a vault, which encrypts personal data in the ledger. A ledger can never delete an entry. So data that
 * identify or describe a person are sealed before they are appended. This means that they are encrypted with the keys
 * of the people whom the data are about (the owners). When the key of an owner is destroyed, all data about that owner
 * become unreadable in every copy, while the ledger and its hash chain stay complete (erasure: PIPL Art. 47;
 * encryption: PIPL Art. 51).
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { TaggedError } from "../kernel/TaggedError.ts"
import { DistrictId } from "../place/Id.ts"
import { Owner, type Sealed } from "../place/Sealed.ts"

/** A text to seal (encrypt), and the place where the sealed value will be stored. */
export interface ToSeal {
  /**
   * Where a sealed value is stored: district, stream, type of event and path of the field. A sealed value that was
   * moved to another place cannot be opened (decrypted).
   */
  readonly place: string
  readonly owners: readonly [Owner, ...ReadonlyArray<Owner>]
  readonly text: string
}

/** A sealed (encrypted) value, and the place where it was stored. */
export interface ToOpen {
  readonly place: string
  readonly sealed: Sealed
}

/**
 * The vault, or its key store, cannot be used now. `retryable` is true if the same call may succeed later.
 *
 * @category errors
 */
export class VaultUnavailable extends TaggedError<VaultUnavailable>()(
  "VaultUnavailable",
  {
    operation: Schema.String,
    reason: Schema.String,
    retryable: Schema.Boolean
  },
  ({ operation, reason, retryable }) =>
    `the vault could not ${operation}: ${reason}` + (retryable ? " (try again)" : "")
) {}

/**
 * A sealed (encrypted) value cannot be opened although its keys exist: the value was changed or moved, or the keys do
 * not belong to this ledger.
 *
 * @category errors
 */
export class SealBroken extends TaggedError<SealBroken>()(
  "SealBroken",
  {
    district: DistrictId,
    place: Schema.String,
    reason: Schema.String
  },
  ({ district, place, reason }) =>
    `the sealed value at ${place} in district "${district}" cannot be opened: ${reason}. ` +
    "Use the key store and the master keys that belong to this ledger"
) {}

/**
 * A value cannot be sealed (encrypted) because the key of an owner was destroyed. No personal data may be recorded
 * about an erased person.
 *
 * @category errors
 */
export class OwnerErased extends TaggedError<OwnerErased>()(
  "OwnerErased",
  {
    district: DistrictId,
    owner: Owner
  },
  ({ district, owner }) =>
    `"${owner}" of district "${district}" was erased: nothing personal is recorded any more`
) {}

/**
 * @category models
 */
export interface VaultShape {
  /** Seals (encrypts) texts, in order. An owner (a person that a text is about) who has no key yet gets one. */
  readonly seal: (
    district: DistrictId,
    items: ReadonlyArray<ToSeal>
  ) => Effect.Effect<ReadonlyArray<Sealed>, VaultUnavailable | OwnerErased>
  /**
   * Opens (decrypts) sealed values, in order. A result is `None` if the key of any owner of the value was destroyed.
   */
  readonly open: (
    district: DistrictId,
    items: ReadonlyArray<ToOpen>
  ) => Effect.Effect<ReadonlyArray<Option.Option<string>>, VaultUnavailable | SealBroken>
  /**
   * Computes a message authentication code (MAC) of a text with the keys of owners (the persons that the text is
   * about). The same text and the same owners (in any order) always have the same code. Without the keys, nobody can
   * check whether a guessed text matches the code. The result has 22–200 visible ASCII characters. An owner who has no
   * key yet gets one. Fails with `OwnerErased` if the key of an owner was destroyed.
   */
  readonly mac: (
    district: DistrictId,
    owners: readonly [Owner, ...ReadonlyArray<Owner>],
    text: string
  ) => Effect.Effect<string, VaultUnavailable | OwnerErased>
  /**
   * Destroys the key of an owner (the person that the encrypted data are about) permanently. Destroying it again
   * changes nothing.
   */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /**
   * Returns those of the given owners whose key was destroyed. This operation writes nothing. So a reader can use it to
   * check whether an erasure is complete.
   *
   * A vault may have keys in memory, and another process may have destroyed them. When this operation has returned an
   * owner, the vault uses no key of this owner any more, also not in calls that end later.
   */
  readonly destroyed: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => Effect.Effect<ReadonlySet<Owner>, VaultUnavailable>
  /**
   * Wraps (encrypts) every data key (the key that encrypts an owner's data) with the newest master key, so that older
   * master keys are not needed any more. Returns the number of data keys that were wrapped again.
   */
  readonly rotate: Effect.Effect<number, VaultUnavailable | SealBroken>
}

/**
 * @category services
 */
export class Vault extends Context.Service<Vault, VaultShape>()("@liulinhui/core/ports/Vault") {}
