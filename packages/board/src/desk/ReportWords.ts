/** Words what every page about a report of a resident shows: its category, its place, and how it was decided. */
import { categoryName } from "@liulinhui/core/Intake"
import type { Answer } from "@liulinhui/core/Question"
import { type Moment, nameOf } from "../Moment.ts"

/** A report, without its texts. */
export type Line = Answer<"AskReport">

/** The report in the address of a page. */
export const reportIn = ({ params }: Pick<Moment, "params">): Line["report"] =>
  // The cast is safe: a text that is no id finds no report.
  (params["report"] ?? "") as Line["report"]

/** The path of the page of a report. */
export const reportPath = ({ home }: Pick<Moment, "home">, { report }: Pick<Line, "report">): string =>
  `${home}/reports/${encodeURIComponent(report)}`

/** The name of the category of a report. */
export const categoryOf = ({ model, words }: Moment, { playbook }: Pick<Line, "playbook">): string =>
  words.text(categoryName(model, playbook))

/** The building of a report, or that it names none. */
export const placeOf = (moment: Moment, { building }: Pick<Line, "building">): string =>
  building === undefined ? moment.say("desk.nowhere") : nameOf(moment, "building", building)

/** How far a report is. */
export const stateOf = ({ say }: Moment, { since, state }: Line): string =>
  say("desk.state", { state: state === "looked-at" ? "seen" : state, since: since ?? "_" })
