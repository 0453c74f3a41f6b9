/**
 * The conformance suite of the ledger port: tests that every adapter must pass. Call `ledgerSuite` once in a test file
 * of the adapter. `ledgerCases` lists the cases.
 */
import { describe, it } from "@effect/vitest"
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { applies, type Capabilities, ledgerCases, type Writer } from "./LedgerCases.ts"

export { type Capabilities, ledgerCases, type Writer }
export type { LedgerCase } from "./LedgerCases.ts"

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
    for (const promise of ledgerCases) {
      const register = applies(promise, capabilities) ? it.live : it.live.skip
      register(
        promise.name,
        () =>
          Effect.gen(function* () {
            // The ledger has a separate scope, so that a case can close it before the case ends.
            const scope = yield* Scope.make()
            yield* Effect.addFinalizer((exit) => Scope.close(scope, exit))
            const ledger = yield* Scope.provide(another, scope)
            const close = Scope.close(scope, Exit.void)
            yield* promise.check({ ledger, another, capabilities, close })
          }).pipe(Effect.timeout("60 seconds")),
        70_000
      )
    }
  })
}
