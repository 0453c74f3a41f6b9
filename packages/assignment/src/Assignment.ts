/**
 * Assignment: the cheapest way to pair the things of two sides, rows and columns, when only some pairs are allowed and
 * every row and every column must and may have so many pairs. Branches with groups, volunteers with elders, cases with
 * people who can take them are all this one problem (the transportation problem with unit arcs; its simplest form is
 * the linear assignment problem).
 *
 * - Costs are integers, so optimal means optimal. Several goals are met in order: the second is optimised among the
 *   plans that are best for the first, and so on.
 * - The answer carries prices of rows and columns for each goal. `AssignmentCheck` verifies with them in one
 *   look at every allowed pair that the plan keeps all bounds and that none is better.
 * - Where there is no plan, the answer is a set of one side that needs more than the other can give it (P. Hall, "On
 *   representatives of subsets", 1935, with capacities), checkable likewise.
 *
 * Which solver runs depends on the shape: a full matrix (Jonker & Volgenant 1987, Crouse 2016), few columns that take
 * many rows each, or successive shortest paths over the allowed pairs alone (Ahuja, Magnanti & Orlin 1993). The plan
 * depends on nothing but the problem as it is written down. {@link canonical} makes it independent of the solver too.
 */
import * as Result from "effect/Result"
import { solveDense, widest } from "./internal/Dense.ts"
import { solveExchange } from "./internal/Exchange.ts"
import { type Face, faceOf, isSingle, moveToFirst } from "./internal/Face.ts"
import { solveFlow } from "./internal/Flow.ts"
import { columnsOf, type Net, type Shortage, transpose } from "./internal/Net.ts"
import { type Rows, type RowsSolution, solveRows } from "./internal/Rows.ts"

/** All reasons against a problem: never empty. */
export type Reasons<Reason> = readonly [Reason, ...ReadonlyArray<Reason>]

/** The largest cost of a pair, either way: 2⁴⁰. */
export const largestCost = 2 ** 40

/** One side: how many things it has, and the least and most pairs of each (one number where all are alike). */
export interface Side {
  readonly count: number
  readonly least: number | Int32Array
  readonly most: number | Int32Array
}

/** The allowed pairs: those of row i are `column[start[i]]` … `column[start[i + 1] - 1]`, ascending. */
export interface Allowed {
  readonly start: Int32Array
  readonly column: Int32Array
}

/** Integer costs. */
export type Costs = Int32Array | Float64Array | Array<number>

/**
 * An assignment problem.
 *
 * @category models
 */
export interface Assignment {
  readonly rows: Side
  readonly columns: Side
  /** Left out where every pair is allowed. */
  readonly allowed?: Allowed
  /** For each goal, the first goal first, the cost of every allowed pair, row by row. */
  readonly costs: readonly [Costs, ...ReadonlyArray<Costs>]
}

/** Prices of rows and columns: integers that prove that a plan is optimal for one goal. */
export interface Prices {
  readonly rows: ArrayLike<number>
  readonly columns: ArrayLike<number>
}

/**
 * An optimal plan.
 *
 * @category models
 */
export interface Solution {
  /** The row and the column of each pair, by row, then by column. */
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** What the plan costs, goal by goal. */
  readonly totals: ReadonlyArray<number>
  readonly prices: ReadonlyArray<Prices>
}

/**
 * Things of one side that together need more pairs than the other side has for them: each of the other side can give
 * them no more pairs than its most, nor than it is allowed to have with them. None of them can be left out.
 */
export interface Shortfall {
  readonly _tag: "Shortfall"
  readonly side: "rows" | "columns"
  readonly wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
  /** Those of the other side that can give them any. */
  readonly offers: ReadonlyArray<{ readonly index: number; readonly atMost: number }>
  readonly need: number
  readonly have: number
}

