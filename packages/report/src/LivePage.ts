/** Parts of the report for a program that shows them live, each with the links of this program. */
import type { Language } from "@liulinhui/core/Text"
import { fileOf, summary } from "./BuildingFiles.ts"
import type { Facts } from "./Facts.ts"
import { type Links, firstPage } from "./FirstPage.ts"
import { type Markup, markup } from "./Markup.ts"
import { readersNote, wording, type WordingOptions } from "./Wording.ts"

export type { Links } from "./FirstPage.ts"

/**
 * The first page of the report: the buildings by their worst state, the coverage rules with their trend, what is late, and
 * what changed in the last week. It names its readers.
 *
 * @category renderers
 */
export const toFirstPage = (
  facts: Facts,
  language: Language,
  links: Links,
  options: WordingOptions = {}
): Markup => {
  const words = wording(facts, language, options)
  return markup`<p class="period">${words.say("period", { from: facts.from, asOf: facts.asOf, known: facts.known })} · ${readersNote(words, facts)}</p>
${facts.provenance === null ? null : markup`<p class="provenance"><strong>${words.say("provenance")}</strong> ${words.text(facts.provenance)}</p>`}
${firstPage(words, facts, links)}`
}

/**
 * The file of a building: its state, its people, its coverage, its cases and its history. `undefined` if the facts have no
 * such building.
 *
 * @category renderers
 */
export const toBuildingFile = (
  facts: Facts,
  building: string,
  language: Language,
  options: WordingOptions = {}
): { readonly label: string; readonly file: Markup } | undefined => {
  const words = wording(facts, language, options)
  const found = facts.buildings.find(({ id }) => id === building)
  return found === undefined
    ? undefined
    : {
        label: found.label,
        file: markup`<p>${summary(words, found)}</p>
<div class="file">${fileOf(words, facts, found, (text) => markup`<h2>${text}</h2>`)}</div>`
      }
}
