/**
 * Renders the report as one HTML page without external files, scripts or fonts. Older people can read it on a screen,
 * on a phone and on paper, with the keyboard and with a screen reader. Information is never given by colour alone:
 * numbers or words say the same.
 */
import type { Language, Text } from "@liulinhui/core/Text"
import * as Day from "@liulinhui/core/Day"
import type { BuildingFact, CoverageFact, Facts } from "./Facts.ts"
import { type Markup, markup, type Part, toString, trusted } from "./Markup.ts"
import { pageStyle } from "./PageStyle.ts"
import { gapsByBuilding, glance, heat, heats, lineages } from "./Reading.ts"
import { stepChart } from "./StepChart.ts"
import {
  calendarNote,
  lineageStep,
  type PlainKey,
  standing,
  type Wording,
  wording,
  type WordingOptions
} from "./Wording.ts"

interface Cell {
  readonly content: Part
  readonly kind?: "number" | "met" | "not-met"
}

const numeric = (content: Part): Cell => ({ content, kind: "number" })

interface Row {
  readonly head: Part
  readonly cells: ReadonlyArray<Part | Cell>
  readonly total?: boolean
}

const isCell = (part: Part | Cell): part is Cell =>
  typeof part === "object" && part !== null && "content" in part

const cell = (part: Part | Cell, label: string): Markup => {
  const { content, kind } = isCell(part) ? part : { content: part, kind: undefined }
  const classes = [kind ?? "", content === "" ? "empty" : ""].filter((name) => name !== "").join(" ")
  return markup`<td role="cell"${classes === "" ? null : markup` class="${classes}"`} data-label="${label}"><div>${content}</div></td>`
}

/** A table with at most this number of rows is not split between two pages. */
const short = 12

// Makes a table. On a phone, the style sheet turns each row into a card. Then a screen reader no longer recognises a
// table, so the elements have roles.
const table = (
  { say }: Wording,
  caption: string,
  heads: readonly [PlainKey, ...ReadonlyArray<PlainKey>],
  rows: ReadonlyArray<Row>
): Markup => {
  const numbers = heads.slice(1).map((_, index) => {
    const parts = rows.map(({ cells }) => cells[index] ?? null)
    return parts.length > 0 && parts.every((part) => isCell(part) && part.kind === "number")
  })
  return markup`<table class="${rows.length <= short ? "stack short" : "stack"}" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads.map(
    (head, index) =>
      markup`<th role="columnheader" scope="col"${numbers[index - 1] === true ? trusted(' class="number"') : null}>${say(head)}</th>`
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  ({ cells, head, total }) =>
    markup`<tr role="row"${total === true ? trusted(' class="total"') : null}><th role="rowheader" scope="row">${head}</th>${cells.map(
      (part, index) => {
        const label = heads[index + 1]
        return cell(part, label === undefined ? "" : say(label))
      }
    )}</tr>
`
)}</tbody>
</table>`
}

interface Section {
  readonly id: string
  readonly heading: string
  readonly body: Part
  readonly wide?: boolean
}

const bullets = (items: ReadonlyArray<Part>, className?: string): Markup =>
  markup`<ul${className === undefined ? null : markup` class="${className}"`}>${items.map((item) => markup`<li>${item}</li>`)}</ul>`

const time = ({ day }: Wording, on: Day.Day): Markup =>
  markup`<time datetime="${Day.toIso(on)}">${day(on)}</time>`

/** Makes a short text, such as a date or a name, that is kept on one line if possible. */
const whole = (text: string): Markup => markup`<span class="whole">${text}</span>`

const story = (words: Wording, sentences: BuildingFact["file"]): Markup =>
  markup`<ol class="story">${sentences.map(
    ({ on, text }) => markup`<li>${time(words, on)}<span>${words.text(text)}</span></li>`
  )}</ol>`

const definitions = (className: string, entries: ReadonlyArray<readonly [string, Part, string?]>): Markup =>
  markup`<dl class="${className}">${entries.map(
    ([name, value, mark]) =>
      markup`<div${mark === undefined ? null : markup` class="${mark}"`}><dt>${name}</dt><dd>${value}</dd></div>`
  )}</dl>`