/** Why a problem has no solution, or is none. */
export type Refusal =
  | Shortfall
  | { readonly _tag: "LeastOverMost"; readonly side: "rows" | "columns"; readonly index: number }
  | { readonly _tag: "CostNotWhole"; readonly cost: number }
  | { readonly _tag: "CostTooLarge"; readonly cost: number; readonly limit: number }
  /** Costs times the length of a path or plan would leave the integers that a number holds exactly. */
  | { readonly _tag: "ProblemTooLarge"; readonly largest: number; readonly limit: number }

const at = (bound: number | Int32Array, index: number): number =>
  typeof bound === "number" ? bound : (bound[index] ?? 0)

const spelt = (bound: number | Int32Array, count: number): Int32Array =>
  typeof bound === "number" ? new Int32Array(count).fill(bound) : bound

const all = (bound: number | Int32Array, count: number, value: number): boolean =>
  typeof bound === "number" ? bound === value || count === 0 : bound.every((each) => each === value)

const netOf = ({ allowed, columns, rows }: Assignment): Net => {
  const bounds = {
    rows: rows.count,
    columns: columns.count,
    rowLeast: spelt(rows.least, rows.count),
    rowMost: spelt(rows.most, rows.count),
    columnLeast: spelt(columns.least, columns.count),
    columnMost: spelt(columns.most, columns.count)
  }
  if (allowed !== undefined) return { ...bounds, start: allowed.start, column: allowed.column }
  const start = new Int32Array(rows.count + 1)
  for (let i = 0; i < rows.count; i++) start[i + 1] = (i + 1) * columns.count
  return { ...bounds, start }
}

const sum = (values: Int32Array): number => values.reduce((total, value) => total + value, 0)

/** Makes what is left of a shortage as small as dropping one after another gets it, and counts both sides. */
const shortfallOf = (net: Net, shortage: Shortage): Shortfall => {
  const { net: facing } =
    shortage.side === "rows" ? { net: { ...net, column: columnsOf(net) } } : transpose(net)
  const { column, columnMost, rowLeast, start } = facing
  const wanted = new Int32Array(facing.columns)
  const wanting = new Set(shortage.wanting)
  let need = 0
  for (const i of wanting) {
    need += at(rowLeast, i)
    for (let a = at(start, i); a < at(start, i + 1); a++) {
      const j = at(column, a)
      wanted[j] = at(wanted, j) + 1
    }
  }
  const offer = (j: number): number => Math.min(at(wanted, j), at(columnMost, j))
  let have = 0
  for (let j = 0; j < facing.columns; j++) have += offer(j)
  for (let before = -1; before !== wanting.size;) {
    before = wanting.size
    for (const i of wanting) {
      let lost = 0
      for (let a = at(start, i); a < at(start, i + 1); a++) {
        const j = at(column, a)
        if (at(wanted, j) <= at(columnMost, j)) lost++
      }
      if (need - at(rowLeast, i) <= have - lost) continue
      wanting.delete(i)
      need -= at(rowLeast, i)
      have -= lost
      for (let a = at(start, i); a < at(start, i + 1); a++) {
        const j = at(column, a)
        wanted[j] = at(wanted, j) - 1
      }
    }
  }
  const offers: Array<{ readonly index: number; readonly atMost: number }> = []
  for (let j = 0; j < facing.columns; j++) if (offer(j) > 0) offers.push({ index: j, atMost: offer(j) })
  return {
    _tag: "Shortfall",
    side: shortage.side,
    wanting: [...wanting].sort((a, b) => a - b).map((index) => ({ index, needs: at(rowLeast, index) })),
    offers,
    need,
    have
  }
}

type Span = readonly [least: number, most: number]

/** The least and the greatest of some numbers, `[0, 0]` of none; nothing where one of them is no whole number. */
const span = (costs: Costs): Span | undefined => {
  let least = costs[0] ?? 0
  let most = least
  if (costs instanceof Int32Array) {
    for (let a = 1; a < costs.length; a++) {
      const cost = costs[a] as number // a < costs.length
      if (cost < least) least = cost
      if (cost > most) most = cost
    }
    return [least, most]
  }
  for (let a = 0; a < costs.length; a++) {
    const cost = costs[a] as number // a < costs.length
    if (!Number.isInteger(cost)) return undefined
    if (cost < least) least = cost
    if (cost > most) most = cost
  }
  return [least, most]
}

/** One optimal plan for one goal. */
interface Answer {
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  readonly prices: Prices
}

const countUp = (count: number): Array<number> => {
  const numbers: Array<number> = []
  for (let i = 0; i < count; i++) numbers.push(i)
  return numbers
}

/** Costs brought to 0 and above, in 32 bits. */
const shifted = (costs: Costs, least: number): Int32Array => {
  const from0 = new Int32Array(costs.length)
  // a < costs.length
  for (let a = 0; a < costs.length; a++) from0[a] = (costs[a] as number) - least
  return from0
}

/**
 * Where every column is needed, all of their prices may fall by as much as those of the rows rise. At most zero, they
 * also prove the plan where columns need no row.
 */
const lowered = (
  rowPrices: Array<number> | Float64Array,
  columnPrices: Array<number> | Float64Array
): Prices => {
  let highest = 0
  for (let j = 0; j < columnPrices.length; j++) {
    const price = columnPrices[j] as number // j < columnPrices.length
    if (price > highest) highest = price
  }
  if (highest > 0) {
    for (let j = 0; j < columnPrices.length; j++) columnPrices[j] = (columnPrices[j] ?? 0) - highest
    for (let i = 0; i < rowPrices.length; i++) rowPrices[i] = (rowPrices[i] ?? 0) + highest
  }
  return { rows: rowPrices, columns: columnPrices }
}

/** What the rows of a matrix gave, as an answer. */
const answerOf = (rows: number, columns: number, found: RowsSolution): Answer => {
  const { linePrices, placeOf, placePrices } = found
  if (rows <= columns) {
    const prices =
      rows === columns ? lowered(linePrices, placePrices) : { rows: linePrices, columns: placePrices }
    return { row: countUp(rows), column: placeOf, prices }
  }
  const columnOf = Array<number>(rows).fill(-1)
  for (let j = 0; j < columns; j++) columnOf[placeOf[j] as number] = j // a place is a row
  const row: Array<number> = []
  const column: Array<number> = []
  for (let i = 0; i < rows; i++) {
    const j = columnOf[i] as number // i < rows
    if (j < 0) continue
    row.push(i)
    column.push(j)
  }
  return { row, column, prices: { rows: placePrices, columns: linePrices } }
}

/** Up to so many entries typed arrays take longer to set up than rows to solve. */
const smallest = 900

const unfolded = (rows: number, columns: number, costs: Costs): ReadonlyArray<ReadonlyArray<number>> => {
  const matrix: Array<Array<number>> = []
  for (let i = 0; i < rows; i++) {
    const row: Array<number> = []
    for (let j = 0; j < columns; j++) row.push(costs[i * columns + j] as number) // within the matrix
    matrix.push(row)
  }
  return matrix
}

/**
 * The plain assignment problem on a full matrix: every row has one pair, every column at most one. Nothing where costs
 * spread too far for 32 bits.
 */
const solveFull = (rows: number, columns: number, costs: Costs, [least, most]: Span): Answer | undefined => {
  if (costs.length > 0 && costs.length <= smallest) {
    const found = solveRows(unfolded(rows, columns, costs))
    if (typeof found === "object") return answerOf(rows, columns, found)
  }
  if (most - least > widest) return undefined
  const shift = costs instanceof Int32Array && least >= 0 && most <= widest ? 0 : least
  const from0 = shift === 0 && costs instanceof Int32Array ? costs : shifted(costs, shift)
  const { columnOf, columnPrices, rowPrices } = solveDense(rows, columns, from0, most - shift)
  for (let i = 0; i < rows; i++) rowPrices[i] = (rowPrices[i] ?? 0) + shift
  const prices =
    rows === columns ? lowered(rowPrices, columnPrices) : { rows: rowPrices, columns: columnPrices }
  return { row: countUp(rows), column: columnOf, prices }
}

