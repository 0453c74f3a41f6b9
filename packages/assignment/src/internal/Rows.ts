/**
 * Solves the linear assignment problem directly on the rows of a plain matrix of costs. The matrix is not copied: for a
 * small or an easy matrix, a copy takes longer than the solution. The method is reduction, augmenting row reduction and
 * shortest augmenting paths (Jonker & Volgenant 1987; D. F. Crouse 2016 for more columns than rows).
 *
 * In this file, the items of the shorter side are called lines, and the items of the longer side are called places.
 * Each line gets one place. Lines are the rows of the matrix. If there are more rows than columns, lines are the
 * columns, and a column is read out of the matrix when it is needed.
 */

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** A matrix of costs as plain rows. `null` means that the pair is not allowed. */
export type Rows = ReadonlyArray<ReadonlyArray<number | null>>

export interface RowsSolution {
  /**
   * For each line: the place that it gets. (Lines are items of the shorter side of the matrix, places items of the
   * longer side.)
   */
  readonly placeOf: ReadonlyArray<number>
  readonly linePrices: Array<number>
  /**
   * For each place (an item of the longer side): its price in the proof of optimality. If there are more places than
   * lines, a price is at most zero, and it is exactly zero for a place without a line.
   */
  readonly placePrices: Array<number>
}

/** The state of the solver while it computes a solution. */
interface Work extends RowsSolution {
  readonly placeOf: Array<number>
  /**
   * For each place (an item of the longer side): the line (item of the shorter side) that has it, or −1 if the place is
   * free.
   */
  readonly lineAt: Array<number>
  /** The lines (items of the shorter side) that do not have a place yet. */
  readonly waiting: Array<number>
  readonly line: (index: number) => ReadonlyArray<number>
}

/**
 * The largest 32-bit integer. A loop that looks for the least number begins with it, and not with `Infinity`, because
 * comparing 32-bit integers is faster.
 */
const largest = 0x7fffffff

/**
 * The start for a square matrix, where lines are rows and places are columns: the price of a place is the least cost of
 * its column, and the price of a line is the least cost that remains in its row.
 */
const startSquare = (rows: ReadonlyArray<ReadonlyArray<number>>): Work | undefined => {
  const { length } = rows
  const placePrices: Array<number> = []
  const lineAt: Array<number> = []
  for (let j = 0; j < length; j++) {
    placePrices.push(Infinity)
    lineAt.push(-1)
  }
  for (let i = 0; i < length; i++) {
    const row = rows[i] as ReadonlyArray<number>
    if (row.length !== length) return undefined
    for (let j = 0; j < length; j++) {
      const cost = row[j] as number
      if ((cost | 0) !== cost) return undefined
      if (cost < (placePrices[j] as number)) placePrices[j] = cost
    }
  }
  const line = (i: number) => rows[i] as ReadonlyArray<number>
  const work: Work = { placeOf: [], linePrices: [], placePrices, lineAt, waiting: [], line }
  for (let i = 0; i < length; i++) {
    const row = rows[i] as ReadonlyArray<number>
    let least = Infinity
    let best = 0
    for (let j = 0; j < length; j++) {
      const rest = (row[j] as number) - (placePrices[j] as number)
      if (rest < least) {
        least = rest
        best = j
      }
    }
    take(work, i, freeFrom(work, row, best, least), least)
  }
  return work
}

/**
 * The start for more columns than rows, where lines are rows and places are columns: the price of a place is zero, and
 * the price of a line is the least cost of its row.
 */
const startWide = (rows: ReadonlyArray<ReadonlyArray<number>>, columns: number): Work | undefined => {
  const line = (i: number) => rows[i] as ReadonlyArray<number>
  const placePrices = Array<number>(columns).fill(0)
  const lineAt = Array<number>(columns).fill(-1)
  const work: Work = { placeOf: [], linePrices: [], placePrices, lineAt, waiting: [], line }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as ReadonlyArray<number>
    if (row.length !== columns) return undefined
    let least = largest
    let best = 0
    let isFree = false
    for (let j = 0; j < columns; j++) {
      const entry = row[j] as number
      const cost = entry | 0
      if (cost !== entry) return undefined
      if (cost > least) continue
      // If two columns are equally good, prefer a free one.
      if (cost < least || !isFree) {
        const free = (lineAt[j] as number) < 0
        if (cost < least || free) {
          least = cost
          best = j
          isFree = free
        }
      }
    }
    take(work, i, best, least)
  }
  return work
}

