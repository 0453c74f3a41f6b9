/**
 * A form with one question a page. Each page sends the answers of all other pages along in hidden fields, so that the server
 * keeps nothing until the last page is confirmed, and nothing that was entered is lost on the way back.
 */
import * as Days from "@liulinhui/core/Day"
import type { Day } from "@liulinhui/core/Day"
import type { Value } from "@liulinhui/core/Case"
import type * as Problem from "@liulinhui/http/Problem"
import { type Markup, markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import { Reason } from "@liulinhui/texts"
import * as Frame from "../Frame.ts"
import type { Moment } from "../Moment.ts"
import type { Page } from "../Screen.ts"
import * as Answers from "./Answers.ts"
import * as Controls from "./Controls.ts"

/** A form: its questions, and what surrounds them. */
export interface Wizard {
  readonly title: string
  /** What the form is about, such as the place and the case. */
  readonly about: Part
  readonly questions: ReadonlyArray<Answers.Question>
  readonly signers: ReadonlyArray<Controls.Signer>
  /** Whether the day on which it happened is asked. */
  readonly hasDay: boolean
  /** The text of the button on the last page. */
  readonly confirm: string
  /** The path to which the form is sent, and the path of the page before. */
  readonly action: string
  readonly cancel: string
  /** The names of more fields that every page sends along. Default: none. */
  readonly carried?: ReadonlyArray<string>
}

/** The pages of a form, in order: one for each question, one for the day, and the last one to check everything. */
const pagesOf = ({ hasDay, questions }: Wizard) => {
  const day = questions.length
  const check = hasDay ? day + 1 : day
  return { day: hasDay ? day : -1, check }
}

const otherDay = "other"

/** The day that a form states. `undefined` if it states none that exists. */
const dayIn = (form: URLSearchParams, { on }: Moment): Day | undefined => {
  const stated = form.get("on")
  if (stated === null) return on
  return Answers.dayOf(stated === otherDay ? new URLSearchParams({ on: form.get("other-on") ?? "" }) : form)
}

/** The day on which it happened, for a request. `undefined` if it is today. */
export const happenedOn = (form: URLSearchParams, moment: Moment): string | undefined => {
  const day = dayIn(form, moment)
  return day === undefined || day === moment.on ? undefined : Days.toIso(day)
}

/** The names of the fields that a page shows, so that it does not also send them along in hidden fields. */
const shownOn = (wizard: Wizard, at: number): ReadonlyArray<string> => {
  const question = wizard.questions[at]
  if (question !== undefined) return Object.values(Answers.partsOf(question))
  return at === pagesOf(wizard).day ? ["on", "other-on"] : []
}

/** The hidden fields with the answers of the other pages. */
const kept = (wizard: Wizard, form: URLSearchParams, at: number): Part => {
  const shown = shownOn(wizard, at)
  const known = [
    ...wizard.questions.flatMap((question) => Object.values(Answers.partsOf(question))),
    "on",
    "other-on",
    ...(wizard.carried ?? [])
  ]
  return known
    .filter((name) => !shown.includes(name))
    .flatMap((name) => {
      const value = form.getAll(name).findLast((one) => one !== "")
      return value === undefined || value === ""
        ? []
        : [markup`<input type="hidden" name="${name}" value="${verbatim(value)}">`]
    })
}

const dayQuestion = ({ on, say, words }: Moment, form: URLSearchParams): Part => {
  const [today, yesterday] = [Days.toIso(on), Days.toIso(Days.add(on, -1))]
  const chosen = form.get("on") ?? today
  const isOther = chosen !== today && chosen !== yesterday
  const other = form.get("other-on") ?? (isOther && chosen !== otherDay ? chosen : "")
  return markup`<fieldset><legend>${say("day")}</legend>
${Controls.radio("on", today, say("day.today", { day: words.day(on) }), chosen === today)}
${Controls.radio("on", yesterday, say("day.yesterday", { day: words.day(Days.add(on, -1)) }), chosen === yesterday)}
${Controls.radio("on", otherDay, say("day.other"), isOther)}
<label class="hint" for="other-on">${say("day.otherHint")}</label>
<input class="field" id="other-on" name="other-on" type="date" max="${today}" value="${verbatim(other)}">
</fieldset>`
}

/** The words of a value that was entered. */
const valueWords = (
  moment: Moment,
  wizard: Wizard,
  { field }: Answers.Question,
  value: Value,
  form: Answers.Chosen | undefined
): string => {
  const { say, words } = moment
  if (typeof value === "number")
    return field.type === "amount" ? say("value.yuan", { n: value / 100 }) : String(value)
  if (typeof value === "string") {
    const label = field.type === "choice" ? field.choices?.[value] : undefined
    return label === undefined ? value : words.text(label)
  }
  if ("signer" in value) {
    const name = wizard.signers.find(({ id }) => id === value.signer)?.name ?? value.signer
    return say("value.signed", { name, file: form?.name ?? "" })
  }
  return "photo" in value ? value.photo : words.list(value)
}

const checked = (moment: Moment, wizard: Wizard, form: URLSearchParams): Markup => {
  const { say, words } = moment
  const { day } = pagesOf(wizard)
  const happened = dayIn(form, moment)
  const entry = (at: number, label: string, value: string) =>
    markup`<dt>${label}</dt><dd>${value} <button class="plain" name="go" value="${at}" formnovalidate aria-label="${say("change.what", { what: label })}">${say("change")}</button></dd>`
  return markup`<dl class="sum">${wizard.questions.map((question, at) => {
    const answer = Answers.answerOf(question, form)
    const value =
      answer._tag === "Value"
        ? valueWords(moment, wizard, question, answer.value, Answers.fileOf(question, form))
        : say(answer._tag === "None" ? "value.none" : "value.wrong")
    return entry(at, words.text(question.field.label), value)
  })}${day < 0 ? null : entry(day, say("day"), happened === undefined ? say("value.wrong") : words.day(happened))}</dl>`
}

/** What a page shows above its question: why the page before could not be left, or why the request was refused. */
export interface Above {
  readonly reasons?: ReadonlyArray<string>
  readonly problem?: Problem.Problem
}

/** One page of a form. */
export const page = (
  moment: Moment,
  wizard: Wizard,
  form: URLSearchParams,
  at: number,
  { problem, reasons = [] }: Above = {}
): Page => {
  const { fresh, say } = moment
  const { check, day } = pagesOf(wizard)
  const question = wizard.questions[at]
  const isReused = problem?.reasons.some(({ code }) => code === "CommandIdReused") === true
  const command = isReused ? fresh : (form.get("command") ?? fresh)
  const body =
    question !== undefined
      ? Controls.ask(moment, question, form, wizard.signers)
      : at === day
        ? dayQuestion(moment, form)
        : checked(moment, wizard, form)
  const hasFile = question?.field.type === "photo" || question?.field.type === "signature"
  return {
    title: wizard.title,
    status: reasons.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<div class="step">${wizard.about}
<p class="progress">${at === check ? say("check") : say("progress", { at: at + 1, of: check })}</p>
${problem === undefined ? null : Frame.problem(problem)}
${problem?.recorded === true ? markup`<p>${say("failed.recorded")}</p>` : null}
${Frame.mistakes(moment, reasons)}
<form method="post" action="${wizard.action}"${hasFile ? trusted(' enctype="multipart/form-data"') : null}>
<input type="hidden" name="command" value="${verbatim(command)}">
<input type="hidden" name="at" value="${at}">
${kept(wizard, form, at)}
${body}
<div class="go"><button name="go" value="${at === check ? "confirm" : "next"}">${at === check ? wizard.confirm : say("next")}</button>
${at === 0 ? markup`<a class="button plain" href="${wizard.cancel}">${say("cancel")}</a>` : markup`<button class="plain" name="go" value="back" formnovalidate>${say("back")}</button>`}</div>
</form></div>`
  }
}

/** Why a page cannot be left yet. Empty if it can. */
const mistakes = (
  moment: Moment,
  wizard: Wizard,
  form: URLSearchParams,
  at: number
): ReadonlyArray<string> => {
  const { names, say, words } = moment
  const question = wizard.questions[at]
  if (question === undefined) {
    return at === pagesOf(wizard).day && dayIn(form, moment) === undefined ? [say("day.impossible")] : []
  }
  const fault = Answers.faultOf(question, form)
  if (fault !== undefined) return [say(`file.${fault}`)]
  const answer = Answers.answerOf(question, form)
  if (Answers.isEnough(question, answer)) return []
  const { field } = question
  const _tag = answer._tag === "None" ? "EvidenceMissing" : "EvidenceMalformed"
  const reason = { _tag, field: words.text(field.label), type: field.type }
  return [Reason.say(words, reason, names)]
}

/** The next page of a form, or that its last page was confirmed. */
export type Turn = { readonly _tag: "Page"; readonly page: Page } | { readonly _tag: "Confirmed" }

const shown = (page: Page): Turn => ({ _tag: "Page", page })

const between = (n: number, least: number, most: number): number =>
  Number.isInteger(n) ? Math.min(Math.max(n, least), most) : least

/** The next page after a page of a form was sent, or that the form is confirmed. */
export const turn = (moment: Moment, wizard: Wizard, form: URLSearchParams): Turn => {
  const { check } = pagesOf(wizard)
  const at = between(Number(form.get("at") ?? 0), 0, check)
  const go = form.get("go") ?? "next"
  if (go === "back") return shown(page(moment, wizard, form, Math.max(0, at - 1)))
  if (/^\d+$/u.test(go)) return shown(page(moment, wizard, form, between(Number(go), 0, check)))
  if (go !== "confirm") {
    const reasons = mistakes(moment, wizard, form, at)
    return shown(page(moment, wizard, form, reasons.length === 0 ? Math.min(at + 1, check) : at, { reasons }))
  }
  // All answers are checked again, because a form can be sent with other answers than those of its pages.
  for (let one = 0; one < check; one += 1) {
    const reasons = mistakes(moment, wizard, form, one)
    if (reasons.length > 0) return shown(page(moment, wizard, form, one, { reasons }))
  }
  return { _tag: "Confirmed" }
}

/** The last page of a form, with the reasons why its request was refused. */
export const refused = (
  moment: Moment,
  wizard: Wizard,
  form: URLSearchParams,
  problem: Problem.Problem
): Page => page(moment, wizard, form, pagesOf(wizard).check, { problem })
