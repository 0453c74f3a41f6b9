/**
 * The first page: what a reader needs for a meeting, on one screen and on one sheet of A4. It shows the state of each
 * building, the coverage rules with their trend, what is late and who should act, and what changed in the last week.
 */
import { anchor, bullets, definitions, hasFile, whole } from "./HtmlParts.ts"
import type { BuildingFact, CoverageFact, Facts } from "./Facts.ts"
import { type Markup, markup, type Part } from "./Markup.ts"
import { change, glance, states, worstFirst } from "./Reading.ts"
import { trend } from "./StepChart.ts"
import { cells } from "./TextLayout.ts"
import { actors, calendarNote, changeLines, mostNamed, type Wording } from "./Wording.ts"

/**
 * The maximum number of buildings that have a tile. If a district has more buildings, those in the worst state have a
 * tile.
 */
const mostTiles = 60

/** The maximum width of a building's label on a narrow tile, in terminal cells (a Chinese character counts as two). */
const narrow = 8

/** The maximum number of overdue items on the first page. */
const mostLate = 6

/** Where the links of the first page lead. */
export interface Links {
  /** The address of the file of a building. `undefined` if there is none. */
  readonly building: (building: BuildingFact) => string | undefined
  /** The address of the list of all overdue items. `undefined` if there is none. */
  readonly overdue: string | undefined
}

/** The links within one page, which contains everything. */
const within: Links = {
  building: (building) => (hasFile(building) ? `#${anchor(building.id)}` : undefined),
  overdue: "#overdue"
}

const figures = (words: Wording, facts: Facts): Markup => {
  const { number, say } = words
  const { met, notices, rules } = glance(facts)
  return definitions("figures", [
    [say("glance.residents"), number(facts.residents)],
    [say("glance.elders", { from: facts.elderFrom }), number(facts.elders)],
    ...(facts.ageUnknown === undefined
      ? []
      : [[say("glance.ageUnknown"), number(facts.ageUnknown)] as const]),
    [say("glance.households"), number(facts.households)],
    [say("glance.met"), say("glance.metOf", { met, all: rules })],
    [say("glance.open"), number(facts.open)],
    [say("glance.overdue"), number(facts.late), facts.late === 0 ? undefined : "late"],
    [say("glance.relapses"), number(facts.relapses)],
    ...(facts.audience === "hall"
      ? []
      : [[say("glance.notices"), notices === null ? say("glance.unknown") : number(notices)] as const])
  ])
}

const tile = ({ say }: Wording, building: BuildingFact, links: Links): Markup => {
  const content = markup`<b>${say(`tile.${building.state}.letter`)}</b> ${building.label}<span class="unseen"> ${say(`tile.${building.state}`)}</span>`
  const classes = `tile tile-${building.state}`
  const file = links.building(building)
  return file !== undefined
    ? markup`<a class="${classes}" href="${file}">${content}</a>`
    : markup`<span class="${classes}">${content}</span>`
}

const tiles = (words: Wording, facts: Facts, links: Links): Part => {
  const { say } = words
  if (facts.buildings.length === 0) return null
  const shown =
    facts.buildings.length <= mostTiles ? facts.buildings : worstFirst(facts.buildings).slice(0, mostTiles)
  const others = facts.buildings.length - shown.length
  return markup`<section class="tiles-part" aria-labelledby="tiles-heading">
<h2 id="tiles-heading">${say("tiles", { n: facts.buildings.length })}</h2>
${bullets(
  states.map((state) => {
    const n = facts.buildings.filter((building) => building.state === state).length
    return markup`<span class="swatch tile-${state}">${say(`tile.${state}.letter`)}</span> ${say("tile.count", { state: say(`tile.${state}`), n })}`
  }),
  "key"
)}
${bullets(
  shown.map((building) => tile(words, building, links)),
  shown.some((building) => cells(building.label) > narrow) ? "tiles long" : "tiles"
)}
${others > 0 ? markup`<p class="note">${say("tiles.others", { n: others })}</p>` : null}
</section>`
}

const marks: Record<CoverageFact["met"], string> = { met: "✓", "not met": "✗", "nothing to reach": "–" }

/** The places where a rule is not met, and the branches that may help there. */
const where = (words: Wording, rule: CoverageFact): Part => {
  const { building, list, say } = words
  const places = [...new Set(rule.gaps.map((gap) => gap.building))]
  const branches = [...new Set(rule.gaps.flatMap((gap) => gap.branches.map(words.text)))]
  if (rule.met !== "not met" || places.length === 0) return null
  const named = places.slice(0, mostNamed).map(building)
  const line = say("promise.where", { places: named, more: places.length - named.length })
  return markup`<small>${branches.length === 0 ? line : say("gaps.by", { line, branches: list(branches) })}</small>`
}

