/**
 * fast-check arbitraries for data that is invalid in exactly one way. Each value comes with the name of its flaw. Use them
 * to test that your own code refuses bad data, and that it reports the right reason.
 *
 * The valid data is made by the other arbitraries of this package. A value shrinks to the smallest valid data with the flaw.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import * as Registry from "@liulinhui/core/Registry"
 * import * as Invalid from "@liulinhui/testing/Invalid"
 * import * as fc from "fast-check"
 * import { strict as assert } from "node:assert"
 *
 * const on = Day.make("2026-03-02")
 * const isReported = fc.property(Invalid.registry(on), ({ flaw, value }) => {
 *   const found = Registry.mistakes(Registry.empty, value, on)
 *   assert.deepEqual(found.map(({ _tag }) => _tag), [flaw])
 * })
 * fc.assert(isReported, { numRuns: 20, seed: 1 })
 * ```
 */
export { append, type AppendFlaw } from "./invalid/InvalidAppend.ts"
export type { Invalid } from "./invalid/Flaws.ts"
export { model, type ModelFlaw } from "./invalid/InvalidModel.ts"
export { plan, type PlanFlaw, problem, type ProblemFlaw, type RefutedPlan } from "./invalid/InvalidPairing.ts"
export { playbook, type PlaybookFlaw } from "./invalid/InvalidPlaybook.ts"
export { registry, type RegistryFlaw } from "./invalid/InvalidRegistry.ts"
export { selector, type SelectorFlaw } from "./invalid/InvalidSelector.ts"
