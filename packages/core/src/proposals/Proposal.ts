/**
 * A proposal is a computed plan on which people decide once. They confirm the plan, overrule it with another choice, or
 * reject it. To overrule or reject it, they must state a reason. Before this decision, the proposal has no effect (PIPL
 * Art. 24). This module contains what the proposals of pairings, companions and capable residents have in common:
 * {@link deciding} makes the four decisions (propose, confirm, overrule, reject), and {@link made} and {@link settled}
 * apply the events of these decisions to the proposals.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import {
  type DecisionRefused,
  makeFor,
  objections,
  precondition,
  refuse,
  type Rule,
  type Tagged,
  verdict
} from "../kernel/Rule.ts"
import { ActorId } from "../place/Id.ts"

/** The id of a proposal within a district: a short text such as `2026-spring`. */
export const ProposalId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
).pipe(Schema.brand("ProposalId"))
export type ProposalId = typeof ProposalId.Type

/** The fields of every decision on a proposal: the actor, the day, and the proposal. */
export const decided = { by: ActorId, on: DayFromIso, proposal: ProposalId }

/** The fields of every decision on a proposal (the actor, the day, and the proposal), as a type. */
export interface Decided {
  readonly by: ActorId
  readonly on: Day
  readonly proposal: ProposalId
}

/** All states of a proposal. */
export const statuses = ["proposed", "confirmed", "overruled", "rejected", "in force", "superseded"] as const

/**
 * The state of a proposal. Only a pairing can be `in force`. It becomes `superseded` when the next pairing enters into
 * force.
 */
export type Status = (typeof statuses)[number]

/** A proposal on which people decide, and its content. */
export interface Proposal<out Content> {
  readonly id: ProposalId
  readonly on: Day
  readonly status: Status
  readonly content: Content
}

/** The proposals of one kind. The key is the id of the proposal. */
export type Proposals<Content> = ReadonlyMap<ProposalId, Proposal<Content>>

/**
 * Why a command that makes a proposal, or decides on it, is refused.
 *
 * @category refusals
 */
export type ProposalRefusal =
  | { readonly _tag: "ProposalKnown"; readonly proposal: ProposalId }
  | { readonly _tag: "ProposalUnknown"; readonly proposal: ProposalId }
  | { readonly _tag: "ProposalDecided"; readonly proposal: ProposalId; readonly status: Status }
  | {
      readonly _tag: "BeforeProposal"
      readonly proposal: ProposalId
      readonly on: Day
      readonly proposed: Day
    }

// --------------------------------------------------------------------------------------------------------------- rules

/**
 * The input of the rules for new proposals: the command, the existing proposals, and the state that belongs to this
 * kind of proposal.
 */
export interface Proposing<out State, out Command extends Decided = Decided> {
  readonly proposals: Proposals<unknown>
  readonly state: State
  readonly command: Command
}

/** The input of the rules for decisions on a proposal: the command that decides, and its proposal. */
export interface OnProposal<out Content = unknown, out Command extends Decided = Decided> {
  readonly proposal: Proposal<Content>
  readonly command: Command
}

const isNew = makeFor<Proposing<unknown>, ProposalRefusal>()({
  id: "proposal-new-id",
  name: "a proposal has a new id",
  reasons: ["ProposalKnown"],
  objections: ({ command: { proposal }, proposals }) =>
    proposals.has(proposal) ? [{ _tag: "ProposalKnown", proposal }] : []
})

const isKnown = precondition({
  id: "proposal-was-made",
  name: "a decision is on a proposal that was made",
  reasons: ["ProposalUnknown"]
})

const isOpen = makeFor<OnProposal, ProposalRefusal>()({
  id: "proposal-decided-once",
  name: "people decide on a proposal once",
  reasons: ["ProposalDecided"],
  objections: ({ proposal: { id, status } }) =>
    status === "proposed" ? [] : [{ _tag: "ProposalDecided", proposal: id, status }]
})

/** @category rules */
export const afterProposal = makeFor<OnProposal, ProposalRefusal>()({
  id: "proposal-before-decision",
  name: "a decision is not dated before its proposal",
  reasons: ["BeforeProposal"],
  objections: ({ command: { on }, proposal: { id, on: proposed } }) =>
    on < proposed ? [{ _tag: "BeforeProposal", proposal: id, on, proposed }] : []
})

/**
 * The rules in force for every kind of proposal (pairings, companions, capable residents).
 *
 * @category rules
 */
export const proposalRules = [isNew, isKnown, isOpen, afterProposal] as const

