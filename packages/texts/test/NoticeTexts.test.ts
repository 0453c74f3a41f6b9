import { describe, expect, it } from "@effect/vitest"
import { type ArgumentName, argumentsOf, Happening, type NoticeRule } from "@liulinhui/core/Notice"
import { sixHearts } from "@liulinhui/six-hearts"
import { Texts } from "@liulinhui/texts"
import { problems, word } from "../src/NoticeTexts.ts"

const rule = (on: Happening, text: string): NoticeRule => ({
  name: { zh: "提醒", en: "Reminder" },
  on,
  to: [],
  text: { zh: text, en: text }
})
const place = { zh: "1号楼 101", en: "1号楼 101" }

describe("the text of a notice rule", () => {
  it("is correct for every rule of the Six-Heart model, in both languages", () => {
    for (const notice of Object.values(sixHearts.notices)) {
      expect(problems(notice as unknown as NoticeRule)).toEqual([])
    }
  })

  it("may use every argument of its happening, each with its type", () => {
    for (const on of Happening.literals) {
      const days: ReadonlyArray<ArgumentName> = ["day", "due"]
      const text = argumentsOf[on].map((name) => (days.includes(name) ? `{${name}, date}` : `{${name}}`))
      expect(problems(rule(on, text.join(" ")))).toEqual([])
    }
  })

  it("has a problem if it uses a place as a date, or an unknown argument", () => {
    const languages = (text: string) => problems(rule("case-due", text)).map(({ language }) => language)
    expect(languages("{place, date}")).toEqual(["zh", "en"])
    expect(languages("{outcome}")).toEqual(["zh", "en"])
  })

  it("is replaced by the name of its rule and the place if it is wrong", () => {
    const params = { district: place, place, due: 20_000 }
    const zh = Texts.words(Texts.builtIn, "zh")
    const en = Texts.words(Texts.builtIn, "en")
    expect(word(zh, rule("case-due", "{place, date}"), params)).toBe("提醒：1号楼 101")
    expect(word(en, rule("case-due", "{outcome}"), params)).toBe("Reminder: 1号楼 101")
    expect(word(zh, rule("case-due", "{place}到期"), params)).toBe("1号楼 101到期")
  })
})
