/**
 * Business rules as named values. A rule checks the subject of a decision (such as a contact to be recorded) and
 * returns the reasons against it; an empty list means that the rule has no objection. A decision checks every rule, and
 * a refusal contains *all* reasons. So people do not have to try again and again to learn one more reason.
 *
 * Every reason belongs to a rule: a rule lists the tags of its reasons, and its type permits no other tags. Some
 * conditions must hold before there is a subject to check: for example, the case that a command names must exist. Such
 * a condition is called a precondition. It is a {@link Statement}, which has a name and tags like a rule.
 * {@link refuse} makes a refusal with its reason.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { inWords, type Tagged, tagged, TaggedError } from "./TaggedError.ts"

export type { Tagged } from "./TaggedError.ts"

/**
 * What a rule and a precondition have in common: the texts that people read, and the tags of their reasons.
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
  /** The law, regulation or practice on which the rule is based. */
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

/** The type of any rule, no matter which subject and which reasons it has. */
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
    // The fields are not checked again: the compiler has checked the type of the reasons, and a refusal must be fast.
    super(fields, { disableChecks: true })
    Reflect.set(Error, "stackTraceLimit", stackTraceLimit)
  }
}

/**
 * Makes a failed result with these reasons.
 *
 * @category constructors
 */
export const refuseAll = <const Reason extends Tagged>(
  reasons: Reasons<Reason>
): Result.Result<never, DecisionRefused<Reason>> => Result.fail(new DecisionRefused({ reasons }))

type ReasonOf<Each extends AnyRule> = ReturnType<Each["objections"]>[number]

// The type of the subject that a list of rules can check: the subject must fit every rule, so its type is the
// intersection of all their subject types.
type SubjectOf<Each extends AnyRule> = Each["objections"] extends (subject: infer Subject) => unknown
  ? Subject
  : never

/** Those members of the union type `Reason` that have the given tags. */
export type Named<Reason extends Tagged, Tag extends Reason["_tag"]> = Extract<Reason, { readonly _tag: Tag }>

/**
 * Returns a function that makes rules for one type of subject. Each rule lists the tags of its reasons. Its function
 * `objections` may return only reasons with these tags, and its type contains only these reasons.
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
 * Makes a refusal with one reason, which must be a reason of the given rule or precondition.
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
    // Usually most rules have no objection. Then no array is copied.
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
