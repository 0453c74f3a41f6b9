/** The schemas of the answers to questions about the pairing. */
import * as Schema from "effect/Schema"
import { DayFromIso } from "../../kernel/Day.ts"
import { tagged } from "../../kernel/TaggedError.ts"
import { Goal, type NoPlanReason, Pair, Plan } from "../../pairing/PairingPlan.ts"
import { OpenCases, PairRef } from "../../pairing/PairingProblem.ts"
import type * as View from "../../pairing/PairingView.ts"
import type * as Solver from "../../pairing/Solver.ts"
import { ActorId } from "../../place/Id.ts"
import { ProposalId, statuses } from "../../proposals/Proposal.ts"

const Term: Schema.Codec<View.Term, unknown> = Schema.Struct({
  proposal: ProposalId,
  since: DayFromIso,
  openCases: OpenCases,
  pairs: Schema.Array(PairRef)
})

const Story: Schema.Codec<View.Story, unknown> = Schema.Struct({
  proposal: ProposalId,
  plan: Plan,
  automated: Schema.Boolean,
  steps: Schema.Array(
    Schema.Struct({
      status: Schema.Literals(statuses),
      by: ActorId,
      on: DayFromIso,
      reason: Schema.optionalKey(Schema.String)
    })
  ),
  overruled: Schema.optionalKey(Schema.Struct({ pairs: Schema.Array(PairRef), forgone: Schema.Int }))
})

/** The schema of the pairing: the pairs in force, the earlier pairs, and the proposals. */
export const Pairing = Schema.Struct({
  inForce: Schema.Array(PairRef),
  terms: Schema.Array(Term),
  stories: Schema.Array(Story)
})

const ban = Schema.optionalKey(Schema.String)

/** The schema of the explanation why a pair is not in a plan. */
export const WhyNot: Schema.Codec<Solver.WhyNot, unknown> = Schema.Union([
  Schema.TaggedStruct("InPlan", { pin: Schema.optionalKey(Schema.String) }),
  Schema.TaggedStruct("Costs", {
    points: Schema.Int,
    byGoal: Schema.Array(Schema.Struct({ goal: Goal, lost: Schema.Int })),
    gone: Schema.Array(PairRef),
    come: Schema.Array(Pair),
    ban,
    plan: Plan
  }),
  Schema.TaggedStruct("Impossible", { reasons: Schema.NonEmptyArray(tagged<NoPlanReason>()), ban }),
  Schema.TaggedStruct("UnknownPair", {})
])
