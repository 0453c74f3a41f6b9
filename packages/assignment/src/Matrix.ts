/** Builds and solves assignment problems that are given as a plain matrix of costs. */
import * as Result from "effect/Result"
import { solvePlainRows } from "./internal/Full.ts"
import type { Rows } from "./internal/Rows.ts"
import {
  type Assignment,
  AssignmentRefused,
  type Costs,
  largestCost,
  type Refusal,
  type Side
} from "./Problem.ts"
import type { Solution } from "./Problem.ts"
import { solve } from "./Solve.ts"

/** Why a matrix of costs is not a valid assignment problem. Rows and columns count from 0. */
export type MatrixRefusal =
  | { readonly _tag: "RowLength"; readonly row: number; readonly expected: number; readonly found: number }
  | { readonly _tag: "NotWhole"; readonly row: number; readonly column: number; readonly found: unknown }
  | { readonly _tag: "TooLarge"; readonly row: number; readonly column: number; readonly found: number }

/**
 * The minimum and the maximum number of pairs. A single number is valid for all rows (or columns). An array contains a
 * number for each row (or column).
 */
export interface Bounds {
  readonly least: number | ReadonlyArray<number>
  readonly most: number | ReadonlyArray<number>
}

/**
 * The parts of an assignment problem that a matrix of costs does not contain: the bounds of rows and columns, and
 * whether the plan must have as many pairs as possible.
 */
export interface MatrixOptions {
  /**
   * The bounds of the rows: the minimum and the maximum number of pairs of each row. Default for rows and columns:
   * exactly one pair for each item of the shorter side, at most one pair for each item of the longer side.
   */
  readonly rows?: Bounds
  readonly columns?: Bounds
  /**
   * If true, the plan has as many pairs as the bounds permit; among such plans, the best one is chosen. Then the
   * default for bounds is 0 to 1. Default: false.
   */
  readonly mostPairs?: boolean
}

const sideOf = (count: number, bounds: Bounds | undefined, needed: boolean): Side => {
  if (bounds === undefined) return { count, least: needed ? 1 : 0, most: 1 }
  const { least, most } = bounds
  return {
    count,
    least: typeof least === "number" ? least : Int32Array.from(least),
    most: typeof most === "number" ? most : Int32Array.from(most)
  }
}

const refusalsOf = (matrix: Rows): Array<MatrixRefusal> => {
  const expected = matrix[0]?.length ?? 0
  const found: Array<MatrixRefusal> = []
  for (const [row, values] of matrix.entries()) {
    if (values.length !== expected) {
      found.push({ _tag: "RowLength", row, expected, found: values.length })
      continue
    }
    for (const [column, value] of values.entries()) {
      if (value === null) continue
      if (!Number.isInteger(value)) found.push({ _tag: "NotWhole", row, column, found: value })
      else if (Math.abs(value) > largestCost) found.push({ _tag: "TooLarge", row, column, found: value })
    }
  }
  return found
}

/** The bounds and options of an assignment problem, without its pairs and costs. */
type Frame = Omit<Assignment, "allowed" | "costs">

/**
 * The assignment problem of a full matrix of 32-bit integers. `undefined` if the matrix has forbidden pairs, or numbers
 * that are not 32-bit integers.
 */
const fullProblem = (matrix: Rows, frame: Frame): Assignment | undefined => {
  const width = frame.columns.count
  const costs = new Int32Array(frame.rows.count * width)
  let place = 0
  for (const values of matrix) {
    if (values.length !== width) return undefined
    for (let j = 0; j < width; j++) {
      const value = values[j]
      const whole = (value as number) | 0
      if (whole !== value) return undefined
      costs[place++] = whole
    }
  }
  return { ...frame, costs: [costs] }
}

/**
 * The assignment problem of any matrix of costs, also with forbidden pairs. If the matrix is invalid, fails with all
 * reasons.
 */
const looseProblem = (
  matrix: Rows,
  frame: Frame
): Result.Result<Assignment, AssignmentRefused<MatrixRefusal>> => {
  const [first, ...others] = refusalsOf(matrix)
  if (first !== undefined) return Result.fail(new AssignmentRefused([first, ...others]))
  const start = new Int32Array(frame.rows.count + 1)
  const column: Array<number> = []
  const costs: Array<number> = []
  for (const [i, values] of matrix.entries()) {
    for (const [j, value] of values.entries()) {
      if (value === null) continue
      column.push(j)
      costs.push(value)
    }
    start[i + 1] = column.length
  }
  const only: readonly [Costs] = [Float64Array.from(costs)]
  const isFull = column.length === frame.rows.count * frame.columns.count
  return Result.succeed(
    isFull
      ? { ...frame, costs: only }
      : { ...frame, allowed: { start, column: Int32Array.from(column) }, costs: only }
  )
}

/**
 * Makes a problem from the rows of a matrix of integer costs. `null` means that the pair is not allowed.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Result.getOrThrow(Assignment.fromMatrix([[4, null, 1], [2, 3, 1]]))
 * assert.deepEqual(Result.getOrThrow(Assignment.solve(problem)).totals, [3])
 * ```
 * @category constructors
 */
export const fromMatrix = (
  matrix: Rows,
  { columns, mostPairs = false, rows }: MatrixOptions = {}
): Result.Result<Assignment, AssignmentRefused<MatrixRefusal>> => {
  const height = matrix.length
  const width = matrix[0]?.length ?? 0
  const frame: Frame = {
    rows: sideOf(height, rows, height <= width && !mostPairs),
    columns: sideOf(width, columns, width <= height && !mostPairs),
    ...(mostPairs ? { mostPairs } : {})
  }
  const full = fullProblem(matrix, frame)
  return full === undefined ? looseProblem(matrix, frame) : Result.succeed(full)
}

/**
 * Solves the problem of a matrix of costs without building the problem first. The result is the same as with
 * {@link fromMatrix} and then {@link solve}, but this is faster. Use it if you do not need the problem afterwards.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const plan = Result.getOrThrow(Assignment.solveMatrix([[1, 2], [2, 5]]))
 * assert.deepEqual([plan.totals, Array.from(plan.column)], [[4], [1, 0]])
 * ```
 * @category operations
 */
export const solveMatrix = (
  matrix: Rows
): Result.Result<Solution, AssignmentRefused<MatrixRefusal | Refusal>> => {
  const plan = solvePlainRows(matrix)
  return plan === undefined ? Result.flatMap(fromMatrix(matrix), solve) : Result.succeed(plan)
}
