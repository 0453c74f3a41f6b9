import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, CaseId, ResidentId } from "../../src/place/Id.ts"
import { type Facts, membersIn, type Population, populations, scene } from "../../src/place/Facts.ts"
import { asOf, RegistryEvent } from "../../src/place/Registry.ts"
import * as Selector from "../../src/place/Selector.ts"
import { shapeOf } from "../../src/place/SelectorShape.ts"
import { Subject } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { areas, coverageSelector } from "../../../testing/src/Coverage.ts"

/** All mistakes that are found in a selector (a condition), each as its path and code. */
const refusals = (population: Population, json: unknown): ReadonlyArray<string> => {
  const read = Selector.parse(population, json)
  return Result.isFailure(read)
    ? read.failure.problems.map(({ path, code }) => `${path.join(".")} ${code}`)
    : []
}

const day = Day.make
const events = Schema.decodeUnknownSync(Schema.Array(RegistryEvent))([
  { _tag: "BuildingEntered", on: "2020-01-01", building: { id: "b1", label: "1号", floors: 6 } },
  { _tag: "BuildingEntered", on: "2020-01-01", building: { id: "b2", label: "2号", floors: 18 } },
  {
    _tag: "HouseholdEntered",
    on: "2020-01-01",
    household: { id: "h1", building: "b1", unit: "101", floor: 1, area: 905_500, tags: ["hardship"] }
  },
  {
    _tag: "HouseholdEntered",
    on: "2020-01-01",
    household: { id: "h2", building: "b2", unit: "601", floor: 6, area: 900_000, tags: [] }
  },
  {
    _tag: "HouseholdEntered",
    on: "2020-01-01",
    household: { id: "h3", building: "b2", unit: "602", floor: 6, area: 400_000, tags: [] }
  },
  {
    _tag: "ResidentEntered",
    on: "2020-01-01",
    resident: {
      id: "wang",
      household: "h1",
      name: "王",
      birth: "1964-02-29",
      partySince: "1976-03-01",
      tags: ["volunteer", "choir"]
    }
  },
  {
    _tag: "ResidentEntered",
    on: "2025-10-01",
    resident: { id: "li", household: "h1", name: "李", birth: "1990-05-05", tags: [] }
  },
  {
    _tag: "ResidentEntered",
    on: "2020-01-01",
    resident: { id: "zhao", household: "h2", name: "赵", birth: "1940-01-01", tags: ["choir"] }
  },
  {
    _tag: "ResidentEntered",
    on: "2020-01-01",
    resident: { id: "lost", household: "nowhere", name: "钱", birth: "1940-01-01", tags: [] }
  }
])
const facts: Facts = {
  ...areas,
  registry: asOf(events, day("2026-03-01")),
  cases: [
    {
      id: CaseId.make("c1"),
      playbook: "clutter",
      stage: "noticed",
      subjects: [Subject.make("household:h1")],
      opened: day("2026-02-01"),
      relapses: 2,
      steps: []
    },
    {
      id: CaseId.make("c2"),
      playbook: "hoarding",
      stage: "closed",
      subjects: [Subject.make("district:wan-liu"), Subject.make("resident:zhao")],
      opened: day("2025-02-01"),
      closed: day("2026-03-01"),
      outcome: "cleared",
      relapses: 0,
      steps: []
    }
  ],
  pairs: [
    { volunteer: ActorId.make("sun"), elder: ResidentId.make("zhao"), from: day("2026-01-01") },
    { volunteer: ActorId.make("sun"), elder: ResidentId.make("wang"), from: day("2026-02-25") }
  ]
}

/**
 * The ids of the members that a selector (a condition) matches on a day. If the answer for a member is unknown, a
 * question mark follows the id.
 */
const meant = (population: Population, json: unknown, on = "2026-03-01"): string => {
  const selector = Selector.sound(population, json as Selector.SelectorJson)
  const at = scene(facts, day(on))
  return membersIn(population, facts, day(on))
    .flatMap((thing) => {
      const answer = Selector.matches(selector, population, thing, at)
      const name = "elder" in thing ? thing.elder : thing.id
      return answer === true ? [name] : answer === null ? [`${name}?`] : []
    })
    .toSorted()
    .join(" ")
}

