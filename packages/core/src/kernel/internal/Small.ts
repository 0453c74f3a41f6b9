/**
 * The linear assignment problem on a small full matrix, where setting up typed arrays would take longer than solving
 * it: column reduction, augmenting row reduction and shortest augmenting paths (Jonker & Volgenant 1987), on plain arrays, for integers of any
 * size that a number holds exactly.
 */

// Every index below is kept within its array by the loops around it; `as number` tells the compiler so.

/** Up to so many entries this is faster than `internal/Dense`. */
export const smallest = 900

export interface SmallSolution {
  readonly columnOf: ReadonlyArray<number>
  readonly rowPrices: Array<number>
  /** Zero for a column left over. */
  readonly columnPrices: Array<number>
}

/** The cheapest way to give every row a column of its own. Needs `rows` ≤ `columns`. */
export const solveSmall = (rows: number, columns: number, costs: ArrayLike<number>): SmallSolution => {
  const columnOf: Array<number> = []
  const rowOf: Array<number> = []
  const rowPrices: Array<number> = []
  const columnPrices: Array<number> = []
  const square = rows === columns
  for (let j = 0; j < columns; j++) {
    let least = 0
    if (square) {
      least = costs[j] as number
      for (let at = j + columns; at < costs.length; at += columns) {
        if ((costs[at] as number) < least) least = costs[at] as number
      }
    }
    columnPrices.push(least)
    rowOf.push(-1)
  }
  const waiting: Array<number> = []
  for (let i = 0, base = 0; i < rows; i++, base += columns) {
    let least = Infinity
    let best = 0
    for (let j = 0; j < columns; j++) {
      const rest = (costs[base + j] as number) - (columnPrices[j] as number)
      if (rest < least || (rest === least && (rowOf[j] as number) < 0 && (rowOf[best] as number) >= 0)) {
        least = rest
        best = j
      }
    }
    rowPrices.push(least)
    if ((rowOf[best] as number) < 0) {
      rowOf[best] = i
      columnOf.push(best)
    } else {
      columnOf.push(-1)
      waiting.push(i)
    }
  }
  // Whoever is left takes its best column and pays what it is better than the next, for as long as that gets somewhere.
  let left = 0
  for (let steps = 0; waiting.length > 0; steps++) {
    const i = waiting.pop() as number
    if (steps >= 2 * rows) {
      left++
      continue
    }
    const base = i * columns
    let first = Infinity
    let second = Infinity
    let best = 0
    for (let j = 0; j < columns; j++) {
      const rest = (costs[base + j] as number) - (columnPrices[j] as number)
      if (rest < second) {
        if (rest < first) {
          second = first
          first = rest
          best = j
        } else second = rest
      }
    }
    const holder = rowOf[best] as number
    if (first === second && holder >= 0) {
      left++
      continue
    }
    rowPrices[i] = second
    columnPrices[best] = (columnPrices[best] as number) - (second - first)
    rowOf[best] = i
    columnOf[i] = best
    if (holder >= 0) {
      columnOf[holder] = -1
      waiting.push(holder)
    }
  }
  if (left === 0) return { columnOf, rowPrices, columnPrices }
  const distances: Array<number> = []
  const cameFrom: Array<number> = []
  const scanned: Array<boolean> = []
  for (let j = 0; j < columns; j++) {
    distances.push(0)
    cameFrom.push(0)
    scanned.push(false)
  }
  for (let root = 0; left > 0; root++) {
    if ((columnOf[root] as number) >= 0) continue
    left--
    let reached = -1
    let length = Infinity
    const base = root * columns
    for (let j = 0; j < columns; j++) {
      const distance = (costs[base + j] as number) - (columnPrices[j] as number) - (rowPrices[root] as number)
      distances[j] = distance
      cameFrom[j] = root
      scanned[j] = false
      if (distance < length || (distance === length && (rowOf[j] as number) < 0)) {
        length = distance
        reached = j
      }
    }
    while ((rowOf[reached] as number) >= 0) {
      scanned[reached] = true
      const i = rowOf[reached] as number
      const from = i * columns
      const shift = length - (rowPrices[i] as number)
      length = Infinity
      for (let j = 0; j < columns; j++) {
        if (scanned[j] === true) continue
        let distance = distances[j] as number
        const offer = (costs[from + j] as number) - (columnPrices[j] as number) + shift
        if (offer < distance) {
          distance = offer
          distances[j] = offer
          cameFrom[j] = i
        }
        if (distance < length || (distance === length && (rowOf[j] as number) < 0)) {
          length = distance
          reached = j
        }
      }
    }
    rowPrices[root] = (rowPrices[root] as number) + length
    for (let j = 0; j < columns; j++) {
      if (scanned[j] !== true) continue
      const change = length - (distances[j] as number)
      const i = rowOf[j] as number
      columnPrices[j] = (columnPrices[j] as number) - change
      rowPrices[i] = (rowPrices[i] as number) + change
    }
    for (let j = reached; ;) {
      const i = cameFrom[j] as number
      const previous = columnOf[i] as number
      rowOf[j] = i
      columnOf[i] = j
      if (i === root) break
      j = previous
    }
  }
  return { columnOf, rowPrices, columnPrices }
}
