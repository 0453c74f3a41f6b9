/** The types of assignment problems, of their solutions, and of the reasons why a problem has no solution. */

/** All reasons why a problem is invalid or has no solution, for an error that lists them all. Never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/** One of the two sides of an assignment problem. */
export type SideName = "rows" | "columns"

/** The largest absolute value that a cost may have: 2⁴⁰. */
export const largestCost = 2 ** 40

/**
 * The rows or the columns of a problem: the number of items, and the minimum and maximum number of pairs of each item.
 * If `least` or `most` is a single number, it is valid for all items. Bounds are whole numbers of at least 0.
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
 * An assignment problem: pair rows with columns so that all bounds are kept and the total cost is as low as possible.
 * Costs may be negative.
 *
 * @category models
 */
export interface Assignment {
  readonly rows: Side
  readonly columns: Side
  /** The allowed pairs of rows and columns. Default: every pair is allowed. */
  readonly allowed?: Allowed
  /**
   * If true, the plan has as many pairs as the bounds permit, and only such plans are compared by cost. Default: false.
   */
  readonly mostPairs?: boolean
  /**
   * The goals in order. Each element is the array of costs for one goal: the cost of every allowed pair, row by row.
   */
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
 * An optimal plan, with the prices that prove it. `AssignmentCheck.verify` checks it.
 *
 * @category models
 */
export interface Solution {
  /** `row` and `column`: the row and the column of each pair of the plan, sorted by row, then by column. */
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** The total cost of the plan for each goal. */
  readonly totals: ReadonlyArray<number>
  /** The prices (the proof of optimality) for each goal, in the order of the goals. */
  readonly prices: ReadonlyArray<Prices>
  /**
   * The prices of rows and columns which prove that no plan has more pairs. Present if and only if the problem requires
   * as many pairs as possible.
   */
  readonly mostPairs?: Prices
}

/**
 * The proof that no plan keeps the bounds: some items of one side together need more pairs than all items of the other
 * side can have with them (P. Hall, "On representatives of subsets", 1935, extended to capacities). This set of items
 * is minimal: without any one of them, the other items can have the pairs that they need.
 */
export interface Shortfall {
  readonly _tag: "Shortfall"
  readonly side: SideName
  /**
   * The items (rows or columns of one side) that together need too many pairs, each with its minimum number of pairs.
   */
  readonly wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
  /**
   * The items of the other side that may be paired with the `wanting` items, each with the maximum number of pairs that
   * it can have with these items.
   */
  readonly offers: ReadonlyArray<{ readonly index: number; readonly atMost: number }>
  /** `need` is the sum of `needs` of all `wanting` items. `have` is the sum of `atMost` of all `offers`. */
  readonly need: number
  readonly have: number
}

/**
 * Why an assignment problem has no solution, or is not valid. A `Shortfall` means that a valid problem has no solution;
 * the other reasons mean that the problem is not valid.
 */
export type Refusal =
  | Shortfall
  /** An array in the problem has a wrong length. If the array contains costs, `goal` is the index of their goal. */
  | {
      readonly _tag: "WrongLength"
      readonly array: "costs" | "allowed" | `${SideName}.${"least" | "most"}`
      readonly goal?: number
      readonly expected: number
      readonly found: number
    }
  /** A bound (the minimum or maximum number of pairs of an item) is not a whole number, or is negative. */
  | { readonly _tag: "BadBound"; readonly side: SideName; readonly index: number; readonly bound: number }
  | { readonly _tag: "LeastOverMost"; readonly side: SideName; readonly index: number }
  /** The allowed columns of a row are not in ascending order, or one of them is not a column of the problem. */
  | { readonly _tag: "BadAllowed"; readonly row: number }
  | { readonly _tag: "CostNotWhole"; readonly cost: number }
  | { readonly _tag: "CostTooLarge"; readonly cost: number; readonly limit: number }
  /**
   * The costs are too large: a sum of costs could be larger than the integers that a JavaScript number can store
   * exactly.
   */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }

/** Describes a reason in words: `Shortfall {"side":"rows", …}`. */
const inWords = ({ _tag, ...fields }: { readonly _tag: string }): string => {
  const details = JSON.stringify(fields)
  return details === "{}" ? _tag : `${_tag} ${details.length > 300 ? `${details.slice(0, 300)}…` : details}`
}

/**
 * A problem has no solution, or is not a valid problem. `reasons` contains every reason as tagged data.
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
