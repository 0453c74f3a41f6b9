/** The types of assignment problems whose rows have sizes, of their solutions, and of the proofs of these solutions. */
import type { Allowed, Costs, Refusal, Solution } from "./Problem.ts"

/**
 * An assignment problem in which the rows have sizes. Each row needs an exact number of pairs. Each column has a largest
 * number of pairs, and the sizes of its rows together must not exceed its room. (In the literature: the generalised
 * assignment problem, with several agents a job.)
 *
 * All numbers are whole numbers from 0; costs may be negative.
 *
 * @category models
 */
export interface Sized {
  readonly rows: { readonly count: number; readonly needs: Int32Array; readonly sizes: Int32Array }
  readonly columns: { readonly count: number; readonly most: Int32Array; readonly room: Int32Array }
  readonly allowed: Allowed
  /** The goals in order. Each element has the cost of every allowed pair for one goal, row by row. */
  readonly costs: readonly [Costs, ...ReadonlyArray<Costs>]
}

/** Pairs of a plan, sorted by row, then by column. */
export interface Pairs {
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
}

/**
 * The record of a complete search. The search divides all plans into parts. For each part, prices of the rows prove that
 * the part has no better plan. `SizedCheck` repeats the proof.
 *
 * A tree is a list of steps. A step is two numbers: the index of its prices, and the allowed pair that divides the part.
 * The steps of the plans with this pair are next, then the steps of the plans without it. The pair is −1 if the part is
 * not divided.
 *
 * @category models
 */
export interface SearchProof {
  /** Prices are whole numbers of 1 / `scale`. */
  readonly scale: number
  /** Lists of prices. Each list has a price for every row. */
  readonly prices: ReadonlyArray<ReadonlyArray<number>>
  /** The tree which proves that no plan is better. */
  readonly best: ReadonlyArray<number>
  /** The tree which proves that no plan that is as good comes earlier. Empty if the search stopped at its limit. */
  readonly first: ReadonlyArray<number>
  /** Another plan that is as good. Absent if no other plan is as good, or if the search stopped at its limit. */
  readonly another?: Pairs
}

/** Why a plan is the best: the prices of an assignment problem, or the record of a search. */
export type SizedProof =
  | { readonly _tag: "Relaxed"; readonly solution: Solution }
  | ({ readonly _tag: "Search" } & SearchProof)

/**
 * A plan with its proof. Of all plans that are best for all goals, it is the first: compare two plans pair by pair, by
 * row and then by column; at the first pair that only one of them has, the plan with the pair comes first.
 *
 * @category models
 */
export interface SizedSolution extends Pairs {
  /** The total cost of the plan for each goal. */
  readonly totals: ReadonlyArray<number>
  /** Whether no other plan is as good. False if the search stopped at its limit. */
  readonly unique: boolean
  /**
   * Present if the search stopped at its limit, so that the plan is not proven to be the best and the first. No plan costs
   * less than the plan by more than `gap` for the first goal.
   */
  readonly unproven?: { readonly gap: number }
  readonly proof: SizedProof
}

/**
 * Why a problem has no plan, although the number of pairs alone would permit one: the sizes do not fit together. At most
 * `have` of the `need` pairs of these rows are possible at the same time. The other rows do not matter.
 */
export interface SizesShortfall {
  readonly _tag: "SizesShortfall"
  readonly wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
  /** The columns that may be paired with these rows, each with the largest number of these rows that fits into it. */
  readonly offers: ReadonlyArray<{ readonly index: number; readonly atMost: number }>
  readonly need: number
  readonly have: number
  /** The search which proves that no plan has more pairs than `filled`, a number that is less than all needs. */
  readonly filled: number
  readonly proof: SearchProof
}

/** The search stopped at its limit. It has found no plan, and has not proven that no plan exists. */
export interface SearchStopped {
  readonly _tag: "SearchStopped"
  readonly limit: number
}

/** Why a problem with sizes has no solution. */
export type SizedRefusal = Refusal | SizesShortfall | SearchStopped