/** Few columns that take many rows each; nothing where the net is not of that kind. */
const solveFew = (net: Net, costs: Costs): Answer | Shortage | undefined => {
  const { column, columnLeast, columnMost, columns, rowLeast, rowMost, rows, start } = net
  if (columns * 2 > rows || costs.length * 4 < rows * columns) return undefined
  if (!all(rowLeast, rows, 1) || !all(rowMost, rows, 1)) return undefined
  if (!all(columnLeast, columns, 0) && sum(columnMost) !== rows) return undefined
  let matrix: Float64Array
  if (column === undefined) matrix = new Float64Array(costs)
  else {
    matrix = new Float64Array(rows * columns).fill(Infinity)
    for (let i = 0; i < rows; i++) {
      for (let a = at(start, i); a < at(start, i + 1); a++) {
        matrix[i * columns + at(column, a)] = costs[a] as number // a is a pair of row i
      }
    }
  }
  const found = solveExchange(rows, columns, matrix, columnMost)
  if ("wanting" in found) return { side: "rows", wanting: found.wanting }
  const { columnOf, columnPrices, rowPrices } = found
  return { row: countUp(rows), column: columnOf, prices: { rows: rowPrices, columns: columnPrices } }
}

/** Any net: flow along the allowed pairs. */
const solveAny = (net: Net, costs: Costs): Answer | Shortage => {
  const column = columnsOf(net)
  const found = solveFlow({ ...net, column }, new Float64Array(costs))
  if ("wanting" in found) return found
  const prices = { rows: found.rowPrices, columns: found.columnPrices }
  return { ...listed(net, found.taken), prices }
}

/** One goal on one net whose rows need no less than its columns. */
const solveFacing = (net: Net, costs: Costs): Answer | Shortage => {
  const { columnLeast, columnMost, columns, rowLeast, rowMost, rows } = net
  if (
    net.column === undefined &&
    rows <= columns &&
    all(rowLeast, rows, 1) &&
    all(rowMost, rows, 1) &&
    all(columnMost, columns, 1) &&
    (rows === columns || all(columnLeast, columns, 0))
  ) {
    const answer = solveFull(rows, columns, costs, span(costs) ?? [0, 0])
    if (answer !== undefined) return answer
  }
  return solveFew(net, costs) ?? solveAny(net, costs)
}

/** A full matrix with rows and columns exchanged, a tile at a time, so that both are read and written near by. */
const transposed = (rows: number, columns: number, costs: Costs): Costs => {
  const turned = costs.slice()
  const tile = 32
  for (let top = 0; top < rows; top += tile) {
    const bottom = Math.min(rows, top + tile)
    for (let left = 0; left < columns; left += tile) {
      const right = Math.min(columns, left + tile)
      for (let i = top; i < bottom; i++) {
        // i < rows, j < columns
        for (let j = left; j < right; j++) turned[j * rows + i] = costs[i * columns + j] as number
      }
    }
  }
  return turned
}

/** The same pairs and costs with the two sides exchanged. */
const turned = (net: Net, costs: Costs): { readonly net: Net; readonly costs: Costs } => {
  const { columnLeast, columnMost, columns, rowLeast, rowMost, rows } = net
  if (net.column === undefined) {
    const start = new Int32Array(columns + 1)
    for (let j = 0; j < columns; j++) start[j + 1] = (j + 1) * rows
    const sides = { rowLeast: columnLeast, rowMost: columnMost, columnLeast: rowLeast, columnMost: rowMost }
    return { net: { rows: columns, columns: rows, start, ...sides }, costs: transposed(rows, columns, costs) }
  }
  const { net: around, place } = transpose(net)
  const moved = costs.slice()
  for (let a = 0; a < place.length; a++) moved[a] = costs[at(place, a)] as number // place is a permutation
  return { net: around, costs: moved }
}

