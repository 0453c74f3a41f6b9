/**
 * Sections of the page about coverage: the rules, their progress, who is missing, and a table of every rule in every
 * building.
 */
import type { Text } from "@liulinhui/core/Text"
import type { CoverageFact, Facts } from "./Facts.ts"
import { anchor, bullets, hasFile, numeric, table, whole } from "./HtmlParts.ts"
import { type Markup, markup } from "./Markup.ts"
import { gapsByBuilding, heat, heats, some } from "./Reading.ts"
import type { Section } from "./Section.ts"
import { stepChart } from "./StepChart.ts"
import type { PlainKey, Wording } from "./Wording.ts"

/** The rules that have counts by building. They are the columns of the heat table. */
export const measures = (facts: Facts): ReadonlyArray<CoverageFact> =>
  facts.coverage.filter(({ byBuilding }) => byBuilding.length > 0)

const marks: Record<CoverageFact["met"], string> = { met: "✓ ", "not met": "✗ ", "nothing to reach": "" }

export const coverage = (words: Wording, facts: Facts): Section | null => {
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

export const charts = (words: Wording, facts: Facts): Section | null => {
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

export const gaps = (words: Wording, facts: Facts): Section => {
  const { say, list, count, building } = words
  const rules = facts.coverage.filter(({ now }) => some(now.missing))
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
        : rules.every((rule) => rule.gaps.length === 0)
          ? bullets(
              rules.map((rule) =>
                say("gaps.hall", { rule: rule.name, count: count(rule.of, rule.now.missing) })
              )
            )
          : rules.map((rule) => [
              rule.gaps.length === 0
                ? markup`<p>${say("gaps.hall", { rule: rule.name, count: count(rule.of, rule.now.missing) })}</p>`
                : table(
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
              rule.gaps.length > 0 && some(rule.gapsNotListed)
                ? markup`<p>${say("gaps.notListed", { count: count(rule.of, rule.gapsNotListed) })}</p>`
                : null
            ])
  }
}

export const onTheWay = (words: Wording, facts: Facts): Section | null => {
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

/**
 * The number of rules that fit beside each other on a wide screen. With at most this number, the column heads can stay
 * in view.
 */
const fitting = 8

/** The number of rules that fit beside each other on an A4 page in portrait format. */
const upright = 6

export const heatTable = (words: Wording, facts: Facts): Section | null => {
  const { number, say, text, ratio } = words
  const columns = measures(facts).map(({ byBuilding, name }) => ({
    name,
    counts: new Map(byBuilding.map((entry) => [entry.building, entry.counts]))
  }))
  if (columns.length === 0) return null
  const heatCell = (column: (typeof columns)[number], building: string): Markup => {
    const counts = column.counts.get(building)
    const step = counts === undefined ? undefined : heat(counts)
    if (counts === undefined || step === undefined) {
      return markup`<td class="blank">${say("heat.blank")}</td>`
    }
    const besides = [
      ...(some(counts.excluded) ? [say("heat.excluded", { n: number(counts.excluded) })] : []),
      ...(some(counts.unknown) ? [say("heat.unknown", { n: number(counts.unknown) })] : [])
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
  (building) =>
    markup`<tr><th scope="row">${hasFile(building) ? markup`<a href="#${anchor(building.id)}">${building.label}</a>` : building.label}</th>${columns.map((column) => heatCell(column, building.id))}</tr>
`
)}</tbody>
</table></div>`
    ]
  }
}
