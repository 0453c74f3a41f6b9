import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { Pattern } from "@liulinhui/texts"

const read = Pattern.reader()
const day = Day.make("2026-03-09")

describe("a pattern", () => {
  it("words a day as a date of its language, in every time zone", () => {
    expect(read("zh-CN", "{day, date}前整改").format({ day })).toBe("2026年3月9日前整改")
    expect(read("en-GB", "by {day, date}").format({ day })).toBe("by 9 March 2026")
    expect(read("zh-CN", "{day, date, monthDay}").format({ day })).toBe("3月9日")
  })

  it("words a day with a fraction with its hour, where the deadline is one of hours", () => {
    expect(read("zh-CN", "{day, date}前整改").format({ day: day + 0.604166 + 1 / 86_400 })).toBe(
      "2026年3月9日 14:30前整改"
    )
    expect(read("en-GB", "by {day, date}").format({ day: day + 0.5 })).toBe("by 9 March 2026 at 12:00")
    expect(read("zh-CN", "{day, date, monthDay}").format({ day: day + 0.5 })).toBe("3月9日 12:00")
  })

  it("leaves out a part whose value is not known", () => {
    const pattern = read("zh-CN", "立案{due, select, _ {} other {，期限至{due, date}}}。")
    expect(pattern.format({ due: day })).toBe("立案，期限至2026年3月9日。")
    expect(pattern.format({ due: undefined })).toBe("立案。")
    expect(pattern.format({})).toBe("立案。")
  })

  it("shows a dash where nothing says what to do without a value", () => {
    expect(read("en-GB", "{by} opened it").format({})).toBe("— opened it")
  })

  it("lists its arguments at any depth, with their options", () => {
    expect(read("en-GB", "{n, plural, one {# of {what}} other {{on, date}}}").arguments).toEqual([
      { name: "n", kind: "plural", options: ["one", "other"] },
      { name: "what", kind: "plain", options: [] },
      { name: "on", kind: "date", options: [] }
    ])
  })

  it.each([
    ["{a} {b", ["a"]],
    ["{a} {c}", ["a"]],
    ["{n, plural, one {#}}", ["n"]],
    ["{a, select, x {} other {{c}}}", ["a"]]
  ])("that nobody could word is found out: %s", (source, names) => {
    expect(Pattern.problem(source, names)).toBeTypeOf("string")
  })

  it("that uses only what it may has no problem", () => {
    expect(
      Pattern.problem("{a}：{n, plural, =0 {今天} other {#天}}，{on, date}", ["a", "n", "on"])
    ).toBeUndefined()
  })
})
