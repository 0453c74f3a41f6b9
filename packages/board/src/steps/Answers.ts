/**
 * Reads the answers that a person has entered in the pages of a form, as the values of evidence. A field of the form has the
 * name of the question, so that the answers of all pages can be sent along.
 */
import { BlobAddress } from "@liulinhui/core/Blobs"
import { fits, type Value } from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import * as Days from "@liulinhui/core/Day"
import { type Field, isRequired } from "@liulinhui/core/Playbook"
import type { FileFault } from "@liulinhui/service/EvidenceFiles"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** One question of a form. It has the shape of an evidence field. */
export interface Question {
  readonly id: string
  readonly field: Field
  /**
   * Distinguishes the elements of the question from those of the others on the page. Then the browser does not require an
   * answer, because it can be at another place. Default: the question is the only one.
   */
  readonly place?: string
}

/** The names of the fields of a form that belong to a question: its text, a signer in other words, and a file. */
export const partsOf = ({ id }: Question) => ({ text: `v.${id}`, other: `o.${id}`, file: `f.${id}` }) as const

/** The ids of the elements of a question on a page: its control, its hint, and the field for another signer. */
export const elementsOf = ({ id, place }: Question) => {
  const one = (name: string): string => (place === undefined ? name : `${name}-${place}-${id}`)
  return { answer: one("answer"), hint: one("hint"), other: one("other") } as const
}

/** The value of the radio button for a signer whom the page does not offer. */
export const otherSigner = "?"

/** A file that a person has chosen: its hash, its name, and its address if the library keeps it. */
export interface Chosen {
  readonly sha256: string
  readonly name: string
  readonly file?: BlobAddress
}

const written = /^([0-9a-f]{64})(?::([0-9a-f]{64}))? (.+)$/su

/** What a field of a form has for a file that was chosen. {@link fileOf} reads it. */
export const chosenText = ({ file, name, sha256 }: Chosen): string =>
  `${sha256}${file === undefined ? "" : `:${file}`} ${name}`

const faulty = /^!(type-unknown|damaged|too-large) /u

/** What a field of a form has for a file that is refused. */
export const faultText = (fault: FileFault, name: string): string => `!${fault} ${name}`

/** Why the file that was chosen last is refused. `undefined` if it is not. */
export const faultOf = (question: Question, form: URLSearchParams): FileFault | undefined => {
  const last = form.getAll(partsOf(question).file).findLast((file) => file !== "")
  // The cast is safe: the pattern has no other words.
  return faulty.exec(last ?? "")?.[1] as FileFault | undefined
}

const isAddress = Schema.is(BlobAddress)

/**
 * The file that a form has for a question. `undefined` if no file was chosen. The last one that was chosen counts: if no new file is
 * chosen, the browser sends an empty one after the earlier one.
 */
export const fileOf = (question: Question, form: URLSearchParams): Chosen | undefined => {
  const sent = form.getAll(partsOf(question).file).findLast((file) => written.test(file))
  const [, sha256, file, name] = written.exec(sent ?? "") ?? []
  return sha256 === undefined || name === undefined
    ? undefined
    : { sha256, name: name.slice(-200), ...(isAddress(file) ? { file } : {}) }
}

/** The hash and the address of a file, as evidence has them. */
const evidenceFile = ({ file, sha256 }: Chosen) => ({ sha256, ...(file === undefined ? {} : { file }) })

/** The text that a form has for a question, as it was entered. */
export const textOf = (question: Question, form: URLSearchParams): string =>
  (form.get(partsOf(question).text) ?? "").replaceAll("\r\n", "\n")

const lines = (text: string): ReadonlyArray<string> =>
  text
    .split(/[\n,，、;；]/u)
    .map((line) => line.trim())
    .filter((line) => line !== "")

/** Digits as a Chinese keyboard may enter them, in full width, become plain digits. */
const digits = (text: string): string => text.normalize("NFKC").trim()

/** An amount of money in fen (1/100 yuan). The person enters yuan. `undefined` if it is no such amount. */
const fenOf = (text: string): number | undefined => {
  const [, yuan, part = ""] = /^(\d{1,12})(?:\.(\d{1,2}))?\s*元?$/u.exec(digits(text)) ?? []
  return yuan === undefined ? undefined : Number(yuan) * 100 + Number(part.padEnd(2, "0"))
}

const numberOf = (text: string): number | undefined =>
  /^-?\d{1,15}(?:\.\d{1,6})?$/u.test(digits(text)) ? Number(digits(text)) : undefined

/** An answer: its value, no answer, or an answer that is not what the question expects. */
export type Answer =
  | { readonly _tag: "Value"; readonly value: Value }
  | { readonly _tag: "None" }
  | { readonly _tag: "Wrong" }

const none: Answer = { _tag: "None" }
const wrong: Answer = { _tag: "Wrong" }

const valueOf = (question: Question, form: URLSearchParams): Value | undefined => {
  const text = textOf(question, form)
  const file = fileOf(question, form)
  switch (question.field.type) {
    case "photo":
      return file === undefined ? undefined : { photo: file.name, ...evidenceFile(file) }
    case "signature": {
      const stated = text === otherSigner ? (form.get(partsOf(question).other) ?? "").trim() : text
      return file === undefined || stated === "" ? undefined : { signer: stated, ...evidenceFile(file) }
    }
    case "amount":
      return fenOf(text)
    case "number":
      return numberOf(text)
    case "list":
      return lines(text)
    case "date":
      return digits(text)
    default:
      return text.trim()
  }
}

const isEmpty = (question: Question, form: URLSearchParams): boolean => {
  const { type } = question.field
  const isBlank = textOf(question, form).trim() === ""
  if (type === "photo") return fileOf(question, form) === undefined
  return type === "signature" ? isBlank && fileOf(question, form) === undefined : isBlank
}

/** The answer to a question in a form. */
export const answerOf = (question: Question, form: URLSearchParams): Answer => {
  if (isEmpty(question, form)) return none
  const value = valueOf(question, form)
  return value === undefined || !fits(question.field, value) ? wrong : { _tag: "Value", value }
}

/** Whether a question may be passed with this answer. */
export const isEnough = ({ field }: Question, answer: Answer): boolean =>
  answer._tag === "Value" || (answer._tag === "None" && !isRequired(field))

/** The values of all answers, as evidence. Questions without an answer are left out. */
export const evidenceOf = (
  questions: ReadonlyArray<Question>,
  form: URLSearchParams
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answerOf(question, form)
      return answer._tag === "Value" ? [[question.id, answer.value]] : []
    })
  )

/** The day on which something happened. `undefined` if no day, or an impossible one, was entered. */
export const dayOf = (form: URLSearchParams): Day | undefined =>
  Option.getOrUndefined(Days.fromIso(digits(form.get("on") ?? "")))
