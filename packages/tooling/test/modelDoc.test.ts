import { describe, expect, it } from "@effect/vitest"
import { isTimeZone } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import { apply, checkModel, jsonSchema } from "@liulinhui/core/Model"
import { NoticeTexts } from "@liulinhui/texts"
import type * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { written as kinds } from "../src/model/forms.ts"
import { sample } from "../src/model/sample.ts"
import { chapters, documents, exampleOf, keys } from "../src/modelDoc.ts"
import { root } from "../src/packages.ts"

const options = { on: Day.make("2026-03-02"), isTimeZone, unwordable: NoticeTexts.problems }
const errorsOf = (model: Schema.Json) => checkModel(model, options).errors

const sections = new Map(chapters.flatMap(({ sections }) => Object.entries(sections)))

/** The names of the keys that a document describes, by section. */
const described = (text: string): ReadonlyArray<ReadonlySet<string>> =>
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => new Set([...section.matchAll(/^\| `([^`]+)` \|/gm)].flatMap(([, name = ""]) => name)))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The names of the properties of every object in a JSON Schema. This walk knows nothing of sections. */
const objectsIn = (schema: unknown): ReadonlyArray<ReadonlyArray<string>> => {
  if (Array.isArray(schema)) return schema.flatMap(objectsIn)
  if (!isObject(schema)) return []
  const { properties, ...rest } = schema
  const own = isObject(properties) ? properties : {}
  return [
    ...(Object.keys(own).length === 0 ? [] : [Object.keys(own)]),
    ...[...Object.values(own), ...Object.values(rest)].flatMap(objectsIn)
  ]
}

/** Whether one section describes all properties of an object, on one level. */
const describes = (names: ReadonlySet<string>, properties: ReadonlyArray<string>): boolean => {
  const levels = new Set([...names].map((name) => name.slice(0, name.lastIndexOf(".") + 1)))
  return [...levels].some((level) => properties.every((property) => names.has(`${level}${property}`)))
}

describe.each(documents.map(({ file, text }) => [file, text] as const))("%s", (file, text) => {
  it("is up to date (if it is not, run `pnpm run model-doc`)", () => {
    expect(readFileSync(join(root, file), "utf8")).toBe(text)
  })

  it("describes every key of the JSON Schema of a model", () => {
    const all = described(text)
    const missing = objectsIn(jsonSchema("model")).filter(
      (properties) => !all.some((names) => describes(names, properties))
    )
    expect(missing).toEqual([])
    expect(all.reduce((sum, { size }) => sum + size, 0)).toBe(keys.length)
  })

  it("has only examples that are in the checked example district", () => {
    const examples = [...text.matchAll(/^\| `([^`]+)` \|.*\| `([^`]+)` \|$/gm)]
    const values = new Set(
      keys.flatMap(({ name, values }) => values.map((value) => JSON.stringify([name, value])))
    )
    const strangers = examples.filter(([, name = "", example = ""]) => {
      const [[key, value] = []] = Object.entries<Schema.Json>(parse(example.replaceAll("\\|", "|")))
      return !name.endsWith(String(key)) || !values.has(JSON.stringify([name, value]))
    })
    expect(strangers).toEqual([])
    expect(examples.length).toBeGreaterThan(200)
  })

  it("has only blocks that are parts of the checked example district", () => {
    const blocks = [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block = ""]) => parse(block))
    expect(blocks.length).toBeGreaterThan(10)
    for (const block of blocks) expect(apply(sample, block)).toEqual(sample)
  })
})

describe("the reference of a model", () => {
  it("takes its examples from a district without mistakes", () => {
    expect(errorsOf(sample)).toEqual([])
    const broken = apply(sample, { playbooks: { "night-noise": { patrol: { widen: "1/2" } } } })
    expect(errorsOf(broken)).not.toEqual([])
  })

  it("has an example of every key", () => {
    expect(keys.filter((key) => exampleOf(key) === undefined).map(({ name }) => name)).toEqual([])
  })

  it("states a default for every key that may be left out, and for no other", () => {
    const wrong = keys.filter(({ name, required, section }) => {
      const [, , otherwise] = sections.get(section)?.keys[name] ?? []
      return (otherwise === undefined) !== required
    })
    expect(wrong.map(({ name, section }) => `${section}: ${name}`)).toEqual([])
  })

  it("has no words for keys that do not exist", () => {
    const known = new Set(keys.map(({ name, section }) => `${section}: ${name}`))
    const words = [...sections].flatMap(([id, section]) =>
      Object.keys(section.keys).map((name) => `${id}: ${name}`)
    )
    expect(words.filter((word) => !known.has(word))).toEqual([])
  })

  it.each(Object.entries(kinds).filter(([pattern]) => pattern !== "date"))(
    "has an example of the pattern %s that matches it",
    (pattern, { example }) => {
      expect(example).toMatch(new RegExp(pattern, "u"))
    }
  )
})