const anchor = (building: string): string => `building-${encodeURIComponent(building.toWellFormed())}`

/** The rules that have counts by building. They are the columns of the heat table. */
const measures = (facts: Facts): ReadonlyArray<CoverageFact> =>
  facts.coverage.filter(({ byBuilding }) => byBuilding.length > 0)

const atAGlance = (words: Wording, facts: Facts): Section => {
  const { say, number, count } = words
  const hall = facts.audience === "hall"
  const { rules, met, open, relapses, notices } = glance(facts)
  const matters = [
    ...facts.coverage.flatMap((rule) => {
      if (rule.met !== "not met") return []
      const { missing, unknown } = rule.now
      return [
        ...(missing > 0
          ? [say("attention.missing", { rule: rule.name, count: count(rule.of, missing) })]
          : []),
        ...(unknown > 0
          ? [say("attention.unknown", { rule: rule.name, count: count(rule.of, unknown) })]
          : []),
        ...(missing + unknown === 0 ? [say("attention.notMet", { rule: rule.name })] : [])
      ]
    }),
    ...calendarNote(words, facts),
    ...(facts.overdue.length > 0
      ? [markup`<a href="#overdue">${say("attention.overdue", { n: facts.overdue.length })}</a>`]
      : [])
  ]
  return {
    id: "glance",
    heading: say("glance"),
    body: [
      definitions("figures", [
        [say("glance.residents"), number(facts.residents)],
        [say("glance.aged60"), number(facts.aged60)],
        ...(facts.ageUnknown === undefined
          ? []
          : [[say("glance.ageUnknown"), number(facts.ageUnknown)] as const]),
        [say("glance.households"), number(facts.households)],
        [say("glance.buildings"), number(facts.buildings.length)],
        [say("glance.met"), say("glance.metOf", { met, all: rules })],
        [say("glance.open"), number(open)],
        [say("glance.relapses"), number(relapses)],
        ...(hall ? [] : [[say("glance.overdue"), number(facts.overdue.length)] as const]),
        [say("glance.notices"), number(notices)],
        [say("glance.entries"), number(facts.entries)]
      ]),
      matters.length === 0
        ? markup`<p class="attention calm">${say(hall ? "attention.noneHall" : "attention.none")}</p>`
        : markup`<div class="attention"><h3>${say("attention")}</h3>${bullets(matters)}</div>`
    ]
  }
}

const pairing = (words: Wording, facts: Facts): Section => {
  const { say, text, number } = words
  return {
    id: "pairing",
    heading: say("pairing"),
    body:
      facts.pairing === null
        ? markup`<p>${say("pairing.none")}</p>`
        : [
            markup`<p class="note">${say("pairing.intro")}</p>`,
            table(
              words,
              say("pairing.caption"),
              ["pairing.group", "pairing.branch", "pairing.purpose", "pairing.points", "pairing.reasons"],
              facts.pairing.pairs.map(({ branch, group, points, purpose, reasons }) => ({
                head: whole(text(group)),
                cells: [
                  whole(text(branch)),
                  text(purpose),
                  numeric(number(points)),
                  bullets(reasons.map((reason) => say("pairing.reason", reason)))
                ]
              }))
            ),
            markup`<p>${standing(words, facts.pairing)}</p>`
          ]
  }
}

const groups = ({ say, text, list, named, number }: Wording, facts: Facts): Section | null =>
  facts.groups.length === 0
    ? null
    : {
        id: "groups",
        heading: say("groups", { n: facts.groups.length }),
        body: bullets(
          facts.groups.map(({ closed, ledBy, name, open, overdue, purpose }) => [
            markup`<h3>${text(name)}</h3><p>${text(purpose)}</p><p>${named(
              say("groups.ledBy"),
              ledBy.length === 0 ? say("groups.noLeader") : list(ledBy)
            )}</p>`,
            definitions("counts", [
              [say("groups.open"), number(open)],
              [say("groups.closed"), number(closed)],
              overdue > 0
                ? [say("groups.overdue"), number(overdue), "late"]
                : [say("groups.overdue"), number(overdue)]
            ])
          ]),
          "cards"
        )
      }

