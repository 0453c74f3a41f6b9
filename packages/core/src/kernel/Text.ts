/**
 * A short text that a district writes in its model, such as the name of a group, a stage or a rule. It is written in
 * one or several languages. A reader gets the text in the requested language, or else in the next best language.
 */
import * as Schema from "effect/Schema"

const tag = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"

/**
 * A language, as a BCP 47 tag with an optional script and region: `zh`, `en`, `zh-Hant`, `en-GB`. Any language is
 * allowed. Texts of the library itself exist only in the languages for which there is a catalogue.
 *
 * @category schemas
 */
export const Language = Schema.String.check(
  Schema.isPattern(new RegExp(`^${tag}$`, "u"), { expected: "a language tag such as zh, en or zh-Hant" })
)
export type Language = typeof Language.Type

// `zh` and `en` are separate keys of the type, so that editors suggest these keys and they always come first.
const other = Schema.String.check(Schema.isPattern(new RegExp(`^(?!(?:zh|en)$)${tag}$`, "u")))

/**
 * One short text in one or more languages. Each key is a language tag, such as `zh`.
 *
 * @example
 * ```ts
 * import { Text } from "@liulinhui/core/Text"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const read = Schema.decodeUnknownSync(Text)
 * assert.deepEqual(read({ zh: "楼道" }), { zh: "楼道" })
 * assert.deepEqual(read({ zh: "楼道", fr: "palier" }), { zh: "楼道", fr: "palier" })
 * assert.throws(() => read({}))
 * ```
 * @category schemas
 */
export const Text = Schema.StructWithRest(
  Schema.Struct({
    zh: Schema.optionalKey(Schema.NonEmptyString),
    en: Schema.optionalKey(Schema.NonEmptyString)
  }),
  [Schema.Record(other, Schema.NonEmptyString)]
).check(Schema.isMinProperties(1, { expected: "a text in at least one language, such as { zh: … }" }))
export type Text = typeof Text.Type

/**
 * The languages in which to look for a text, the best one first: the requested language (`zh-Hant-HK`, then `zh-Hant`,
 * then `zh`), then the languages of the district, then Chinese.
 *
 * @category operations
 */
export const fallbacks = (
  language: Language,
  district: ReadonlyArray<Language> = []
): readonly [Language, ...ReadonlyArray<Language>] => {
  const parts = language.split("-")
  const wider = parts.slice(1).map((_, at) => parts.slice(0, parts.length - 1 - at).join("-"))
  return [language, ...wider, ...district, "zh"]
}

/**
 * The first language of `order` in which the text is available. If it is available in none of them, the first language
 * of the text.
 *
 * @category operations
 */
export const languageOf = (self: Text, order: ReadonlyArray<Language>): Language =>
  order.find((language) => self[language] !== undefined) ?? Object.keys(self)[0] ?? "zh"

/**
 * Returns the text in a language, or in the next best language: see {@link fallbacks}.
 *
 * @example
 * ```ts
 * import { inLanguage } from "@liulinhui/core/Text"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(inLanguage({ zh: "组长", en: "group lead" }, "en-GB"), "group lead")
 * assert.equal(inLanguage({ zh: "组长" }, "en"), "组长")
 * assert.equal(inLanguage({ en: "lead", fr: "responsable" }, "zh", ["fr", "en"]), "responsable")
 * ```
 * @category operations
 */
export const inLanguage = (self: Text, language: Language, district: ReadonlyArray<Language> = []): string =>
  self[languageOf(self, fallbacks(language, district))] ?? ""

/**
 * A value for a placeholder in a message. A day is passed as a number; the message formats it with `{day, date}`.
 *
 * @category models
 */
export type Param = string | number | Text | ReadonlyArray<string | Text>
