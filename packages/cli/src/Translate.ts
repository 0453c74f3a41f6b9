/** Descriptions of commands, arguments and flags in Chinese. The commands have them in English. */
import type { Language } from "@liulinhui/core/Text"
import { say, type WordId } from "./Say.ts"
import { en } from "./words/en.ts"
import { helpZh } from "./words/helpZh.ts"
import { zh } from "./words/zh.ts"

const chinese = new Map<string, string>([
  ...Object.entries(en).flatMap(([id, text]): ReadonlyArray<[string, string]> =>
    id in zh ? [[text, zh[id as WordId]]] : []
  ),
  ...Object.entries(helpZh)
])

/** The words for English descriptions, by language. A language without a table has the English ones. */
const tables: ReadonlyMap<Language, ReadonlyMap<string, string>> = new Map([["zh", chinese]])

/** The words of a language for an English description. `undefined` if there are none. */
export const translate = (language: Language, text: string): string | undefined => {
  const table = tables.get(language)
  if (table === undefined) return undefined
  const known = table.get(text)
  if (known !== undefined) return known
  const repeated = /^(.*); can be repeated$/s.exec(text)?.[1]
  if (repeated !== undefined) {
    return say(language, "do.kind.many", { kind: translate(language, repeated) ?? repeated })
  }
  const [, about, choices] = /^(.*) \(choices: (.*)\)$/s.exec(text) ?? []
  const words = about === undefined ? undefined : translate(language, about)
  return words === undefined ? undefined : say(language, "usage.choices", { about: words, choices })
}

/** Whether descriptions are translated to a language. */
export const isTranslated = (language: Language): boolean => tables.has(language)

/** A description in a language. What has no translation, such as the names of choices, stays as it is. */
export const inWords = (language: Language, text: string): string => translate(language, text) ?? text
