/**
 * Answers the questions of an actor to a district. `core/governance/Question` lists the questions. They are answered
 * from the current state of the district, and an answer contains only what the actor's mandates allow the actor to see.
 */
import type { District } from "@liulinhui/core/District"
import {
  type Answer,
  ask as answerOf,
  type Question,
  type QuestionNotAllowed,
  type QuestionRefusal,
  QuestionTag
} from "@liulinhui/core/Question"
import { rulesBehind } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import { asWritten, tagged, TaggedError } from "@liulinhui/core/Failure"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * The question is refused, with every reason. If the actor may not see the thing that the question is about, the reason
 * is the same as if the thing did not exist.
 *
 * @category errors
 */
export class QuestionRefused extends TaggedError<QuestionRefused>()(
  "QuestionRefused",
  {
    district: asWritten<DistrictId>(),
    by: asWritten<ActorId>(),
    question: QuestionTag,
    reasons: Schema.NonEmptyArray(tagged<QuestionRefusal | QuestionNotAllowed>())
  },
  ({ by, district, question, reasons }) => {
    const rules = reasons.flatMap((reason) =>
      rulesBehind(reason)
        .slice(-1)
        .map(({ name }) => name)
    )
    return `"${by}" gets no answer to ${question} in district "${district}": ${rules.join("; ")}`
  }
) {}

/**
 * Answers a question of an actor to a district. `read` is the function that reads the district.
 *
 * @category operations
 */
export const ask = <Tag extends Question["_tag"], E>(
  read: <A>(
    district: DistrictId,
    question: (district: District, today: Day, now: number) => A
  ) => Effect.Effect<A, E>,
  district: DistrictId,
  by: ActorId,
  question: Extract<Question, { readonly _tag: Tag }>
): Effect.Effect<Answer<Tag>, QuestionRefused | E> =>
  Effect.flatMap(
    read(district, (state, on, now) => answerOf<Tag>(state, { by, on, now }, question)),
    (answered) =>
      Effect.mapError(
        Effect.fromResult(answered),
        ({ reasons }) => new QuestionRefused({ district, by, question: question._tag, reasons })
      )
  )
