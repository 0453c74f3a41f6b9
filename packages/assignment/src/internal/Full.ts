/**
 * Solves the plain assignment problem: every pair is allowed, each item of the shorter side has exactly one pair, each
 * item of the longer side has at most one. Chooses between the solver that reads the matrix directly (`Rows.ts`) and
 * the dense solver, which copies it (`Dense.ts`), with SIMD or without.
 */
import type { Assignment, Costs, Prices, SideName, Solution } from "../Problem.ts"
import { largestCost } from "../Problem.ts"
import { solveDense, widest } from "./Dense.ts"
import type { Lanes } from "./Lanes.ts"
import { exact, largestOf, pathTerms, spanOf } from "./Limits.ts"
import { PlainLanes } from "./PlainLanes.ts"
import { type Rows, type RowsSolution, solveRows } from "./Rows.ts"
import { simd } from "./SimdLanes.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/**
 * An optimal plan for one goal, with the prices (dual variables) that prove it. Pairs are sorted by row, then by
 * column.
 */
export interface Answer {
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  readonly prices: Prices
}

/** The numbers 0, 1, 2 … up to `count` − 1. */
export const countUp = (count: number): Array<number> => {
  const numbers: Array<number> = []
  for (let i = 0; i < count; i++) numbers.push(i)
  return numbers
}

/**
 * Exchanges rows and columns of an answer. The pairs are sorted by column with a counting sort, which keeps the order
 * of the rows within a column.
 */
export const turnedBack = ({ column, prices, row }: Answer): Answer => {
  const next = new Int32Array(prices.columns.length + 1)
  for (let k = 0; k < row.length; k++) {
    const j = (column[k] as number) + 1
    next[j] = (next[j] as number) + 1
  }
  for (let j = 1; j < next.length; j++) next[j] = (next[j] as number) + (next[j - 1] as number)
  const [rows, columns] = [new Int32Array(row.length), new Int32Array(row.length)]
  for (let k = 0; k < row.length; k++) {
    const j = column[k] as number
    const at = next[j] as number
    next[j] = at + 1
    rows[at] = j
    columns[at] = row[k] as number
  }
  return { row: rows, column: columns, prices: { rows: prices.columns, columns: prices.rows } }
}

/**
 * Lowers the column prices of a square matrix so that none of them is above zero. This is possible because all column
 * prices may fall by the same amount if all row prices rise by it. With such prices, the proof that the plan is optimal
 * is also valid if columns may stay without a pair.
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

/**
 * Converts a solution of the solver in `Rows.ts` to rows and columns. (That solver calls the shorter side lines and the
 * longer side places.)
 */
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

/**
 * Up to this number of matrix entries, the solver that reads the matrix directly (`Rows.ts`) is faster than the dense
 * solver.
 */
const smallest = 900

/**
 * From this number of matrix entries, the dense solver with SIMD is faster than the solver that reads the matrix
 * directly (`Rows.ts`).
 */
const smallestSimd = 4096

/**
 * From this number of entries, a matrix with more rows than columns is first given to the solver that reads the matrix
 * directly (`Rows.ts`).
 */
const smallestTall = 16_384

const plainRows = (rows: number, columns: number, costs: Costs): Rows => {
  const matrix: Array<Array<number>> = []
  for (let i = 0; i < rows; i++) {
    const row: Array<number> = []
    for (let j = 0; j < columns; j++) row.push(costs[i * columns + j] as number)
    matrix.push(row)
  }
  return matrix
}

/**
 * Writes the costs of a matrix into the memory of the dense solver. Returns false if a cost is not a 32-bit integer.
 */
type Fill = (target: Int32Array, stride: number) => boolean

const dense = (rows: number, columns: number, fill: Fill, lanes: Lanes): Answer | "beyond" => {
  const { costs } = lanes
  if (!fill(costs, lanes.stride)) return "beyond"
  const [least, most] = lanes.span()
  if (most - least > widest) return "beyond"
  const shift = least >= 0 && most <= widest ? 0 : least
  if (shift !== 0) for (let a = 0; a < costs.length; a++) costs[a] = (costs[a] as number) - shift
  const { columnOf, columnPrices, rowPrices } = solveDense(rows, columns, lanes, most - shift)
  for (let i = 0; i < rows; i++) rowPrices[i] = (rowPrices[i] as number) + shift
  const prices =
    rows === columns ? lowered(rowPrices, columnPrices) : { rows: rowPrices, columns: columnPrices }
  return { row: countUp(rows), column: columnOf, prices }
}

