/**
 * Reads the evidence that a person types for a step, according to the fields of the step. For a photo, the person types
 * the name of a file; for an amount of money, a number with a unit; for a choice, its label. Files are not copied: the
 * evidence contains their names and hashes.
 */
import type { Field, Fields, FieldId } from "@liulinhui/core/Playbook"
import * as District from "@liulinhui/core/District"
import { make, type Problem } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import type { CaseId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { type Draft, isObject, plainValue, readData } from "./RequestInput.ts"
import type { RequestTag } from "./RequestFields.ts"
import { say } from "./Say.ts"

/**
 * Returns the fields of evidence that the playbook of a case defines for the step of a request. `undefined` if the
 * playbook is unknown.
 */
export const formOf = (district: District.District, tag: RequestTag, draft: Draft): Fields | undefined => {
  const named = (key: string): string => (typeof draft[key] === "string" ? draft[key] : "")
  switch (tag) {
    case "OpenCase":
      return district.model?.playbooks.get(named("playbook"))?.playbook.opening?.evidence
    case "TakeStep": {
      // The cast is safe: an unknown case id finds no case.
      const state = Option.getOrUndefined(District.findCase(district, named("case") as CaseId))
      const playbook = state === undefined ? undefined : District.playbookOf(district, state)?.playbook
      return playbook?.steps[named("step")]?.evidence
    }
    default:
      return undefined
  }
}

/** Splits the text of a signature into signer and file, such as `household:b01-101@application.pdf`. */
const signatureOf = (text: string): { readonly signer: string; readonly file: string } | undefined => {
  const end = text.lastIndexOf("@")
  return end <= 0 || end === text.length - 1
    ? undefined
    : { signer: text.slice(0, end), file: text.slice(end + 1) }
}

const isData = (text: string): boolean => text.trim().startsWith("{")

/** Returns the names of the files that pieces of evidence refer to. */
export const filesIn = (form: Fields | undefined, texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  texts.flatMap((text) => {
    const end = text.indexOf("=")
    const value = text.slice(end + 1)
    const field = form?.[text.slice(0, end)]
    if (end < 0 || isData(value)) return []
    if (field?.type === "photo") return [value]
    return field?.type === "signature" ? [signatureOf(value)?.file ?? []].flat() : []
  })

/** Computes the SHA-256 hashes of files, in lower-case hex. Files that cannot be read are left out. */
export const hashes = Effect.fnUntraced(function* (names: ReadonlyArray<string>) {
  const files = yield* FileSystem.FileSystem
  const found = yield* Effect.forEach(names, (name) =>
    Effect.map(Effect.option(files.readFile(name)), (bytes) => [name, bytes] as const)
  )
  return new Map(
    found.flatMap(([name, bytes]) =>
      Option.isNone(bytes) ? [] : [[name, createHash("sha256").update(bytes.value).digest("hex")]]
    )
  )
})

const amount = /^(\d+)(?:\.(\d{1,2}))?\s*(元|yuan|分|fen)$/

/**
 * Reads an amount of money in fen (1/100 yuan). `undefined` if the text has no unit, or contains a fraction of a fen.
 */
const fen = (text: string): number | undefined => {
  const [, whole = "", part = "", unit] = amount.exec(text.trim()) ?? []
  if (unit === undefined) return undefined
  if (unit === "分" || unit === "fen") return part === "" ? Number(whole) : undefined
  return Number(whole) * 100 + Number(part.padEnd(2, "0"))
}

const choiceOf = ({ choices = {} }: Field, text: string): string =>
  Object.entries(choices).find(([id, { en, zh }]) => [id, zh, en].includes(text))?.[0] ?? text

/**
 * Makes a function that reads one piece of evidence. The function adds mistakes in the text to `problems`. The rules of
 * the step find all other mistakes later.
 */
export const reader =
  (
    form: Fields | undefined,
    hashed: ReadonlyMap<string, string>,
    language: Language,
    problems: Array<Problem>
  ) =>
  (name: FieldId, text: string): Schema.Json => {
    const field = form?.[name]
    const wrong = (message: string): string => {
      problems.push(make(["evidence", name], "evidence", message))
      return text
    }
    if (field === undefined) return plainValue(name, text)
    if (isData(text)) {
      const data = readData(text)
      return isObject(data) ? data : text
    }
    switch (field.type) {
      case "photo": {
        const sha256 = hashed.get(text)
        return sha256 === undefined
          ? wrong(say(language, "input.noFile", { file: text }))
          : { photo: text, sha256 }
      }
      case "signature": {
        const written = signatureOf(text)
        if (written === undefined) return wrong(say(language, "input.signature", { field: name }))
        const sha256 = hashed.get(written.file)
        return sha256 === undefined
          ? wrong(say(language, "input.noFile", { file: written.file }))
          : { signer: written.signer, sha256 }
      }
      case "amount":
        return fen(text) ?? wrong(say(language, "input.amountUnit"))
      case "number":
        return plainValue(name, text)
      case "choice":
        return choiceOf(field, text)
      case "list":
        return text.split(/[,，、;；]/).map((item) => item.trim())
      case "text":
      case "date":
        return text
    }
  }
