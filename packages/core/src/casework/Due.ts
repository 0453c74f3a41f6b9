/**
 * Due days, and how they are counted. A due day is *provisional* if it depends on a year for which the calendar has no
 * data. It then keeps its {@link Term} (how the day is counted), so that it can be counted again when the data are
 * available. Until then, no automatic step is taken because of the due day, and no step becomes possible because of it.
 *
 * A period in hours begins at an instant and ends at an instant. Its due day is the day of that instant. Such a due day is
 * never provisional, because hours do not depend on a calendar.
 */
import * as Schema from "effect/Schema"
import * as Calendar from "../kernel/Calendar.ts"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { Instant } from "../kernel/Instant.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type Hours, isHours, LengthFromText, type Period } from "../kernel/Period.ts"
import { dayAt, startOf } from "../kernel/TimeZone.ts"

/**
 * A time in which a clock rested: from the day (and the instant, if hours are counted) on which the case entered a stage
 * that stops the clock, until it left that stage.
 *
 * @category models
 */
export const Rest = Schema.Struct({
  from: DayFromIso,
  until: DayFromIso,
  fromAt: Schema.optionalKey(Instant),
  untilAt: Schema.optionalKey(Instant)
})
export interface Rest extends Schema.Schema.Type<typeof Rest> {}

/**
 * How a due day is counted: the day on which the period begins, and the period. The first day itself does not count. A
 * period in hours begins at the instant `at`.
 *
 * @category models
 */
export const Term = Schema.Struct({
  from: DayFromIso,
  at: Schema.optionalKey(Instant),
  period: LengthFromText,
  /** `true` if a due day that is not a working day moves to the next working day. Otherwise missing. */
  endsOnWorkingDay: Schema.optionalKey(Schema.Literal(true)),
  /** The times in which the clock rested, in order. Missing if it never rested. */
  rests: Schema.optionalKey(Schema.Array(Rest))
})
export interface Term extends Schema.Schema.Type<typeof Term> {}

/**
 * A due day. `at` is the instant at which the deadline passes, if it is counted in hours. `provisional` is the term, which
 * says how the day was counted, if the calendar data were incomplete. Otherwise it is `undefined`.
 *
 * @category models
 */
export interface Due {
  readonly day: Day
  readonly at?: Instant
  readonly provisional: Term | undefined
}

/** Makes a term, which says how a due day is counted: a period that begins on a day, or hours that begin at an instant. */
export const term = (
  from: Day,
  period: Period | Hours,
  endsOnWorkingDay: boolean | undefined,
  at?: Instant
): Term => ({
  from,
  ...given("at", isHours(period) ? at : undefined),
  period,
  ...(endsOnWorkingDay === true && !isHours(period) ? { endsOnWorkingDay } : {})
})

/** A term whose clock also rested for some time. */
export const withRest = (self: Term, rest: Rest): Term => ({ ...self, rests: [...(self.rests ?? []), rest] })

const hour = 3_600_000

/**
 * The instant at which a day is over, in the time zone of a calendar. If only the day of a fact is known, hours are counted
 * from then: no deadline passes too early.
 */
export const endOfDay = ({ timeZone }: Calendar.Calendar, on: Day): Instant =>
  startOf(add(on, 1), timeZone ?? "UTC")

const countHours = (calendar: Calendar.Calendar, { at, from, period, rests = [] }: Term): Due => {
  const rested = rests.reduce(
    (sum, { from: since, fromAt, until, untilAt }) =>
      sum + Math.max(0, (untilAt ?? endOfDay(calendar, until)) - (fromAt ?? endOfDay(calendar, since))),
    0
  )
  const end = (at ?? endOfDay(calendar, from)) + period.count * hour + rested
  return { day: dayAt(end, calendar.timeZone ?? "UTC"), at: end, provisional: undefined }
}

/**
 * The last day after a rest. What was left of the period on the first day of the rest is left on its last day. Working days
 * are left if the period is counted in working days. If the deadline had passed before the rest, it stays late by as many
 * days.
 */
const afterRest = (
  calendar: Calendar.Calendar,
  last: Day,
  passes: Day,
  { unit }: Period,
  { from, until }: Rest
): Calendar.Counted<Day> => {
  if (passes < from) return { value: add(last, until - from), provisional: false }
  if (unit !== "working day") return { value: add(until, Math.max(0, last - from)), provisional: false }
  const left = Calendar.workingDaysUntil(calendar, from, last)
  const resumed = Calendar.addWorkingDays(calendar, until, Math.max(0, left.value))
  return { value: resumed.value, provisional: left.provisional || resumed.provisional }
}

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
 *
 * // Seven days, of which the clock rested three.
 * const week = Case.term(Day.make("2026-03-02"), { count: 7, unit: "day" }, false)
 * const rest = { from: Day.make("2026-03-04"), until: Day.make("2026-03-07") }
 * assert.equal(Case.count(known, Case.withRest(week, rest)).day, Day.make("2026-03-12"))
 * ```
 * @category sums
 */
export const count = (calendar: Calendar.Calendar, self: Term): Due => {
  const { period } = self
  if (isHours(period)) return countHours(calendar, self)
  let last = Calendar.addPeriod(calendar, self.from, period)
  let passes = moved(calendar, self, last)
  for (const rest of self.rests ?? []) {
    const next = afterRest(calendar, last.value, passes.value, period, rest)
    last = { value: next.value, provisional: passes.provisional || next.provisional }
    passes = moved(calendar, self, last)
  }
  return { day: passes.value, provisional: passes.provisional ? self : undefined }
}

/** The day on which a deadline passes: its last day, moved to a working day if the term requires that. */
const moved = (
  calendar: Calendar.Calendar,
  { endsOnWorkingDay }: Term,
  last: Calendar.Counted<Day>
): Calendar.Counted<Day> => {
  if (endsOnWorkingDay !== true) return last
  const next = Calendar.nextWorkingDay(calendar, last.value)
  return { value: next.value, provisional: last.provisional || next.provisional }
}

/**
 * The earliest day on which a term (a period that begins on a day) can end, whatever the holidays are: every day counts
 * as a working day.
 */
export const earliest = ({ endsOnWorkingDay: _, ...self }: Term): Day => {
  const { period } = self
  const shortest = period.unit === "working day" ? { count: period.count, unit: "day" as const } : period
  return count(Calendar.none, { ...self, period: shortest }).day
}
