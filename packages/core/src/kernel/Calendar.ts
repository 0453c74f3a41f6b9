/**
 * Working days, and periods that are counted in working days.
 *
 * Each year, a notice of China's State Council lists the public holidays, and also some weekend days that become
 * working days. So a calendar needs two lists for each year. Both lists are data that the caller passes in.
 *
 * For a year without data, working days are counted by weekdays and {@link fixedHolidays}, so every function has a
 * result. Such a result is marked as provisional (not final), and the caller decides how to use it.
 *
 * To count quickly, a calendar stores for each day of a year how many working days come before it (prefix counts).
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Day from "./Day.ts"
import { monthsOf, type Period } from "./Period.ts"
import { broken } from "./StrictReader.ts"

const Year = Schema.String.check(Schema.isPattern(/^[1-9]\d{3}$/u, { expected: "a year of four digits" }))

/**
 * The content of the holiday notice for one year: the days off (weekend days may be listed, too), and the weekend days
 * on which people work.
 */
export const YearData = Schema.Struct({
  holidays: Schema.Array(Day.DayFromIso),
  /** Weekend days that are working days, to make up for a holiday. */
  workdays: Schema.Array(Day.DayFromIso),
  /** Where the two lists come from, such as the title of the notice. */
  source: Schema.optionalKey(Schema.NonEmptyString)
})

// Returns every mistake in the lists of days off and of make-up working days, year by year: days of another year, and
// days that are in both lists.
const mistakes = (years: Readonly<Record<string, typeof YearData.Type>>) =>
  Object.entries(years).flatMap(([year, { holidays, workdays }]) => {
    const off = new Set<Day.Day>(holidays)
    const elsewhere = (list: "holidays" | "workdays", days: ReadonlyArray<Day.Day>) =>
      days.flatMap((day, index) =>
        String(Day.civil(day).year) === year
          ? []
          : [
              {
                path: [year, list, index],
                issue: broken("day-in-another-year", `${Day.toIso(day)} does not lie in ${year}`, {
                  day: Day.toIso(day),
                  year
                })
              }
            ]
      )
    return [
      ...elsewhere("holidays", holidays),
      ...elsewhere("workdays", workdays),
      ...workdays.flatMap((day, index) =>
        off.has(day)
          ? [
              {
                path: [year, "workdays", index],
                issue: broken("day-off-and-worked", `${Day.toIso(day)} is listed as a holiday too`, {
                  day: Day.toIso(day)
                })
              }
            ]
          : []
      )
    ]
  })

/**
 * The data of a calendar: for each year, the days off and the make-up working days. Every other day is a working day if
 * it is from Monday to Friday.
 *
 * @category schemas
 */
export const CalendarData = Schema.Record(Year, YearData).check(Schema.makeFilter(mistakes))
export type CalendarData = typeof CalendarData.Type

/**
 * The public holidays of mainland China that fall on the same date every year, as month and day: New Year's Day, two
 * days for Labour Day, three for National Day. The dates of the other four holidays (Spring Festival, Qingming, Dragon
 * Boat, Mid-Autumn) change from year to year.
 *
 * Source: 《全国年节及纪念日放假办法》 (Regulation on Public Holidays for National Annual Festivals and Memorial Days), Art. 2 (1),
 * (4) and (7), as revised in November 2024, in force since 1 January 2025.
 */
export const fixedHolidays: ReadonlyArray<readonly [month: number, day: number]> = [
  [1, 1],
  [5, 1],
  [5, 2],
  [10, 1],
  [10, 2],
  [10, 3]
]

/** One year of a calendar, with the counts of its working days. */
interface CountedYear {
  readonly first: Day.Day
  /** Whether the calendar has data (days off and make-up working days) for the year. */
  readonly known: boolean
  /**
   * `before[i]` is the number of working days of the year before the day `first + i`. The array has one item more than
   * the year has days: the last item is the number for the whole year.
   */
  readonly before: Int32Array
  /** The working days of the year, in order. */
  readonly days: Int32Array
}

/**
 * A calendar with prefix counts of its working days. Make it with {@link make}.
 *
 * @category models
 */
export interface Calendar {
  /**
   * The IANA time zone in which an instant has its day. It is used only for periods in hours. Default: UTC.
   */
  readonly timeZone?: string
  /** The years for which the calendar has data, in ascending order. */
  readonly years: ReadonlyArray<number>
  readonly data: CalendarData
  readonly counted: ReadonlyMap<number, CountedYear>
}

/**
 * A result that was computed with a calendar. The result is provisional if it depends on a year for which the calendar
 * has no data.
 *
 * @category models
 */
