import { describe, expect, it } from "@effect/vitest"
import { evaluate } from "../../src/coverage/Coverage.ts"
import type { CoverageFacts } from "../../src/coverage/CoverageFacts.ts"
import { forecast } from "../../src/coverage/CoverageForecast.ts"
import type { CoverageRule } from "../../src/coverage/CoverageRule.ts"
import * as Day from "../../src/kernel/Day.ts"
import fc from "fast-check"
import { building, contact, exclusion, factsOn, household, resident, rule } from "./district.ts"

const day = Day.make
const flats = ["101", "102", "201", "202", "301", "302"]
/** Two buildings with twelve flats, for the forecasts. */
const events = [
  building("b1"),
  building("b2"),
  ...["b1", "b2"].flatMap((b) => flats.map((unit) => household(`${b}-${unit}`, b, unit)))
]
const at = (id: string, on: string, source = 1) => contact("visit", `household:${id}`, on, source)

const ask = (
  asked: CoverageRule,
  facts: CoverageFacts,
  [before, now]: readonly [string, string],
  { by, ...others }: Partial<Parameters<typeof forecast>[1]> & { readonly by?: Day.Day } = {}
) =>
  forecast(asked, {
    now: evaluate(asked, facts, day(now)),
    before: evaluate(asked, facts, day(before)),
    ...(by === undefined ? {} : { ahead: evaluate(asked, facts, by) }),
    ...others
  })

const visited = rule({ of: "households" })

