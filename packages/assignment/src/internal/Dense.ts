/**
 * Solves the linear assignment problem on a full matrix of 32-bit costs: every row gets a different column. Each column
 * has a price (a dual variable). The offer of a row for a column is the cost of the pair minus this price.
 *
 * 1. Start: the price of a column is its least cost. Each row takes a free column for which its offer is least, if
 *    there is such a column.
 * 2. If more than half of the rows still have no column (typical for matrices of distances or products), an auction
 *    with decreasing scales sets the prices (D. P. Bertsekas, "The auction algorithm: a distributed relaxation method
 *    for the assignment problem", Annals of Operations Research 14, 1988). After that comes augmenting row reduction.
 * 3. Each row that still has no column finds one by a shortest augmenting path; all columns at the current distance are
 *    collected at once (R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
 *    assignment problems", Computing 38, 1987; D. F. Crouse, "On implementing 2D rectangular assignment algorithms",
 *    IEEE Transactions on Aerospace and Electronic Systems 52, 2016, for fewer rows than columns).
 *
 * Step 3 is correct for any prices with which it starts, so the answer is exact. {@link Lanes} contains the loops over
 * rows.
 */
import { far, type Lanes } from "./Lanes.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/**
 * The largest cost that the dense solver supports: costs must be in 0 … `widest`. An auction lowers column prices by at
 * most 2.2 · `widest` in each of at most nine scales, row reduction and search by at most 3 · `widest` each. So all
 * offers and distances stay below {@link far}, and offers for closed columns stay between `far` and 2³¹.
 */
export const widest = 2 ** 24

export interface DenseSolution {
  /** For each row: the column that is assigned to it. */
  readonly columnOf: Int32Array
  readonly rowPrices: Float64Array
  /** For each column: its price in the proof of optimality. If no row has the column, its price is zero. */
  readonly columnPrices: Float64Array
}

interface Work {
  readonly rows: number
  readonly columns: number
  readonly lanes: Lanes
  readonly columnOf: Int32Array
  /** A stack of the rows that have no column yet. */
  readonly free: Int32Array
}

/**
 * Step 1 (see the top of this file): assigns free columns to rows by their least offers. Returns the number of rows
 * without a column.
 */
const start = ({ columnOf, columns, free, lanes, rows }: Work): number => {
  const { rowOf } = lanes
  rowOf.fill(-1)
  if (rows === columns) lanes.leastOfColumns()
  else lanes.zeroPrices()
  let count = 0
  for (let i = 0; i < rows; i++) {
    const { best } = lanes.look(i)
    if ((rowOf[best] as number) < 0) {
      rowOf[best] = i
      columnOf[i] = best
    } else {
      columnOf[i] = -1
      free[count++] = i
    }
  }
  return count
}

/**
 * Runs an auction with decreasing scales, which sets the prices of columns. At the end, a row keeps its column only if
 * no other column is better for it. Returns the number of rows without a column.
 */
const auction = ({ columnOf, free, lanes, rows }: Work, range: number): number => {
  const { costs, prices, rowOf, stride } = lanes
  const last = Math.max(1, Math.floor(range / (200 * rows)))
  for (let increment = Math.max(last, Math.floor(range / 20)); ;) {
    rowOf.fill(-1)
    let top = 0
    for (let i = rows - 1; i >= 0; i--) free[top++] = i
    while (top > 0) {
      const i = free[--top] as number
      const { best, first, second } = lanes.look(i)
      prices[best] = (prices[best] as number) - (second - first) - increment
      const holder = rowOf[best] as number
      rowOf[best] = i
      if (holder >= 0) free[top++] = holder
    }
    if (increment <= last) break
    increment = Math.max(last, Math.floor(increment / 6))
  }
  for (let j = 0; j < rowOf.length; j++) columnOf[rowOf[j] as number] = j
  let count = 0
  for (let i = 0; i < rows; i++) {
    const own = columnOf[i] as number
    const held = (costs[i * stride + own] as number) - (prices[own] as number)
    if (held === lanes.look(i).first) continue
    columnOf[i] = -1
    rowOf[own] = -1
    free[count++] = i
  }
  return count
}

