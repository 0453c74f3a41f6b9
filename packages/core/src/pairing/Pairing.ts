/**
 * The pairing of a district decides which Party branch leads which self-governance group. This is the main module:
 * {@link solve} computes a plan with its proof from a problem. People decide on the plan, and their decisions are
 * recorded as events of the stream `pairing`.
 *
 * A plan is first proposed. Then a person confirms it, overrules it with other pairs, or rejects it (the last two with
 * a reason). A confirmed or overruled proposal then enters into force, until the next proposal replaces it. A proposal
 * contains its complete problem, and its plan with the points by criterion and the proof. So a reader can check the
 * entry of the proposal without knowing the model at that time. This is necessary because an automated decision must be
 * transparent and explainable, and people may refuse it (PIPL Art. 24).
 */
import * as Schema from "effect/Schema"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { Day } from "../kernel/Day.ts"
import { StreamId } from "../kernel/StreamId.ts"
import type { BranchId, GroupId } from "../place/Id.ts"
import type { Flaw } from "./PairingCheck.ts"
import { Plan } from "./PairingPlan.ts"
import { OpenCases, PairRef, Problem } from "./PairingProblem.ts"
import {
  decided,
  ProposalId,
  type ProposalRefusal,
  type Proposals,
  type Status
} from "../proposals/Proposal.ts"

export { Plan } from "./PairingPlan.ts"
export { PairRef, Problem } from "./PairingProblem.ts"
export { ProposalId, type Status } from "../proposals/Proposal.ts"
export { solve } from "./Solver.ts"

/** The stream that contains the decisions on a district's pairing (which branch leads which group). */
export const stream = StreamId.make("pairing")

/**
 * The commands on the pairing of a district (which branch leads which group).
 *
 * @category commands
 */
export const PairingCommand = Schema.TaggedUnion({
  /** Proposes a plan. `automated` is true if a program computed the plan. */
  ProposePairing: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  ConfirmPairing: decided,
  /**
   * Decides on other pairs than the proposed pairs. The chosen pairs must also respect the minimum and maximum numbers,
   * the pins (pairs that people require) and the bans (pairs that people forbid).
   */
  OverrulePairing: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason },
  RejectPairing: { ...decided, reason: StatedReason },
  EnterIntoForce: { ...decided, openCases: OpenCases }
})
export type PairingCommand = typeof PairingCommand.Type

/**
 * The events of the pairing of a district (which branch leads which group).
 *
 * @category events
 */
export const PairingEvent = Schema.TaggedUnion({
  PairingProposed: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  PairingConfirmed: decided,
  /**
   * People chose `pairs` instead of the proposed plan. `forgone` is the points of the plan minus the points of `pairs`.
   */
  PairingOverruled: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason, forgone: Schema.Int },
  PairingRejected: { ...decided, reason: StatedReason },
  /**
   * The decided pairs are in force from the day `on`. If a group gets another branch, `openCases` says what happens to
   * its open cases: either the new branch or the old branch is responsible for them.
   */
  PairingEnteredIntoForce: { ...decided, pairs: Schema.Array(PairRef), openCases: OpenCases },
  /**
   * The pairs of the proposal `proposal` are replaced by those of the proposal `next`. `on` is the first day on which
   * the replaced pairs are not in force any more.
   */
  PairingSuperseded: { ...decided, next: ProposalId }
})
export type PairingEvent = typeof PairingEvent.Type

/** What a pairing proposal contains, and what is needed to decide on it. */
export interface Content {
  readonly problem: Problem
  readonly plan: Plan
  /** The pairs that people decided on: the pairs of the plan, or the pairs that overruled them. */
  readonly pairs: ReadonlyArray<PairRef>
}

/**
 * The state of a district's pairing (which branch leads which group): the proposals, and the pairs in force.
 *
 * @category models
 */
export interface PairingState {
  readonly proposals: Proposals<Content>
  /** The pairs in force, sorted by branch id, then by group id. Empty before the first pairing. */
  readonly inForce: ReadonlyArray<PairRef>
  /** The proposal that is in force, and the first day on which it is in force. */
  readonly current?: { readonly proposal: ProposalId; readonly since: Day }
}

/** The state of a district that has no pairing yet. */
export const initial: PairingState = { proposals: new Map(), inForce: [] }

/**
 * Why a command on the pairing (which branch leads which group) is refused.
 *
 * @category refusals
 */
export type PairingRefusal =
  | ProposalRefusal
  | { readonly _tag: "ProposalUndecided"; readonly proposal: ProposalId; readonly status: Status }
  | { readonly _tag: "BeforeInForce"; readonly on: Day; readonly since: Day }
  /** The pairs in force have changed since the proposal was computed. */
  | {
      readonly _tag: "OtherPairsInForce"
      /** The pairs that are in force, but are missing in the problem. */
      readonly missing: ReadonlyArray<PairRef>
      /** The pairs that are in force according to the problem, but are not in force now. */
      readonly stale: ReadonlyArray<PairRef>
    }
  /** The plan is not a solution of its problem, or its proof is wrong. */
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