const marks: Record<CoverageFact["met"], string> = { met: "✓ ", "not met": "✗ ", "nothing to reach": "" }

const coverage = (words: Wording, facts: Facts): Section | null => {
  const { say, text, number, ratio } = words
  return facts.coverage.length === 0
    ? null
    : {
        id: "coverage",
        heading: say("coverage"),
        body: [
          markup`<p class="note">${say("coverage.intro", { from: facts.from, asOf: facts.asOf })}</p>`,
          table(
            words,
            say("coverage.caption"),
            [
              "coverage.rule",
              "coverage.before",
              "coverage.now",
              "coverage.missing",
              "coverage.excluded",
              "coverage.unknown",
              "coverage.result"
            ],
            facts.coverage.map(({ before, met, name, now }) => ({
              head: text(name),
              cells: [
                numeric(ratio(before)),
                numeric(markup`<strong>${ratio(now)}</strong>`),
                numeric(number(now.missing)),
                numeric(number(now.excluded)),
                numeric(number(now.unknown)),
                met === "nothing to reach"
                  ? words.result(met)
                  : { content: marks[met] + words.result(met), kind: met === "met" ? "met" : "not-met" }
              ]
            }))
          ),
          markup`<p class="note">${say("coverage.legend")}</p>`
        ]
      }
}

const charts = (words: Wording, facts: Facts): Section | null => {
  const { say, text, ratio } = words
  const drawn = facts.coverage.flatMap((rule) => {
    const chart = stepChart(words, rule, facts)
    return chart === null
      ? []
      : [
          markup`<figure><figcaption><h3>${text(rule.name)}</h3><p>${say("chart.statement", {
            from: facts.from,
            before: ratio(rule.before),
            asOf: facts.asOf,
            now: ratio(rule.now)
          })}</p></figcaption>${chart}</figure>
`
        ]
  })
  return drawn.length === 0
    ? null
    : {
        id: "charts",
        heading: say("charts"),
        body: [
          bullets(
            [
              markup`<span class="line"></span>${say("chart.reached")}`,
              markup`<span class="line dashed"></span>${say("chart.eligible")}`
            ],
            "key"
          ),
          markup`<div class="charts">${drawn}</div>`
        ]
      }
}

const gaps = (words: Wording, facts: Facts): Section => {
  const { say, list, count, building } = words
  const rules = facts.coverage.filter(({ now }) => now.missing > 0)
  const door = (of: CoverageFact["of"], unit: string, n: number): Markup => {
    const name = words.unit(unit) ?? say("gaps.whole")
    return whole(n === 1 ? name : say("gaps.several", { unit: name, count: count(of, n) }))
  }
  return {
    id: "gaps",
    heading: say("gaps"),
    body:
      rules.length === 0
        ? markup`<p>${say("gaps.none")}</p>`
        : facts.audience === "hall"
          ? bullets(
              rules.map((rule) =>
                say("gaps.hall", { rule: rule.name, count: count(rule.of, rule.now.missing) })
              )
            )
          : rules.map((rule) => [
              table(
                words,
                say("gaps.caption", { rule: rule.name, count: count(rule.of, rule.now.missing) }),
                ["gaps.building", "gaps.units", "gaps.branches"],
                gapsByBuilding(rule.gaps).map((entry) => ({
                  head: building(entry.building),
                  cells: [
                    entry.units.map(({ count: n, unit }, index) => [
                      index === 0 ? null : words.separator,
                      door(rule.of, unit, n)
                    ]),
                    list(entry.branches)
                  ]
                }))
              ),
              rule.gapsNotListed > 0
                ? markup`<p>${say("gaps.notListed", { count: count(rule.of, rule.gapsNotListed) })}</p>`
                : null
            ])
  }
}

