/** The types of assignment problems, of their solutions, and of the reasons why a problem has no solution. */

/** All reasons against a problem, for an error that lists them all. Never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/** One of the two sides of an assignment problem. */
export type SideName = "rows" | "columns"

/** The largest absolute value that a cost may have: 2⁴⁰. */
export const largestCost = 2 ** 40

/**
 * The rows or the columns of a problem: how many items there are, and the least and the greatest number of pairs of
 * each item. A single number is valid for all items. Bounds are whole numbers from 0.
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

/** The costs of the allowed pairs for one goal, as whole numbers. */
export type Costs = Int32Array | Float64Array | Array<number>

/**
 * An assignment problem: pair rows with columns so that all bounds are kept and the cost is least. Costs may be
 * negative.
 *
 * @category models
 */
export interface Assignment {
  readonly rows: Side
  readonly columns: Side
  /** Default: every pair is allowed. */
  readonly allowed?: Allowed
  /** If true, only plans with as many pairs as the bounds permit are compared by cost. Default: false. */
  readonly mostPairs?: boolean
  /** The goals in order: for each goal the cost of every allowed pair, row by row. */
  readonly costs: readonly [Costs, ...ReadonlyArray<Costs>]
}

/** A row and a column that are paired. */
export interface Pair {
  readonly row: number
  readonly column: number
}

/** Integer prices of rows and columns (dual variables). They prove that a plan is optimal for one goal. */
export interface Prices {
  readonly rows: ArrayLike<number>
  readonly columns: ArrayLike<number>
}

/**
 * An optimal plan with its certificate. `AssignmentCheck.verify` checks it.
 *
 * @category models
 */
export interface Solution {
  /** The row and the column of each pair, sorted by row, then by column. */
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** The total cost of the plan for each goal. */
  readonly totals: ReadonlyArray<number>
  /** The prices for each goal, in the order of the goals. */
  readonly prices: ReadonlyArray<Prices>
  /**
   * Prices which prove that no plan has more pairs. Present if and only if the problem requires as many pairs as
   * possible.
   */
  readonly mostPairs?: Prices
}

/**
 * The proof that no plan keeps the bounds: some items of one side together need more pairs than all items of the other
 * side can have with them (P. Hall, "On representatives of subsets", 1935, extended to capacities). The set is minimal:
 * if any one of its items is left out, the others can have the pairs that they need.
 */
export interface Shortfall {
  readonly _tag: "Shortfall"
  readonly side: SideName
  /** The items that together need too many pairs, each with its least number of pairs. */
  readonly wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
  /**
   * The items of the other side that may be paired with the `wanting` items, each with the most pairs that it can have
   * with them.
   */
  readonly offers: ReadonlyArray<{ readonly index: number; readonly atMost: number }>
  /** The sum of `needs` of the `wanting` items, and the sum of `atMost` of the `offers`. */
  readonly need: number
  readonly have: number
}

/**
 * Why a problem has no solution, or is not a valid problem. `Shortfall` is about a valid problem; the others are not.
 */
export type Refusal =
  | Shortfall
  /** An array of the problem has a wrong length. `goal` is the index of the goal if the array contains costs. */
  | {
      readonly _tag: "WrongLength"
      readonly array: "costs" | "allowed" | `${SideName}.${"least" | "most"}`
      readonly goal?: number
      readonly expected: number
      readonly found: number
    }
  /** A bound of an item is not a whole number from 0. */
  | { readonly _tag: "BadBound"; readonly side: SideName; readonly index: number; readonly bound: number }
  | { readonly _tag: "LeastOverMost"; readonly side: SideName; readonly index: number }
  /** The allowed columns of a row are not ascending, or one of them is not a column. */
  | { readonly _tag: "BadAllowed"; readonly row: number }
  | { readonly _tag: "CostNotWhole"; readonly cost: number }
  | { readonly _tag: "CostTooLarge"; readonly cost: number; readonly limit: number }
  /**
   * The costs are too large: their sums along a path or over a plan would exceed the integers that a number represents
   * exactly.
   */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }

/** A reason in words: `Shortfall {"side":"rows", …}`. */
const inWords = ({ _tag, ...fields }: { readonly _tag: string }): string => {
  const details = JSON.stringify(fields)
  return details === "{}" ? _tag : `${_tag} ${details.length > 300 ? `${details.slice(0, 300)}…` : details}`
}

/**
 * A problem has no solution, or is not a valid problem. `reasons` has every reason as tagged data.
 *
 * @category errors
 */
export class AssignmentRefused<out Reason extends { readonly _tag: string } = Refusal> extends Error {
  readonly _tag = "AssignmentRefused"
  override readonly name = "AssignmentRefused"
  readonly reasons: Reasons<Reason>

  constructor(reasons: Reasons<Reason>) {
    super()
    this.reasons = reasons
  }

  override get message(): string {
    return `the assignment has no solution: ${this.reasons.map(inWords).join("; ")}. Mend the problem and solve it again`
  }
}
