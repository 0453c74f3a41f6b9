/**
 * Translates the descriptions of commands, arguments and flags. In the source code, these descriptions are in English.
 */
import type { Language } from "@liulinhui/core/Text"
import { say, type WordId } from "./Say.ts"
import { en } from "./words/en.ts"
import { argumentsZh, helpZh, typesZh } from "./words/helpZh.ts"
import { zh } from "./words/zh.ts"

/** The Chinese translations by the English texts. They are collected when the first description is translated. */
const inChinese = (() => {
  let table: ReadonlyMap<string, string> | undefined
  return (): ReadonlyMap<string, string> => {
    table ??= new Map<string, string>([
      ...Object.entries(en).flatMap(([id, text]): ReadonlyArray<[string, string]> =>
        id in zh ? [[text, zh[id as WordId]]] : []
      ),
      ...Object.entries(helpZh)
    ])
    return table
  }
})()

/**
 * The translations of the English descriptions. The key is the language. English is used for a language that is not in
 * this map.
 */
const tables: ReadonlyMap<Language, () => ReadonlyMap<string, string>> = new Map([["zh", inChinese]])

/** Returns the translation of an English description. `undefined` if the description has no translation. */
export const translate = (language: Language, text: string): string | undefined => {
  const table = tables.get(language)?.()
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

/** Returns whether there are translations for a language. */
export const isTranslated = (language: Language): boolean => tables.has(language)

/**
 * Returns a description in a language. A text without a translation, such as a list of choices, is returned unchanged.
 */
export const inWords = (language: Language, text: string): string => translate(language, text) ?? text

/** Returns the name of an argument, as the help and messages show it. Default: its name in the program. */
export const argumentName = (language: Language, name: string): string =>
  (isTranslated(language) ? argumentsZh[name] : undefined) ?? name

/** Returns the name of the type of a value, as the help shows it. */
export const typeName = (language: Language, type: string): string =>
  (isTranslated(language) ? typesZh[type] : undefined) ?? type
