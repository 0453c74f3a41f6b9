/**
 * Tests the cases of the suites that take seconds, because they write many megabytes or tens of thousands of values:
 * each finds the mistake of the adapters that are broken on purpose.
 */
import { describe, expect, it } from "@effect/vitest"
import { keyStoreCases } from "@liulinhui/testing/KeyStoreSuite"
import { vaultCases } from "@liulinhui/testing/VaultSuite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { ledgerCases } from "../../src/LedgerCases.ts"
import { allLedgerLiars } from "../liars/allLedgerLiars.ts"
import { allStoreLiars, allVaultLiars, outcomeOfStore, outcomeOfVault } from "../liars/outcomes.ts"
import { outcome } from "../lying.ts"

/** Pairs each broken adapter with the slow case that must catch it. */
const caught = <
  Case extends { readonly name: string; readonly slow?: true },
  Liar extends { readonly caughtBy: string }
>(
  cases: ReadonlyArray<Case>,
  liars: ReadonlyArray<Liar>
) =>
  liars.flatMap((liar) => {
    const promise = cases.find(({ name, slow }) => slow === true && name === liar.caughtBy)
    return promise === undefined ? [] : [{ ...liar, promise }]
  })

describe("the slow cases", () => {
  it.live.each(caught(ledgerCases, allLedgerLiars))("catch a ledger that $name", ({ promise, ...liar }) =>
    Effect.gen(function* () {
      expect(Exit.isFailure(yield* outcome(promise, liar))).toBe(true)
    })
  )
  it.live.each(caught(keyStoreCases, allStoreLiars))("catch a key store that $name", ({ promise, ...liar }) =>
    Effect.gen(function* () {
      expect(Exit.isFailure(yield* outcomeOfStore(promise, liar))).toBe(true)
    })
  )
  it.live.each(caught(vaultCases, allVaultLiars))("catch a vault that $name", ({ make, promise }) =>
    Effect.gen(function* () {
      expect(Exit.isFailure(yield* outcomeOfVault(promise, make))).toBe(true)
    })
  )
})
