/** The form of a catalogue. */
import type { Language } from "@liulinhui/core/Text"
import type { MessageId } from "./Parameters.ts"

/**
 * All messages of one language, as ICU patterns. A third language is one more file with such a value.
 *
 * @category models
 */
export interface Catalogue {
  readonly language: Language
  /** The locale of dates and numbers, as a BCP 47 tag. */
  readonly locale: string
  readonly messages: Readonly<Record<MessageId, string>>
}
