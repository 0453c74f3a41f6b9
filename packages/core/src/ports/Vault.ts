/**
 * What keeps personal data out of the ledger's clear text. The ledger can never forget, so what identifies or describes
 * a person is sealed before it is appended: encrypted under the keys of those whom it is about. Destroying the key of
 * one of them makes everything unreadable that is about them, in every copy, while the ledger and its chain stay whole
 * (erasure, PIPL Art. 47; encryption, Art. 51).
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { DistrictId } from "../place/Id.ts"
import { Owner, type Sealed } from "../place/Sealed.ts"

/** A text to be sealed, and where it will stand. */
export interface ToSeal {
  /** District, stream, type of event and path of the field: a seal that is moved to another place does not open. */
  readonly place: string
  readonly owners: readonly [Owner, ...ReadonlyArray<Owner>]
  readonly text: string
}

/** A sealed value and where it stands. */
export interface ToOpen {
  readonly place: string
  readonly sealed: Sealed
}

/**
 * The vault, or the store of its keys, cannot be used. `retryable` says whether the same call may go through later.
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
 * A sealed value does not open, although its keys were not destroyed: it was changed or moved, or these are not the keys
 * that belong to this ledger.
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
      `what is sealed at ${this.place} in district "${this.district}" cannot be opened: ${this.reason}. ` +
      "Use the key store and the master keys that belong to this ledger"
    )
  }
}

/**
 * Something is to be sealed for somebody whose key was destroyed: nothing is written about who was erased.
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
  /** Seals texts, in order. Owners who have no key yet get one. */
  readonly seal: (
    district: DistrictId,
    items: ReadonlyArray<ToSeal>
  ) => Effect.Effect<ReadonlyArray<Sealed>, VaultUnavailable | OwnerErased>
  /** Opens sealed values, in order: none where the key of one of their owners was destroyed. */
  readonly open: (
    district: DistrictId,
    items: ReadonlyArray<ToOpen>
  ) => Effect.Effect<ReadonlyArray<Option.Option<string>>, VaultUnavailable | SealBroken>
  /**
   * A message authentication code over a text, under the keys of owners: the same for the same text and the same owners in
   * any order, and of no use to somebody who guesses a text without their keys. 22–200 visible ASCII characters. Owners who
   * have no key yet get one. Fails with `OwnerErased` if the key of one of them was destroyed.
   */
  readonly mac: (
    district: DistrictId,
    owners: readonly [Owner, ...ReadonlyArray<Owner>],
    text: string
  ) => Effect.Effect<string, VaultUnavailable | OwnerErased>
  /** Destroys the key of an owner, for good. Once more changes nothing. */
  readonly destroy: (district: DistrictId, owner: Owner) => Effect.Effect<void, VaultUnavailable>
  /** Wraps every data key by the newest master key, after which older ones are needed no more. Gives how many it were. */
  readonly rotate: Effect.Effect<number, VaultUnavailable | SealBroken>
}

/**
 * @category services
 */
export class Vault extends Context.Service<Vault, VaultShape>()("@liulinhui/core/ports/Vault") {}
