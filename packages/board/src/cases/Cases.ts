/** The cases that the reader may see: searched by place or kind, and filtered by state, kind, group and building. */
import type { BuildingId, GroupId } from "@liulinhui/core/Id"
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import type { WordId } from "../Speech.ts"
import { caseItem } from "./CaseItem.ts"
import { placeOf, stageOf } from "./CaseWords.ts"

type Line = Answer<"AskCases">["cases"][number]

/** The largest number of cases on one page. */
const most = 50

const kinds = ["open", "late", "ended", "all"] as const
type Kind = (typeof kinds)[number]

const kindNames: Readonly<Record<Kind, WordId>> = {
  open: "cases.open",
  late: "cases.late",
  ended: "cases.ended",
  all: "cases.all"
}

/** What the reader looks for. Empty texts mean everything. */
interface Wanted {
  readonly which: Kind
  readonly search: string
  readonly playbook: string
  readonly group: string
  readonly building: string
  readonly page: number
}

const wantedIn = ({ query }: Moment): Wanted => {
  const field = (name: string): string => (query.get(name) ?? "").trim()
  const page = Number(field("page"))
  return {
    which: kinds.find((kind) => kind === field("which")) ?? "open",
    search: field("search").slice(0, 100),
    playbook: field("playbook"),
    group: field("group"),
    building: field("building"),
    page: Number.isInteger(page) && page > 0 ? page : 1
  }
}

/** The address of the list with other wishes. */
const address = ({ home }: Moment, wanted: Wanted): string => {
  const fields = Object.entries(wanted).flatMap(([name, value]) =>
    value === "" || (name === "page" && value === 1) || (name === "which" && value === "open")
      ? []
      : [[name, String(value)] as [string, string]]
  )
  const query = new URLSearchParams(fields).toString()
  return `${home}/cases${query === "" ? "" : `?${query}`}`
}

const matches = (moment: Moment, { search }: Wanted, line: Line): boolean => {
  const text = [
    placeOf(moment, line),
    nameOf(moment, "playbook", line.playbook),
    stageOf(moment, line),
    line.case
  ].join(" ")
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.toLowerCase().includes(word))
}

const kindLinks = (moment: Moment, wanted: Wanted): Part =>
  markup`<ul class="kinds">${kinds.map(
    (which) =>
      markup`<li><a href="${address(moment, { ...wanted, which, page: 1 })}"${which === wanted.which ? trusted(' aria-current="true"') : null}>${moment.say(kindNames[which])}</a></li>`
  )}</ul>`

/** A choice among the parts of the district. Empty if there is only one part. */
const select = (
  { say }: Moment,
  name: "playbook" | "group" | "building",
  label: WordId,
  options: ReadonlyArray<readonly [id: string, name: string]>,
  chosen: string
): Part =>
  options.length < 2
    ? null
    : markup`<div><label for="${name}">${say(label)}</label><select id="${name}" name="${name}"><option value="">${say("cases.any")}</option>${options.map(
        ([id, text]) =>
          markup`<option value="${id}"${id === chosen ? trusted(" selected") : null}>${text}</option>`
      )}</select></div>`

const filter = (moment: Moment, wanted: Wanted, lines: ReadonlyArray<Line>): Part => {
  const { home, say } = moment
  const named = (thing: "playbook" | "group" | "building", ids: ReadonlyArray<string>) =>
    [...new Set(ids)].map((id) => [id, nameOf(moment, thing, id)] as const)
  const sorted = (options: ReadonlyArray<readonly [string, string]>) =>
    options.toSorted(([, a], [, b]) => a.localeCompare(b, moment.words.locale, { numeric: true }))
  return markup`<form method="get" action="${home}/cases" class="filter" role="search">
<input type="hidden" name="which" value="${wanted.which}">
<div><label for="search">${say("cases.search")}</label><input type="search" id="search" name="search" value="${wanted.search}"></div>
${select(
  moment,
  "playbook",
  "cases.playbook",
  sorted(
    named(
      "playbook",
      lines.map(({ playbook }) => playbook)
    )
  ),
  wanted.playbook
)}
${select(
  moment,
  "group",
  "cases.group",
  sorted(
    named(
      "group",
      lines.map(({ group }) => group)
    )
  ),
  wanted.group
)}
${select(
  moment,
  "building",
  "cases.building",
  sorted(
    named(
      "building",
      lines.flatMap(({ buildings }) => buildings)
    )
  ),
  wanted.building
)}
<button>${say("cases.find")}</button>
</form>`
}

const pager = (moment: Moment, wanted: Wanted, pages: number): Part => {
  const { say } = moment
  const to = (page: number, text: string): Part =>
    page < 1 || page > pages
      ? null
      : markup`<a class="button plain" href="${address(moment, { ...wanted, page })}">${text}</a>`
  return pages < 2
    ? null
    : markup`<nav class="pager" aria-label="${say("cases.pages")}">${to(wanted.page - 1, say("cases.before"))}<span>${say("cases.page", { page: wanted.page, pages })}</span>${to(wanted.page + 1, say("cases.after"))}</nav>`
}

const page = (moment: Moment, wanted: Wanted, all: ReadonlyArray<Line>, lines: ReadonlyArray<Line>): Page => {
  const { say } = moment
  const found = wanted.search === "" ? lines : lines.filter((line) => matches(moment, wanted, line))
  const pages = Math.max(1, Math.ceil(found.length / most))
  const at = { ...wanted, page: Math.min(wanted.page, pages) }
  const shown = found.slice((at.page - 1) * most, at.page * most)
  return {
    title: say("cases"),
    body: [
      kindLinks(moment, wanted),
      filter(moment, wanted, all),
      markup`<p class="progress" role="status">${say("cases.count", { n: found.length })}</p>`,
      shown.length === 0
        ? markup`<p class="empty-why">${say(all.length === 0 ? "cases.empty" : "cases.noMatch")}</p>`
        : markup`<ul class="tasks">${shown.map((line) => caseItem(moment, line))}</ul>`,
      pager(moment, at, pages)
    ]
  }
}

/** The screen with all cases. */
export const cases: Screen = {
  path: "/cases",
  link: { name: "cases", isFor: ({ may }) => may("AskCases") },
  show: (moment) => {
    const wanted = wantedIn(moment)
    const { building, group, playbook, which } = wanted
    return Result.gen(function* () {
      const all = yield* moment.ask({ _tag: "AskCases", which: "all" })
      const found = yield* moment.ask({
        _tag: "AskCases",
        which,
        // The casts are safe: no case has an id that does not exist.
        ...(playbook === "" ? {} : { playbook }),
        ...(group === "" ? {} : { group: group as GroupId }),
        ...(building === "" ? {} : { building: building as BuildingId })
      })
      return page(moment, wanted, all.cases, found.cases)
    })
  }
}