// ----------------------------------------------------------------------------------------------------------- decisions

/** What is different for each kind of proposal: its state, its rules and its events. */
export interface Kind<
  State,
  Content,
  Propose extends Decided,
  Overrule extends Decided,
  Event,
  Reason extends { readonly _tag: string }
> {
  readonly proposals: (state: State) => Proposals<Content>
  /** The rules for making a proposal of this kind. In addition, the rules for every kind of proposal apply. */
  readonly proposing: ReadonlyArray<Rule<Proposing<State, Propose>, Reason>>
  /** The rules for overruling a proposal of this kind. In addition, the rules for every kind of proposal apply. */
  readonly overruling: ReadonlyArray<Rule<OnProposal<Content, Overrule>, Reason>>
  readonly proposed: (command: Propose) => Event
  readonly confirmed: (decided: Decided) => Event
  readonly overruled: (command: Overrule, proposal: Proposal<Content>) => Event
  readonly rejected: (decided: Decided & { readonly reason: string }) => Event
}

type Answer<Event, Reason extends Tagged> = Result.Result<
  ReadonlyArray<Event>,
  DecisionRefused<Reason | ProposalRefusal>
>

/**
 * Finds the proposal of a command, and decides on this proposal. Refuses the command if there is no such proposal.
 *
 * @category decisions
 */
export const onProposal = <Content, A, Reason extends Tagged>(
  proposals: Proposals<Content>,
  { proposal: id }: Decided,
  decide: (proposal: Proposal<Content>) => Result.Result<A, DecisionRefused<Reason>>
): Result.Result<A, DecisionRefused<Reason | ProposalRefusal>> => {
  const proposal = proposals.get(id)
  return proposal === undefined
    ? refuse(isKnown, { _tag: "ProposalUnknown", proposal: id })
    : decide(proposal)
}

/**
 * Makes the four decisions (propose, confirm, overrule, reject) for one kind of proposal. Each decision returns its
 * event, or all reasons why the command is refused.
 *
 * @category decisions
 */
export const deciding = <
  State,
  Content,
  Propose extends Decided,
  Overrule extends Decided,
  Event,
  Reason extends { readonly _tag: string }
>(
  kind: Kind<State, Content, Propose, Overrule, Event, Reason>
) => {
  const { proposals: of } = kind
  const decide = (state: State, command: Decided, event: (proposal: Proposal<Content>) => Event) =>
    onProposal(of(state), command, (proposal) =>
      verdict(objections([isOpen, afterProposal], { proposal, command }), [event(proposal)])
    )
  return {
    propose: (state: State, command: Propose): Answer<Event, Reason> => {
      const question = { state, command, proposals: of(state) }
      return verdict<ReadonlyArray<Event>, Reason | ProposalRefusal>(
        [...isNew.objections(question), ...objections(kind.proposing, question)],
        [kind.proposed(command)]
      )
    },
    confirm: (state: State, { by, on, proposal }: Decided): Answer<Event, Reason> =>
      decide(state, { by, on, proposal }, () => kind.confirmed({ by, on, proposal })),
    reject: (
      state: State,
      { by, on, proposal, reason }: Decided & { readonly reason: string }
    ): Answer<Event, Reason> =>
      decide(state, { by, on, proposal }, () => kind.rejected({ by, on, proposal, reason })),
    overrule: (state: State, command: Overrule): Answer<Event, Reason> =>
      onProposal(of(state), command, (proposal) =>
        verdict<ReadonlyArray<Event>, Reason | ProposalRefusal>(
          [
            ...objections([isOpen, afterProposal], { proposal, command }),
            ...objections(kind.overruling, { proposal, command })
          ],
          [kind.overruled(command, proposal)]
        )
      )
  }
}

// ------------------------------------------------------------------------------------------------------------- folding

/** The proposals after a new proposal was made. */
export const made = <Content>(
  proposals: Proposals<Content>,
  { on, proposal }: { readonly on: Day; readonly proposal: ProposalId },
  content: Content
): Proposals<Content> => new Map(proposals).set(proposal, { id: proposal, on, status: "proposed", content })

/** The proposals after people decided on one of them. The decision may change the content of this proposal. */
export const settled = <Content>(
  proposals: Proposals<Content>,
  id: ProposalId,
  status: Status,
  content?: Partial<Content>
): Proposals<Content> => {
  const proposal = proposals.get(id)
  return proposal === undefined
    ? proposals
    : new Map(proposals).set(id, { ...proposal, status, content: { ...proposal.content, ...content } })
}
