/**
 * Making a case of a report: first what the case is about, then one page for each evidence field that its playbook requires at
 * the opening. The words that were looked at are on every page.
 */
import type { PlaybookId } from "@liulinhui/core/Playbook"
import { markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import { placeOf as placeOfCase } from "../cases/CaseWords.ts"
import * as Frame from "../Frame.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import * as Answers from "../steps/Answers.ts"
import { radio } from "../steps/Controls.ts"
import * as Wizard from "../steps/Wizard.ts"
import { carried, hiddenTexts, textsIn, textsOf } from "./ReportTexts.ts"
import { categoryOf, type Line, placeOf, reportIn, reportPath } from "./ReportWords.ts"

/** A report that is being made a case. */
interface Accepting {
  readonly line: Line
  readonly kind: string
  /** The playbook of the parent case. Default: the case has none. */
  readonly parent: PlaybookId | undefined
  readonly questions: ReadonlyArray<Answers.Question>
}

/** The fields of the first page: the building, the flat, and the parent case. */
const aboutFields = ["building", "unit", "parent"] as const

const accepting = (moment: Moment): Result.Result<Accepting, QuestionRefused> =>
  Result.map(moment.ask({ _tag: "AskReport", report: reportIn(moment) }), (line) => {
    const playbook = moment.model.playbooks.get(line.playbook)?.playbook
    return {
      line,
      kind: playbook?.subject ?? "",
      parent: playbook?.parent,
      questions: Object.entries(playbook?.opening?.evidence ?? {}).map(([id, field]) => ({ id, field }))
    }
  })

/** The open cases under which the case can be opened. */
const parentsOf = (moment: Moment, { parent }: Accepting) =>
  parent === undefined
    ? []
    : Result.match(moment.ask({ _tag: "AskCases", which: "open", playbook: parent }), {
        onSuccess: ({ cases }) => cases,
        onFailure: () => []
      })

const buildingsOf = (moment: Moment) =>
  Result.match(moment.ask({ _tag: "AskRegistry" }), { onSuccess: (all) => all, onFailure: () => [] })

/** What the case is about, from the fields of a form. `undefined` if they name nothing that exists. */
const subjectIn = (moment: Moment, { kind }: Accepting, form: URLSearchParams): string | undefined => {
  if (kind === "district") return `district:${moment.district}`
  const building = buildingsOf(moment).find(({ id }) => id === form.get("building"))
  if (kind === "building") return building === undefined ? undefined : `building:${building.id}`
  const unit = (form.get("unit") ?? "").normalize("NFKC").trim()
  const flat = building?.households.find((one) => one.unit === unit)
  return kind !== "household" || flat === undefined ? undefined : `household:${flat.id}`
}

const acceptPath = (moment: Moment, line: Line): string => `${reportPath(moment, line)}/accept`

/** What every page is about: the report, and the words that were looked at. */
const about = (moment: Moment, { line }: Accepting, form: URLSearchParams): Part =>
  markup`<p><a class="more" href="${reportPath(moment, line)}"><b>${categoryOf(moment, line)}</b></a> ${placeOf(moment, line)}</p>
${textsOf(moment, textsIn(form))}`

const place = (moment: Moment, { kind, line }: Accepting, form: URLSearchParams): Part => {
  const { say } = moment
  if (kind === "district") return null
  const chosen = form.get("building") ?? line.building ?? ""
  return markup`<p><label class="question" for="building">${say("desk.building")}</label></p>
<select class="field" id="building" name="building" required><option value=""></option>${buildingsOf(
    moment
  ).map(
    ({ id, label }) =>
      markup`<option value="${id}"${id === chosen ? trusted(" selected") : null}>${label}</option>`
  )}</select>
${
  kind !== "household"
    ? null
    : markup`<p><label class="question" for="unit">${say("desk.unit")}</label></p><p class="hint" id="unit-hint">${say("desk.unitHint")}</p>
<input class="field" id="unit" name="unit" maxlength="40" autocomplete="off" required aria-describedby="unit-hint" value="${verbatim(form.get("unit") ?? "")}">`
}`
}

/** The first page: what the case is about. */
const first = (
  moment: Moment,
  self: Accepting,
  form: URLSearchParams,
  mistakes: ReadonlyArray<string> = []
): Page => {
  const { fresh, say } = moment
  const { kind, line } = self
  const path = acceptPath(moment, line)
  const isKnown = ["building", "district", "household"].includes(kind)
  const parents = parentsOf(moment, self)
  return {
    title: say("desk.accept"),
    status: mistakes.length > 0 ? 422 : 200,
    body: markup`<div class="step">${about(moment, self, form)}
${Frame.mistakes(moment, mistakes)}
${
  !isKnown
    ? markup`<p class="empty-why">${say("desk.byCommand")}</p>`
    : markup`<form method="post" action="${path}"><input type="hidden" name="command" value="${verbatim(form.get("command") ?? fresh)}">
${hiddenTexts(textsIn(form))}
${place(moment, self, form)}
${parents.length < 2 ? null : markup`<fieldset><legend>${say("case.parent")}</legend>${parents.map((one) => radio("parent", one.case, say("case.linked", { place: placeOfCase(moment, one), playbook: nameOf(moment, "playbook", one.playbook) }), form.get("parent") === one.case))}</fieldset>`}
<div class="go"><button name="go" value="about">${say("next")}</button><a class="button plain" href="${reportPath(moment, line)}">${say("cancel")}</a></div></form>`
}</div>`
  }
}

const wizardOf = (moment: Moment, self: Accepting, form: URLSearchParams): Wizard.Wizard => {
  const subject = subjectIn(moment, self, form)
  return {
    title: moment.say("desk.accept"),
    about: [
      about(moment, self, form),
      subject === undefined
        ? null
        : markup`<p>${moment.say("desk.about", { place: nameOf(moment, "subject", subject) })}</p>`
    ],
    questions: self.questions,
    signers: [
      ...(subject === undefined ? [] : [{ id: subject, name: nameOf(moment, "subject", subject) }]),
      { id: moment.actor, name: moment.personOf(moment.actor) }
    ],
    hasDay: false,
    confirm: moment.say("desk.accept"),
    action: acceptPath(moment, self.line),
    cancel: reportPath(moment, self.line),
    carried: [...carried, ...aboutFields]
  }
}

/** Why the first page cannot be left. Empty if it can. */
const mistakesIn = (moment: Moment, self: Accepting, form: URLSearchParams): ReadonlyArray<string> => {
  const parents = parentsOf(moment, self)
  const isChosen = parents.length < 2 || parents.some((one) => one.case === form.get("parent"))
  return [
    ...(subjectIn(moment, self, form) === undefined ? [moment.say("desk.noSuchPlace")] : []),
    ...(isChosen ? [] : [moment.say("desk.parentMissing")])
  ]
}

const requestOf = (moment: Moment, self: Accepting, form: URLSearchParams) => {
  const { line, questions } = self
  const [only, ...others] = parentsOf(moment, self)
  const parent = form.get("parent") ?? (others.length === 0 ? only?.case : undefined)
  const evidence = Answers.evidenceOf(questions, form)
  return {
    _tag: "AcceptReport",
    report: line.report,
    // A report becomes one case at most, so its id is free for it.
    case: line.report,
    subjects: [subjectIn(moment, self, form) ?? ""],
    ...(parent === undefined ? {} : { parent }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence })
  }
}

/** The screen that makes a case of a report. */
export const accept: Screen = {
  path: "/reports/:report/accept",
  show: (moment) => Result.map(accepting(moment), (self) => first(moment, self, new URLSearchParams())),
  send: (moment, form) =>
    Result.map(accepting(moment), (self): Sent => {
      const shown = (page: Page): Sent => ({ _tag: "Shown", page })
      const go = form.get("go")
      if (go === "begin") return shown(first(moment, self, form))
      const mistakes = mistakesIn(moment, self, form)
      if (mistakes.length > 0) return shown(first(moment, self, form, mistakes))
      const wizard = wizardOf(moment, self, form)
      if (go === "about") return shown(Wizard.page(moment, wizard, form, 0))
      const turn = Wizard.turn(moment, wizard, form)
      if (turn._tag === "Page") return shown(turn.page)
      return {
        _tag: "Request",
        id: form.get("command") ?? "",
        request: requestOf(moment, self, form),
        next: `/reports/${encodeURIComponent(self.line.report)}?done`,
        refused: (later, problem) =>
          Result.map(accepting(later), (again) =>
            Wizard.refused(later, wizardOf(later, again, form), form, problem)
          )
      }
    })
}
