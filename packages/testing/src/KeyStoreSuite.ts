/**
 * The conformance suite of the key store port: tests that every store of encryption keys must pass. Call
 * `keyStoreSuite` once in a test file of the adapter. The cases are data, so you can also run them in another way. The
 * tests of this suite run them with stores that are broken on purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the store need not be empty.
 */
import { KeyStore } from "@liulinhui/core/Vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { destroying } from "./keys/Destroying.ts"
import { handles } from "./keys/Handles.ts"
import { keeping } from "./keys/Keeping.ts"
import { applies, type Capabilities, type KeyStoreCase } from "./keys/KeyStoreCase.ts"
import { type Suite, testOf } from "./Suite.ts"
import { wrapping } from "./keys/Wrapping.ts"

export { applies, type Capabilities, type KeyStoreCase, type Subject } from "./keys/KeyStoreCase.ts"

/**
 * All cases of the key store suite. Use them directly to run them in another test framework.
 *
 * @category specification
 */
export const keyStoreCases: ReadonlyArray<KeyStoreCase> = [...keeping, ...destroying, ...wrapping, ...handles]

/**
 * The tests of a key store. `testSuite` registers them with a test runner. The layer is built anew for each case. A case
 * that needs a missing capability is skipped.
 *
 * @category suites
 */
export const keyStoreSuite = <R, E>(
  name: string,
  layer: Layer.Layer<KeyStore | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(KeyStore))
  const tests = keyStoreCases.map((promise) =>
    testOf(
      promise.name,
      !applies(promise, capabilities),
      Effect.gen(function* () {
        // The store has a separate scope, so that a case can close it before the case ends.
        const scope = yield* Scope.make()
        yield* Effect.addFinalizer((exit) => Scope.close(scope, exit))
        const keys = yield* Scope.provide(another, scope)
        const close = Scope.close(scope, Exit.void)
        yield* promise.check({ keys, another, capabilities, close })
      })
    )
  )
  return { title: `the key store ${name}`, tests }
}
