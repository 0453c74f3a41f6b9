/**
 * Business rules as named values. A rule checks the subject of a decision and returns the reasons against it; an
 * empty list means no objection. A decision checks every rule in force and is refused with *all* reasons, so that
 * nobody has to try three times to learn the third reason.
 *
 * Every reason belongs to a rule: a rule lists the tags of its reasons, and its type permits no others. Some conditions
 * are no rules over a subject, because they must hold before a subject exists (the case of a command must be on record).
 * They are {@link Statement}s: they have the same parts, and {@link refuse} names them.
 */
import * as Result from "effect/Result"

/** A value that its tag names. */
export interface Tagged {
  readonly _tag: string
}

/**
 * The parts of a rule that people read, and the tags of the reasons for which it refuses.
 *
 * @category models
 */
export interface Statement<out Tag extends string = string, out Id extends string = string> {
  /** The permanent name, unique over all contexts. Catalogues of texts have the sentence in other languages under it. */
  readonly id: Id
  /** One sentence, which is also the title of its tests and its text in the documentation. */
  readonly name: string
  /** The statute, regulation or practice that the rule is from. */
  readonly source?: string
  /** The tags of its reasons. */
  readonly reasons: ReadonlyArray<Tag>
}

/**
 * One named rule over a subject of type `Subject`. Its objections are reasons of type `Reason`.
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

/** Any rule. */
export type AnyRule = Rule<never, Tagged>

/** All reasons against a command. Never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

type ReasonOf<Each extends AnyRule> = ReturnType<Each["objections"]>[number]

// Several rules need a subject that fits all of them: an intersection.
type SubjectOf<Each extends AnyRule> = Each["objections"] extends (subject: infer Subject) => unknown
  ? Subject
  : never

/** The reasons with these tags. */
export type Named<Reason extends Tagged, Tag extends Reason["_tag"]> = Extract<Reason, { readonly _tag: Tag }>

/**
 * Returns a function that makes rules over a subject. The type of a rule has only the reasons whose tags it lists, and
 * its objections must be of them.
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
      // The list of tags decides, not what the objections return.
      readonly objections: (subject: Subject) => ReadonlyArray<Named<Reason, NoInfer<Tag>>>
    }
  ): Rule<Subject, Named<Reason, Tag>, Id> =>
    // The cast is safe: the tags of the named reasons are the listed tags.
    self as unknown as Rule<Subject, Named<Reason, Tag>, Id>

/**
 * A condition that must hold before any rule can be checked.
 *
 * @category constructors
 */
export const precondition = <const Id extends string, const Tag extends string>(
  self: Statement<Tag, Id>
): Statement<Tag, Id> => self

/**
 * A refusal for one reason of a rule or a precondition.
 *
 * @category operations
 */
export const refuse = <Tag extends string, const Reason extends { readonly _tag: Tag }>(
  _by: Statement<Tag>,
  reason: Reason
): Result.Result<never, Reasons<Reason>> => Result.fail([reason])

/**
 * All objections of the rules, in the order of the rules.
 *
 * @category operations
 */
export const objections = <Each extends AnyRule>(
  rules: ReadonlyArray<Each>,
  subject: SubjectOf<Each>
): ReadonlyArray<ReasonOf<Each>> => {
  let all: ReadonlyArray<ReasonOf<Each>> = []
  for (const rule of rules) {
    // The casts are safe: the subject fits each of the rules.
    const found = rule.objections(subject as never) as ReadonlyArray<ReasonOf<Each>>
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
export const verdict = <A, Reason>(
  reasons: ReadonlyArray<Reason>,
  value: A
): Result.Result<A, Reasons<Reason>> => {
  const [first, ...others] = reasons
  return first === undefined ? Result.succeed(value) : Result.fail([first, ...others])
}
