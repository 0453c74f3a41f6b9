/**
 * Tests of business rules by example. Call {@link ruleSuite} and `testSuite` in a test file, with some rules and examples
 * for each rule: one subject (the input of a rule) that the rule accepts, and one subject for each reason that the rule can
 * return. The type of the examples requires all of them. The sentence of the rule becomes the title of its test.
 *
 * A precondition (see `kernel/Rule`) is checked inside a decision. Its examples are functions that make a decision: one
 * that is accepted, and one for each reason that refuses.
 */
import type { AnyRule, Statement, Tagged } from "@liulinhui/core/Rule"
import * as Result from "effect/Result"
import { expect } from "./Expect.ts"
import type { Suite } from "./Suite.ts"

/** A function that makes a decision. The examples of a precondition are such functions. */
export type Attempt = () => Decided | Promise<Decided>

type Decided = Result.Result<unknown, { readonly reasons: ReadonlyArray<Tagged> }>

type SubjectOf<Each> = Each extends { readonly objections: (subject: infer Subject) => unknown }
  ? Subject
  : Attempt

/** The examples of one rule. */
export interface RuleExample<Subject, Tag extends string> {
  /** A subject (the input of the rule) that the rule accepts. */
  readonly holds: Subject
  /** For each reason of the rule, a subject that the rule refuses with this reason. */
  readonly refuses: Readonly<Record<Tag, Subject>>
}

/** For each rule, by its id: its examples. */
export type RuleExamples<Each extends Statement> = {
  readonly [One in Each as One["id"]]: RuleExample<SubjectOf<One>, One["reasons"][number]>
}

const isDecision = (example: unknown): boolean => typeof example === "function"

const isRule = (self: Statement): self is AnyRule => "objections" in self

const tagsAgainst = async (self: Statement, example: unknown): Promise<ReadonlyArray<string>> => {
  // The casts are safe: the type of the examples requires a subject for a rule, and a function for a precondition.
  if (isRule(self) && !isDecision(example)) {
    return self.objections(example as never).map(({ _tag }) => _tag)
  }
  const decided = await (example as Attempt)()
  return Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []
}

/**
 * The tests of rules with their examples: each rule accepts the good subject, and returns each of its reasons for the subject
 * that it must refuse.
 *
 * @category suites
 */
export const ruleSuite = <const Each extends Statement>(
  title: string,
  rules: ReadonlyArray<Each>,
  examples: RuleExamples<Each>
): Suite => {
  // The cast is safe: the examples contain the id of each rule.
  const all = examples as Readonly<Record<string, RuleExample<unknown, string>>>
  const tests = [...new Set(rules)].map((rule) => ({
    name: rule.name,
    isSkipped: false,
    run: async () => {
      const example = all[rule.id]
      expect(await tagsAgainst(rule, example?.holds)).toEqual([])
      for (const tag of rule.reasons) {
        const found = await tagsAgainst(rule, example?.refuses[tag])
        expect(found, `the example of ${tag}`).toContain(tag)
        // The decision may be refused with reasons of other rules too, so this reason need not be the only one.
        const others = isDecision(example?.holds) ? [] : found.filter((each) => !rule.reasons.includes(each))
        expect(others, `reasons of ${rule.id} that it does not list`).toEqual([])
      }
      return "passed" as const
    }
  }))
  return { title, tests }
}
