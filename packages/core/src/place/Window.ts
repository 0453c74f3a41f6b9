/**
 * Windows of time: how long an event continues to count after it happened. Weeks begin on Monday, quarters on the first
 * of January, April, July and October. A month begins on its first day, or on another day that the rule names.
 */
import * as Option from "effect/Option"
import { add, civil, type Day, fromCivil, weekStart } from "../kernel/Day.ts"
import { monthsOf, type Period } from "../kernel/Period.ts"
import * as Schema from "effect/Schema"

const addMonths = (self: Day, months: number): Day => {
  const { year, month, day } = civil(self)
  const index = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  // If the month in which a period ends does not have this day, the period ends on the first day of the next month.
  // (The same is true for a birthday on 29 February.)
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
export const endOf = (start: Day, period: Period): Day => {
  const months = monthsOf(period)
  return months === undefined ? add(start, until(period)) : addMonths(start, months)
}

/**
 * The first day of a time window that still includes the day `on`. An event on this first day or later still counts on
 * the day `on`. An earlier event does not count any more. This is the inverse of {@link endOf}.
 *
 * @category operations
 */
export const startOf = (on: Day, period: Period): Day => {
  const months = monthsOf(period)
  if (months === undefined) return add(on, 1 - until(period))
  // A period in months cannot be subtracted (31 January and 1 February both end on 1 March after one month). So this
  // code estimates the start, and tries the few days around the estimate.
  let start = add(addMonths(on, -months), -3)
  while (endOf(start, period) <= on) start = add(start, 1)
  return start
}

const until = ({ count, unit }: Period): number => (unit === "week" ? count * 7 : count)

/**
 * A period of the calendar that comes again and again: a week from Monday to Sunday, a month, a quarter or a year; or a
 * month that begins on another day than the first. `{ month: 26 }` is the month from the 26th to the 25th. The day is at
 * most the 28th, because every month has that day.
 *
 * @category schemas
 */
export const CalendarUnit = Schema.Union([
  Schema.Literals(["week", "month", "quarter", "year"]),
  Schema.Struct({
    month: Schema.Int.check(
      Schema.isBetween({ minimum: 1, maximum: 28 }, { expected: "the first day of the month, from 1 to 28" })
    )
  })
]).annotate({
  expected: '"week", "month", "quarter", "year", or a month that begins on another day: { month: 26 }'
})
export type CalendarUnit = typeof CalendarUnit.Type

/**
 * The first day of a month. Month 13 is January of the next year. Returns `beyond` after the last year that a day can
 * have.
 */
const monthFrom = (year: number, month: number, beyond: Day): Day =>
  Option.getOrElse(fromCivil(month > 12 ? year + 1 : year, ((month - 1) % 12) + 1, 1), () => beyond)

/**
 * The first and the last day of the calendar period (such as a week or a quarter) that contains a day.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import * as Facts from "@liulinhui/core/Facts"
 * import { strict as assert } from "node:assert"
 *
 * const { from, until } = Facts.calendar(Day.make("2026-03-02"), { month: 26 })
 * assert.deepEqual([Day.toIso(from), Day.toIso(until)], ["2026-02-26", "2026-03-25"])
 * ```
 * @category operations
 */
export const calendar = (on: Day, unit: CalendarUnit): { readonly from: Day; readonly until: Day } => {
  if (unit === "week") return { from: weekStart(on), until: add(weekStart(on), 6) }
  if (typeof unit === "object") {
    // Such a month is a calendar month that begins some days later.
    const shift = unit.month - 1
    const month = calendar(add(on, -shift), "month")
    return { from: add(month.from, shift), until: add(month.until, shift) }
  }
  const { month, year } = civil(on)
  const [begins, months] =
    unit === "month" ? [month, 1] : unit === "quarter" ? [month - ((month - 1) % 3), 3] : [1, 12]
  return {
    from: monthFrom(year, begins, on),
    until: add(monthFrom(year, begins + months, add(on, 1)), -1)
  }
}
