/**
 * Working days. The State Council's yearly notice names public holidays, and also turns some weekends into working days
 * (调休), so a calendar needs both lists, year by year. It comes in as data. A year that the data does not hold is never
 * guessed at: whoever asks about it is told which year is missing.
 *
 * Sums are look-ups in prefix counts; nothing walks day by day.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Day from "./Day.ts"
import type { Period } from "./Period.ts"

const Year = Schema.String.check(Schema.isPattern(/^[1-9]\d{3}$/, { expected: "a year of four digits" }))

/** What the notice for a year says: days off, weekends included or not, and weekends that are worked. */
export const YearData = Schema.Struct({
  holidays: Schema.Array(Day.DayFromIso),
  /** Make-up working days (调休上班). */
  workdays: Schema.Array(Day.DayFromIso)
})

// Every mistake in the lists of the years: days of another year, days that are said to be both.
const mistakes = (years: Readonly<Record<string, typeof YearData.Type>>) =>
  Object.entries(years).flatMap(([year, { holidays, workdays }]) => {
    const off = new Set<Day.Day>(holidays)
    const elsewhere = (list: "holidays" | "workdays", days: ReadonlyArray<Day.Day>) =>
      days.flatMap((day, index) =>
        String(Day.civil(day).year) === year
          ? []
          : [{ path: [year, list, index], issue: `${Day.toIso(day)} does not lie in ${year}` }]
      )
    return [
      ...elsewhere("holidays", holidays),
      ...elsewhere("workdays", workdays),
      ...workdays.flatMap((day, index) =>
        off.has(day)
          ? [{ path: [year, "workdays", index], issue: `${Day.toIso(day)} is listed as a holiday too` }]
          : []
      )
    ]
  })

/**
 * The data of a calendar: by year, the days off and the make-up working days. All other days are worked from Monday to
 * Friday.
 *
 * @category schemas
 */
export const CalendarData = Schema.Record(Year, YearData).check(Schema.makeFilter(mistakes))
export type CalendarData = typeof CalendarData.Type

/** Years that follow on one another, with their working days counted. */
interface Span {
  readonly first: Day.Day
  readonly last: Day.Day
  /** At `i`: how many working days lie in the span before the day `first + i`; one entry more than days. */
  readonly before: Int32Array
  /** The working days of the span, in order. */
  readonly days: Int32Array
}

/**
 * A calendar, ready to count.
 *
 * @category models
 */
export interface Calendar {
  /** The years it has data for, in order. */
  readonly years: ReadonlyArray<number>
  readonly data: CalendarData
  readonly spans: ReadonlyArray<Span>
}

/**
 * The calendar has no data for a year that the answer depends on.
 *
 * @category errors
 */
export interface CalendarLacksYear {
  readonly _tag: "CalendarLacksYear"
  readonly year: number
}

const lacks = (year: number): Result.Result<never, CalendarLacksYear> =>
  Result.fail({ _tag: "CalendarLacksYear", year })

const january = (year: number): Day.Day => Option.getOrThrow(Day.fromCivil(year, 1, 1))

const count = (from: number, until: number, data: CalendarData): Span => {
  const first = january(from)
  const last = Day.add(january(until + 1), -1)
  const size = last - first + 1
  const works = new Uint8Array(size)
  for (let i = 0; i < size; i++) works[i] = Day.weekday(Day.add(first, i)) <= 5 ? 1 : 0
  for (let year = from; year <= until; year++) {
    for (const day of data[year]?.holidays ?? []) works[day - first] = 0
    for (const day of data[year]?.workdays ?? []) works[day - first] = 1
  }
  const before = new Int32Array(size + 1)
  const days: Array<number> = []
  for (let i = 0; i < size; i++) {
    if (works[i] === 1) days.push(first + i)
    before[i + 1] = days.length
  }
  return { first, last, before, days: Int32Array.from(days) }
}

/**
 * The calendar of some data.
 *
 * @example
 * ```ts
 * import * as Calendar from "@liulinhui/core/kernel/Calendar"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const data = Schema.decodeUnknownSync(Calendar.CalendarData)({
 *   2026: { holidays: ["2026-01-01", "2026-01-02"], workdays: ["2026-01-04"] }
 * })
 * const calendar = Calendar.make(data)
 * // Thursday and Friday are off; the Sunday that follows is worked instead.
 * const answered = Calendar.addWorkingDays(calendar, Day.make("2026-01-03"), 1)
 * assert.equal(Result.getOrThrow(answered), Day.make("2026-01-04"))
 * assert.deepEqual(
 *   Calendar.addWorkingDays(calendar, Day.make("2026-12-31"), 1),
 *   Result.fail({ _tag: "CalendarLacksYear", year: 2027 })
 * )
 * ```
 * @category constructors
 */
