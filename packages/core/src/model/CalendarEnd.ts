/**
 * Warns some time before the last day for which a model's calendar has data about holidays. The holiday notice for a
 * year is published in November of the year before. So the warning starts two months before the last day, when the next
 * notice can be added.
 */
import * as Calendar from "../kernel/Calendar.ts"
import { civil, type Day, until } from "../kernel/Day.ts"
import type { Model } from "./Model.ts"

/** The number of days before the end of the calendar's data on which the warning starts. */
const warningDays = 60

/**
 * The last day for which a calendar has data, and the first year without data, as seen from a given day.
 *
 * @category models
 */
export interface CalendarEnd {
  /** The last day up to which the calendar has data. `undefined` if there are no data for the year of the given day. */
  readonly until: Day | undefined
  /** The first year for which the calendar has no data. */
  readonly year: number
}

const isWorking = (period: { readonly unit: string } | undefined): boolean => period?.unit === "working day"

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
 * When the data of the model's calendar end. `undefined` if that day is not near yet, or if the model counts nothing in
 * working days.
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
