/**
 * The report as plain text, for a terminal, a mail or a log. It begins with the source of the figures. It contains all
 * figures and names of the facts, except the building files, which only the HTML page contains.
 */
import type { Language } from "@liulinhui/core/Text"
import type { Facts } from "./Facts.ts"
import { gapsByBuilding, glance, lineages, some } from "./Reading.ts"
import { cells, type Column, hang, table, wrap } from "./TextLayout.ts"
import {
  actors,
  calendarNote,
  changeLines,
  lineageStep,
  type PlainKey,
  readersNote,
  standing,
  type Wording,
  wording,
  type WordingOptions
} from "./Wording.ts"

type Lines = ReadonlyArray<string>

/** A report that is being written: its words, its width, and the lines so far. */
interface Paper {
  readonly words: Wording
  readonly text: (text: string) => Lines
  readonly item: (text: string) => Lines
  readonly detail: (text: string) => Lines
  readonly table: (columns: ReadonlyArray<Column>, rows: ReadonlyArray<Lines>) => Lines
  readonly section: (heading: string, body: Lines) => Lines
}

const narrowest = 40
const usual = 80

/**
 * The largest number of unreached members that are listed for a coverage rule. The HTML page lists all members of the
 * facts.
 */
const namedGaps = 30

/** The largest number of overdue items that are listed. The HTML page lists all overdue items. */
const namedOverdue = 30

const paper = (words: Wording, width: number): Paper => {
  const underlined = (heading: string): Lines => {
    const lines = wrap(heading, width)
    return [...lines, "-".repeat(Math.max(...lines.map(cells)))]
  }
  return {
    words,
    text: (text) => wrap(text, width),
    item: (text) => hang("- ", text, width),
    detail: (text) => hang("    - ", text, width),
    table: (columns, rows) => table(columns, rows, width),
    section: (heading, body) => ["", ...underlined(heading), ...body]
  }
}

const columns = (
  { words }: Paper,
  heads: ReadonlyArray<PlainKey>,
  sides: ReadonlyArray<Column["side"]>
): ReadonlyArray<Column> =>
  heads.map((head, index) => ({ head: words.say(head), side: sides[index] ?? "left" }))

const head = ({ words, text, item }: Paper, facts: Facts): Lines => {
  const { say, number } = words
  const { rules, met, notices } = glance(facts)
  const figures: ReadonlyArray<readonly [string, string]> = [
    [say("glance.residents"), number(facts.residents)],
    [say("glance.elders", { from: facts.elderFrom }), number(facts.elders)],
    ...(facts.ageUnknown === undefined
      ? []
      : [[say("glance.ageUnknown"), number(facts.ageUnknown)] as const]),
    [say("glance.households"), number(facts.households)],
    [say("glance.buildings"), number(facts.buildings.length)],
    [say("glance.met"), say("glance.metOf", { met, all: rules })],
    [say("glance.open"), number(facts.open)],
    [say("glance.relapses"), number(facts.relapses)],
    [say("glance.overdue"), number(facts.late)],
    ...(facts.audience === "hall"
      ? []
      : [[say("glance.notices"), notices === null ? say("glance.unknown") : number(notices)] as const]),
    [say("glance.entries"), number(facts.entries)]
  ]
  const title = text(say("title", { district: facts.district.name }))
  return [
    ...title,
    "=".repeat(Math.max(...title.map(cells))),
    ...(facts.provenance === null ? [] : text(words.named(say("provenance"), facts.provenance))),
    ...text(say("period", { from: facts.from, asOf: facts.asOf, known: facts.known })),
    ...text(readersNote(words, facts)),
    "",
    ...figures.flatMap(([name, value]) => item(words.named(name, value))),
    ...calendarNote(words, facts).flatMap(text)
  ]
}

const pairing = ({ words, text, item, detail, section }: Paper, facts: Facts): Lines => {
  const { say } = words
  if (facts.pairing === null) return section(say("pairing"), text(say("pairing.none")))
  return section(say("pairing"), [
    ...facts.pairing.pairs.flatMap(({ branch, group, reasons }) => [
      ...item(say("pairing.pair", { branch, group })),
      ...reasons.flatMap((reason) => detail(say("pairing.reason", reason)))
    ]),
    ...text(standing(words, facts.pairing))
  ])
}

