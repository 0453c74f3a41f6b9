/**
 * Warns before the data of a model's calendar end. The holiday notice for a year is published in November of the year
 * before. So a warning that starts two months before the end starts when the next notice can be added.
 */
import * as Calendar from "../kernel/Calendar.ts"
import { civil, type Day, until } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"
import type { Model } from "./Model.ts"

/** The number of days before the end of the data on which the warning starts. */
const warningDays = 60

/**
 * The end of the calendar's data, as seen from a day.
 *
 * @category models
 */
export interface CalendarEnd {
  /** The last day with data. `undefined` if there are no data for the year of the day. */
  readonly until: Day | undefined
  /** The first year for which the calendar has no data. */
  readonly year: number
}

const isWorking = (period: Period | undefined): boolean => period?.unit === "working day"

/** Whether any deadline or reminder of a model is counted in working days. If not, its calendar needs no data. */
const countsWorkingDays = ({ notices, playbooks }: Pick<Model, "notices" | "playbooks">): boolean =>
  [...notices.values()].some(({ before }) => isWorking(before)) ||
  [...playbooks.values()].some(
    ({ playbook: { limit, patrol, stages } }) =>
      isWorking(limit) ||
      patrol?.escalate?.some(({ after }) => isWorking(after)) === true ||
      Object.values(stages).some(
        ({ deadline, endsOnWorkingDay, escalate }) =>
          isWorking(deadline) ||
          endsOnWorkingDay === true ||
          escalate?.some(({ after }) => isWorking(after)) === true
      )
  )

/**
 * The end of the calendar's data, if it is near or past on the given day and the model counts working days. Otherwise
 * `undefined`.
 *
 * @category questions
 */
export const calendarEnd = (
  model: Pick<Model, "calendar" | "notices" | "playbooks">,
  on: Day
): CalendarEnd | undefined => {
  const last = Calendar.knownUntil(model.calendar, on)
  if ((last !== undefined && until(on, last) > warningDays) || !countsWorkingDays(model)) return undefined
  return { until: last, year: civil(last ?? on).year + (last === undefined ? 0 : 1) }
}
