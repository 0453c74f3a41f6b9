import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, CaseId, HouseholdId, Tag } from "../../src/place/Id.ts"
import * as Poll from "../../src/polls/Poll.ts"
import * as OpenedPoll from "../../src/polls/OpenedPoll.ts"
import * as PollDecider from "../../src/polls/PollDecider.ts"
import * as Tally from "../../src/polls/Tally.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as CivilCode278 from "../../../six-hearts/test/civilCode278.ts"

const opens = Day.make("2026-03-02")
const closes = Day.make("2026-03-31")
const afterwards = Day.add(closes, 1)

interface Voter {
  /** `undefined`: not known. */
  readonly area: number | undefined
  readonly cast: Poll.Opinion | "silent"
}

const ownerOf = (at: number): string => `o${at}`
const unitOf = (at: number): HouseholdId => HouseholdId.make(`u${at}`)

const pollOf = (rules: Poll.RuleSet, voters: ReadonlyArray<Voter>): Poll.Poll => ({
  rules,
  opens,
  closes,
  electors: Poll.electorate(
    voters.map(({ area }, at) => ({
      id: unitOf(at),
      owner: ownerOf(at),
      ...(area === undefined ? {} : { area })
    }))
  )
})

const tally = (rules: Poll.RuleSet, voters: ReadonlyArray<Voter>, on: Day.Day): Tally.Tally => {
  const ballots = voters.flatMap(({ cast }, at) =>
    cast === "silent" ? [] : [{ owner: ownerOf(at), opinion: cast, on: opens }]
  )
  return Result.getOrThrow(Tally.tally(pollOf(rules, voters), ballots, on))
}

const following: Poll.RuleSet = {
  ...CivilCode278.other,
  terms: [{ ...CivilCode278.other.terms[0], silence: "with-majority" }]
}
const rules = fc.constantFrom(CivilCode278.alteration, CivilCode278.other, following)
const voters = fc.array(
  fc.record({
    area: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 2 }),
    cast: fc.constantFrom<Voter["cast"]>("agree", "against", "abstain", "silent")
  }),
  { minLength: 1, maxLength: 6 }
)
// The extremes decide, and a few in between.
const possibleAreas = [1, 2, 7, 1_000_000_000]

/** All ways in which the areas that are not known can be. */
const ways = (all: ReadonlyArray<Voter>): ReadonlyArray<ReadonlyArray<Voter>> =>
  all.reduce<ReadonlyArray<ReadonlyArray<Voter>>>(
    (some, voter) =>
      some.flatMap((way) =>
        (voter.area === undefined ? possibleAreas : [voter.area]).map((area) => [...way, { ...voter, area }])
      ),
    [[]]
  )

describe("a poll with areas that are not known", () => {
  it("has carried or failed only if that is so whatever the areas are", () => {
    fc.assert(
      fc.property(rules, voters, fc.constantFrom(closes, afterwards), (one, all, on) => {
        const { result } = tally(one, all, on)
        fc.pre(result === "carried" || result === "failed")
        for (const way of ways(all)) expect(tally(one, way, on).result).toBe(result)
      }),
      { numRuns: 300 }
    )
  })

  it("never has the result unknown if all areas are known, and then needs no area", () => {
    fc.assert(
      fc.property(rules, voters, (one, all) => {
        const known = all.map((voter) => ({ ...voter, area: voter.area ?? 1 }))
        const { areasNeeded, result } = tally(one, known, afterwards)
        expect(["carried", "failed"]).toContain(result)
        expect(areasNeeded).toEqual([])
      })
    )
  })

  const flats = (...some: ReadonlyArray<[number | undefined, Voter["cast"]]>): ReadonlyArray<Voter> =>
    some.map(([area, cast]) => ({ area, cast }))

  it("says not known and names the units, if the area of one decides it", () => {
    const voted = flats([80, "agree"], [80, "agree"], [80, "agree"], [undefined, "silent"])
    const { areasNeeded, electorate, result, tests } = tally(CivilCode278.alteration, voted, afterwards)
    expect(result).toBe("unknown")
    expect(areasNeeded).toEqual(["u3"])
    expect(electorate).toEqual({ area: 240, heads: 4, unknown: 1 })
    expect(tests.map(({ measure, met, of }) => `${of} ${measure} ${met}`)).toEqual([
      "participation area unknown",
      "consent area true",
      "participation heads true",
      "consent heads true"
    ])
  })

  it("has failed if the heads alone decide it, and needs no area", () => {
    const voted = flats([undefined, "agree"], [undefined, "silent"], [undefined, "silent"])
    const { areasNeeded, result } = tally(CivilCode278.alteration, voted, afterwards)
    expect([result, areasNeeded]).toEqual(["failed", []])
  })

  it("has carried if everybody agrees, whatever the areas are", () => {
    expect(tally(CivilCode278.alteration, flats([undefined, "agree"], [80, "agree"]), opens).result).toBe(
      "carried"
    )
  })

  it("is counted as if the areas had been known from the beginning, once they are entered", () => {
    const by = ActorId.make("committee")
    const poll = OpenedPoll.PollId.make("lift")
    fc.assert(
      fc.property(rules, voters, fc.integer({ min: 1, max: 6 }), (one, all, area) => {
        const opened = (units: ReadonlyArray<Voter>) =>
          Result.getOrThrow(
            PollDecider.open(
              {
                ruleSets: new Map([[Tag.make(one.id), one]]),
                households: new Map(
                  units.map((_, at) => [
                    unitOf(at),
                    { id: unitOf(at), building: BuildingId.make("b1"), unit: `${at}`, floor: 1, tags: [] }
                  ])
                ),
                buildings: [BuildingId.make("b1")],
                polls: new Map(),
                opened: opens,
                isResident: () => true
              },
              {
                _tag: "OpenPoll",
                on: opens,
                by,
                poll,
                case: CaseId.make("lift"),
                rules: one.id,
                opens,
                closes,
                sharing: false,
                units: units.map((voter, at) => ({
                  unit: unitOf(at),
                  owner: ownerOf(at % 3),
                  ...(voter.area === undefined ? {} : { area: voter.area })
                }))
              }
            )
          )
        const folded = (events: ReadonlyArray<OpenedPoll.PollEvent>) => {
          const none: ReadonlyMap<OpenedPoll.PollId, OpenedPoll.OpenedPoll> = new Map()
          return events.reduce((polls, event) => PollDecider.evolve(polls, event, poll), none).get(poll)
            ?.electors
        }
        const entered = all.flatMap((voter, at) =>
          voter.area === undefined
            ? [{ _tag: "UnitAreaEntered", on: opens, by, unit: unitOf(at), area } as const]
            : []
        )
        expect(folded([...opened(all), ...entered])).toEqual(
          folded(opened(all.map((voter) => ({ ...voter, area: voter.area ?? area }))))
        )
      })
    )
  })
})
