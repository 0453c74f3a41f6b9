/**
 * The rules of the library in words. A language is one catalogue in `rules/`; the type of a catalogue requires a sentence
 * for every rule.
 */
import { everyRule, type RuleId, sections } from "@liulinhui/core/Governance"
import { fallbacks, type Language } from "@liulinhui/core/Text"
import { en } from "./rules/en.ts"
import type { RuleWords } from "./rules/RuleWords.ts"
import { zh } from "./rules/zh.ts"

export type { RuleWords } from "./rules/RuleWords.ts"

/**
 * The catalogues, by language.
 *
 * @category catalogues
 */
export const ruleWords = { zh, en } as const satisfies Readonly<Record<Language, RuleWords>>

/** The words in a language; in the next one that people who read it are likely to know, if there is no catalogue for it. */
const wordsIn = (language: Language): RuleWords => {
  const catalogues: Readonly<Record<Language, RuleWords>> = ruleWords
  return fallbacks(language).flatMap((one) => catalogues[one] ?? [])[0] ?? en
}

/** A rule in the words of one language. */
export interface SaidRule {
  readonly id: RuleId
  readonly name: string
  readonly source?: string
  /** The tags of its reasons. */
  readonly reasons: ReadonlyArray<string>
}

/** A part of the library with its rules. */
export interface SaidSection {
  readonly title: string
  readonly rules: ReadonlyArray<SaidRule>
}

/**
 * A rule in a language.
 *
 * @category operations
 */
export const sayRule = (id: RuleId, language: Language): string => wordsIn(language).names[id]

/**
 * All rules in a language, by section. A rule that several sections share is in the first of them only.
 *
 * @category operations
 */
export const sayRules = (language: Language): ReadonlyArray<SaidSection> => {
  const { names, sections: titles, sources } = wordsIn(language)
  const left = new Set(everyRule)
  return sections.flatMap(({ id: section, rules }) => {
    const own = rules.filter((rule) => left.delete(rule))
    return own.length === 0
      ? []
      : [
          {
            title: titles[section],
            rules: own.map(({ id, reasons }) => {
              const source = sources[id]
              return { id, name: names[id], reasons, ...(source === undefined ? {} : { source }) }
            })
          }
        ]
  })
}
