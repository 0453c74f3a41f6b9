import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import type { ArgumentOf, KeyIn, MessageId, PlainKeyIn } from "@liulinhui/texts"
import { en, Texts, zh } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import { fr } from "./fr.ts"

const three = Texts.make([zh, en, fr])
const on = Day.make("2026-03-09")

describe("words", () => {
  it("are of the language that is requested, with its dates and lists", () => {
    const say = (language: string) => Texts.words(three, language).say("reason.Closed", { on, outcome: "x" })
    expect(say("zh")).toBe("事项已于2026年3月9日办结（x）")
    expect(say("en")).toBe("the case was closed on 9 March 2026 (x)")
    expect(say("fr")).toBe("«the case was closed on 9 mars 2026 (x)»")
    expect(Texts.words(three, "zh").list(["甲", { zh: "乙", en: "b" }])).toBe("甲、乙")
    expect(Texts.words(three, "en").list(["甲", { zh: "乙", en: "b" }])).toBe("甲, b")
    expect(Texts.words(three, "en").day(on)).toBe("9 March 2026")
  })

  it("are of a wider language where there is no catalogue of a narrower one", () => {
    expect(Texts.words(three, "en-AU").say("reason.ReasonMissing")).toBe("say why")
    expect(Texts.words(three, "zh-Hant-HK").say("reason.ReasonMissing")).toBe("须说明理由")
  })

  it("fall back to the district's language, then to Chinese, then to any", () => {
    const say = (texts: Texts.Texts, language: string, district: ReadonlyArray<string> = []) =>
      Texts.words(texts, language, district).say("reason.ReasonMissing")
    expect(say(three, "ug", ["fr", "en"])).toBe("«say why»")
    expect(say(three, "ug")).toBe("须说明理由")
    expect(say(Texts.make([en]), "ug")).toBe("say why")
  })

  it("take a text of the model likewise", () => {
    const text = (
      of: Readonly<Record<string, string>>,
      language: string,
      district: ReadonlyArray<string> = []
    ) => Texts.words(three, language, district).text(of)
    expect(text({ zh: "组长", en: "lead" }, "en")).toBe("lead")
    expect(text({ zh: "组长" }, "en")).toBe("组长")
    expect(text({ en: "lead", fr: "chef" }, "zh", ["fr"])).toBe("chef")
    expect(text({ fr: "chef" }, "en")).toBe("chef")
  })

  it("fill in what a model wrote in another language as that language does it", () => {
    const words = Texts.words(three, "en")
    expect(words.fillIn({ zh: "{due, date}到期：{what}" }, { due: on, what: ["甲", "乙"] })).toBe(
      "2026年3月9日到期：甲、乙"
    )
    expect(words.fillIn({ zh: "{due, date}到期", en: "due {due, date}" }, { due: on })).toBe(
      "due 9 March 2026"
    )
  })

  it("say an empty list as nothing that is known", () => {
    const { say } = Texts.words(three, "zh")
    expect(say("cli.pair.gone", { pairs: [] })).toBe("去掉：没有")
    expect(say("cli.pair.gone", { pairs: ["甲", "乙"] })).toBe("去掉：甲、乙")
  })
})

describe("texts", () => {
  it("are registered by value: another language changes nothing for those who do not use it", () => {
    expect(Texts.languages(three)).toEqual(["zh", "en", "fr"])
    expect(Texts.languages(Texts.builtIn)).toEqual(["zh", "en"])
  })

  it("say everything in a third language that is one more file", () => {
    const { has } = Texts.words(Texts.make([fr]), "fr")
    expect(Object.keys(zh.messages).filter((id) => !has(id))).toEqual([])
  })

  it("are extended by messages of somebody else, in each language that there is a catalogue of", () => {
    const texts = Texts.extend(three, {
      zh: { "reason.GardenFull": "菜园已满，最多{most}户", "reason.ReasonMissing": "请写明理由" },
      en: { "reason.GardenFull": "the garden is full" },
      ug: { "reason.GardenFull": "…" }
    })
    expect(Texts.words(texts, "zh").find("reason.GardenFull", { most: 3 })).toBe("菜园已满，最多3户")
    expect(Texts.words(texts, "fr").find("reason.GardenFull", { most: 3 })).toBe("菜园已满，最多3户")
    expect(Texts.words(texts, "zh").say("reason.ReasonMissing")).toBe("请写明理由")
    expect(Texts.words(three, "zh").find("reason.GardenFull")).toBeUndefined()
    expect(Texts.languages(texts)).toEqual(["zh", "en", "fr"])
  })

  it.effect("are the built-in ones unless others are provided", () =>
    Effect.gen(function* () {
      expect(yield* Texts.Current).toBe(Texts.builtIn)
      expect(yield* Effect.provideService(Texts.Current, Texts.Current, three)).toBe(three)
    })
  )

  it("say something in each language", () => {
    const all = Texts.wordsInEach(three)
    expect(Texts.sayInEach(all, ({ say }) => say("reason.ReasonMissing"))).toEqual({
      zh: "须说明理由",
      en: "say why",
      fr: "«say why»"
    })
  })
})

describe("the types of messages", () => {
  it("have the arguments of each message", () => {
    expectTypeOf<ArgumentOf<"case.opened">>().toEqualTypeOf<"by" | "stage" | "due">()
    expectTypeOf<ArgumentOf<"reason.Closed">>().toEqualTypeOf<"on" | "outcome">()
    expectTypeOf<ArgumentOf<"cli.deadline">>().toEqualTypeOf<
      "of" | "check" | "due" | "late" | "working" | "left" | "notified"
    >()
    expectTypeOf<ArgumentOf<"reason.ReasonMissing">>().toBeNever()
    expectTypeOf<"title">().toExtend<KeyIn<"report">>()
    expectTypeOf<"pairing.total">().not.toExtend<PlainKeyIn<"report">>()
    expectTypeOf<"coverage.before">().toExtend<PlainKeyIn<"report">>()
    expectTypeOf<"reason.Nonsense">().not.toExtend<MessageId>()
  })
})
