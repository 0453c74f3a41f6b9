/**
 * All rules of the library, grouped by context: the rules because of which a request or a question can be refused. Use
 * {@link rulesBehind} to find the rules behind a refusal. The documents `docs/rules.md` and `docs/rules.zh-CN.md` are
 * generated from this list.
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

/** The id of a rule of this library. */
export type RuleId = Listed["id"]

/** The tag of any reason that a rule of this library can return. */
export type RuleTag = Listed["reasons"][number]

/** Any rule of this library, with the texts that people read. */
export type AnyStatement = Statement<RuleTag, RuleId>

/** A section of the list of rules: rules for every command, rules of one context, or rules for questions. */
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
 * All rules in sections. If several contexts have the same rule, it is in the section of each of them.
 *
 * @category rules
 */
export const sections: ReadonlyArray<Section> = [
  { id: "command", rules: [...authorityRules, ...commandRules] },
  ...inContexts,
  { id: "question", rules: questionRules }
]

/**
 * Every rule of the library once, in the order of the sections.
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
 * The rules that can return a given reason. If the request is given, the rules of its context are searched first. If
 * none of them can return the reason, all rules are searched. (For example, a decision on capable residents also hands
 * over cases, so it can be refused by rules about cases.)
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
