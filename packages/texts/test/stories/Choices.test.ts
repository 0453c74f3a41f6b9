import { describe, expect, it } from "@effect/vitest"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../../..")

/**
 * Patterns that match code in which a language is chosen by hand: a comparison with a language, a member of a text, a
 * record by language, or a text in two languages.
 */
const choices: ReadonlyArray<RegExp> = [
  /language\s*(?:===|!==)\s*"/u,
  /lang\s*(?:===|!==)\s*"/u,
  /\[language\]/u,
  /\[lang\]/u,
  /\w\.(?:zh|en)\b/u,
  /Record<Language,/u,
  /\bzh:\s*["'`(]/u
]

/**
 * Files in which a language may be chosen by hand: code about languages, and texts that are data (catalogues, models,
 * and made-up models of tests).
 */
const about: ReadonlyArray<RegExp> = [
  /packages\/texts\/src\//u,
  /packages\/spreadsheet\/src\/words\//u,
  /examples\/[^/]+\/src\/words\.ts$/u,
  /packages\/core\/src\/kernel\/Text\.ts$/u,
  /packages\/core\/src\/polls\/Poll\.ts$/u,
  /packages\/six-hearts\/src\/(?!holidayNotice)/u,
  /packages\/testing\/src\/(?:CaseworkPlaybooks|CoverageRules|invalid\/InvalidModel)\.ts$/u,
  /packages\/cli\/src\/words\//u,
  // In this file, the message of an error is in English, and callers get the sentences in both languages.
  /packages\/promise\/src\/Errors\.ts$/u,
  // This file writes template files, each in the language that the user chose.
  /packages\/cli\/src\/InitFiles\.ts$/u,
  /examples\/0(?:3-property-suite|4-fp-ts-app|5-embed-in-a-server)\/src\//u,
  // These files write one document for each of two languages.
  /packages\/tooling\/src\/(?:model\/.*|modelDoc|performance|rules|sizes)\.ts$/u,
  // The model of a made-up district.
  /packages\/tooling\/src\/packCheck\/page\.ts$/u
]

const found = (source: string): ReadonlyArray<string> =>
  source
    .split("\n")
    .filter((line) => !/^\s*(?:\*|\/\/|\/\*)/u.test(line))
    .filter((line) => choices.some((choice) => choice.test(line)))
    .map((line) => line.trim())

describe("a language", () => {
  it("is chosen in one place, by the texts and by the text itself, and nowhere by hand", () => {
    const sources = ["packages", "examples"].flatMap((folder) =>
      readdirSync(join(root, folder))
        .map((name) => join(root, folder, name, "src"))
        .filter((source) => existsSync(source))
        .flatMap((source) =>
          readdirSync(source, { recursive: true, encoding: "utf8" }).map((name) => join(source, name))
        )
    )
    const files = sources.filter((file) => file.endsWith(".ts") && !about.some((one) => one.test(file)))
    expect(files.length).toBeGreaterThan(150)
    const hits = files.flatMap((file) =>
      found(readFileSync(file, "utf8")).map((line) => `${file.slice(root.length + 1)}: ${line}`)
    )
    expect(hits).toEqual([])
  })

  it.each([
    'return language === "zh" ? zh : en',
    "name: rule.name[language],",
    "const { zh } = name; return names.map((one) => one.zh)",
    'const words: Record<Language, string> = { zh: "", en: "" }',
    "const text = { zh: `第${day}天`, en: `day ${day}` }"
  ])("that is chosen by hand is found: %s", (line) => {
    expect(found(line)).toEqual([line])
  })
})
