/** The controls with which a question is answered: one for each type of evidence. */
import { type Field, isRequired } from "@liulinhui/core/Playbook"
import { markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import type { Moment } from "../Moment.ts"
import type { WordId } from "../Speech.ts"
import { elementsOf, fileOf, otherSigner, partsOf, type Question, textOf, chosenText } from "./Answers.ts"

/** A person or a place that can sign: the reference that is recorded, and its name. */
export interface Signer {
  readonly id: string
  readonly name: string
}

const required = ({ field, place }: Question): Part =>
  isRequired(field) && place === undefined ? trusted(" required") : null

/** One of several answers, as a radio button with its text. */
export const radio = (
  name: string,
  value: string,
  label: string,
  isChosen: boolean,
  more: Part = null
): Part =>
  markup`<label class="choice"><input type="radio" name="${name}" value="${value}"${isChosen ? trusted(" checked") : null}${more}><span>${label}</span></label>`

/** How to answer a question, for the types of evidence that need it. */
const hints: Partial<Readonly<Record<Field["type"], WordId>>> = {
  photo: "hint.photo",
  signature: "hint.signature",
  amount: "hint.amount",
  list: "hint.list"
}

/** The same, if files are kept. */
const keptHints: typeof hints = { photo: "hint.photoKept", signature: "hint.signatureKept" }

const hintsOf = (
  { keepsFiles, say }: Moment,
  { least, most, sensitive, type }: Field
): ReadonlyArray<string> => [
  ...[(keepsFiles ? keptHints[type] : undefined) ?? hints[type] ?? []].flat().map((hint) => say(hint)),
  ...(least === undefined && most === undefined
    ? []
    : [
        say(type === "amount" ? "hint.yuan" : type === "list" ? "hint.items" : "hint.range", {
          least: least === undefined ? "_" : type === "amount" ? least / 100 : least,
          most: most === undefined ? "_" : type === "amount" ? most / 100 : most,
          bounds: least === undefined ? "most" : most === undefined ? "least" : "both"
        })
      ]),
  ...(sensitive === true ? [say("hint.sensitive")] : [])
]

/** The types of files that are kept. A telephone converts a photo of another type if it finds only these here. */
const keptTypes = "image/jpeg,image/png,image/webp,application/pdf"

const fileInput = (moment: Moment, question: Question, form: URLSearchParams): Part => {
  const { file } = partsOf(question)
  const chosen = fileOf(question, form)
  const isNeeded = chosen === undefined
  return [
    chosen === undefined
      ? null
      : markup`<p class="done">${moment.say("file.chosen", { name: chosen.name })}</p>
<input type="hidden" name="${file}" value="${verbatim(chosenText(chosen))}">`,
    markup`<input class="field" type="file" id="${elementsOf(question).answer}" name="${file}" accept="${moment.keepsFiles ? keptTypes : "image/*,application/pdf"}"${isNeeded ? required(question) : null} aria-describedby="${elementsOf(question).hint}">`
  ]
}

const signature = (
  moment: Moment,
  question: Question,
  form: URLSearchParams,
  signers: ReadonlyArray<Signer>
): Part => {
  const { other, text } = partsOf(question)
  const chosen = textOf(question, form)
  const { say } = moment
  return [
    markup`<fieldset><legend class="hint">${say("signature.who")}</legend>
${signers.map(({ id, name }, index) => radio(text, id, name, chosen === id || (chosen === "" && index === 0 && question.place === undefined)))}
${radio(text, otherSigner, say("signature.other"), chosen === otherSigner)}
<label class="hint" for="${elementsOf(question).other}">${say("signature.otherHint")}</label>
<input class="field" id="${elementsOf(question).other}" name="${other}" maxlength="100" value="${verbatim(form.get(other) ?? "")}">
</fieldset>
<p><label class="hint" for="${elementsOf(question).answer}">${say("signature.file")}</label></p>`,
    fileInput(moment, question, form)
  ]
}

const line = (question: Question, form: URLSearchParams, attributes: Part): Part =>
  markup`<input class="field" id="${elementsOf(question).answer}" name="${partsOf(question).text}" value="${verbatim(textOf(question, form))}" aria-describedby="${elementsOf(question).hint}"${attributes}>`

const area = (question: Question, form: URLSearchParams): Part =>
  markup`<textarea class="field" id="${elementsOf(question).answer}" name="${partsOf(question).text}" rows="5" aria-describedby="${elementsOf(question).hint}"${required(question)}>
${verbatim(textOf(question, form))}</textarea>`

const control = (
  moment: Moment,
  question: Question,
  form: URLSearchParams,
  signers: ReadonlyArray<Signer>
): Part => {
  const { field } = question
  switch (field.type) {
    case "choice":
      return Object.entries(field.choices ?? {}).map(([id, label]) =>
        radio(
          partsOf(question).text,
          id,
          moment.words.text(label),
          textOf(question, form) === id,
          required(question)
        )
      )
    case "photo":
      return fileInput(moment, question, form)
    case "signature":
      return signature(moment, question, form, signers)
    case "amount":
    case "number":
      return line(question, form, markup` inputmode="decimal" autocomplete="off"${required(question)}`)
    case "date":
      return line(question, form, markup` type="date"${required(question)}`)
    case "list":
    case "text":
      return area(question, form)
  }
}

/** Whether a question has several controls, so that a legend names them together. */
const isGroup = ({ type }: Field): boolean => type === "choice" || type === "signature"

/** A question with its control, and the answer that was entered before. */
export const ask = (
  moment: Moment,
  question: Question,
  form: URLSearchParams,
  signers: ReadonlyArray<Signer>
): Part => {
  const { field } = question
  const { say, words } = moment
  const label = isRequired(field)
    ? words.text(field.label)
    : say("question.optional", { label: words.text(field.label) })
  const hint = markup`<p class="hint" id="${elementsOf(question).hint}">${hintsOf(moment, field).join(words.say("list.sentences"))}</p>`
  const controls = control(moment, question, form, signers)
  return isGroup(field)
    ? markup`<fieldset><legend>${label}</legend>${hint}${controls}</fieldset>`
    : markup`<label class="question" for="${elementsOf(question).answer}">${label}</label>${hint}${controls}`
}
