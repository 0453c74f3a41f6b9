/**
 * The report as one page that needs nothing else: no network, no script, no special font. It begins with one screen
 * that is enough for a meeting. The details follow it and are closed at first. Older people can read the page on a
 * screen, on a phone and on paper, with a keyboard and with a screen reader. No information is shown only by a colour:
 * numbers, letters or words say the same.
 */
import type { Language } from "@liulinhui/core/Text"
import { buildings } from "./BuildingFiles.ts"
import { cases, overdue, refused, relapses, timelines } from "./CaseSections.ts"
import { charts, coverage, gaps, heatTable, onTheWay } from "./CoverageSections.ts"
import { groups, notices, pairing } from "./DistrictSections.ts"
import type { Facts } from "./Facts.ts"
import { firstPage } from "./FirstPage.ts"
import { type Markup, markup, toString, trusted } from "./Markup.ts"
import { pageStyle } from "./PageStyle.ts"
import type { Section, SectionOf } from "./Section.ts"
import { readersNote, wording, type WordingOptions } from "./Wording.ts"

/** The sections with the details, in the order of the page. */
const sections: ReadonlyArray<SectionOf> = [
  overdue,
  gaps,
  coverage,
  charts,
  heatTable,
  buildings,
  timelines,
  relapses,
  refused,
  cases,
  groups,
  pairing,
  onTheWay,
  notices
]

const detail = ({ body, heading, id, wide }: Section): Markup =>
  markup`<details class="part${wide === true ? " wide" : ""}"><summary><h2>${heading}</h2></summary>
<div class="inside" id="${id}">
${body}
</div></details>
`

/**
 * Renders the facts as a complete HTML document. Every value of the facts is escaped and appears as plain text. The
 * page loads no files and runs no scripts: its content security policy forbids both.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import { type Facts, toHtml } from "@liulinhui/report"
 * import { strict as assert } from "node:assert"
 *
 * const facts: Facts = {
 *   district: { id: "wan-liu", name: { zh: "宛六<居民区>", en: "Wan-Liu" } },
 *   provenance: { zh: "合成数据", en: "synthetic data" },
 *   audience: "hall",
 *   partial: true,
 *   from: Day.make("2026-03-01"),
 *   asOf: Day.make("2026-06-30"),
 *   residents: 0,
 *   elderFrom: 60,
 *   elders: 0,
 *   households: 0,
 *   open: 0,
 *   late: 0,
 *   relapses: 0,
 *   entries: 0,
 *   pairing: null,
 *   coverage: [],
 *   buildings: [],
 *   groups: [],
 *   changedSince: Day.make("2026-06-23"),
 *   changes: [],
 *   cases: [],
 *   caseCounts: [],
 *   timelines: [],
 *   overdue: [],
 *   refused: [],
 *   notices: null
 * }
 * const page = toHtml(facts, "zh")
 * assert.ok(page.startsWith('<!doctype html>\n<html lang="zh-CN">'))
 * assert.ok(page.includes("<h1>宛六&lt;居民区&gt;工作报告</h1>"))
 * ```
 * @category renderers
 */
export const toHtml = (facts: Facts, language: Language, options: WordingOptions = {}): string => {
  const words = wording(facts, language, options)
  const { say, text } = words
  const shown = sections.flatMap((section) => section(words, facts) ?? [])
  const title = say("title", { district: facts.district.name })
  return toString(markup`<!doctype html>
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#main">${say("skip")}</a>
<header>
<h1>${title}</h1>
<p class="period">${say("period", { from: facts.from, asOf: facts.asOf, known: facts.known })} · ${readersNote(words, facts)}</p>
${facts.provenance === null ? null : markup`<p class="provenance"><strong>${say("provenance")}</strong> ${text(facts.provenance)}</p>`}
</header>
<main id="main" tabindex="-1">
${firstPage(words, facts)}
<h2 class="details-heading">${say("details")}</h2>
<p class="note screen">${say("printHint")}</p>
${shown.map(detail)}</main>
<footer><p>${say("footer", { asOf: facts.asOf, entries: facts.entries })}</p></footer>
</body>
</html>
`)
}
