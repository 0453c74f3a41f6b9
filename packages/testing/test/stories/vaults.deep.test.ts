/**
 * Tests the key store suite and the vault suite themselves. Each key store and each vault in `liars` is broken on
 * purpose: it breaks one rule of the port, and keeps all other rules. The suite must find the mistake, in the case for
 * this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import { keyStoreCases } from "@liulinhui/testing/KeyStoreSuite"
import { vaultCases } from "@liulinhui/testing/VaultSuite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { allStoreLiars, allVaultLiars, outcomeOfStore, outcomeOfVault } from "../liars/outcomes.ts"
import { afternoon, honestVault } from "../liars/simpleVault.ts"

/** The cases that take seconds are in `slowLiars.deep.test.ts`. */
const quickStores = keyStoreCases.filter(({ slow }) => slow !== true)
const quickVaults = vaultCases.filter(({ slow }) => slow !== true)
const stores = allStoreLiars.filter(
  ({ caughtBy }) => !keyStoreCases.some((one) => one.slow && one.name === caughtBy)
)
const vaults = allVaultLiars.filter(
  ({ caughtBy }) => !vaultCases.some((one) => one.slow && one.name === caughtBy)
)

describe("the key store suite", () => {
  it.live.each(stores)("catches a key store that $name", ({ caughtBy, ...liar }) =>
    Effect.gen(function* () {
      const promise = keyStoreCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOfStore(promise!, liar))).toBe(true)
    })
  )

  it.live("finds no failure of an honest key store", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of quickStores) {
        const outcome = yield* outcomeOfStore(promise, { make: (honest) => () => honest })
        if (Exit.isFailure(outcome)) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("names each promise once", () => {
    const names = keyStoreCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe("the vault suite", () => {
  it.live.each(vaults)("catches a vault that $name", ({ caughtBy, make }) =>
    Effect.gen(function* () {
      const promise = vaultCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOfVault(promise!, make))).toBe(true)
    })
  )

  it.live("finds no failure of an honest vault", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of quickVaults) {
        if (Exit.isFailure(yield* outcomeOfVault(promise, honestVault))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it.live("finds in the simple vault without flaws only the failures that it cannot avoid", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of quickVaults) {
        if (Exit.isFailure(yield* outcomeOfVault(promise, afternoon({})))) failed.push(promise.name)
      }
      expect(failed).toEqual([
        "opens nothing with the keys of another key store, so that no key can be computed from names",
        "wraps all keys with the newest master key, then opens them without the old one and only them",
        "opens what was sealed under several old master keys, and wraps all their keys with the newest one"
      ])
    })
  )

  it("names each promise once", () => {
    const names = vaultCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
