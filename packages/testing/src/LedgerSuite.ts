/**
 * The conformance suite of the ledger port: tests that every adapter must pass. Call `ledgerSuite` once in a test file
 * of the adapter. `ledgerCases` lists the cases.
 */
import { describe, it } from "@effect/vitest"
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { type Capabilities, ledgerCases } from "./LedgerCases.ts"

export type { Capabilities }

/** Builds a layer anew, even if it was built before in the same test. */
export const openLedger = <R, E>(
  layer: Layer.Layer<Ledger | R, E>
): Effect.Effect<LedgerShape, E, Scope.Scope> =>
  Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Ledger))

/**
 * Registers the tests of a ledger adapter with vitest. The layer is built anew for each case. A case that needs a
 * missing capability is shown as skipped.
 *
 * @category suites
 */
export const ledgerSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Ledger | R, E>,
  capabilities: Capabilities = {}
): void => {
  describe(`the ledger ${name}`, () => {
    const another = openLedger(layer)
    for (const { name: promise, needs, check } of ledgerCases) {
      const register = needs === undefined || capabilities[needs] !== undefined ? it.live : it.live.skip
      register(
        promise,
        () =>
          another.pipe(
            Effect.flatMap((ledger) => check({ ledger, another, capabilities })),
            Effect.timeout("60 seconds")
          ),
        70_000
      )
    }
  })
}
