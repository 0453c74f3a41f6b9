/**
 * The conformance suite of the vault port: tests that every vault must pass. A vault encrypts personal data, and erases
 * a person's data by destroying the person's key. Call `vaultSuite` once in a test file of the adapter. The cases are
 * data, so you can also run them in another way. The tests of this suite run them with vaults that are broken on
 * purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the vault need not be empty.
 */
import { Vault, type VaultShape } from "@liulinhui/core/Vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { binding } from "./vault/Binding.ts"
import { codes } from "./vault/Codes.ts"
import { erasing } from "./vault/Erasing.ts"
import { hiding } from "./vault/Hiding.ts"
import { rotating } from "./vault/Rotating.ts"
import { sealing } from "./vault/Sealing.ts"
import { type Suite, testOf } from "./Suite.ts"
import { applies, type Capabilities, type VaultCase } from "./vault/VaultCase.ts"

export { applies, type Capabilities, type Subject, type VaultCase } from "./vault/VaultCase.ts"

/**
 * The cases for all rules of the vault port.
 *
 * @category specification
 */
export const vaultCases: ReadonlyArray<VaultCase> = [
  ...sealing,
  ...binding,
  ...erasing,
  ...codes,
  ...rotating,
  ...hiding
]

/** Builds a layer anew, even if it was built before in the same test. */
const opening = <R, E>(layer: Layer.Layer<Vault | R, E>): Effect.Effect<VaultShape, E, Scope.Scope> =>
  Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Vault))

/**
 * The tests of a vault. `testSuite` registers them with a test runner. The layer is built anew for each case. A case that
 * needs a missing capability is skipped.
 *
 * @category suites
 */
export const vaultSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Vault | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = opening(layer)
  const { elsewhere, rotation, secrets } = capabilities
  const opened = {
    ...(rotation && {
      rotation: {
        before: opening(rotation.before),
        during: opening(rotation.during),
        after: opening(rotation.after),
        ...(rotation.earlier && { earlier: opening(rotation.earlier) })
      }
    }),
    ...(elsewhere && { elsewhere: opening(elsewhere) }),
    ...(secrets && { secrets })
  }
  const tests = vaultCases.map((promise) =>
    testOf(
      promise.name,
      !applies(promise, capabilities),
      Effect.flatMap(another, (vault) => promise.check({ vault, another, ...opened }))
    )
  )
  return { title: `the vault ${name}`, tests }
}
