import { describe, expect, it } from "@effect/vitest"
import { evaluate, type Missing } from "../../src/coverage/Coverage.ts"
import { assignmentOf, nextRound, type RoundProblem, type Walker } from "../../src/coverage/NextRound.ts"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId } from "../../src/place/Id.ts"
import { type Goal, Goals, levelsOf } from "../../src/proposals/Goals.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
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

  it("serves need before the order of doors if visitors are few, then whom nobody visited for longest", () => {
    const walkers = [walker("li", 2, "b1", "b2", "b10")]
    const needs = new Map([["b2-1001", 40]])
    const unvisited = new Map([["b2-201", 90]])
    expect(lists({ gaps, walkers, needs, unvisited })).toEqual({ li: ["b2-201", "b2-1001"] })
  })

  it("follows the order of goals that a model states: a building far away may come before need", () => {
    const walkers = [walker("li", 1, "b1")]
    const needs = new Map([["b2-1001", 40]])
    const two = gapsIn("b1-101", "b2-1001")
    expect(lists({ gaps: two, walkers, needs })).toEqual({ li: ["b1-101"] })
    expect(lists({ gaps: two, walkers, needs, goals: ["served", "need", "place"] })).toEqual({
      li: ["b2-1001"]
    })
    expect(lists({ gaps: two, walkers, needs, goals: [{ need: 1, place: 50 }] })).toEqual({ li: ["b1-101"] })
  })

  it("has no better plan in any order of goals, compared with all plans", () => {
    const names: ReadonlyArray<Goal> = ["served", "continuity", "need", "unvisited", "place"]
    const goalsOf = fc
      .tuple(fc.shuffledSubarray([...names], { minLength: 1 }), fc.integer({ min: 1, max: 3 }))
      .map(([order, weight]) => {
        const [one = "served", other, ...rest] = order
        return Schema.decodeUnknownSync(Goals)(
          other === undefined ? [one] : [{ [one]: weight, [other]: 1 }, ...rest]
        )
      })
    const ids = ["b1-101", "b2-101", "b2-201"]
    const numbers = fc.array(fc.nat(3), { minLength: 3, maxLength: 3 })
    const problem = fc.record({
      goals: goalsOf,
      need: numbers,
      days: numbers,
      most: fc.tuple(fc.nat(2), fc.nat(2)),
      last: fc.nat(2)
    })
    const three = gapsIn(...ids)
    fc.assert(
      fc.property(problem, ({ days, goals, last, most, need }) => {
        const walkers = [walker("li", most[0], "b1"), walker("sun", most[1], "b2")]
        const needs = new Map(ids.map((id, n) => [id, need[n] ?? 0]))
        const unvisited = new Map(ids.map((id, n) => [id, days[n] ?? 0]))
        const before = new Map([[ids[last] ?? "", ActorId.make("sun")]])
        const cost = (sent: ReadonlyArray<Walker | undefined>): ReadonlyArray<number> => {
          const sum = (of: (id: string, who: Walker | undefined) => number) =>
            ids.reduce((total, id, n) => total + of(id, sent[n]), 0)
          const by: Record<Goal, number> = {
            served: sum((_, who) => (who === undefined ? 1 : 0)),
            need: sum((id, who) => (who === undefined ? (needs.get(id) ?? 0) : 0)),
            unvisited: sum((id, who) => (who === undefined ? (unvisited.get(id) ?? 0) : 0)),
            place: sum((id, who) => (who?.buildings.includes(id.split("-")[0] ?? "") === true ? 0 : 1)),
            continuity: sum((id, who) => (before.has(id) && who?.id !== "sun" ? 1 : 0))
          }
          return levelsOf(goals).map((level) =>
            level.reduce((total, [goal, weight]) => total + weight * by[goal], 0)
          )
        }
        const found = plan({ gaps: three, walkers, before, needs, unvisited, goals })
        const sentTo = (id: string) =>
          walkers.find((one) =>
            found.lists.some((list) => list.walker === one.id && list.visits.some((visit) => visit.id === id))
          )
        const choices = [undefined, ...walkers]
        const all = choices
          .flatMap((a) => choices.flatMap((b) => choices.map((c) => [a, b, c])))
          .filter((sent) => walkers.every((one) => sent.filter((who) => who === one).length <= one.most))
          .map(cost)
          .toSorted(
            (one, other) => one.map((value, at) => value - (other[at] ?? 0)).find((d) => d !== 0) ?? 0
          )
        expect(cost(ids.map(sentTo))).toEqual(all[0])
      })
    )
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
