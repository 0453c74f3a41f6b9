import type { Counts } from "../../src/coverage/Counts.ts"
import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "../../src/coverage/Coverage.ts"
import { factsAfter } from "../../src/coverage/CoverageEvent.ts"
import * as Day from "../../src/kernel/Day.ts"
import { CaseId, ContactKind } from "../../src/place/Id.ts"
import { Subject } from "../../src/place/Subject.ts"
import { endOf } from "../../src/place/Window.ts"
import fc from "fast-check"
import { areas, coverageDay, coverageEvents, coverageRule, firstDay } from "../../../testing/src/Coverage.ts"
import { building, contact, exclusion, factsOn, household, resident, rule } from "./district.ts"

const day = Day.make

/** One building with two flats and three residents: r1 and r2 live in flat 101, and r3 lives alone in flat 201. */
const house = [
  building("b1"),
  household("h1", "b1", "101"),
  household("h2", "b1", "201"),
  resident("r1", "h1", "1950-01-01"),
  resident("r2", "h1", "1990-01-01"),
  resident("r3", "h2", "1940-01-01")
]

const ids = (members: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> =>
  members.map(({ id }) => id)

const anyStory = fc.tuple(coverageRule(), coverageEvents(), coverageDay)

describe("coverage", () => {
  it("counts every eligible member once: reached, missing, excluded or unknown", () => {
    fc.assert(
      fc.property(anyStory, ([rule, events, asOf]) => {
        const { counts, ratio, reached, gaps, excluded, unknown } = Coverage.evaluate(
          rule,
          factsAfter(events, asOf, areas),
          asOf
        )
        expect(counts.eligible).toBe(counts.reached + counts.missing + counts.excluded + counts.unknown)
        expect([reached.length, gaps.length, excluded.length, unknown.length]).toEqual([
          counts.reached,
          counts.missing,
          counts.excluded,
          counts.unknown
        ])
        expect(ratio).toEqual({ reached: counts.reached, of: counts.eligible - counts.excluded })
        expect(new Set(ids([...reached, ...gaps, ...excluded, ...unknown])).size).toBe(counts.eligible)
      }),
      { numRuns: 1000 }
    )
  })

  it("has the same numbers if only the numbers are computed", () => {
    fc.assert(
      fc.property(
        anyStory,
        fc.constantFrom("building", "branch", "group", "head", undefined),
        ([rule, events, asOf], groupBy) => {
          const options = groupBy === undefined ? {} : { groupBy }
          const { count, evaluate } = Coverage.onDay(factsAfter(events, asOf, areas), asOf, options)
          const { counts, groups, parts, ratio, rule: id, standing } = evaluate(rule)
          expect(count(rule)).toEqual({ asOf, counts, groups, parts, ratio, rule: id, standing })
        }
      ),
      { numRuns: 500 }
    )
  })

  it("never decreases when one more member is reached", () => {
    const more = fc.record({
      kind: fc.constantFrom("visit", "call", "notice").map((kind) => ContactKind.make(kind)),
      subject: fc
        .constantFrom("resident:r1", "resident:r2", "household:h1", "household:h2", "building:b1")
        .map((text) => Subject.make(text)),
      on: coverageDay,
      source: fc.constant(1000)
    })
    fc.assert(
      fc.property(anyStory, more, ([rule, events, asOf], one) => {
        const facts = factsAfter(events, asOf, areas)
        const before = Coverage.evaluate(rule, facts, asOf)
        const after = Coverage.evaluate(rule, { ...facts, contacts: [...facts.contacts, one] }, asOf)
        expect(after.counts.reached).toBeGreaterThanOrEqual(before.counts.reached)
        expect(after.counts.eligible).toBe(before.counts.eligible)
        expect(after.ratio.reached * before.ratio.of).toBeGreaterThanOrEqual(
          before.ratio.reached * after.ratio.of
        )
        expect(before.standing === "met" && after.standing !== "met").toBe(false)
      }),
      { numRuns: 1000 }
    )
  })

  it("does not change with the order of contacts, or when contacts are repeated", () => {
    fc.assert(
      fc.property(anyStory, fc.infiniteStream(fc.double({ noNaN: true })), ([rule, events, asOf], keys) => {
        const facts = factsAfter(events, asOf, areas)
        const shuffled = [...facts.contacts, ...facts.contacts]
          .map((one) => ({ one, key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        expect(Coverage.evaluate(rule, { ...facts, contacts: shuffled }, asOf)).toEqual(
          Coverage.evaluate(rule, facts, asOf)
        )
      }),
      { numRuns: 500 }
    )
  })

  it("divides into groups that add up to the whole, for every grouping", () => {
    fc.assert(
      fc.property(
        anyStory,
        fc.constantFrom("building" as const, "branch" as const, "group" as const, "head" as const),
        ([rule, events, asOf], groupBy) => {
          const answer = Coverage.evaluate(rule, factsAfter(events, asOf, areas), asOf, { groupBy })
          const sum = (name: keyof Counts): number =>
            answer.groups.reduce((total, { counts }) => total + counts[name], 0)
          for (const name of ["eligible", "reached", "missing", "excluded", "unknown"] as const) {
            expect(sum(name)).toBe(answer.counts[name])
          }
          expect(new Set(answer.groups.map(({ key }) => key.join(" "))).size).toBe(answer.groups.length)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("lists members building by building, floor by floor, flat by flat", () => {
    const answer = Coverage.evaluate(
      rule({ of: "households" }),
      factsOn("2026-03-02", [
        building("b10"),
        building("b2"),
        household("x", "b10", "101"),
        household("y", "b2", "1001"),
        household("z", "b2", "201"),
        household("w", "b2", "203"),
        household("v", "b2", "21")
      ]),
      day("2026-03-02")
    )
    expect(answer.gaps.map(({ place }) => `${place.label} ${place.unit}`)).toEqual([
      "2号 21",
      "2号 201",
      "2号 203",
      "2号 1001",
      "10号 101"
    ])
  })

  it("has nothing to reach if the rule selects nobody: not 100 %, and not an error", () => {
    for (const target of ["all", "95 %", 3, { by: "building", parts: { b1: "all" }, rest: "1/2" }]) {
      const nobody = Coverage.evaluate(
        rule({ where: { age: { atLeast: 120 } }, target }),
        factsOn("2026-03-02", house),
        day("2026-03-02")
      )
      expect(nobody.standing).toBe("nothing-to-reach")
      expect(nobody.ratio).toEqual({ reached: 0, of: 0 })
    }
  })

  it("has nothing to reach if everybody is excluded", () => {
    const answer = Coverage.evaluate(
      rule({
        where: { id: "r3" },
        exclude: { refused: { name: { zh: "谢绝", en: "refused" }, grantedBy: ["committee"] } }
      }),
      factsOn("2026-03-02", house, {
        exclusions: [exclusion("resident:r3", "refused", "2026-03-01", { source: 9 })]
      }),
      day("2026-03-02")
    )
    expect(answer.standing).toBe("nothing-to-reach")
    expect(answer.excluded.map(({ id, reason, source }) => [id, reason, source])).toEqual([
      ["r3", "refused", 9]
    ])
  })
})

describe("a window", () => {
  const any = fc.integer({ min: -400, max: 400 }).map((n) => Day.add(firstDay, n))
  const reachedOn = (reached: Record<string, unknown>, on: Day.Day, asOf: Day.Day): boolean =>
    Coverage.evaluate(
      rule({ where: { id: "r3" }, reached: { by: ["visit"], ...reached } }),
      factsOn(Day.toIso(asOf < day("2020-01-01") ? day("2020-01-01") : asOf), house, {
        contacts: [contact("visit", "resident:r3", Day.toIso(on))]
      }),
      asOf
    ).counts.reached === 1

  it("expires exactly when its period is over", () => {
    const period = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom("day" as const, "week" as const, "month" as const)
    })
    fc.assert(
      fc.property(any, any, period, (on, asOf, { count, unit }) => {
        expect(reachedOn({ within: `${count} ${unit}s` }, on, asOf)).toBe(
          on <= asOf && asOf < endOf(on, { count, unit })
        )
      }),
      { numRuns: 300 }
    )
  })

  it("of seven days holds today and the six days before", () => {
    expect(reachedOn({ within: "7 days" }, day("2026-03-02"), day("2026-03-08"))).toBe(true)
    expect(reachedOn({ within: "7 days" }, day("2026-03-02"), day("2026-03-09"))).toBe(false)
  })

  it("begins anew on every Monday, or on the first of every month", () => {
    fc.assert(
      fc.property(any, any, (on, asOf) => {
        expect(reachedOn({ each: "week" }, on, asOf)).toBe(
          on <= asOf && Day.weekStart(on) === Day.weekStart(asOf)
        )
        expect(reachedOn({ each: "month" }, on, asOf)).toBe(
          on <= asOf && Day.monthStart(on) === Day.monthStart(asOf)
        )
      }),
      { numRuns: 200 }
    )
  })

  it("since a day includes that day", () => {
    const since = { since: "2026-03-02" }
    expect(reachedOn(since, day("2026-03-01"), day("2026-03-05"))).toBe(false)
    expect(reachedOn(since, day("2026-03-02"), day("2026-03-05"))).toBe(true)
  })

  it("reports the day on which a contact lapses", () => {
    const answer = Coverage.evaluate(
      rule({ where: { id: "r3" }, reached: { by: ["visit"], times: 2, within: "7 days" } }),
      factsOn("2026-03-06", house, {
        contacts: [
          contact("visit", "resident:r3", "2026-03-02", 4),
          contact("visit", "resident:r3", "2026-03-04", 5),
          contact("visit", "resident:r3", "2026-03-05", 6)
        ]
      }),
      day("2026-03-06")
    )
    expect(answer.reached.map(({ proof, lapses }) => [proof, lapses])).toEqual([[[5, 6], day("2026-03-11")]])
  })

  it("ends its periods on Sundays, or on the last day of the month, and on the last day of the range", () => {
    const ends = (each: unknown): ReadonlyArray<string> =>
      Coverage.periodEnds(
        rule({ reached: { by: ["visit"], each } }),
        day("2026-02-25"),
        day("2026-03-10")
      ).map(Day.toIso)
    expect(ends("week")).toEqual(["2026-03-01", "2026-03-08", "2026-03-10"])
    expect(ends("month")).toEqual(["2026-02-28", "2026-03-10"])
    expect(ends({ month: 5 })).toEqual(["2026-03-04", "2026-03-10"])
    expect(ends("quarter")).toEqual(["2026-03-10"])
  })
})

describe("what counts as reaching", () => {
  const on = "2026-03-10"
  const evaluate = (
    fields: Record<string, unknown>,
    others: Parameters<typeof factsOn>[2],
    events: ReadonlyArray<unknown> = house
  ) => Coverage.evaluate(rule(fields), factsOn(on, events, others), day(on))

  it("counts a day once, however often it is recorded", () => {
    const visits = [4, 5, 6].map((source) => contact("visit", "resident:r3", "2026-03-02", source))
    const answer = evaluate(
      { where: { id: "r3" }, reached: { by: ["visit"], times: 2 } },
      { contacts: visits }
    )
    expect(answer.gaps.map(({ wants, last }) => [wants, last])).toEqual([[1, day("2026-03-02")]])
    for (const contacts of [visits, visits.toReversed()]) {
      // Contacts with a member on the same day count once. The proof is the earliest of their entries.
      expect(evaluate({ where: { id: "r3" } }, { contacts }).reached[0]?.proof).toEqual([4])
    }
  })

  it("is a contact with the household only if the rule says so, and only from the day on which the member lives there", () => {
    const contacts = [contact("visit", "household:h1", "2026-03-02")]
    const through = { reached: { by: ["visit"], through: "household" } }
    expect(ids(evaluate({}, { contacts }).reached)).toEqual([])
    expect(ids(evaluate(through, { contacts }).reached)).toEqual(["r1", "r2"])
    const moved = [
      ...house,
      { _tag: "ResidentMoved", on: "2026-03-03", resident: "r3", household: "h1" },
      { _tag: "ResidentMoved", on: "2026-03-03", resident: "r2", household: "h2" }
    ]
    expect(ids(evaluate(through, { contacts }, moved).reached)).toEqual(["r1"])
  })

  it("is a contact from before the registry for those who were there before it, and not for who moved in on its first day", () => {
    const unknown = (id: string) => ({ ...resident(id, "h1", "1950-01-01"), movedIn: "unknown" })
    const people = [
      building("b1"),
      household("h1", "b1", "101"),
      unknown("r1"),
      resident("r2", "h1", "1950-01-01")
    ]
    // Both are in the registry since 2020-01-01.
    const reached = (through: string, of: string, subject: string) =>
      ids(
        evaluate(
          { of, reached: { by: ["visit"], through } },
          { contacts: [contact("visit", subject, "2019-12-31")] },
          people
        ).reached
      )
    expect(reached("household", "residents", "household:h1")).toEqual(["r1"])
    expect(reached("building", "residents", "building:b1")).toEqual(["r1"])
    expect(reached("residents", "households", "resident:r1")).toEqual(["h1"])
    expect(reached("residents", "households", "resident:r2")).toEqual([])
  })

  it("is a visit to any member of a flat if the rule says so, and only since the member lives there [15]", () => {
    const visits = (through?: string) => ({
      of: "households",
      reached: { by: ["visit"], each: "quarter", ...(through === undefined ? {} : { through }) }
    })
    const contacts = [contact("visit", "resident:r3", "2026-03-02", 7)]
    const flatOf3 = ids(evaluate(visits("residents"), { contacts }).reached)
    expect(ids(evaluate(visits(), { contacts }).reached)).toEqual([])
    expect(flatOf3).toHaveLength(1)
    // Somebody who moves in later does not bring an earlier visit along.
    const moved = [...house, { _tag: "ResidentMoved", on: "2026-03-03", resident: "r3", household: "h1" }]
    expect(ids(evaluate(visits("residents"), { contacts }, moved).reached)).toEqual([])
  })

  it("is a visit to any flat, or to anybody, for a building that is reached through them", () => {
    const of = (through?: string) => ({
      of: "buildings",
      reached: { by: ["visit"], ...(through === undefined ? {} : { through }) }
    })
    const reachedBy = (subject: string) =>
      [undefined, "households", "residents"].map(
        (through) =>
          evaluate(of(through), { contacts: [contact("visit", subject, "2026-03-02", 7)] }).counts.reached
      )
    expect(reachedBy("building:b1")).toEqual([1, 1, 1])
    expect(reachedBy("household:h1")).toEqual([0, 1, 1])
    expect(reachedBy("resident:r1")).toEqual([0, 0, 1])
  })

  it("is all ways, or one way, as the rule says", () => {
    const contacts = [contact("survey", "building:b1", "2026-03-02", 7)]
    const ways = [{ by: ["survey"] }, { by: ["file"] }]
    const all = evaluate({ of: "buildings", reached: { all: ways } }, { contacts })
    expect(all.gaps.map(({ id, wants }) => [id, wants])).toEqual([["b1", 1]])
    const any = evaluate({ of: "buildings", reached: { any: ways } }, { contacts })
    expect(any.reached.map(({ id, proof }) => [id, proof])).toEqual([["b1", [7]]])
  })

  it("is a step of a case, for the subjects of the case and for the case itself", () => {
    const cases = [
      {
        id: CaseId.make("c1"),
        playbook: "clutter",
        stage: "filed",
        subjects: [Subject.make("building:b1")],
        opened: day("2026-03-01"),
        relapses: 0,
        steps: [{ step: "survey", on: day("2026-03-03"), source: 12 }]
      }
    ]
    const reached = { by: ["clutter/survey"] }
    expect(evaluate({ of: "buildings", reached }, { cases }).reached[0]?.proof).toEqual([12])
    expect(evaluate({ of: "cases", reached }, { cases }).reached[0]?.proof).toEqual([12])
    // A contact that was made before the case was opened does not count for the case, which is the member here.
    const contacts = [contact("visit", "building:b1", "2026-02-27")]
    expect(evaluate({ of: "cases" }, { cases, contacts }).counts.missing).toBe(1)
  })

  it("leaves out residents who moved away or died, and includes residents who came back", () => {
    const away = [
      ...house,
      { _tag: "ResidentLeft", on: "2026-03-05", resident: "r1", departure: "moved-away" },
      { _tag: "ResidentLeft", on: "2026-03-06", resident: "r3", departure: "died" }
    ]
    const on5 = Coverage.evaluate(rule({}), factsOn("2026-03-05", away), day("2026-03-05"))
    expect(ids(on5.gaps)).toEqual(["r2", "r3"])
    expect(ids(evaluate({}, {}, away).gaps)).toEqual(["r2"])
    const back = [...away, resident("r1", "h2", "1950-01-01", { on: "2026-03-09" })]
    expect(ids(evaluate({}, {}, back).gaps)).toEqual(["r2", "r1"])
  })

  it("is not known if the registry does not say who lives where", () => {
    const lost = [...house, resident("r9", "h-unknown", "1940-01-01")]
    const answer = evaluate({ where: { livesAlone: true } }, {}, lost)
    expect([ids(answer.gaps), ids(answer.unknown)]).toEqual([["r3"], ["r9"]])
    expect(answer.standing).toBe("not-met")
  })

  it("is replaced by an exclusion only as long as the exclusion is valid, and never if the member is reached", () => {
    const refused = {
      exclude: {
        "in-hospital": { name: { zh: "住院", en: "in hospital" }, grantedBy: ["committee"], for: "5 days" }
      }
    }
    const excluded = (since: string, reason = "in-hospital") => ({
      exclusions: [exclusion("resident:r3", reason, since)]
    })
    const standing = (others: Parameters<typeof factsOn>[2]) =>
      evaluate({ where: { id: "r3" }, ...refused }, others).counts
    expect(standing(excluded("2026-03-06")).excluded).toBe(1)
    expect(standing(excluded("2026-03-05")).missing).toBe(1)
    expect(standing(excluded("2026-03-11")).missing).toBe(1)
    expect(standing(excluded("2026-03-06", "tired")).missing).toBe(1)
    const contacts = [contact("visit", "resident:r3", "2026-03-01")]
    expect(standing({ ...excluded("2026-03-06"), contacts }).reached).toBe(1)
  })
})

describe("a target", () => {
  const events = [
    building("b1"),
    building("b2"),
    ...["1", "2", "3", "4"].map((n) => household(`h${n}`, n < "3" ? "b1" : "b2", `${n}01`))
  ]
  const noticed = (target: unknown, ...flats: ReadonlyArray<string>) =>
    Coverage.evaluate(
      rule({ of: "households", target }),
      factsOn("2026-03-02", events, {
        contacts: flats.map((id) => contact("visit", `household:${id}`, "2026-03-01"))
      }),
      day("2026-03-02")
    )

  it("of a share is met at exactly that share", () => {
    expect(noticed("50 %", "h1", "h2").standing).toBe("met")
    expect(noticed("50.001 %", "h1", "h2").standing).toBe("not-met")
    expect(noticed("3/4", "h1", "h2", "h3").standing).toBe("met")
    expect(noticed(3, "h1", "h2").standing).toBe("not-met")
  })

  it("may differ by building, and is met if each part meets its quota", () => {
    const target = { by: "building", parts: { b2: "50 %" }, rest: "all" }
    expect(noticed(target, "h1", "h2", "h3").standing).toBe("met")
    const missed = noticed(target, "h1", "h3", "h4")
    expect(missed.standing).toBe("not-met")
    expect(missed.parts.map(({ id, ratio, standing }) => [id, ratio, standing])).toEqual([
      ["b2", { reached: 2, of: 2 }, "met"],
      [undefined, { reached: 1, of: 2 }, "not-met"]
    ])
  })

  it("may differ by branch, and a building may count for two", () => {
    const target = { by: "branch", parts: { east: "all", west: "3/4" }, rest: "all" }
    expect(noticed(target, "h1", "h2", "h3").parts.map(({ id, ratio }) => [id, ratio])).toEqual([
      ["east", { reached: 2, of: 2 }],
      ["west", { reached: 3, of: 4 }],
      [undefined, { reached: 0, of: 0 }]
    ])
  })
})
