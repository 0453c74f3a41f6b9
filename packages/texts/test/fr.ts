/**
 * A third language in one file. It says what English says, in marks that show where a text comes from: what is outside of
 * them comes from no catalogue.
 */
import { type Catalogue, en } from "@liulinhui/texts"

const marked = Object.entries(en.messages).map(([id, pattern]) => [id, `«${pattern}»`])

export const fr: Catalogue = {
  language: "fr",
  locale: "fr-FR",
  messages: { ...en.messages, ...Object.fromEntries(marked) }
}
