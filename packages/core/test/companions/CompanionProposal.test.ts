import { capacityHolds, isProven, namesKnown } from "../../src/companions/CompanionProposal.ts"
import { type CompanionProblem, solve } from "../../src/companions/Companions.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, ResidentId } from "../../src/place/Id.ts"
import { ProposalId } from "../../src/proposals/Proposal.ts"
import { ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const decided = { by: ActorId.make("lead"), on, proposal: ProposalId.make("spring") }
const building = BuildingId.make("b1")
const [an, bo] = ["an", "bo"].map((id) => ActorId.make(id)) as [ActorId, ActorId]
const [e1, e2] = ["e1", "e2"].map((id) => ResidentId.make(id)) as [ResidentId, ResidentId]
const problem: CompanionProblem = {
  volunteers: [
    { id: an, building, most: 1 },
    { id: bo, building, most: 2 }
  ],
  elders: [
    { id: e1, building },
    { id: e2, building }
  ],
  inForce: [],
  bans: []
}
const plan = solve(problem)
const proposing = (of = plan) => ({
  proposals: new Map(),
  state: new Map(),
  command: { _tag: "ProposeCompanions" as const, ...decided, problem, plan: of, automated: true }
})
type Choice = { readonly elder: ResidentId; readonly volunteer?: ActorId }
const overruling = (first: Choice, ...others: ReadonlyArray<Choice>) => ({
  proposal: { id: decided.proposal, on, status: "proposed" as const, content: { problem, plan } },
  command: {
    _tag: "OverruleCompanions" as const,
    ...decided,
    pairs: [first, ...others] as const,
    reason: "他们相熟"
  }
})

ruleSuite("the rules for proposals of companions", [isProven, namesKnown, capacityHolds], {
  "companion-plan-proven": {
    holds: proposing(),
    refuses: { CompanionPlanRefuted: proposing({ ...plan, pairs: plan.pairs.slice(1) }) }
  },
  "companion-names-known": {
    holds: overruling({ elder: e1, volunteer: bo }, { elder: e2 }),
    refuses: {
      NotInProposal: overruling({ elder: e1, volunteer: ActorId.make("cy") }),
      ElderTwice: overruling({ elder: e1, volunteer: an }, { elder: e1, volunteer: bo })
    }
  },
  "companion-offers-hold": {
    holds: overruling({ elder: e1, volunteer: bo }, { elder: e2, volunteer: bo }),
    refuses: { TooManyElders: overruling({ elder: e1, volunteer: an }, { elder: e2, volunteer: an }) }
  }
})
