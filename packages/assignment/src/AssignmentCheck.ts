/**
 * Checks a solution of an assignment problem without solving the problem: whether the plan keeps all bounds, has only
 * allowed pairs and is optimal for each goal in order, and whether the other statements of the solution are true. Also
 * checks a shortfall (the statement that no plan exists). This checker shares no code with the solvers, and is short
 * enough to be read as a whole.
 *
 * Why the check proves that a plan is optimal: a solution states a price for each row and column. The rest (reduced
 * cost) of an allowed pair is its cost minus the prices of its row and its column. The cost of any plan is the sum of
 * the rests of its pairs, plus, for each row and column, its price times its number of pairs. Suppose that these
 * conditions are true: the plan has every pair with a negative rest, and no pair with a positive rest. Each row and
 * column with a positive price has its minimum number of pairs. Each row and column with a negative price has its
 * maximum number of pairs. Then every term of the sum is as small as possible, so the plan is optimal. Every other
 * optimal plan must meet the same conditions. Therefore, for the next goal, only pairs with rest zero can still be
 * added or dropped.
 */
import type { Assignment, Prices, Shortfall, SideName, Solution } from "./Problem.ts"

/**
 * Identifies a goal of the problem: the index of its costs, or "pairs" for the goal to have as many pairs as possible.
 */
export type Goal = number | "pairs"

/**
 * What is wrong with a solution: the first mistake that {@link verify} finds.
 *
 * @category models
 */
export type Flaw =
  | { readonly _tag: "PairNotAllowed"; readonly row: number; readonly column: number }
  /** The pairs are not sorted by row and then by column, or a pair occurs twice. */
  | { readonly _tag: "PairsOutOfOrder"; readonly row: number; readonly column: number }
  | {
      readonly _tag: "OutOfBounds"
      readonly side: SideName
      readonly index: number
      readonly pairs: number
      readonly least: number
      readonly most: number
    }
  | { readonly _tag: "WrongTotal"; readonly goal: number; readonly stated: number; readonly found: number }
  | { readonly _tag: "PricesMissing"; readonly goal: Goal }
  /**
   * A price (of a row or a column, in the proof of optimality) is not a whole number, or is too large for exact
   * arithmetic.
   */
  | { readonly _tag: "BadPrice"; readonly goal: Goal; readonly side: SideName; readonly index: number }
  /**
   * According to the prices (dual variables), an optimal plan must have this pair, but the checked plan does not have
   * it. Or an optimal plan must not have the pair, but the checked plan has it.
   */
  | { readonly _tag: "NotOptimalAt"; readonly goal: Goal; readonly row: number; readonly column: number }
  /**
   * According to the price of this row or column, it has its minimum (or maximum) number of pairs in every optimal
   * plan. But in the checked plan, it has another number.
   */
  | { readonly _tag: "NotOptimalFor"; readonly goal: Goal; readonly side: SideName; readonly index: number }
  | { readonly _tag: "WrongUnique"; readonly stated: boolean; readonly found: boolean }

const boundAt = (bounds: number | Int32Array, index: number): number =>
  typeof bounds === "number" ? bounds : (bounds[index] ?? 0)

const isPrice = (price: number | undefined): boolean =>
  price !== undefined && Number.isInteger(price) && Math.abs(price) <= 2 ** 51

/**
 * One side of a plan (the rows or the columns). For each item: its number of pairs, and the bounds that remain after
 * the goals that were checked so far.
 */
interface Items {
  readonly side: SideName
  readonly pairs: Int32Array
  readonly least: Int32Array
  readonly most: Int32Array
}

/** The plan that is checked. The allowed pairs are numbered, row by row. */
interface Plan {
  readonly problem: Assignment
  /** The number of the first allowed pair of a row. */
  readonly first: (row: number) => number
  readonly columnOf: (pair: number, row: number) => number
  readonly taken: Uint8Array
  /** The numbers of those allowed pairs that are in the plan. */
  readonly pairs: Int32Array
  /** For each allowed pair: 1 if an earlier goal has decided whether the pair is in the plan, otherwise 0. */
  readonly settled: Uint8Array
  readonly rows: Items
  readonly columns: Items
}