export interface Counted<A> {
  readonly value: A
  readonly provisional: boolean
}

const dayOf = (year: number, month: number, day: number): Day.Day =>
  Option.getOrThrow(Day.fromCivil(year, month, day))

const countYear = (year: number, lists: typeof YearData.Type | undefined): CountedYear => {
  const first = dayOf(year, 1, 1)
  const size = dayOf(year, 12, 31) - first + 1
  const works = new Uint8Array(size)
  for (let i = 0; i < size; i++) works[i] = Day.weekday(Day.add(first, i)) <= 5 ? 1 : 0
  const holidays = lists?.holidays ?? fixedHolidays.map(([month, day]) => dayOf(year, month, day))
  for (const day of holidays) works[day - first] = 0
  for (const day of lists?.workdays ?? []) works[day - first] = 1
  const before = new Int32Array(size + 1)
  const days: Array<number> = []
  for (let i = 0; i < size; i++) {
    if (works[i] === 1) days.push(first + i)
    before[i + 1] = days.length
  }
  return { first, known: lists !== undefined, before, days: Int32Array.from(days) }
}

/**
 * Makes a calendar from the lists of days off and make-up working days.
 *
 * @example
 * ```ts
 * import * as Calendar from "@liulinhui/core/Calendar"
 * import * as Day from "@liulinhui/core/Day"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const data = Schema.decodeUnknownSync(Calendar.CalendarData)({
 *   2026: { holidays: ["2026-01-01", "2026-01-02"], workdays: ["2026-01-04"] }
 * })
 * const calendar = Calendar.make(data)
 * // Thursday and Friday are off; the Sunday that follows is worked instead.
 * const answered = Calendar.addWorkingDays(calendar, Day.make("2026-01-03"), 1)
 * assert.deepEqual(answered, { value: Day.make("2026-01-04"), provisional: false })
 * // There is no data for 2027: New Year's Day, a Friday, is known to be off; the weekend follows.
 * assert.deepEqual(Calendar.addWorkingDays(calendar, Day.make("2026-12-31"), 1), {
 *   value: Day.make("2027-01-04"),
 *   provisional: true
 * })
 * ```
 * @category constructors
 */
export const make = (data: CalendarData): Calendar => {
  const years = Object.keys(data)
    .map(Number)
    .toSorted((a, b) => a - b)
  // Most provisional results depend on the year after the last year with data. So the working days of that year are
  // counted in advance, too.
  const wanted = new Set(years.flatMap((year) => (year < 9999 ? [year, year + 1] : [year])))
  const counted = new Map([...wanted].map((year) => [year, countYear(year, data[year])]))
  return { years, data, counted }
}

/** The same calendar, with the time zone in which an instant has its day. */
export const inZone = (self: Calendar, timeZone: string): Calendar => ({ ...self, timeZone })

/** A calendar without data. Every result about working days is provisional. */
export const none: Calendar = make({})

/**
 * The schema of a calendar as it is written in a model: its lists of days off and make-up working days.
 *
 * @category schemas
 */
