import { describe, expect, it } from "@effect/vitest"
import { fallbacks, inLanguage, Language, languageOf, Text } from "../../src/kernel/Text.ts"
import { reader } from "../../src/kernel/StrictReader.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const tag = fc.constantFrom("zh", "en", "fr", "ug", "zh-Hant", "zh-Hant-HK", "en-GB", "es-419")
const text = fc.dictionary(tag, fc.string({ minLength: 1 }), { minKeys: 1, noNullPrototype: true })
const read = reader(Text)

describe("a language", () => {
  it.each(["zh", "en", "zh-Hant", "en-GB", "es-419", "zh-Hant-HK", "bo"])("%s is one", (language) => {
    expect(Schema.is(Language)(language)).toBe(true)
    expect(() => new Intl.DateTimeFormat(language)).not.toThrow()
  })

  it.each(["", "ZH", "z", "chinese", "zh_CN", "zh-cn", "zh-hans", "zh-"])("%s does not exist", (language) => {
    expect(Schema.is(Language)(language)).toBe(false)
  })
})

describe("a text", () => {
  it("is in one language or in several", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(Schema.is(Text)(one)).toBe(true)
        expect(Result.getOrThrow(read(one))).toEqual(one)
      })
    )
  })

  it("is written the same however its languages are ordered", () => {
    const written = (one: unknown) => JSON.stringify(Result.getOrThrow(read(one)))
    expect(written({ en: "lead", zh: "组长" })).toBe('{"zh":"组长","en":"lead"}')
    expect(written({ zh: "组长", en: "lead" })).toBe('{"zh":"组长","en":"lead"}')
  })

  it.each([
    [{}, "wrong-value"],
    [{ zh: "" }, "wrong-value"],
    ["组长", "wrong-value"],
    [{ fr: 3 }, "wrong-value"],
    [{ chinese: "组长" }, "unknown-key"],
    [{ zh: "组长", EN: "lead" }, "unknown-key"]
  ])("in no language, or with nothing in it, is refused, once for each mistake: %j (%s)", (one, code) => {
    expect(Result.isFailure(read(one)) && read(one)).toMatchObject({ failure: { problems: [{ code }] } })
  })

  it("is read in the language requested, a wider one, the district's, Chinese, or any, in this order", () => {
    expect(fallbacks("zh-Hant-HK", ["fr"])).toEqual(["zh-Hant-HK", "zh-Hant", "zh", "fr", "zh"])
    expect(inLanguage({ zh: "组长", en: "lead" }, "en-GB")).toBe("lead")
    expect(inLanguage({ zh: "组长", fr: "chef" }, "en", ["fr"])).toBe("chef")
    expect(inLanguage({ zh: "组长", fr: "chef" }, "en")).toBe("组长")
    expect(inLanguage({ fr: "chef" }, "en")).toBe("chef")
  })

  it("is found in some language whatever is requested", () => {
    fc.assert(
      fc.property(text, tag, fc.array(tag), (one, language, district) => {
        const found = languageOf(one, fallbacks(language, district))
        expect(inLanguage(one, language, district)).toBe(one[found])
        expect(one[language] === undefined || found === language).toBe(true)
      })
    )
  })
})
