import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "@liulinhui/core/Coverage"
import { type CoverageEvent, factsAfter, CoverageRule } from "@liulinhui/core/Coverage"
import { CoverageIndex } from "@liulinhui/coverage-index/CoverageIndex"
import { SecondFlatUnsupported } from "@liulinhui/coverage-index/SecondFlat"
import { compile, scan } from "@liulinhui/coverage-index/CoverageScan"
import * as Day from "@liulinhui/core/Day"
import { ContactKind, HouseholdId, ResidentId, RuleId } from "@liulinhui/core/Id"
import { RegistryEvent, Subject } from "@liulinhui/core/Registry"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { deepStrictEqual } from "node:assert"
import { areas, coverageEvents, coverageRule, firstDay, span } from "@liulinhui/testing/Coverage"
import { runs } from "../../tooling/src/runs.ts"

/** The parts of a coverage answer that must be equal in the answer of an index and in a direct evaluation. */
const seen = (answer: Coverage.Coverage) => ({
  figures: {
    counts: answer.counts,
    ratio: answer.ratio,
    standing: answer.standing,
    parts: answer.parts,
    groups: answer.groups
  },
  reached: answer.reached.map(({ id }) => id).toSorted(),
  missing: answer.gaps.map(({ id, place }) => [id, place]),
  excluded: answer.excluded.map(({ id, reason, source }) => [id, reason, source]),
  unknown: answer.unknown.map(({ id }) => id).toSorted()
})

const known = (index: CoverageIndex, { id }: CoverageRule) => ({
  figures: index.figures(id),
  reached: index
    .members(id, "reached")
    .map((member) => member.id)
    .toSorted(),
  missing: index.members(id, "missing").map((member) => [member.id, member.place]),
  excluded: index.excluded(id).map((member) => [member.id, member.reason, member.source]),
  unknown: index
    .members(id, "unknown")
    .map((member) => member.id)
    .toSorted()
})

const rules = fc.tuple(coverageRule("rule-1"), coverageRule("rule-2"))
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(1, 1, 2, 7) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }
)

/** Arbitrary events, each with the number of days that pass before it. */
const story = (maxLength: number) =>
  coverageEvents({ events: maxLength }).chain((events) =>
    fc.tuple(fc.constant(events), fc.array(step, { minLength: events.length, maxLength: events.length }))
  )

/** Puts changes of the registry first, in the order of their days, then all other events in the order of recording. */
const inOrder = (events: ReadonlyArray<CoverageEvent>): ReadonlyArray<CoverageEvent> => {
  const day = (event: CoverageEvent): number =>
    "on" in event && event._tag !== "CaseKnown" ? event.on : Number.POSITIVE_INFINITY
  return events.toSorted((a, b) => (day(a) === day(b) ? 0 : day(a) - day(b)))
}

const rule7 = { id: RuleId.make("rule-7") }

/** Makes an index with one resident, who has lived in a flat since 2020. */
const live = (
  within: string,
  where: Record<string, Schema.Json> = {},
  birth = "1950-01-01",
  today = "2026-03-02",
  reached: Record<string, string> = {}
): CoverageIndex => {
  const rule = Schema.decodeUnknownSync(CoverageRule)({
    ...rule7,
    name: { zh: "走访", en: "Visits" },
    of: "residents",
    where,
    reached: { by: ["visit"], within, ...reached },
    target: "all"
  })
  const index = new CoverageIndex({ rules: [rule], areas, today: Day.make(today) })
  for (const event of decodeEvents([
    { _tag: "BuildingEntered", on: "2020-01-01", building: { id: "b1", label: "1号", floors: 6 } },
    {
      _tag: "HouseholdEntered",
      on: "2020-01-01",
      household: { id: "h1", building: "b1", unit: "101", floor: 1, area: 1, tags: [] }
    },
    {
      _tag: "ResidentEntered",
      on: "2020-01-01",
      resident: { id: "r1", household: "h1", name: "居民", birth, tags: [] }
    }
  ])) {
    index.apply(event)
  }
  return index
}

const decodeEvents = Schema.decodeUnknownSync(Schema.Array(RegistryEvent))

const contact = (on: string, subject = "resident:r1"): CoverageEvent => ({
  _tag: "Contacted",
  contact: {
    kind: ContactKind.make("visit"),
    subject: Subject.make(subject),
    on: Day.make(on),
    source: 4
  }
})

const agree = (
  index: CoverageIndex,
  all: ReadonlyArray<CoverageRule>,
  events: ReadonlyArray<CoverageEvent>
): void => {
  const facts = factsAfter(events, index.today, areas)
  for (const rule of all) {
    deepStrictEqual(known(index, rule), seen(Coverage.evaluate(rule, facts, index.today)))
  }
}

