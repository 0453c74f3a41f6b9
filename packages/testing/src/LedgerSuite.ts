/**
 * The conformance suite of the ledger port: tests that every adapter must pass. Call `ledgerSuite` once in a test file
 * of the adapter. `ledgerCases` lists the cases.
 */
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { type Suite, testOf } from "./Suite.ts"
import { applies, type Capabilities, ledgerCases, type Writer } from "./LedgerCases.ts"

export { type Capabilities, ledgerCases, type Writer }
export type { LedgerCase } from "./LedgerCases.ts"

/** Builds a layer anew, even if it was built before in the same test. */
export const openLedger = <R, E>(
  layer: Layer.Layer<Ledger | R, E>
): Effect.Effect<LedgerShape, E, Scope.Scope> =>
  Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Ledger))

/**
 * The tests of a ledger adapter. `testSuite` registers them with a test runner. The layer is built anew for each case. A
 * case that needs a missing capability is skipped.
 *
 * @category suites
 */
export const ledgerSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Ledger | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = openLedger(layer)
  const tests = ledgerCases.map((promise) =>
    testOf(
      promise.name,
      !applies(promise, capabilities),
      Effect.gen(function* () {
        // The ledger has a separate scope, so that a case can close it before the case ends.
        const scope = yield* Scope.make()
        yield* Effect.addFinalizer((exit) => Scope.close(scope, exit))
        const ledger = yield* Scope.provide(another, scope)
        const close = Scope.close(scope, Exit.void)
        yield* promise.check({ ledger, another, capabilities, close })
      })
    )
  )
  return { title: `the ledger ${name}`, tests }
}
