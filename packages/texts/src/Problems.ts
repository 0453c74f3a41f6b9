/**
 * Words the problems (mistakes) in a document, such as a model. A problem has an English message. For other languages,
 * there is one catalogue for each language in the folder `problems/`, with a pattern for each code of a problem.
 */
import type { Problem } from "@liulinhui/core/Problem"
import { fallbacks, type Language, type Param } from "@liulinhui/core/Text"
import type * as Schema from "effect/Schema"
import * as Names from "./Names.ts"
import type { ProblemWords } from "./problems/ProblemWords.ts"
import { zh } from "./problems/zh.ts"
import * as Reason from "./Reason.ts"
import type { Words } from "./Texts.ts"

export type { ProblemWords } from "./problems/ProblemWords.ts"

/**
 * The catalogues of problems, by language.
 *
 * @category catalogues
 */
export const problemWords: Readonly<Record<Language, ProblemWords>> = { zh }

const texts = (value: Schema.Json | undefined): ReadonlyArray<string> =>
  Array.isArray(value) ? value.map(String) : []

/** Words what was expected, such as a date or one of several words. */
const wantedIn = (
  { choices: pattern, expected, or, ranges }: ProblemWords,
  words: Words,
  given: Readonly<Record<string, Schema.Json>>
): string => {
  const phrases = texts(given["expected"]).map((phrase) => {
    if (Object.hasOwn(expected, phrase)) return (expected[phrase] ?? phrase).replaceAll(/'([{}])'/gu, "$1")
    const range = ranges.find(([form]) => form.test(phrase))
    return range === undefined ? phrase : phrase.replace(range[0], range[1])
  })
  const choices = texts(given["choices"])
  const all =
    choices.length === 0 ? phrases : [...phrases, words.fillIn({ [words.language]: pattern }, { choices })]
  return all.join(or)
}

const isTagged = (value: Schema.Json | undefined): value is Schema.JsonObject & Reason.Tagged =>
  typeof value === "object" && value !== null && "_tag" in value && typeof value["_tag"] === "string"

// For each field of a problem, by its name: the kind of thing that the ids in this field refer to. Fields that are not
// listed here are shown unchanged.
const things: Readonly<Record<string, Names.Thing>> = {
  building: "building",
  buildings: "building",
  group: "group",
  heart: "heart",
  other: "group",
  playbook: "playbook",
  playbooks: "playbook",
  role: "role",
  roles: "role",
  stage: "stage",
  stages: "stage",
  tag: "skill"
}

const parameter = (name: string, value: Schema.Json, words: Words, names: Names.Names): Param | undefined => {
  const thing = Object.hasOwn(things, name) ? things[name] : undefined
  const named = (id: string) => (thing === undefined ? id : (names(thing, id, words) ?? id))
  if (typeof value === "number") return value
  if (typeof value === "string") return named(value)
  if (isTagged(value)) return Reason.say(words, value, names)
  return Array.isArray(value) ? value.map((one) => named(String(one))) : undefined
}

/** The names of all arguments in a catalogue. Without a value, a `select` uses its option `_`. */
const argumentsIn = ({ messages }: ProblemWords): ReadonlyArray<string> =>
  Object.values(messages).flatMap((pattern) =>
    [...pattern.matchAll(/\{(\w+)[,}]/gu)].map(([, name = ""]) => name)
  )

/**
 * Words a problem in the language of the given words. If there is no catalogue for the language, or the code of the
 * problem is not in it, the English message is returned. `names` are the names of branches, groups and so on.
 *
 * @example
 * ```ts
 * import * as Problem from "@liulinhui/core/Problem"
 * import { Problems, Texts } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Problem.make(["timeZone"], "missing-key", '"timeZone" is missing', { key: "timeZone" })
 * const say = (language: string) => Problems.say(Texts.words(Texts.builtIn, language), problem)
 * assert.deepEqual([say("zh"), say("en")], ["缺少“timeZone”", '"timeZone" is missing'])
 * ```
 * @category wording
 */
export const say = (
  words: Words,
  { code, given = {}, message }: Pick<Problem, "code" | "given" | "message">,
  names: Names.Names = Names.none
): string => {
  const language = fallbacks(words.language).find((one) => Object.hasOwn(problemWords, one))
  const catalogue =
    language === undefined || words.language.startsWith("en") ? undefined : problemWords[language]
  if (catalogue === undefined || language === undefined) return message
  const pattern = Object.hasOwn(catalogue.messages, code) ? catalogue.messages[code] : undefined
  if (pattern === undefined) return message
  const parameters = Object.entries(given).map(
    ([name, value]) => [name, parameter(name, value, words, names)] as const
  )
  return words.fillIn(
    { [language]: pattern },
    {
      ...Object.fromEntries(argumentsIn(catalogue).map((name) => [name, undefined])),
      ...Object.fromEntries(parameters),
      ...(code === "wrong-value" ? { wanted: wantedIn(catalogue, words, given) } : {})
    }
  )
}
