/** The words of the commands that write, in a language: an extension of the built-in catalogues. */
import type { Language } from "@liulinhui/core/Text"
import { Texts } from "@liulinhui/texts"
import { en } from "./words/en.ts"
import { zh } from "./words/zh.ts"

export type WordId = keyof typeof zh

const texts = Texts.extend(Texts.builtIn, { zh, en } satisfies Record<
  string,
  Readonly<Record<WordId, string>>
>)

export const hasWords = (id: string): id is WordId => Object.hasOwn(zh, id)

/** All words in a language, those of the library included. */
export const wordsFor = (language: Language): Texts.Words => Texts.words(texts, language)

/** A message, filled in. An argument that is `undefined` takes the branch `_` of a `select`. */
export const say = (language: Language, id: WordId, parameters: Texts.Parameters = {}): string =>
  wordsFor(language).find(
    id,
    Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value ?? "_"]))
  ) ?? id

/** What a request does, or its name if there are no words for it. */
export const requestWords = (language: Language, tag: string): string => {
  const id = `request.${tag}`
  return hasWords(id) ? say(language, id) : tag
}

/** What an entry records, or its type if there are no words for it. */
export const eventWords = (language: Language, type: string): string => {
  const id = `event.${type}`
  return hasWords(id) ? say(language, id) : type
}