const itemsOf = (side: SideName, { count, least, most }: Assignment[SideName]): Items => ({
  side,
  pairs: new Int32Array(count),
  least: Int32Array.from({ length: count }, (_, index) => boundAt(least, index)),
  most: Int32Array.from({ length: count }, (_, index) => boundAt(most, index))
})

const add = (list: Int32Array, index: number, amount: number): void => {
  list[index] = (list[index] ?? 0) + amount
}

/**
 * The plan of a solution, prepared for the check. Or a flaw, if a pair is not allowed or the pairs are not in order.
 */
const planOf = (problem: Assignment, solution: Solution): Plan | Flaw => {
  const { allowed } = problem
  const width = problem.columns.count
  const count = allowed === undefined ? problem.rows.count * width : allowed.column.length
  const first = (row: number): number => (allowed === undefined ? row * width : (allowed.start[row] ?? 0))
  const columnOf = (pair: number, row: number): number =>
    allowed === undefined ? pair - row * width : (allowed.column[pair] ?? 0)
  const rows = itemsOf("rows", problem.rows)
  const columns = itemsOf("columns", problem.columns)
  const pairs = new Int32Array(solution.row.length)
  const taken = new Uint8Array(count)
  for (let k = 0; k < pairs.length; k++) {
    const row = solution.row[k] ?? -1
    const column = solution.column[k] ?? -1
    let pair = -1
    if (row >= 0 && row < rows.pairs.length && column >= 0 && column < width) {
      pair = allowed === undefined ? row * width + column : allowed.column.indexOf(column, first(row))
      if (pair >= first(row + 1)) pair = -1
    }
    if (pair < 0 || !Number.isInteger(pair)) return { _tag: "PairNotAllowed", row, column }
    if (k > 0 && pair <= (pairs[k - 1] ?? 0)) return { _tag: "PairsOutOfOrder", row, column }
    pairs[k] = pair
    taken[pair] = 1
    add(rows.pairs, row, 1)
    add(columns.pairs, column, 1)
  }
  return { problem, first, columnOf, taken, pairs, settled: new Uint8Array(count), rows, columns }
}

const outOfBounds = ({ columns, rows }: Plan): Flaw | undefined => {
  for (const { least, most, pairs, side } of [rows, columns]) {
    for (let index = 0; index < pairs.length; index++) {
      const has = pairs[index] ?? 0
      const atLeast = least[index] ?? 0
      const atMost = most[index] ?? 0
      if (has < atLeast || has > atMost) {
        return { _tag: "OutOfBounds", side, index, pairs: has, least: atLeast, most: atMost }
      }
    }
  }
  return undefined
}

/**
 * Checks that each row or column has the number of pairs that its price requires. If the price requires a certain
 * number, this number becomes the lower and the upper bound of the item for the next goals.
 */
const checkPrices = ({ least, most, pairs, side }: Items, goal: Goal, prices: Prices): Flaw | undefined => {
  for (let index = 0; index < pairs.length; index++) {
    const price = prices[side][index] ?? 0
    if (!isPrice(prices[side][index])) return { _tag: "BadPrice", goal, side, index }
    if (price > 0 && pairs[index] !== least[index]) return { _tag: "NotOptimalFor", goal, side, index }
    if (price < 0 && pairs[index] !== most[index]) return { _tag: "NotOptimalFor", goal, side, index }
    if (price > 0) most[index] = least[index] ?? 0
    if (price < 0) least[index] = most[index] ?? 0
  }
  return undefined
}

/**
 * Checks that the plan contains every open pair whose rest (cost minus prices) is negative, and no open pair whose rest
 * is positive. A pair is open if no earlier goal has decided about it.
 */
const checkPairs = (plan: Plan, goal: Goal, costs: ArrayLike<number>, prices: Prices): Flaw | undefined => {
  const { columnOf, first, problem, settled, taken } = plan
  const columnPrices = Float64Array.from(prices.columns)
  const isFull = problem.allowed === undefined
  for (let row = 0; row < problem.rows.count; row++) {
    const price = prices.rows[row] ?? 0
    const from = first(row)
    const end = first(row + 1)
    for (let pair = from; pair < end; pair++) {
      const column = isFull ? pair - from : columnOf(pair, row)
      const rest = (costs[pair] ?? 0) - (columnPrices[column] ?? 0) - price
      if ((rest > 0 ? taken[pair] === 1 : rest < 0 && taken[pair] === 0) && settled[pair] === 0) {
        return { _tag: "NotOptimalAt", goal, row, column }
      }
    }
  }
  return undefined
}

