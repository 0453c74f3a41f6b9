/** Selectors (conditions on people or places) with exactly one mistake. */
import { fields } from "@liulinhui/core/Registry"
import type { Population } from "@liulinhui/core/Facts"
import type * as Schema from "effect/Schema"
import type fc from "fast-check"
import { coverageSelector } from "../CoverageRules.ts"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

/** A mistake in a selector: the code of the problem that `Facts.parse` finds. */
export type SelectorFlaw =
  | "not-a-selector"
  | "unknown-field"
  | "wrong-type"
  | "unknown-comparison"
  | "empty-comparison"
  | "never-true"

/** A field of the population that is compared with numbers or dates, and bounds that contradict each other. */
const measured = (population: Population): readonly [name: string, never: Schema.Json] => {
  for (const [name, { type }] of Object.entries(fields[population])) {
    if (type === "years" || type === "number") return [name, { atLeast: 9, lessThan: 3 }]
    if (type === "date") return [name, { from: "2026-03-02", before: "2026-03-01" }]
  }
  throw new RangeError(`no field of ${population} can be compared`)
}

const flawsOf = (population: Population): Flaws<Schema.Json, SelectorFlaw> => {
  const [name, never] = measured(population)
  const beside = (wrong: Schema.Json) => (valid: Schema.Json) => ({ all: [valid, wrong] })
  return {
    "not-a-selector": beside("everybody"),
    "unknown-field": beside({ "no-such-field": true }),
    "wrong-type": beside({ [name]: "many" }),
    "unknown-comparison": beside({ [name]: { around: 3 } }),
    "empty-comparison": beside({ [name]: {} }),
    "never-true": beside({ [name]: never })
  }
}

/**
 * Selectors of a population, as JSON, in which `Facts.parse` finds exactly one problem. The flaw is the code of the
 * problem.
 *
 * @category arbitraries
 */
export const selector = (
  population: Population,
  { among, depth = 2 }: { readonly among?: ReadonlyArray<SelectorFlaw>; readonly depth?: number } = {}
): fc.Arbitrary<Invalid<Schema.Json, SelectorFlaw>> =>
  flawed(flawsOf(population), coverageSelector(population, depth), among)
