/**
 * The linear assignment problem on a full matrix of 32-bit costs: every row gets a column of its own.
 *
 * The skeleton is the shortest augmenting path method of R. Jonker and A. Volgenant, "A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems", Computing 38 (1987): column reduction, reduction
 * transfer, augmenting row reduction, then one search for each row still free. Fewer rows than columns start from
 * prices of zero (D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace
 * and Electronic Systems 52, 2016). Where row reduction shows that many rows compete for the same columns (distances,
 * products), an auction in scales sets the prices instead (D. P. Bertsekas, "The auction algorithm: a distributed
 * relaxation method for the assignment problem", Annals of Operations Research 14, 1988). Any prices are a valid start
 * for the search, so the answer stays exact.
 *
 * This function is the seam for a kernel in WebAssembly.
 */

// Every index below is kept within its array by the loops around it; `as number` tells the compiler so.

/**
 * Costs must lie in 0 … `widest`. Reduction and search move a price by at most 3·`widest` each and every scale of the
 * auction by little more than twice `widest`; all together stay below `far`.
 */
export const widest = 2 ** 24

const infinity = 0x7fffffff
const far = 0x1fffffff
// Stands in for the price of a column already scanned: what it offers then always lies beyond `far`.
const closed = -0x40000000

export interface DenseSolution {
  /** The column of each row. */
  readonly columnOf: Int32Array
  readonly rowPrices: Float64Array
  /** Zero for a column left over. */
  readonly columnPrices: Float64Array
}

interface Work {
  readonly rows: number
  readonly columns: number
  /** Row by row. */
  readonly costs: Int32Array
  readonly prices: Int32Array
  readonly columnOf: Int32Array
  readonly rowOf: Int32Array
  /** A stack and queue of the rows that have no column yet. */
  readonly free: Int32Array
}

/** Column reduction and reduction transfer of a square matrix. Gives the number of free rows. */
const reduce = ({ columnOf, columns, costs, free, prices, rowOf, rows }: Work): number => {
  const cheapest = rowOf
  for (let j = 0; j < columns; j++) {
    prices[j] = costs[j] as number
    cheapest[j] = 0
  }
  for (let i = 1; i < rows; i++) {
    const base = i * columns
    for (let j = 0; j < columns; j++) {
      const cost = costs[base + j] as number
      if (cost < (prices[j] as number)) {
        prices[j] = cost
        cheapest[j] = i
      }
    }
  }
  const claims = free.fill(0)
  for (let j = columns - 1; j >= 0; j--) {
    const i = cheapest[j] as number
    rowOf[j] = -1
    if (claims[i] === 0) {
      columnOf[i] = j
      rowOf[j] = i
    }
    claims[i] = (claims[i] as number) + 1
  }
  let count = 0
  for (let i = 0; i < rows; i++) {
    const claimed = claims[i] as number
    // Row i has been read, so its place may hold a free row from here on.
    if (claimed === 0) free[count++] = i
    else if (claimed === 1) {
      const own = columnOf[i] as number
      const base = i * columns
      let least = infinity
      for (let j = 0; j < columns; j++) {
        if (j !== own) {
          const offer = (costs[base + j] as number) - (prices[j] as number)
          if (offer < least) least = offer
        }
      }
      if (least < infinity) prices[own] = (prices[own] as number) - least
    }
  }
  return count
}

/**
 * Augmenting row reduction: each free row takes its best column, pays what it is better than the next best, and sets
 * free whoever had it. Stops after two rounds, after five steps a row, or after `patience` steps where more than a fifth
 * of the rows is still free. Gives the number of rows left free.
 */
const settle = (work: Work, count: number, patience: number): number => {
  const { columnOf, columns, costs, free, prices, rowOf, rows } = work
  let steps = 0
  let left = count
  for (let pass = 0; pass < 2; pass++) {
    let k = 0
    const waiting = left
    left = 0
    while (k < waiting) {
      steps++
      if (steps === 5 * rows || (steps === patience && (waiting - k + left) * 5 > rows)) {
        while (k < waiting) free[left++] = free[k++] as number
        return left
      }
      const i = free[k++] as number
      const base = i * columns
      let first = (costs[base] as number) - (prices[0] as number)
      let best = 0
      let second = infinity
      let next = -1
      for (let j = 1; j < columns; j++) {
        const offer = (costs[base + j] as number) - (prices[j] as number)
        if (offer < second) {
          // Of two that are as good, one that nobody has is best.
          if (
            offer > first ||
            (offer === first && ((rowOf[best] as number) < 0 || (rowOf[j] as number) >= 0))
          ) {
            second = offer
            next = j
          } else {
            second = first
            next = best
            first = offer
            best = j
          }
        }
      }
      let holder = rowOf[best] as number
      const better = first < second && second < infinity
      if (better) prices[best] = (prices[best] as number) - (second - first)
      else if (holder >= 0 && next >= 0) {
        best = next
        holder = rowOf[best] as number
      }
      columnOf[i] = best
      rowOf[best] = i
      if (holder >= 0) {
        columnOf[holder] = -1
        if (better) free[--k] = holder
        else free[left++] = holder
      }
    }
  }
  return left
}

