/**
 * The adapter for a vault that is written as plain async functions, and its conversion to the port of the service. A
 * vault encrypts personal data.
 */
import {
  type Owner,
  type Sealed,
  OwnerErased,
  SealBroken,
  type VaultShape,
  type VaultUnavailable
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { unavailable } from "./KeyStoreAdapter.ts"

/**
 * An encrypted value, and its owners, sorted and without repetition. The value can be decrypted only as long as the
 * keys of all its owners exist.
 */
export interface SealedText {
  readonly sealed: string
  readonly of: readonly [string, ...ReadonlyArray<string>]
}

/**
 * A vault as plain async functions, for example over a key management service. The operations do the same as those of
 * the port `Vault`. Reject with {@link OwnerErased} and {@link SealBroken} as the port requires. Any other rejection
 * becomes a `VaultUnavailable` that is not retryable.
 *
 * @category adapters
 */
export interface VaultAdapter {
  /**
   * Encrypts texts, in order. An owner without a key gets a new key. Rejects with `OwnerErased` if a key was destroyed.
   */
  readonly seal: (
    district: string,
    items: ReadonlyArray<{
      readonly place: string
      readonly owners: readonly [string, ...ReadonlyArray<string>]
      readonly text: string
    }>
  ) => Promise<ReadonlyArray<SealedText>>
  /** Decrypts values, in order. If a key of a value's owners was destroyed, returns `undefined` for this value. */
  readonly open: (
    district: string,
    items: ReadonlyArray<{ readonly place: string; readonly sealed: SealedText }>,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<string | undefined>>
  /** Computes a message authentication code over a text. The code has 22–200 visible ASCII characters. */
  readonly mac: (
    district: string,
    owners: readonly [string, ...ReadonlyArray<string>],
    text: string
  ) => Promise<string>
  /** Destroys the data key of an owner permanently, which erases the owner's data. */
  readonly destroy: (district: string, owner: string) => Promise<void>
  /** Returns those of the given owners whose key was destroyed. Writes nothing. */
  readonly destroyed: (district: string, owners: ReadonlyArray<string>) => Promise<ReadonlyArray<string>>
  /** Encrypts every data key with the newest master key. Returns the number of keys that were encrypted anew. */
  readonly rotate: () => Promise<number>
}

const erasedOr = (operation: string) => {
  const otherwise = unavailable(operation)
  return (error: unknown): OwnerErased | VaultUnavailable =>
    error instanceof OwnerErased ? error : otherwise(error)
}

const brokenOr = (operation: string) => {
  const otherwise = unavailable(operation)
  return (error: unknown): SealBroken | VaultUnavailable =>
    error instanceof SealBroken ? error : otherwise(error)
}

// A change of the vault's keys is not interrupted, because the vault may complete it although the caller no longer
// waits. So the caller waits for the result.
const change = <A, E>(run: () => Promise<A>, reject: (error: unknown) => E): Effect.Effect<A, E> =>
  Effect.uninterruptible(Effect.tryPromise({ try: run, catch: reject }))

// The cast is safe: the vault returns only owners that it has received from the service.
const sealedOf = ({ of, sealed }: SealedText): Sealed => ({
  sealed,
  of: of as readonly [string, ...ReadonlyArray<string>] as readonly [Owner, ...ReadonlyArray<Owner>]
})

/**
 * Converts a vault that is written as plain async functions to the port of the service.
 *
 * @category conversions
 */
export const vault = (adapter: VaultAdapter): VaultShape => ({
  seal: (district, items) =>
    Effect.map(
      change(() => adapter.seal(district, items), erasedOr("seal")),
      (sealed) => sealed.map(sealedOf)
    ),
  open: (district, items) =>
    Effect.map(
      Effect.tryPromise({
        try: (signal) => adapter.open(district, items, signal),
        catch: brokenOr("open what is sealed")
      }),
      (opened) => opened.map(Option.fromUndefinedOr)
    ),
  mac: (district, owners, text) =>
    change(() => adapter.mac(district, owners, text), erasedOr("compute a code")),
  destroy: (district, owner) => change(() => adapter.destroy(district, owner), unavailable("destroy a key")),
  destroyed: (district, owners) =>
    Effect.map(
      Effect.tryPromise({
        try: () => adapter.destroyed(district, owners),
        catch: unavailable("look up destroyed keys")
      }),
      (found) => new Set(owners.filter((owner) => found.includes(owner)))
    ),
  rotate: change(() => adapter.rotate(), brokenOr("wrap its keys anew"))
})