/** The pairs of an answer with the two sides exchanged back. */
const turnedBack = ({ column, prices, row }: Answer): Answer => {
  const order = countUp(row.length).sort(
    (a, b) => (column[a] ?? 0) - (column[b] ?? 0) || (row[a] ?? 0) - (row[b] ?? 0)
  )
  return {
    row: order.map((k) => column[k] ?? 0),
    column: order.map((k) => row[k] ?? 0),
    prices: { rows: prices.columns, columns: prices.rows }
  }
}

/** One goal on one net. */
const solveNet = (net: Net, costs: Costs): Answer | Shortage => {
  const rowsNeed = sum(net.rowLeast)
  const columnsNeed = sum(net.columnLeast)
  if (rowsNeed > columnsNeed || (rowsNeed === columnsNeed && net.rows <= net.columns)) {
    return solveFacing(net, costs)
  }
  const around = turned(net, costs)
  const answer = solveFacing(around.net, around.costs)
  if ("wanting" in answer) {
    return { side: answer.side === "rows" ? "columns" : "rows", wanting: answer.wanting }
  }
  return turnedBack(answer)
}

/** The place of an allowed pair. */
const placeOf = (net: Net, i: number, j: number): number =>
  net.column === undefined ? i * net.columns + j : net.column.indexOf(j, net.start[i])

/** For each pair of a net whether it is among these. */
const marked = (net: Net, row: ArrayLike<number>, column: ArrayLike<number>): Uint8Array => {
  const taken = new Uint8Array(at(net.start, net.rows))
  for (let k = 0; k < row.length; k++) {
    taken[placeOf(net, row[k] ?? 0, column[k] ?? 0)] = 1
  }
  return taken
}

/** The pairs that are taken, by row, then by column. */
const listed = (net: Net, taken: Uint8Array): Pick<Solution, "row" | "column"> => {
  const row: Array<number> = []
  const column: Array<number> = []
  for (let i = 0; i < net.rows; i++) {
    for (let a = at(net.start, i); a < at(net.start, i + 1); a++) {
      if (taken[a] !== 1) continue
      row.push(i)
      column.push(net.column === undefined ? a - at(net.start, i) : at(net.column, a))
    }
  }
  return { row, column }
}

const costAt = (costs: Costs, place: Int32Array | undefined): Costs =>
  // Each place is a pair of the problem.
  place === undefined ? costs : Float64Array.from(place, (a) => costs[a] as number)

/** What the pairs of a plan cost. */
const totalOf = (net: Net, costs: Costs, row: ArrayLike<number>, column: ArrayLike<number>): number => {
  let total = 0
  for (let k = 0; k < row.length; k++) total += costs[placeOf(net, row[k] ?? 0, column[k] ?? 0)] ?? 0
  return total
}

const limit = Number.MAX_SAFE_INTEGER

const pairsAtMost = (side: Side, other: Side): number =>
  typeof side.most === "number"
    ? side.count * Math.min(side.most, other.count)
    : side.most.reduce((total, each) => total + Math.min(each, other.count), 0)

const refusals = (problem: Assignment): Array<Refusal> => {
  const found: Array<Refusal> = []
  for (const side of ["rows", "columns"] as const) {
    const { count, least, most } = problem[side]
    const stated = typeof least === "number" && typeof most === "number" ? Math.min(count, 1) : count
    for (let index = 0; index < stated; index++) {
      if (at(least, index) > at(most, index)) found.push({ _tag: "LeastOverMost", side, index })
    }
  }
  let largest = 0
  for (const costs of problem.costs) {
    const ends = span(costs)
    if (ends !== undefined) largest = Math.max(largest, -ends[0], ends[1])
    else {
      const part = Array.prototype.find.call(costs, (cost: number) => !Number.isInteger(cost))
      found.push({ _tag: "CostNotWhole", cost: part })
    }
  }
  if (largest > largestCost) found.push({ _tag: "CostTooLarge", cost: largest, limit: largestCost })
  const { columns, rows } = problem
  // A price is the cost of a path, and a path passes each row and each column at most once; a distance adds two prices
  // and a cost. A total is the cost of all pairs of a plan.
  const terms = Math.max(
    4 * (Math.min(rows.count, columns.count) + 1),
    Math.min(pairsAtMost(rows, columns), pairsAtMost(columns, rows))
  )
  if (largest <= largestCost && largest * terms > limit) {
    found.push({ _tag: "ProblemTooLarge", largest, limit: Math.floor(limit / terms) })
  }
  return found
}

/**
 * The plain assignment problem, without spelling out bounds and pairs; nothing where the problem is another one or has
 * something wrong with it.
 */
const solvePlain = ({ allowed, columns, costs, rows }: Assignment): Solution | undefined => {
  const [only] = costs
  if (costs.length > 1 || allowed !== undefined || rows.most !== 1 || columns.most !== 1) return undefined
  const square = rows.count === columns.count
  const byRow = rows.least === 1 && (square || (rows.count < columns.count && columns.least === 0))
  const byColumn = columns.least === 1 && (square || (rows.count > columns.count && rows.least === 0))
  if (!byRow && !byColumn) return undefined
  const ends = span(only)
  if (ends === undefined) return undefined
  const largest = Math.max(-ends[0], ends[1])
  if (largest > largestCost || largest * 4 * (Math.min(rows.count, columns.count) + 1) > limit)
    return undefined
  let answer: Answer | undefined
  if (byRow) answer = solveFull(rows.count, columns.count, only, ends)
  else {
    const around = solveFull(columns.count, rows.count, transposed(rows.count, columns.count, only), ends)
    answer = around === undefined ? undefined : turnedBack(around)
  }
  if (answer === undefined) return undefined
  const { column, prices, row } = answer
  let total = 0
  // Rows and columns of an answer lie within the matrix.
  for (let k = 0; k < row.length; k++) {
    total += only[(row[k] as number) * columns.count + (column[k] as number)] as number
  }
  return { row, column, totals: [total], prices: [prices] }
}

/**
 * An optimal plan with its proof, or every reason why there is none.
 *
 * Costs are integers within ±{@link largestCost}; with so large ones the smaller side may have 2,047 things, in
 * general 2⁵³/4 divided by the largest cost. Bounds are integers from 0. Time: at most rows²·columns for a full matrix
 * with one pair a row, pairs·log(rows + columns) for each pair of the plan in general. Memory: the allowed pairs.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const one = { count: 2, least: 1, most: 1 }
 * const plan = Result.getOrThrow(
 *   Assignment.solve({ rows: one, columns: one, costs: [Int32Array.of(1, 2, 2, 5)] })
 * )
 * assert.deepEqual(plan.totals, [4])
 * assert.deepEqual([...Array.from(plan.column)], [1, 0])
 * ```
 * @category operations
 */
