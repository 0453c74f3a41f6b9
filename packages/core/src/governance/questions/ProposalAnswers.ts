/** The schemas of the answers to questions about proposals: of a pairing, of companions, and of capable residents. */
import * as Schema from "effect/Schema"
import { CompanionPlan, type WhyNotCompanion } from "../../companions/Companions.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { tagged } from "../../kernel/TaggedError.ts"
import type { Ended, EndsBecause } from "../../pairing/PairingEnds.ts"
import { PairRef } from "../../pairing/PairingProblem.ts"
import { ActorId, BranchId, GroupId, ResidentId } from "../../place/Id.ts"
import { ProposalId, statuses } from "../../proposals/Proposal.ts"
import { TalentPlan, TaskId, type WhyNotTalent } from "../../talents/Talent.ts"
import { Work } from "../../talents/TalentProposal.ts"

const Ends: Schema.Codec<Ended, unknown> = Schema.Struct({
  branch: BranchId,
  group: GroupId,
  because: tagged<EndsBecause>()
})

/** The schema of the compromises between points and changes of a pairing. */
export const Trade = Schema.Struct({
  proposal: ProposalId,
  ends: Schema.Array(Ends),
  plans: Schema.Array(Schema.Struct({ changes: Schema.Int, total: Schema.Int, pairs: Schema.Array(PairRef) }))
})
export interface Trade extends Schema.Schema.Type<typeof Trade> {}

/** A proposal, without its content. */
const known = { proposal: ProposalId, on: DayFromIso, status: Schema.Literals(statuses) }

/** The schema of the proposals of companions: those on which nobody has decided yet, and all of them in short. */
export const CompanionPlans = Schema.Struct({
  all: Schema.Array(Schema.Struct(known)),
  open: Schema.Array(
    Schema.Struct({
      ...known,
      pairs: CompanionPlan.fields.pairs,
      without: CompanionPlan.fields.without,
      ends: CompanionPlan.fields.ends,
      unique: Schema.Boolean,
      /** The volunteers of the proposal, and how many elders each of them has at most. */
      volunteers: Schema.Array(Schema.Struct({ id: ActorId, most: Schema.Int }))
    })
  )
})
export interface CompanionPlans extends Schema.Schema.Type<typeof CompanionPlans> {}

/** The schema of the proposals of capable residents: those on which nobody has decided yet, and all of them in short. */
export const TalentPlans = Schema.Struct({
  all: Schema.Array(Schema.Struct(known)),
  open: Schema.Array(
    Schema.Struct({
      ...known,
      tasks: Schema.Array(Schema.Struct({ ...Work.fields, people: Schema.Int, minutes: Schema.Int })),
      talents: Schema.Array(ActorId),
      pairs: TalentPlan.fields.pairs,
      total: Schema.Int,
      unique: Schema.Boolean,
      unproven: TalentPlan.fields.unproven
    })
  )
})
export interface TalentPlans extends Schema.Schema.Type<typeof TalentPlans> {}

/** The schema of the explanation why an elder does not get a volunteer. */
export const WhyNotCompanionAnswer: Schema.Codec<WhyNotCompanion, unknown> = tagged<WhyNotCompanion>()

/** The schema of the explanation why a person is not proposed for a task. */
export const WhyNotTalentAnswer: Schema.Codec<WhyNotTalent, unknown> = tagged<WhyNotTalent>()

/** The fields of the questions about one pair of a proposal. */
export const companionPair = { proposal: ProposalId, volunteer: ActorId, elder: ResidentId }
/** The fields of the questions about one pair of a proposal of capable residents. */
export const talentPair = { proposal: ProposalId, talent: ActorId, task: TaskId }
