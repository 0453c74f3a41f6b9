/**
 * One kind of question about a district: its fields, its required authority, and its answer. Answers are plain data,
 * and contain only what the actor's mandates reach.
 */
import * as Result from "effect/Result"
import type { RequestFields, RequestOf } from "../../contexts/Context.ts"
import type { Reasons } from "../../kernel/Rule.ts"
import type { Authority } from "../../model/Role.ts"
import type { BranchId, CaseId, GroupId, RuleId } from "../../place/Id.ts"
import type { PollId } from "../../polls/PollDecider.ts"
import type { Asking } from "../Decision.ts"

/**
 * Why a question has no answer. If something is out of reach, the reason is the same as if it did not exist.
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

/** An answer, or all reasons for refusing it. */
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

/** Makes an inquiry, and checks that its parts fit together. */
export const make = <Fields extends RequestFields, Answer>(
  self: Inquiry<Fields, Answer>
): Inquiry<Fields, Answer> => self
