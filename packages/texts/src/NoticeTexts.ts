/**
 * Checks and words the texts of a model's notice rules. A model with a text that cannot be worded is refused. If an
 * older model, adopted earlier, has such a text, its notices contain the name of the rule and the place instead; other
 * notices are not affected.
 */
import type { Language, Param } from "@liulinhui/core/Text"
import { argumentsOf, type ArgumentName, type NoticeRule } from "@liulinhui/core/Notice"
import * as Pattern from "./Pattern.ts"
import type * as Texts from "./Texts.ts"
import * as Result from "effect/Result"

/** For each argument of a notice that is a text: a sample value. Days and counts are numbers, and need no sample. */
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

/** A text of a notice rule that cannot be worded, and the problem with it. */
export interface Unworded {
  readonly language: Language
  readonly problem: string
  /** The argument that the text uses and that does not exist. `undefined` if the text itself is invalid. */
  readonly argument: string | undefined
}

/** Finds the texts of a notice rule that cannot be worded, with the problem of each. */
export const problems = ({ on, text }: NoticeRule): ReadonlyArray<Unworded> =>
  Object.entries(text).flatMap(([language, pattern]) => {
    const flaw = Pattern.flaw(pattern, argumentsOf[on], samples)
    return flaw === undefined ? [] : [{ language, ...flaw }]
  })

/**
 * Formats the text of a notice rule with its arguments. If the text cannot be worded, returns the name of the rule and
 * the place.
 */
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
