import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, CaseId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import type { Opinion } from "../../src/polls/Poll.ts"
import * as OpenedPoll from "../../src/polls/OpenedPoll.ts"
import * as PollDecider from "../../src/polls/PollDecider.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as CivilCode278 from "../../../six-hearts/test/civilCode278.ts"

const opens = Day.make("2026-03-02")
const closes = Day.make("2026-03-31")
const id = OpenedPoll.PollId.make("lift")
const by = ActorId.make("committee")
const owners = 5
const person = (n: number): ResidentId => ResidentId.make(`r${n}`)

const poll: OpenedPoll.OpenedPoll = {
  id,
  case: CaseId.make("lift"),
  rules: CivilCode278.alteration,
  opens,
  closes,
  electors: Array.from({ length: owners }, (_, n) => ({
    owner: `o${n}`,
    area: 800_000,
    units: [HouseholdId.make(`u${n}`)],
    residents: [person(n)]
  })),
  ballots: []
}

const after = (self: OpenedPoll.OpenedPoll, events: ReadonlyArray<OpenedPoll.PollEvent>) =>
  events
    .reduce(
      (polls, event) => PollDecider.evolve(polls, event, id),
      new Map([[id, self]]) as ReadonlyMap<OpenedPoll.PollId, OpenedPoll.OpenedPoll>
    )
    .get(id) ?? self

const dayOf = (n: number): Day.Day => Day.add(opens, n)
const opinion = fc.constantFrom<Opinion>("agree", "against", "abstain")
const votes = fc.uniqueArray(fc.record({ n: fc.nat(owners - 1), day: fc.nat(20), opinion }), {
  selector: ({ n }) => n
})
const voted = (
  some: ReadonlyArray<{ readonly n: number; readonly day: number; readonly opinion: Opinion }>
) =>
  after(
    poll,
    some.map((one) => ({
      _tag: "BallotCast",
      on: dayOf(one.day),
      by,
      ballot: { owner: `o${one.n}`, opinion: one.opinion, on: dayOf(one.day) }
    }))
  )
const today = dayOf(20)
const countOf = (self: OpenedPoll.OpenedPoll) => Result.getOrThrow(OpenedPoll.tallyOn(self, today))

describe("a death of an owner", () => {
  it("leaves out the ballots that are dated after it, and no others; the electorate stays", () => {
    fc.assert(
      fc.property(votes, fc.nat(owners - 1), fc.nat(20), (some, dead, day) => {
        const died = (resident: ResidentId) => (resident === person(dead) ? dayOf(day) : undefined)
        const before = voted(some)
        const left = after(before, PollDecider.ballotsOfTheDead(before, died, { by, on: today }))
        const counting = some.filter((one) => one.n !== dead || one.day <= day)
        expect(countOf(left)).toEqual(countOf(voted(counting)))
        expect(countOf(left).electorate).toEqual(countOf(before).electorate)
      })
    )
  })

  it("that is undone leaves every count as it was", () => {
    fc.assert(
      fc.property(votes, fc.nat(owners - 1), fc.nat(20), (some, dead, day) => {
        const died = (resident: ResidentId) => (resident === person(dead) ? dayOf(day) : undefined)
        const before = voted(some)
        const left = after(before, PollDecider.ballotsOfTheDead(before, died, { by, on: today }))
        const back = after(
          left,
          PollDecider.ballotsRestored(left, () => undefined, { by, on: today })
        )
        expect(countOf(back)).toEqual(countOf(before))
      })
    )
  })

  it("of one of several joint owners changes nothing: the others vote", () => {
    const joint = {
      ...poll,
      electors: [{ ...poll.electors[0]!, residents: [person(0), person(1)] as const }]
    }
    const cast = after(joint, [
      { _tag: "BallotCast", on: today, by, ballot: { owner: "o0", opinion: "agree", on: today } }
    ])
    const died = (resident: ResidentId) => (resident === person(0) ? opens : undefined)
    expect(PollDecider.ballotsOfTheDead(cast, died, { by, on: today })).toEqual([])
  })
})
