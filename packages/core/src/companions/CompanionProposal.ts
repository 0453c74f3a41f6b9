/**
 * Decides on computed plans of companions. A plan is proposed with its problem, its reasons and its proof. People
 * confirm it, choose other volunteers, or reject it (PIPL Art. 24). The decision takes effect through
 * `companions/Companion`, which records the companions.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Decider } from "../kernel/Decider.ts"
import { sensitive } from "../kernel/Personal.ts"
import { objections, type Rule, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { CompanionChoice } from "./Companion.ts"
import type { ActorId, ResidentId } from "../place/Id.ts"
import { CompanionPlan, CompanionProblem, mostOf, verify } from "./Companions.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import {
  decided,
  isNew,
  made,
  type Proposal,
  type ProposalRefusal,
  type Proposals,
  settled,
  undecidable
} from "../proposals/Proposal.ts"

/** The stream of a district that contains the proposals of companions. */
export const stream = StreamId.make("companion-proposals")

const proposed = { ...decided, problem: CompanionProblem, plan: CompanionPlan, automated: Schema.Boolean }
/** Other companions for these elders; an elder without `volunteer` gets none. All other elders as proposed. */
const overruling = { ...decided, pairs: Schema.NonEmptyArray(CompanionChoice) }
const reason = sensitive(StatedReason)

/** @category commands */
export const CompanionProposalCommand = Schema.TaggedUnion({
  ProposeCompanions: proposed,
  ConfirmCompanions: decided,
  OverruleCompanions: { ...overruling, reason },
  RejectCompanions: { ...decided, reason }
})
export type CompanionProposalCommand = typeof CompanionProposalCommand.Type

/**
 * The reason for overruling is erased when one of its elders is erased.
 *
 * @category events
 */
export const CompanionProposalEvent = Schema.TaggedUnion({
  CompanionsProposed: proposed,
  CompanionsConfirmed: decided,
  CompanionsOverruled: { ...overruling, reason: Schema.optionalKey(reason) },
  CompanionsRejected: { ...decided, reason }
})
export type CompanionProposalEvent = typeof CompanionProposalEvent.Type

/** The content of a proposal. */
export interface Content {
  readonly problem: CompanionProblem
  readonly plan: CompanionPlan
}

/** @category models */
export type CompanionProposals = Proposals<Content>

/** @category refusals */
export type CompanionProposalRefusal =
  | ProposalRefusal
  /** The plan is not the one that its proof proves. */
  | { readonly _tag: "CompanionPlanRefuted" }
  /** A named person is not an elder, or not a volunteer, of the proposal. */
  | { readonly _tag: "NotInProposal"; readonly id: ActorId | ResidentId }
  | { readonly _tag: "ElderTwice"; readonly elder: ResidentId }
  | {
      readonly _tag: "TooManyElders"
      readonly volunteer: ActorId
      readonly elders: number
      readonly most: number
    }

type Overruling = Extract<CompanionProposalCommand, { _tag: "OverruleCompanions" }>

/** The companion of each elder of a proposal, as proposed or as overruled. */
export const choices = (
  { plan, problem }: Content,
  instead: ReadonlyArray<CompanionChoice> = []
): ReadonlyArray<CompanionChoice> => {
  const volunteers = new Map(plan.pairs.map(({ elder, volunteer }) => [elder, volunteer]))
  const others = new Map(instead.map((choice) => [choice.elder, choice]))
  return problem.elders.map(({ id: elder }) => {
    const other = others.get(elder)
    if (other !== undefined) return other
    const volunteer = volunteers.get(elder)
    return volunteer === undefined ? { elder } : { elder, volunteer }
  })
}

type OnProposal = { readonly command: Overruling; readonly content: Content }

