/** The intake desk: the reports of residents on which the reader decides, the oldest first. Their words are not on this page. */
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import type { Moment } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import { categoryOf, type Line, placeOf, reportPath, stateOf } from "./ReportWords.ts"

/** The largest number of reports on the page. */
const most = 100

/** Whether the reader is a keeper of a playbook that is open to residents. */
const isKeeper = ({ model, roles }: Moment): boolean =>
  Object.keys(model.intake?.playbooks ?? {}).some(
    (id) => model.playbooks.get(id)?.keepers.some(({ role }) => roles.includes(role)) === true
  )

const item = (moment: Moment, line: Line): Part => {
  const { say } = moment
  return markup`<li>
<h2><a href="${reportPath(moment, line)}">${categoryOf(moment, line)}</a></h2>
<p>${say("desk.line", { place: placeOf(moment, line), on: line.on })}</p>
<p${line.state === "received" ? trusted(' class="due late"') : null}>${stateOf(moment, line)}</p>
${line.merged.length === 0 ? null : markup`<p class="hint">${say("desk.merged", { n: line.merged.length })}</p>`}
</li>`
}

const page = (moment: Moment, reports: ReadonlyArray<Line>, isAll: boolean): Page => {
  const { home, say } = moment
  // The reports that wait are shown with the oldest first, and all reports with the newest first.
  const shown = (isAll ? reports.toReversed() : reports).slice(0, most)
  const kind = (which: "all" | "waiting"): Part =>
    markup`<li><a href="${home}/reports${which === "all" ? "?which=all" : ""}"${(which === "all") === isAll ? trusted(' aria-current="true"') : null}>${say(`desk.${which}`)}</a></li>`
  return {
    title: say("desk"),
    body: [
      markup`<ul class="kinds">${kind("waiting")}${kind("all")}</ul>
<p class="progress" role="status">${say("desk.count", { n: reports.length })}</p>`,
      shown.length === 0
        ? markup`<p class="empty-why">${say("desk.empty")}</p>`
        : markup`<ul class="tasks">${shown.map((line) => item(moment, line))}</ul>`,
      reports.length > most
        ? markup`<p class="hint">${say("desk.more", { n: reports.length - most })}</p>`
        : null
    ]
  }
}

/** The screen with the reports of residents. */
export const desk: Screen = {
  path: "/reports",
  link: { name: "desk", isFor: (moment) => moment.may("AskReports") && isKeeper(moment) },
  show: (moment) => {
    const isAll = moment.query.get("which") === "all"
    return Result.map(moment.ask({ _tag: "AskReports", which: isAll ? "all" : "waiting" }), ({ reports }) =>
      page(moment, reports, isAll)
    )
  }
}