export const solve = (problem: Assignment): Result.Result<Solution, Reasons<Refusal>> => {
  const plain = solvePlain(problem)
  if (plain !== undefined) return Result.succeed(plain)
  const [first, ...others] = refusals(problem)
  if (first !== undefined) return Result.fail([first, ...others])
  const { costs, rows } = problem
  const [only] = costs
  const net = netOf(problem)
  if (costs.length === 1) {
    const answer = solveNet(net, only)
    if ("wanting" in answer) return Result.fail([shortfallOf(net, answer)])
    const { column, prices, row } = answer
    return Result.succeed({ row, column, totals: [totalOf(net, only, row, column)], prices: [prices] })
  }
  const taken = new Uint8Array(at(net.start, rows.count))
  let open: { readonly net: Net; readonly place?: Int32Array } = { net }
  const prices: Array<Prices> = []
  for (const cost of costs) {
    const answer = solveNet(open.net, costAt(cost, open.place))
    if ("wanting" in answer) return Result.fail([shortfallOf(open.net, answer)])
    prices.push(answer.prices)
    const now = marked(open.net, answer.row, answer.column)
    for (let a = 0; a < now.length; a++) {
      taken[open.place === undefined ? a : at(open.place, a)] = now[a] ?? 0
    }
    open = faceOf(open.net, open.place, taken, cost, answer.prices.rows, answer.prices.columns)
  }
  const { column, row } = listed(net, taken)
  return Result.succeed({ row, column, totals: costs.map((cost) => totalOf(net, cost, row, column)), prices })
}

/** What remains open after all goals of a solution. */
const lastFace = (problem: Assignment, net: Net, taken: Uint8Array, { prices }: Solution): Face => {
  const [first] = problem.costs
  let face: Face | undefined
  for (const [goal, cost] of problem.costs.entries()) {
    const { columns, rows } = prices[goal] ?? { columns: [], rows: [] }
    face = faceOf(face?.net ?? net, face?.place, taken, cost, rows, columns)
  }
  return face ?? faceOf(net, undefined, taken, first, [], [])
}

/**
 * Whether a solution's plan is the only one that is optimal for all goals.
 *
 * @category operations
 */
export const isUnique = (problem: Assignment, solution: Solution): boolean => {
  const net = netOf(problem)
  return isSingle(lastFace(problem, net, marked(net, solution.row, solution.column), solution))
}

/**
 * Of all plans that are optimal for all goals the first, and whether it is the only one: going through the pairs by
 * row, then by column, the first has the first pair in which any two of them differ. Its prices are those of the
 * solution, which prove every optimal plan.
 *
 * The same problem always has the same canonical plan, whichever solver found which optimum.
 *
 * @category operations
 */
export const canonical = (
  problem: Assignment,
  solution: Solution
): { readonly solution: Solution; readonly unique: boolean } => {
  const net = netOf(problem)
  const taken = marked(net, solution.row, solution.column)
  const face = lastFace(problem, net, taken, solution)
  if (isSingle(face)) return { solution, unique: true }
  moveToFirst(face)
  for (let a = 0; a < face.place.length; a++) taken[at(face.place, a)] = face.taken[a] ?? 0
  return { solution: { ...solution, ...listed(net, taken) }, unique: false }
}

/** Why a matrix is no problem. */
export type MatrixRefusal =
  | { readonly _tag: "RowLength"; readonly row: number; readonly expected: number; readonly found: number }
  | { readonly _tag: "NotWhole"; readonly row: number; readonly column: number; readonly found: unknown }
  | { readonly _tag: "TooLarge"; readonly row: number; readonly column: number; readonly found: number }

