import { afterAll, describe, expect, it } from "@effect/vitest"
import { jsonSchema, Name, apply, patchOf } from "@liulinhui/core/Model"
import { readModelFile } from "@liulinhui/model-file"
import { sixHearts } from "@liulinhui/six-hearts"
import { Ajv2020 } from "ajv/dist/2020.js"
import type * as JsonSchema from "effect/JsonSchema"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "yaml"
import { bases } from "../src/DistrictFiles.ts"
import { run as runCommand } from "./running.ts"

const root = join(import.meta.dirname, "../../..")
const file = join(root, "examples", "01-wan-liu", "district.yaml")
const text = readFileSync(file, "utf8")
const written: Schema.JsonObject = parse(text)
const { document } = Result.getOrThrow(readModelFile(text, { file, bases }))

const validator = (schema: JsonSchema.JsonSchema) =>
  new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictTuples: false,
    formats: { date: /^\d{4}-\d\d-\d\d$/ }
  }).compile(schema)
type Validator = ReturnType<typeof validator>

/** Returns the errors that a validator finds in a value, each with its path. */
const errors = (valid: Validator, value: unknown) =>
  valid(value)
    ? []
    : (valid.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }))

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Returns the smallest merge patch that changes one value into another. */
const patchTo = (from: Schema.Json | undefined, to: Schema.Json): Schema.Json =>
  isObject(from) && isObject(to)
    ? Object.fromEntries([
        ...Object.keys(from).flatMap((key) => (Object.hasOwn(to, key) ? [] : [[key, null] as const])),
        ...Object.entries(to).flatMap(([key, value]) =>
          JSON.stringify(from[key]) === JSON.stringify(value)
            ? []
            : [[key, patchTo(from[key], value)] as const]
        )
      ])
    : to

const partOf = (part: "playbooks" | "coverage"): ReadonlyArray<readonly [string, Schema.Json]> => {
  const found = isObject(document) ? document[part] : undefined
  return Object.entries(isObject(found) ? found : {})
}

const patches = (name: Name) => {
  const { $defs, $schema, ...schema } = jsonSchema(name)
  const patch = patchOf({
    dialect: "draft-2020-12",
    schema,
    definitions: $defs as JsonSchema.Definitions
  })
  return validator({ $schema, ...patch.schema, $defs: patch.definitions })
}

