/**
 * Last days and how they are counted. A last day that depends on a year for which the calendar has no data is
 * *provisional*: it keeps its {@link Term}, so that it can be counted again once the data is there. Until then no deadline
 * lapses on it, and no gate opens.
 */
import * as Schema from "effect/Schema"
import * as Calendar from "../kernel/Calendar.ts"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"

/**
 * A period that began with a day, which itself does not count.
 *
 * @category models
 */
export const Term = Schema.Struct({
  from: DayFromIso,
  period: PeriodFromText,
  /** Whether a last day that is not a working day moves on to the next one. Absent means that it does not. */
  endsOnWorkingDay: Schema.optionalKey(Schema.Literal(true))
})
export interface Term extends Schema.Schema.Type<typeof Term> {}

/**
 * The last day of a term, and the term itself if that day is provisional.
 *
 * @category models
 */
export interface Due {
  readonly day: Day
  readonly provisional: Term | undefined
}

/** The term that begins on a day. */
export const term = (from: Day, period: Period, endsOnWorkingDay: boolean | undefined): Term =>
  endsOnWorkingDay === true ? { from, period, endsOnWorkingDay } : { from, period }

/**
 * Counts the last day of a term.
 *
 * @example
 * ```ts
 * import * as Case from "@liulinhui/core/Case"
 * import * as Calendar from "@liulinhui/core/Calendar"
 * import * as Day from "@liulinhui/core/Day"
 * import { strict as assert } from "node:assert"
 *
 * const term = Case.term(Day.make("2026-12-30"), { count: 2, unit: "working day" }, false)
 * const known = Calendar.make({ 2026: { holidays: [], workdays: [] } })
 * const due = Case.count(known, term)
 * assert.deepEqual(due, { day: Day.make("2027-01-04"), provisional: term })
 * ```
 * @category sums
 */
export const count = (calendar: Calendar.Calendar, self: Term): Due => {
  const last = Calendar.addPeriod(calendar, self.from, self.period)
  const moved = self.endsOnWorkingDay === true ? Calendar.nextWorkingDay(calendar, last.value) : undefined
  return {
    day: moved?.value ?? last.value,
    provisional: last.provisional || moved?.provisional === true ? self : undefined
  }
}

/** The first day that the last day of a term can be, whatever the holidays: every day is taken as a working day. */
export const earliest = ({ from, period }: Term): Day =>
  period.unit === "working day"
    ? add(from, period.count)
    : Calendar.addPeriod(Calendar.none, from, period).value
