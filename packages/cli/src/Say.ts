/**
 * The texts of commands that write to a ledger, in each language. They are added to the built-in catalogues of texts.
 */
import type { Language, Text } from "@liulinhui/core/Text"
import type { PreviewSpeech } from "@liulinhui/spreadsheet"
import * as Texts from "@liulinhui/texts/Texts"
import { en } from "./words/en.ts"
import { zh } from "./words/zh.ts"

export type WordId = keyof typeof zh

const texts = Texts.extend(Texts.builtIn, { zh, en } satisfies Record<
  string,
  Readonly<Record<WordId, string>>
>)

export const hasWords = (id: string): id is WordId => Object.hasOwn(zh, id)

/** All texts in a language, including those of the library. */
export const wordsFor = (language: Language): Texts.Words => Texts.words(texts, language)

/**
 * Formats a message with its arguments. If an argument is `undefined`, a `select` on this argument uses the option `_`.
 */
export const say = (language: Language, id: WordId, parameters: Texts.Parameters = {}): string =>
  wordsFor(language).find(
    id,
    Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value ?? "_"]))
  ) ?? id

/** The words of the preview of an import. */
export const previewSpeech = (language: Language): PreviewSpeech => {
  const words = wordsFor(language)
  return {
    wording: language,
    say: (message, parameters) => words.find(message, parameters) ?? message
  }
}

/** Formats a thing of the model: its name, followed by its id. Only the id, if the model has no such thing. */
export const named = (language: Language, id: string, thing: { readonly name: Text } | undefined): string =>
  thing === undefined ? id : say(language, "do.named", { name: wordsFor(language).text(thing.name), id })

/** Describes what a request does. Returns the name of the request if there is no description. */
export const requestWords = (language: Language, tag: string): string => {
  const id = `request.${tag}`
  return hasWords(id) ? say(language, id) : tag
}

/** Describes what an entry records. Returns the type of the entry if there is no description. */
export const eventWords = (language: Language, type: string): string => {
  const id = `event.${type}`
  return hasWords(id) ? say(language, id) : type
}