const coverage = (self: Paper, facts: Facts): Lines => {
  const { say, ratio, number, text: inLanguage } = self.words
  if (facts.coverage.length === 0) return []
  const legend = facts.coverage.some(({ now }) => some(now.excluded) || some(now.unknown))
  return self.section(say("coverage"), [
    ...self.text(say("coverage.intro", { from: facts.from, asOf: facts.asOf })),
    "",
    ...self.table(
      columns(
        self,
        [
          "coverage.rule",
          "coverage.before",
          "coverage.now",
          "coverage.missing",
          "coverage.excluded",
          "coverage.unknown",
          "coverage.result"
        ],
        ["left", "right", "right", "right", "right", "right", "left"]
      ),
      facts.coverage.map(({ name, before, now, met }) => [
        inLanguage(name),
        ratio(before),
        ratio(now),
        number(now.missing),
        number(now.excluded),
        number(now.unknown),
        self.words.result(met)
      ])
    ),
    ...(legend ? ["", ...self.text(say("coverage.legend"))] : [])
  ])
}

const gaps = ({ words, text, item, section }: Paper, facts: Facts): Lines => {
  const { say, count } = words
  const rules = facts.coverage.filter(({ now }) => some(now.missing))
  if (rules.length === 0) return section(say("gaps"), text(say("gaps.none")))
  return section(
    say("gaps"),
    rules.flatMap((rule) => {
      const caption = { rule: rule.name, count: count(rule.of, rule.now.missing) }
      if (rule.gaps.length === 0) return item(say("gaps.hall", caption))
      const named = rule.gaps.slice(0, namedGaps)
      const unnamed = rule.gaps.length - named.length
      const others =
        typeof rule.gapsNotListed === "number" ? unnamed + rule.gapsNotListed : rule.gapsNotListed
      return [
        ...text(say("gaps.caption", caption)),
        ...gapsByBuilding(named).flatMap(({ branches, building, units }) => {
          const doors = units.map((door) => {
            const unit = words.unit(door.unit) ?? say("gaps.whole")
            return door.count === 1 ? unit : say("gaps.several", { unit, count: count(rule.of, door.count) })
          })
          const line = say("gaps.line", { building: words.building(building), units: doors })
          return item(branches.length === 0 ? line : say("gaps.by", { line, branches }))
        }),
        ...(some(others) ? item(say("gaps.notListed", { count: count(rule.of, others) })) : [])
      ]
    })
  )
}

const onTheWay = ({ words, text, item, detail, section }: Paper, facts: Facts): Lines => {
  const { say, count } = words
  const rules = facts.coverage.filter((rule) => rule.onTheWay.length > 0)
  if (rules.length === 0) return []
  const listed = (name: PlainKey, counts: ReadonlyArray<string>): Lines =>
    counts.length === 0 ? [] : detail(words.named(say(name), counts))
  return section(
    say("onTheWay"),
    rules.flatMap((rule) => [
      ...text(say("onTheWay.caption", { rule: rule.name })),
      ...rule.onTheWay.flatMap(({ byBranch, byBuilding, missing, on }) => [
        ...item(say("onTheWay.line", { day: on, count: count(rule.of, missing) })),
        ...listed(
          "onTheWay.byBranch",
          byBranch.map((entry) => say("counted", { name: entry.branch, n: entry.missing }))
        ),
        ...listed(
          "onTheWay.byBuilding",
          byBuilding.map((entry) =>
            say("counted", { name: words.building(entry.building), n: entry.missing })
          )
        )
      ])
    ])
  )
}

const groups = (self: Paper, facts: Facts): Lines => {
  const { say, number, list, text: inLanguage } = self.words
  if (facts.groups.length === 0) return []
  return self.section(
    say("groups", { n: facts.groups.length }),
    self.table(
      columns(
        self,
        ["groups.group", "groups.ledBy", "groups.open", "groups.closed", "groups.overdue"],
        ["left", "left", "right", "right", "right"]
      ),
      facts.groups.map(({ name, ledBy, open, closed, overdue }) => [
        inLanguage(name),
        ledBy.length === 0 ? say("groups.noLeader") : list(ledBy),
        number(open),
        number(closed),
        number(overdue)
      ])
    )
  )
}

const cases = (self: Paper, facts: Facts): Lines => {
  const { say, number, text: inLanguage } = self.words
  if (facts.caseCounts.length === 0) return []
  return self.section(
    say("cases"),
    self.table(
      columns(
        self,
        ["cases.kind", "cases.all", "cases.open", "cases.closed", "cases.relapses"],
        ["left", "right", "right", "right", "right"]
      ),
      facts.caseCounts.map(({ kind, all, closed, open, relapses }) => [
        inLanguage(kind),
        number(all),
        number(open),
        number(closed),
        number(relapses)
      ])
    )
  )
}

