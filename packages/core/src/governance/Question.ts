/**
 * Questions about a district, as data. Requests (see `governance/Request`) change a district, and questions read it.
 * Each question has a required authority and a pure function that answers it. So a web page, an API and a command line
 * that ask the same question get the same answer. (Within one process, `Governance.read` runs any function over a
 * district instead.)
 *
 * @example
 * ```ts
 * import * as District from "@liulinhui/core/District"
 * import { answer } from "@liulinhui/core/Question"
 * import * as Day from "@liulinhui/core/Day"
 * import { apply, read } from "@liulinhui/core/Model"
 * import { ActorId } from "@liulinhui/core/Id"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const document = apply(sixHearts, {
 *   id: "elsewhere",
 *   name: { zh: "别处", en: "Elsewhere" },
 *   timeZone: "Asia/Shanghai",
 *   branches: {},
 *   pairing: { criteria: { strengths: 1 } },
 *   actors: { office: { mandates: [{ role: "committee", scope: { district: true } }] } }
 * })
 * const model = Result.getOrThrow(read(document))
 * const actor = model.actors.get(ActorId.make("office"))
 * assert.ok(actor)
 * const asking = { district: District.draft(), model, actor, on: Day.make("2026-03-02") }
 * assert.deepEqual(Result.getOrThrow(answer(asking, { _tag: "AskToday" })).tasks, [])
 * ```
 */
import * as Schema from "effect/Schema"
import * as Result from "effect/Result"
import type { RequestFields, RequestOf } from "../contexts/Context.ts"
import type { District } from "../district/District.ts"
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type DecisionRefused, refuseAll } from "../kernel/Rule.ts"
import { actingOn } from "../place/Actor.ts"
import type { ActorId } from "../place/Id.ts"
import type { Asking } from "./Decision.ts"
import { askCase, askCases, askOffers, askToday } from "./questions/CaseQuestions.ts"
import { askCoverage, askForecast, askNextRound, askRound } from "./questions/CoverageQuestions.ts"
import { askReport, askReports } from "./questions/IntakeQuestions.ts"
import { askMandates } from "./questions/MandateQuestions.ts"
import { askRetention } from "./questions/RetentionQuestions.ts"
import type { Answered, Inquiry, QuestionRefusal } from "./questions/Inquiry.ts"
import { askCompanions, askPairing, askWhyNot } from "./questions/PeopleQuestions.ts"
import { askCalendar, askModel, askRegistry } from "./questions/PlaceQuestions.ts"
import { askElectorate, askPoll, askPolls } from "./questions/PollQuestions.ts"
import {
  askCompanionPlans,
  askTalentPlans,
  askTrade,
  askWhyNotCompanion,
  askWhyNotTalent
} from "./questions/ProposalQuestions.ts"

export type { Answered, QuestionRefusal } from "./questions/Inquiry.ts"

/** The definitions of all questions. To add a question, define it in `governance/questions` and add it to this list. */
export const inquiries = [
  askToday,
  askOffers,
  askCases,
  askCase,
  askCoverage,
  askForecast,
  askNextRound,
  askRound,
  askPairing,
  askWhyNot,
  askTrade,
  askCompanions,
  askCompanionPlans,
  askWhyNotCompanion,
  askTalentPlans,
  askWhyNotTalent,
  askPoll,
  askPolls,
  askElectorate,
  askRegistry,
  askModel,
  askMandates,
  askRetention,
  askCalendar,
  askReports,
  askReport
] as const

type AnyInquiry = (typeof inquiries)[number]
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All
) => void
  ? All
  : never
type Fields = Intersection<AnyInquiry["fields"]>

/**
 * Any question to a district.
 *
 * @category models
 */
export const Question = Schema.TaggedUnion(
  // The cast is safe: these are the fields of all questions, each stored under the tag of the question.
  Object.assign({}, ...inquiries.map(({ fields }) => fields)) as Fields
)
export type Question = RequestOf<Fields>