/** The start for more rows than columns: finds the least cost of every column in one pass over the rows. */
const startTall = (rows: ReadonlyArray<ReadonlyArray<number>>, columns: number): Work | undefined => {
  const least: Array<number> = []
  const best: Array<number> = []
  const known: Array<ReadonlyArray<number> | undefined> = []
  for (let j = 0; j < columns; j++) {
    least.push(largest)
    best.push(0)
    known.push(undefined)
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as ReadonlyArray<number>
    if (row.length !== columns) return undefined
    for (let j = 0; j < columns; j++) {
      const entry = row[j] as number
      const cost = entry | 0
      if (cost !== entry) return undefined
      if (cost < (least[j] as number)) {
        least[j] = cost
        best[j] = i
      }
    }
  }
  const line = (j: number): ReadonlyArray<number> => (known[j] ??= rows.map((row) => row[j] as number))
  const work: Work = { placeOf: [], linePrices: [], placePrices: [], lineAt: [], waiting: [], line }
  for (let i = 0; i < rows.length; i++) {
    work.placePrices.push(0)
    work.lineAt.push(-1)
  }
  for (let j = 0; j < columns; j++) take(work, j, best[j] as number, least[j] as number)
  takeOthers(work, rows)
  return work
}

/**
 * Assigns free rows to columns that have no row yet, in one pass over the rows: a free row goes to a column if the
 * least cost of this column is in the row.
 */
const takeOthers = (
  { lineAt, linePrices, placeOf, waiting }: Work,
  rows: ReadonlyArray<ReadonlyArray<number>>
): void => {
  for (let i = 0; i < rows.length && waiting.length > 0; i++) {
    if ((lineAt[i] as number) >= 0) continue
    const row = rows[i] as ReadonlyArray<number>
    const k = waiting.findIndex((j) => row[j] === linePrices[j])
    if (k < 0) continue
    const j = waiting[k] as number
    waiting.splice(k, 1)
    placeOf[j] = i
    lineAt[i] = j
  }
}

/**
 * Puts the next line (item of the shorter side) into its best place (item of the longer side). If this place is already
 * taken, the line has to wait.
 */
const take = (
  { lineAt, linePrices, placeOf, waiting }: Work,
  index: number,
  best: number,
  least: number
): void => {
  linePrices.push(least)
  if ((lineAt[best] as number) < 0) {
    placeOf.push(best)
    lineAt[best] = index
  } else {
    placeOf.push(-1)
    waiting.push(index)
  }
}

/**
 * Returns the given best place (column or row) of a line if the place is free. If the place is taken, returns the first
 * free place after it that is equally good, or else the given place.
 */
const freeFrom = (
  { lineAt, placePrices }: Work,
  costs: ReadonlyArray<number>,
  best: number,
  least: number
): number => {
  if ((lineAt[best] as number) < 0) return best
  for (let j = best + 1; j < costs.length; j++) {
    if ((lineAt[j] as number) < 0 && (costs[j] as number) - (placePrices[j] as number) === least) return j
  }
  return best
}

/**
 * Augmenting row reduction: each waiting line (item of the shorter side) takes its best place, and lowers the price of
 * this place by the difference between its best and second-best place. Stops after half as many steps as there are
 * lines. Returns the lines that still wait.
 */
const bid = (work: Work): ReadonlyArray<number> => {
  const { line, lineAt, linePrices, placeOf, placePrices, waiting } = work
  const left: Array<number> = []
  for (let steps = linePrices.length >> 1; waiting.length > 0; steps--) {
    const index = waiting.pop() as number
    if (steps <= 0) {
      left.push(index)
      continue
    }
    const costs = line(index)
    let first = Infinity
    let second = Infinity
    let best = 0
    for (let j = 0; j < costs.length; j++) {
      const rest = (costs[j] as number) - (placePrices[j] as number)
      if (rest < second) {
        if (rest < first) {
          second = first
          first = rest
          best = j
        } else second = rest
      }
    }
    if (first === second) best = freeFrom(work, costs, best, first)
    const holder = lineAt[best] as number
    if (first === second && holder >= 0) {
      left.push(index)
      continue
    }
    linePrices[index] = second
    placePrices[best] = (placePrices[best] as number) - (second - first)
    lineAt[best] = index
    placeOf[index] = best
    if (holder >= 0) {
      placeOf[holder] = -1
      waiting.push(holder)
    }
  }
  return left
}

/**
 * Finds a place for each remaining line (item of the shorter side), by a shortest path that may move other lines to
 * other places.
 */
