/**
 * The pages on which people without an account report something: the category, the words, the receipt, and how far a report
 * is. They are plain forms. They show what the district takes in, and nothing of other reports.
 *
 * A photo has its place in {@link ReportForm} after the words, once files can be stored.
 */
import type { Category } from "@liulinhui/core/Intake"
import type { Problem } from "@liulinhui/http/Problem"
import type { Offered, ProgressWords } from "@liulinhui/http/Reports"
import { type Markup, markup, trusted, verbatim } from "@liulinhui/report/Markup"
import * as Frame from "../Frame.ts"
import type { Page } from "../Screen.ts"
import type { Speech, WordId } from "../Speech.ts"

/** The addresses of the pages of a district. */
export interface Paths {
  readonly report: string
  readonly progress: string
}

/** What a person has entered. */
export interface Entered {
  readonly words: string
  readonly building: string
  readonly place: string
  readonly contact: string
}

/** The longest texts, in characters. The texts of a report have these limits in core. */
const longest = { words: 2_000, place: 200, contact: 100 } as const

/** The names of the texts on the form. */
const labels = {
  words: "reporting.words",
  place: "reporting.place",
  contact: "reporting.contact"
} as const satisfies Record<keyof typeof longest, WordId>

/** Why a form cannot be sent as it is. Empty if it can. */
export const mistakesIn = ({ say }: Speech, entered: Entered): ReadonlyArray<string> => [
  ...(entered.words === "" ? [say("reporting.wordsMissing")] : []),
  ...(["words", "place", "contact"] as const).flatMap((field) =>
    entered[field].length > longest[field]
      ? [say("reporting.tooLong", { field: say(labels[field]), most: longest[field] })]
      : []
  )
]

/** The page on which the category is chosen. `query`: the building, if the address names one. */
export const categories = (
  { say, words }: Speech,
  { categories: all, name }: Offered,
  { progress, report }: Paths,
  query: URLSearchParams
): Page => ({
  title: say("reporting"),
  body: markup`<div class="step"><p>${say("reporting.to", { district: words.text(name) })}</p>
<h2>${say("reporting.what")}</h2>
<ul class="offers">${all.map(({ name: category, playbook }) => {
    const address = new URLSearchParams([...query, ["about", playbook]])
    return markup`<li><a class="button" href="${report}?${address.toString()}">${words.text(category)}</a></li>`
  })}</ul>
<p class="hint">${say("reporting.privacy")}</p>
<p><a class="button plain" href="${progress}">${say("reporting.progress")}</a></p></div>`
})

const line = ({ say }: Speech, field: "contact" | "place", entered: Entered): Markup =>
  markup`<p><label class="question" for="${field}">${say(labels[field])}</label></p>
<p class="hint" id="${field}-hint">${say(`reporting.${field}Hint`)}</p>
<input class="field" id="${field}" name="${field}" maxlength="${longest[field]}" autocomplete="off" aria-describedby="${field}-hint" value="${verbatim(entered[field])}">`

/** What the form of a report shows. */
export interface ReportForm {
  readonly category: Category
  readonly offered: Offered
  readonly entered: Entered
  /** The idempotency key: the form that is sent twice is one report. */
  readonly key: string
  /** Why the form cannot be sent as it is. */
  readonly mistakes?: ReadonlyArray<string>
  /** Why the report was not taken in. */
  readonly problem?: Problem
}

/** The form of a report. */
export const form = (
  speech: Speech,
  { category, entered, key, mistakes = [], offered, problem }: ReportForm,
  { report }: Paths
): Page => {
  const { say, words } = speech
  const { buildings, categories: all } = offered
  return {
    title: words.text(category.name),
    status: mistakes.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<div class="step"><p>${say("reporting.to", { district: words.text(offered.name) })}</p>
${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(speech, mistakes)}
<form method="post" action="${report}">
<input type="hidden" name="key" value="${verbatim(key)}">
<input type="hidden" name="about" value="${category.playbook}">
<p><label class="question" for="words">${say("reporting.words")}</label></p>
${category.ask === undefined ? null : markup`<p class="hint" id="words-hint">${words.text(category.ask)}</p>`}
<textarea class="field" id="words" name="words" rows="5" maxlength="${longest.words}" required${category.ask === undefined ? null : trusted(' aria-describedby="words-hint"')}>
${verbatim(entered.words)}</textarea>
<p><label class="question" for="building">${say("reporting.building")}</label></p>
<select class="field" id="building" name="building"><option value="">${say("reporting.noBuilding")}</option>${buildings.map(
      ({ building, label }) =>
        markup`<option value="${building}"${building === entered.building ? trusted(" selected") : null}>${label}</option>`
    )}</select>
${line(speech, "place", entered)}
${line(speech, "contact", entered)}
<p class="hint">${say("reporting.privacy")}</p>
<div class="go"><button>${say("reporting.send")}</button>
${all.length < 2 ? null : markup`<a class="button plain" href="${report}">${say("reporting.change")}</a>`}</div>
</form></div>`
  }
}

/** A receipt as texts. */
export interface Receipt {
  readonly number: string
  readonly pin: string
  /** Whether the same report was received before. */
  readonly repeated: boolean
}

/** The page with the receipt of a report. */
export const receipt = (
  { say }: Speech,
  { number, pin, repeated }: Receipt,
  { progress, report }: Paths
): Page => ({
  title: say("reporting.received"),
  body: markup`<div class="step">
${repeated ? markup`<p>${say("reporting.repeated")}</p>` : null}
<p>${say("reporting.keep")}</p>
<dl class="receipt"><dt>${say("reporting.number")}</dt><dd>${number}</dd><dt>${say("reporting.pin")}</dt><dd>${pin}</dd></dl>
<div class="go"><a class="button plain" href="${progress}">${say("reporting.progress")}</a>
<a class="button plain" href="${report}">${say("reporting.another")}</a></div></div>`
})

/** The form with which a reporter looks up a report, and why the last attempt was not accepted. */
export const lookUp = (
  speech: Speech,
  { progress, report }: Paths,
  {
    mistakes = [],
    number = "",
    problem
  }: { number?: string; mistakes?: ReadonlyArray<string>; problem?: Problem } = {}
): Page => {
  const { say } = speech
  return {
    title: say("reporting.progress"),
    status: mistakes.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<div class="step">${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(speech, mistakes)}
<form method="post" action="${progress}">
<p><label class="question" for="number">${say("reporting.number")}</label></p>
<input class="field" id="number" name="number" maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false" required value="${verbatim(number)}">
<p><label class="question" for="pin">${say("reporting.pin")}</label></p>
<input class="field" id="pin" name="pin" inputmode="numeric" maxlength="100" autocomplete="off" required>
<div class="go"><button>${say("reporting.ask")}</button>
<a class="button plain" href="${report}">${say("reporting")}</a></div>
</form></div>`
  }
}

/** How far a report is. */
export interface Found extends ProgressWords {
  readonly received: number
  readonly reason?: string
}

/** The page that says how far a report is. */
export const progress = ({ say }: Speech, found: Found, { report }: Paths): Page => ({
  title: say("reporting.progress"),
  body: markup`<div class="step">
<p>${say("reporting.about", { category: found.category, received: found.received })}</p>
<p class="question">${found.state}</p>
${found.reason === undefined ? null : markup`<p>${say("reporting.reason", { reason: found.reason })}</p>`}
<p><a class="button plain" href="${report}">${say("reporting.another")}</a></p></div>`
})

/** The page for a problem. */
export const failed = (problem: Problem): Page => ({
  title: problem.title,
  status: problem.status,
  body: Frame.problem(problem)
})
