/** Says in the language of the user what a schema expects. The messages of schemas are in English. */
import type { Language } from "@liulinhui/core/Text"
import type { Range } from "./RequestFields.ts"
import { say, type WordId } from "./Say.ts"
import { inWords, isTranslated } from "./Translate.ts"

/** What an integer field expects, with its range. */
export const numberWords = (language: Language, range: Range | undefined): string =>
  say(language, "input.number", {
    least: range?.least ?? 0,
    most: range?.most ?? 0,
    bounds: range === undefined ? "none" : range.most === undefined ? "least" : "both"
  })

/** Translates an English error message of a schema to another language. */
export const schemaWords = (message: string, language: Language): string => {
  if (!isTranslated(language)) return message
  if (message === "Missing key") return say(language, "input.missing")
  // A number within a list, such as the floors of a building in an imported list.
  const [, least, most] = /^Expected a value between (-?\d+) and (-?\d+)/.exec(message) ?? []
  if (least !== undefined && most !== undefined) {
    return numberWords(language, { least: Number(least), most: Number(most) })
  }
  const [, ofSchema, ofReader] =
    /^(?:Expected (.*?)(?:, got .*)?|found .*?, expected (.*))$/s.exec(message) ?? []
  const expected = ofSchema ?? ofReader
  if (expected === undefined) return inWords(language, message)
  if (expected === "no excess property") return say(language, "input.noSuchField")
  return expected.startsWith("string")
    ? say(language, "input.text")
    : say(language, "input.expected", { expected: inWords(language, expected) })
}

/** The forms of the messages in which the parser of the command line says what it expects of a value. */
const ofParser: ReadonlyArray<readonly [RegExp, WordId]> = [
  [/^at most 1 value$/u, "usage.expected.once"],
  [/^omit the value and use (?<flag>\S+) /u, "usage.expected.noValue"],
  [/^(?:Path|File) does not exist: (?<path>.*)$/su, "usage.expected.exists"],
  [/^Path is not a file: (?<path>.*)$/su, "usage.expected.file"],
  [/^Path is not a directory: (?<path>.*)$/su, "usage.expected.folder"],
  [/^(?:string|text)$/u, "input.text"],
  [/^(?:file|path|directory)$/u, "usage.expected.path"],
  [/^(?:Expected )?(?:integer|an integer|a string representing a finite number)/u, "usage.expected.integer"],
  [/^Expected a date such as /u, "input.day"],
  [/^Expected a value with a length of at least 1\b/u, "input.text"]
]

/** Says what is expected of the value of a flag or of an argument. `expected` is the text of the parser, in English. */
export const expectedValue = (language: Language, expected: string): string => {
  const text = expected.replace(/^Schema validation failed: /u, "")
  for (const [form, id] of ofParser) {
    const found = form.exec(text)
    if (found !== null) return say(language, id, { ...found.groups })
  }
  const choices = text.split(" | ")
  if (choices.length > 1) {
    return say(language, "input.choice", { choices: choices.map((one) => one.replace(/^"(.*)"$/u, "$1")) })
  }
  const [, ofSchema] = /^Expected (.*?)(?:, got .*)?$/su.exec(text) ?? []
  const [, least, most] = /^a value between (-?\d+) and (-?\d+)$/u.exec(ofSchema ?? "") ?? []
  return least === undefined || most === undefined
    ? say(language, "input.expected", { expected: inWords(language, ofSchema ?? text) })
    : numberWords(language, { least: Number(least), most: Number(most) })
}
