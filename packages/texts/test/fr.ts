/**
 * A third language in one file, for tests. Its messages are the English ones between marks. So a test can see which
 * texts come from a catalogue: a text outside the marks does not come from a catalogue.
 */
import { type Catalogue, en } from "@liulinhui/texts"

const marked = Object.entries(en.messages).map(([id, pattern]) => [id, `«${pattern}»`])

export const fr: Catalogue = {
  language: "fr",
  locale: "fr-FR",
  messages: { ...en.messages, ...Object.fromEntries(marked) }
}