/**
 * The type of a question: the `_tag` of {@link Question}.
 *
 * @category schemas
 */
export const QuestionTag = Schema.String.pipe(
  Schema.refine((tag): tag is Question["_tag"] => Object.hasOwn(Question.cases, tag))
)

type InquiryOf<Tag extends Question["_tag"], Each = AnyInquiry> = Each extends {
  readonly fields: Readonly<Record<Tag, unknown>>
}
  ? Each
  : never
type AnswerIn<Each> = Each extends Inquiry<infer _, infer Answer> ? Answer : never

/** The type of the answer to a question with this tag. */
export type Answer<Tag extends Question["_tag"] = Question["_tag"]> = AnswerIn<InquiryOf<Tag>>

const byTag: ReadonlyMap<string, Inquiry<RequestFields, unknown>> = new Map(
  inquiries.flatMap((inquiry) =>
    // The cast is safe: a question is answered by the inquiry (definition of a question) with the same tag.
    Object.keys(inquiry.fields).map((tag) => [tag, inquiry as unknown as Inquiry<RequestFields, unknown>])
  )
)

/**
 * The schema of the answers to a question. With it, an answer is written as JSON: days and instants as texts.
 *
 * @category schemas
 */
export const answerSchema = <Tag extends Question["_tag"]>(tag: Tag): Schema.Codec<Answer<Tag>, unknown> =>
  // The cast is safe: the inquiry (definition of a question) with a tag has the schema of the answers to that tag.
  found(tag).answered as never

const found = (tag: string): Inquiry<RequestFields, unknown> => {
  const inquiry = byTag.get(tag)
  if (inquiry === undefined) throw new RangeError(`"${tag}" is not a question about a district`)
  return inquiry
}

/**
 * Whether an actor may ask a question at all: the actor has a mandate in force whose role has the required authority.
 */
export const mayAskQuestion = (
  { _tag }: Pick<Question, "_tag">,
  { actor, district, model, on }: Asking
): boolean => {
  const { authority } = found(_tag)
  const mandates = actingOn(actor, district.registry, on)
  return authority === "any mandate"
    ? mandates.length > 0
    : mandates.some(({ role }) => model.roles.get(role)?.may.includes(authority) === true)
}

/**
 * The actor has no mandate that permits the question, or is unknown. The reason does not reveal which of the two is the
 * case.
 */
export interface QuestionNotAllowed {
  readonly _tag: "NotAllowed"
  readonly question: Question["_tag"]
}

/**
 * Answers a question, limited to the parts of the district that the actor's mandates cover, or returns all reasons for
 * refusing the question. This function does not check whether the actor may ask the question at all. If the question
 * comes from outside, use {@link ask}.
 *
 * @category questions
 */
export const answer = <Tag extends Question["_tag"]>(
  asking: Asking,
  question: Extract<Question, { readonly _tag: Tag }>
): Answered<Answer<Tag>> =>
  // The cast is safe: the inquiry (definition of a question) with a tag returns the answer for that tag.
  found(question._tag).answer(asking, question as never) as never

/**
 * Answers a question of an actor on a day, or refuses it with all reasons. This function also checks the authority of
 * the actor.
 *
 * @category questions
 */
export const ask = <Tag extends Question["_tag"]>(
  district: District,
  { by, now, on }: { readonly by: ActorId; readonly on: Day; readonly now?: Instant },
  question: Extract<Question, { readonly _tag: Tag }>
): Result.Result<Answer<Tag>, DecisionRefused<QuestionRefusal | QuestionNotAllowed>> => {
  const { actors, model } = district
  const actor = actors.get(by)
  const asking =
    model === undefined || actor === undefined
      ? undefined
      : { district, model, actor, on, ...given("now", now) }
  if (asking === undefined || !mayAskQuestion(question, asking)) {
    return refuseAll([{ _tag: "NotAllowed", question: question._tag }])
  }
  return answer(asking, question)
}
