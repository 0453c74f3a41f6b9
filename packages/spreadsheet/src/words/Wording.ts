/** Chooses the words to write with, and formats messages. */
import { fallbacks, inLanguage, type Language, type Text } from "@liulinhui/core/Text"
import { IntlMessageFormat } from "intl-messageformat"
import type { Catalogue, MessageId } from "./Catalogue.ts"
import { en } from "./en.ts"
import { zh } from "./zh.ts"

/**
 * The words to write with: the tag of a language, or another catalogue. If the language has no catalogue, the next best
 * one is used.
 *
 * @category models
 */
export type Wording = Language | Catalogue

/** The catalogues of this package. Column names are read in all of these languages. */
export const catalogues: readonly [Catalogue, ...ReadonlyArray<Catalogue>] = [zh, en]

/** The catalogue to write with. */
export const catalogueOf = (wording: Wording): Catalogue =>
  typeof wording === "string"
    ? (fallbacks(wording)
        .map((language) => catalogues.find((one) => one.language === language))
        .find((found) => found !== undefined) ?? catalogues[0])
    : wording

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

/** Formats a message. */
export const format = (wording: Wording, id: MessageId, args: Args = {}): string =>
  String(compile(catalogueOf(wording), id).format(args))

/** A text of the model or of a caller. */
export const textOf = (wording: Wording, text: Text | string): string =>
  typeof text === "string" ? text : inLanguage(text, catalogueOf(wording).language)
