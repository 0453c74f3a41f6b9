/**
 * A printed list for visitors: the flats where a coverage rule still requires a contact, building by building in
 * walking order, with space for a date and a signature. It shows doors, but never names of people.
 */
import * as Coverage from "@liulinhui/core/Coverage"
import type { Day } from "@liulinhui/core/Day"
import type { Language, Text } from "@liulinhui/core/Text"
import * as District from "@liulinhui/core/District"
import type { RuleId } from "@liulinhui/core/Id"
import { given, type Nouns } from "@liulinhui/core/Model"
import { Texts } from "@liulinhui/texts"
import { type Markup, markup, toString, trusted } from "./Markup.ts"
import { printStyle } from "./PrintStyle.ts"
import type { WordingOptions } from "./Wording.ts"

/** A flat in the printed list of visits. */
export interface Door {
  /** The door number of the flat. Empty if the building as a whole must be visited. */
  readonly unit: string
  /** The number of people in this flat who must still be contacted. */
  readonly missing: number
  /**
   * The day of the last contact. If several people must be contacted, the earliest of their days. `undefined` if one of
   * these people was never contacted.
   */
  readonly last: Day | undefined
}

/** The content of a printed list of visits. */
export interface CoverageSheet {
  readonly district: Text
  /** The languages of the district. The first one is the main language. */
  readonly languages: ReadonlyArray<Language>
  /** The nouns of place of the district, if its model lists them. */
  readonly nouns?: Nouns
  readonly rule: Text
  readonly asOf: Day
  readonly counts: Coverage.Counts
  /** The buildings, in walking order. Each building has the name that is on its door. */
  readonly buildings: ReadonlyArray<{
    readonly label: string | undefined
    readonly doors: ReadonlyArray<Door>
  }>
}

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || b === undefined ? undefined : a < b ? a : b

/** A table with at most this number of rows is not split between two pages. */
const short = 16

/**
 * Computes the list of visits for a coverage rule on a day. Returns `undefined` if the district has no such rule.
 *
 * @category constructors
 */
export const coverageSheet = (
  district: District.District,
  id: RuleId,
  asOf: Day
): CoverageSheet | undefined => {
  const rule = district.model?.coverage.get(id)
  if (district.model === undefined || rule === undefined) return undefined
  const { counts, gaps } = Coverage.evaluate(rule, District.factsOn(district, asOf), asOf)
  const buildings = new Map<string | undefined, Map<string, Door>>()
  for (const { last, place } of gaps) {
    const doors = buildings.get(place.label) ?? new Map<string, Door>()
    const unit = place.unit ?? ""
    const door = doors.get(unit)
    doors.set(unit, {
      unit,
      missing: (door?.missing ?? 0) + 1,
      last: door === undefined ? last : earlier(door.last, last)
    })
    buildings.set(place.label, doors)
  }
  return {
    district: district.model.name,
    languages: district.model.languages,
    ...given("nouns", district.model.nouns),
    rule: rule.name,
    asOf,
    counts,
    buildings: [...buildings].map(([label, doors]) => ({ label, doors: [...doors.values()] }))
  }
}

/**
 * Renders the list of visits as a complete HTML page without external files, ready to be printed on A4.
 *
 * @category pages
 */
export const coveragePage = (
  { asOf, buildings, counts, district, languages, nouns, rule }: CoverageSheet,
  language: Language,
  { texts = Texts.builtIn }: WordingOptions = {}
): string => {
  const words = Texts.words(Texts.withNouns(texts, nouns), language, languages)
  const say = Texts.section(words, "print")
  const unitOf = ({ missing, unit }: Door): string => {
    const numbered = /\d$/u.test(unit) ? say("sheet.unitLabel", { unit }) : unit
    const label = unit === "" ? say("sheet.whole") : numbered
    return missing === 1 ? label : say("sheet.several", { unit: label, n: missing })
  }
  const columns = ["unit", "last", "done", "day", "signature", "note"] as const
  const table = ({
    doors,
    label
  }: CoverageSheet["buildings"][number]): Markup => markup`<table${doors.length <= short ? trusted(' class="short"') : null}>
<caption>${say("sheet.caption", { building: label ?? say("sheet.district"), n: doors.reduce((sum, { missing }) => sum + missing, 0) })}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col" class="${column}">${say(`sheet.${column}`)}</th>`)}</tr></thead>
<tbody>
${doors.map(
  (door) =>
    markup`<tr><th scope="row">${unitOf(door)}</th><td class="last">${door.last === undefined ? say("sheet.never") : words.day(door.last)}</td><td class="done"><span class="box"></span></td><td></td><td></td><td></td></tr>
`
)}</tbody>
</table>
`
  return toString(markup`<!doctype html>
<html lang="${words.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say("sheet.title")} ${words.text(rule)}</title><style>${trusted(printStyle)}</style></head>
<body>
<h1>${say("sheet.title")}</h1>
<p class="to">${words.text(district)} ${words.text(rule)}</p>
<p>${say("sheet.asOf", { asOf, ...counts })}</p>
<p class="privacy">${say("sheet.privacy")}</p>
${buildings.length === 0 ? markup`<p class="until">${say("sheet.complete")}</p>` : buildings.map(table)}
</body>
</html>
`)
}
