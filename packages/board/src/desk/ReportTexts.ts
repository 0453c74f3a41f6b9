/**
 * The texts of a report on the pages after a look. The pages send them along in hidden fields, so that the keeper sees them while
 * deciding, and no further look is recorded.
 */
import { type Markup, markup, type Part, verbatim } from "@liulinhui/report/Markup"
import type { ReportTexts } from "@liulinhui/service/Intake"
import type { Moment } from "../Moment.ts"

const fields = ["words", "place", "contact"] as const

/** The names of the hidden fields with the texts. */
export const carried: ReadonlyArray<string> = fields.map((field) => `said.${field}`)

/** The texts that a form sends along. */
export const textsIn = (form: URLSearchParams): ReportTexts =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const text = form.get(`said.${field}`)
      return text === null || text === "" ? [] : [[field, text]]
    })
  )

/** The hidden fields with the texts. */
export const hiddenTexts = (texts: ReportTexts): Part =>
  fields.map((field) => {
    const text = texts[field]
    return text === undefined
      ? null
      : markup`<input type="hidden" name="said.${field}" value="${verbatim(text)}">`
  })

/** A contact, as a link if it is a telephone number. */
const contactOf = (contact: string): Part =>
  /^\+?[\d\s-]{5,20}$/u.test(contact)
    ? markup`<a class="more" href="tel:${contact.replaceAll(/[\s-]/gu, "")}">${contact}</a>`
    : contact

/** The texts of a report. Empty if they are not known, because nobody has looked at it here. */
export const textsOf = ({ say }: Moment, { contact, place, words }: ReportTexts): Markup | null =>
  words === undefined
    ? null
    : markup`<blockquote class="said"><p>${words.split("\n").map((line, index) => (index === 0 ? line : markup`<br>${line}`))}</p>
${place === undefined ? null : markup`<p>${say("desk.place", { place })}</p>`}
${contact === undefined ? null : markup`<p>${say("desk.contact")} ${contactOf(contact)}</p>`}</blockquote>`
