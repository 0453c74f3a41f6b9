import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import * as Pairing from "../../src/pairing/Pairing.ts"
import { decider } from "../../src/pairing/PairingDecider.ts"
import * as PairingView from "../../src/pairing/PairingView.ts"
import { ActorId, BranchId, GroupId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { problem as anyProblem } from "../../../testing/src/Pairing.ts"

const by = ActorId.make("secretary")
const on = (day: number): Day.Day => Day.add(Day.make("2026-03-01"), day)
const id = (name: string): Pairing.ProposalId => Pairing.ProposalId.make(name)
const pair = (branch: string, group: string) => ({
  branch: BranchId.make(branch),
  group: GroupId.make(group)
})

const problem = Schema.decodeUnknownSync(Pairing.Problem)({
  branches: [
    { id: "a", strengths: { arts: 9 }, leads: { least: 1, most: 1 } },
    { id: "b", strengths: { care: 7 } },
    { id: "c", strengths: { arts: 4 } }
  ],
  groups: [
    { id: "joy", needs: { arts: 10 } },
    { id: "warmth", needs: { care: 10 } }
  ],
  criteria: { strengths: 1 },
  bans: [{ branch: "c", group: "warmth", reason: "no volunteers for care" }],
  pins: [{ branch: "b", group: "warmth", reason: "its nurses" }]
})
const plan = Result.getOrThrow(Pairing.solve(problem))

const given = (...events: ReadonlyArray<Pairing.PairingEvent>): Pairing.PairingState =>
  replay(decider, events)
const decide = (state: Pairing.PairingState, command: Pairing.PairingCommand) =>
  decider.decide(state, command)
const refusals = (
  state: Pairing.PairingState,
  command: Pairing.PairingCommand
): ReadonlyArray<Pairing.PairingRefusal> => {
  const result = decide(state, command)
  return Result.isFailure(result) ? result.failure.reasons : []
}

const propose = (proposal: string, day: number, of = problem): Pairing.PairingCommand => ({
  _tag: "ProposePairing",
  by,
  on: on(day),
  proposal: id(proposal),
  problem: of,
  plan: Result.getOrThrow(Pairing.solve(of)),
  automated: true
})
const proposed = (proposal: string, day: number, of = problem): Pairing.PairingEvent => {
  const { _tag: _, ...rest } = propose(proposal, day, of) as Extract<
    Pairing.PairingCommand,
    { _tag: "ProposePairing" }
  >
  return { _tag: "PairingProposed", ...rest }
}
const confirmed = (proposal: string, day: number): Pairing.PairingEvent => ({
  _tag: "PairingConfirmed",
  by,
  on: on(day),
  proposal: id(proposal)
})
const enter = (proposal: string, day: number): Pairing.PairingCommand => ({
  _tag: "EnterIntoForce",
  by,
  on: on(day),
  proposal: id(proposal),
  openCases: "follow"
})
const entered = (
  proposal: string,
  day: number,
  pairs: ReadonlyArray<ReturnType<typeof pair>>,
  openCases: "follow" | "stay" = "follow"
): Pairing.PairingEvent => ({
  _tag: "PairingEnteredIntoForce",
  by,
  on: on(day),
  proposal: id(proposal),
  pairs,
  openCases
})
const best = [pair("a", "joy"), pair("b", "warmth")]

describe("deciding on a pairing", () => {
  it("stores with a proposal its whole problem, its plan with points by criterion, and the proof", () => {
    const result = decide(given(), propose("spring", 0))
    expect(result).toEqual(Result.succeed([proposed("spring", 0)]))
    const json = Schema.toCodecJson(Pairing.PairingEvent)
    const [event] = Result.getOrThrow(result)
    if (event === undefined) throw new Error("no event")
    const reread = Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(event))))
    expect(reread).toEqual(event)
  })

  it("puts a confirmed plan into force, and ends the one before", () => {
    const first = given(proposed("spring", 0), confirmed("spring", 1))
    expect(decide(first, enter("spring", 2))).toEqual(Result.succeed([entered("spring", 2, best)]))
    const second = given(
      proposed("spring", 0),
      confirmed("spring", 1),
      entered("spring", 2, best),
      proposed("autumn", 100),
      confirmed("autumn", 101)
    )
    expect(decide(second, enter("autumn", 102))).toEqual(
      Result.succeed([
        { _tag: "PairingSuperseded", by, on: on(102), proposal: "spring", next: "autumn" },
        entered("autumn", 102, best)
      ])
    )
  })

  it("lets people overrule a proposal with a reason, and records how many points that forgoes", () => {
    const state = given(proposed("spring", 0))
    const overrule: Pairing.PairingCommand = {
      _tag: "OverrulePairing",
      by,
      on: on(3),
      proposal: id("spring"),
      pairs: [pair("b", "warmth"), pair("a", "joy")],
      reason: "the secretary of a knows the choir"
    }
    expect(decide(state, overrule)).toEqual(
      Result.succeed([
        {
          _tag: "PairingOverruled",
          by,
          on: on(3),
          proposal: "spring",
          pairs: best,
          reason: "the secretary of a knows the choir",
          forgone: 0
        }
      ])
    )
    const free = {
      ...problem,
      branches: problem.branches.map((each) => ({ ...each, leads: { least: 0, most: 2 } }))
    }
    const other = decide(given(proposed("spring", 0, free)), {
      ...overrule,
      pairs: [pair("b", "warmth"), pair("c", "joy")]
    })
    expect(Result.getOrThrow(other)[0]).toMatchObject({ forgone: 50 })
    const after = given(proposed("spring", 0, free), ...Result.getOrThrow(other))
    expect(decide(after, enter("spring", 4))).toEqual(
      Result.succeed([entered("spring", 4, [pair("b", "warmth"), pair("c", "joy")])])
    )
  })

  it("refuses overruling pairs that violate bounds, pins or bans or do not exist, with every reason", () => {
    const reasons = refusals(given(proposed("spring", 5)), {
      _tag: "OverrulePairing",
      by,
      on: on(4),
      proposal: id("spring"),
      pairs: [pair("c", "warmth"), pair("c", "joy"), pair("c", "joy"), pair("z", "joy")],
      reason: "because"
    })
    expect(reasons).toEqual([
      { _tag: "BeforeProposal", proposal: "spring", on: on(4), proposed: on(5) },
      { _tag: "PairTwice", branch: "c", group: "joy" },
      { _tag: "PairUnknown", branch: "z", group: "joy" },
      { _tag: "PairBanned", branch: "c", group: "warmth", ban: "no volunteers for care" },
      { _tag: "PinLeftOut", branch: "b", group: "warmth", pin: "its nurses" },
      { _tag: "BranchOutOfBounds", branch: "a", leads: 0, least: 1, most: 1 },
      { _tag: "BranchOutOfBounds", branch: "c", leads: 3, least: 0, most: 1 },
      { _tag: "GroupOutOfBounds", group: "joy", led: 3, ledBy: 1 }
    ])
  })

  it("lets no plan enter into force that only a machine has decided", () => {
    expect(refusals(given(proposed("spring", 0)), enter("spring", 1))).toEqual([
      { _tag: "ProposalUndecided", proposal: "spring", status: "proposed" }
    ])
  })

  it("lets no plan enter into force that people have rejected", () => {
    const state = given(proposed("spring", 0), {
      _tag: "PairingRejected",
      by,
      on: on(1),
      proposal: id("spring"),
      reason: "ask the branches first"
    })
    expect(refusals(state, enter("spring", 2))).toEqual([
      { _tag: "ProposalDecided", proposal: "spring", status: "rejected" }
    ])
  })

  it("decides on a proposal once", () => {
    const state = given(proposed("spring", 0), confirmed("spring", 1))
    const reject: Pairing.PairingCommand = {
      _tag: "RejectPairing",
      by,
      on: on(2),
      proposal: id("spring"),
      reason: "late"
    }
    expect(refusals(state, reject)).toEqual([
      { _tag: "ProposalDecided", proposal: "spring", status: "confirmed" }
    ])
    expect(refusals(state, { _tag: "ConfirmPairing", by, on: on(2), proposal: id("spring") })).toHaveLength(1)
  })

  it("refuses a proposal whose id is taken, that starts from other pairs than those in force, or that is refuted", () => {
    const state = given(proposed("spring", 0), confirmed("spring", 1), entered("spring", 2, best))
    const command = propose("spring", 9, { ...problem, inForce: [pair("a", "joy"), pair("a", "warmth")] })
    const wrong = { ...command, plan: { ...plan, total: plan.total + 1 } } as Pairing.PairingCommand
    expect(refusals(state, wrong)).toEqual([
      { _tag: "ProposalKnown", proposal: "spring" },
      { _tag: "OtherPairsInForce", missing: [pair("b", "warmth")], stale: [pair("a", "warmth")] },
      { _tag: "PlanRefuted", flaw: { _tag: "TotalMisstated", stated: plan.total + 1, found: plan.total } }
    ])
  })

  it("refuses to let a pairing enter into force before the pairing that it replaces", () => {
    const state = given(
      proposed("spring", 0),
      proposed("summer", 0),
      confirmed("spring", 0),
      confirmed("summer", 0),
      entered("spring", 50, best)
    )
    expect(refusals(state, enter("summer", 49))).toEqual([
      { _tag: "BeforeInForce", on: on(49), since: on(50) }
    ])
  })

  it("refuses commands on an unknown proposal", () => {
    expect(refusals(given(), enter("spring", 1))).toEqual([{ _tag: "ProposalUnknown", proposal: "spring" }])
  })

  it("accepts every plan of the solver", () => {
    fc.assert(
      fc.property(anyProblem(), (of) => {
        const solved = Pairing.solve(of)
        if (Result.isFailure(solved)) return true
        const state = { ...given(), inForce: of.inForce }
        return Result.isSuccess(decide(state, propose("any", 0, of)))
      }),
      { numRuns: 200 }
    )
  })
})

