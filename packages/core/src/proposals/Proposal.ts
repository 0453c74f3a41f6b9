/**
 * What a machine has computed and people decide on. A proposal is confirmed, overruled by something else, or rejected,
 * once, each by a person and the last two with a reason; until then it has no effect (PIPL Art. 24). Pairing, companions
 * and capable residents share this, and what it is asked here.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Rule } from "../kernel/Rule.ts"
import { ActorId } from "../place/Id.ts"

/** The id of one proposal within a district, a slug such as `2026-spring`. */
export const ProposalId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
).pipe(Schema.brand("ProposalId"))
export type ProposalId = typeof ProposalId.Type

/** Who decides what on which proposal, and when. */
export const decided = { by: ActorId, on: DayFromIso, proposal: ProposalId }

/** How far a proposal has come. A pairing also enters into force. */
export type Status = "proposed" | "confirmed" | "overruled" | "rejected"

/** A proposal and what it says. */
export interface Proposal<out Content> {
  readonly id: ProposalId
  readonly on: Day
  readonly status: Status
  readonly content: Content
}

/** Proposals by id. */
export type Proposals<Content> = ReadonlyMap<ProposalId, Proposal<Content>>

/**
 * Why a proposal is not made or not decided on.
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
  name: "a proposal has an id of its own",
  objections: ({ proposal, proposals }) =>
    proposals.has(proposal) ? [{ _tag: "ProposalKnown", proposal }] : []
}

/** @category rules */
export const isOpen: Rule<Proposal<unknown>, ProposalRefusal> = {
  name: "a proposal is decided on once",
  objections: ({ id, status }) =>
    status === "proposed" ? [] : [{ _tag: "ProposalDecided", proposal: id, status }]
}

/** Objections to deciding on a proposal on a day. */
export const undecidable = (proposal: Proposal<unknown>, on: Day): ReadonlyArray<ProposalRefusal> => [
  ...isOpen.objections(proposal),
  ...(on < proposal.on
    ? [{ _tag: "BeforeProposal" as const, proposal: proposal.id, on, proposed: proposal.on }]
    : [])
]

/** Proposals after one that was made. */
export const made = <Content>(
  proposals: Proposals<Content>,
  { on, proposal }: { readonly on: Day; readonly proposal: ProposalId },
  content: Content
): Proposals<Content> => new Map(proposals).set(proposal, { id: proposal, on, status: "proposed", content })

/** Proposals after a decision on one. */
export const settled = <Content>(
  proposals: Proposals<Content>,
  id: ProposalId,
  status: Status
): Proposals<Content> => {
  const proposal = proposals.get(id)
  return proposal === undefined ? proposals : new Map(proposals).set(id, { ...proposal, status })
}
