/**
 * Checks an assignment without solving it: that a plan keeps every bound, takes only allowed pairs and is optimal for
 * each goal in turn, and that a shortfall is real. Nothing here shares code with `Assignment`: it is short
 * enough to be believed after one reading.
 *
 * Why it proves what it says: let every allowed pair have as its rest its cost less the prices of its row and its
 * column. The cost of any plan is the sum of the rests of its pairs plus, for each row and column, its price times its
 * number of pairs. A plan that takes every pair with a negative rest and none with a positive one, and gives a positive
 * price its least number of pairs and a negative one its most, makes every term as small as it can be. So it is
 * optimal, and a plan is optimal only if it does the same: what is fixed in this way is fixed for the next goal.
 */
import type { Assignment, Shortfall, Solution } from "./Assignment.ts"

/**
 * What is wrong with a solution; the first flaw that is found by goal, by row and by column.
 *
 * @category models
 */
export type Flaw =
  | { readonly _tag: "PairNotAllowed"; readonly row: number; readonly column: number }
  | { readonly _tag: "PairsOutOfOrder"; readonly row: number; readonly column: number }
  | {
      readonly _tag: "OutOfBounds"
      readonly side: "rows" | "columns"
      readonly index: number
      readonly pairs: number
      readonly least: number
      readonly most: number
    }
  | { readonly _tag: "WrongTotal"; readonly goal: number; readonly stated: number; readonly found: number }
  | { readonly _tag: "PricesMissing"; readonly goal: number }
  /** A price that is no whole number, or too large to calculate with exactly. */
  | {
      readonly _tag: "BadPrice"
      readonly goal: number
      readonly side: "rows" | "columns"
      readonly index: number
    }
  /** A pair that the prices say should (or should not) be taken. */
  | {
      readonly _tag: "NotOptimalAt"
      readonly goal: number
      readonly row: number
      readonly column: number
    }
  /** A row or column that has more pairs than its least at a positive price, or fewer than its most at a negative. */
  | {
      readonly _tag: "NotOptimalFor"
      readonly goal: number
      readonly side: "rows" | "columns"
      readonly index: number
    }

const bound = (bounds: number | Int32Array, index: number): number =>
  typeof bounds === "number" ? bounds : (bounds[index] ?? 0)

const spelt = (bounds: number | Int32Array, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, index) => bound(bounds, index))

const isPrice = (price: number | undefined): boolean =>
  price !== undefined && Number.isInteger(price) && Math.abs(price) <= 2 ** 51

/**
 * The first flaw of a solution, or nothing where it is feasible and optimal, its totals are right and its prices prove
 * it. One look at every allowed pair for each goal, in integers.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Result.getOrThrow(Assignment.fromMatrix([[1, 2], [2, 5]]))
 * const solution = Result.getOrThrow(Assignment.solve(problem))
 * assert.equal(AssignmentCheck.verify(problem, solution), undefined)
 * assert.equal(AssignmentCheck.verify(problem, { ...solution, column: [0, 1] })?._tag, "WrongTotal")
 * ```
 * @category operations
 */