/**
 * The answer of the dense solver for a matrix with at most as many rows as columns. `undefined` if a cost is not a
 * 32-bit integer, or if the costs differ by more than the solver supports.
 */
const solveFilled = (rows: number, columns: number, fill: Fill): Answer | undefined => {
  const use = (lanes: Lanes): Answer | "beyond" => dense(rows, columns, fill, lanes)
  const fast = rows * columns >= smallestSimd ? simd.run(rows, columns, use) : undefined
  const answer = fast ?? use(new PlainLanes(rows, columns))
  return answer === "beyond" ? undefined : answer
}

/**
 * Returns a function that copies the costs of a matrix into the memory of the dense solver, and subtracts `shift` from
 * each cost.
 */
const copied =
  (rows: number, columns: number, costs: Costs, shift: number): Fill =>
  (target, stride) => {
    if (shift === 0 && costs instanceof Int32Array) {
      if (stride === columns) target.set(costs)
      else
        for (let i = 0; i < rows; i++) target.set(costs.subarray(i * columns, (i + 1) * columns), i * stride)
      return true
    }
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) target[i * stride + j] = (costs[i * columns + j] as number) - shift
    }
    return true
  }

/**
 * Returns a function that copies the costs of a matrix with rows and columns exchanged, and subtracts `shift` from each
 * cost. The function copies in small tiles (square parts of the matrix), so that reads and writes stay close together
 * in memory.
 */
const exchanged =
  (rows: number, columns: number, costs: Costs, shift: number): Fill =>
  (target, stride) => {
    const tile = 32
    for (let top = 0; top < rows; top += tile) {
      const bottom = Math.min(rows, top + tile)
      for (let left = 0; left < columns; left += tile) {
        const right = Math.min(columns, left + tile)
        for (let j = left; j < right; j++) {
          for (let i = top; i < bottom; i++) {
            target[j * stride + i] = (costs[i * columns + j] as number) - shift
          }
        }
      }
    }
    return true
  }

/**
 * The amount to subtract from all costs so that the dense solver can use them: the least cost, if the costs are not
 * 32-bit integers.
 */
const shiftOf = (costs: Costs): number | undefined => {
  if (costs instanceof Int32Array) return 0
  const span = spanOf(costs)
  return span === undefined || span[1] - span[0] > widest ? undefined : span[0]
}

const withShift = (answer: Answer | undefined, shift: number): Answer | undefined =>
  answer === undefined || shift === 0
    ? answer
    : {
        ...answer,
        prices: {
          rows: Float64Array.from(answer.prices.rows, (price) => price + shift),
          columns: answer.prices.columns
        }
      }

/**
 * The solution of a full matrix with at most as many rows as columns. Every row has one pair. `undefined` if the costs
 * differ by more than the dense solver supports.
 */
export const solveFull = (rows: number, columns: number, costs: Costs): Answer | undefined => {
  if (rows === 0) return { row: [], column: [], prices: { rows: [], columns: new Float64Array(columns) } }
  if (costs.length <= smallest) {
    const found = solveRows(plainRows(rows, columns, costs), false)
    if (typeof found === "object") return answerOf(rows, columns, found)
  }
  const shift = shiftOf(costs)
  return shift === undefined
    ? undefined
    : withShift(solveFilled(rows, columns, copied(rows, columns, costs, shift)), shift)
}

/** The solution of a full matrix with at least as many rows as columns. Every column has one pair. */
const solveAround = (rows: number, columns: number, costs: Costs): Answer | undefined => {
  if (rows * columns <= smallest) {
    const around = solveFull(columns, rows, transposed(rows, columns, costs))
    return around === undefined ? undefined : turnedBack(around)
  }
  const shift = shiftOf(costs)
  if (shift === undefined) return undefined
  const around = withShift(solveFilled(columns, rows, exchanged(rows, columns, costs, shift)), shift)
  return around === undefined ? undefined : turnedBack(around)
}

/** A full matrix with rows and columns exchanged. */
export const transposed = (rows: number, columns: number, costs: Costs): Costs => {
  const turned = costs.slice()
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = costs[i * columns + j] as number
  }
  return turned
}

const isOneOrNone = (bound: number | Int32Array): boolean => bound === 0 || bound === 1

/**
 * The side (rows or columns) of a plain assignment problem whose items have exactly one pair each. `undefined` if the
 * problem is of another kind.
 */
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
 * Whether all costs are whole numbers, and every sum of costs along a path of the search is an integer that a number
 * represents exactly.
 */