const relapses = ({ words, text, item, detail, section }: Paper, facts: Facts): Lines => {
  const { say, place } = words
  if (facts.audience === "hall") return []
  const lines = lineages(facts.cases)
  return section(
    say("relapses"),
    lines.length === 0
      ? text(say("relapses.none"))
      : lines.flatMap(({ cases: line, relapses: n, unlisted }) => [
          ...item(say("relapses.case", { place: place(line[0]), kind: line[0].kind, n })),
          ...(unlisted === null ? [] : detail(say("relapses.unlisted", { id: unlisted }))),
          ...line.flatMap((self) => detail(lineageStep(words, self)))
        ])
  )
}

const timelines = ({ words, text, item, section }: Paper, facts: Facts): Lines => {
  const { say, day, place, text: inLanguage } = words
  if (facts.audience === "hall") return []
  return section(
    say("timelines"),
    facts.timelines.length === 0
      ? text(say("timelines.none"))
      : facts.timelines.flatMap(({ sentences, title, ...at }, index) => [
          ...(index === 0 ? [] : [""]),
          ...text(say("change.case", { place: place(at), kind: inLanguage(title) })),
          ...sentences.flatMap(({ on, text: sentence }) => item(words.named(day(on), sentence)))
        ])
  )
}

const refused = ({ words, text, item, detail, section }: Paper, facts: Facts): Lines => {
  const { say, place, text: inLanguage } = words
  if (facts.audience === "hall") return []
  return section(
    say("refused"),
    facts.refused.length === 0
      ? text(say("refused.none"))
      : facts.refused.flatMap((attempt) => [
          ...item(say("refused.line", { day: attempt.on, place: place(attempt), step: attempt.step })),
          ...attempt.reasons.flatMap((reason) => detail(inLanguage(reason)))
        ])
  )
}

const overdue = ({ words, text, item, section }: Paper, facts: Facts): Lines => {
  const { place, say } = words
  if (facts.audience === "hall") return []
  return section(
    say("overdue"),
    facts.overdue.length === 0
      ? text(say("overdue.none"))
      : [
          ...facts.overdue.slice(0, namedOverdue).flatMap((late) =>
            item(
              say("overdue.line", {
                place: place(late),
                kind: late.kind,
                what: late.what,
                who: actors(words, late),
                due: words.due(late),
                days: late.daysLate
              })
            )
          ),
          ...(facts.overdue.length > namedOverdue
            ? item(say("overdue.notListed", { n: facts.overdue.length - namedOverdue }))
            : [])
        ]
  )
}

const week = ({ words, text, item, section }: Paper, facts: Facts): Lines => {
  const lines = changeLines(words, facts)
  return section(
    words.say("week", { since: words.day(facts.changedSince) }),
    lines.length === 0 ? text(words.say("week.none")) : lines.flatMap(item)
  )
}

const notices = (self: Paper, facts: Facts): Lines => {
  const { say, number, text: inLanguage } = self.words
  if (facts.audience === "hall") return []
  return self.section(
    say("notices"),
    facts.notices === null
      ? self.text(say("notices.unknown"))
      : facts.notices.length === 0
        ? self.text(say("notices.none"))
        : self.table(columns(self, ["notices.rule", "notices.sent"], ["left", "right"]), [
            ...facts.notices.map(({ rule, queued }) => [inLanguage(rule), number(queued)]),
            [say("notices.total"), number(glance(facts).notices ?? 0)]
          ])
  )
}

/**
 * Renders the facts as lines of plain text. The text ends with a line break. No line is wider than `width` terminal
 * cells. Default: 80. The smallest width is 40.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import { type Facts, toText } from "@liulinhui/report"
 * import { strict as assert } from "node:assert"
 *
 * const facts: Facts = {
 *   district: { id: "wan-liu", name: { zh: "宛六居民区", en: "Wan-Liu" } },
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
 * assert.deepEqual(toText(facts, "zh").split("\n").slice(0, 4), [
 *   "宛六居民区工作报告",
 *   "==================",
 *   "数据说明：合成数据",
 *   "2026年3月1日至2026年6月30日"
 * ])
 * ```
 * @category renderers
 */
export const toText = (
  facts: Facts,
  language: Language,
  options: WordingOptions & { readonly width?: number } = {}
): string => {
  const width = Math.max(narrowest, Math.floor(options.width ?? usual))
  const self = paper(wording(facts, language, options), width)
  const sections = [
    head,
    week,
    pairing,
    groups,
    coverage,
    gaps,
    onTheWay,
    cases,
    relapses,
    timelines,
    refused,
    overdue,
    notices
  ]
  return `${sections.flatMap((section) => section(self, facts)).join("\n")}\n`
}
