/** The schemas of the answers to questions about the pairing and about polls. */
import * as Schema from "effect/Schema"
import { DayFromIso } from "../../kernel/Day.ts"
import { tagged } from "../../kernel/TaggedError.ts"
import { Goal, type NoPlanReason, Pair, Plan } from "../../pairing/PairingPlan.ts"
import { OpenCases, PairRef } from "../../pairing/PairingProblem.ts"
import type * as View from "../../pairing/PairingView.ts"
import type * as Solver from "../../pairing/Solver.ts"
import { ActorId, CaseId, HouseholdId, Tag } from "../../place/Id.ts"
import { ProposalId, statuses } from "../../proposals/Proposal.ts"
import { PollId } from "../../polls/OpenedPoll.ts"
import { PollResult, Terms, Threshold } from "../../polls/Poll.ts"
import type * as Votes from "../../polls/Tally.ts"

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

const Weight: Schema.Codec<Votes.Weight, unknown> = Schema.Struct({
  area: Schema.Int,
  heads: Schema.Int,
  unknown: Schema.optionalKey(Schema.Int)
})

const Tally: Schema.Codec<Omit<Votes.Tally, "rejected">, unknown> = Schema.Struct({
  terms: Terms,
  result: PollResult,
  electorate: Weight,
  agree: Weight,
  against: Weight,
  abstain: Weight,
  silent: Weight,
  tests: Schema.Array(
    Schema.Struct({
      of: Schema.Literals(["participation", "consent"]),
      measure: Schema.Literals(["area", "heads"]),
      part: Schema.Int,
      whole: Schema.Int,
      threshold: Threshold,
      met: Schema.Union([Schema.Boolean, Schema.Literal("unknown")])
    })
  ),
  fewest: Schema.Struct({
    toPass: Schema.optionalKey(Schema.Int),
    toCarry: Schema.optionalKey(Schema.Int),
    toFail: Schema.optionalKey(Schema.Int)
  }),
  areasNeeded: Schema.Array(HouseholdId)
})

/** The schema of a poll with its present count. */
export const Poll = Schema.Struct({
  poll: PollId,
  case: CaseId,
  rules: Tag,
  opens: DayFromIso,
  closes: DayFromIso,
  electors: Schema.Int,
  ballots: Schema.Int,
  final: Schema.Boolean,
  tally: Schema.optionalKey(Tally)
})
