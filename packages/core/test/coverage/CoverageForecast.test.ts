import { describe, expect, it } from "@effect/vitest"
import { evaluate } from "@liulinhui/core/coverage/Coverage"
import type { CoverageFacts } from "@liulinhui/core/coverage/CoverageFacts"
import { forecast } from "@liulinhui/core/coverage/CoverageForecast"
import type { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import * as Day from "@liulinhui/core/kernel/Day"
import fc from "fast-check"
import { building, contact, factsOn, household, rule } from "./district.ts"

const day = Day.make
const flats = ["101", "102", "201", "202", "301", "302"]
/** Twelve flats in two buildings. */
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
  others: Partial<Parameters<typeof forecast>[1]> = {}
) =>
  forecast(asked, {
    now: evaluate(asked, facts, day(now)),
    before: evaluate(asked, facts, day(before)),
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

  it("goes on at the pace of the days before, and says what it is made of", () => {
    const { pace, short, target, metOn } = ask(visited, facts, ["2026-03-02", "2026-03-16"])
    expect(pace).toEqual({ since: day("2026-03-02"), reachedThen: 0, reachedNow: 4, gained: 4, days: 14 })
    expect([target, short]).toEqual([12, 8])
    // Four in fourteen days: eight take twenty-eight.
    expect(metOn).toBe(day("2026-04-13"))
  })

  it("rounds to the day that promises less", () => {
    const { metOn } = ask(rule({ of: "households", target: 9 }), facts, ["2026-03-11", "2026-03-16"])
    // Two in five days: five take twelve and a half.
    expect(metOn).toBe(Day.add(day("2026-03-16"), 13))
  })

  it("meets its target on the day it names, and not before, if the pace is kept", () => {
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

  it("promises nothing where nothing is gained, and is met today where it is met", () => {
    expect(ask(visited, facts, ["2026-03-14", "2026-03-16"]).metOn).toBeUndefined()
    expect(ask(rule({ of: "households", target: 4 }), facts, ["2026-03-14", "2026-03-16"]).metOn).toBe(
      day("2026-03-16")
    )
  })

  it("says how many contacts a day it takes by a date, renewals included", () => {
    const weekly = rule({ of: "households", reached: { by: ["visit"], within: "7 days" }, target: "1/2" })
    const { needed } = ask(weekly, facts, ["2026-03-02", "2026-03-16"], { by: day("2026-03-20") })
    // Two are reached (12 and 14 March), one of whom lapses on the 19th; four are short of six.
    expect(needed).toEqual({ by: day("2026-03-20"), days: 4, contacts: 4, renewals: 1, perDay: 2 })
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

  it("names who can still be reached with the people there are, in walking order, and who cannot", () => {
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
      // Of six who want one or two contacts each, four contacts reach three.
      ["b1", 4, ["101", "102", "201"], ["202", "301", "302"]],
      ["b2", 0, [], flats],
      ["b3", 10, [], []]
    ])
  })

  it("does not take a member for reached in time who wants contacts on more days than there are", () => {
    const twice = rule({ of: "households", where: { building: "b1" }, reached: { by: ["visit"], times: 2 } })
    const { reachable } = ask(twice, facts, ["2026-03-02", "2026-03-16"], {
      by: day("2026-03-17"),
      capacity: { b1: 20 }
    })
    expect(reachable[0]?.inTime.map(({ place }) => place.unit)).toEqual(["101", "102", "201"])
  })

  it("adds up what is short part by part where the target differs", () => {
    const parted = rule({ of: "households", target: { by: "building", parts: { b1: 3 }, rest: "1/2" } })
    expect(ask(parted, facts, ["2026-03-02", "2026-03-16"])).toMatchObject({ target: 6, short: 2 })
  })
})
