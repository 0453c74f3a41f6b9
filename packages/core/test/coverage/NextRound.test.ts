import { describe, expect, it } from "@effect/vitest"
import { evaluate, type Missing } from "../../src/coverage/Coverage.ts"
import { assignmentOf, nextRound, type RoundProblem, type Walker } from "../../src/coverage/NextRound.ts"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import { building, factsOn, household, rule } from "./district.ts"

const walker = (id: string, most: number, ...buildings: ReadonlyArray<string>): Walker => ({
  id: ActorId.make(id),
  most,
  buildings
})

const gapsIn = (...flats: ReadonlyArray<string>): ReadonlyArray<Missing> => {
  const events = [
    building("b1"),
    building("b2"),
    building("b10"),
    ...flats.map((flat) => household(flat, flat.split("-")[0] ?? "", flat.split("-")[1] ?? ""))
  ]
  const on = "2026-03-02"
  return evaluate(rule({ of: "households" }), factsOn(on, events), Day.make(on)).gaps
}

const plan = (problem: RoundProblem) => {
  const round = Result.getOrThrow(nextRound(problem))
  expect(AssignmentCheck.verify(assignmentOf(problem), round.solution)).toBeUndefined()
  return round
}
const lists = (problem: RoundProblem) =>
  Object.fromEntries(plan(problem).lists.map(({ walker, visits }) => [walker, visits.map(({ id }) => id)]))

describe("the next round", () => {
  const gaps = gapsIn("b1-101", "b1-201", "b10-101", "b2-101", "b2-1001", "b2-201")

  it("sends people to their own buildings, in walking order", () => {
    expect(lists({ gaps, walkers: [walker("li", 3, "b2"), walker("wang", 3, "b1", "b10")] })).toEqual({
      li: ["b2-101", "b2-201", "b2-1001"],
      wang: ["b1-101", "b1-201", "b10-101"]
    })
  })

  it("visits as many members as possible rather than only those nearby", () => {
    const round = plan({ gaps, walkers: [walker("li", 5, "b2"), walker("wang", 1, "b10")] })
    expect(round.left).toEqual([])
    expect(round.lists.map(({ visits }) => visits.filter(({ ownBuilding }) => ownBuilding).length)).toEqual([
      3, 1
    ])
  })

  it("respects capacity, and names who is left for later", () => {
    const round = plan({ gaps, walkers: [walker("li", 2, "b2"), walker("zhao", 0, "b1")] })
    expect(round.lists.map(({ walker, visits }) => [walker, visits.length])).toEqual([["li", 2]])
    expect(round.left).toHaveLength(4)
  })

  it("sends the previous visitor again if that costs no visit and no building", () => {
    const before = new Map([
      ["b2-1001", ActorId.make("sun")],
      ["b1-101", ActorId.make("li")]
    ])
    const round = plan({
      gaps: gapsIn("b1-101", "b2-101", "b2-1001"),
      before,
      walkers: [walker("li", 2, "b2"), walker("sun", 2, "b2")]
    })
    const who = Object.fromEntries(
      round.lists.flatMap(({ walker, visits }) => visits.map(({ id }) => [id, walker]))
    )
    expect([who["b2-1001"], who["b1-101"]]).toEqual(["sun", "li"])
  })

  it("never sends a banned visitor", () => {
    const bans = [{ walker: ActorId.make("li"), member: "b1-101" }]
    const round = plan({ gaps: gapsIn("b1-101"), walkers: [walker("li", 3, "b1")], bans })
    expect([round.lists, round.left.map(({ id }) => id)]).toEqual([[], ["b1-101"]])
  })

  it("sends nobody to members whom no visit reaches", () => {
    const on = Day.make("2026-03-02")
    const roomy = rule({ of: "households", reached: { is: { size: { atLeast: 2 } } } })
    const facts = factsOn("2026-03-02", [building("b1"), household("b1-101", "b1", "101")])
    const round = plan({ gaps: evaluate(roomy, facts, on).gaps, walkers: [walker("li", 3, "b1")] })
    expect([round.lists, round.left.map(({ id }) => id)]).toEqual([[], ["b1-101"]])
  })

  it("has an empty plan if there is nobody to visit or nobody to go", () => {
    expect(plan({ gaps: [], walkers: [walker("li", 3, "b1")] }).lists).toEqual([])
    expect(plan({ gaps, walkers: [] }).left).toHaveLength(6)
  })

  it("visits each missing member at most once, and as many as the walkers can visit", () => {
    const problem = fc.record({
      gaps: fc.subarray([...gaps]),
      walkers: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom("li", "sun", "wang", "zhao").map((id) => ActorId.make(id)),
          most: fc.nat({ max: 3 }),
          buildings: fc.subarray(["b1", "b2", "b10"])
        }),
        { selector: ({ id }) => id }
      )
    })
    fc.assert(
      fc.property(problem, (one) => {
        const round = plan(one)
        const visits = round.lists.flatMap((list) => list.visits.map(({ id }) => id))
        expect(new Set(visits).size).toBe(visits.length)
        expect([...visits, ...round.left.map(({ id }) => id)].toSorted()).toEqual(
          one.gaps.map(({ id }) => id).toSorted()
        )
        const capacity = one.walkers.reduce((sum, { most }) => sum + most, 0)
        expect(visits.length).toBe(Math.min(capacity, one.gaps.length))
        for (const { walker, visits } of round.lists) {
          expect(visits.length).toBeLessThanOrEqual(one.walkers.find(({ id }) => id === walker)?.most ?? 0)
        }
        // The order of the missing members and of the walkers (visitors) in the input makes no difference.
        expect(plan({ gaps: one.gaps.toReversed(), walkers: one.walkers.toReversed() })).toEqual(round)
      }),
      { numRuns: 200 }
    )
  })
})
