import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/kernel/Day"
import { format, problem, reasons, sayReason } from "@liulinhui/texts"

const names = (pattern: string): ReadonlyArray<string> =>
  [...pattern.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name).toSorted()

describe("the words for reasons", () => {
  it.each(Object.entries(reasons))("%s says the same things in Chinese and in English", (_, { en, zh }) => {
    expect(new Set(names(en))).toEqual(new Set(names(zh)))
    for (const text of [en, zh]) expect(problem(text, names(text))).toBeUndefined()
  })

  it("name days as days and lists as lists", () => {
    expect(
      sayReason("zh", {
        _tag: "ResidentGone",
        resident: "r1",
        index: 0,
        left: Day.make("2026-03-09")
      } as never)
    ).toBe("居民r1已于2026年3月9日离开")
    expect(
      sayReason("en", {
        _tag: "MayNotGrant",
        reason: "refused",
        roles: ["committee", "general-branch"]
      } as never)
    ).toBe("the reason refused is granted by committee, general-branch")
  })

  it("tell a reason that the catalogue does not know by its tag and fields", () => {
    expect(sayReason("en", { _tag: "Odd", at: 3 } as never)).toBe("Odd at 3")
  })
})

describe("a message", () => {
  it("takes a text in the language that is asked for", () => {
    const kind = { zh: "适老化改造", en: "home adaptation" }
    expect(format("zh", "{kind}已办结", { kind })).toBe("适老化改造已办结")
    expect(format("en", "{kind} is done", { kind })).toBe("home adaptation is done")
  })

  it.each(["{a} {b", "{a} {c}", "{n, plural, one {#}}"])(
    "that nobody could word is found out: %s",
    (pattern) => {
      expect(problem(pattern, ["a", "n"])).toBeTypeOf("string")
    }
  )
})
