/**
 * Keeps personal data out of the ledger's plain text. The ledger can never forget. So data that identify or describe
 * a person are sealed before they are appended: encrypted under the keys of the people they are about (the owners).
 * Destroying the key of one owner makes all data about that owner unreadable, in every copy, while the ledger and its
 * chain stay whole (erasure, PIPL Art. 47; encryption, Art. 51).
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { DistrictId } from "../place/Id.ts"
import { Owner, type Sealed } from "../place/Sealed.ts"

/** A text to seal, and the place where it will be stored. */
export interface ToSeal {
  /** District, stream, type of event and path of the field. A seal that is moved to another place cannot be opened. */
  readonly place: string
  readonly owners: readonly [Owner, ...ReadonlyArray<Owner>]
  readonly text: string
}

/** A sealed value and its place. */
export interface ToOpen {
  readonly place: string
  readonly sealed: Sealed
}

/**
 * The vault, or its key store, cannot be used. `retryable`: whether the same call may succeed later.
 *
 * @category errors
 */
export class VaultUnavailable extends Schema.TaggedError<VaultUnavailable>()("VaultUnavailable", {
  operation: Schema.String,
  reason: Schema.String,
  retryable: Schema.Boolean
}) {
  override get message(): string {
    return `the vault could not ${this.operation}: ${this.reason}` + (this.retryable ? " (try again)" : "")
  }
}

/**
 * A sealed value cannot be opened, although its keys were not destroyed: the value was changed or moved, or the keys
 * are not those of this ledger.
 *
 * @category errors
 */
export class SealBroken extends Schema.TaggedError<SealBroken>()("SealBroken", {
  district: DistrictId,
  place: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return (
      `the sealed value at ${this.place} in district "${this.district}" cannot be opened: ${this.reason}. ` +
      "Use the key store and the master keys that belong to this ledger"
    )
  }
}

/**
 * A value cannot be sealed because the key of an owner was destroyed: nothing is written about an erased person.
 *
 * @category errors
 */
export class OwnerErased extends Schema.TaggedError<OwnerErased>()("OwnerErased", {
  district: DistrictId,
  owner: Owner
}) {
  override get message(): string {
    return `"${this.owner}" of district "${this.district}" was erased: nothing personal is recorded any more`
  }
}

/**
 * @category models
 */
export interface VaultShape {
  /** Seals texts, in order. Owners without a key get one. */
  readonly seal: (
    district: DistrictId,
    items: ReadonlyArray<ToSeal>
  ) => Effect.Effect<ReadonlyArray<Sealed>, VaultUnavailable | OwnerErased>
  /** Opens sealed values, in order. A result is `None` if the key of one of the owners was destroyed. */
  readonly open: (
    district: DistrictId,
    items: ReadonlyArray<ToOpen>
  ) => Effect.Effect<ReadonlyArray<Option.Option<string>>, VaultUnavailable | SealBroken>
  /**
   * Computes a message authentication code over a text, under the keys of owners. It is the same for the same text
   * and the same owners in any order. Without the keys, a guessed text cannot be checked against it. 22–200 visible ASCII
   * characters. Owners without a key get one. Fails with `OwnerErased` if the key of one of them was destroyed.
   */
  readonly mac: (
    district: DistrictId,
    owners: readonly [Owner, ...ReadonlyArray<Owner>],
    text: string
  ) => Effect.Effect<string, VaultUnavailable | OwnerErased>
  /** Destroys the key of an owner permanently. Repeating this changes nothing. */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /**
   * Returns those of the owners whose key was destroyed. It writes nothing, so a reader can find out whether an erasure is
   * complete.
   */
  readonly destroyed: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => Effect.Effect<ReadonlySet<Owner>, VaultUnavailable>
  /**
   * Wraps every data key with the newest master key. Then older master keys are not needed any more. Returns the
   * number of keys that were wrapped.
   */
  readonly rotate: Effect.Effect<number, VaultUnavailable | SealBroken>
}

/**
 * @category services
 */
export class Vault extends Context.Service<Vault, VaultShape>()("@liulinhui/core/ports/Vault") {}
