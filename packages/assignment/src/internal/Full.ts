/**
 * The plain assignment problem: every pair is allowed, each item of the shorter side has exactly one pair, each item of
 * the longer side at most one. Chooses between the solver on plain rows and the solver on typed arrays.
 */
import type { Assignment, Costs, Prices, SideName, Solution } from "../Problem.ts"
import { largestCost } from "../Problem.ts"
import { solveDense, widest } from "./Dense.ts"
import { exact, largestOf, pathTerms, type Span, spanOf } from "./Limits.ts"
import { type Rows, type RowsSolution, solveRows } from "./Rows.ts"

// The loops in this file keep every index within its array; `as number` records that for the compiler.

/** An optimal plan for one goal, with its prices. Pairs are sorted by row, then by column. */
export interface Answer {
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  readonly prices: Prices
}

/** 0, 1, 2 … up to `count` − 1. */
export const countUp = (count: number): Array<number> => {
  const numbers: Array<number> = []
  for (let i = 0; i < count; i++) numbers.push(i)
  return numbers
}

/** An answer with rows and columns exchanged. */
export const turnedBack = ({ column, prices, row }: Answer): Answer => {
  const order = countUp(row.length).sort(
    (a, b) => (column[a] as number) - (column[b] as number) || (row[a] as number) - (row[b] as number)
  )
  return {
    row: order.map((k) => column[k] as number),
    column: order.map((k) => row[k] as number),
    prices: { rows: prices.columns, columns: prices.rows }
  }
}

/** A full matrix with rows and columns exchanged, tile by tile, so that reads and writes stay close together. */
export const transposed = (rows: number, columns: number, costs: Costs): Costs => {
  const turned = costs.slice()
  const tile = 32
  for (let top = 0; top < rows; top += tile) {
    const bottom = Math.min(rows, top + tile)
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile)
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < right; j++) turned[j * rows + i] = costs[i * columns + j] as number
      }
    }
  }
  return turned
}

/**
 * Prices of a square matrix, with no column price above zero. All column prices may fall by one amount if all row
 * prices rise by it. Prices at most zero also prove the plan if columns may stay without a pair.
 */
const lowered = (rows: Array<number> | Float64Array, columns: Array<number> | Float64Array): Prices => {
  let highest = 0
  for (let j = 0; j < columns.length; j++) {
    const price = columns[j] as number
    if (price > highest) highest = price
  }
  if (highest > 0) {
    for (let j = 0; j < columns.length; j++) columns[j] = (columns[j] as number) - highest
    for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] as number) + highest
  }
  return { rows, columns }
}

/** A solution on plain rows, in terms of rows and columns. */
const answerOf = (rows: number, columns: number, found: RowsSolution): Answer => {
  const { linePrices, placeOf, placePrices } = found
  if (rows <= columns) {
    const prices =
      rows === columns ? lowered(linePrices, placePrices) : { rows: linePrices, columns: placePrices }
    return { row: countUp(rows), column: placeOf, prices }
  }
  const columnOf = Array<number>(rows).fill(-1)
  for (let j = 0; j < columns; j++) columnOf[placeOf[j] as number] = j
  const row: Array<number> = []
  const column: Array<number> = []
  for (let i = 0; i < rows; i++) {
    const j = columnOf[i] as number
    if (j < 0) continue
    row.push(i)
    column.push(j)
  }
  return { row, column, prices: { rows: placePrices, columns: linePrices } }
}

/** Up to this many entries, solving on plain rows is faster than setting up typed arrays. */
const smallest = 900

const plainRows = (rows: number, columns: number, costs: Costs): Rows => {
  const matrix: Array<Array<number>> = []
  for (let i = 0; i < rows; i++) {
    const row: Array<number> = []
    for (let j = 0; j < columns; j++) row.push(costs[i * columns + j] as number)
    matrix.push(row)
  }
  return matrix
}

/** Costs less the least cost, in 32 bits. */
const shifted = (costs: Costs, least: number): Int32Array => {
  const from0 = new Int32Array(costs.length)
  for (let a = 0; a < costs.length; a++) from0[a] = (costs[a] as number) - least
  return from0
}

/**
 * The answer for a full matrix with at most as many rows as columns. Every row has one pair. `undefined` if the costs
 * differ by more than the dense solver supports.
 */
