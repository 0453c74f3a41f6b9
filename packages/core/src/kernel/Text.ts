/**
 * A short text in the languages that a district speaks: the name of a group, of a stage, of a rule. Chinese comes first
 * and is always there.
 */
import * as Schema from "effect/Schema"

/** The languages for which the library itself has catalogues. */
export const Language = Schema.Literals(["zh", "en"])
export type Language = typeof Language.Type

/**
 * The same short text in Chinese and in English.
 *
 * @category models
 */
export const Text = Schema.Struct({ zh: Schema.NonEmptyString, en: Schema.NonEmptyString })
export interface Text extends Schema.Schema.Type<typeof Text> {}

/** The text in one language. */
export const inLanguage = (self: Text, language: Language): string => self[language]

/**
 * What fills an argument of a message. A day is a number: the message says `{day, date}` where it means one.
 *
 * @category models
 */
export type Param = string | number | Text | ReadonlyArray<string | Text>
