/**
 * The answer to a pairing problem: a plan with the proof that no plan is better, or the reasons why there is no plan.
 */
import * as Schema from "effect/Schema"
import { BranchId, GroupId, Tag } from "../place/Id.ts"
import { Points, Policy, type Settled } from "./PairingProblem.ts"

/**
 * A pair of a plan, with its points by criterion. The points include the weights and add up to `points`.
 *
 * @category models
 */
export const Pair = Schema.Struct({
  branch: BranchId,
  group: GroupId,
  points: Points,
  byCriterion: Schema.Record(Tag, Schema.Int),
  /** Whether people had pinned the pair. */
  pinned: Schema.Boolean
})
export interface Pair extends Schema.Schema.Type<typeof Pair> {}

/**
 * The goal that a plan maximises: points; pairs that stay in force; or points minus the price of the changed pairs
 * (times `forChanges` if the price is for several changes).
 */
export const Goal = Schema.Literals(["points", "kept", "points-less-changes"])
export type Goal = typeof Goal.Type

/**
 * One goal of a plan, its maximum over all plans, and integer prices that prove the maximum.
 *
 * A branch's price is the value of one more group that it might lead. A group's price is the saving if it needed one
 * branch fewer. Every pair that is worth more than its two prices is in the plan; no pair that is worth less is in
 * it. A branch or group with a positive price has as many pairs as permitted, one with a negative price as few as
 * permitted. So no plan can do better: its value is the sum of what its pairs exceed their prices by, plus each price
 * times a number of pairs, and each of these terms is at its maximum. A later goal is proven over the plans that are
 * optimal for the earlier goals.
 *
 * @category models
 */
export const Proof = Schema.Struct({
  goal: Goal,
  total: Schema.Int,
  branches: Schema.Record(BranchId, Schema.Int),
  groups: Schema.Record(GroupId, Schema.Int)
})
export interface Proof extends Schema.Schema.Type<typeof Proof> {}

/**
 * An optimal plan.
 *
 * @category models
 */
export const Plan = Schema.Struct({
  /** The pairs, sorted by branch id, then by group id. */
  pairs: Schema.Array(Pair),
  /** The points of all pairs. */
  total: Schema.Int,
  policy: Policy,
  /** The number of pairs of the plan that are not in force. */
  changes: Schema.Int,
  /** The proofs by goal, the first goal first. */
  certificate: Schema.Array(Proof),
  /**
   * Whether it is the only plan that is optimal for all goals. If not, it is the first optimal plan by id: pairs are
   * compared in the order of branch id, then group id, and the plan has the first pair in which two plans differ.
   * (The plan in the answer to "why not" is instead the one that has the most pairs in common with the given plan.)
   */
  unique: Schema.Boolean
})
export interface Plan extends Schema.Schema.Type<typeof Plan> {}

/** The settled pairs that prevent a plan. Pairs from pins are subtracted on both sides before. */
export interface Obstacles {
  /** Bans: lifting any one of them would add a possible pair. */
  readonly bans: ReadonlyArray<Settled>
  /** Pins to other branches or groups, which use up possible pairs. */
  readonly pins: ReadonlyArray<Settled>
}

/**
 * Groups that need more branches than may lead them: of all branches, each can still lead at most `atMost` of the
 * groups. The list is minimal: without any of the groups there would be no contradiction.
 */
export interface GroupsWanting extends Obstacles {
  readonly _tag: "GroupsWanting"
  readonly groups: ReadonlyArray<{ readonly group: GroupId; readonly needs: number }>
  readonly branches: ReadonlyArray<{ readonly branch: BranchId; readonly atMost: number }>
  readonly need: number
  readonly have: number
}

/** Branches that must lead more groups than there are for them. */
export interface BranchesWanting extends Obstacles {
  readonly _tag: "BranchesWanting"
  readonly branches: ReadonlyArray<{ readonly branch: BranchId; readonly needs: number }>
  readonly groups: ReadonlyArray<{ readonly group: GroupId; readonly atMost: number }>
  readonly need: number
  readonly have: number
}

/** Why a problem has no plan, or is not a valid problem. */
export type NoPlanReason =
  | GroupsWanting
  | BranchesWanting
  | { readonly _tag: "BranchTwice"; readonly branch: BranchId }
  | { readonly _tag: "GroupTwice"; readonly group: GroupId }
  | {
      readonly _tag: "LeastOverMost"
      readonly branch: BranchId
      readonly least: number
      readonly most: number
    }
  | { readonly _tag: "UnknownBranch"; readonly branch: BranchId; readonly in: "pins" | "bans" | "tables" }
  | { readonly _tag: "UnknownGroup"; readonly group: GroupId; readonly in: "pins" | "bans" | "tables" }
  | { readonly _tag: "UnknownCriterion"; readonly criterion: Tag; readonly known: ReadonlyArray<string> }
  /** A table has the name of a built-in criterion. */
  | { readonly _tag: "CriterionTwice"; readonly criterion: Tag }
  | {
      readonly _tag: "PinnedAndBanned"
      readonly branch: BranchId
      readonly group: GroupId
      readonly pin: string
      readonly ban: string
    }
  | {
      readonly _tag: "BranchPinnedTooOften"
      readonly branch: BranchId
      readonly most: number
      readonly pins: ReadonlyArray<Settled>
    }
  | {
      readonly _tag: "GroupPinnedTooOften"
      readonly group: GroupId
      readonly ledBy: number
      readonly pins: ReadonlyArray<Settled>
    }
  | {
      readonly _tag: "PointsTooLarge"
      readonly branch: BranchId
      readonly group: GroupId
      readonly points: number
      readonly limit: number
    }
  /** The size of the problem times its largest points exceeds the integers that a number holds exactly. */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }
