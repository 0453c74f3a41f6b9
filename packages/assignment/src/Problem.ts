/** What goes in and what comes out: problems, solutions, and the reasons why a problem has no solution. */

/** All reasons against a problem. Never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/** The two sides of a problem. */
export type SideName = "rows" | "columns"

/** The largest absolute value of a cost: 2⁴⁰. */
export const largestCost = 2 ** 40

/**
 * One side: how many items it has, and the least and the most pairs of each item. A single number holds for all items.
 * Bounds are whole numbers from 0.
 */
export interface Side {
  readonly count: number
  readonly least: number | Int32Array
  readonly most: number | Int32Array
}

/** The allowed pairs: row i may be paired with `column[start[i]]` … `column[start[i + 1] - 1]`, in ascending order. */
export interface Allowed {
  readonly start: Int32Array
  readonly column: Int32Array
}

/** Costs are whole numbers. */
export type Costs = Int32Array | Float64Array | Array<number>

/**
 * An assignment problem.
 *
 * @category models
 */
export interface Assignment {
  readonly rows: Side
  readonly columns: Side
  /** Default: every pair is allowed. */
  readonly allowed?: Allowed
  /** If true, a plan must have as many pairs as the bounds permit; only such plans are compared by cost. Default: false. */
  readonly mostPairs?: boolean
  /** The goals in order: for each goal the cost of every allowed pair, row by row. */
  readonly costs: readonly [Costs, ...ReadonlyArray<Costs>]
}

/** A row and a column. */
export interface Pair {
  readonly row: number
  readonly column: number
}

/** Integer prices of rows and columns. They prove that a plan is optimal for one goal. */
export interface Prices {
  readonly rows: ArrayLike<number>
  readonly columns: ArrayLike<number>
}

/**
 * An optimal plan with its certificate.
 *
 * @category models
 */
export interface Solution {
  /** The row and the column of each pair, sorted by row, then by column. */
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** The cost of the plan for each goal. */
  readonly totals: ReadonlyArray<number>
  /** The prices for each goal. */
  readonly prices: ReadonlyArray<Prices>
  /** Prices that prove that no plan has more pairs. Present if and only if the problem requires the most pairs. */
  readonly mostPairs?: Prices
}

/**
 * Why no plan keeps the bounds (P. Hall, "On representatives of subsets", 1935, with capacities): some items of one
 * side together need more pairs than all items of the other side can have with them. The set is minimal: without any
 * one of its items, the others can have what they need.
 */
export interface Shortfall {
  readonly _tag: "Shortfall"
  readonly side: SideName
  /** The items that need too much, each with its least number of pairs. */
  readonly wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
  /** The items of the other side that may be paired with them, each with the most pairs that it can have with them. */
  readonly offers: ReadonlyArray<{ readonly index: number; readonly atMost: number }>
  /** The sum of `needs`, and the sum of `atMost`. */
  readonly need: number
  readonly have: number
}

/** Why a problem has no solution, or is not a valid problem. */
export type Refusal =
  | Shortfall
  /** An array has a wrong length. `goal` is the index of a goal if the array holds costs. */
  | {
      readonly _tag: "WrongLength"
      readonly array: "costs" | "allowed" | `${SideName}.${"least" | "most"}`
      readonly goal?: number
      readonly expected: number
      readonly found: number
    }
  /** A bound is not a whole number from 0. */
  | { readonly _tag: "BadBound"; readonly side: SideName; readonly index: number; readonly bound: number }
  | { readonly _tag: "LeastOverMost"; readonly side: SideName; readonly index: number }
  /** The allowed columns of a row are not ascending, or one of them is not a column. */
  | { readonly _tag: "BadAllowed"; readonly row: number }
  | { readonly _tag: "CostNotWhole"; readonly cost: number }
  | { readonly _tag: "CostTooLarge"; readonly cost: number; readonly limit: number }
  /** Sums of costs along a path or over a plan would exceed the integers that a number represents exactly. */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }
