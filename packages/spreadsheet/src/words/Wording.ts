/** Chooses the language of messages and sheets, and formats messages. */
import { fallbacks, inLanguage, type Language, type Text } from "@liulinhui/core/Text"
import { IntlMessageFormat } from "intl-messageformat"
import type { Catalogue, MessageId } from "./Catalogue.ts"
import { en } from "./en.ts"
import { zh } from "./zh.ts"

/**
 * The language to write in: the tag of a language, or a separate catalogue. If there is no catalogue for the language,
 * the next best language is used.
 *
 * @category models
 */
export type Wording = Language | Catalogue

/** The catalogues of this package. Column names are understood in all of these languages. */
export const catalogues: readonly [Catalogue, ...ReadonlyArray<Catalogue>] = [zh, en]

/** Returns the catalogue for a language. */
export const catalogueOf = (wording: Wording): Catalogue =>
  typeof wording === "string"
    ? (fallbacks(wording)
        .map((language) => catalogues.find((one) => one.language === language))
        .find((found) => found !== undefined) ?? catalogues[0])
    : wording

/**
 * The catalogue for a language, with the nouns of place of a district: lists have them as names of columns. The files that
 * an import reads keep their names of columns.
 *
 * @example
 * ```ts
 * import { gapList, withNouns } from "@liulinhui/spreadsheet"
 * import { strict as assert } from "node:assert"
 *
 * const words = withNouns("zh", { building: { zh: "组" }, room: { zh: "号" } })
 * assert.deepEqual(gapList("走访", [], words).headings.slice(0, 3), ["组", "楼层", "号"])
 * ```
 * @category models
 */
export const withNouns = (
  wording: Wording,
  nouns: { readonly building?: Text; readonly room?: Text } | undefined
): Catalogue => {
  const catalogue = catalogueOf(wording)
  const { language, labels } = catalogue
  const noun = (text: Text | undefined): string | undefined => text?.[language]
  return {
    ...catalogue,
    labels: {
      ...labels,
      building: noun(nouns?.building) ?? labels.building,
      flat: noun(nouns?.room) ?? labels.flat
    }
  }
}

/** The arguments of a message, by name. */
export type Args = Readonly<Record<string, string | number>>

const compiled = new WeakMap<Catalogue, Map<MessageId, IntlMessageFormat>>()

const compile = (catalogue: Catalogue, id: MessageId): IntlMessageFormat => {
  const known = compiled.get(catalogue) ?? new Map<MessageId, IntlMessageFormat>()
  compiled.set(catalogue, known)
  const made = known.get(id) ?? new IntlMessageFormat(catalogue.messages[id], catalogue.locale)
  known.set(id, made)
  return made
}

/** Formats a message with its arguments. */
export const format = (wording: Wording, id: MessageId, args: Args = {}): string =>
  String(compile(catalogueOf(wording), id).format(args))

/**
 * Returns a text in the chosen language. The text comes from the model or from the caller, in one or more languages.
 */
export const textOf = (wording: Wording, text: Text | string): string =>
  typeof text === "string" ? text : inLanguage(text, catalogueOf(wording).language)