describe("a selector", () => {
  it.each<[Population, unknown, string]>([
    ["residents", {}, "wang li zhao lost"],
    ["residents", { age: { atLeast: 80 } }, "zhao lost"],
    ["residents", { age: { moreThan: 62, atMost: "85 years" } }, ""],
    ["residents", { age: { lessThan: 60 } }, "li"],
    ["residents", { age: 86 }, "zhao lost"],
    ["residents", { birth: { from: "1964-02-29", before: "1990-05-05" } }, "wang"],
    ["residents", { birth: "1990-05-05" }, "li"],
    ["residents", { partyMember: false }, "li zhao lost"],
    ["residents", { partyYears: { atLeast: 50 } }, "wang"],
    ["residents", { partyYears: { lessThan: 50 } }, ""],
    ["residents", { livesAlone: true }, "zhao lost?"],
    ["residents", { not: { livesAlone: true } }, "wang li lost?"],
    ["residents", { livesHere: { lessThan: "6 months" } }, "li"],
    ["residents", { livesHere: { atLeast: "5 months", lessThan: "2 months" } }, ""],
    ["residents", { hasCompanion: true }, "wang zhao"],
    ["residents", { tags: "choir" }, "wang zhao"],
    ["residents", { tags: { all: ["choir", "volunteer"] } }, "wang"],
    ["residents", { tags: { any: ["volunteer", "none-such"], none: ["choir"] } }, ""],
    ["residents", { building: ["b1", "b3"] }, "wang li lost?"],
    ["residents", { building: { floors: { atLeast: 7 } } }, "zhao lost?"],
    ["residents", { branch: "east" }, "wang li lost?"],
    ["residents", { household: { with: { age: { atLeast: 60 } } }, age: { lessThan: 60 } }, "li"],
    ["residents", { household: { everyone: { age: { atLeast: 60 } } } }, "zhao lost?"],
    ["residents", { household: "h2" }, "zhao lost?"],
    ["residents", { cases: { playbook: "clutter", open: true } }, "wang li"],
    ["residents", { cases: { playbook: "hoarding" } }, "zhao"],
    ["residents", { any: [{ id: "li" }, { all: [{ tags: "choir" }, { age: { atLeast: 80 } }] }] }, "li zhao"],
    ["households", { size: 0 }, "h3"],
    ["households", { area: { atLeast: "90 m2", lessThan: "90.55 m²" } }, "h2"],
    ["households", { area: "90.55 m2" }, "h1"],
    ["households", { floor: { atLeast: 2 }, with: {} }, "h2"],
    ["households", { everyone: {} }, "h1 h2"],
    ["households", { tags: ["hardship"] }, "h1"],
    ["households", { cases: { relapses: { atLeast: 2 } } }, "h1"],
    ["buildings", { households: { size: { atLeast: 2 } } }, "b1"],
    ["buildings", { with: { age: { atLeast: 80 } } }, "b2"],
    ["buildings", { cases: { open: true } }, "b1"],
    ["buildings", { not: { group: "warmth" } }, ""],
    ["cases", { open: true }, "c1"],
    ["cases", { stage: ["noticed", "filed"] }, "c1"],
    ["cases", { outcome: "cleared" }, "c2"],
    ["cases", { not: { outcome: "cleared" } }, "c1"],
    ["cases", { age: { atLeast: "1 month" } }, "c1 c2"],
    ["cases", { age: { atLeast: "2 months" } }, "c2"],
    ["cases", { closed: { from: "2026-03-01" } }, "c2"],
    ["cases", { building: "b1" }, "c1"],
    ["cases", { not: { building: "b1" } }, "c2"],
    ["pairs", { load: { atMost: 1 } }, ""],
    ["pairs", { load: 2 }, "zhao wang"],
    ["pairs", { lasting: { atLeast: "1 month" } }, "zhao"],
    ["pairs", { elder: { age: { atLeast: 80 } } }, "zhao"],
    ["pairs", { elder: "wang" }, "wang"],
    ["pairs", { volunteer: "sun", building: "b2" }, "zhao"]
  ])("over %s, %j, means %j", (population, json, expected) => {
    expect(meant(population, json)).toBe(expected.split(" ").toSorted().join(" "))
  })

  it("computes ages by the calendar, on the day of the scene", () => {
    const sixtyTwo = { id: "wang", age: { atLeast: 62 } }
    expect(meant("residents", sixtyTwo, "2026-02-28")).toBe("")
    expect(meant("residents", sixtyTwo, "2026-03-01")).toBe("wang")
    expect(meant("residents", { id: "wang", age: { atLeast: 64 } }, "2028-02-28")).toBe("")
    expect(meant("residents", { id: "wang", age: { atLeast: 64 } }, "2028-02-29")).toBe("wang")
  })

  it.each<[Population, unknown, ReadonlyArray<string>]>([
    ["residents", { agee: 60 }, ["agee unknown-field"]],
    ["households", { age: 60 }, ["age unknown-field"]],
    ["residents", { constructor: 1 }, ["constructor unknown-field"]],
    ["residents", { age: "1966-01-01" }, ["age wrong-type"]],
    ["residents", { age: { atLeast: "1966-01-01" } }, ["age.atLeast wrong-type"]],
    ["residents", { age: { atLeast: 60.5 } }, ["age.atLeast wrong-type"]],
    ["residents", { age: { from: "2026-01-01" } }, ["age.from unknown-comparison"]],
    ["residents", { age: { constructor: 1 } }, ["age.constructor unknown-comparison"]],
    ["residents", { age: {} }, ["age empty-comparison"]],
    ["residents", { age: { atLeast: 80, lessThan: 60 } }, ["age never-true"]],
    ["residents", { birth: { atLeast: 60 } }, ["birth.atLeast unknown-comparison"]],
    ["residents", { birth: { from: "2026-02-29" } }, ["birth.from wrong-type"]],
    ["residents", { livesHere: { atLeast: 60 } }, ["livesHere.atLeast wrong-type"]],
    ["residents", { livesHere: { atLeast: "5 working days" } }, ["livesHere.atLeast wrong-type"]],
    ["residents", { livesHere: "6 months" }, ["livesHere wrong-type"]],
    ["residents", { livesAlone: "yes" }, ["livesAlone wrong-type"]],
    ["residents", { tags: { some: ["a"] } }, ["tags.some unknown-comparison"]],
    ["residents", { tags: [] }, ["tags wrong-type"]],
    ["residents", { building: [1] }, ["building wrong-type"]],
    [
      "residents",
      { household: { with: { agee: 1, floor: 2 } } },
      ["household.with.agee unknown-field", "household.with.floor unknown-field"]
    ],
    ["households", { area: { atLeast: 90 } }, ["area.atLeast wrong-type"]],
    ["households", { area: { atLeast: "90" } }, ["area.atLeast wrong-type"]],
    ["cases", { age: 60 }, ["age wrong-type"]],
    [
      "residents",
      { any: [{ age: 1 }, { agee: 1 }, 7] },
      ["any.1.agee unknown-field", "any.2 not-a-selector"]
    ],
    ["residents", { all: [] }, ["all wrong-type"]],
    ["residents", { not: [] }, ["not not-a-selector"]],
    ["residents", [], [" not-a-selector"]],
    [
      "residents",
      { x: 1, age: { atLeast: "x" }, not: { y: 2 } },
      ["x unknown-field", "age.atLeast wrong-type", "not.y unknown-field"]
    ]
  ])("over %s, %j, is refused with every path", (population, json, expected) => {
    expect(refusals(population, json)).toEqual(expected)
  })

  it("is refused if it names an unknown id", () => {
    const names: Selector.Names = {
      knows: (named, id) => (named === "building" ? id === "b1" : undefined),
      known: () => ["b1"]
    }
    const read = Selector.parse(
      "residents",
      { building: ["b1", "house"], not: { building: "b8" }, tags: "x" },
      { names }
    )
    expect(
      Result.isFailure(read) && read.failure.problems.map(({ path, message }) => [path.join("."), message])
    ).toEqual([
      ["building.1", 'there is no building "house": use one of b1'],
      ["not.building", 'there is no building "b8": use one of b1']
    ])
  })

  it("is refused by its schema exactly as by parse", () => {
    const decode = Schema.decodeUnknownResult(Selector.selectorOf("residents"), { errors: "all" })
    const decoded = decode({ agee: 60, age: { atLeast: "1966-01-01" } })
    expect(Result.isFailure(decoded) && decoded.failure.message).toContain('at ["age"]["atLeast"]')
    expect(Result.isFailure(decoded) && decoded.failure.message).toContain('at ["agee"]')
  })
})

