/**
 * The answer to a pairing problem: a plan with the proof that there is none better, or what stands in its way.
 */
import * as Schema from "effect/Schema"
import { BranchId, GroupId, Tag } from "../place/Id.ts"
import { Points, Policy, type Settled } from "./PairingProblem.ts"

/**
 * A pair of a plan, with its points by criterion (weights included; they add up to `points`).
 *
 * @category models
 */
export const Pair = Schema.Struct({
  branch: BranchId,
  group: GroupId,
  points: Points,
  byCriterion: Schema.Record(Tag, Schema.Int),
  /** Whether people had pinned it. */
  pinned: Schema.Boolean
})
export interface Pair extends Schema.Schema.Type<typeof Pair> {}

/**
 * What a plan is best at: points; pairs kept in force; or points less the price of its changed pairs (times
 * `forChanges` where the price is so many points for several changes).
 */
export const Goal = Schema.Literals(["points", "kept", "points-less-changes"])
export type Goal = typeof Goal.Type

/**
 * One goal of a plan, the most that any plan can reach of it, and integer prices that prove it.
 *
 * A branch's price is what one more group it might lead would be worth; a group's, what one branch fewer to lead it
 * would save. Every pair that is worth more than its two prices is in the plan, none that is worth less is, and whoever
 * has a positive price has as many pairs as it may, whoever has a negative one as few. No plan can do better: its
 * worth is what its pairs exceed their prices by, plus each price times a number of pairs, and each of these terms is
 * as large as it can be. A later goal is proven over the plans that are optimal for the goals before it.
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
  /** By branch id, then by group id. */
  pairs: Schema.Array(Pair),
  /** Points of all pairs. */
  total: Schema.Int,
  policy: Policy,
  /** Pairs of the plan that are not in force. */
  changes: Schema.Int,
  /** Proofs by goal, the first goal first. */
  certificate: Schema.Array(Proof),
  /**
   * Whether it is the only plan that is optimal for all goals. Where it is not, it is the first of them by id: reading
   * pairs in the order of branch id, then group id, it has the first pair in which they differ. (The plan that answers
   * a "why not" is instead the one nearest to the plan that was asked about.)
   */
  unique: Schema.Boolean
})
export interface Plan extends Schema.Schema.Type<typeof Plan> {}

/** Which of the settled pairs stand in the way. What the pins give is taken off on both sides beforehand. */
export interface Obstacles {
  /** Bans of which any one, lifted, would add to what there is. */
  readonly bans: ReadonlyArray<Settled>
  /** Pins to others that use up what there would be. */
  readonly pins: ReadonlyArray<Settled>
}

/**
 * Groups that need more branches than may lead them: of all branches, each can still give them at most `atMost`
 * leads. No group can be left out of the list without losing the contradiction.
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

/** Why a problem has no plan, or is no problem. */
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
  /** A table bears the name of a built-in criterion. */
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
  /** The problem's size times its largest points would leave the integers that a number holds exactly. */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }
