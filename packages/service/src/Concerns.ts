/**
 * Concerns: conditions of a district that a person must look at, such as a working-day calendar that ends soon. The
 * functions are pure: the same district and the same day return the same concerns. Failures of the due clock are not
 * concerns: the due clock (which acts after deadlines) returns them after each round.
 */
import { provisionalDays } from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { type CalendarEnd, calendarEnd, type Jump, jumpOf } from "@liulinhui/core/Calendar"
import * as District from "@liulinhui/core/District"
import { likelyDuplicates } from "@liulinhui/core/Registry"
import type { ActorId, CaseId, ResidentId, RuleId } from "@liulinhui/core/Id"
import { NoticeTexts } from "@liulinhui/texts"

/**
 * One concern: a condition of a district that a person must look at.
 *
 * - `ClockJumped`: the clock is further ahead of the last entry than the model allows. Nothing is recorded until an actor
 *   has confirmed the clock.
 * - `CalendarEnds`: the data of the working-day calendar end soon, or have ended.
 * - `DuesProvisional`: the due days of these cases are provisional (counted without the holidays of their year). Add
 *   the missing years to the calendar, or let the person in charge of the case decide.
 * - `SubjectsGone`: these open cases are about residents who have died or left. The person in charge of each case must
 *   decide how it continues.
 * - `HandlersGone`: these open cases were handed over to actors who have died or left. The person in charge of each case
 *   must hand it over again.
 * - `FactsAside`: these facts were recorded late, after other people had already acted on the same cases. The person in
 *   charge of the case must compare each fact with the entry that contradicts it.
 * - `BallotsAfterDeath`: these ballots were counted in polls that are over, although their owners had died before. The
 *   person in charge of each case must decide whether it goes on.
 * - `LikelyDuplicates`: these residents are probably one person under two ids.
 * - `NoticeUnworded`: the text of a notice rule is invalid. So its notices contain only the name of the rule and the
 *   place.
 *
 * @category models
 */
export type Concern =
  | ({ readonly _tag: "ClockJumped" } & Jump)
  | ({ readonly _tag: "CalendarEnds" } & CalendarEnd)
  | { readonly _tag: "DuesProvisional"; readonly cases: ReadonlyArray<CaseId> }
  | {
      readonly _tag: "SubjectsGone"
      readonly cases: ReadonlyArray<{ readonly case: CaseId; readonly resident: ResidentId }>
    }
  | {
      readonly _tag: "HandlersGone"
      readonly cases: ReadonlyArray<{ readonly case: CaseId; readonly actor: ActorId }>
    }
  | {
      readonly _tag: "FactsAside"
      /**
       * The facts that were recorded too late. For each fact: its position in the ledger, and the position of the first
       * entry that people made after the fact.
       */
      readonly facts: ReadonlyArray<{
        readonly case: CaseId
        readonly entry: number
        readonly behind: number
      }>
    }
  | {
      readonly _tag: "BallotsAfterDeath"
      readonly ballots: ReadonlyArray<District.BallotAfterDeath>
    }
  | {
      readonly _tag: "LikelyDuplicates"
      readonly residents: ReadonlyArray<readonly [ResidentId, ResidentId]>
    }
  | {
      readonly _tag: "NoticeUnworded"
      readonly rule: RuleId
      readonly language: Language
      readonly problem: string
    }

/** Returns whether a concern is a failure. All concerns that are not failures are warnings. */
export const isFailure = ({ _tag }: Concern): boolean => _tag === "NoticeUnworded" || _tag === "ClockJumped"

/**
 * Returns the concerns of a district on a day. Empty if the district has not adopted a model.
 *
 * @category questions
 */
export const concernsOf = (district: District.District, on: Day): ReadonlyArray<Concern> => {
  const { model } = district
  if (model === undefined) return []
  const jump = jumpOf(district, model, on)
  const end = calendarEnd(model, on)
  const waiting = District.openCases(district)
    .filter((state) => provisionalDays(state).length > 0)
    .map(({ id }) => id)
  const gone = District.subjectsGone(district, on)
  const unhandled = District.handlersGone(district, on)
  const overtaken = District.factsAside(district)
  const ballots = District.ballotsAfterDeath(district, on)
  const alike = likelyDuplicates(district.registry, on)
  return [
    ...(jump === undefined ? [] : [{ _tag: "ClockJumped" as const, ...jump }]),
    ...[...model.notices].flatMap(([rule, notice]) =>
      NoticeTexts.problems(notice).map((unworded): Concern => ({ _tag: "NoticeUnworded", rule, ...unworded }))
    ),
    ...(end === undefined ? [] : [{ _tag: "CalendarEnds" as const, ...end }]),
    ...(waiting.length === 0 ? [] : [{ _tag: "DuesProvisional" as const, cases: waiting }]),
    ...(gone.length === 0 ? [] : [{ _tag: "SubjectsGone" as const, cases: gone }]),
    ...(unhandled.length === 0 ? [] : [{ _tag: "HandlersGone" as const, cases: unhandled }]),
    ...(overtaken.length === 0 ? [] : [{ _tag: "FactsAside" as const, facts: overtaken }]),
    ...(ballots.length === 0 ? [] : [{ _tag: "BallotsAfterDeath" as const, ballots }]),
    ...(alike.length === 0 ? [] : [{ _tag: "LikelyDuplicates" as const, residents: alike }])
  ]
}
