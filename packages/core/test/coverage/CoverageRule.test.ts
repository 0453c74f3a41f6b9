import { describe, expect, it } from "@effect/vitest"
import { checkRule, type Vocabulary } from "../../src/coverage/CoverageCheck.ts"
import { CoverageRuleBody, CoverageRuleShape } from "../../src/coverage/CoverageRule.ts"
import * as Target from "../../src/coverage/Target.ts"
import { compareLabels } from "../../src/coverage/Walk.ts"
import { populations } from "../../src/place/Facts.ts"
import { formatPath } from "../../src/kernel/Problem.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { coverageRuleJson } from "../../../testing/src/Coverage.ts"

const decode = Schema.decodeUnknownResult(CoverageRuleBody, { errors: "all", onExcessProperty: "error" })
const name = { zh: "规则", en: "A rule" }
const body = { name, of: "residents", reached: { by: ["visit"] }, target: "all" }

const message = (json: unknown): string => {
  const decoded = decode(json)
  return Result.isFailure(decoded) ? decoded.failure.message : ""
}

describe("a rule in a model", () => {
  it("is the same after writing and reading", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...populations).chain((of) => coverageRuleJson(of)),
        ({ id: _, ...json }) => {
          const rule = Result.getOrThrow(decode(json))
          expect(Schema.encodeSync(CoverageRuleBody)(rule)).toEqual(json)
        }
      )
    )
  })

  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown population", { of: "dogs" }, 'a rule "of" residents, households, buildings, cases, pairs'],
    ["an unknown field", { where: { agee: 60 } }, 'at ["where"]["agee"]'],
    [
      "an age compared with a date",
      { where: { age: { atLeast: "1966-01-01" } } },
      'at ["where"]["age"]["atLeast"]'
    ],
    [
      "a field of another population",
      { of: "households", where: { age: 60 } },
      'households have no field "age"'
    ],
    ["no way of being reached", { reached: {} }, "exactly one of by, is, all, any says what reaches, not 0"],
    ["two ways of being reached", { reached: { by: ["visit"], is: {} } }, "not 2"],
    ["two windows", { reached: { by: ["visit"], within: "7 days", each: "week" } }, "within and each"],
    ["a window without contacts", { reached: { is: {}, within: "7 days" } }, 'within only goes with "by"'],
    ["working days", { reached: { by: ["visit"], within: "5 working days" } }, "calendar days"],
    ["no days", { reached: { by: ["visit"], within: "0 days" } }, "calendar days"],
    [
      "a state on a field that does not exist",
      { reached: { all: [{ by: ["visit"] }, { is: { x: 1 } }] } },
      '["all"][1]["is"]["x"]'
    ],
    [
      "contacts through nothing",
      { of: "cases", reached: { by: ["visit"], through: "household" } },
      "not reached through anything"
    ],
    [
      "households through households",
      { of: "households", reached: { by: ["visit"], through: "household" } },
      "through building or residents, not through household"
    ],
    [
      "residents through residents",
      { reached: { by: ["visit"], through: "residents" } },
      "through household or building, not through residents"
    ],
    [
      "a month from a day that not every month has",
      { reached: { by: ["visit"], each: { month: 29 } } },
      "from 1 to 28"
    ],
    [
      "a period that is no period of the calendar",
      { reached: { by: ["visit"], each: "fortnight" } },
      '"quarter"'
    ],
    ["more than the whole", { target: "100.001 %" }, "at most the whole"],
    ["a share of nothing", { target: "0/0" }, "a share such as"],
    ["a word as target", { target: "most" }, 'a share such as "95 %"'],
    [
      "an exclusion that nobody may grant",
      { exclude: { refused: { name, grantedBy: [] } } },
      '["exclude"]["refused"]["grantedBy"]'
    ],
    ["a step of a step", { reached: { by: ["a/b/c"] } }, "playbook"],
    ["a misspelt key", { groupedBy: "building" }, 'at ["groupedBy"]']
  ])("is refused for %s", (_, fields, expected) => {
    expect(message({ ...body, ...fields })).toContain(expected === "playbook" ? "a step such as" : expected)
  })

  it("is refused for all its mistakes at once", () => {
    const told = message({
      ...body,
      where: { agee: 60, age: { atLeast: "1966-01-01" } },
      reached: { by: ["visit"], within: "a while" },
      target: "120 %",
      groupBy: "street"
    })
    for (const path of ['["agee"]', '["age"]["atLeast"]', '["within"]', '["target"]', '["groupBy"]']) {
      expect(told).toContain(path)
    }
  })

  it("has a shape for the JSON Schema of a model, which accepts it and names every field", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...populations).chain((of) => coverageRuleJson(of)),
        ({ id: _, ...json }) => {
          const shaped = Schema.decodeUnknownResult(CoverageRuleShape, { onExcessProperty: "error" })(json)
          expect(Result.isSuccess(shaped)).toBe(true)
        }
      )
    )
    const { definitions } = Schema.toJsonSchemaDocument(CoverageRuleShape, { onExcessProperty: "error" })
    expect(Object.keys(definitions)).toEqual(
      expect.arrayContaining([
        "ResidentSelector",
        "HouseholdSelector",
        "BuildingSelector",
        "CaseSelector",
        "PairSelector"
      ])
    )
    expect(definitions["ResidentSelector"]).toMatchObject({
      additionalProperties: false,
      properties: { livesAlone: { type: "boolean" } }
    })
    // With this pattern in the JSON Schema, an editor can report a wrongly written period, age or area.
    expect(definitions["reach-of-residents"]).toMatchObject({
      properties: { within: { pattern: expect.stringContaining("month") } }
    })
    expect(JSON.stringify(definitions["ResidentSelector"])).toContain("years?$")
    expect(JSON.stringify(definitions["HouseholdSelector"])).toContain("m²|㎡")
  })
})

