/**
 * A proposal that a machine has computed and that people decide on. A person confirms it, overrules it with something
 * else, or rejects it, once; the last two need a reason. Until then it has no effect (PIPL Art. 24). Pairing,
 * companions and capable residents share this module.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Rule } from "../kernel/Rule.ts"
import { ActorId } from "../place/Id.ts"

/** The id of a proposal within a district, a slug such as `2026-spring`. */
export const ProposalId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
).pipe(Schema.brand("ProposalId"))
export type ProposalId = typeof ProposalId.Type

/** The common fields of a decision: the actor, the day, and the proposal. */
export const decided = { by: ActorId, on: DayFromIso, proposal: ProposalId }

/** The state of a proposal. A pairing can also enter into force. */
export type Status = "proposed" | "confirmed" | "overruled" | "rejected"

/** A proposal and its content. */
export interface Proposal<out Content> {
  readonly id: ProposalId
  readonly on: Day
  readonly status: Status
  readonly content: Content
}

/** Proposals by id. */
export type Proposals<Content> = ReadonlyMap<ProposalId, Proposal<Content>>

/**
 * Why a proposal is not made, or why no decision on it is possible.
 *
 * @category refusals
 */
export type ProposalRefusal<S extends string = Status> =
  | { readonly _tag: "ProposalKnown"; readonly proposal: ProposalId }
  | { readonly _tag: "ProposalUnknown"; readonly proposal: ProposalId }
  | { readonly _tag: "ProposalDecided"; readonly proposal: ProposalId; readonly status: S }
  | {
      readonly _tag: "BeforeProposal"
      readonly proposal: ProposalId
      readonly on: Day
      readonly proposed: Day
    }

/** @category rules */
export const isNew: Rule<
  { readonly proposals: ReadonlyMap<ProposalId, unknown>; readonly proposal: ProposalId },
  ProposalRefusal<never>
> = {
  name: "a proposal has a new id",
  objections: ({ proposal, proposals }) =>
    proposals.has(proposal) ? [{ _tag: "ProposalKnown", proposal }] : []
}

/** @category rules */
export const isOpen: Rule<Proposal<unknown>, ProposalRefusal> = {
  name: "a proposal is decided on once",
  objections: ({ id, status }) =>
    status === "proposed" ? [] : [{ _tag: "ProposalDecided", proposal: id, status }]
}

/** The objections to a decision on a proposal on a day. */
export const undecidable = (proposal: Proposal<unknown>, on: Day): ReadonlyArray<ProposalRefusal> => [
  ...isOpen.objections(proposal),
  ...(on < proposal.on
    ? [{ _tag: "BeforeProposal" as const, proposal: proposal.id, on, proposed: proposal.on }]
    : [])
]

/** The proposals after a new one was made. */
export const made = <Content>(
  proposals: Proposals<Content>,
  { on, proposal }: { readonly on: Day; readonly proposal: ProposalId },
  content: Content
): Proposals<Content> => new Map(proposals).set(proposal, { id: proposal, on, status: "proposed", content })

/** The proposals after a decision on one of them. */
export const settled = <Content>(
  proposals: Proposals<Content>,
  id: ProposalId,
  status: Status
): Proposals<Content> => {
  const proposal = proposals.get(id)
  return proposal === undefined ? proposals : new Map(proposals).set(id, { ...proposal, status })
}