const promise = (words: Wording, facts: Facts, rule: CoverageFact): Markup => {
  const { ratio, say, text } = words
  const moved = change(facts, rule)
  const movement =
    moved === undefined
      ? ""
      : moved === 0
        ? say("promise.same")
        : say(moved > 0 ? "promise.up" : "promise.down", { n: Math.abs(moved) })
  const turned = rule.met !== rule.metWeekAgo && rule.met === "not met" ? say("promise.fell") : null
  const result = rule.met === "met" ? "met" : rule.met === "not met" ? "not-met" : "none"
  return markup`<tr role="row"><th role="rowheader" scope="row">${text(rule.name)}${where(words, rule)}</th><td role="cell" class="number">${ratio(rule.now)}</td><td role="cell" class="trend">${trend(rule)}</td><td role="cell" class="week">${movement}${turned === null ? null : markup`<small>${turned}</small>`}</td><td role="cell" class="${result}">${marks[rule.met]} ${words.result(rule.met)}</td></tr>
`
}

const promises = (words: Wording, facts: Facts): Part => {
  const { say } = words
  if (facts.coverage.length === 0) return null
  return markup`<section class="promises-part" aria-labelledby="promises-heading">
<h2 id="promises-heading">${say("promises")}</h2>
<table class="promises" role="table"><caption class="unseen">${say("promises")}</caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${say("coverage.rule")}</th><th role="columnheader" scope="col" class="number">${say("promise.ratio")}</th><th role="columnheader" scope="col" class="trend">${say("promise.trend")}</th><th role="columnheader" scope="col" class="week">${say("promise.week")}</th><th role="columnheader" scope="col">${say("coverage.result")}</th></tr></thead>
<tbody role="rowgroup">
${facts.coverage.map((rule) => promise(words, facts, rule))}</tbody></table>
</section>`
}

/** Lists how many cases are late in each group. It is for readers who may not see the cases. */
const lateByGroup = (words: Wording, facts: Facts): Part => {
  const { number, say, text } = words
  const late = facts.groups.filter(({ overdue }) => overdue !== 0)
  return late.length === 0
    ? markup`<p>${say(facts.late === 0 ? "overdue.none" : "overdue.notShown", { n: number(facts.late) })}</p>`
    : bullets(late.map(({ name, overdue }) => say("late.group", { group: text(name), n: number(overdue) })))
}

const lateList = (words: Wording, facts: Facts, { overdue }: Links): Part => {
  const { place, say, text } = words
  if (facts.overdue.length === 0) return lateByGroup(words, facts)
  const shown = facts.overdue.slice(0, mostLate)
  return [
    markup`<ol class="late-list">${shown.map((late) => {
      const who = actors(words, late)
      return markup`<li><b>${whole(place(late))}</b> ${text(late.kind)}${words.comma}${text(late.what)} <span class="days">${say("late.days", { n: late.daysLate })}</span><span class="who">${say("late.who", { who })}</span></li>`
    })}</ol>`,
    facts.overdue.length > shown.length && overdue !== undefined
      ? markup`<p><a class="more" href="${overdue}">${say("late.more", { n: facts.overdue.length - shown.length })}</a></p>`
      : null
  ]
}

const late = (words: Wording, facts: Facts, links: Links): Markup => {
  const notes = calendarNote(words, facts)
  return markup`<section class="late-part" aria-labelledby="late-heading">
<h2 id="late-heading">${words.say("late")}</h2>
${lateList(words, facts, links)}
${notes.length === 0 ? null : bullets(notes, "attention")}
</section>`
}

const week = (words: Wording, facts: Facts): Markup => {
  const { day, say } = words
  const items = changeLines(words, facts)
  return markup`<section class="week-part" aria-labelledby="week-heading">
<h2 id="week-heading">${say("week", { since: day(facts.changedSince) })}</h2>
${items.length === 0 ? markup`<p>${say("week.none")}</p>` : bullets(items)}
</section>`
}

/** Renders the first page. */
export const firstPage = (
  words: Wording,
  facts: Facts,
  links: Links = within
): Markup => markup`<div class="first" id="first">
${figures(words, facts)}
<div class="columns">${tiles(words, facts, links)}${promises(words, facts)}${late(words, facts, links)}${week(words, facts)}</div>
</div>`