describe("the JSON Schemas", () => {
  const ofModel = validator(jsonSchema("model"))
  const ofRule = validator(jsonSchema("coverage-rule"))
  it.each(partOf("playbooks"))("accept the playbook %s", (_, playbook) => {
    expect(errors(validator(jsonSchema("playbook")), playbook)).toEqual([])
  })

  it("accept every coverage rule, and the model of a district", () => {
    expect(partOf("coverage").length).toBeGreaterThan(3)
    for (const [, one] of partOf("coverage")) expect(errors(ofRule, one)).toEqual([])
    expect(errors(ofModel, document)).toEqual([])
  })

  it("accept a pairing problem like those of the examples, and refuse one without criteria", () => {
    const valid = validator(jsonSchema("problem"))
    const problem = { branches: [{ id: "a" }], groups: [{ id: "g" }], criteria: { strengths: 1 } }
    expect(errors(valid, problem)).toEqual([])
    expect(valid({ branches: [], groups: [] })).toBe(false)
  })

  it("refuse a misspelt key, and print it", () => {
    const misspelt = (patch: Schema.Json) => apply(document, patch)
    const refused = (patch: Schema.Json) =>
      errors(ofModel, misspelt(patch)).map(({ instancePath, params }) => [
        instancePath,
        params["additionalProperty"]
      ])
    expect(refused({ timezone: "Asia/Shanghai" })).toEqual([["", "timezone"]])
    expect(refused({ playbooks: { mediation: { kepers: [] } } })).toEqual([
      ["/playbooks/mediation", "kepers"]
    ])
  })

  const visited = { by: ["home-visit"] }
  const alone = { is: { livesAlone: true } }
  const rule = (reached: Schema.Json, of = "residents") => ({
    name: { zh: "走访" },
    of,
    reached,
    target: "all"
  })

  it.each([
    ["has exactly one of by, is, all and any", visited, { ...visited, ...alone }],
    ["has one of by, is, all and any", alone, {}],
    ["keeps these limits inside all and any", { any: [visited, alone] }, { any: [visited, { all: [{}] }] }],
    [
      "has at most one of within, since and each",
      { ...visited, each: "month" },
      { ...visited, each: "month", within: "7 days" }
    ],
    ["has times only with by", { ...visited, times: 2 }, { ...alone, times: 2 }],
    [
      "reaches residents only through a household or building",
      { ...visited, through: "household" },
      { ...visited, through: "residents" }
    ]
  ] as const)("require that a coverage rule %s", (_, right, wrong) => {
    expect(errors(ofRule, rule(right))).toEqual([])
    expect(ofRule(rule(wrong))).toBe(false)
  })

  it("refuse that cases are reached through others", () => {
    expect(ofRule(rule({ ...visited, through: "building" }, "households"))).toBe(true)
    expect(ofRule(rule({ ...visited, through: "building" }, "cases"))).toBe(false)
  })

  it("refuse what depends on several keys: two places of a mandate, a choice without choices", () => {
    const opening = (evidence: Schema.Json) => ({
      playbooks: { mediation: { opening: { evidence: { kind: evidence } } } }
    })
    const mandate = (scope: Schema.Json) => ({ actors: { li: { mandates: [{ role: "committee", scope }] } } })
    const label = { zh: "种类" }
    const fell = { name: label, on: "coverage-fell", to: [], text: label }
    const choices = { a: { zh: "甲" } }
    const pairs: ReadonlyArray<readonly [right: Schema.Json, wrong: Schema.Json]> = [
      [mandate({ building: "b1" }), mandate({ building: "b1", group: "unity" })],
      [mandate({ district: true }), mandate({})],
      [opening({ label, type: "choice", choices }), opening({ label, type: "choice" })],
      [opening({ label, type: "text" }), opening({ label, type: "text", choices })],
      [{ notices: { fell: { ...fell, coverage: ["elders-reached"] } } }, { notices: { fell } }],
      [{ companions: { goals: [{ need: 1 }] } }, { companions: { goals: [{}] } }],
      [{ companions: { elders: { age: { atLeast: 70 } } } }, { companions: { elders: { aeg: 70 } } }],
      [{ lateFacts: { keepers: "30 days" } }, { lateFacts: { keepers: "30 dys" } }],
      [{ noticeHours: { quiet: { from: "21:00" } } }, { noticeHours: { quiet: { from: "25:00" } } }]
    ]
    for (const [right] of pairs) expect(errors(ofModel, apply(document, right))).toEqual([])
    expect(pairs.filter(([, wrong]) => ofModel(apply(document, wrong)))).toEqual([])
  })

  it("accept a file that extends another, and refuse a misspelt key in it at any depth", () => {
    const valid = validator(jsonSchema("patch", Object.keys(bases)))
    expect(errors(valid, written)).toEqual([])
    expect(errors(valid, { extends: "six-hearts", playbooks: { mediation: null } })).toEqual([])
    expect(errors(valid, { extends: { "six-hearts": ["hearts", "corridor-clutter"] } })).toEqual([])
    const reached = { within: "6 months", is: null }
    expect(errors(valid, { extends: "six-hearts", coverage: { "elders-reached": { reached } } })).toEqual([])
    for (const wrong of [
      { extends: "seven-hearts" },
      { extends: { "seven-hearts": ["hearts"] } },
      { extends: { "six-hearts": [] } },
      { ...written, hart: {} },
      { ...written, playbooks: { mediation: { versoin: 2 } } },
      { ...written, playbooks: { mediation: { stages: { asked: { dedline: "7 days" } } } } }
    ]) {
      expect(valid(wrong)).toBe(false)
    }
  })

  it.each([
    ["playbook", "playbooks"],
    ["coverage-rule", "coverage"]
  ] as const)("hold every patch that makes one %s of another", (name, part) => {
    const valid = patches(name)
    for (const [, from] of partOf(part)) {
      for (const [, to] of partOf(part)) {
        const patch = patchTo(from, to)
        expect(apply(from, patch)).toEqual(to)
        expect(errors(valid, patch)).toEqual([])
      }
    }
  })

  it("accept the patch from the Six-Heart model to a district's model, and the patch back", () => {
    const valid = patches("model")
    expect(errors(valid, patchTo(sixHearts, document))).toEqual([])
    expect(errors(valid, patchTo(document, sixHearts))).toEqual([])
  })
})

describe("liulinhui schema", () => {
  const folder = mkdtempSync(join(tmpdir(), "schema-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const run = (...args: ReadonlyArray<string>) => runCommand(["schema", ...args])

  it("prints a schema, or writes it to a file", async () => {
    expect(JSON.parse((await run()).stdout)).toEqual(JSON.parse(JSON.stringify(jsonSchema("model"))))
    const out = join(folder, "patch.json")
    expect(await run("patch", "--out", out)).toMatchObject({ status: 0, stdout: "" })
    expect(validator(JSON.parse(readFileSync(out, "utf8")))(written)).toBe(true)
  })
})