/** Auctions in scales from `increment` down; keeps whoever then holds one of its best columns. */
const auction = (work: Work, from: number, to: number): number => {
  const { columnOf, columns, costs, free, prices, rowOf, rows } = work
  for (let increment = from; ;) {
    rowOf.fill(-1)
    let top = 0
    for (let i = rows - 1; i >= 0; i--) free[top++] = i
    while (top > 0) {
      const i = free[--top] as number
      const base = i * columns
      let first = (costs[base] as number) - (prices[0] as number)
      let best = 0
      let second = infinity
      for (let j = 1; j < columns; j++) {
        const offer = (costs[base + j] as number) - (prices[j] as number)
        if (offer < second) {
          if (offer >= first) second = offer
          else {
            second = first
            first = offer
            best = j
          }
        }
      }
      prices[best] = (prices[best] as number) - (second - first) - increment
      const holder = rowOf[best] as number
      rowOf[best] = i
      if (holder >= 0) free[top++] = holder
    }
    if (increment <= to) break
    increment = Math.max(to, Math.floor(increment / 6))
  }
  columnOf.fill(-1)
  for (let j = 0; j < columns; j++) columnOf[rowOf[j] as number] = j
  let count = 0
  for (let i = 0; i < rows; i++) {
    const base = i * columns
    const own = columnOf[i] as number
    const held = (costs[base + own] as number) - (prices[own] as number)
    let tight = true
    for (let j = 0; j < columns; j++) {
      if ((costs[base + j] as number) - (prices[j] as number) < held) {
        tight = false
        break
      }
    }
    if (!tight) {
      columnOf[i] = -1
      rowOf[own] = -1
      free[count++] = i
    }
  }
  return count
}

/** Finds each free row a column by a shortest path that may move other rows to other columns. */
const augment = ({ columnOf, columns, costs, free, prices, rowOf }: Work, count: number): void => {
  const distances = new Int32Array(columns)
  const shown = new Int32Array(columns)
  const cameFrom = new Int32Array(columns)
  const scanned = new Int32Array(columns)
  const scannedAt = new Int32Array(columns)
  for (let f = 0; f < count; f++) {
    const root = free[f] as number
    distances.fill(far)
    shown.set(prices)
    let i = root
    let shift = 0
    let length = -far
    let reached = -1
    // Columns scanned[0 … scans) are done; those up to `known` lie at the present length and wait.
    let scans = 0
    let known = 0
    for (;;) {
      const base = i * columns
      let nearest = far
      let nearestColumn = -1
      for (let j = 0; j < columns; j++) {
        const offer = (costs[base + j] as number) - (shown[j] as number) + shift
        let distance = distances[j] as number
        if (offer < distance) {
          cameFrom[j] = i
          if (offer === length) {
            if ((rowOf[j] as number) < 0) {
              reached = j
              break
            }
            distance = far
            shown[j] = closed
            scannedAt[known] = length
            scanned[known++] = j
          } else distance = offer
          distances[j] = distance
        }
        if (distance <= nearest) {
          // Of two as near, one that nobody has.
          if (distance < nearest || (distance < far && (rowOf[j] as number) < 0)) {
            nearest = distance
            nearestColumn = j
          }
        }
      }
      if (reached >= 0) break
      if (scans === known) {
        length = nearest
        if ((rowOf[nearestColumn] as number) < 0) {
          reached = nearestColumn
          break
        }
        distances[nearestColumn] = far
        shown[nearestColumn] = closed
        scannedAt[known] = length
        scanned[known++] = nearestColumn
      }
      const j = scanned[scans++] as number
      i = rowOf[j] as number
      shift = length - (costs[i * columns + j] as number) + (prices[j] as number)
    }
    for (let k = 0; k < known; k++) {
      const j = scanned[k] as number
      prices[j] = (prices[j] as number) + (scannedAt[k] as number) - length
    }
    for (let j = reached; ;) {
      const row = cameFrom[j] as number
      const previous = columnOf[row] as number
      rowOf[j] = row
      columnOf[row] = j
      if (row === root) break
      j = previous
    }
  }
}

/**
 * The cheapest way to give every row a column of its own, with prices that prove it. Needs `rows` ≤ `columns` and
 * costs, row by row, within 0 … `range` ≤ {@link widest}. Time grows with rows²·columns at worst; memory is the matrix
 * and a few vectors.
 */
export const solveDense = (
  rows: number,
  columns: number,
  costs: Int32Array,
  range: number
): DenseSolution => {
  const columnOf = new Int32Array(rows).fill(-1)
  const prices = new Int32Array(columns)
  const rowOf = new Int32Array(columns).fill(-1)
  const free = new Int32Array(rows)
  const work: Work = { rows, columns, costs, prices, columnOf, rowOf, free }
  let left = rows
  if (rows === columns) left = reduce(work)
  else for (let i = 0; i < rows; i++) free[i] = i
  left = settle(work, left, rows)
  // Prices of left-over columns must stay zero, so that only a square matrix may start from an auction's; and where
  // costs are few whole numbers, ties soon end every search.
  if (rows === columns && left * 5 > rows && rows > 60 && range > 4 * rows) {
    const to = Math.max(1, Math.floor(range / (200 * rows)))
    left = settle(work, auction(work, Math.max(to, Math.floor(range / 20)), to), 4 * rows)
  }
  if (left > 0) augment(work, left)
  const rowPrices = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const j = columnOf[i] as number
    rowPrices[i] = (costs[i * columns + j] as number) - (prices[j] as number)
  }
  return { columnOf, rowPrices, columnPrices: new Float64Array(prices) }
}
