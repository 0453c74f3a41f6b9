/**
 * Reads dates in the forms in which people and programs write them: `1950-03-01`, `1950/3/1 0:00`, `1950.3.1`,
 * `1950年3月1日`, `19500301`, in full width, or as the serial number that Excel shows for a date without a date format. A
 * text that can mean two different days is refused.
 */
import * as Day from "@liulinhui/core/Day"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Cell } from "../file/Item.ts"
import { dayOfSerial } from "../file/NumberFormat.ts"
import type { MessageId } from "../words/Catalogue.ts"

/** A birth of which only the year, or the year and month, is known. */
export interface Estimate {
  readonly year: number
  readonly month?: number
}

/** The date in a cell: a day, or only a year or a month. `remark` states how the text was interpreted. */
export type Dated =
  | { readonly _tag: "Day"; readonly day: Day.Day; readonly remark?: MessageId }
  | { readonly _tag: "Estimate"; readonly estimate: Estimate; readonly remark?: MessageId }

type Read = Result.Result<Dated, MessageId>

const day = (year: string, month: string, date: string, remark?: MessageId): Read => {
  const found = Day.fromCivil(Number(year), Number(month), Number(date))
  return Option.isNone(found)
    ? Result.fail("no-such-day")
    : Result.succeed({ _tag: "Day", day: found.value, ...(remark === undefined ? {} : { remark }) })
}

const month = (year: string, text: string): Read => {
  const number = Number(text)
  return number >= 1 && number <= 12
    ? Result.succeed({ _tag: "Estimate", estimate: { year: Number(year), month: number } })
    : Result.fail("no-such-day")
}

const year = (text: string, remark?: MessageId): Read =>
  Result.succeed({
    _tag: "Estimate",
    estimate: { year: Number(text) },
    ...(remark === undefined ? {} : { remark })
  })

const century = "(?:18|19|20)\\d\\d"
const time = "(?:[T ]?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?(?: ?[AP]M)?(Z|[+-]\\d{2}:?\\d{2})?)?"
const full = new RegExp(
  `^(${century})(?:-(\\d{1,2})-(\\d{1,2})|/(\\d{1,2})/(\\d{1,2})|\\.(\\d{1,2})\\.(\\d{1,2})\\.?|年(\\d{1,2})月(\\d{1,2})[日号]?)${time}$`,
  "i"
)
const yearAndMonth = new RegExp(`^(${century})(?:[-/](\\d{1,2})|\\.(\\d{1,2})|年(\\d{1,2})月?)$`)
const yearAlone = new RegExp(`^(${century})年?$`)
const compact = new RegExp(`^(${century})(\\d{2})(\\d{2})$`)
const compactMonth = new RegExp(`^(${century})(\\d{2})$`)
const dayOrMonthFirst = /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})$/
const shortYear = /^'?\d{2}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|年)$/
const monthName = /^(?:\d{1,2}[- ])?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ,]/i

/** Texts that mean "unknown" in a column that contains dates. */
const unknown: ReadonlySet<string> = new Set([
  "不详",
  "不明",
  "未知",
  "无",
  "-",
  "--",
  "/",
  "?",
  "n/a",
  "unknown"
])

/** Returns whether a text means that the date is unknown. */
export const isUnknown = (text: string): boolean => unknown.has(plain(text).toLowerCase())

// Converts a text to a common form: normal width, one kind of hyphen, and no spaces around separators.
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[‐‑‒–—―−﹣ー]/g, "-")
    .replace(/\s*([-/.年月])\s*/g, "$1")
    .replace(/\s+/g, " ")
    .trim()

// If a time has a time zone, the day may be a different day in the time zone of the district. So only midnight is
// accepted.
const zoned = (hours: string | undefined, minutes: string | undefined, zone: string | undefined): boolean =>
  zone !== undefined && (Number(hours) !== 0 || Number(minutes) !== 0)

const serial = (value: number): Read => {
  const found = value >= 1000 && value < 100_000 ? dayOfSerial(value, false) : undefined
  return found === undefined
    ? Result.fail("not-a-date")
    : Result.succeed({ _tag: "Day", day: found, remark: "serial-date" })
}

const compactOf = (text: string): Read | undefined => {
  const eight = compact.exec(text)
  if (eight !== null) return day(eight[1] ?? "", eight[2] ?? "", eight[3] ?? "")
  const six = compactMonth.exec(text)
  if (six === null) return undefined
  const [, first = "", last = ""] = six
  // For example, 200312 can mean December 2003, or 12 March of a year that ends in 20.
  const other = Number(first.slice(2))
  return other >= 1 && other <= 12 && Number(last) >= 1 ? Result.fail("two-digit-year") : month(first, last)
}

const readText = (cell: string): Read => {
  const text = plain(cell)
  const whole = full.exec(text)
  if (whole !== null) {
    const [y = "", m = "", d = ""] = [whole[1], ...whole.slice(2, 10).filter((part) => part !== undefined)]
    return zoned(whole[10], whole[11], whole[13]) ? Result.fail("zoned-time") : day(y, m, d)
  }
  const written = compactOf(text)
  if (written !== undefined) return written
  const partial = yearAndMonth.exec(text)
  if (partial !== null) {
    const [, y = "", hyphen, dot, chinese] = partial
    // If a program reads 1950.10 as a number, it writes 1950.1. So this may be January or October.
    if (dot === "1") return year(y, "month-cut-off")
    return month(y, hyphen ?? dot ?? chinese ?? "")
  }
  const alone = yearAlone.exec(text)
  if (alone !== null) return year(alone[1] ?? "")
  if (/^\d{4,5}(?:\.\d+)?$/.test(text)) return serial(Number(text))
  if (dayOrMonthFirst.test(text)) {
    return Result.fail(/\d{4}$/.test(text) ? "day-or-month-first" : "two-digit-year")
  }
  if (shortYear.test(text)) return Result.fail("two-digit-year")
  return Result.fail(monthName.test(text) ? "day-or-month-first" : "not-a-date")
}

/** Reads a cell as a date. Fails with the code of the problem. */
export const read = (cell: Cell, text: string): Read => {
  if (typeof cell !== "object") return readText(text)
  const { shows } = cell
  const { month, year } = Day.civil(cell.day)
  switch (shows) {
    case "day":
      return Result.succeed({ _tag: "Day", day: cell.day })
    case "month":
      return Result.succeed({ _tag: "Estimate", estimate: { year, month } })
    case "year":
      return Result.succeed({ _tag: "Estimate", estimate: { year } })
    default:
      return Result.fail("year-not-shown")
  }
}