export const CalendarFromDocument = CalendarData.pipe(
  Schema.decodeTo(
    Schema.declare(
      (value): value is Calendar => typeof value === "object" && value !== null && "counted" in value,
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

/**
 * The last day before the first gap in the calendar's data, counted from the year of `on`: all years from this year up
 * to the returned day have data. `undefined` if the calendar has no data for the year of `on`.
 *
 * @category questions
 */
export const knownUntil = ({ data }: Calendar, on: Day.Day): Day.Day | undefined => {
  const { year } = Day.civil(on)
  if (data[year] === undefined) return undefined
  let last = year
  while (data[last + 1] !== undefined) last++
  return dayOf(last, 12, 31)
}

const yearOf = ({ counted, data }: Calendar, year: number): CountedYear =>
  counted.get(year) ?? countYear(year, data[year])

/** The number of working days of a year up to and including a day. The day may also be in another year. */
const upTo = ({ before, days, first }: CountedYear, day: Day.Day): number =>
  day < first ? 0 : (before[day - first + 1] ?? days.length)

/** Whether a day is a working day. */
export const isWorking = (self: Calendar, day: Day.Day): Counted<boolean> => {
  const year = yearOf(self, Day.civil(day).year)
  return { value: upTo(year, day) > upTo(year, Day.add(day, -1)), provisional: !year.known }
}

/**
 * Whether a day is a public holiday: it is in the list of the days off of its year. For a year without data,
 * {@link fixedHolidays} count, and the result is provisional.
 *
 * @category questions
 */
export const isHoliday = ({ data }: Calendar, day: Day.Day): Counted<boolean> => {
  const date = Day.civil(day)
  const lists = data[date.year]
  return lists === undefined
    ? {
        value: fixedHolidays.some(([month, of]) => month === date.month && of === date.day),
        provisional: true
      }
    : { value: lists.holidays.includes(day), provisional: false }
}

// The cast is safe: every caller has checked the index against the number of working days in the year.
const at = ({ days }: CountedYear, index: number): Day.Day => days[index] as Day.Day

const later = (self: Calendar, day: Day.Day, n: number): Counted<Day.Day> => {
  let left = n
  let provisional = false
  for (let number = Day.civil(Day.add(day, 1)).year; ; number++) {
    const year = yearOf(self, number)
    const passed = upTo(year, day)
    provisional ||= !year.known
    if (passed + left <= year.days.length) return { value: at(year, passed + left - 1), provisional }
    left -= year.days.length - passed
  }
}

const earlier = (self: Calendar, day: Day.Day, n: number): Counted<Day.Day> => {
  const eve = Day.add(day, -1)
  let left = n
  let provisional = false
  for (let number = Day.civil(eve).year; ; number--) {
    const year = yearOf(self, number)
    const passed = upTo(year, eve)
    provisional ||= !year.known
    if (left <= passed) return { value: at(year, passed - left), provisional }
    left -= passed
  }
}

/**
 * The `n`-th working day after a day. The day itself does not count. If `n` is negative, returns the `n`-th working day
 * before the day. If `n` is 0, returns the day itself.
 *
 * @category sums
 */
export const addWorkingDays = (self: Calendar, day: Day.Day, n: number): Counted<Day.Day> =>
  n === 0 ? { value: day, provisional: false } : n > 0 ? later(self, day, n) : earlier(self, day, -n)

/**
 * The number of working days after `from`, up to and including `until`. If `until` is earlier than `from`, the result
 * is the negative number of working days after `until`, up to and including `from`. From a day to its `n`-th working
 * day there are `n` working days.
 *
 * @category sums
 */
export const workingDaysUntil = (self: Calendar, from: Day.Day, until: Day.Day): Counted<number> => {
  if (until === from) return { value: 0, provisional: false }
  if (until < from) {
    const { provisional, value } = workingDaysUntil(self, until, from)
    return { value: value === 0 ? 0 : -value, provisional }
  }
  let value = 0
  let provisional = false
  const last = Day.civil(until).year
  for (let number = Day.civil(Day.add(from, 1)).year; number <= last; number++) {
    const year = yearOf(self, number)
    value += upTo(year, until) - upTo(year, from)
    provisional ||= !year.known
  }
  return { value, provisional }
}

/** Returns the day itself if it is a working day, else the next working day. */
export const nextWorkingDay = (self: Calendar, day: Day.Day): Counted<Day.Day> =>
  later(self, Day.add(day, -1), 1)

// Returns the same day of the month, some months later. If that month has no such day, returns its last day (Civil Code
// Art. 202).
const addMonths = (day: Day.Day, months: number): Day.Day => {
  const from = Day.civil(day)
  const month = from.month - 1 + months
  const year = from.year + Math.floor(month / 12)
  const first = Option.getOrThrow(Day.fromCivil(year, (month % 12) + 1, 1))
  const following = Day.monthStart(Day.add(first, 31))
  return Day.add(first, Math.min(from.day, following - first) - 1)
}

/**
 * The last day of a period that is counted from `day`. Counting begins on the day after `day` (Civil Code Arts. 201–202).
 *
 * @example
 * ```ts
 * import * as Calendar from "@liulinhui/core/Calendar"
 * import * as Day from "@liulinhui/core/Day"
 * import { strict as assert } from "node:assert"
 *
 * const last = Calendar.addPeriod(Calendar.none, Day.make("2026-01-31"), { count: 1, unit: "month" })
 * assert.deepEqual([Day.toIso(last.value), last.provisional], ["2026-02-28", false])
 * ```
 * @category sums
 */
export const addPeriod = (self: Calendar, day: Day.Day, period: Period): Counted<Day.Day> => {
  const { count, unit } = period
  switch (unit) {
    case "day":
      return { value: Day.add(day, count), provisional: false }
    case "week":
      return { value: Day.add(day, 7 * count), provisional: false }
    case "month":
    case "quarter":
    case "year":
      return { value: addMonths(day, monthsOf(period) ?? count), provisional: false }
    case "working day":
      return addWorkingDays(self, day, count)
  }
}
