/** The words of the board: those of the library, and those that only its screens have. */
import type { Model } from "@liulinhui/core/Model"
import { Texts } from "@liulinhui/texts"
import { en } from "./words/en.ts"
import { zh } from "./words/zh.ts"

/** The id of a message of the board. */
export type WordId = keyof typeof zh

const words = { zh, en } satisfies Record<string, Readonly<Record<WordId, string>>>

/**
 * The words of a reader: `words` are those of the library, and `say` words a message of the board.
 */
export interface Speech {
  readonly words: Texts.Words
  readonly say: (id: WordId, parameters?: Texts.Parameters) => string
}

const extended = new WeakMap<Texts.Texts, Texts.Texts>()

/** Adds the messages of the board to the texts of the library. The same texts always result in the same object. */
export const extend = (texts: Texts.Texts): Texts.Texts => {
  const known = extended.get(texts)
  if (known !== undefined) return known
  const found = Texts.extend(texts, words)
  extended.set(texts, found)
  return found
}

/**
 * The words of a reader.
 *
 * @param texts texts that {@link extend} has made
 * @param model the model of the district, with its languages and its nouns of place
 */
export const of = (
  texts: Texts.Texts,
  language: string,
  model?: Pick<Model, "languages" | "nouns">
): Speech => {
  const spoken = Texts.words(Texts.withNouns(texts, model?.nouns), language, model?.languages)
  return { words: spoken, say: (id, parameters) => spoken.find(id, parameters) ?? id }
}