/**
 * Settles all pairs whose rest (cost minus prices) is not zero, so that the next goals cannot change them. After that,
 * the lower bound of a row or column is at least the number of its settled pairs in the plan.
 */
const settle = (plan: Plan, costs: ArrayLike<number>, prices: Prices): void => {
  const { columnOf, columns, first, problem, rows, settled, taken } = plan
  const rowPairs = new Int32Array(rows.pairs.length)
  const columnPairs = new Int32Array(columns.pairs.length)
  for (let row = 0; row < problem.rows.count; row++) {
    const price = prices.rows[row] ?? 0
    for (let pair = first(row); pair < first(row + 1); pair++) {
      const column = columnOf(pair, row)
      if ((costs[pair] ?? 0) - price - (prices.columns[column] ?? 0) !== 0) settled[pair] = 1
      if (settled[pair] === 0 || taken[pair] === 0) continue
      add(rowPairs, row, 1)
      add(columnPairs, column, 1)
    }
  }
  for (const [{ least }, fixed] of [
    [rows, rowPairs],
    [columns, columnPairs]
  ] as const) {
    for (let index = 0; index < least.length; index++) {
      least[index] = Math.max(least[index] ?? 0, fixed[index] ?? 0)
    }
  }
}

/**
 * What is checked for one goal: the costs of the goal, and the total and the prices that the solution states for it.
 */
interface Claim {
  readonly goal: Goal
  readonly costs: ArrayLike<number>
  readonly prices: Prices | undefined
  readonly total?: number
}

const claimsOf = (problem: Assignment, solution: Solution): ReadonlyArray<Claim> => {
  const claims = problem.costs.map((costs, goal): Claim => ({
    goal,
    costs,
    prices: solution.prices[goal],
    total: solution.totals[goal] ?? Number.NaN
  }))
  if (problem.mostPairs !== true) return claims
  const costs = new Int32Array(problem.costs[0].length).fill(-1)
  return [{ goal: "pairs", costs, prices: solution.mostPairs }, ...claims]
}

const checkClaim = (plan: Plan, { costs, goal, prices, total }: Claim): Flaw | undefined => {
  if (
    prices === undefined ||
    prices.rows.length !== plan.rows.pairs.length ||
    prices.columns.length !== plan.columns.pairs.length
  ) {
    return { _tag: "PricesMissing", goal }
  }
  const flaw = checkPrices(plan.rows, goal, prices) ?? checkPrices(plan.columns, goal, prices)
  if (flaw !== undefined) return flaw
  if (goal !== "pairs" && total !== undefined) {
    let found = 0
    for (const pair of plan.pairs) found += costs[pair] ?? 0
    if (found !== total) return { _tag: "WrongTotal", goal, stated: total, found }
  }
  return checkPairs(plan, goal, costs, prices)
}

/**
 * What a solution may state about its plan besides pairs, totals and prices. {@link verify} also checks these
 * statements.
 */
export interface Statements {
  /** If true, the solution states that no other plan is as good. If false, it states that another plan is as good. */
  readonly unique?: boolean
}

/**
 * Checks a solution and returns its first flaw. Returns `undefined` if the plan keeps all bounds and is optimal, its
 * totals are right, its prices (dual variables) prove that it is optimal, and all other statements are true. For each
 * goal, it looks once at every allowed pair, and computes with exact integers. The problem must be valid.
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
 * assert.equal(AssignmentCheck.verify(problem, solution, { unique: true }), undefined)
 * assert.equal(AssignmentCheck.verify(problem, { ...solution, column: [0, 1] })?._tag, "WrongTotal")
 * ```
 * @category operations
 */
