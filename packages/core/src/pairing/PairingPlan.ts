/**
 * The answer to a pairing problem: a plan with the proof that no other plan is better, or the reasons why there is no
 * plan.
 */
import * as Schema from "effect/Schema"
import { BranchId, GroupId, Tag } from "../place/Id.ts"
import { Points, Policy, type Settled } from "./PairingProblem.ts"

/**
 * A pair of a branch and a group in a plan. It has its points by criterion, multiplied by the weights of the criteria.
 * `points` is the sum of these points.
 *
 * @category models
 */
export const Pair = Schema.Struct({
  branch: BranchId,
  group: GroupId,
  points: Points,
  byCriterion: Schema.Record(Tag, Schema.Int),
  /** Whether people had pinned this pair, so that it had to be in the plan. */
  pinned: Schema.Boolean
})
export interface Pair extends Schema.Schema.Type<typeof Pair> {}

/**
 * What a plan maximises: the number of its pairs (`served`, only if the problem allows plans that are not complete); its
 * points; the number of pairs that stay in force; or its points minus the cost of the changed pairs. (The policy may state one cost for several changes together. Then the last value is multiplied by
 * `forChanges`, which is this number of changes.)
 */
export const Goal = Schema.Literals(["served", "points", "kept", "points-less-changes"])
export type Goal = typeof Goal.Type

/**
 * The proof for one goal of a plan: the maximum of the goal over all plans, and integer prices that prove this maximum.
 *
 * The price of a branch is how much more the goal would be if the branch could lead one more group. The price of a
 * group is how much more the goal would be if the group needed one branch fewer. The proof is correct if these four
 * statements are true:
 *
 * - Every pair that is worth more than the prices of its branch and its group together is in the plan.
 * - No pair that is worth less than these prices is in the plan.
 * - A branch or group with a positive price has the maximum number of pairs.
 * - A branch or group with a negative price has the minimum number of pairs.
 *
 * Then no plan can be better, for this reason: The value of a plan is a sum of two kinds of terms. For each of its
 * pairs, there is the worth of the pair minus its two prices. For each branch and group, there is the price times the
 * number of pairs. If the four statements are true, each of these terms is at its maximum.
 *
 * A later goal is proven only over the plans that are optimal for the earlier goals.
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
 * An optimal pairing plan, with its proof.
 *
 * @category models
 */
export const Plan = Schema.Struct({
  /** The pairs of a branch and a group, sorted by branch id, then by group id. */
  pairs: Schema.Array(Pair),
  /** The sum of the points of all pairs in the plan. */
  total: Schema.Int,
  policy: Policy,
  /** The number of pairs of the plan that are not in force now. */
  changes: Schema.Int,
  /** The proofs, one for each goal, in the order of the goals. */
  certificate: Schema.Array(Proof),
  /**
   * Whether this is the only plan that is optimal for all goals. If there are several optimal plans, this plan is the
   * first of them. To compare two plans, all possible pairs are sorted by branch id, then by group id. The first pair
   * that is only in one of the two plans decides: this plan comes first. (In an answer to "why not", the plan is
   * instead the one that has the most pairs in common with the given plan.)
   */
  unique: Schema.Boolean
})
export interface Plan extends Schema.Schema.Type<typeof Plan> {}

/**
 * The bans (pairs that people forbid) and pins (pairs that people require) because of which there is no plan. The
 * numbers in a shortage do not include pinned pairs.
 */
export interface Obstacles {
  /** The bans that cause the shortage. If any one of these bans were lifted, one more pair would be possible. */
  readonly bans: ReadonlyArray<Settled>
  /** The pins that use up possible pairs: they require pairs with other branches or groups. */
  readonly pins: ReadonlyArray<Settled>
}

/**
 * The groups in `groups` need more branches than are possible. For each branch, `atMost` is the maximum number of these
 * groups that it can still lead. The list of groups is minimal: without any one of these groups, enough branches are
 * possible for the other groups.
 */
export interface GroupsWanting extends Obstacles {
  readonly _tag: "GroupsWanting"
  readonly groups: ReadonlyArray<{ readonly group: GroupId; readonly needs: number }>
  readonly branches: ReadonlyArray<{ readonly branch: BranchId; readonly atMost: number }>
  readonly need: number
  readonly have: number
}

/** The branches in `branches` must lead more groups than are possible for them. */
export interface BranchesWanting extends Obstacles {
  readonly _tag: "BranchesWanting"
  readonly branches: ReadonlyArray<{ readonly branch: BranchId; readonly needs: number }>
  readonly groups: ReadonlyArray<{ readonly group: GroupId; readonly atMost: number }>
  readonly need: number
  readonly have: number
}

/** Why no plan can be computed for a pairing problem: there is none, or the problem is not valid. */
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
  /** The table of points of an added criterion has the same name as a built-in criterion. */
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
  /**
   * The pairing problem is too large: its size multiplied by its largest points is more than a JavaScript number can
   * store exactly.
   */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }
