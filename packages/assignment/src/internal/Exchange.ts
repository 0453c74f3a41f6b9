/**
 * Solver for many rows and few columns: each row has exactly one column, a column takes several rows. The nodes of the
 * search are the columns. The length of the arc from a full column to another column is the cost of the cheapest
 * exchange: the least extra cost of moving one row of the full column to the other column. So a search takes columns²
 * steps, no matter how many rows there are (shortest augmenting paths as in Jonker & Volgenant 1987, applied to the
 * semi-assignment problem; A. Volgenant, "Linear and semi-assignment problems: a core oriented approach", Computers &
 * Operations Research 23, 1996).
 */

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export interface ExchangeSolution {
  /** For each row: the column that is assigned to it. */
  readonly columnOf: Int32Array
  readonly rowPrices: Float64Array
  /**
   * For each column: its price in the proof of optimality. A price is at most zero. It is zero if the column could take
   * more rows.
   */
  readonly columnPrices: Float64Array
}

/**
 * Finds the cheapest column for every row, if column j takes at most `most[j]` rows. Also returns prices (dual
 * variables) that prove that no plan is cheaper.
 *
 * `costs` has rows × columns integers, and `Infinity` for a pair that is not allowed. If no plan exists, returns the
 * rows that the last search has reached. There are more of these rows than places in the columns that they may have.
 */
export const solveExchange = (
  rows: number,
  columns: number,
  costs: Float64Array,
  most: Int32Array
): ExchangeSolution | { readonly wanting: ReadonlyArray<number> } => {
  const columnOf = new Int32Array(rows).fill(-1)
  const prices = new Float64Array(columns)
  const count = new Int32Array(columns)
  const memberStart = new Int32Array(columns + 1)
  for (let j = 0; j < columns; j++) {
    memberStart[j + 1] = (memberStart[j] as number) + Math.min(most[j] as number, rows)
  }
  const members = new Int32Array(memberStart[columns] as number)
  // For each pair of a full column and another column: `losses` is the least extra cost of moving one row from the full
  // column to the other one, and `movers` is this row.
  const losses = new Float64Array(columns * columns).fill(Infinity)
  const movers = new Int32Array(columns * columns).fill(-1)
  const distances = new Float64Array(columns)
  const shown = new Float64Array(columns)
  const cameFrom = new Int32Array(columns)
  const scanned = new Int32Array(columns)
  const scannedAt = new Float64Array(columns)

  const offerMove = (k: number, row: number): void => {
    const base = row * columns
    const at = k * columns
    const own = costs[base + k] as number
    for (let l = 0; l < columns; l++) {
      const loss = (costs[base + l] as number) - own
      if (loss < (losses[at + l] as number)) {
        losses[at + l] = loss
        movers[at + l] = row
      }
    }
  }
  const enter = (k: number, row: number): void => {
    members[(memberStart[k] as number) + (count[k] as number)] = row
    count[k] = (count[k] as number) + 1
    columnOf[row] = k
    offerMove(k, row)
  }
  const leave = (k: number, row: number): void => {
    const first = memberStart[k] as number
    const last = first + (count[k] as number) - 1
    let slot = first
    while (members[slot] !== row) slot++
    members[slot] = members[last] as number
    count[k] = (count[k] as number) - 1
    const at = k * columns
    for (let l = 0; l < columns; l++) {
      if (movers[at + l] !== row) continue
      let least = Infinity
      let mover = -1
      for (let m = first; m < last; m++) {
        const base = (members[m] as number) * columns
        const loss = (costs[base + l] as number) - (costs[base + k] as number)
        if (loss < least) {
          least = loss
          mover = members[m] as number
        }
      }
      losses[at + l] = least
      movers[at + l] = mover
    }
  }

  for (let row = 0; row < rows; row++) {
    const base = row * columns
    let length = Infinity
    let reached = -1
    for (let j = 0; j < columns; j++) {
      const distance = (costs[base + j] as number) - (prices[j] as number)
      distances[j] = distance
      shown[j] = prices[j] as number
      cameFrom[j] = -1
      if (
        distance < length ||
        (distance === length && distance < Infinity && (count[j] as number) < (most[j] as number))
      ) {
        length = distance
        reached = j
      }
    }
    let scans = 0
    while (reached >= 0 && (count[reached] as number) >= (most[reached] as number)) {
      const k = reached
      scanned[scans] = k
      scannedAt[scans++] = length
      distances[k] = Infinity
      // A price of `-Infinity` makes every offer (cost minus price) for a scanned column infinite, so that the search
      // does not choose the column again.
      shown[k] = -Infinity
      const at = k * columns
      const shift = length + (prices[k] as number)
      length = Infinity
      reached = -1
      for (let j = 0; j < columns; j++) {
        let distance = distances[j] as number
        const offer = (losses[at + j] as number) - (shown[j] as number) + shift
        if (offer < distance) {
          distance = offer
          distances[j] = offer
          cameFrom[j] = k
        }
        if (
          distance < length ||
          (distance === length && distance < Infinity && (count[j] as number) < (most[j] as number))
        ) {
          length = distance
          reached = j
        }
      }
    }
    if (reached < 0) {
      const wanting = [row]
      for (let s = 0; s < scans; s++) {
        const first = memberStart[scanned[s] as number] as number
        const last = first + (count[scanned[s] as number] as number)
        for (let m = first; m < last; m++) wanting.push(members[m] as number)
      }
      return { wanting }
    }
    for (let s = 0; s < scans; s++) {
      const j = scanned[s] as number
      prices[j] = (prices[j] as number) + (scannedAt[s] as number) - length
    }
    let j = reached
    while ((cameFrom[j] as number) >= 0) {
      const k = cameFrom[j] as number
      const mover = movers[k * columns + j] as number
      leave(k, mover)
      enter(j, mover)
      j = k
    }
    enter(j, row)
  }
  const rowPrices = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const j = columnOf[i] as number
    rowPrices[i] = (costs[i * columns + j] as number) - (prices[j] as number)
  }
  return { columnOf, rowPrices, columnPrices: prices }
}
