/**
 * What the cases of the key store suite share: the capabilities of a store, and functions that make, store and check
 * keys.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, type KeyRecord, type KeyStoreShape, type WrappedKey } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import { expect } from "../Expect.ts"

/**
 * The optional capabilities of a key store. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * `true` if every layer that the test builds opens the same store. Each handle (an open store) then sees at once
   * everything that another handle has acknowledged.
   */
  readonly shared?: true
  /** Returns all bytes that the key store has written to files or tables, as they are now. */
  readonly bytes?: Effect.Effect<Uint8Array, unknown>
  /**
   * `true` if a layer that is built after another one was closed opens the same store. Set it for a store that only one
   * handle can open at a time. If `shared` is set, it need not be set.
   */
  readonly reopens?: true
  /** Leaves out the cases that store tens of thousands of keys, which take seconds on a disk. */
  readonly quick?: true
}

/** The input of a case: a key store, a second handle on the same store if `shared` is set, and the capabilities. */
export interface Subject {
  readonly keys: KeyStoreShape
  readonly another: Effect.Effect<KeyStoreShape, unknown, Scope.Scope>
  readonly capabilities: Capabilities
  /** Closes `keys`. Only cases that need `reopens` use it. Default: `keys` stays open. */
  readonly close?: Effect.Effect<void>
}

/**
 * One rule that every key store must keep, and a check of this rule.
 *
 * @category models
 */
export interface KeyStoreCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  /** Whether the case takes seconds on a disk. */
  readonly slow?: true
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

/**
 * Whether a case can run on a store with the given capabilities.
 *
 * @category operations
 */
export const applies = ({ needs, slow }: KeyStoreCase, capabilities: Capabilities): boolean =>
  !(slow === true && capabilities.quick === true) &&
  (needs === undefined ||
    capabilities[needs] !== undefined ||
    (needs === "reopens" && capabilities.shared !== undefined))

export const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
export const newMaster = (): string => `m-${randomUUID()}`
export const newKey = (master = "one"): WrappedKey => ({ master, wrapped: randomUUID() })
export const r1 = Owner.make("resident/r1")
export const r2 = Owner.make("resident/r2")

export const held = ({ master, wrapped }: WrappedKey): KeyRecord => ({ _tag: "Held", master, wrapped })
export const destroyed: KeyRecord = { _tag: "Destroyed" }

/** Converts key records to plain data, without any additional columns that the store returns. */
export const plain = (records: ReadonlyMap<Owner, KeyRecord>): Readonly<Record<string, KeyRecord>> =>
  Object.fromEntries(
    [...records].map(([owner, record]) => [owner, record._tag === "Held" ? held(record) : destroyed])
  )

export const keepOne = (
  keys: KeyStoreShape,
  district: DistrictId,
  owner: Owner,
  key: WrappedKey = newKey()
) => Effect.as(keys.keep(district, new Map([[owner, key]])), key)

export const expectFound = Effect.fnUntraced(function* (
  keys: KeyStoreShape,
  district: DistrictId,
  expected: Readonly<Record<string, KeyRecord>>,
  owners: ReadonlyArray<Owner> = [r1, r2]
) {
  expect(plain(yield* keys.find(district, owners))).toEqual(expected)
})
