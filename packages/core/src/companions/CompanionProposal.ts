/**
 * Decides commands on proposals of companions for elders. A computed plan is proposed together with its problem, its
 * reasons and its proof. People confirm the plan, choose other volunteers, or reject it (PIPL Art. 24). Afterwards,
 * `companions/Companion` records the pairs that people decided on.
 */
import * as Schema from "effect/Schema"
import type { Decider } from "../kernel/Decider.ts"
import { hidden, sensitive } from "../kernel/Personal.ts"
import { makeFor } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { CompanionChoice } from "./Companion.ts"
import type { ActorId, ResidentId } from "../place/Id.ts"
import { CompanionPlan, CompanionProblem, mostOf, verify } from "./Companions.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import {
  decided,
  deciding,
  made,
  type OnProposal,
  type ProposalRefusal,
  type Proposals,
  type Proposing,
  settled
} from "../proposals/Proposal.ts"

/** The stream that contains a district's proposals of companions for elders. */
export const stream = StreamId.make("companion-proposals")

const proposed = { ...decided, problem: CompanionProblem, plan: CompanionPlan, automated: Schema.Boolean }
/**
 * People choose other companions for the elders in `pairs`. An elder without `volunteer` gets no companion. All other
 * elders get the proposed companion.
 */
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
 * The events on proposals of companions. When the data of an elder in the list are erased, the reason for overruling is
 * erased, too.
 *
 * @category events
 */
export const CompanionProposalEvent = Schema.TaggedUnion({
  CompanionsProposed: { ...proposed, plan: hidden(CompanionPlan) },
  CompanionsConfirmed: decided,
  CompanionsOverruled: { ...overruling, pairs: hidden(overruling.pairs), reason: Schema.optionalKey(reason) },
  CompanionsRejected: { ...decided, reason }
})
export type CompanionProposalEvent = typeof CompanionProposalEvent.Type

/** What a proposal of companions contains, such as the problem and the computed plan. */
export interface Content {
  readonly problem: CompanionProblem
  readonly plan: CompanionPlan
}

/** @category models */
export type CompanionProposals = Proposals<Content>

/** @category refusals */
export type CompanionProposalRefusal =
  | ProposalRefusal
  /** The proof in the proposed plan is wrong: it does not prove the pairs in the plan. */
  | { readonly _tag: "CompanionPlanRefuted" }
  /** A person in the command is neither an elder nor a volunteer in the proposal. */
  | { readonly _tag: "NotInProposal"; readonly id: ActorId | ResidentId }
  | { readonly _tag: "ElderTwice"; readonly elder: ResidentId }
  | {
      readonly _tag: "TooManyElders"
      readonly volunteer: ActorId
      readonly elders: number
      readonly most: number
    }

type Command<Tag extends CompanionProposalCommand["_tag"]> = Extract<CompanionProposalCommand, { _tag: Tag }>
type Overruling = Command<"OverruleCompanions">

/** The companion of each elder in a proposal: the proposed companion, or the companion that people chose instead. */
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

const ruleOfOverruling = makeFor<OnProposal<Content, Overruling>, CompanionProposalRefusal>()

/** @category rules */
export const isProven = makeFor<
  Proposing<CompanionProposals, Command<"ProposeCompanions">>,
  CompanionProposalRefusal
>()({
  id: "companion-plan-proven",
  name: "proposed companions are proven to be the best for their problem",
  source: "PIPL Art. 24",
  reasons: ["CompanionPlanRefuted"],
  objections: ({ command: { plan, problem } }) =>
    verify(problem, plan) ? [] : [{ _tag: "CompanionPlanRefuted" }]
})

/** @category rules */
export const namesKnown = ruleOfOverruling({
  id: "companion-names-known",
  name: "an overruling of companions names elders and volunteers of the plan, each elder once",
  reasons: ["NotInProposal", "ElderTwice"],
  objections: ({
    command: { pairs },
    proposal: {
      content: { problem }
    }
  }) => {
    const elders = new Set(problem.elders.map(({ id }) => id))
    const volunteers = new Set(problem.volunteers.map(({ id }) => id))
    const seen = new Set<ResidentId>()
    return pairs.flatMap(({ elder, volunteer }) => {
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
})

/** @category rules */
export const capacityHolds = ruleOfOverruling({
  id: "companion-offers-hold",
  name: "no volunteer gets more elders than they have offered to look after",
  source: "Elderly Companion scheme (老伙伴计划): one volunteer to five elders at most",
  reasons: ["TooManyElders"],
  objections: ({ command: { pairs }, proposal: { content } }) => {
    const counts = new Map<ActorId, number>()
    for (const { volunteer } of choices(content, pairs)) {
      if (volunteer !== undefined) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
    }
    return content.problem.volunteers.flatMap((volunteer) => {
      const elders = counts.get(volunteer.id) ?? 0
      const most = mostOf(volunteer)
      return elders > most ? [{ _tag: "TooManyElders" as const, volunteer: volunteer.id, elders, most }] : []
    })
  }
})

const { cases } = CompanionProposalEvent

const { confirm, overrule, propose, reject } = deciding<
  CompanionProposals,
  Content,
  Command<"ProposeCompanions">,
  Overruling,
  CompanionProposalEvent,
  CompanionProposalRefusal
>({
  proposals: (state) => state,
  proposing: [isProven],
  overruling: [namesKnown, capacityHolds],
  proposed: ({ _tag: _, ...content }) => cases.CompanionsProposed.make(content),
  confirmed: (decided) => cases.CompanionsConfirmed.make(decided),
  overruled: ({ by, on, pairs, proposal, reason }) =>
    cases.CompanionsOverruled.make({ by, on, proposal, pairs, reason }),
  rejected: (decided) => cases.CompanionsRejected.make(decided)
})

const decide: Decider<
  CompanionProposals,
  CompanionProposalCommand,
  CompanionProposalEvent,
  CompanionProposalRefusal
>["decide"] = (proposals, command) => {
  switch (command._tag) {
    case "ProposeCompanions":
      return propose(proposals, command)
    case "ConfirmCompanions":
      return confirm(proposals, command)
    case "OverruleCompanions":
      return overrule(proposals, command)
    case "RejectCompanions":
      return reject(proposals, command)
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
 * The decider for the proposals of companions in a district.
 *
 * @category deciders
 */
export const decider: Decider<
  CompanionProposals,
  CompanionProposalCommand,
  CompanionProposalEvent,
  CompanionProposalRefusal
> = { initial: new Map(), decide, evolve }
