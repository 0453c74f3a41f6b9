/**
 * Business rules as named values. A rule looks at what a decision is about and answers with the reasons against it;
 * none means that it has nothing to object to. A decision asks every rule in force and refuses with *all* reasons, so
 * that nobody has to come back three times to hear the third one.
 */
import * as Result from "effect/Result"

/**
 * One named rule over a subject of type `Subject`, objecting with reasons of type `Reason`.
 *
 * @category models
 */
export interface Rule<in Subject, out Reason> {
  /** One sentence that its tests and its documentation share. */
  readonly name: string
  /** The statute, regulation or practice it comes from. */
  readonly source?: string
  readonly objections: (subject: Subject) => ReadonlyArray<Reason>
}

/** All reasons against a command, never none. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/**
 * All objections that the rules raise, in the order of the rules.
 *
 * @category operations
 */
export const objections = <Subject, Reason>(
  rules: ReadonlyArray<Rule<Subject, Reason>>,
  subject: Subject
): ReadonlyArray<Reason> => {
  let all: ReadonlyArray<Reason> = []
  for (const rule of rules) {
    const found = rule.objections(subject)
    // Most rules have nothing to say most of the time; then nothing is copied.
    if (found.length > 0) all = all.length === 0 ? found : [...all, ...found]
  }
  return all
}

/**
 * Success with `value` where there is no reason against it, else failure with every reason.
 *
 * @example
 * ```ts
 * import * as Rule from "@liulinhui/core/kernel/Rule"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const even: Rule.Rule<number, string> = {
 *   name: "a pair of gloves has two",
 *   objections: (n) => (n % 2 === 0 ? [] : [`${n} is odd`])
 * }
 * assert.ok(Result.isFailure(Rule.verdict(Rule.objections([even], 3), 3)))
 * ```
 * @category operations
 */
export const verdict = <A, Reason>(
  reasons: ReadonlyArray<Reason>,
  value: A
): Result.Result<A, Reasons<Reason>> => {
  const [first, ...others] = reasons
  return first === undefined ? Result.succeed(value) : Result.fail([first, ...others])
}