describe("a coverage index", () => {
  it("equals the full evaluation after any interleaving of events and days", () => {
    fc.assert(
      fc.property(rules, story(30), fc.integer({ min: 0, max: 20 }), (all, [events, steps], start) => {
        const index = new CoverageIndex({ rules: all, areas, today: Day.add(firstDay, start) })
        events.forEach((event, at) => {
          const days = steps[at] ?? 0
          index.advance(Day.add(index.today, days))
          if (days > 0) agree(index, all, events.slice(0, at))
          index.apply(event)
          agree(index, all, events.slice(0, at + 1))
        })
        index.advance(Day.add(index.today, 45))
        agree(index, all, events)
      }),
      { numRuns: runs(400, 2500) }
    )
  })

  it("equals the full evaluation after many changes were loaded at once", () => {
    fc.assert(
      fc.property(rules, story(30), fc.nat(), (all, [events, steps], cut) => {
        const today = Day.add(firstDay, span)
        const begin = cut % (events.length + 1)
        // Loaded events must be in the order of days. The events that are applied afterwards get the last of these days
        // or a later one.
        const loaded = inOrder(events.slice(0, begin))
        const later = events.slice(begin).map((event) => ("on" in event ? { ...event, on: today } : event))
        const index = new CoverageIndex({ rules: all, areas, today })
        index.load(loaded)
        agree(index, all, loaded)
        later.forEach((event, at) => {
          index.advance(Day.add(index.today, steps[at] ?? 0))
          index.apply(event)
          agree(index, all, [...loaded, ...later.slice(0, at + 1)])
        })
      }),
      { numRuns: runs(200, 1000) }
    )
  })

  it("has columns over which other rules have the answers of the full evaluation", () => {
    const own = "rule-1"
    fc.assert(
      fc.property(coverageRule(own), coverageEvents(), (rule, events) => {
        const today = Day.add(firstDay, 30)
        const index = new CoverageIndex({ rules: [rule], areas, today })
        for (const event of events) index.apply(event)
        const facts = factsAfter(events, today, areas)
        const compiled = Option.liftThrowable(() => scan([compile(rule)], index.columns(), today))()
        // The columns of an index lack the fields that name ids or cases.
        if (rule.exclude !== undefined || Option.isNone(compiled)) return
        deepStrictEqual(compiled.value[0]?.counts, Coverage.evaluate(rule, facts, today).counts)
      }),
      { numRuns: runs(300, 1500) }
    )
  })

  it("keeps a contact until the day on which it lapses, and not a day longer", () => {
    const index = live("7 days")
    index.apply(contact("2026-03-02"))
    index.advance(Day.make("2026-03-08"))
    expect(index.figures(rule7.id).ratio).toEqual({ reached: 1, of: 1 })
    index.advance(Day.make("2026-03-09"))
    expect(index.figures(rule7.id).ratio).toEqual({ reached: 0, of: 1 })
  })

  it("does not count contacts with the former household of a resident who has moved", () => {
    const index = live("7 days", {}, "1950-01-01", "2026-03-01", { through: "household" })
    index.advance(Day.make("2026-03-05"))
    index.apply(contact("2026-03-05", "household:h1"))
    index.apply(contact("2026-03-01"))
    index.advance(Day.make("2026-03-06"))
    index.apply({
      _tag: "ResidentMoved",
      on: index.today,
      resident: ResidentId.make("r1"),
      household: HouseholdId.make("h2")
    })
    index.advance(Day.make("2026-03-07"))
    expect(index.figures(rule7.id).ratio).toEqual({ reached: 1, of: 1 })
    index.advance(Day.make("2026-03-08"))
    expect(index.figures(rule7.id).ratio).toEqual({ reached: 0, of: 1 })
  })

  it("counts a resident who turns sixty tomorrow from tomorrow on, also on 29 February", () => {
    const index = live("7 days", { age: { atLeast: 60 } }, "1964-02-29", "2024-02-28")
    expect(index.figures(rule7.id).counts.eligible).toBe(0)
    index.advance(Day.make("2024-02-29"))
    expect(index.figures(rule7.id).counts.eligible).toBe(1)
    const other = live("7 days", { age: { atLeast: 61 } }, "1964-02-29", "2025-02-28")
    expect(other.figures(rule7.id).counts.eligible).toBe(0)
    other.advance(Day.make("2025-03-01"))
    expect(other.figures(rule7.id).counts.eligible).toBe(1)
  })

  it("refuses a second flat of a household by a typed error, and stays as it was", () => {
    const index = live("7 days")
    const [second] = decodeEvents([
      { _tag: "DwellingAdded", on: "2026-03-02", household: "h1", dwelling: "h2" }
    ])
    if (second === undefined) throw new Error("there is no event")
    const before = index.figures(rule7.id)
    expect(() => index.apply(second)).toThrow(SecondFlatUnsupported)
    expect(() => index.apply(second)).toThrow(/flat h2 is the second flat of a household/)
    expect(index.figures(rule7.id)).toEqual(before)
    const empty = new CoverageIndex({ rules: [], areas, today: firstDay })
    expect(() =>
      empty.load([
        ...decodeEvents([
          { _tag: "BuildingEntered", on: "2020-01-01", building: { id: "b1", label: "1号", floors: 6 } }
        ]),
        second
      ])
    ).toThrow(SecondFlatUnsupported)
    expect(empty.columns().buildings.rows).toBe(0)
  })

  it("refuses to go back to an earlier day", () => {
    const index = live("7 days")
    expect(() => index.advance(Day.make("2026-03-01"))).toThrow("cannot go back")
  })
})
