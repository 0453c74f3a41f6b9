/**
 * A coverage sheet: the doors where somebody is still to be reached under a rule, building by building, in the order in
 * which one would go knocking, with room for a date and a signature at each. It names doors, never people.
 */
import * as Coverage from "@liulinhui/core/Coverage"
import type { Day } from "@liulinhui/core/Day"
import type { Language, Text } from "@liulinhui/core/Text"
import * as District from "@liulinhui/core/District"
import type { RuleId } from "@liulinhui/core/Id"
import { Texts } from "@liulinhui/texts"
import { type Markup, markup, toString, trusted } from "./Markup.ts"
import { printStyle } from "./PrintStyle.ts"
import type { WordingOptions } from "./Wording.ts"

/** A door to knock at. */
export interface Door {
  /** The number on the door. Empty if the building as a whole is meant. */
  readonly unit: string
  /** The number of people behind this door who must still be reached. */
  readonly missing: number
  /** The day of the oldest last visit among them. `undefined` if one of them was never reached. */
  readonly last: Day | undefined
}

/** The content of a coverage sheet. */
export interface CoverageSheet {
  readonly district: Text
  /** The languages of the district, the first one first. */
  readonly languages: ReadonlyArray<Language>
  readonly rule: Text
  readonly asOf: Day
  readonly counts: Coverage.Counts
  /** The buildings by the name on their door, in walking order. */
  readonly buildings: ReadonlyArray<{
    readonly label: string | undefined
    readonly doors: ReadonlyArray<Door>
  }>
}

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || b === undefined ? undefined : a < b ? a : b

/** A table of so many rows stays on one sheet of paper. */
const short = 16

/**
 * The sheet of a rule on a day. `undefined` if the district has no such rule.
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
    rule: rule.name,
    asOf,
    counts,
    buildings: [...buildings].map(([label, doors]) => ({ label, doors: [...doors.values()] }))
  }
}

/**
 * The sheet as a page that needs nothing else, ready to be printed on A4.
 *
 * @category pages
 */
export const coveragePage = (
  { asOf, buildings, counts, district, languages, rule }: CoverageSheet,
  language: Language,
  { texts = Texts.builtIn }: WordingOptions = {}
): string => {
  const words = Texts.words(texts, language, languages)
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
