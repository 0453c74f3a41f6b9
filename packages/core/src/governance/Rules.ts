/**
 * All rules of the library, by context: the rules for which a request or a question is refused. Use {@link rulesBehind}
 * to name the rule of a refusal. The documents `docs/rules.md` and `docs/rules.zh-CN.md` are made from this list.
 *
 * @example
 * ```ts
 * import { rulesBehind } from "@liulinhui/core/Governance"
 * import { strict as assert } from "node:assert"
 *
 * const [rule] = rulesBehind({ _tag: "SnoozeTooLong" })
 * assert.equal(rule?.name, "a snooze lasts for 60 days at most")
 * // Several rules may have a reason. The request says which of them are possible.
 * assert.deepEqual(
 *   rulesBehind({ _tag: "TooManyElders" }, { _tag: "AssignCompanions" }).map(({ id }) => id),
 *   ["companion-capacity-holds"]
 * )
 * ```
 */
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import type { Statement, Tagged } from "../kernel/Rule.ts"
import { authorityRules } from "./Authority.ts"
import { commandRules } from "./CommandRefusal.ts"
import { questionRules } from "./questions/Inquiry.ts"
import type { Request } from "./Request.ts"

type Listed =
  | (typeof authorityRules)[number]
  | (typeof commandRules)[number]
  | (typeof questionRules)[number]
  | AnyContext["rules"][number]

/** The id of any rule. */
export type RuleId = Listed["id"]

/** The tag of any reason for which a rule refuses. */
export type RuleTag = Listed["reasons"][number]

/** Any rule, as people read it. */
export type AnyStatement = Statement<RuleTag, RuleId>

/** Where a rule belongs: to every command, to a context, or to questions. */
export type SectionId = "command" | AnyContext["id"] | "question"

/**
 * @category models
 */
export interface Section {
  readonly id: SectionId
  readonly rules: ReadonlyArray<AnyStatement>
}

const inContexts: ReadonlyArray<Section> = contexts.map(({ id, rules }) => ({ id, rules }))

/**
 * All sections of rules. A rule that several contexts share is in each of them.
 *
 * @category rules
 */
export const sections: ReadonlyArray<Section> = [
  { id: "command", rules: [...authorityRules, ...commandRules] },
  ...inContexts,
  { id: "question", rules: questionRules }
]

/**
 * Every rule once, in the order of the sections.
 *
 * @category rules
 */
export const everyRule: ReadonlyArray<AnyStatement> = [
  ...new Map(sections.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule]))).values()
]

const withTag = (rules: ReadonlyArray<AnyStatement>, tag: string): ReadonlyArray<AnyStatement> =>
  rules.filter(({ reasons }) => reasons.some((reason) => reason === tag))

const ofRequest: ReadonlyMap<string, ReadonlyArray<AnyStatement>> = new Map(
  contexts.flatMap(({ requests, rules }) => Object.keys(requests).map((tag) => [tag, rules]))
)

/**
 * The rules to which a reason belongs. If the request is given, only the rules of its context, unless none of them has
 * the reason: a decision on capable residents, for example, also hands cases over.
 *
 * @category rules
 */
export const rulesBehind = (
  { _tag }: Tagged,
  request?: Pick<Request, "_tag">
): ReadonlyArray<AnyStatement> => {
  const own = request === undefined ? [] : withTag(ofRequest.get(request._tag) ?? [], _tag)
  return own.length > 0 ? own : withTag(everyRule, _tag)
}