const population = fc.constantFrom(...populations)

describe("the shape of a selector", () => {
  const fits = (of: Population, json: unknown): boolean =>
    Result.isSuccess(Schema.decodeUnknownResult(shapeOf(of), { onExcessProperty: "error" })(json))

  it("accepts every selector that can be parsed", () => {
    fc.assert(
      fc.property(
        population.chain((of) => fc.tuple(fc.constant(of), coverageSelector(of, 3))),
        ([of, json]) => {
          expect(refusals(of, json)).toEqual([])
          expect(fits(of, json)).toBe(true)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("accepts no selector that is refused, except for mistakes that a schema cannot express", () => {
    const odd = fc.constantFrom<Array<unknown>>(
      null,
      7,
      "x",
      -1,
      1.5,
      true,
      [],
      {},
      ["b1"],
      { atLeast: 3 },
      "2026-01-01",
      "6 months"
    )
    const broken = population.chain((of) =>
      fc.tuple(
        fc.constant(of),
        fc.tuple(coverageSelector(of, 2), odd, fc.nat(), fc.boolean()).map(([json, value, at, rename]) => {
          const keys = Object.keys(json)
          const key = keys[at % keys.length] ?? "x"
          return rename ? { [`${key}x`]: json[key] } : { ...json, [key]: value }
        })
      )
    )
    fc.assert(
      fc.property(broken, ([of, json]) => {
        const codes = refusals(of, json).map((refusal) => refusal.split(" ").at(-1))
        expect(fits(of, json)).toBe(codes.every((code) => code === "never-true"))
      }),
      { numRuns: 2000 }
    )
  })
})
