/**
 * A calendar day, for everything that a district counts in days: ages, deadlines, time windows, patrols.
 *
 * In memory, a day is one integer: the number of days since 1970-01-01 in the proleptic Gregorian calendar. So
 * comparing, adding and storing days in columns is cheap. In files, rows and the ledger, a day is an ISO 8601 date such
 * as `2026-03-01`. A day has no time zone: the code that reads the clock must use the time zone of the district.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

const first = -719162 // 0001-01-01
const last = 2932896 // 9999-12-31

/**
 * A calendar day as an integer: the number of days since 1970-01-01. Possible days: 0001-01-01 to 9999-12-31.
 *
 * @category models
 */
export const Day = Schema.Int.check(Schema.isBetween({ minimum: first, maximum: last })).pipe(
  Schema.brand("Day")
)
export type Day = typeof Day.Type

/** The parts of a day: the year, the month 1–12 and the day of the month 1–31. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

// Convert days to dates, and dates to days, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013):
// eras of 400 years, with years that begin in March, so that the leap day is the last day of its year.
const toDays = (year: number, month: number, day: number): Day => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146097 + dayOfEra - 719468) as Day
}

/**
 * Splits a day into its year, month and day of the month.
 *
 * @category conversions
 */
export const civil = (self: Day): Civil => {
  const z = self + 719468
  const era = Math.floor(z / 146097)
  const dayOfEra = z - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  }
}

/** Whether a year has a 29 February. */
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthLength = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0)

/**
 * The day with this year, month and day of the month. `None` if there is no such day, such as 30 February.
 *
 * @category constructors
 */
export const fromCivil = (year: number, month: number, day: number): Option.Option<Day> =>
  Number.isInteger(year) &&
  year >= 1 &&
  year <= 9999 &&
  Number.isInteger(month) &&
  month >= 1 &&
  month <= 12 &&
  Number.isInteger(day) &&
  day >= 1 &&
  day <= monthLength(year, month)
    ? Option.some(toDays(year, month, day))
    : Option.none()

const iso = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * Reads an ISO 8601 date. `None` if the text is not a valid date.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import * as Option from "effect/Option"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Option.getOrThrow(Day.fromIso("1970-01-02")), 1)
 * assert.ok(Option.isNone(Day.fromIso("2026-02-29")))
 * ```
 * @category conversions
 */
export const fromIso = (text: string): Option.Option<Day> => {
  const parts = iso.exec(text)
  return parts === null ? Option.none() : fromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/**
 * Formats a day as an ISO 8601 date, `YYYY-MM-DD`.
 *
 * @category conversions
 */
export const toIso = (self: Day): string => {
  const { year, month, day } = civil(self)
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
}

/**
 * The schema of a day that is written as an ISO 8601 date in a file, a row or an entry.
 *
 * @category schemas
 */
export const DayFromIso = Schema.String.check(
  Schema.makeFilter((text: string) => Option.isSome(fromIso(text)), {
    expected: "a date such as 2026-03-01",
    toJsonSchema: () => ({ type: "string", format: "date" })
  })
).pipe(
  Schema.decodeTo(Day, {
    decode: SchemaGetter.transform((text: string) => Option.getOrThrow(fromIso(text))),
    encode: SchemaGetter.transform((day: number) => toIso(day as Day))
  })
)

/**
 * Makes a day from a text that is written in the code, such as `2026-03-01`.
 *
 * Throws a `RangeError` if the text is not a date. For input from outside, use {@link DayFromIso}.
 *
 * @category constructors
 */
export const make = (text: string): Day =>
  Option.getOrThrowWith(fromIso(text), () => new RangeError(`"${text}" is not a date such as 2026-03-01`))

/** The day that is `days` days later, or earlier if `days` is negative. */
export const add = (self: Day, days: number): Day => (self + days) as Day

/** The number of days from `self` to `that`: 0 on the same day, negative if `that` is earlier. */
export const until = (self: Day, that: Day): number => that - self

/** The day of the week: 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekday = (self: Day): number => ((((self + 3) % 7) + 7) % 7) + 1

/** The Monday of the week that contains the day (ISO 8601). */
export const weekStart = (self: Day): Day => (self - weekday(self) + 1) as Day

/** The first day of the month that contains the day. */
export const monthStart = (self: Day): Day => (self - civil(self).day + 1) as Day

/**
 * The day on which `years` full years have passed since `self`.
 *
 * A person born on 29 February completes a year on 1 March if the year has no 29 February.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Day.toIso(Day.anniversary(Day.make("1964-02-29"), 61)), "2025-03-01")
 * ```
 * @category calendar
 */
export const anniversary = (self: Day, years: number): Day => {
  const { year, month, day } = civil(self)
  const target = year + years
  return day > monthLength(target, month) ? toDays(target, month + 1, 1) : toDays(target, month, day)
}

/**
 * The number of full calendar years from `self` to `on`: the age on the day `on` of a person born on `self`. Negative
 * if `on` is before `self`.
 *
 * @category calendar
 */
export const yearsUntil = (self: Day, on: Day): number => {
  const from = civil(self)
  const to = civil(on)
  const before = to.month < from.month || (to.month === from.month && to.day < from.day)
  return to.year - from.year - (before ? 1 : 0)
}
