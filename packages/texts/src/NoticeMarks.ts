/** The marks in a notice: the word before the title of an urgent notice, and the word before the recipient. */
import type { Language } from "@liulinhui/core/Text"
import type { Marks } from "@liulinhui/core/Notifier"
import { type Texts, words } from "./Texts.ts"

/**
 * Returns the marks in a language, in the form that `messages` of `ports/Messages` takes.
 *
 * @category wording
 */
export const of = (texts: Texts, language: Language): Marks => {
  const { say } = words(texts, language)
  return { urgent: say("notice.urgent"), to: say("notice.to") }
}
