/** Laws as data: a sentence, a fast-check property that checks it, and the error that says where it is broken. */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Schema from "effect/Schema"
import fc from "fast-check"

/**
 * A law does not hold. `found` names the places where it is broken, in the words of the model: rules, playbooks, stages
 * and steps.
 *
 * @category errors
 */
export class LawBroken extends TaggedError<LawBroken>()(
  "LawBroken",
  { law: Schema.String, sentence: Schema.String, found: Schema.Array(Schema.String) },
  ({ found, law, sentence }) =>
    `the law "${law}" does not hold: ${sentence}. ${found.join("; ")}. Correct the place that is named, and check again`
) {}

/**
 * A law. Its property can be passed to `fc.assert` and `fc.check`, in any test runner.
 *
 * @category models
 */
export interface Law {
  readonly id: string
  /** The law as one sentence. It is also the title of its test. */
  readonly name: string
  readonly property: fc.IRawProperty<unknown, false>
}

/** A law that does not hold, with the shortest example that was found. */
export interface Finding {
  readonly law: string
  readonly name: string
  /** The places where the law is broken, in the words of the model. */
  readonly found: ReadonlyArray<string>
  /** The shortest example as text, such as the life of a case with one line for each request. */
  readonly example: string
}

/** How often a law is checked, and from which seed. */
export interface CheckOptions {
  readonly numRuns?: number
  readonly seed?: number
}

/**
 * Makes a law. `problems` returns the places where a generated value breaks the law: an empty array if there are none.
 *
 * @category constructors
 */
export const law = <A>(
  id: string,
  name: string,
  arbitrary: fc.Arbitrary<A>,
  problems: (value: A) => ReadonlyArray<string>
): Law => ({
  id,
  name,
  property: fc.property(arbitrary, (value) => {
    const found = [...new Set(problems(value))]
    if (found.length > 0) throw new LawBroken({ law: id, sentence: name, found })
  })
})

/** A law about one value that needs no examples, such as a model. */
export const lawOf = <A>(
  id: string,
  name: string,
  value: A,
  problems: (value: A) => ReadonlyArray<string>
): Law => law(id, name, fc.constant(value).map(hidden), ({ held }) => problems(held))

/** A value that reports do not print, because it is large and always the same. */
const hidden = <A>(held: A): { readonly held: A } =>
  Object.assign({ held }, { [fc.toStringMethod]: () => "the whole model" })

const textOf = (counterexample: unknown): string =>
  Array.isArray(counterexample) ? counterexample.map((value) => fc.stringify(value)).join("\n") : ""

/**
 * Checks laws, and returns those that do not hold, each with the shortest example. An empty array means that no example
 * against any law was found.
 *
 * @category checking
 */
export const check = (laws: ReadonlyArray<Law>, options: CheckOptions = {}): ReadonlyArray<Finding> =>
  laws.flatMap(({ id, name, property }) => {
    const { counterexample, errorInstance, failed } = fc.check(property, options)
    if (!failed) return []
    const found = errorInstance instanceof LawBroken ? errorInstance.found : [String(errorInstance)]
    return [{ law: id, name, found, example: textOf(counterexample) }]
  })

/** Findings as text for people: each law that does not hold, the places, and the shortest example. */
export const report = (findings: ReadonlyArray<Finding>): string =>
  findings
    .map(({ example, found, law: id, name }) =>
      [
        `✗ ${name} (${id})`,
        ...found.map((one) => `    ${one}`),
        "  the shortest example:",
        ...example.split("\n").map((line) => `    ${line}`)
      ].join("\n")
    )
    .join("\n\n")

/** A function that registers a test: `test` of vitest, of `node:test` or of jest. */
export type Register = (name: string, run: () => void) => unknown

/**
 * Registers a test for each law with a test runner. The title of a test is the sentence of its law. A test that fails
 * shows the report of its law.
 *
 * @example
 * ```ts
 * import { criterionLaws, testLaws } from "@liulinhui/testing/Laws"
 * import { strengths } from "@liulinhui/core/Pairing"
 * import { strict as assert } from "node:assert"
 *
 * // In a test file: import { test } from "node:test", or from "vitest", and pass `test`.
 * const names: Array<string> = []
 * const test = (name: string, run: () => void) => {
 *   names.push(name)
 *   run()
 * }
 * testLaws(test, criterionLaws(strengths), { numRuns: 5, seed: 1 })
 * assert.equal(names[0], "a criterion returns whole points from −2⁴⁰ to 2⁴⁰")
 * ```
 * @category checking
 */
export const testLaws = (test: Register, laws: ReadonlyArray<Law>, options: CheckOptions = {}): void => {
  for (const each of laws) {
    test(each.name, () => {
      const [finding] = check([each], options)
      if (finding === undefined) return
      const { example, found, law: id, name } = finding
      throw new LawBroken({ law: id, sentence: name, found: [...found, `the shortest example: ${example}`] })
    })
  }
}