describe("a forecast", () => {
  const facts = factsOn("2026-03-16", events, {
    contacts: [
      at("b1-101", "2026-03-03"),
      at("b1-102", "2026-03-05"),
      at("b1-201", "2026-03-12"),
      at("b2-101", "2026-03-14")
    ]
  })

  it("continues at the pace of the days before, and states its inputs", () => {
    const { pace, short, target, metOn } = ask(visited, facts, ["2026-03-02", "2026-03-16"])
    expect(pace).toEqual({ since: day("2026-03-02"), reachedThen: 0, reachedNow: 4, gained: 4, days: 14 })
    expect([target, short]).toEqual([12, 8])
    // In 14 days, the number of reached members grew by four, so eight more members take 28 days.
    expect(metOn).toBe(day("2026-04-13"))
  })

  it("rounds to the later day", () => {
    const { metOn } = ask(rule({ of: "households", target: 9 }), facts, ["2026-03-11", "2026-03-16"])
    // In 5 days, the number of reached members grew by two, so five more members take 12.5 days.
    expect(metOn).toBe(Day.add(day("2026-03-16"), 13))
  })

  it("meets its target on the stated day, and not before, if the pace stays the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 40 }), (gained, days) => {
        const contacts = events
          .flatMap((event) => ("household" in event ? [event.household.id] : []))
          .slice(0, gained)
          .map((id) => at(id, "2026-03-16"))
        const { metOn, short } = ask(visited, factsOn("2026-03-16", events, { contacts }), [
          Day.toIso(Day.add(day("2026-03-16"), -days)),
          "2026-03-16"
        ])
        const wait = Day.until(day("2026-03-16"), metOn ?? day("2000-01-01"))
        expect(gained * wait).toBeGreaterThanOrEqual(short * days)
        expect(gained * (wait - 1)).toBeLessThan(short * days)
      })
    )
  })

  it("has no day if nothing is gained, and today if the target is met", () => {
    expect(ask(visited, facts, ["2026-03-14", "2026-03-16"]).metOn).toBeUndefined()
    expect(ask(rule({ of: "households", target: 4 }), facts, ["2026-03-14", "2026-03-16"]).metOn).toBe(
      day("2026-03-16")
    )
  })

  it("states how many contacts a day are needed by a date, including members who lapse until then", () => {
    const weekly = rule({ of: "households", reached: { by: ["visit"], within: "7 days" }, target: "1/2" })
    const { needed, short } = ask(weekly, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-03-20") })
    // Today two households are reached (on 12 and 14 March) and six are required, so four are missing. On 19 March, the
    // first of these two does not count as reached any more.
    expect(short).toBe(4)
    expect(needed).toEqual({ by: day("2026-03-20"), days: 4, short: 5, lapsing: 1, contacts: 5, perDay: 2 })
  })

  it("counts only the days in the window of that date: earlier contacts do not count", () => {
    const weekly = rule({ of: "households", reached: { by: ["visit"], within: "7 days" } })
    const { needed } = ask(weekly, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-04-30") })
    expect(needed).toMatchObject({ days: 7, short: 12, lapsing: 2, contacts: 12, perDay: 2 })
    const monthly = rule({ of: "households", reached: { by: ["visit"], each: "month" } })
    const april = ask(monthly, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-04-10") })
    expect(april.needed).toMatchObject({ days: 10, short: 12, lapsing: 4, perDay: 2 })
  })

  it("counts new members until then: exclusions end, people turn 60", () => {
    const people = [...events, resident("r1", "b1-101", "1966-03-18"), resident("r2", "b1-102", "1950-01-01")]
    const elders = rule({
      where: { age: { atLeast: 60 } },
      exclude: { ill: { name: { zh: "住院", en: "in hospital" }, grantedBy: ["committee"], for: "5 days" } }
    })
    const grant = exclusion("resident:r2", "ill", "2026-03-14", { source: 5 })
    const known = factsOn("2026-03-16", people, { exclusions: [grant] })
    const until = (by: string) => ask(elders, known, ["2026-03-02", "2026-03-16"], { by: day(by) })
    expect(until("2026-03-17")).toMatchObject({
      standing: "nothing-to-reach",
      needed: { short: 0, perDay: 0 }
    })
    expect(until("2026-03-18").needed).toMatchObject({ short: 1 })
    expect(until("2026-03-19").needed).toMatchObject({ short: 2 })
  })

  it("has no day if there is nothing to reach, or if the target is more than the number of members", () => {
    const nobody = rule({ of: "cases", target: 3 })
    const empty = ask(nobody, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-03-20") })
    expect(empty).toMatchObject({ standing: "nothing-to-reach", target: 0, short: 0 })
    expect(empty.metOn).toBeUndefined()
    const tooMany = ask(rule({ of: "households", target: 13 }), facts, ["2026-03-02", "2026-03-16"], {
      by: day("2026-03-20")
    })
    expect(tooMany.short).toBe(9)
    expect(tooMany.metOn).toBeUndefined()
    expect(tooMany.needed?.contacts).toBeUndefined()
  })

  it("uses the pace of each part if the target differs by part: the last part counts", () => {
    const parted = rule({ of: "households", target: { by: "building", parts: { b1: 5 }, rest: 3 } })
    // In 14 days, the number of reached households grows by three in b1, where two are missing, and by one in the rest,
    // where two are missing, too.
    expect(ask(parted, facts, ["2026-03-02", "2026-03-16"]).metOn).toBe(Day.add(day("2026-03-16"), 28))
  })

  it("counts only the days on which contacts can be made", () => {
    const weekdays = (from: Day.Day, until: Day.Day): number =>
      Array.from({ length: until - from }, (_, n) => Day.weekday(Day.add(from, n + 1))).filter((n) => n <= 5)
        .length
    const { needed } = ask(visited, facts, ["2026-03-02", "2026-03-16"], {
      by: day("2026-03-22"),
      daysUntil: weekdays
    })
    expect([needed?.days, needed?.perDay]).toEqual([4, 2])
    const late = ask(visited, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-03-16") })
    expect(late.needed?.perDay).toBeUndefined()
  })

  it("names who can still be reached with the available people, in walking order, and who cannot", () => {
    const twice = rule({ of: "households", reached: { by: ["visit"], times: 2 } })
    const { reachable } = ask(twice, facts, ["2026-03-02", "2026-03-16"], {
      by: day("2026-03-18"),
      capacity: { b1: 2, b3: 5 }
    })
    const told = reachable.map(({ part, contacts, inTime, late }) => [
      part,
      contacts,
      inTime.map(({ place }) => place.unit),
      late.map(({ place }) => place.unit)
    ])
    expect(told).toEqual([
      // Each of the six households needs one or two contacts. Four contacts are enough for three of these households.
      ["b1", 4, ["101", "102", "201"], ["202", "301", "302"]],
      ["b2", 0, [], flats],
      ["b3", 10, [], []]
    ])
  })

  it("does not count a member as reachable who wants contacts on more days than there are", () => {
    const twice = rule({ of: "households", where: { building: "b1" }, reached: { by: ["visit"], times: 2 } })
    const { reachable } = ask(twice, facts, ["2026-03-02", "2026-03-16"], {
      by: day("2026-03-17"),
      capacity: { b1: 20 }
    })
    expect(reachable[0]?.inTime.map(({ place }) => place.unit)).toEqual(["101", "102", "201"])
  })

  it("adds the shortage of all parts if the target differs by part", () => {
    const parted = rule({ of: "households", target: { by: "building", parts: { b1: 3 }, rest: "1/2" } })
    expect(ask(parted, facts, ["2026-03-02", "2026-03-16"])).toMatchObject({ target: 6, short: 2 })
  })
})
