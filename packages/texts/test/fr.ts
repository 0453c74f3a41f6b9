/**
 * A third language in one file, for tests. Its messages are the English ones between marks. So a test can see which
 * texts come from a catalogue: a text outside the marks does not come from a catalogue.
 */
import { type Catalogue, en } from "@liulinhui/texts"

// A noun is always inside another message, so it has no marks.
const marked = Object.entries(en.messages)
  .filter(([id]) => !id.startsWith("noun."))
  .map(([id, pattern]) => [id, `«${pattern}»`])

export const fr: Catalogue = {
  language: "fr",
  locale: "fr-FR",
  messages: { ...en.messages, ...Object.fromEntries(marked) }
}
