/** The type of a catalogue: all messages of one language. */
import type { Language } from "@liulinhui/core/Text"
import type { MessageId } from "./Parameters.ts"

/**
 * All messages of one language, as ICU patterns. To add a third language, add one file with such a value.
 *
 * @category models
 */
export interface Catalogue {
  readonly language: Language
  /** The locale for dates and numbers, as a BCP 47 tag. */
  readonly locale: string
  readonly messages: Readonly<Record<MessageId, string>>
}