/** @category rules */
export const namesKnown: Rule<OnProposal, CompanionProposalRefusal> = {
  name: "an overruling of companions names elders and volunteers of the plan, each elder once",
  objections: ({ command: { pairs }, content: { problem } }) => {
    const elders = new Set(problem.elders.map(({ id }) => id))
    const volunteers = new Set(problem.volunteers.map(({ id }) => id))
    const seen = new Set<ResidentId>()
    return pairs.flatMap(({ elder, volunteer }): ReadonlyArray<CompanionProposalRefusal> => {
      const twice = seen.has(elder)
      seen.add(elder)
      return [
        ...(elders.has(elder) ? [] : [{ _tag: "NotInProposal" as const, id: elder }]),
        ...(volunteer === undefined || volunteers.has(volunteer)
          ? []
          : [{ _tag: "NotInProposal" as const, id: volunteer }]),
        ...(twice ? [{ _tag: "ElderTwice" as const, elder }] : [])
      ]
    })
  }
}

/** @category rules */
export const capacityHolds: Rule<OnProposal, CompanionProposalRefusal> = {
  name: "no volunteer gets more elders than they have offered to look after",
  source: "Elderly Companion scheme (老伙伴计划): one volunteer to five elders at most",
  objections: ({ command: { pairs }, content }) => {
    const counts = new Map<ActorId, number>()
    for (const { volunteer } of choices(content, pairs)) {
      if (volunteer !== undefined) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
    }
    return content.problem.volunteers.flatMap((volunteer): ReadonlyArray<CompanionProposalRefusal> => {
      const elders = counts.get(volunteer.id) ?? 0
      const most = mostOf(volunteer)
      return elders > most ? [{ _tag: "TooManyElders", volunteer: volunteer.id, elders, most }] : []
    })
  }
}

const { cases } = CompanionProposalEvent

const decide: Decider<
  CompanionProposals,
  CompanionProposalCommand,
  CompanionProposalEvent,
  CompanionProposalRefusal
>["decide"] = (proposals, command) => {
  const { by, on, proposal: id } = command
  if (command._tag === "ProposeCompanions") {
    const { _tag: _, ...content } = command
    return verdict(
      [
        ...isNew.objections({ proposals, proposal: id }),
        ...(verify(command.problem, command.plan) ? [] : [{ _tag: "CompanionPlanRefuted" as const }])
      ],
      [cases.CompanionsProposed.make(content)]
    )
  }
  const proposal: Proposal<Content> | undefined = proposals.get(id)
  if (proposal === undefined) return Result.fail([{ _tag: "ProposalUnknown", proposal: id }])
  const against = undecidable(proposal, on)
  const decided = { by, on, proposal: id }
  switch (command._tag) {
    case "ConfirmCompanions":
      return verdict(against, [cases.CompanionsConfirmed.make(decided)])
    case "RejectCompanions":
      return verdict(against, [cases.CompanionsRejected.make({ ...decided, reason: command.reason })])
    case "OverruleCompanions": {
      const { pairs, reason } = command
      return verdict(
        [...against, ...objections([namesKnown, capacityHolds], { command, content: proposal.content })],
        [cases.CompanionsOverruled.make({ ...decided, pairs, reason })]
      )
    }
  }
}

const evolve = (proposals: CompanionProposals, event: CompanionProposalEvent): CompanionProposals => {
  switch (event._tag) {
    case "CompanionsProposed":
      return made(proposals, event, { problem: event.problem, plan: event.plan })
    case "CompanionsConfirmed":
      return settled(proposals, event.proposal, "confirmed")
    case "CompanionsOverruled":
      return settled(proposals, event.proposal, "overruled")
    case "CompanionsRejected":
      return settled(proposals, event.proposal, "rejected")
  }
}

/**
 * The decider for the proposals of companions in one district.
 *
 * @category deciders
 */
export const decider: Decider<
  CompanionProposals,
  CompanionProposalCommand,
  CompanionProposalEvent,
  CompanionProposalRefusal
> = { initial: new Map(), decide, evolve }
