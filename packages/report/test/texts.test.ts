import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { problem } from "@liulinhui/texts"
import stringWidth from "string-width"
import { Counts, CoverageFact } from "../src/Facts.ts"
import { heats } from "../src/Reading.ts"
import { texts } from "../src/texts.ts"

const folder = join(import.meta.dirname, "../src")
const sources = readdirSync(folder)
  .filter((name) => name !== "texts.ts")
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n")

const args = (pattern: string): ReadonlyArray<string> =>
  [...new Set([...pattern.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort()

const of = CoverageFact.fields.of.literals
// Keys that the code puts together; the compiler checks that each of them exists.
const built = new Set([
  ...of.map((unit) => `of.${unit}`),
  ...of.map((unit) => `chart.y.${unit}`),
  ...heats.map((heat) => `heat.${heat}`)
])

describe("texts", () => {
  it("both languages say the same things, filled in with the same values", () => {
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts.zh).sort())
    for (const [key, pattern] of Object.entries(texts.zh)) {
      expect([key, args(texts.en[key as keyof typeof texts.en])]).toEqual([key, args(pattern)])
    }
  })

  it("every pattern is well formed and asks for nothing but its arguments", () => {
    for (const catalogue of Object.values(texts)) {
      for (const pattern of Object.values(catalogue)) {
        expect([pattern, problem(pattern, args(pattern))]).toEqual([pattern, undefined])
      }
    }
  })

  it("every text is used", () => {
    const unused = Object.keys(texts.zh).filter((key) => !built.has(key) && !sources.includes(`"${key}"`))
    expect(unused).toEqual([])
  })

  it("the report's own words take the same cells on every terminal", () => {
    for (const pattern of Object.values(texts.zh)) {
      expect([pattern, stringWidth(pattern, { ambiguousIsNarrow: false })]).toEqual([
        pattern,
        stringWidth(pattern)
      ])
    }
  })

  it("counts have the five parts that the report shows", () => {
    expect(Object.keys(Counts.fields)).toEqual(["eligible", "reached", "missing", "excluded", "unknown"])
  })
})
