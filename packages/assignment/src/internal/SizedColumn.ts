/**
 * The best rows of one column at given prices: a small knapsack with a largest number of items, solved by a table over
 * the number of rows and the room. The profit of a pair is its worth minus the price of its row.
 */
import type { Instance } from "./SizedInstance.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** For each allowed pair: whether the plans of a part may have it (0), all have it (1), or none has it (−1). */
export type Fixed = Int8Array

/**
 * Counts the entries of all tables, so that a search can stop at a limit that is the same on every machine. Other steps
 * count as the entries that take about the same time. The tables of all columns use the same memory, one after the other.
 */
export interface Work {
  done: number
  ahead: Float64Array
  back: Float64Array
}

export const noWork = (): Work => ({ done: 0, ahead: new Float64Array(4096), back: new Float64Array(4096) })

/** The state of one column in a part: its pairs that are fixed and open, and what remains for the open ones. */
export interface Rest {
  readonly taken: ReadonlyArray<number>
  readonly open: ReadonlyArray<number>
  /** For each open pair, its size in units. 0 if the room cannot exclude any choice of open pairs. */
  readonly sizes: ReadonlyArray<number>
  /** The largest number of open pairs. Negative if the fixed pairs do not fit. */
  readonly count: number
  /** The room for open pairs, in units. Negative if the fixed pairs do not fit. */
  readonly room: number
  /** Whether the number of pairs can exclude a choice of open pairs that has room. */
  readonly counted: boolean
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** The state of a column in a part. */
export const restOf = ({ most, pairs, room, row, sizes }: Instance, j: number, fixed: Fixed): Rest => {
  const taken: Array<number> = []
  const open: Array<number> = []
  let left = room[j] as number
  for (const a of pairs[j] as Int32Array) {
    if (fixed[a] === 0) open.push(a)
    else if (fixed[a] === 1) {
      taken.push(a)
      left -= sizes[row[a] as number] as number
    }
  }
  const count = (most[j] as number) - taken.length
  const own = open.map((a) => sizes[row[a] as number] as number)
  const ascending = own.toSorted((a, b) => a - b)
  let sum = 0
  let fit = 0
  while (fit < ascending.length && sum + (ascending[fit] as number) <= left) sum += ascending[fit++] as number
  let largest = 0
  for (let k = Math.max(0, own.length - Math.max(0, count)); k < own.length; k++) {
    largest += ascending[k] as number
  }
  const sized = largest > left
  const unit = sized ? own.reduce(gcd, 0) : 0
  return {
    taken,
    open,
    sizes: own.map((size) => (unit === 0 ? 0 : size / unit)),
    count: Math.min(count, own.length),
    room: unit > 0 && left > 0 ? Math.floor(left / unit) : Math.min(left, 0),
    counted: sized ? fit > count : own.length > count
  }
}

/** The best choice of a column: its profit, and its pairs in ascending order. −∞ if the fixed pairs do not fit. */
export interface Choice {
  readonly profit: number
  readonly pairs: ReadonlyArray<number>
}

/** The indexes of the open pairs that are profitable. */
const itemsOf = ({ open }: Rest, profit: Float64Array): Array<number> => {
  const items: Array<number> = []
  for (let k = 0; k < open.length; k++) if ((profit[open[k] as number] as number) > 0) items.push(k)
  return items
}

/**
 * Fills a table: for the first k items, each number of pairs and each room, the largest profit. Returns the memory of the
 * table, which is larger if it was too small.
 */
const fillTable = (
  { counted, open, sizes }: Rest,
  items: ReadonlyArray<number>,
  profit: Float64Array,
  width: number,
  layers: number,
  memory: Float64Array
): Float64Array => {
  const step = width * layers
  const length = step * (items.length + 1)
  const cells = memory.length < length ? new Float64Array(length * 2) : memory
  cells.fill(0, 0, step)
  const down = counted ? 1 : 0
  for (let k = 0; k < items.length; k++) {
    const item = items[k] as number
    const gain = profit[open[item] as number] as number
    const size = sizes[item] as number
    const from = k * step
    const to = from + step
    cells.copyWithin(to, from, to)
    for (let layer = down; layer < layers; layer++) {
      const here = to + layer * width
      const there = from + (layer - down) * width - size
      for (let t = size; t < width; t++) {
        const value = (cells[there + t] as number) + gain
        if (value > (cells[here + t] as number)) cells[here + t] = value
      }
    }
  }
  return cells
}

const none: Choice = { profit: -Infinity, pairs: [] }

const baseOf = ({ taken }: Rest, profit: Float64Array): number => {
  let base = 0
  for (const a of taken) base += profit[a] as number
  return base
}

/** The best choice of pairs of a column. */
export const bestChoice = (rest: Rest, profit: Float64Array, work: Work): Choice => {
  if (rest.count < 0 || rest.room < 0) return none
  const base = baseOf(rest, profit)
  const items = itemsOf(rest, profit)
  work.done += rest.open.length
  if (items.length === 0) return { profit: base, pairs: rest.taken }
  const width = rest.room + 1
  const layers = rest.counted ? rest.count + 1 : 1
  const step = width * layers
  work.done += step * items.length
  const cells = (work.ahead = fillTable(rest, items, profit, width, layers, work.ahead))
  const chosen = [...rest.taken]
  let place = step - 1
  for (let k = items.length; k > 0; k--) {
    const at = k * step + place
    if (cells[at] === cells[at - step]) continue
    const item = items[k - 1] as number
    chosen.push(rest.open[item] as number)
    place -= (rest.sizes[item] as number) + (rest.counted ? width : 0)
  }
  return {
    profit: base + (cells[items.length * step + step - 1] as number),
    pairs: chosen.sort((a, b) => a - b)
  }
}

/**
 * Finds the open pairs of a column that the prices decide. A pair is fixed if a choice with it (or without it) loses more
 * than `slack` against the best choice.
 */
export const decidedPairs = (
  rest: Rest,
  profit: Float64Array,
  slack: number,
  work: Work,
  decide: (pair: number, taken: boolean) => void
): void => {
  if (rest.count < 0 || rest.room < 0) return
  const items = itemsOf(rest, profit)
  const n = items.length
  const width = rest.room + 1
  const layers = rest.counted ? rest.count + 1 : 1
  const step = width * layers
  const cells = (work.ahead = fillTable(rest, items, profit, width, layers, work.ahead))
  const back = (work.back = fillTable(rest, items.toReversed(), profit, width, layers, work.back))
  work.done += 2 * step * n + rest.open.length
  const down = rest.counted ? 1 : 0
  const best = cells[n * step + step - 1] as number
  /** The largest profit of the items other than item k, with at most `top` pairs (if they are counted) in `room`. */
  const others = (k: number, top: number, room: number): number => {
    let largest = -Infinity
    for (let layer = 0; layer <= top; layer++) {
      const one = k * step + layer * width
      const two = (n - 1 - k) * step + (top - layer) * width + room
      for (let t = 0; t <= room; t++) {
        const value = (cells[one + t] as number) + (back[two - t] as number)
        if (value > largest) largest = value
      }
    }
    work.done += (top + 1) * (room + 1)
    return largest
  }
  let next = 0
  for (let item = 0; item < rest.open.length; item++) {
    const a = rest.open[item] as number
    const gain = profit[a] as number
    const top = layers - 1 - down
    const room = width - 1 - (rest.sizes[item] as number)
    const fits = rest.count > 0 && top >= 0 && room >= 0
    if (items[next] !== item) {
      const withIt = fits ? gain + (cells[n * step + top * width + room] as number) : -Infinity
      if (best - withIt > slack) decide(a, false)
    } else {
      const k = next++
      const withIt = fits ? gain + others(k, top, room) : -Infinity
      if (best - withIt > slack) decide(a, false)
      else if (best - others(k, layers - 1, width - 1) > slack) decide(a, true)
    }
  }
}
