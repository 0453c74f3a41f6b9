import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as Result from "effect/Result"
import fc from "fast-check"
import { dayOfSerial, shapeOf } from "../../src/file/NumberFormat.ts"
import { type Dated, read } from "../../src/roster/Dates.ts"

const written = (dated: Dated): string =>
  dated._tag === "Day"
    ? Day.toIso(dated.day)
    : [dated.estimate.year, dated.estimate.month].filter(Boolean).join("-")

const reading = (text: string): string =>
  Result.match(read(text, text), { onFailure: (code) => code, onSuccess: written })

describe("a date", () => {
  it.each([
    ["1950-03-01", "1950-03-01"],
    ["1950 - 3 - 1", "1950-03-01"],
    ["1950年03月01日 8:30", "1950-03-01"],
    ["1950-03-01T23:59:59", "1950-03-01"],
    ["1950-03-01T00:00:00+08:00", "1950-03-01"],
    ["1950-03-01T16:00:00Z", "zoned-time"],
    ["1950—03—01", "1950-03-01"],
    ["１９５０．３．１", "1950-03-01"],
    ["1950.3.1.", "1950-03-01"],
    ["19500301", "1950-03-01"],
    ["19500230", "no-such-day"],
    ["195003", "1950-3"],
    ["195013", "no-such-day"],
    ["200312", "two-digit-year"],
    ["1950", "1950"],
    ["1950年", "1950"],
    ["1950年3月", "1950-3"],
    ["1950.3", "1950-3"],
    ["1950.10", "1950-10"],
    ["1950.1", "1950"],
    ["1950.13", "no-such-day"],
    ["18323", "1950-03-01"],
    ["18323.75", "1950-03-01"],
    ["2950", "1908-01-28"],
    ["0", "not-a-date"],
    ["3/1/1950", "day-or-month-first"],
    ["31.12.1950", "day-or-month-first"],
    ["50/3/1", "two-digit-year"],
    ["50年3月1日", "two-digit-year"],
    ["'50-3", "two-digit-year"],
    ["1-Mar-50", "day-or-month-first"],
    ["一九五〇年三月", "not-a-date"],
    ["", "not-a-date"]
  ])("written %j is %s", (text, expected) => {
    expect(reading(text)).toBe(expected)
  })

  it("of any day from 1900 on is read from each way of writing it", () => {
    fc.assert(
      fc.property(fc.integer({ min: Day.make("1900-03-01"), max: Day.make("2099-12-31") }), (number) => {
        const day = Day.Day.make(number)
        const { day: date, month, year } = Day.civil(day)
        for (const text of [
          Day.toIso(day),
          `${year}/${month}/${date}`,
          `${year}.${month}.${date}`,
          `${year}年${month}月${date}日`,
          Day.toIso(day).replaceAll("-", "")
        ]) {
          expect(reading(text)).toBe(Day.toIso(day))
        }
        expect(dayOfSerial(number - Day.make("1899-12-30"), false)).toBe(day)
      })
    )
  })
})

describe("a number format", () => {
  it.each([
    ["yyyy-mm-dd", "day"],
    ['yyyy"年"m"月"d"日";@', "day"],
    ["[$-804]yyyy\\年m\\月", "month"],
    ["[DBNum1][$-804]yyyy年m月", "month"],
    ["yyyy", "year"],
    ["e年", "year"],
    ["mmm-yy", "month"],
    ['m"月"d"日"', "no year"],
    ["h:mm:ss", undefined],
    ["mm:ss", undefined],
    ["General", undefined],
    ["0.00E+00", undefined],
    ['#,##0.00"元"', undefined],
    ["@", undefined]
  ])("%j shows a date as %s", (code, shows) => {
    const shape = shapeOf(code)
    expect(shape?._tag === "Date" ? shape.shows : undefined).toBe(shows)
  })

  it("of zeros shows digits", () => {
    expect(shapeOf("0000")).toEqual({ _tag: "Digits", least: 4 })
    expect(shapeOf("0")).toBeUndefined()
  })
})
