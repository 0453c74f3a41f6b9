/**
 * An inquiry is the definition of one kind of question about a district: its fields, its required authority, and the
 * function that answers it. Answers are plain data, and contain only what the actor may see.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { RequestFields, RequestOf } from "../../contexts/Context.ts"
import { type DecisionRefused, precondition } from "../../kernel/Rule.ts"
import type { Authority } from "../../model/Role.ts"
import type { BranchId, CaseId, GroupId, ReportId, RuleId } from "../../place/Id.ts"
import type { PollId } from "../../polls/OpenedPoll.ts"
import type { Asking } from "../Decision.ts"

/**
 * Why a question is refused. If the question is about something that the actor may not see, such as a case, the reason
 * is the same as if it did not exist.
 *
 * @category refusals
 */
export type QuestionRefusal =
  | { readonly _tag: "CaseUnknown"; readonly case: CaseId }
  | { readonly _tag: "PollUnknown"; readonly poll: PollId }
  | { readonly _tag: "RuleUnknown"; readonly rule: RuleId }
  | { readonly _tag: "BranchUnknown"; readonly branch: BranchId }
  | { readonly _tag: "GroupUnknown"; readonly group: GroupId }
  | { readonly _tag: "NoPlanInForce" }
  | { readonly _tag: "ReportUnknown"; readonly report: ReportId }

/** @category rules */
export const withinReach = precondition({
  id: "question-within-reach",
  name: "a question is about a case, a poll or a report on record that the actor's mandates reach",
  reasons: ["CaseUnknown", "PollUnknown", "ReportUnknown"]
})

/** @category rules */
export const coverageRuleKnown = precondition({
  id: "question-coverage-rule-known",
  name: "a question about coverage is about coverage rules of the model",
  reasons: ["RuleUnknown"]
})

/** @category rules */
export const planKnown = precondition({
  id: "question-plan-known",
  name: "a question about a plan is about branches and groups of the pairing that was proposed last",
  reasons: ["NoPlanInForce", "BranchUnknown", "GroupUnknown"]
})

/**
 * The preconditions that must hold before a question is answered.
 *
 * @category rules
 */
export const questionRules = [withinReach, coverageRuleKnown, planKnown] as const

/** The answer to a question, or all reasons for refusing the question. */
export type Answered<A> = Result.Result<A, DecisionRefused<QuestionRefusal>>

/**
 * @category models
 */
export interface Inquiry<Fields extends RequestFields, Answer> {
  /** The fields of the question. The key is the tag of the question. */
  readonly fields: Fields
  /** The authority that is required to ask the question. `"any mandate"` means that one mandate in force is enough. */
  readonly authority: Authority | "any mandate"
  readonly answer: (asking: Asking, question: RequestOf<Fields>) => Answered<Answer>
  /** The schema of the answer. With it, the answer is written as JSON: days and instants as texts. */
  readonly answered: Schema.Codec<Answer, unknown>
}

/**
 * Returns the inquiry (the definition of a question) unchanged, and lets the TypeScript compiler check that its parts
 * fit together.
 */
export const make = <Fields extends RequestFields, Answer>(
  self: Inquiry<Fields, Answer>
): Inquiry<Fields, Answer> => self