const onTheWay = (words: Wording, facts: Facts): Section | null => {
  const { say, building, count, text } = words
  const rules = facts.coverage.filter((rule) => rule.onTheWay.length > 0)
  const tally = (
    heading: PlainKey,
    className: string,
    entries: ReadonlyArray<{ readonly name: Text | string; readonly n: number }>
  ) =>
    entries.length === 0
      ? null
      : [
          markup`<h5>${say(heading)}</h5>`,
          bullets(
            entries.map((entry) => say("counted", entry)),
            className
          )
        ]
  return rules.length === 0
    ? null
    : {
        id: "on-the-way",
        heading: say("onTheWay"),
        body: rules.map((rule) => [
          markup`<h3>${text(rule.name)}</h3>`,
          rule.onTheWay.map(({ byBranch, byBuilding, missing, on }) => [
            markup`<h4>${say("onTheWay.line", { day: on, count: count(rule.of, missing) })}</h4>`,
            tally(
              "onTheWay.byBranch",
              "tally long",
              byBranch.map((entry) => ({ name: entry.branch, n: entry.missing }))
            ),
            tally(
              "onTheWay.byBuilding",
              "tally",
              byBuilding.map((entry) => ({ name: building(entry.building), n: entry.missing }))
            )
          ])
        ])
      }
}

/** The largest number of columns on a wide screen at which the column heads stay visible during scrolling. */
const fitting = 8

/** The largest number of columns on an upright sheet of A4. */
const upright = 6

const heatTable = (words: Wording, facts: Facts): Section | null => {
  const { say, text, ratio } = words
  const columns = measures(facts).map(({ byBuilding, name }) => ({
    name,
    counts: new Map(byBuilding.map((entry) => [entry.building, entry.counts]))
  }))
  if (columns.length === 0) return null
  const heatCell = (column: (typeof columns)[number], building: string): Markup => {
    const counts = column.counts.get(building)
    if (counts === undefined || counts.eligible === 0) {
      return markup`<td class="blank">${say("heat.blank")}</td>`
    }
    const step = heat(counts)
    const besides = [
      ...(counts.excluded > 0 ? [say("heat.excluded", { n: counts.excluded })] : []),
      ...(counts.unknown > 0 ? [say("heat.unknown", { n: counts.unknown })] : [])
    ]
    return markup`<td class="heat-${step}">${step === "all" ? "✓ " : ""}${ratio(counts)}${
      besides.length === 0 ? null : markup`<small>${words.list(besides)}</small>`
    }</td>`
  }
  return {
    id: "heat",
    heading: say("heat"),
    wide: columns.length > upright,
    body: [
      markup`<p class="note">${say("heat.intro")} <span class="screen">${say("heat.link")}</span></p>`,
      bullets(
        heats.map((step) => markup`<span class="swatch heat-${step}"></span>${say(`heat.${step}`)}`),
        "key"
      ),
      markup`<div class="${columns.length <= fitting ? "scroll fits" : "scroll"}" role="region" tabindex="0" aria-label="${say("heat.scroll")}"><table class="heat">
<caption>${say("heat.caption", { n: facts.buildings.length })}</caption>
<thead><tr><th scope="col">${say("heat.building")}</th>${columns.map(
        ({ name }) => markup`<th scope="col">${text(name)}</th>`
      )}</tr></thead>
<tbody>
${facts.buildings.map(
  ({ id, label }) =>
    markup`<tr><th scope="row"><a href="#${anchor(id)}">${label}</a></th>${columns.map((column) => heatCell(column, id))}</tr>
`
)}</tbody>
</table></div>`
    ]
  }
}