export const solveFull = (
  rows: number,
  columns: number,
  costs: Costs,
  [least, most]: Span
): Answer | undefined => {
  if (costs.length > 0 && costs.length <= smallest) {
    const found = solveRows(plainRows(rows, columns, costs))
    if (typeof found === "object") return answerOf(rows, columns, found)
  }
  if (most - least > widest) return undefined
  const shift = costs instanceof Int32Array && least >= 0 && most <= widest ? 0 : least
  const from0 = shift === 0 && costs instanceof Int32Array ? costs : shifted(costs, shift)
  const { columnOf, columnPrices, rowPrices } = solveDense(rows, columns, from0, most - shift)
  for (let i = 0; i < rows; i++) rowPrices[i] = (rowPrices[i] as number) + shift
  const prices =
    rows === columns ? lowered(rowPrices, columnPrices) : { rows: rowPrices, columns: columnPrices }
  return { row: countUp(rows), column: columnOf, prices }
}

const isOneOrNone = (bound: number | Int32Array): boolean => bound === 0 || bound === 1

/** The side of a plain problem whose items have exactly one pair each. `undefined` if the problem is of another kind. */
const neededSide = ({ allowed, columns, costs, mostPairs, rows }: Assignment): SideName | undefined => {
  if (costs.length > 1 || allowed !== undefined || mostPairs === true) return undefined
  if (rows.most !== 1 || columns.most !== 1 || !isOneOrNone(rows.least) || !isOneOrNone(columns.least)) {
    return undefined
  }
  const square = rows.count === columns.count
  if (rows.least === 1 && (square || (rows.count < columns.count && columns.least === 0))) return "rows"
  if (columns.least === 1 && (square || (rows.count > columns.count && rows.least === 0))) return "columns"
  return undefined
}

/**
 * The solution of a plain problem, without writing out bounds and pairs. `undefined` if the problem is of another kind,
 * is invalid, or is beyond the limits of the dense solver.
 */
export const solvePlain = (problem: Assignment): Solution | undefined => {
  const side = neededSide(problem)
  if (side === undefined) return undefined
  const [costs] = problem.costs
  const rows = problem.rows.count
  const columns = problem.columns.count
  if (costs.length !== rows * columns) return undefined
  const span = spanOf(costs)
  if (span === undefined) return undefined
  const largest = largestOf(span)
  if (largest > largestCost || largest * pathTerms(rows, columns) > exact) return undefined
  const answer =
    side === "rows" ? solveFull(rows, columns, costs, span) : solveAround(rows, columns, costs, span)
  if (answer === undefined) return undefined
  const { column, prices, row } = answer
  let total = 0
  for (let k = 0; k < row.length; k++) {
    total += costs[(row[k] as number) * columns + (column[k] as number)] as number
  }
  return { row, column, totals: [total], prices: [prices] }
}

/** The answer for a full matrix with at least as many rows as columns. Every column has one pair. */
const solveAround = (rows: number, columns: number, costs: Costs, span: Span): Answer | undefined => {
  const around = solveFull(columns, rows, transposed(rows, columns, costs), span)
  return around === undefined ? undefined : turnedBack(around)
}

/**
 * A matrix of 32-bit integers as one array: row by row, or column by column if there are more rows than columns. The
 * copy goes in tiles of columns if it exchanges rows and columns.
 */
const solveLaidOut = (matrix: Rows, rows: number, columns: number): Answer | undefined => {
  const costs = new Int32Array(rows * columns)
  const tall = rows > columns
  const [along, down, tile] = tall ? [rows, 1, 32] : [1, columns, columns]
  let least = Infinity
  let most = -Infinity
  for (let left = 0; left < columns; left += tile) {
    const right = Math.min(columns, left + tile)
    for (let i = 0; i < rows; i++) {
      // The solver on plain rows has seen that every entry is a number.
      const row = matrix[i] as ReadonlyArray<number>
      let place = left * along + i * down
      for (let j = left; j < right; j++) {
        const cost = row[j] as number
        costs[place] = cost
        place += along
        if (cost < least) least = cost
        if (cost > most) most = cost
      }
    }
  }
  const span = [least, most] as const
  if (!tall) return solveFull(rows, columns, costs, span)
  const around = solveFull(columns, rows, costs, span)
  return around === undefined ? undefined : turnedBack(around)
}

/**
 * The solution of a plain matrix, straight from its rows. `undefined` if the matrix is invalid, has entries that are not
 * 32-bit integers, or is beyond the limits of the dense solver.
 */
export const solvePlainRows = (matrix: Rows): Solution | undefined => {
  const rows = matrix.length
  const columns = matrix[0]?.length ?? 0
  const found = solveRows(matrix)
  if (found === undefined) return undefined
  const answer = found === "hard" ? solveLaidOut(matrix, rows, columns) : answerOf(rows, columns, found)
  if (answer === undefined) return undefined
  const { column, prices, row } = answer
  let total = 0
  for (let k = 0; k < row.length; k++) {
    // Every entry is a number.
    total += matrix[row[k] as number]?.[column[k] as number] as number
  }
  return { row, column, totals: [total], prices: [prices] }
}
