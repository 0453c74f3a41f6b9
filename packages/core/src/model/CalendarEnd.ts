/**
 * Warns before the data of a model's calendar end. The notice for a year is published in November of the year before. So a
 * warning from two months before the end begins when the notice can be added.
 */
import * as Calendar from "../kernel/Calendar.ts"
import { civil, type Day, until } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"
import type { Model } from "./Model.ts"

/** How many days before the end of the data a warning begins. */
const warningDays = 60

/**
 * The end of a calendar's data, seen from a day.
 *
 * @category models
 */
export interface CalendarEnd {
  /** The last day with data. `undefined` if the year of the day has none. */
  readonly until: Day | undefined
  /** The first year without data. */
  readonly year: number
}

const isWorking = (period: Period | undefined): boolean => period?.unit === "working day"

/** Whether anything in a model is counted in working days. If not, its calendar need not have any data. */
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
 * Where a calendar's data ends, if that is near or past on a day and the model counts working days; else `undefined`.
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
