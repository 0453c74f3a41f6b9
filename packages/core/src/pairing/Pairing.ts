/**
 * Pairing: which branch leads which group. This module is the front door: a problem goes in and a plan with its proof
 * comes out of {@link solve}; people decide on it, and what they decide are the entries of the stream `pairing`.
 *
 * A plan is proposed, then confirmed, overruled by other pairs or rejected (each by a person; the last two with a
 * reason), then enters into force and is superseded by the next. A proposal carries its whole problem and its plan
 * with points by criterion and proof: a decision prepared by a machine must be transparent, explainable and refusable
 * (PIPL Art. 24), and whoever reads the entry can check it without the model of that day.
 */
import * as Schema from "effect/Schema"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { Day } from "../kernel/Day.ts"
import { StreamId } from "../kernel/StreamId.ts"
import type { BranchId, GroupId } from "../place/Id.ts"
import type { Flaw } from "./PairingCheck.ts"
import { Plan } from "./PairingPlan.ts"
import { OpenCases, PairRef, Problem } from "./PairingProblem.ts"
import { decided, ProposalId, type ProposalRefusal, type Status as Decided } from "../proposals/Proposal.ts"

export { Plan } from "./PairingPlan.ts"
export { PairingFields, PairRef, Problem } from "./PairingProblem.ts"
export { ProposalId } from "../proposals/Proposal.ts"
export { type NoPlan, solve } from "./Solver.ts"

/** The stream of a district that holds its pairing. */
export const stream = StreamId.make("pairing")

/**
 * What people, or a model on their behalf, ask for.
 *
 * @category commands
 */
export const PairingCommand = Schema.TaggedUnion({
  /** Puts a plan forward. `automated` says that a machine computed it. */
  ProposePairing: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  ConfirmPairing: decided,
  /** Decides for other pairs than the proposed ones. They must keep to bounds, pins and bans. */
  OverrulePairing: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason },
  RejectPairing: { ...decided, reason: StatedReason },
  EnterIntoForce: { ...decided, openCases: OpenCases }
})
export type PairingCommand = typeof PairingCommand.Type

/**
 * What happened to the pairing of a district.
 *
 * @category events
 */
export const PairingEvent = Schema.TaggedUnion({
  PairingProposed: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  PairingConfirmed: decided,
  /** People chose `pairs` instead; `forgone` is how many points that is less than the proposed plan. */
  PairingOverruled: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason, forgone: Schema.Int },
  PairingRejected: { ...decided, reason: StatedReason },
  /** The pairs that hold from `on`; cases open by then follow their group to the new branch, or stay. */
  PairingEnteredIntoForce: { ...decided, pairs: Schema.Array(PairRef), openCases: OpenCases },
  /** The pairing of `proposal` ended on `on` (the first day on which it no longer holds). */
  PairingSuperseded: { ...decided, next: ProposalId }
})
export type PairingEvent = typeof PairingEvent.Type

/** How far a proposal has come. */
export type Status = Decided | "in force" | "superseded"

/** A proposal, as deciding on it needs it. */
export interface Proposal {
  readonly id: ProposalId
  readonly on: Day
  readonly problem: Problem
  readonly plan: Plan
  readonly status: Status
  /** The pairs decided on: the plan's, or those that overruled them. */
  readonly pairs: ReadonlyArray<PairRef>
}

/**
 * What deciding on a pairing needs to know.
 *
 * @category models
 */
export interface PairingState {
  readonly proposals: ReadonlyMap<ProposalId, Proposal>
  /** By branch id, then group id; empty before the first pairing. */
  readonly inForce: ReadonlyArray<PairRef>
  /** The proposal in force, and the day since when. */
  readonly current?: { readonly proposal: ProposalId; readonly since: Day }
}

/** The state of a district that has no pairing yet. */
export const initial: PairingState = { proposals: new Map(), inForce: [] }

/**
 * Why a command is refused.
 *
 * @category refusals
 */
export type PairingRefusal =
  | ProposalRefusal<Status>
  | { readonly _tag: "ProposalUndecided"; readonly proposal: ProposalId; readonly status: Status }
  | { readonly _tag: "BeforeInForce"; readonly on: Day; readonly since: Day }
  /** The proposal was computed from other pairs in force than there are now. */
  | {
      readonly _tag: "OtherPairsInForce"
      /** In force but unknown to the problem. */
      readonly missing: ReadonlyArray<PairRef>
      /** In force by the problem only. */
      readonly stale: ReadonlyArray<PairRef>
    }
  /** The plan does not solve its problem, or does not prove it. */
  | { readonly _tag: "PlanRefuted"; readonly flaw: Flaw }
  | { readonly _tag: "PairUnknown"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "PairTwice"; readonly branch: BranchId; readonly group: GroupId }
  | {
      readonly _tag: "PairBanned"
      readonly branch: BranchId
      readonly group: GroupId
      readonly ban: string
    }
  | { readonly _tag: "PinLeftOut"; readonly branch: BranchId; readonly group: GroupId; readonly pin: string }
  | {
      readonly _tag: "BranchOutOfBounds"
      readonly branch: BranchId
      readonly leads: number
      readonly least: number
      readonly most: number
    }
  | {
      readonly _tag: "GroupOutOfBounds"
      readonly group: GroupId
      readonly led: number
      readonly ledBy: number
    }
