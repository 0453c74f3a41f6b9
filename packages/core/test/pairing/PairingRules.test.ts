import * as Day from "../../src/kernel/Day.ts"
import * as Pairing from "../../src/pairing/Pairing.ts"
import { mostPoints } from "../../src/pairing/PairingProblem.ts"
import { rules, solvable } from "../../src/pairing/PairingRules.ts"
import { ActorId, BranchId, GroupId } from "../../src/place/Id.ts"
import { afterProposal, type Status } from "../../src/proposals/Proposal.ts"
import * as Schema from "effect/Schema"
import * as Result from "effect/Result"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const id = Pairing.ProposalId.make("spring")
const decided = { by: ActorId.make("secretary"), on, proposal: id }
const pair = (branch: string, group: string) => ({
  branch: BranchId.make(branch),
  group: GroupId.make(group)
})

const document = {
  branches: [
    { id: "a", strengths: { arts: 9 }, leads: { least: 0, most: 1 } },
    { id: "b", strengths: { care: 7 }, leads: { least: 0, most: 2 } },
    { id: "c", strengths: { arts: 4 }, leads: { least: 0, most: 2 } }
  ],
  groups: [
    { id: "joy", needs: { arts: 10 } },
    { id: "warmth", needs: { care: 10 } }
  ],
  criteria: { strengths: 1 },
  bans: [{ branch: "c", group: "warmth", reason: "no volunteers for care" }],
  pins: [{ branch: "b", group: "warmth", reason: "its nurses" }]
}
const problemOf = (more: object = {}) => Schema.decodeUnknownSync(Pairing.Problem)({ ...document, ...more })
const problem = problemOf()
const plan = Result.getOrThrow(Pairing.solve(problem))

const proposing = ({
  inForce = [],
  of = plan
}: { inForce?: Pairing.PairingState["inForce"]; of?: Pairing.Plan } = {}) => ({
  proposals: new Map(),
  state: { ...Pairing.initial, inForce },
  command: { _tag: "ProposePairing" as const, ...decided, problem, plan: of, automated: true }
})
const proposal = (status: Status = "proposed") => ({
  id,
  on,
  status,
  content: { problem, plan, pairs: plan.pairs }
})
const overruling = (...pairs: ReadonlyArray<ReturnType<typeof pair>>) => ({
  proposal: proposal(),
  command: { _tag: "OverrulePairing" as const, ...decided, pairs, reason: "the choir" }
})
const entering = (status: Status, since?: Day.Day) => ({
  state: {
    ...Pairing.initial,
    ...(since === undefined ? {} : { current: { proposal: Pairing.ProposalId.make("winter"), since } })
  },
  proposal: proposal(status),
  command: { _tag: "EnterIntoForce" as const, ...decided, openCases: "follow" as const }
})

ruleSuite(
  "the rules for pairings",
  [...rules.propose, ...rules.overrule, ...rules.enterIntoForce.filter((rule) => rule !== afterProposal)],
  {
    "pairing-from-pairs-in-force": {
      holds: proposing(),
      refuses: { OtherPairsInForce: proposing({ inForce: [pair("a", "joy")] }) }
    },
    "pairing-plan-proven": {
      holds: proposing(),
      refuses: { PlanRefuted: proposing({ of: { ...plan, total: plan.total + 1 } }) }
    },
    "pairing-pairs-exist": {
      holds: overruling(pair("c", "joy"), pair("b", "warmth")),
      refuses: {
        PairUnknown: overruling(pair("d", "joy")),
        PairTwice: overruling(pair("c", "joy"), pair("c", "joy"))
      }
    },
    "pairing-bans-hold": {
      holds: overruling(pair("c", "joy")),
      refuses: { PairBanned: overruling(pair("c", "warmth")) }
    },
    "pairing-pins-hold": {
      holds: overruling(pair("b", "warmth")),
      refuses: { PinLeftOut: overruling(pair("a", "warmth")) }
    },
    "pairing-bounds-hold": {
      holds: overruling(pair("a", "joy"), pair("b", "warmth")),
      refuses: {
        BranchOutOfBounds: overruling(pair("a", "joy"), pair("a", "warmth")),
        GroupOutOfBounds: overruling(pair("a", "joy"), pair("b", "joy"))
      }
    },
    "pairing-decided-by-people": {
      holds: entering("confirmed"),
      refuses: { ProposalUndecided: entering("proposed"), ProposalDecided: entering("rejected") }
    },
    "pairing-after-the-one-in-force": {
      holds: entering("confirmed", on),
      refuses: { BeforeInForce: entering("confirmed", Day.add(on, 1)) }
    },
    "proposal-before-decision": {
      holds: entering("confirmed"),
      refuses: {
        BeforeProposal: {
          ...entering("confirmed"),
          proposal: { ...proposal("confirmed"), on: Day.add(on, 1) }
        }
      }
    }
  }
)

const solving =
  (more: object = {}): Attempt =>
  () =>
    Pairing.solve(problemOf(more))
const [a, b, c] = document.branches
const [joy, warmth] = document.groups
const free = { bans: [], pins: [] }
const many = Array.from({ length: 2_100 }, (_, n) => n)

ruleSuite("the conditions for computing a pairing", solvable, {
  "pairing-problem-sound": {
    holds: solving(),
    refuses: {
      BranchTwice: solving({ branches: [a, a, b, c] }),
      GroupTwice: solving({ groups: [joy, joy, warmth] }),
      LeastOverMost: solving({ branches: [{ ...a, leads: { least: 2, most: 1 } }, b, c] }),
      UnknownBranch: solving({ bans: [{ ...pair("d", "joy"), reason: "gone" }] }),
      UnknownGroup: solving({ bans: [{ ...pair("a", "peace"), reason: "gone" }] }),
      UnknownCriterion: solving({ criteria: { luck: 1 } }),
      CriterionTwice: solving({ tables: { strengths: [] } }),
      PinnedAndBanned: solving({ bans: [{ ...pair("b", "warmth"), reason: "no" }] }),
      BranchPinnedTooOften: solving({
        ...free,
        pins: [
          { ...pair("a", "joy"), reason: "one" },
          { ...pair("a", "warmth"), reason: "two" }
        ]
      }),
      GroupPinnedTooOften: solving({
        ...free,
        pins: [
          { ...pair("a", "joy"), reason: "one" },
          { ...pair("b", "joy"), reason: "two" }
        ]
      })
    }
  },
  "pairing-possible": {
    holds: solving(),
    refuses: {
      GroupsWanting: solving({ ...free, branches: [a] }),
      BranchesWanting: solving({
        ...free,
        branches: [
          { ...a, leads: { least: 2, most: 3 } },
          { ...b, leads: { least: 2, most: 2 } }
        ]
      })
    }
  },
  "pairing-points-exact": {
    holds: solving(),
    refuses: {
      PointsTooLarge: solving({
        criteria: { fit: 2 },
        tables: { fit: [{ ...pair("a", "joy"), points: mostPoints }] }
      }),
      // The problem has so many pairs that the sum of the largest points along a path of pairs is not an exact integer
      // any more.
      ProblemTooLarge: solving({
        ...free,
        branches: many.map((n) => ({ id: `b${n}` })),
        groups: many.map((n) => ({ id: `g${n}` })),
        criteria: { fit: 1 },
        tables: { fit: [{ ...pair("b0", "g0"), points: mostPoints }] }
      })
    }
  }
})
