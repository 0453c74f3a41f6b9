/**
 * Reads the text of the yearly notice on public holidays (国务院办公厅关于…年部分节假日安排的通知). Use it to add a year to the
 * working-day calendar on the day on which the notice is published.
 *
 * The notice states some facts twice. They are compared: days of the week, counts of days, and holidays with a fixed
 * date.
 */
import { fixedHolidays } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/**
 * The content of a notice. A notice can also move days at the end of the year before, so some days may be in that year.
 *
 * @category models
 */
export interface HolidayNotice {
  readonly year: number
  readonly holidays: ReadonlyArray<Day.Day>
  /** Weekend days that are working days (调休上班). */
  readonly workdays: ReadonlyArray<Day.Day>
}

/**
 * A problem of a notice. `part`, `item` and `found` are parts of its text, and weekdays are as in the text: 一 to 日.
 *
 * - `TitleMissing`: the text is not the notice, or not all of it;
 * - `OtherWeekday`: the notice states another day of the week than the calendar has;
 * - `NoSuchDay`: the day does not exist;
 * - `RangeReversed`: a range ends before it begins;
 * - `OtherCount`: the notice states another count of days than it names;
 * - `FixedHolidayMissing`: a public holiday by law was not found;
 * - `OffAndWorked`: the day is both off and worked.
 *
 * @category models
 */
export type HolidayNoticeProblem =
  | { readonly _tag: "TitleMissing" }
  | {
      readonly _tag: "OtherWeekday"
      readonly day: Day.Day
      readonly expected: string
      readonly stated: string
    }
  | { readonly _tag: "NoSuchDay"; readonly found: string }
  | { readonly _tag: "RangeReversed"; readonly part: string }
  | { readonly _tag: "OtherCount"; readonly item: string; readonly stated: number; readonly found: number }
  | { readonly _tag: "FixedHolidayMissing"; readonly day: Day.Day }
  | { readonly _tag: "OffAndWorked"; readonly day: Day.Day }

type Days = ReadonlyArray<Day.Day>

// A day, such as `2027年1月1日(周五)`. Year and month may be left out if the previous day has the same ones.
const dayPattern = /(至|到|-)?(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?/g
const weekdays = "一二三四五六日"

/** The state of reading: the year and month for a day that has none, and the problems found so far. */
interface Reading {
  year: number
  month: number
  readonly problems: Array<HolidayNoticeProblem>
}

const checkWeekday = (reading: Reading, day: Day.Day, remark: string): void => {
  const stated = /(?:周|星期)([一二三四五六日天])/.exec(remark)?.[1]
  if (stated === undefined) return
  const expected = weekdays.charAt(Day.weekday(day) - 1)
  if (stated !== expected && !(stated === "天" && expected === "日")) {
    reading.problems.push({ _tag: "OtherWeekday", day, expected, stated })
  }
}

const range = (from: Day.Day, until: Day.Day): Days =>
  Array.from({ length: until - from + 1 }, (_, at) => Day.add(from, at))

/** All days that a part of a sentence names. A range becomes its days. */
const daysIn = (reading: Reading, part: string): Days => {
  let days: Days = []
  for (const [found, to, year, month, date, remark = ""] of part.matchAll(dayPattern)) {
    reading.year = year === undefined ? reading.year : Number(year)
    reading.month = month === undefined ? reading.month : Number(month)
    const day = Option.getOrUndefined(Day.fromCivil(reading.year, reading.month, Number(date)))
    if (day === undefined) {
      reading.problems.push({ _tag: "NoSuchDay", found })
      continue
    }
    checkWeekday(reading, day, remark)
    const from = to === undefined ? undefined : days.at(-1)
    if (from !== undefined && from >= day) {
      reading.problems.push({ _tag: "RangeReversed", part })
      continue
    }
    days = [...days, ...(from === undefined ? [day] : range(Day.add(from, 1), day))]
  }
  return days
}

/**
 * Replaces full-width characters by plain ones and removes spaces, because notices are copied from web pages and office
 * programs.
 */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[^\S\n]/g, "")

/**
 * Reads the text of a notice, or returns every problem in it.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import { readHolidayNotice } from "@liulinhui/six-hearts/HolidayNotice"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const notice = readHolidayNotice(`国务院办公厅关于2026年部分节假日安排的通知
 * 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
 * 四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
 * 七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`)
 * const { holidays, workdays } = Result.getOrThrow(notice)
 * assert.equal(holidays.length, 15)
 * assert.deepEqual(workdays.map(Day.toIso), ["2026-01-04", "2026-05-09", "2026-09-20", "2026-10-10"])
 * ```
 * @category reading
 */
export const readHolidayNotice = (
  text: string
): Result.Result<HolidayNotice, ReadonlyArray<HolidayNoticeProblem>> => {
  const lines = plain(text)
  const year = Number(/(\d{4})年部分节假日安排/.exec(lines)?.[1])
  if (Number.isNaN(year)) {
    return Result.fail([{ _tag: "TitleMissing" }])
  }
  const reading: Reading = { year, month: 1, problems: [] }
  const holidays = new Set<Day.Day>()
  const workdays = new Set<Day.Day>()
  // Each line has one holiday: 一、元旦：…
  for (const [, item = ""] of lines.matchAll(/^[一二三四五六七八九十]+、(.*)$/gm)) {
    reading.year = year
    let off: Days = []
    for (const part of item.split(/[。;,]/)) {
      const days = daysIn(reading, part)
      if (part.includes("上班")) for (const day of days) workdays.add(day)
      else if (/放假|补休/.test(part)) off = [...off, ...days]
      const stated = /(?:共|放假)(\d+)天/.exec(part)?.[1]
      if (stated !== undefined && Number(stated) !== off.length) {
        reading.problems.push({ _tag: "OtherCount", item, stated: Number(stated), found: off.length })
      }
    }
    for (const day of off) holidays.add(day)
  }
  for (const [month, date] of fixedHolidays) {
    const day = Option.getOrUndefined(Day.fromCivil(year, month, date))
    if (day !== undefined && !holidays.has(day)) {
      reading.problems.push({ _tag: "FixedHolidayMissing", day })
    }
  }
  for (const day of workdays) {
    if (holidays.has(day)) {
      reading.problems.push({ _tag: "OffAndWorked", day })
    }
  }
  const inOrder = (days: ReadonlySet<Day.Day>): Days => [...days].toSorted((a, b) => a - b)
  return reading.problems.length > 0
    ? Result.fail(reading.problems)
    : Result.succeed({ year, holidays: inOrder(holidays), workdays: inOrder(workdays) })
}