export const verify = (
  problem: Assignment,
  solution: Solution,
  { unique }: Statements = {}
): Flaw | undefined => {
  const plan = planOf(problem, solution)
  if ("_tag" in plan) return plan
  const out = outOfBounds(plan)
  if (out !== undefined) return out
  const claims = claimsOf(problem, solution)
  for (const [k, claim] of claims.entries()) {
    const flaw = checkClaim(plan, claim)
    if (flaw !== undefined) return flaw
    const isLast = k === claims.length - 1
    if (claim.prices !== undefined && (!isLast || unique !== undefined)) {
      settle(plan, claim.costs, claim.prices)
    }
  }
  if (unique === undefined) return undefined
  const found = isOnly(plan)
  return found === unique ? undefined : { _tag: "WrongUnique", stated: unique, found }
}

/**
 * Whether no other choice of open pairs (pairs that the prices do not decide) is as good as the plan. Any two choices
 * differ by a circle in a graph of rows and columns. So the plan is the only one if this graph has no circle. A step of
 * the circle goes from a row to a column along a pair that the plan could add, or from a column to a row along a pair
 * that the plan could drop. The circle may pass through an extra node, "elsewhere": it represents all items that may
 * have one pair more or one pair fewer.
 */
const isOnly = (plan: Plan): boolean => {
  const { columnOf, columns, first, problem, rows, settled, taken } = plan
  const elsewhere = rows.pairs.length + columns.pairs.length
  const steps: Array<Array<number>> = Array.from({ length: elsewhere + 1 }, () => [])
  const step = (from: number, to: number): void => void steps[from]?.push(to)
  const room = ({ most, pairs }: Items, index: number): boolean => (pairs[index] ?? 0) < (most[index] ?? 0)
  const spare = ({ least, pairs }: Items, index: number): boolean => (pairs[index] ?? 0) > (least[index] ?? 0)
  const node = (items: Items, index: number): number =>
    room(items, index) && spare(items, index)
      ? elsewhere
      : index + (items.side === "rows" ? 0 : rows.pairs.length)
  for (let row = 0; row < problem.rows.count; row++) {
    for (let pair = first(row); pair < first(row + 1); pair++) {
      if (settled[pair] === 1) continue
      const ends = [node(rows, row), node(columns, columnOf(pair, row))] as const
      if (taken[pair] === 1) step(ends[1], ends[0])
      else step(ends[0], ends[1])
    }
  }
  for (const items of [rows, columns]) {
    for (let index = 0; index < items.pairs.length; index++) {
      const at = node(items, index)
      if (at === elsewhere || !(room(items, index) || spare(items, index))) continue
      // If a row may have one pair more, or a column one pair fewer, the graph has a step from the extra node
      // "elsewhere" to this row or column.
      if (room(items, index) === (items.side === "rows")) step(elsewhere, at)
      else step(at, elsewhere)
    }
  }
  return !hasCircle(steps)
}

/**
 * Whether a graph has a circle. The depth-first search finds a circle if a step leads back to a node on the current
 * path.
 */
const hasCircle = (steps: ReadonlyArray<ReadonlyArray<number>>): boolean => {
  const [followed, done] = [1, 2]
  const state = new Uint8Array(steps.length)
  for (let start = 0; start < steps.length; start++) {
    if (state[start] !== 0) continue
    const path = [{ at: start, next: 0 }]
    state[start] = followed
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = steps[top.at]?.[top.next++]
      if (to === undefined) {
        state[top.at] = done
        path.pop()
      } else if (state[to] === followed) return true
      else if (state[to] === 0) {
        state[to] = followed
        path.push({ at: to, next: 0 })
      }
    }
  }
  return false
}

/**
 * Whether a stated shortfall (the proof that no plan exists) is true: the items of the shortfall together need more
 * pairs than all items of the other side can have with them, and the figures are right.
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
      if (wanting.has(ofRows ? i : j)) add(wanted, ofRows ? j : i, 1)
    }
  }
  let need = 0
  for (const { index, needs } of shortfall.wanting) {
    if (index >= own.count || needs !== boundAt(own.least, index)) return false
    need += needs
  }
  const offers = new Map(shortfall.offers.map(({ atMost, index }) => [index, atMost]))
  let have = 0
  for (let index = 0; index < other.count; index++) {
    const atMost = Math.min(wanted[index] ?? 0, boundAt(other.most, index))
    if ((offers.get(index) ?? 0) !== atMost) return false
    have += atMost
  }
  return need === shortfall.need && have === shortfall.have && need > have
}
