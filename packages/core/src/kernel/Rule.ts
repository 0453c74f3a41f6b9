/**
 * Business rules as named values. A rule checks the subject of a decision and returns the reasons against it; an
 * empty list means no objection. A decision checks every rule in force and is refused with *all* reasons, so that
 * nobody has to try three times to learn the third reason.
 */
import * as Result from "effect/Result"

/**
 * One named rule over a subject of type `Subject`. Its objections are reasons of type `Reason`.
 *
 * @category models
 */
export interface Rule<in Subject, out Reason> {
  /** One sentence, which is also the title of its tests and its text in the documentation. */
  readonly name: string
  /** The statute, regulation or practice that the rule is from. */
  readonly source?: string
  readonly objections: (subject: Subject) => ReadonlyArray<Reason>
}

/** All reasons against a command. Never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/**
 * All objections of the rules, in the order of the rules.
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
    // Most rules have no objection most of the time. Then nothing is copied.
    if (found.length > 0) all = all.length === 0 ? found : [...all, ...found]
  }
  return all
}

/**
 * Success with `value` if there is no reason against it, otherwise failure with all reasons.
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
