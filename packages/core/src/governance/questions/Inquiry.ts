/**
 * One kind of question that people ask about a district: its fields, who may ask it, and its answer. Answers are plain
 * data, and hold only what the mandates of the actor reach.
 */
import * as Result from "effect/Result"
import type { RequestFields, RequestOf } from "../../contexts/Context.ts"
import type { Reasons } from "../../kernel/Rule.ts"
import type { Authority } from "../../model/Role.ts"
import type { BranchId, CaseId, GroupId, RuleId } from "../../place/Id.ts"
import type { PollId } from "../../polls/PollDecider.ts"
import type { Asking } from "../Decision.ts"

/**
 * Why a question has no answer. What is out of reach reads like what does not exist.
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

/** An answer, or every reason why there is none. */
export type Answered<A> = Result.Result<A, Reasons<QuestionRefusal>>

/**
 * @category models
 */
export interface Inquiry<Fields extends RequestFields, Answer> {
  /** The question's fields, under its tag. */
  readonly fields: Fields
  /** The authority that it requires, or any mandate in force. */
  readonly authority: Authority | "any mandate"
  readonly answer: (asking: Asking, question: RequestOf<Fields>) => Answered<Answer>
}

/** An inquiry whose parts fit. */
export const make = <Fields extends RequestFields, Answer>(
  self: Inquiry<Fields, Answer>
): Inquiry<Fields, Answer> => self
