/** Forms that make a request at once: their hidden fields, and the page after the request. */
import { type Markup, markup, type Part, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Frame from "./Frame.ts"
import type { Moment } from "./Moment.ts"
import type { Page, Sent } from "./Screen.ts"

/** The page of a screen, with the fields of the form that was refused, so that nothing that was entered is lost. */
export type Show = (moment: Moment, form?: URLSearchParams) => Result.Result<Page, QuestionRefused>

/** What a form requests. */
export interface Wish {
  /** The id of the command, from the form. */
  readonly id: string
  readonly request: Schema.JsonObject
  /** The path, within the board of the district, of the page that follows. */
  readonly next: string
}

/** A request of a form. If it is refused, the page of the form follows, with every reason. */
export const requested = ({ id, next, request }: Wish, form: URLSearchParams, show: Show): Sent => ({
  _tag: "Request",
  id,
  request,
  next,
  refused: (later, problem) =>
    Result.map(show(later, form), (page) => ({ ...page, body: [Frame.problem(problem), page.body] }))
})

/** A form that sends a request, with the id of its command. `act` says which of the requests of its page it makes. */
export const form = (
  { fresh, home }: Pick<Moment, "fresh" | "home">,
  path: string,
  act: string,
  inside: Part
): Markup => markup`<form method="post" action="${home}${path}" class="step">
<input type="hidden" name="command" value="${`${fresh}-${act}`}">
<input type="hidden" name="act" value="${act}">
${inside}
</form>`

/** The field for a reason, with what was entered before. */
export const reasonField = (label: string, id: string, sent: URLSearchParams | undefined): Markup =>
  markup`<label class="question" for="${id}">${label}</label>
<textarea class="field" id="${id}" name="reason" required maxlength="500">
${verbatim(sent?.get("reason") ?? "")}</textarea>`

/** What a form has entered in a field, without the spaces around it. */
export const textIn = (sent: URLSearchParams, name: string): string => (sent.get(name) ?? "").trim()

/** That a request of this page was accepted. `null` if the page does not follow such a request. */
export const accepted = (moment: Moment, words: Readonly<Record<string, string>>): Part => {
  const done = moment.query.get("done")
  const text = done !== null && Object.hasOwn(words, done) ? words[done] : undefined
  return text === undefined ? null : markup`<p class="done" role="status">${text}</p>`
}

/** The page if a form was sent that no page of the board has. */
export const mistaken = (moment: Moment, title: string, back: string): Sent => ({
  _tag: "Shown",
  page: {
    title,
    status: 400,
    body: markup`<div class="failure" role="alert"><h2>${moment.words.say("http.malformed")}</h2></div>
<p><a class="more" href="${moment.home}${back}">${moment.say("back")}</a></p>`
  }
})
