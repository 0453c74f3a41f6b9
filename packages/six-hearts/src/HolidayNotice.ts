/**
 * Reads the text of the yearly notice on public holidays (国务院办公厅关于…年部分节假日安排的通知). Use it to add a year to the calendar
 * of working days on the day when the notice is published.
 *
 * The notice states some facts twice. This module compares them: days of the week, numbers of days, and holidays with a
 * fixed date.
 */
import { fixedHolidays } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import { inWords, tagged, TaggedError } from "@liulinhui/core/Failure"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * The content of a holiday notice. It may include days at the end of the previous year, because a notice can change
 * them.
 *
 * @category models
 */
export interface HolidayNotice {
  readonly year: number
  readonly holidays: ReadonlyArray<Day.Day>
  /** Weekend days on which people work instead of another day (调休上班). */
  readonly workdays: ReadonlyArray<Day.Day>
}

/**
 * A problem in the text of a holiday notice. `part`, `item` and `found` are quoted from the text; weekdays are written
 * as in the text: 一 (Monday) to 日 (Sunday).
 *
 * - `TitleMissing`: the text is not a notice, or not a complete one;
 * - `OtherWeekday`: the stated day of the week is not the one in the calendar;
 * - `NoSuchDay`: the day does not exist;
 * - `RangeReversed`: a range of days ends before it begins;
 * - `OtherCount`: the stated number of days is not the number of days that are listed;
 * - `FixedHolidayMissing`: a public holiday that the law requires was not found;
 * - `OffAndWorked`: a day is listed both as a holiday and as a working day.
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

/**
 * The text of a notice is refused, with every problem. The message lists them in plain words.
 *
 * @category errors
 */
export class HolidayNoticeRefused extends TaggedError<HolidayNoticeRefused>()(
  "HolidayNoticeRefused",
  { problems: Schema.Array(tagged<HolidayNoticeProblem>()) },
  ({ problems }) =>
    `the notice is refused: ${problems.map(inWords).join("; ")}. Compare the text with the notice as it was published`
) {}

type Days = ReadonlyArray<Day.Day>

// Matches a day, such as `2027年1月1日(周五)`. In the text, the year and the month may be missing if they are the same as
// those of the day before it in the text.
const dayPattern = /(至|到|-)?(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?/g
const weekdays = "一二三四五六日"

/**
 * The state while a holiday notice is read: the year and month to use for a day without them, and the problems found so
 * far.
 */
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

/** Returns all days that a part of a sentence mentions. A range is expanded to its days. */
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
 * Replaces full-width characters by ordinary ones and removes spaces, because notices are copied from web pages and
 * office documents.
 */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[^\S\n]/g, "")

/**
 * Reads the text of a holiday notice. Fails with every problem in the text.
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
export const readHolidayNotice = (text: string): Result.Result<HolidayNotice, HolidayNoticeRefused> => {
  const lines = plain(text)
  const year = Number(/(\d{4})年部分节假日安排/.exec(lines)?.[1])
  if (Number.isNaN(year)) {
    return Result.fail(new HolidayNoticeRefused({ problems: [{ _tag: "TitleMissing" }] }))
  }
  const reading: Reading = { year, month: 1, problems: [] }
  const holidays = new Set<Day.Day>()
  const workdays = new Set<Day.Day>()
  // Each line describes one holiday, such as: 一、元旦：…
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
    ? Result.fail(new HolidayNoticeRefused({ problems: reading.problems }))
    : Result.succeed({ year, holidays: inOrder(holidays), workdays: inOrder(workdays) })
}