describe("checking a rule against its model", () => {
  const vocabulary: Vocabulary = {
    contactKinds: new Set(["visit"]),
    playbooks: new Map([
      ["clutter", { steps: new Set(["survey"]), stages: new Set(["filed"]), outcomes: new Set(["cleared"]) }]
    ]),
    roles: new Set(["committee"]),
    branches: new Set(["east"]),
    groups: new Set(["warmth"]),
    buildings: new Set(["b1"]),
    tags: new Set(["hardship"])
  }
  const problems = (fields: Record<string, unknown>, words = vocabulary): ReadonlyArray<string> =>
    checkRule(Result.getOrThrow(decode({ ...body, ...fields })), words).map(
      ({ path, code }) => `${formatPath(path)} ${code}`
    )

  it("finds no mistake in a rule that only names what exists", () => {
    expect(
      problems({
        where: {
          building: "b1",
          branch: "east",
          group: "warmth",
          tags: "hardship",
          cases: { playbook: "clutter", stage: "filed", outcome: "cleared" }
        },
        reached: { any: [{ by: ["visit", "clutter/survey"] }] },
        exclude: { refused: { name, grantedBy: ["committee"] } },
        target: { by: "building", parts: { b1: "all" }, rest: "1/2" }
      })
    ).toEqual([])
  })

  it("finds every unknown name, with its path", () => {
    expect(
      problems({
        where: {
          building: ["b1", "b9"],
          branch: "north",
          group: "joy",
          tags: "x",
          cases: { playbook: "y", stage: "z", outcome: "w" }
        },
        reached: {
          all: [{ by: ["call", "clutter/file", "hoarding/visit"] }, { is: { tags: { none: ["v"] } } }]
        },
        exclude: { refused: { name, grantedBy: ["committee", "mayor"] } },
        target: { by: "group", parts: { joy: "all" }, rest: "1/2" }
      })
    ).toEqual([
      "where.building[1] unknown-building",
      "where.branch unknown-branch",
      "where.group unknown-group",
      "where.tags unknown-tag",
      "where.cases.playbook unknown-playbook",
      "where.cases.stage unknown-stage",
      "where.cases.outcome unknown-outcome",
      "reached.all[1].is.tags.none[0] unknown-tag",
      "reached.all[0].by[0] unknown-contact-kind",
      "reached.all[0].by[1] unknown-step",
      "reached.all[0].by[2] unknown-playbook",
      "exclude.refused.grantedBy[1] unknown-role",
      "target.parts.joy unknown-group"
    ])
  })

  it("does not check names that are not known yet", () => {
    const { buildings: _, tags: __, ...words } = vocabulary
    expect(
      problems(
        {
          where: { building: "b9", tags: "x" },
          target: { by: "building", parts: { b8: "all" }, rest: "all" }
        },
        words
      )
    ).toEqual([])
  })
})

describe("a quota", () => {
  it("is met by the least number that is not less than its share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 5000 }),
        (thousandths, of) => {
          const share = `${(thousandths / 1000).toFixed(3)} %`
          const least = Target.needed(share, of)
          expect(BigInt(least) * 100_000n).toBeGreaterThanOrEqual(BigInt(of) * BigInt(thousandths))
          expect(least === 0 || BigInt(least - 1) * 100_000n < BigInt(of) * BigInt(thousandths)).toBe(true)
        }
      )
    )
  })

  it("is exact for a city", () => {
    expect(Target.standing("99999/100000", 24_999_749, 25_000_000)).toBe("not-met")
    expect(Target.standing("99999/100000", 24_999_750, 25_000_000)).toBe("met")
  })
})

describe("walking order", () => {
  it("is a total order that compares numbers by value", () => {
    const label = fc.stringMatching(/^[0-9a-b号]{0,6}$/)
    fc.assert(
      fc.property(label, label, label, (a, b, c) => {
        expect(Math.sign(compareLabels(a, b)) + Math.sign(compareLabels(b, a))).toBe(0)
        expect(compareLabels(a, b) === 0).toBe(a === b)
        const inOrder = compareLabels(a, b) < 0 && compareLabels(b, c) < 0
        expect(inOrder && compareLabels(a, c) >= 0).toBe(false)
      }),
      { numRuns: 3000 }
    )
    expect(["1203", "301", "12a", "9号", "12"].toSorted(compareLabels)).toEqual([
      "9号",
      "12",
      "12a",
      "301",
      "1203"
    ])
  })
})
