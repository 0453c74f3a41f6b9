/**
 * One report of a resident. Its words are shown only after a look, which is recorded. Then the reader makes a case of it,
 * declines it with a reason, or merges it with another one.
 */
import type * as Problem from "@liulinhui/http/Problem"
import { markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import type { ReportTexts } from "@liulinhui/service/Intake"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { casePath } from "../cases/CaseWords.ts"
import * as Frame from "../Frame.ts"
import type { Moment } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { radio } from "../steps/Controls.ts"
import { hiddenTexts, textsIn, textsOf } from "./ReportTexts.ts"
import { categoryOf, type Line, placeOf, reportIn, reportPath, stateOf } from "./ReportWords.ts"

/** What a page shows besides the report: its texts after a look, what was entered, and why it is not accepted. */
interface Above {
  readonly texts: ReportTexts
  readonly form: URLSearchParams
  readonly mistakes?: ReadonlyArray<string>
  readonly problem?: Problem.Problem
}

const nothing: Above = { texts: {}, form: new URLSearchParams() }

/** A form about the report, with the texts that were looked at. */
const formOf = (
  moment: Moment,
  line: Line,
  { form, problem, texts }: Above,
  what: string,
  body: Part
): Part => {
  const isReused = problem?.reasons.some(({ code }) => code === "CommandIdReused") === true
  const sent = form.get("what") === what && !isReused ? form.get("command") : null
  return markup`<form method="post" action="${reportPath(moment, line)}">
<input type="hidden" name="command" value="${verbatim(sent ?? `${moment.fresh}-${what}`)}"><input type="hidden" name="what" value="${what}">
${hiddenTexts(texts)}${body}</form>`
}

/** The button that shows the words. */
const looking = (moment: Moment, line: Line): Part =>
  line.state === "erased"
    ? markup`<p class="empty-why">${moment.say("desk.erased")}</p>`
    : formOf(
        moment,
        line,
        nothing,
        "look",
        markup`<p class="hint">${moment.say("desk.lookHint")}</p>
<div class="go"><button${line.state === "received" ? null : trusted(' class="plain"')}>${moment.say("desk.look")}</button></div>`
      )

/** The other reports of the same category with which this one can be merged. */
const others = (moment: Moment, { playbook, report }: Line): ReadonlyArray<Line> =>
  Result.match(moment.ask({ _tag: "AskReports", playbook, which: "all" }), {
    onSuccess: ({ reports }) =>
      reports.filter(
        (other) => other.report !== report && other.into === undefined && other.state !== "erased"
      ),
    onFailure: () => []
  })

const declining = (moment: Moment, line: Line, above: Above): Part => {
  const { say } = moment
  return markup`<details${above.form.get("what") === "decline" ? trusted(" open") : null}><summary>${say("desk.decline")}</summary>
${formOf(
  moment,
  line,
  above,
  "decline",
  markup`<p><label for="reason">${say("desk.reason")}</label></p><p class="hint" id="reason-hint">${say("desk.reasonHint")}</p>
<textarea class="field" id="reason" name="reason" rows="3" maxlength="500" required aria-describedby="reason-hint">
${verbatim(above.form.get("reason") ?? "")}</textarea>
<div class="go"><button>${say("desk.decline")}</button></div>`
)}</details>`
}

const merging = (moment: Moment, line: Line, above: Above): Part => {
  const { say } = moment
  const known = others(moment, line)
  return known.length === 0
    ? null
    : markup`<details${above.form.get("what") === "merge" ? trusted(" open") : null}><summary>${say("desk.merge")}</summary>
${formOf(
  moment,
  line,
  above,
  "merge",
  markup`<fieldset><legend class="hint">${say("desk.into")}</legend>${known
    .toReversed()
    .slice(0, mostOthers)
    .map((other) =>
      radio(
        "into",
        other.report,
        say("desk.other", { place: placeOf(moment, other), on: other.on, state: stateOf(moment, other) }),
        above.form.get("into") === other.report
      )
    )}</fieldset>
<div class="go"><button>${say("desk.merge")}</button></div>`
)}</details>`
}

/** The largest number of other reports from which one is chosen: the newest ones. */
const mostOthers = 20

/** What the reader can decide, after somebody has looked at the report. */
const deciding = (moment: Moment, line: Line, above: Above): Part => {
  if (line.state !== "looked-at") return null
  const { say } = moment
  return markup`<section aria-labelledby="decide"><h2 id="decide">${say("desk.decide")}</h2>
<form method="post" action="${reportPath(moment, line)}/accept">${hiddenTexts(above.texts)}<div class="go"><button name="go" value="begin">${say("desk.accept")}</button></div></form>
${declining(moment, line, above)}
${merging(moment, line, above)}</section>`
}

const result = (moment: Moment, line: Line): Part => {
  const { say } = moment
  const found = line.case === undefined ? undefined : moment.ask({ _tag: "AskCase", case: line.case })
  return [
    found === undefined || Result.isFailure(found)
      ? null
      : markup`<p><a class="button" href="${casePath(moment, found.success)}">${say("step.toCase")}</a></p>`,
    line.into === undefined
      ? null
      : markup`<p><a class="more" href="${reportPath(moment, { report: line.into })}">${say("desk.toOther")}</a></p>`
  ]
}

const page = (moment: Moment, line: Line, above: Above = nothing): Page => {
  const { home, query, say } = moment
  const { mistakes = [], problem, texts } = above
  return {
    title: say("desk.report"),
    status: mistakes.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<article class="step">
${query.has("done") ? markup`<p class="done" role="status">${say("desk.done")}</p>` : null}
<p class="question">${categoryOf(moment, line)}</p>
<p>${say("desk.line", { place: placeOf(moment, line), on: line.on })}</p>
<p>${stateOf(moment, line)}</p>
${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(moment, mistakes)}
${textsOf(moment, texts) ?? looking(moment, line)}
${texts.reason === undefined ? null : markup`<p>${say("reporting.reason", { reason: texts.reason })}</p>`}
${deciding(moment, line, above)}
${result(moment, line)}
<p class="screen"><a class="button plain" href="${home}/reports">${say("desk.back")}</a></p>
</article>`
  }
}

const asked = (moment: Moment): Result.Result<Line, QuestionRefused> =>
  moment.ask({ _tag: "AskReport", report: reportIn(moment) })

/** The request of a decision, or why it cannot be sent. */
const requestOf = (
  { say }: Moment,
  { report }: Line,
  form: URLSearchParams
): Result.Result<Schema.JsonObject, ReadonlyArray<string>> => {
  if (form.get("what") === "merge") {
    const into = form.get("into") ?? ""
    return into === ""
      ? Result.fail([say("desk.intoMissing")])
      : Result.succeed({ _tag: "MergeReport", report, into })
  }
  const reason = (form.get("reason") ?? "").trim()
  return reason === ""
    ? Result.fail([say("desk.reasonMissing")])
    : Result.succeed({ _tag: "DeclineReport", report, reason })
}

/** The screen of one report. */
export const oneReport: Screen = {
  path: "/reports/:report",
  show: (moment) => Result.map(asked(moment), (line) => page(moment, line)),
  send: (moment, form) =>
    Result.map(asked(moment), (line): Sent => {
      const id = form.get("command") ?? ""
      const texts = textsIn(form)
      if (form.get("what") === "look") {
        return {
          _tag: "Look",
          id,
          report: line.report,
          shown: (later, opened) =>
            Result.map(asked(later), (now) =>
              page(later, now, { texts: opened, form: new URLSearchParams() })
            ),
          refused: (later, problem) =>
            Result.map(asked(later), (now) => page(later, now, { ...nothing, problem }))
        }
      }
      return Result.match(requestOf(moment, line, form), {
        onFailure: (mistakes): Sent => ({
          _tag: "Shown",
          page: page(moment, line, { texts, form, mistakes })
        }),
        onSuccess: (request): Sent => ({
          _tag: "Request",
          id,
          request,
          next: `/reports/${encodeURIComponent(line.report)}?done`,
          refused: (later, problem) =>
            Result.map(asked(later), (now) => page(later, now, { texts, form, problem }))
        })
      })
    })
}
