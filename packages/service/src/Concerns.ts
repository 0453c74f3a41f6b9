/**
 * What somebody should see to in a district, as it is on a day. Pure: nothing is changed, and the same district gives the
 * same concerns. What fails while the due clock works is listed in its rounds.
 */
import { provisionalDays } from "@liulinhui/core/casework/Case"
import type { Day } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import { type CalendarEnd, calendarEnd } from "@liulinhui/core/model/CalendarEnd"
import * as District from "@liulinhui/core/district/District"
import type { CaseId, RuleId } from "@liulinhui/core/place/Id"
import { NoticeTexts } from "@liulinhui/texts"

/**
 * One concern.
 *
 * - `CalendarEnds`: the calendar's data ends soon, or has ended;
 * - `DuesProvisional`: last days of these cases wait for the calendar's data, or for a keeper who decides;
 * - `NoticeUnworded`: the text of a notice rule cannot be worded, so that its notices say little.
 *
 * @category models
 */
export type Concern =
  | ({ readonly _tag: "CalendarEnds" } & CalendarEnd)
  | { readonly _tag: "DuesProvisional"; readonly cases: ReadonlyArray<CaseId> }
  | {
      readonly _tag: "NoticeUnworded"
      readonly rule: RuleId
      readonly language: Language
      readonly problem: string
    }

/** Whether a concern is a failure. The others are warnings: everything works. */
export const isFailure = ({ _tag }: Concern): boolean => _tag === "NoticeUnworded"

/**
 * The concerns of a district on a day; none before it has adopted a model.
 *
 * @category questions
 */
export const concernsOf = (district: District.District, on: Day): ReadonlyArray<Concern> => {
  const { model } = district
  if (model === undefined) return []
  const end = calendarEnd(model, on)
  const waiting = District.openCases(district)
    .filter((state) => provisionalDays(state).length > 0)
    .map(({ id }) => id)
  return [
    ...[...model.notices].flatMap(([rule, notice]) =>
      NoticeTexts.problems(notice).map((unworded): Concern => ({ _tag: "NoticeUnworded", rule, ...unworded }))
    ),
    ...(end === undefined ? [] : [{ _tag: "CalendarEnds" as const, ...end }]),
    ...(waiting.length === 0 ? [] : [{ _tag: "DuesProvisional" as const, cases: waiting }])
  ]
}
