/**
 * Tests of business rules by example. Call {@link ruleSuite} in a test file, with some rules and examples for each: one
 * subject against which the rule has no objection, and one subject for each of its reasons. The type of the examples
 * permits no gap. The title of a test is the sentence of its rule.
 *
 * The example of a precondition (see `kernel/Rule`) is a function that makes a decision: one that is accepted, and one that
 * is refused for each of its reasons.
 */
import { describe, expect, it } from "@effect/vitest"
import type { AnyRule, Statement, Tagged } from "@liulinhui/core/Rule"
import * as Result from "effect/Result"

/** Makes a decision that may be refused. */
export type Attempt = () => Decided | Promise<Decided>

type Decided = Result.Result<unknown, ReadonlyArray<Tagged>>

type SubjectOf<Each> = Each extends { readonly objections: (subject: infer Subject) => unknown }
  ? Subject
  : Attempt

/** Examples of one rule. */
export interface RuleExample<Subject, Tag extends string> {
  /** The rule has no objection. */
  readonly holds: Subject
  /** The rule refuses, for each of its reasons. */
  readonly refuses: Readonly<Record<Tag, Subject>>
}

/** Examples of several rules, by the ids of the rules. */
export type RuleExamples<Each extends Statement> = {
  readonly [One in Each as One["id"]]: RuleExample<SubjectOf<One>, One["reasons"][number]>
}

const isDecision = (example: unknown): boolean => typeof example === "function"

const isRule = (self: Statement): self is AnyRule => "objections" in self

const tagsAgainst = async (self: Statement, example: unknown): Promise<ReadonlyArray<string>> => {
  // The casts are safe: the type of the examples requires the subject of the rule, or an attempt.
  if (isRule(self) && !isDecision(example)) {
    return self.objections(example as never).map(({ _tag }) => _tag)
  }
  const decided = await (example as Attempt)()
  return Result.isFailure(decided) ? decided.failure.map(({ _tag }) => _tag) : []
}

/**
 * Tests that every rule holds, and refuses for each of its reasons.
 *
 * @category suites
 */
export const ruleSuite = <const Each extends Statement>(
  title: string,
  rules: ReadonlyArray<Each>,
  examples: RuleExamples<Each>
): void => {
  // The cast is safe: the examples have the id of each rule.
  const all = examples as Readonly<Record<string, RuleExample<unknown, string>>>
  describe(`${title}`, () => {
    for (const rule of new Set(rules)) {
      const example = all[rule.id]
      it(`${rule.name}`, async () => {
        expect(await tagsAgainst(rule, example?.holds)).toEqual([])
        for (const tag of rule.reasons) {
          const found = await tagsAgainst(rule, example?.refuses[tag])
          expect(found, `the example of ${tag}`).toContain(tag)
          // A decision may have reasons of other rules besides.
          const others = isDecision(example?.holds)
            ? []
            : found.filter((each) => !rule.reasons.includes(each))
          expect(others, `reasons of ${rule.id} that it does not list`).toEqual([])
        }
      })
    }
  })
}