export const make = (data: CalendarData): Calendar => {
  const years = Object.keys(data)
    .map(Number)
    .toSorted((a, b) => a - b)
  const firsts = years.filter((year) => !years.includes(year - 1))
  const spans = firsts.map((from) => {
    let until = from
    while (years.includes(until + 1)) until++
    return count(from, until, data)
  })
  return { years, data, spans }
}

/** A calendar without data: it refuses every question about working days. */
export const none: Calendar = make({})

/**
 * A calendar written as its data in a model.
 *
 * @category schemas
 */
export const CalendarFromDocument = CalendarData.pipe(
  Schema.decodeTo(
    Schema.declare(
      (value): value is Calendar => typeof value === "object" && value !== null && "spans" in value,
      {
        expected: "a calendar"
      }
    ),
    {
      decode: SchemaGetter.transform(make),
      encode: SchemaGetter.transform(({ data }: Calendar) => data)
    }
  )
)

const spanOf = ({ spans }: Calendar, day: Day.Day): Span | undefined => {
  for (const span of spans) if (span.first <= day && day <= span.last) return span
  return undefined
}

// Both indices lie within the arrays: every caller has checked its day against the span.
const rank = (span: Span, day: Day.Day): number => span.before[day - span.first] as number
const at = (span: Span, index: number): Day.Day => span.days[index] as Day.Day

/** Whether people work on a day. */
export const isWorking = (self: Calendar, day: Day.Day): Result.Result<boolean, CalendarLacksYear> => {
  const span = spanOf(self, day)
  return span === undefined
    ? lacks(Day.civil(day).year)
    : Result.succeed(rank(span, Day.add(day, 1)) > rank(span, day))
}

/**
 * The `n`-th working day after a day, which itself does not count; before it where `n` is negative; the day itself where
 * `n` is 0.
 *
 * @category sums
 */
export const addWorkingDays = (
  self: Calendar,
  day: Day.Day,
  n: number
): Result.Result<Day.Day, CalendarLacksYear> => {
  if (n === 0) return Result.succeed(day)
  const span = spanOf(self, day)
  if (span === undefined) return lacks(Day.civil(day).year)
  const index = n > 0 ? rank(span, Day.add(day, 1)) + n - 1 : rank(span, day) + n
  if (index < 0) return lacks(Day.civil(span.first).year - 1)
  if (index >= span.days.length) return lacks(Day.civil(span.last).year + 1)
  return Result.succeed(at(span, index))
}

/**
 * How many working days lie after `from`, up to and including `until`; negative, and counted from `until`, where that is
 * earlier. From a day to its `n`-th working day after it there are `n`.
 *
 * @category sums
 */
export const workingDaysUntil = (
  self: Calendar,
  from: Day.Day,
  until: Day.Day
): Result.Result<number, CalendarLacksYear> => {
  if (until < from) return Result.map(workingDaysUntil(self, until, from), (days) => (days === 0 ? 0 : -days))
  const span = spanOf(self, from)
  if (span === undefined) return lacks(Day.civil(from).year)
  if (until > span.last) return lacks(Day.civil(span.last).year + 1)
  return Result.succeed(rank(span, Day.add(until, 1)) - rank(span, Day.add(from, 1)))
}

/** The day itself where it is worked, else the next day that is. */
export const nextWorkingDay = (self: Calendar, day: Day.Day): Result.Result<Day.Day, CalendarLacksYear> => {
  const span = spanOf(self, day)
  if (span === undefined) return lacks(Day.civil(day).year)
  const index = rank(span, day)
  return index < span.days.length ? Result.succeed(at(span, index)) : lacks(Day.civil(span.last).year + 1)
}

// The same day of a later month, or the last day of that month where it is shorter (Civil Code Art. 202).
const addMonths = (day: Day.Day, months: number): Day.Day => {
  const from = Day.civil(day)
  const month = from.month - 1 + months
  const year = from.year + Math.floor(month / 12)
  const first = Option.getOrThrow(Day.fromCivil(year, (month % 12) + 1, 1))
  const following = Day.monthStart(Day.add(first, 31))
  return Day.add(first, Math.min(from.day, following - first) - 1)
}

/**
 * The last day of a period that begins with a day, which itself does not count (Civil Code Arts. 201–202).
 *
 * @example
 * ```ts
 * import * as Calendar from "@liulinhui/core/kernel/Calendar"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const last = Calendar.addPeriod(Calendar.none, Day.make("2026-01-31"), { count: 1, unit: "month" })
 * assert.equal(Day.toIso(Result.getOrThrow(last)), "2026-02-28")
 * ```
 * @category sums
 */
export const addPeriod = (
  self: Calendar,
  day: Day.Day,
  { count, unit }: Period
): Result.Result<Day.Day, CalendarLacksYear> => {
  switch (unit) {
    case "day":
      return Result.succeed(Day.add(day, count))
    case "week":
      return Result.succeed(Day.add(day, 7 * count))
    case "month":
      return Result.succeed(addMonths(day, count))
    case "working day":
      return addWorkingDays(self, day, count)
  }
}
