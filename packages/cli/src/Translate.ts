/** Descriptions of commands, arguments and flags in Chinese. The commands have them in English. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { say, type WordId } from "./Say.ts"
import { en } from "./words/en.ts"
import { helpZh } from "./words/help.zh.ts"
import { zh } from "./words/zh.ts"

const translations = new Map<string, string>([
  ...Object.entries(en).flatMap(([id, text]): ReadonlyArray<[string, string]> =>
    id in zh ? [[text, zh[id as WordId]]] : []
  ),
  ...Object.entries(helpZh)
])

/** The Chinese words for an English description. `undefined` if there are none. */
export const translate = (text: string): string | undefined => {
  const known = translations.get(text)
  if (known !== undefined) return known
  const repeated = /^(.*); can be repeated$/s.exec(text)?.[1]
  if (repeated !== undefined) return say("zh", "do.kind.many", { kind: translate(repeated) ?? repeated })
  const [, about, choices] = /^(.*) \(choices: (.*)\)$/s.exec(text) ?? []
  const words = about === undefined ? undefined : translate(about)
  return words === undefined ? undefined : `${words}（${choices}）`
}

/** A description in a language. What has no translation, such as the names of choices, stays as it is. */
export const inWords = (language: Language, text: string): string =>
  language === "en" ? text : (translate(text) ?? text)
