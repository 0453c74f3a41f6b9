import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as Result from "effect/Result"
import fc from "fast-check"
import { calendar } from "../src/Calendar.ts"
import { type HolidayNotice, readHolidayNotice } from "../src/HolidayNotice.ts"

// The published holiday notices of these years, shortened.
const notices: Readonly<Record<number, string>> = {
  2026: `国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日`,
  2025: `国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`
}

const isoOf = ({ holidays, workdays }: HolidayNotice) => ({
  holidays: holidays.map(Day.toIso),
  workdays: workdays.map(Day.toIso)
})

const problemsOf = (text: string) =>
  Result.match(readHolidayNotice(text), { onFailure: ({ problems }) => problems, onSuccess: () => [] })

describe("a holiday notice", () => {
  it.each([2025, 2026])("of %i is read with the same days as in chinese-days", (year) => {
    const { source: _, ...known } = calendar[year]!
    expect(isoOf(Result.getOrThrow(readHolidayNotice(notices[year]!)))).toEqual(known)
  })

  it("is read the same with half-width characters, spaces, and the line ends of an office program", () => {
    const typed = notices[2026]!.replaceAll("，", ", ").replaceAll("（", " (").replaceAll("\n", "\r\n")
    expect(readHolidayNotice(typed.normalize("NFKC"))).toEqual(readHolidayNotice(notices[2026]!))
  })

  it("may move days of the year before", () => {
    const text = notices[2026]!.replace(
      "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
      "2025年12月31日（周三）至2026年1月2日（周五）放假调休，共3天。2025年12月28日（周日）上班。"
    )
    const { holidays, workdays } = isoOf(Result.getOrThrow(readHolidayNotice(text)))
    expect(holidays.slice(0, 4)).toEqual(["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-15"])
    expect(workdays[0]).toBe("2025-12-28")
  })

  it.each([
    [
      "a day of the week that is wrong",
      "2月14日（周六）",
      "2月14日（周日）",
      { _tag: "OtherWeekday", day: Day.make("2026-02-14"), expected: "六", stated: "日" }
    ],
    ["a count of days that is wrong", "共9天", "共8天", { _tag: "OtherCount", stated: 8, found: 9 }],
    ["a day that does not exist", "2月28日", "2月30日", { _tag: "NoSuchDay", found: "2月30日(周六)" }],
    ["a range that is reversed", "至23日", "至13日", { _tag: "RangeReversed" }],
    [
      "a holiday by law that is missing",
      "四、劳动节：",
      "劳动节",
      { _tag: "FixedHolidayMissing", day: Day.make("2026-05-01") }
    ],
    [
      "a day that is both off and worked",
      "5月9日（周六）上班",
      "5月5日（周二）上班",
      { _tag: "OffAndWorked", day: Day.make("2026-05-05") }
    ],
    ["a text that is not the notice", "部分节假日安排", "放假安排", { _tag: "TitleMissing" }]
  ])("is refused, with the mistake, for %s", (_, found, put, problem) => {
    expect(problemsOf(notices[2026]!.replaceAll(found, put))).toContainEqual(expect.objectContaining(problem))
  })

  it("is read back with the same days, for any days that are written in its form", () => {
    const first = Day.make("2027-01-01")
    const fixed = [
      [0, 0],
      [120, 121],
      [273, 275]
    ] as const
    const spans = fc
      .uniqueArray(fc.integer({ min: 3, max: 110 }), { maxLength: 8, minLength: 2 })
      .map((days) => days.toSorted((a, b) => a - b))
    const say = (at: number) => {
      const { day, month } = Day.civil(Day.add(first, at))
      return `${month}月${day}日（周${"一二三四五六日"[Day.weekday(Day.add(first, at)) - 1]}）`
    }
    fc.assert(
      fc.property(spans, ([from = 3, until = 4, ...works]) => {
        const off = [[from, until] as const, ...fixed]
        const lines = off.map(
          ([a, b], n) =>
            `${"一二三四"[n]}、节日：${a === b ? say(a) : `${say(a)}至${say(b)}`}放假，共${b - a + 1}天。` +
            (n === 0 && works.length > 0 ? `${works.map(say).join("、")}上班。` : "")
        )
        const read = readHolidayNotice(`关于2027年部分节假日安排的通知\n${lines.join("\n")}`)
        const days = off.flatMap(([a, b]) =>
          Array.from({ length: b - a + 1 }, (_, at) => Day.add(first, a + at))
        )
        expect(read).toEqual(
          Result.succeed({
            year: 2027,
            holidays: days.toSorted((a, b) => a - b),
            workdays: works.map((at) => Day.add(first, at))
          })
        )
      })
    )
  })
})
