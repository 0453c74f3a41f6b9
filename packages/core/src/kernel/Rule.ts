/**
 * Business rules as named values. A rule checks the subject of a decision (such as a contact to be recorded) and
 * returns the reasons against it; an empty list means that the rule has no objection. A decision checks every rule and
 * is refused with *all* reasons, so that people do not learn the reasons one attempt at a time.
 *
 * Every reason belongs to a rule: a rule lists the tags of its reasons, and its type permits no other tags. Some
 * conditions must hold before there is a subject to check: for example, the case that a command names must exist. Such
 * a condition is a {@link Statement}. It has a name and tags like a rule, and {@link refuse} makes a refusal in its
 * name.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { inWords, type Tagged, tagged, TaggedError } from "./TaggedError.ts"

export type { Tagged } from "./TaggedError.ts"

/**
 * What a rule and a precondition have in common: the texts that people read, and the tags of the reasons for which it
 * refuses.
 *
 * @category models
 */
export interface Statement<out Tag extends string = string, out Id extends string = string> {
  /**
   * The permanent id of a rule or precondition, unique among all contexts. Catalogues of texts use this id as the key
   * of translations.
   */
  readonly id: Id
  /** The rule as one sentence, which is also the title of its tests and its text in the documentation. */
  readonly name: string
  /** The law, regulation or practice from which the rule comes. */
  readonly source?: string
  /** The tags of the reasons that the rule can return. */
  readonly reasons: ReadonlyArray<Tag>
}

/**
 * One named rule. It checks a subject of type `Subject`, and its objections are reasons of type `Reason`.
 *
 * @category models
 */
export interface Rule<
  in Subject,
  out Reason extends Tagged,
  out Id extends string = string
> extends Statement<Reason["_tag"], Id> {
  readonly objections: (subject: Subject) => ReadonlyArray<Reason>
}

/** The type of any rule, whatever its subject and its reasons are. */
export type AnyRule = Rule<never, Tagged>

/** All reasons against one command. The list is never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/**
 * A decision is refused, or a problem has no solution. `reasons` has every reason as tagged data. The message lists them in
 * plain words; the catalogues of `texts` have sentences for people.
 *
 * A refusal is an expected answer, not a defect. So its stack has the message, but no calls: to record the calls would take
 * longer than the decision.
 *
 * @category errors
 */
export class DecisionRefused<out Reason extends Tagged = Tagged> extends TaggedError<DecisionRefused>()(
  "DecisionRefused",
  { reasons: Schema.NonEmptyArray(tagged<Tagged>()) },
  ({ reasons }) => `refused: ${reasons.map(inWords).join("; ")}. Mend every reason and try again`
) {
  declare readonly reasons: Reasons<Reason>

  constructor(fields: { readonly reasons: Reasons<Reason> }) {
    const { stackTraceLimit } = Error
    // `Reflect.set` does nothing if the program has frozen `Error`.
    Reflect.set(Error, "stackTraceLimit", 0)
    // The type of the reasons is their check, and a decision that is refused must be fast as well.
    super(fields, { disableChecks: true })
    Reflect.set(Error, "stackTraceLimit", stackTraceLimit)
  }
}

/**
 * A failure for these reasons.
 *
 * @category constructors
 */
export const refuseAll = <const Reason extends Tagged>(
  reasons: Reasons<Reason>
): Result.Result<never, DecisionRefused<Reason>> => Result.fail(new DecisionRefused({ reasons }))

type ReasonOf<Each extends AnyRule> = ReturnType<Each["objections"]>[number]

// The type of the subject that a list of rules can check: it must fit every rule, so it is the intersection of their
// subjects.
type SubjectOf<Each extends AnyRule> = Each["objections"] extends (subject: infer Subject) => unknown
  ? Subject
  : never

/** Those members of the union type `Reason` that have the given tags. */
export type Named<Reason extends Tagged, Tag extends Reason["_tag"]> = Extract<Reason, { readonly _tag: Tag }>

/**
 * Returns a function that makes rules over one type of subject. In the type of a rule, only reasons with the listed
 * tags remain, and its function `objections` may return only such reasons.
 *
 * @example
 * ```ts
 * import * as Rule from "@liulinhui/core/Rule"
 * import { strict as assert } from "node:assert"
 *
 * type Reason = { readonly _tag: "Odd"; readonly count: number } | { readonly _tag: "Torn" }
 * const pairs = Rule.makeFor<number, Reason>()({
 *   id: "gloves-pair",
 *   name: "gloves are lent in pairs",
 *   reasons: ["Odd"],
 *   objections: (count) => (count % 2 === 0 ? [] : [{ _tag: "Odd", count }])
 * })
 * assert.deepEqual(Rule.objections([pairs], 3), [{ _tag: "Odd", count: 3 }])
 * ```
 * @category constructors
 */
export const makeFor =
  <Subject, Reason extends Tagged>() =>
  <const Id extends string, const Tag extends Reason["_tag"]>(
    self: Statement<Tag, Id> & {
      // Because of `NoInfer`, the type of the rule is inferred from the list of tags, not from the result of
      // `objections`.
      readonly objections: (subject: Subject) => ReadonlyArray<Named<Reason, NoInfer<Tag>>>
    }
  ): Rule<Subject, Named<Reason, Tag>, Id> =>
    // The cast is safe: the reasons of the rule are exactly the reasons with the listed tags.
    self as unknown as Rule<Subject, Named<Reason, Tag>, Id>

/**
 * Makes a precondition: a condition that must hold before the rules of a decision can be checked.
 *
 * @category constructors
 */
export const precondition = <const Id extends string, const Tag extends string>(
  self: Statement<Tag, Id>
): Statement<Tag, Id> => self

/**
 * Makes a refusal with one reason, in the name of a rule or a precondition.
 *
 * @category operations
 */
export const refuse = <Tag extends string, const Reason extends { readonly _tag: Tag }>(
  _by: Statement<Tag>,
  reason: Reason
): Result.Result<never, DecisionRefused<Reason>> => refuseAll([reason])

/**
 * Checks all rules for one subject and returns all their objections (reasons against it), in the order of the rules.
 *
 * @category operations
 */
export const objections = <Each extends AnyRule>(
  rules: ReadonlyArray<Each>,
  subject: SubjectOf<Each>
): ReadonlyArray<ReasonOf<Each>> => {
  let all: ReadonlyArray<ReasonOf<Each>> = []
  for (const rule of rules) {
    // The casts are safe: the type of `subject` fits each of the given rules.
    const found = rule.objections(subject as never) as ReadonlyArray<ReasonOf<Each>>
    // Most rules have no objection most of the time. In that case no array is copied.
    if (found.length > 0) all = all.length === 0 ? found : [...all, ...found]
  }
  return all
}

/**
 * Returns a success with `value` if there are no reasons, otherwise a failure with all reasons.
 *
 * @example
 * ```ts
 * import * as Rule from "@liulinhui/core/Rule"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const even = Rule.makeFor<number, { readonly _tag: "Odd" }>()({
 *   id: "even",
 *   name: "a pair of gloves has two",
 *   reasons: ["Odd"],
 *   objections: (n) => (n % 2 === 0 ? [] : [{ _tag: "Odd" }])
 * })
 * assert.ok(Result.isFailure(Rule.verdict(Rule.objections([even], 3), 3)))
 * ```
 * @category operations
 */
export const verdict = <A, Reason extends Tagged>(
  reasons: ReadonlyArray<Reason>,
  value: A
): Result.Result<A, DecisionRefused<Reason>> => {
  const [first, ...others] = reasons
  return first === undefined ? Result.succeed(value) : refuseAll([first, ...others])
}
