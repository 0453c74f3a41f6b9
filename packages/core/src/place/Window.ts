/**
 * Windows of time: how long an event continues to count after it happened. Weeks begin on Monday, and months are
 * calendar months.
 */
import * as Option from "effect/Option"
import { add, civil, type Day, fromCivil, monthStart, weekStart } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"

const addMonths = (self: Day, months: number): Day => {
  const { year, month, day } = civil(self)
  const index = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  // If the month in which a period ends does not have this day, the period ends on the first day of the next month,
  // like a birthday on 29 February.
  return Option.getOrElse(fromCivil(y, m, day), () => {
    const first = m === 12 ? fromCivil(y + 1, 1, 1) : fromCivil(y, m + 1, 1)
    return Option.getOrElse(first, () => self)
  })
}

/**
 * The first day after a period that begins on `start`: for example, 7 days from a Monday end on the next Monday.
 * Working days are counted as calendar days here, because counting working days would need a calendar.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import * as Facts from "@liulinhui/core/Facts"
 * import { strict as assert } from "node:assert"
 *
 * const end = Facts.endOf(Day.make("2026-01-31"), { count: 1, unit: "month" })
 * assert.equal(Day.toIso(end), "2026-03-01")
 * ```
 * @category operations
 */
export const endOf = (start: Day, { count, unit }: Period): Day =>
  unit === "month" ? addMonths(start, count) : add(start, unit === "week" ? count * 7 : count)

/**
 * The earliest start of a time window that still includes the day `on`. An event on that start day or later still
 * counts on the day `on`; an earlier event does not. This is the inverse of {@link endOf}.
 *
 * @category operations
 */
export const startOf = (on: Day, period: Period): Day => {
  if (period.unit !== "month") return add(on, 1 - until(period))
  // A period in months cannot be subtracted (31 January and 1 February both end on 1 March after one month). So this
  // code tries the few days around an estimate.
  let start = add(addMonths(on, -period.count), -3)
  while (endOf(start, period) <= on) start = add(start, 1)
  return start
}

const until = ({ count, unit }: Period): number => (unit === "week" ? count * 7 : count)

/** A week or a month as in the calendar: Monday to Sunday, or from the first to the last day of a month. */
export type CalendarUnit = "week" | "month"

/** The first and the last day of the calendar week or month that contains a day. */
export const calendar = (on: Day, unit: CalendarUnit): { readonly from: Day; readonly until: Day } => {
  if (unit === "week") return { from: weekStart(on), until: add(weekStart(on), 6) }
  const from = monthStart(on)
  return { from, until: add(addMonths(from, 1), -1) }
}
