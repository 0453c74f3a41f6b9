/**
 * Due days, and how they are counted. A due day is *provisional* if it depends on a year for which the calendar has no
 * data. It then keeps its {@link Term} (how the day is counted), so that it can be counted again when the data are
 * available. Until then, no automatic step is taken because of the due day, and no step becomes possible because of it.
 */
import * as Schema from "effect/Schema"
import * as Calendar from "../kernel/Calendar.ts"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"

/**
 * How a due day is counted: the day on which the period begins, and the period. The first day itself does not count.
 *
 * @category models
 */
export const Term = Schema.Struct({
  from: DayFromIso,
  period: PeriodFromText,
  /** `true` if a due day that is not a working day moves to the next working day. Otherwise missing. */
  endsOnWorkingDay: Schema.optionalKey(Schema.Literal(true))
})
export interface Term extends Schema.Schema.Type<typeof Term> {}

/**
 * A due day. `provisional` is the term, which says how the day was counted, if the calendar data were incomplete.
 * Otherwise it is `undefined`.
 *
 * @category models
 */
export interface Due {
  readonly day: Day
  readonly provisional: Term | undefined
}

/** Makes a term, which says how a due day is counted: a period that begins on a day. */
export const term = (from: Day, period: Period, endsOnWorkingDay: boolean | undefined): Term =>
  endsOnWorkingDay === true ? { from, period, endsOnWorkingDay } : { from, period }

/**
 * Computes the due day of a term (a period that begins on a day) with a calendar.
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

/**
 * The earliest day on which a term (a period that begins on a day) can end, whatever the holidays are: every day counts
 * as a working day.
 */
export const earliest = ({ from, period }: Term): Day =>
  period.unit === "working day"
    ? add(from, period.count)
    : Calendar.addPeriod(Calendar.none, from, period).value