describe("reading the pairing", () => {
  const events = [
    proposed("spring", 0),
    confirmed("spring", 1),
    entered("spring", 10, [pair("a", "joy"), pair("b", "warmth"), pair("c", "joy")]),
    proposed("summer", 20),
    entered("summer", 30, [pair("b", "joy"), pair("a", "warmth")], "stay"),
    entered("autumn", 60, [pair("c", "joy"), pair("c", "warmth")], "follow")
  ]
  const view = PairingView.fold(events)
  const joy = GroupId.make("joy")

  it("returns the same pairs in force from the state and from the view", () => {
    const state = given(...events.slice(0, 3))
    expect(PairingView.inForce(state)).toEqual([pair("a", "joy"), pair("b", "warmth"), pair("c", "joy")])
    expect(PairingView.leads(state, joy)).toEqual(["a", "c"])
    expect(PairingView.leads(view, joy)).toEqual(["c"])
    expect(PairingView.ledBy(view, BranchId.make("c"))).toEqual(["joy", "warmth"])
    expect(PairingView.leads(PairingView.initial, joy)).toEqual([])
  })

  it("returns the pairs in force on any past day", () => {
    expect(PairingView.inForceOn(view, on(9))).toEqual([])
    expect(PairingView.inForceOn(view, on(10))).toHaveLength(3)
    expect(PairingView.inForceOn(view, on(59))).toEqual([pair("b", "joy"), pair("a", "warmth")])
  })

  it("leaves an open case with its branch if open cases stay, and hands it over if they follow their group", () => {
    expect(PairingView.answersFor(view, joy, on(15), on(29))).toEqual(["a", "c"])
    expect(PairingView.answersFor(view, joy, on(15), on(40))).toEqual(["a", "c"])
    expect(PairingView.answersFor(view, joy, on(15), on(60))).toEqual(["c"])
    expect(PairingView.answersFor(view, joy, on(30), on(40))).toEqual(["b"])
    expect(PairingView.answersFor(view, joy, on(2), on(40))).toEqual(["a", "c"])
  })

  it("returns the history of each proposal: each decision, its actor, its day and its reason", () => {
    const told = PairingView.fold([
      proposed("spring", 0),
      {
        _tag: "PairingOverruled",
        by,
        on: on(1),
        proposal: id("spring"),
        pairs: best,
        reason: "the choir",
        forgone: 12
      },
      entered("spring", 2, best),
      { _tag: "PairingSuperseded", by, on: on(9), proposal: id("spring"), next: id("summer") },
      proposed("summer", 3),
      { _tag: "PairingRejected", by, on: on(4), proposal: id("summer"), reason: "ask again" }
    ])
    expect(told.stories.map(({ steps }) => steps.map(({ status }) => status))).toEqual([
      ["proposed", "overruled", "in force", "superseded"],
      ["proposed", "rejected"]
    ])
    expect(told.stories[0]).toMatchObject({ automated: true, overruled: { pairs: best, forgone: 12 } })
    expect(told.stories[1]?.steps[1]).toEqual({ status: "rejected", by, on: on(4), reason: "ask again" })
  })
})
