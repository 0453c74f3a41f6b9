/**
 * Checks and words the texts of a model's notice rules. When a model is adopted, a text that cannot be worded is refused.
 * If such a text is in an older model all the same, its notices have the rule's name and the place as their text, and the
 * other notices are not affected.
 */
import type { Language, Param } from "@liulinhui/core/Text"
import { argumentsOf, type ArgumentName, type NoticeRule } from "@liulinhui/core/Notice"
import * as Pattern from "./Pattern.ts"
import type * as Texts from "./Texts.ts"
import * as Result from "effect/Result"

/** A sample of each argument that is a text; days and counts are numbers. */
const samples: Readonly<Partial<Record<ArgumentName, string>>> = {
  district: "…",
  case: "…",
  kind: "…",
  stage: "…",
  place: "…",
  group: "…",
  step: "…",
  outcome: "…",
  coverage: "…",
  who: "…",
  channel: "…"
}

/** A text of a rule that cannot be worded. */
export interface Unworded {
  readonly language: Language
  readonly problem: string
}

/** The texts of a rule that cannot be worded, with what is wrong with each. */
export const problems = ({ on, text }: NoticeRule): ReadonlyArray<Unworded> =>
  Object.entries(text).flatMap(([language, pattern]) => {
    const problem = Pattern.problem(pattern, argumentsOf[on], samples)
    return problem === undefined ? [] : [{ language, problem }]
  })

/** The text of a rule with its arguments; if it cannot be worded, the rule's name and the place. */
export const word = (
  words: Texts.Words,
  { name, on, text }: NoticeRule,
  parameters: Readonly<Partial<Record<ArgumentName, Param>>>
): string =>
  Result.getOrElse(
    Result.try(() =>
      words.fillIn(text, Object.fromEntries(argumentsOf[on].map((each) => [each, parameters[each]])))
    ),
    () => words.say("phrase.named", { name, value: parameters.place ?? "" })
  )