/**
 * Augmenting row reduction: each row without a column takes its best column, lowers the price of this column by the
 * difference between the best and the second-best offer, and displaces the row that had the column. Goes through the
 * rows twice, in at most `patience` steps. Returns the number of rows without a column.
 */
const reduceRows = ({ columnOf, free, lanes }: Work, count: number, patience: number): number => {
  const { prices, rowOf } = lanes
  let steps = 0
  let left = count
  for (let pass = 0; pass < 2; pass++) {
    const waiting = left
    let k = 0
    left = 0
    while (k < waiting) {
      if (steps++ === patience) {
        while (k < waiting) free[left++] = free[k++] as number
        return left
      }
      const i = free[k++] as number
      const { best, first, second } = lanes.look(i)
      const holder = rowOf[best] as number
      if (first === second && holder >= 0) {
        free[left++] = i
        continue
      }
      prices[best] = (prices[best] as number) - (second - first)
      columnOf[i] = best
      rowOf[best] = i
      if (holder >= 0) {
        columnOf[holder] = -1
        free[--k] = holder
      }
    }
  }
  return left
}

/**
 * Step 3 (see the top of this file). Finds a column for each row that has none, by a shortest path that may move other
 * rows to other columns.
 */
const augment = ({ columnOf, columns, free, lanes, rows }: Work, count: number): void => {
  const { costs, order, prices, rowOf, stride } = lanes
  // `seen` and `shifts`: for each row that the search scans, the row and the amount that is added to its offers.
  // `lengths`: for each column that the search has collected, its distance.
  const seen = new Int32Array(rows)
  const shifts = new Int32Array(rows)
  const lengths = new Int32Array(columns)
  for (let f = 0; f < count; f++) {
    const root = free[f] as number
    lanes.open()
    let i = root
    let shift = 0
    let length = -far
    let scans = 0
    let known = 0
    let reached: number
    for (;;) {
      seen[scans] = i
      shifts[scans] = shift
      const nearest = lanes.relax(i, shift)
      if (scans === known || nearest === length) {
        length = nearest
        const collected = lanes.collect(length, known)
        if (collected < 0) {
          reached = ~collected
          break
        }
        lengths.fill(length, known, collected)
        known = collected
      }
      const j = order[scans] as number
      i = rowOf[j] as number
      shift = (lengths[scans] as number) - (costs[i * stride + j] as number) + (prices[j] as number)
      scans++
    }
    // Follow the path of the search backwards. For a column on the path, find the first row whose offer for the column
    // equals its distance.
    let j = reached
    let distance = length
    for (;;) {
      const rest = distance + (prices[j] as number)
      let k = 0
      while ((costs[(seen[k] as number) * stride + j] as number) + (shifts[k] as number) !== rest) k++
      const row = seen[k] as number
      const previous = columnOf[row] as number
      rowOf[j] = row
      columnOf[row] = j
      if (k === 0) break
      j = previous
      distance = lengths[k - 1] as number
    }
    for (let k = 0; k < scans; k++) {
      const j = order[k] as number
      prices[j] = (prices[j] as number) + (lengths[k] as number) - length
    }
  }
}

/**
 * Finds the cheapest way to give every row a different column, with prices (dual variables) that prove it. Requires
 * `rows` ≤ `columns`, and costs in 0 … `range` ≤ {@link widest} in the memory of `lanes`. Time: proportional to rows² ·
 * columns at most.
 */
export const solveDense = (rows: number, columns: number, lanes: Lanes, range: number): DenseSolution => {
  const work: Work = { rows, columns, lanes, columnOf: new Int32Array(rows), free: new Int32Array(rows) }
  let left = start(work)
  // An auction is possible for square matrices only, because the price of a column without a row must stay zero. If the
  // costs have few different values, no auction is needed: every search for a path is short.
  if (rows === columns && left * 2 > rows && rows > 60 && range > 4 * rows) {
    left = reduceRows(work, auction(work, range), 4 * rows)
  }
  augment(work, left)
  const { columnOf } = work
  const { costs, prices, stride } = lanes
  const rowPrices = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const j = columnOf[i] as number
    rowPrices[i] = (costs[i * stride + j] as number) - (prices[j] as number)
  }
  return { columnOf, rowPrices, columnPrices: Float64Array.from(prices) }
}
