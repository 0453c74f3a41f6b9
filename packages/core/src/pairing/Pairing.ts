/**
 * Pairing decides which branch leads which group. This is the main module: {@link solve} turns a problem into a plan
 * with its proof. People decide on the plan, and their decisions are the events of the stream `pairing`.
 *
 * A plan is proposed. Then a person confirms it, overrules it with other pairs, or rejects it (the last two with a
 * reason). A confirmed or overruled proposal then enters into force, and the next one supersedes it. A proposal
 * contains its whole problem, and its plan with points by criterion and with the proof. The reason: an automated
 * decision must be transparent and explainable, and people may refuse it (PIPL Art. 24). So a reader can check the
 * entry without the model of that day.
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

/** The stream of a district that contains its pairing. */
export const stream = StreamId.make("pairing")

/**
 * The commands of people, or of a model on their behalf.
 *
 * @category commands
 */
export const PairingCommand = Schema.TaggedUnion({
  /** Proposes a plan. `automated`: whether a machine computed it. */
  ProposePairing: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  ConfirmPairing: decided,
  /** Decides on other pairs than the proposed ones. They must respect bounds, pins and bans. */
  OverrulePairing: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason },
  RejectPairing: { ...decided, reason: StatedReason },
  EnterIntoForce: { ...decided, openCases: OpenCases }
})
export type PairingCommand = typeof PairingCommand.Type

/**
 * The events of the pairing of a district.
 *
 * @category events
 */
export const PairingEvent = Schema.TaggedUnion({
  PairingProposed: { ...decided, problem: Problem, plan: Plan, automated: Schema.Boolean },
  PairingConfirmed: decided,
  /** People chose `pairs` instead. `forgone`: how many points fewer these pairs have than the proposed plan. */
  PairingOverruled: { ...decided, pairs: Schema.Array(PairRef), reason: StatedReason, forgone: Schema.Int },
  PairingRejected: { ...decided, reason: StatedReason },
  /**
   * The pairs are in force from `on`. `openCases`: whether cases that are open then follow their group to the new
   * branch, or stay.
   */
  PairingEnteredIntoForce: { ...decided, pairs: Schema.Array(PairRef), openCases: OpenCases },
  /** The pairing of `proposal` ended on `on`, the first day on which it is not in force any more. */
  PairingSuperseded: { ...decided, next: ProposalId }
})
export type PairingEvent = typeof PairingEvent.Type

/** The content of a proposal, with what is needed to decide on it. */
export interface Content {
  readonly problem: Problem
  readonly plan: Plan
  /** The decided pairs: those of the plan, or those that overruled them. */
  readonly pairs: ReadonlyArray<PairRef>
}

/**
 * The state that is needed to decide on a pairing.
 *
 * @category models
 */
export interface PairingState {
  readonly proposals: Proposals<Content>
  /** By branch id, then group id. Empty before the first pairing. */
  readonly inForce: ReadonlyArray<PairRef>
  /** The proposal in force, and its first day. */
  readonly current?: { readonly proposal: ProposalId; readonly since: Day }
}

/** The state of a district without a pairing. */
export const initial: PairingState = { proposals: new Map(), inForce: [] }

/**
 * Why a command is refused.
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
      /** In force, but not in the problem. */
      readonly missing: ReadonlyArray<PairRef>
      /** In force in the problem only. */
      readonly stale: ReadonlyArray<PairRef>
    }
  /** The plan does not solve its problem, or its proof is wrong. */
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