/** Least and most pairs, for all rows or columns alike or for each. */
export interface Bounds {
  readonly least: number | ReadonlyArray<number>
  readonly most: number | ReadonlyArray<number>
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

const problemsOf = (matrix: ReadonlyArray<ReadonlyArray<number | null>>): Array<MatrixRefusal> => {
  const expected = matrix[0]?.length ?? 0
  const problems: Array<MatrixRefusal> = []
  for (const [row, values] of matrix.entries()) {
    if (values.length !== expected) {
      problems.push({ _tag: "RowLength", row, expected, found: values.length })
      continue
    }
    for (const [column, found] of values.entries()) {
      if (found === null) continue
      if (!Number.isInteger(found)) problems.push({ _tag: "NotWhole", row, column, found })
      else if (Math.abs(found) > largestCost) problems.push({ _tag: "TooLarge", row, column, found })
    }
  }
  return problems
}

/**
 * The problem of a matrix of integer costs, row by row; `null` where a pair is not allowed.
 *
 * Where no bounds are given, each thing of the shorter side has exactly one pair and each of the other at most one.
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
  matrix: ReadonlyArray<ReadonlyArray<number | null>>,
  bounds: { readonly rows?: Bounds; readonly columns?: Bounds } = {}
): Result.Result<Assignment, Reasons<MatrixRefusal>> => {
  const count = matrix.length
  const width = matrix[0]?.length ?? 0
  const rows = sideOf(count, bounds.rows, count <= width)
  const columns = sideOf(width, bounds.columns, width <= count)
  const size = count * width
  const costs = new Int32Array(size)
  let place = 0
  for (const values of matrix) {
    if (values.length !== width) break
    for (let j = 0; j < width; j++) {
      const value = values[j]
      // What is no 32-bit integer (a place that is not allowed, or undefined) is not the integer that it is cut to.
      const whole = (value as number) | 0
      if (whole !== value) return fromLooseMatrix(matrix, rows, columns)
      costs[place++] = whole
    }
  }
  return place < size
    ? fromLooseMatrix(matrix, rows, columns)
    : Result.succeed({ rows, columns, costs: [costs] })
}

const fromLooseMatrix = (
  matrix: ReadonlyArray<ReadonlyArray<number | null>>,
  rows: Side,
  columns: Side
): Result.Result<Assignment, Reasons<MatrixRefusal>> => {
  const [first, ...others] = problemsOf(matrix)
  if (first !== undefined) return Result.fail([first, ...others])
  const start = new Int32Array(rows.count + 1)
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
  const kept: readonly [Costs] = [Float64Array.from(costs)]
  return Result.succeed(
    column.length === rows.count * columns.count
      ? { rows, columns, costs: kept }
      : { rows, columns, allowed: { start, column: Int32Array.from(column) }, costs: kept }
  )
}

/**
 * The plan of a plain matrix, as {@link fromMatrix} and {@link solve} give it, straight from its rows: the fastest way
 * where the matrix is small, or easy, and not needed as a problem afterwards.
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
  matrix: ReadonlyArray<ReadonlyArray<number | null>>
): Result.Result<Solution, Reasons<MatrixRefusal | Refusal>> => {
  const rows = matrix.length
  const columns = matrix[0]?.length ?? 0
  const found = solveRows(matrix)
  const answer =
    found === "hard"
      ? solveLaidOut(matrix, rows, columns)
      : found === undefined
        ? undefined
        : answerOf(rows, columns, found)
  if (answer === undefined) return Result.flatMap(fromMatrix(matrix), solve)
  const { column, prices, row } = answer
  let total = 0
  for (let k = 0; k < row.length; k++) {
    // Rows and columns of an answer lie within the matrix, and all of its entries are numbers.
    total += matrix[row[k] as number]?.[column[k] as number] as number
  }
  return Result.succeed({ row, column, totals: [total], prices: [prices] })
}

/** A matrix of whole numbers of 32 bits, laid out line by line: by column where there are more rows than columns. */
const solveLaidOut = (matrix: Rows, rows: number, columns: number): Answer | undefined => {
  const costs = new Int32Array(rows * columns)
  const tall = rows > columns
  const [along, down, tile] = tall ? [rows, 1, 32] : [1, columns, columns]
  let least = Infinity
  let most = -Infinity
  for (let left = 0; left < columns; left += tile) {
    const right = Math.min(columns, left + tile)
    for (let i = 0; i < rows; i++) {
      const row = matrix[i] as ReadonlyArray<number> // i < rows, and every entry is a number
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
  const ends = [least, most] as const
  if (!tall) return solveFull(rows, columns, costs, ends)
  const around = solveFull(columns, rows, costs, ends)
  return around === undefined ? undefined : turnedBack(around)
}