const buildingFile = (words: Wording, facts: Facts, building: BuildingFact): Markup => {
  const { say, text, number, ratio } = words
  const own = measures(facts).flatMap(({ byBuilding, name }) => {
    const found = byBuilding.find((entry) => entry.building === building.id)
    return found === undefined ? [] : [{ name, counts: found.counts }]
  })
  const { households, residents } = building
  const open = building.cases.reduce((total, kind) => total + kind.open, 0)
  return markup`<details><summary>${building.label} <span>${say("building.summary", { households, residents, open })}</span></summary>
<div class="file" id="${anchor(building.id)}">
${definitions("facts", [
  [say("building.households"), number(households)],
  [say("building.residents"), number(residents)],
  [say("building.aged60"), number(building.aged60)],
  ...(building.livingAlone === undefined
    ? []
    : [[say("building.livingAlone"), number(building.livingAlone)] as const])
])}
${
  own.length === 0
    ? null
    : markup`<h3>${say("building.coverage")}</h3>${definitions(
        "facts",
        own.map(({ counts, name }) => [
          text(name),
          counts.missing === 0
            ? whole(`✓ ${ratio(counts)}`)
            : say("building.missing", { ratio: ratio(counts), n: counts.missing })
        ])
      )}`
}
${
  building.cases.length === 0
    ? null
    : markup`<h3>${say("building.cases")}</h3>${definitions(
        "facts",
        building.cases.map(({ all, kind, open: ongoing, relapses }) => [
          text(kind),
          say("building.case", { all, open: ongoing, relapses })
        ])
      )}`
}
${
  facts.audience === "hall"
    ? null
    : markup`<h3>${say("building.file")}</h3>${
        building.file.length === 0 ? markup`<p>${say("building.noFile")}</p>` : story(words, building.file)
      }`
}
<p class="screen"><a href="#heat">${say("building.back")}</a></p>
</div></details>
`
}

const buildings = (words: Wording, facts: Facts): Section | null =>
  facts.buildings.length === 0
    ? null
    : {
        id: "buildings",
        heading: words.say("buildings"),
        body: [
          markup`<p class="note screen">${words.say("buildings.intro")}</p>`,
          facts.buildings.map((building) => buildingFile(words, facts, building))
        ]
      }

const cases = (words: Wording, facts: Facts): Section | null => {
  const { say, text, number, day, place } = words
  return facts.caseCounts.length === 0
    ? null
    : {
        id: "cases",
        heading: say("cases"),
        body: [
          table(
            words,
            say("cases.caption"),
            ["cases.kind", "cases.all", "cases.open", "cases.closed", "cases.relapses"],
            facts.caseCounts.map(({ all, kind, open, relapses }) => ({
              head: text(kind),
              cells: [
                numeric(number(all)),
                numeric(number(open)),
                numeric(number(all - open)),
                numeric(number(relapses))
              ]
            }))
          ),
          facts.cases.length === 0
            ? null
            : table(
                words,
                say("cases.list"),
                ["cases.place", "cases.kind", "cases.stage", "cases.opened", "cases.outcome", "cases.id"],
                facts.cases.map((self) => ({
                  head: whole(place(self)),
                  cells: [
                    whole(text(self.kind)),
                    text(self.stage),
                    whole(day(self.opened)),
                    self.outcome === null ? "" : text(self.outcome),
                    self.id
                  ]
                }))
              )
        ]
      }
}

const relapses = (words: Wording, facts: Facts): Section | null => {
  const { say, place } = words
  if (facts.audience === "hall") return null
  const lines = lineages(facts.cases)
  return {
    id: "relapses",
    heading: say("relapses"),
    body:
      lines.length === 0
        ? markup`<p>${say("relapses.none")}</p>`
        : lines.map(({ cases: line, relapses: n, unlisted }) => [
            markup`<h3>${say("relapses.case", { place: place(line[0]), kind: line[0].kind, n })}</h3>`,
            markup`<ol class="lineage">${unlisted === null ? null : markup`<li>${say("relapses.unlisted", { id: unlisted })}</li>`}${line.map(
              (self) => markup`<li>${lineageStep(words, self)}</li>`
            )}</ol>`
          ])
  }
}

const timelines = (words: Wording, facts: Facts): Section | null => {
  const { say, text } = words
  if (facts.audience === "hall") return null
  return {
    id: "timelines",
    heading: say("timelines"),
    body:
      facts.timelines.length === 0
        ? markup`<p>${say("timelines.none")}</p>`
        : facts.timelines.map(({ sentences, title }) => [
            markup`<h3>${text(title)}</h3>`,
            story(words, sentences)
          ])
  }
}

