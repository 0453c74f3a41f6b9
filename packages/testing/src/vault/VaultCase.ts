/**
 * What the cases of the vault suite share: the capabilities of a vault, functions that seal and open, and functions that
 * check results.
 */
import { DistrictId } from "@liulinhui/core/Id"
import {
  Owner,
  OwnerErased,
  SealBroken,
  type Sealed,
  type ToSeal,
  type Vault,
  type VaultShape
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { Buffer } from "node:buffer"
import { randomUUID } from "node:crypto"
import { expect } from "../Expect.ts"

export type Opened = Effect.Effect<VaultShape, unknown, Scope.Scope>

/**
 * The optional capabilities of a vault. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * `true` if every layer that the test builds uses the same keys. Each vault then sees at once everything that another
   * vault has acknowledged.
   */
  readonly shared?: true
  /**
   * Three vaults over one key store that no other test uses. The first has an old master key, the second has a new
   * master key and the old one, and the third has the new master key alone. Optionally, `earlier` has a master key that
   * is older than the old one. Then the second vault has all three.
   */
  readonly rotation?: Readonly<Record<"before" | "during" | "after", Layer.Layer<Vault, unknown>>> & {
    readonly earlier?: Layer.Layer<Vault, unknown>
  }
  /** A vault with the same master keys over another key store, which has no keys yet. */
  readonly elsewhere?: Layer.Layer<Vault, unknown>
  /** Texts that must never appear in a log, a span or an error, such as the master keys. */
  readonly secrets?: ReadonlyArray<string>
  /** Leaves out the cases that seal tens of thousands of values, which take seconds. */
  readonly quick?: true
}

/** The input of a case: a vault, a second vault with the same keys if `shared` is set, and the capabilities. */
export interface Subject {
  readonly vault: VaultShape
  readonly another: Opened
  readonly rotation?: Readonly<Record<"before" | "during" | "after", Opened>> & {
    readonly earlier?: Opened
  }
  readonly elsewhere?: Opened
  readonly secrets?: ReadonlyArray<string>
}

/**
 * One rule that every vault must keep, and a check of this rule.
 *
 * @category models
 */
export interface VaultCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  /** Whether the case takes seconds. */
  readonly slow?: true
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

/**
 * Whether a case can run on a vault with the given capabilities.
 *
 * @category operations
 */
export const applies = ({ needs, slow }: VaultCase, capabilities: Capabilities): boolean =>
  (needs === undefined || capabilities[needs] !== undefined) &&
  !(slow === true && capabilities.quick === true)

export const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
export const r1 = Owner.make("resident/r1")
export const r2 = Owner.make("resident/r2")
export const r3 = Owner.make("resident/r3")
export const place = "registry/ResidentEntered/name"
export const clear = "王秀英 hears badly on the left"

export type Owners = ToSeal["owners"]

/** Texts that a vault might confuse if it cuts off characters, trims or normalises texts, or ignores case. */
export const alike = [
  "",
  " ",
  clear,
  `${clear} `,
  `${clear}\u0000`,
  `{"a": 1.0}`,
  `{"a":1}`,
  clear.toUpperCase(),
  "\u00e9",
  "e\u0301",
  "\uf900",
  "\u8c48",
  "x".repeat(4000),
  `${"x".repeat(3999)}y`
]

export const sealOne = (
  vault: VaultShape,
  district: DistrictId,
  owners: Owners = [r1],
  text: string = clear,
  at: string = place
) =>
  Effect.flatMap(vault.seal(district, [{ place: at, owners, text }]), (sealed) => {
    expect(sealed).toHaveLength(1)
    return Effect.fromOption(Option.fromUndefinedOr(sealed[0]))
  })

/** Opens several encrypted values. An erased value becomes `null`. */
export const openAll = (
  vault: VaultShape,
  district: DistrictId,
  seals: ReadonlyArray<Sealed>,
  at: string = place
): Effect.Effect<ReadonlyArray<string | null>, unknown> =>
  Effect.map(
    vault.open(
      district,
      seals.map((sealed) => ({ place: at, sealed }))
    ),
    (opened) => opened.map(Option.getOrNull)
  )

export const expectBroken = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  sealed: Sealed,
  at: string = place
) {
  const error = yield* Effect.flip(vault.open(district, [{ place: at, sealed }]))
  expect(error).toBeInstanceOf(SealBroken)
})

export const expectErased = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  owner: Owner,
  owners: Owners = [owner]
) {
  const items: ReadonlyArray<ToSeal> = [
    { place, owners: [r3], text: "somebody else's" },
    { place, owners, text: clear }
  ]
  const error = yield* Effect.flip(vault.seal(district, items))
  expect(error).toBeInstanceOf(OwnerErased)
  expect(error).toMatchObject({ district, owner })
})

export const expectNoMac = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  owner: Owner,
  owners: Owners = [owner]
) {
  const error = yield* Effect.flip(vault.mac(district, owners, clear))
  expect(error).toBeInstanceOf(OwnerErased)
  expect(error).toMatchObject({ district, owner })
})

/** Returns the nonce of an encrypted value. It follows the first byte, which is the version. */
export const nonceOf = ({ sealed }: Sealed): string =>
  Buffer.from(sealed, "base64url").subarray(1, 13).toString("base64url")