const augment = (work: Work, left: ReadonlyArray<number>): void => {
  const { line, lineAt, linePrices, placeOf, placePrices } = work
  const places = lineAt.length
  // The search has scanned the places (items of the longer side) order[0 … steps). The places order[steps … known) are
  // at the current path length. All other places are farther away.
  const order: Array<number> = []
  const distances: Array<number> = []
  const cameFrom: Array<number> = []
  for (let j = 0; j < places; j++) {
    order.push(j)
    distances.push(0)
    cameFrom.push(0)
  }
  for (const root of left) {
    let steps = 0
    let known = 0
    let length = Infinity
    let reached = -1
    const own = line(root)
    const price = linePrices[root] as number
    for (let k = 0; k < places; k++) {
      const j = order[k] as number
      const distance = (own[j] as number) - (placePrices[j] as number) - price
      distances[j] = distance
      cameFrom[j] = root
      if (distance <= length) {
        if (distance < length) {
          known = 0
          length = distance
        }
        order[k] = order[known] as number
        order[known++] = j
      }
    }
    for (let k = 0; k < known && reached < 0; k++) {
      if ((lineAt[order[k] as number] as number) < 0) reached = order[k] as number
    }
    while (reached < 0) {
      const index = lineAt[order[steps++] as number] as number
      const costs = line(index)
      const shift = (linePrices[index] as number) - length
      for (let k = known; k < places; k++) {
        const j = order[k] as number
        const distance = (costs[j] as number) - (placePrices[j] as number) - shift
        if (distance >= (distances[j] as number)) continue
        distances[j] = distance
        cameFrom[j] = index
        if (distance > length) continue
        if ((lineAt[j] as number) < 0) {
          reached = j
          break
        }
        order[k] = order[known] as number
        order[known++] = j
      }
      if (reached >= 0 || steps < known) continue
      length = Infinity
      for (let k = steps; k < places; k++) {
        const j = order[k] as number
        const distance = distances[j] as number
        if (distance > length) continue
        if (distance < length) {
          known = steps
          length = distance
        }
        order[k] = order[known] as number
        order[known++] = j
      }
      for (let k = steps; k < known && reached < 0; k++) {
        if ((lineAt[order[k] as number] as number) < 0) reached = order[k] as number
      }
    }
    linePrices[root] = price + length
    for (let k = 0; k < steps; k++) {
      const j = order[k] as number
      const change = length - (distances[j] as number)
      const index = lineAt[j] as number
      placePrices[j] = (placePrices[j] as number) - change
      linePrices[index] = (linePrices[index] as number) + change
    }
    for (let j = reached; ;) {
      const index = cameFrom[j] as number
      const previous = placeOf[index] as number
      lineAt[j] = index
      placeOf[index] = j
      if (index === root) break
      j = previous
    }
  }
}

/**
 * Whether the dense solver is faster although it copies the matrix first. This is the case if many lines (items of the
 * shorter side) compete for the same places. With SIMD, this is so if more than a quarter of the lines wait; if there
 * are more rows than columns, a sixteenth is enough. Without SIMD, this is so in a square matrix if more than half of
 * the lines wait (from 100 × 100), or more than an eighth (from 250 × 250). Without SIMD and with more rows than
 * columns, more than a sixteenth is enough (from 10,000 entries), because the entries of a column are far apart in
 * memory.
 */
const isHard = (rows: number, columns: number, waiting: number, hasSimd: boolean): boolean => {
  if (hasSimd) return rows > columns ? waiting * 16 > columns : waiting * 4 > rows
  return rows === columns
    ? (rows >= 100 && waiting * 2 > rows) || (rows >= 250 && waiting * 8 > rows)
    : rows > columns && rows * columns > 10_000 && waiting * 16 > columns
}

/**
 * Finds the cheapest way to give every line (item of the shorter side) a different place (item of the longer side),
 * with prices that prove it. Returns "hard" if the dense solver should solve the matrix instead. Returns `undefined` if
 * the rows have different lengths or an entry is not a 32-bit integer.
 */
export const solveRows = (matrix: Rows, hasSimd: boolean): RowsSolution | "hard" | undefined => {
  const columns = matrix[0]?.length ?? 0
  // The type assertion is safe: the start functions return `undefined` if an entry is not a number.
  const rows = matrix as ReadonlyArray<ReadonlyArray<number>>
  const work =
    rows.length === columns
      ? startSquare(rows)
      : rows.length < columns
        ? startWide(rows, columns)
        : startTall(rows, columns)
  if (work === undefined) return undefined
  if (isHard(rows.length, columns, work.waiting.length, hasSimd)) return "hard"
  if (work.waiting.length > 0) {
    const left = bid(work)
    if (left.length > 0) augment(work, left)
  }
  return work
}