const overdue = (words: Wording, facts: Facts): Section | null => {
  const { say, text, day, place } = words
  if (facts.audience === "hall") return null
  return {
    id: "overdue",
    heading: say("overdue"),
    body:
      facts.overdue.length === 0
        ? markup`<p>${say("overdue.none")}</p>`
        : table(
            words,
            say("overdue.caption", { n: facts.overdue.length }),
            ["overdue.place", "overdue.kind", "overdue.what", "overdue.due", "overdue.late"],
            facts.overdue.map((late) => ({
              head: whole(place(late)),
              cells: [
                whole(text(late.kind)),
                text(late.what),
                late.provisional === true ? words.due(late) : whole(day(late.due)),
                numeric(say("overdue.days", { n: late.daysLate }))
              ]
            }))
          )
  }
}

const refused = (words: Wording, facts: Facts): Section | null => {
  const { say, text, place } = words
  if (facts.audience === "hall") return null
  return {
    id: "refused",
    heading: say("refused"),
    body:
      facts.refused.length === 0
        ? markup`<p>${say("refused.none")}</p>`
        : [
            markup`<p class="note">${say("refused.intro")}</p>`,
            facts.refused.map((attempt) => [
              markup`<h3>${say("refused.heading", { place: place(attempt), step: attempt.step })}</h3>`,
              markup`<p>${time(words, attempt.on)} ${say("refused.reasons", { n: attempt.reasons.length })}</p>`,
              markup`<ol>${attempt.reasons.map((reason) => markup`<li>${text(reason)}</li>`)}</ol>`
            ])
          ]
  }
}

const notices = (words: Wording, facts: Facts): Section => {
  const { say, text, number } = words
  return {
    id: "notices",
    heading: say("notices"),
    body:
      facts.notices.length === 0
        ? markup`<p>${say("notices.none")}</p>`
        : table(
            words,
            say("notices.caption"),
            ["notices.rule", "notices.sent"],
            [
              ...facts.notices.map(({ rule, sent }) => ({
                head: text(rule),
                cells: [numeric(number(sent))]
              })),
              {
                head: say("notices.total"),
                cells: [numeric(number(glance(facts).notices))],
                total: true
              }
            ]
          )
  }
}

const sections = [
  atAGlance,
  overdue,
  coverage,
  charts,
  gaps,
  heatTable,
  pairing,
  groups,
  timelines,
  relapses,
  refused,
  cases,
  onTheWay,
  notices,
  buildings
]

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
 *   from: Day.make("2026-03-01"),
 *   asOf: Day.make("2026-06-30"),
 *   residents: 0,
 *   aged60: 0,
 *   households: 0,
 *   entries: 0,
 *   pairing: null,
 *   coverage: [],
 *   buildings: [],
 *   groups: [],
 *   cases: [],
 *   caseCounts: [],
 *   timelines: [],
 *   overdue: [],
 *   refused: [],
 *   notices: []
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
<header>
<h1>${title}</h1>
<p class="period">${say("period", { from: facts.from, asOf: facts.asOf, known: facts.known })}</p>
${facts.provenance === null ? null : markup`<p class="provenance"><strong>${say("provenance")}</strong> ${text(facts.provenance)}</p>`}
${facts.audience === "hall" ? markup`<p class="note">${say("hallNote")}</p>` : null}
<nav aria-label="${say("contents")}"><ul>
${shown.map(({ heading, id }) => markup`<li><a href="#${id}">${heading}</a></li>\n`)}</ul></nav>
<p class="note screen">${say("printHint")}</p>
</header>
<main>
${shown.map(
  ({ body, heading, id, wide }) =>
    markup`<section id="${id}" aria-labelledby="${id}-heading"${wide === true ? trusted(' class="wide"') : null}>
<h2 id="${id}-heading">${heading}</h2>
${body}
</section>
`
)}</main>
<footer><p>${say("footer", { asOf: facts.asOf, entries: facts.entries })}</p>${
    facts.provenance === null ? null : markup`<p>${text(facts.provenance)}</p>`
  }</footer>
</body>
</html>
`)
}
