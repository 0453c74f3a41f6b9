/**
 * The texts of a model's notice rules: whether they can be worded, and wording them. A text that cannot be worded is
 * refused when a model is adopted; one that got in all the same must not silence the other notices, so that its notice
 * then says what it can.
 */
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import { argumentsOf, type ArgumentName, type NoticeRule } from "@liulinhui/core/model/NoticeRule"
import * as Texts from "./Message.ts"
import * as Result from "effect/Result"

const some: Text = { zh: "…", en: "…" }

/** A sample of each argument that is a text; days and counts are numbers. */
const samples: Readonly<Partial<Record<ArgumentName, Texts.Param>>> = {
  district: some,
  case: "…",
  kind: some,
  stage: some,
  place: some,
  group: some,
  step: some,
  outcome: some,
  coverage: some,
  who: "…",
  channel: "…"
}

/** What is wrong with the text of a rule in a language; `undefined` if it can be worded. */
export const problem = ({ on, text }: NoticeRule, language: Language): string | undefined =>
  Texts.problem(text[language], argumentsOf[on], samples)

/** The text of a rule with its arguments; if it cannot be worded, the rule's name and the place. */
export const word = (
  language: Language,
  { name, text }: NoticeRule,
  params: Readonly<Partial<Record<ArgumentName, Texts.Param>>>
): string =>
  Result.getOrElse(
    Result.try(() => Texts.format(language, text[language], params)),
    () =>
      Texts.format(language, language === "zh" ? "{name}：{place}" : "{name}: {place}", {
        place: "",
        ...params,
        name
      })
  )
