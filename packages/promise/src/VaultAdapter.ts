/** A vault that is written as plain async functions, and its conversion to the port of the service. */
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

/** A sealed value: its cipher text, and the owners, sorted and without repetition. */
export interface SealedText {
  readonly sealed: string
  readonly of: readonly [string, ...ReadonlyArray<string>]
}

/**
 * A vault as plain async functions, for example over a key management service. The operations do what those of the port
 * `Vault` do. Reject with {@link OwnerErased} and {@link SealBroken} as the port says. Any other rejection becomes a
 * `VaultUnavailable` that is not retryable.
 *
 * @category adapters
 */
export interface VaultAdapter {
  /** Seals texts, in order. Owners without a key get one. Rejects with `OwnerErased` if a key was destroyed. */
  readonly seal: (
    district: string,
    items: ReadonlyArray<{
      readonly place: string
      readonly owners: readonly [string, ...ReadonlyArray<string>]
      readonly text: string
    }>
  ) => Promise<ReadonlyArray<SealedText>>
  /** Opens sealed values, in order. `undefined` for a value of which a key was destroyed. */
  readonly open: (
    district: string,
    items: ReadonlyArray<{ readonly place: string; readonly sealed: SealedText }>,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<string | undefined>>
  /** Computes a message authentication code over a text: 22–200 visible ASCII characters. */
  readonly mac: (
    district: string,
    owners: readonly [string, ...ReadonlyArray<string>],
    text: string
  ) => Promise<string>
  /** Destroys the key of an owner permanently. */
  readonly destroy: (district: string, owner: string) => Promise<void>
  /** Returns those of the owners whose key was destroyed. Writes nothing. */
  readonly destroyed: (district: string, owners: ReadonlyArray<string>) => Promise<ReadonlyArray<string>>
  /** Wraps every data key with the newest master key. Returns the number of keys that were wrapped. */
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

// The caller waits for a change, because its outcome does not depend on whether the caller is still there.
const change = <A, E>(run: () => Promise<A>, reject: (error: unknown) => E): Effect.Effect<A, E> =>
  Effect.uninterruptible(Effect.tryPromise({ try: run, catch: reject }))

// The cast is safe: the owners are those that the vault was given.
const sealedOf = ({ of, sealed }: SealedText): Sealed => ({
  sealed,
  of: of as readonly [string, ...ReadonlyArray<string>] as readonly [Owner, ...ReadonlyArray<Owner>]
})

/**
 * The port of the service over a vault of plain async functions.
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
