/**
 * Test suites as data: a title, and tests that are functions. So every test runner can run them. {@link testSuite}
 * registers a suite with vitest, with `node:test` or with jest.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** The outcome of a test that has not failed. `not-applicable`: the adapter does not have what the test checks. */
export type Outcome = "passed" | "not-applicable"

/**
 * One test of a suite.
 *
 * @category models
 */
export interface SuiteTest {
  /** What the test proves. */
  readonly name: string
  /** Whether the test is left out, because the adapter lacks a capability. It is shown as skipped. */
  readonly isSkipped: boolean
  /** Runs the test. The promise is rejected if the test fails. */
  readonly run: () => Promise<Outcome>
}

/**
 * A suite of tests.
 *
 * @category models
 */
export interface Suite {
  readonly title: string
  readonly tests: ReadonlyArray<SuiteTest>
  /** Whether the tests may run at the same time. They mostly wait. Default: `false`. */
  readonly isConcurrent?: boolean
}

type Group = (title: string, register: () => void) => unknown

type Test = (
  name: string,
  run: (...context: ReadonlyArray<unknown>) => Promise<void>,
  timeout?: number
) => unknown

/**
 * The functions of a test runner that register tests. Import the whole module of the runner: `vitest`, `node:test` or
 * `@jest/globals`.
 */
export interface Runner {
  readonly describe: Group & { readonly concurrent?: Group }
  readonly test: Test & { readonly skip: Test }
}

/** The time limit of a test in milliseconds. A test ends itself earlier, with a message. */
const limit = 70_000

const skipIn = (context: unknown): void => {
  if (typeof context !== "object" || context === null || !("skip" in context)) return
  if (typeof context.skip === "function") context.skip()
}

/**
 * Registers the tests of a suite with a test runner. A test that cannot run is shown as skipped. With jest, a test that
 * turns out to be not applicable while it runs is shown as passed.
 *
 * @example
 * ```ts
 * import { strengths, type Criterion } from "@liulinhui/core/Pairing"
 * import { type Runner, type Suite, testSuite } from "@liulinhui/testing/Suite"
 * import { strict as assert } from "node:assert"
 *
 * const registered: Array<string> = []
 * const test = (name: string) => registered.push(name)
 * const describe = (_: string, register: () => void) => register()
 * // In a test file: import * as runner from "vitest", from "node:test" or from "@jest/globals".
 * const runner: Runner = { describe, test: Object.assign(test, { skip: test }) }
 *
 * const criteria: ReadonlyArray<Criterion> = [strengths]
 * const suite: Suite = {
 *   title: "my criteria",
 *   tests: [{ name: "are known", isSkipped: false, run: async () => (assert.equal(criteria.length, 1), "passed") }]
 * }
 * testSuite(runner, suite)
 * assert.deepEqual(registered, ["are known"])
 * ```
 * @category suites
 */
export const testSuite = (runner: Runner, { isConcurrent = false, tests, title }: Suite): void => {
  const group = (isConcurrent ? runner.describe.concurrent : undefined) ?? runner.describe
  group(title, () => {
    for (const { isSkipped, name, run } of tests) {
      // The parameter is a rest parameter, because jest waits for a callback if a test function has a parameter.
      const body = async (...[context]: ReadonlyArray<unknown>) => {
        if ((await run()) === "not-applicable") skipIn(context)
      }
      if (isSkipped) runner.test.skip(name, body, limit)
      else runner.test(name, body, limit)
    }
  })
}

/** Makes a test from the check of a case. A check that does not end within a minute fails. */
export const testOf = (
  name: string,
  isSkipped: boolean,
  check: Effect.Effect<Outcome | void, unknown, Scope.Scope>
): SuiteTest => ({
  name,
  isSkipped,
  run: async () =>
    (await Effect.runPromise(check.pipe(Effect.scoped, Effect.timeout("60 seconds")))) ?? "passed"
})