const isExact = (rows: number, columns: number, costs: Costs): boolean => {
  const terms = pathTerms(rows, columns)
  if (costs instanceof Int32Array && terms * 2 ** 31 <= exact) return true
  const span = spanOf(costs)
  if (span === undefined) return false
  const largest = largestOf(span)
  return largest <= largestCost && largest * terms <= exact
}

/**
 * The solution of a plain assignment problem (every pair is allowed, at most one pair for each item), computed without
 * lists of bounds and pairs. `undefined` if the problem is of another kind, is invalid, or is beyond the limits of the
 * dense solver.
 */
export const solvePlain = (problem: Assignment): Solution | undefined => {
  const side = neededSide(problem)
  if (side === undefined) return undefined
  const [costs] = problem.costs
  const rows = problem.rows.count
  const columns = problem.columns.count
  if (costs.length !== rows * columns) return undefined
  if (!isExact(rows, columns, costs)) return undefined
  const answer = side === "rows" ? solveFull(rows, columns, costs) : solveAround(rows, columns, costs)
  if (answer === undefined) return undefined
  const { column, prices, row } = answer
  let total = 0
  for (let k = 0; k < row.length; k++) {
    total += costs[(row[k] as number) * columns + (column[k] as number)] as number
  }
  return { row, column, totals: [total], prices: [prices] }
}

/** Returns a function that copies a matrix of 32-bit costs into the memory of the dense solver. */
const laidOut =
  (matrix: Rows, rows: number, columns: number): Fill =>
  (target, stride) => {
    for (let i = 0; i < rows; i++) {
      const row = matrix[i] as ReadonlyArray<number>
      if (row.length !== columns) return false
      const base = i * stride
      for (let j = 0; j < columns; j++) {
        const cost = row[j] as number
        if ((cost | 0) !== cost) return false
        target[base + j] = cost
      }
    }
    return true
  }

/**
 * Returns a function that copies a matrix of 32-bit costs into the memory of the dense solver, with rows and columns
 * exchanged.
 */
const laidAround =
  (matrix: Rows, rows: number, columns: number): Fill =>
  (target, stride) => {
    if (matrix.some((row) => row.length !== columns)) return false
    const tile = 32
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile)
      for (let i = 0; i < rows; i++) {
        const row = matrix[i] as ReadonlyArray<number>
        for (let j = left; j < right; j++) {
          const cost = row[j] as number
          if ((cost | 0) !== cost) return false
          target[j * stride + i] = cost
        }
      }
    }
    return true
  }

const solveCopy = (matrix: Rows, rows: number, columns: number): Answer | undefined => {
  if (rows <= columns) return solveFilled(rows, columns, laidOut(matrix, rows, columns))
  const around = solveFilled(columns, rows, laidAround(matrix, rows, columns))
  return around === undefined ? undefined : turnedBack(around)
}

const solveMatrixRows = (matrix: Rows, rows: number, columns: number): Answer | undefined => {
  const fast = rows * columns >= smallestSimd && simd.isAvailable()
  // In a matrix that is not square, most items of the shorter side find a free partner immediately, so that no copy is
  // needed. But in a small matrix with more rows than columns, a copy is cheaper than reading columns that are far
  // apart in memory.
  if (fast && (rows === columns || (rows > columns && rows * columns < smallestTall))) {
    const answer = solveCopy(matrix, rows, columns)
    if (answer !== undefined) return answer
  }
  const found = solveRows(matrix, fast)
  if (found === undefined) return undefined
  return found === "hard" ? solveCopy(matrix, rows, columns) : answerOf(rows, columns, found)
}

/**
 * The solution of a matrix of costs, read directly from its rows. `undefined` if the matrix is invalid, has entries
 * that are not 32-bit integers, or is beyond the limits of the dense solver.
 */
export const solvePlainRows = (matrix: Rows): Solution | undefined => {
  const rows = matrix.length
  const columns = matrix[0]?.length ?? 0
  const answer = solveMatrixRows(matrix, rows, columns)
  if (answer === undefined) return undefined
  const { column, prices, row } = answer
  let total = 0
  for (let k = 0; k < row.length; k++) {
    // The type assertion is safe: in a full matrix every entry is a number.
    total += matrix[row[k] as number]?.[column[k] as number] as number
  }
  return { row, column, totals: [total], prices: [prices] }
}
