/**
 * A printed poster for a stairwell: a QR code with which residents report something, without an account. It states only the
 * place and the address, so everybody may read it.
 */
import { compareLabels } from "@liulinhui/core/Coverage"
import type { BuildingId } from "@liulinhui/core/Id"
import { categories, placesOf } from "@liulinhui/core/Intake"
import type { Day } from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import { given, type Nouns } from "@liulinhui/core/Model"
import type { Language, Text } from "@liulinhui/core/Text"
import { Texts } from "@liulinhui/texts"
import { type Markup, markup, toString, trusted } from "./Markup.ts"
import { printStyle } from "./PrintStyle.ts"
import { qrCode } from "./QrCode.ts"
import type { WordingOptions } from "./Wording.ts"

/** The content of a poster. */
export interface Poster {
  readonly district: Text
  /** The languages of the district. The first one is the main language. */
  readonly languages: ReadonlyArray<Language>
  /** The nouns of place of the district, if its model lists them. */
  readonly nouns?: Nouns
  /** The label of the building. Missing on the poster for the whole district. */
  readonly building?: string
  /** What residents may report. */
  readonly categories: ReadonlyArray<Text>
  /** The address of the page on which they report it. */
  readonly link: string
}

/** The address of the page on which residents of a district report something, also for one building. */
export const reportLink = (address: string, district: string, building?: BuildingId): string =>
  `${address.replace(/\/+$/u, "")}/report/${encodeURIComponent(district)}${building === undefined ? "" : `?at=${encodeURIComponent(building)}`}`

/**
 * Computes the posters of a district: one for each building, by door, or one for the district if it has no buildings. Empty
 * if the model opens nothing to residents.
 *
 * @param address the address of the service, such as `https://hub.example`
 * @category constructors
 */
export const postersOf = (
  state: District.District,
  { address, district, on }: { readonly address: string; readonly district: string; readonly on: Day }
): ReadonlyArray<Poster> => {
  const { model } = state
  const open = model === undefined ? [] : categories(model)
  if (model === undefined || open.length === 0) return []
  const common = {
    district: model.name,
    languages: model.languages,
    ...given("nouns", model.nouns),
    categories: open.map(({ name }) => name)
  }
  const buildings = placesOf(state, on).toSorted((a, b) => compareLabels(a.label, b.label))
  return buildings.length === 0
    ? [{ ...common, link: reportLink(address, district) }]
    : buildings.map(({ building, label }) => ({
        ...common,
        building: label,
        link: reportLink(address, district, building)
      }))
}

/** One poster: the code, and what to do with it. */
const poster = ({ building, categories: open, district, link }: Poster, words: Texts.Words): Markup => {
  const say = Texts.section(words, "print")
  return markup`<article class="poster">
<h1>${say("poster.title")}</h1>
<p class="where">${building === undefined ? words.text(district) : say("poster.where", { district, building })}</p>
${qrCode(link, say("poster.code"))}
<p class="until">${say("poster.scan")}</p>
<p>${say("poster.what", { categories: open })}</p>
<p>${say("poster.receipt")}</p>
<p class="privacy">${say("poster.urgent")}</p>
<p class="cut">${say("poster.link", { link })}</p>
</article>
`
}

/**
 * Renders posters as a complete HTML page without external files, ready to be printed on A4: one sheet for each poster.
 *
 * @category pages
 */
export const postersPage = (
  posters: readonly [Poster, ...ReadonlyArray<Poster>],
  language: Language,
  { texts = Texts.builtIn }: WordingOptions = {}
): string => {
  const [{ languages, nouns }] = posters
  const words = Texts.words(Texts.withNouns(texts, nouns), language, languages)
  const say = Texts.section(words, "print")
  return toString(markup`<!doctype html>
<html lang="${words.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say("poster.title")}</title><style>${trusted(printStyle)}</style></head>
<body>
${posters.map((one) => poster(one, words))}</body>
</html>
`)
}
