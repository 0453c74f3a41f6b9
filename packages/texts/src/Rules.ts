/**
 * Words the business rules of the library. There is one catalogue for each language in the folder `rules/`; its type
 * requires a sentence for every rule.
 */
import { everyRule, type RuleId, sections } from "@liulinhui/core/Governance"
import { fallbacks, type Language } from "@liulinhui/core/Text"
import { en } from "./rules/en.ts"
import type { RuleWords } from "./rules/RuleWords.ts"
import { zh } from "./rules/zh.ts"

export type { RuleWords } from "./rules/RuleWords.ts"

/**
 * The catalogues of rules, by language.
 *
 * @category catalogues
 */
export const ruleWords = { zh, en } as const satisfies Readonly<Record<Language, RuleWords>>

/**
 * The words about rules in a language. If there is no catalogue for the language, the result is in another language
 * that the readers of this language probably know.
 */
const wordsIn = (language: Language): RuleWords => {
  const catalogues: Readonly<Record<Language, RuleWords>> = ruleWords
  return fallbacks(language).flatMap((one) => catalogues[one] ?? [])[0] ?? en
}

/** A business rule in the words of one language. */
export interface SaidRule {
  readonly id: RuleId
  readonly name: string
  readonly source?: string
  /** The tags of the reasons that the rule returns if a request breaks it. */
  readonly reasons: ReadonlyArray<string>
}

/** A section of the library, such as cases or polls, with its rules in words. */
export interface SaidSection {
  readonly title: string
  readonly rules: ReadonlyArray<SaidRule>
}

/**
 * Returns the sentence of one business rule, in a language.
 *
 * @category operations
 */
export const sayRule = (id: RuleId, language: Language): string => wordsIn(language).names[id]

/**
 * Returns the sentences of all business rules in a language, by section. A rule that several sections share is listed
 * only in the first of them.
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