export const verify = (problem: Assignment, solution: Solution): Flaw | undefined => {
  const { allowed, columns, costs, rows } = problem
  const width = columns.count
  const pairs = allowed === undefined ? rows.count * width : allowed.column.length
  const first = (i: number): number => (allowed === undefined ? i * width : (allowed.start[i] ?? 0))

  // The place of each pair of the plan among all allowed pairs; they must ascend.
  const places = new Int32Array(solution.row.length)
  const taken = new Uint8Array(pairs)
  const rowPairs = new Int32Array(rows.count)
  const columnPairs = new Int32Array(width)
  for (let k = 0; k < places.length; k++) {
    const row = solution.row[k] ?? -1
    const column = solution.column[k] ?? -1
    let place = -1
    if (row >= 0 && row < rows.count && column >= 0 && column < width) {
      if (allowed === undefined) place = row * width + column
      else place = allowed.column.indexOf(column, allowed.start[row])
      if (place >= first(row + 1)) place = -1
    }
    if (place < 0 || !Number.isInteger(place)) return { _tag: "PairNotAllowed", row, column }
    if (k > 0 && place <= (places[k - 1] ?? 0)) return { _tag: "PairsOutOfOrder", row, column }
    places[k] = place
    taken[place] = 1
    rowPairs[row] = (rowPairs[row] ?? 0) + 1
    columnPairs[column] = (columnPairs[column] ?? 0) + 1
  }

  const bounds = {
    rows: { count: rowPairs, least: spelt(rows.least, rows.count), most: spelt(rows.most, rows.count) },
    columns: { count: columnPairs, least: spelt(columns.least, width), most: spelt(columns.most, width) }
  }
  for (const side of ["rows", "columns"] as const) {
    const { count, least, most } = bounds[side]
    for (let index = 0; index < count.length; index++) {
      const has = count[index] ?? 0
      const atLeast = least[index] ?? 0
      const atMost = most[index] ?? 0
      if (has < atLeast || has > atMost) {
        return { _tag: "OutOfBounds", side, index, pairs: has, least: atLeast, most: atMost }
      }
    }
  }

  // Pairs that an earlier goal has settled; each settled pair that is taken counts towards the least of its two.
  const settled = costs.length > 1 ? new Uint8Array(pairs) : undefined
  for (const [goal, cost] of costs.entries()) {
    const prices = solution.prices[goal]
    if (prices === undefined || prices.rows.length !== rows.count || prices.columns.length !== width) {
      return { _tag: "PricesMissing", goal }
    }
    for (const side of ["rows", "columns"] as const) {
      const { count, least, most } = bounds[side]
      for (let index = 0; index < count.length; index++) {
        const price = prices[side][index] ?? 0
        if (!isPrice(prices[side][index])) return { _tag: "BadPrice", goal, side, index }
        if (price > 0 && count[index] !== least[index]) return { _tag: "NotOptimalFor", goal, side, index }
        if (price < 0 && count[index] !== most[index]) return { _tag: "NotOptimalFor", goal, side, index }
        if (price > 0) most[index] = least[index] ?? 0
        if (price < 0) least[index] = most[index] ?? 0
      }
    }
    const columnPrices = Float64Array.from(prices.columns)
    let total = 0
    for (const place of places) total += cost[place] ?? 0
    if (total !== solution.totals[goal]) {
      return { _tag: "WrongTotal", goal, stated: solution.totals[goal] ?? Number.NaN, found: total }
    }
    for (let i = 0; i < rows.count; i++) {
      const price = prices.rows[i] ?? 0
      const from = first(i)
      const end = first(i + 1)
      for (let a = from; a < end; a++) {
        const j = allowed === undefined ? a - from : (allowed.column[a] ?? 0)
        const rest = (cost[a] ?? 0) - (columnPrices[j] ?? 0) - price
        // Taken although it costs more than its prices, or left although it costs less.
        if (rest > 0 ? taken[a] === 1 : rest < 0 && taken[a] === 0) {
          if (settled?.[a] !== 1) return { _tag: "NotOptimalAt", goal, row: i, column: j }
        }
      }
    }
    if (settled === undefined) continue
    const rowFixed = new Int32Array(rows.count)
    const columnFixed = new Int32Array(width)
    for (let i = 0; i < rows.count; i++) {
      for (let a = first(i); a < first(i + 1); a++) {
        const j = allowed === undefined ? a - i * width : (allowed.column[a] ?? 0)
        if ((cost[a] ?? 0) - (prices.rows[i] ?? 0) - (columnPrices[j] ?? 0) !== 0) settled[a] = 1
        if (settled[a] === 0 || taken[a] === 0) continue
        rowFixed[i] = (rowFixed[i] ?? 0) + 1
        columnFixed[j] = (columnFixed[j] ?? 0) + 1
      }
    }
    for (let i = 0; i < rows.count; i++) {
      bounds.rows.least[i] = Math.max(bounds.rows.least[i] ?? 0, rowFixed[i] ?? 0)
    }
    for (let j = 0; j < width; j++) {
      bounds.columns.least[j] = Math.max(bounds.columns.least[j] ?? 0, columnFixed[j] ?? 0)
    }
  }
  return undefined
}

/**
 * Whether a shortfall is real: its things together need more pairs than all of the other side may have with them, and
 * its figures are right.
 *
 * @category operations
 */
export const verifyShortfall = (problem: Assignment, shortfall: Shortfall): boolean => {
  const { allowed, columns, rows } = problem
  const ofRows = shortfall.side === "rows"
  const [own, other] = ofRows ? [rows, columns] : [columns, rows]
  const wanting = new Set(shortfall.wanting.map(({ index }) => index))
  if (wanting.size !== shortfall.wanting.length) return false
  const wanted = new Int32Array(other.count)
  for (let i = 0; i < rows.count; i++) {
    const from = allowed === undefined ? 0 : (allowed.start[i] ?? 0)
    const end = allowed === undefined ? columns.count : (allowed.start[i + 1] ?? 0)
    for (let a = from; a < end; a++) {
      const j = allowed === undefined ? a : (allowed.column[a] ?? 0)
      if (!wanting.has(ofRows ? i : j)) continue
      const giver = ofRows ? j : i
      wanted[giver] = (wanted[giver] ?? 0) + 1
    }
  }
  let need = 0
  for (const { index, needs } of shortfall.wanting) {
    if (index >= own.count || needs !== bound(own.least, index)) return false
    need += needs
  }
  const offers = new Map(shortfall.offers.map(({ atMost, index }) => [index, atMost]))
  let have = 0
  for (let index = 0; index < other.count; index++) {
    const atMost = Math.min(wanted[index] ?? 0, bound(other.most, index))
    if ((offers.get(index) ?? 0) !== atMost) return false
    have += atMost
  }
  return need === shortfall.need && have === shortfall.have && need > have
}
