/**
 * A fast start for the flow solver, for problems whose rows have exactly one pair and whose columns have at most one:
 * an auction with decreasing scales (D. P. Bertsekas, "The auction algorithm: a distributed relaxation method for the
 * assignment problem", Annals of Operations Research 14, 1988), then augmenting row reduction (Jonker & Volgenant
 * 1987). Afterwards most rows have their pair, so only few searches are needed. The search that follows is correct, no
 * matter which pairs this start has chosen.
 */
import { type FlowState, none } from "./FlowState.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** The two cheapest pairs of a row by "cost minus column price": their values, and their indexes (or `none`). */
class Offers {
  first = Infinity
  second = Infinity
  best = none
  next = none

  look({ columnPrices, costs, net }: FlowState, i: number): void {
    const { column, start } = net
    const last = start[i + 1] as number
    let first = Infinity
    let second = Infinity
    let best = none
    let next = none
    for (let a = start[i] as number; a < last; a++) {
      const offer = (costs[a] as number) - (columnPrices[column[a] as number] as number)
      if (offer < second) {
        if (offer >= first) {
          second = offer
          next = a
        } else {
          second = first
          next = best
          first = offer
          best = a
        }
      }
    }
    this.first = first
    this.second = second
    this.best = best
    this.next = next
  }
}

/**
 * Assigns pair `a` to row `i`, which has no pair yet. If another row had the column of this pair, that row loses the
 * column and is returned. Otherwise returns `none`.
 */
const seize = (flow: FlowState, a: number, i: number): number => {
  const j = flow.net.column[a] as number
  const slot = flow.slotStart[j] as number
  const holder = (flow.columnDegree[j] as number) > 0 ? (flow.slotRow[slot] as number) : none
  if (holder >= 0) flow.release(flow.slots[slot] as number, holder, j)
  flow.take(a, i, j)
  return holder
}

/** The index of the pair that a row has. The row must have exactly one pair. */
const pairOf = ({ net, taken }: FlowState, i: number): number => {
  let a = net.start[i] as number
  while (taken[a] === 0) a++
  return a
}

const drop = (flow: FlowState, i: number): void => {
  const a = pairOf(flow, i)
  flow.release(a, i, flow.net.column[a] as number)
}

/** The cost of the pair that a row has, minus the price of the column of this pair. */
const held = (flow: FlowState, i: number): number => {
  const a = pairOf(flow, i)
  return (flow.costs[a] as number) - (flow.columnPrices[flow.net.column[a] as number] as number)
}

/**
 * Runs an auction with decreasing scales, if there are as many rows as columns. The auction avoids a long competition
 * of rows for the same columns, in which augmenting row reduction would lower the column prices one unit at a time.
 * Stops after at most `patience` bids. At the end, a row keeps its pair only if no other pair is cheaper.
 */
const auction = (flow: FlowState, offers: Offers, from: number, to: number, patience: number): void => {
  const { columnPrices, net, rowDegree, rowPrices } = flow
  const { column, rows, start } = net
  const free = new Int32Array(rows)
  let bids = 0
  for (let increment = from; ;) {
    let left = 0
    for (let i = rows - 1; i >= 0; i--) {
      if ((rowDegree[i] as number) > 0) drop(flow, i)
      free[left++] = i
    }
    while (left > 0 && bids < patience) {
      bids++
      const i = free[--left] as number
      offers.look(flow, i)
      // If only one pair is allowed in the row, there is no second pair to compare it with.
      if (offers.second === Infinity) continue
      const j = column[offers.best] as number
      columnPrices[j] = (columnPrices[j] as number) - (offers.second - offers.first) - increment
      const holder = seize(flow, offers.best, i)
      if (holder >= 0) free[left++] = holder
    }
    if (increment <= to || bids >= patience) break
    increment = Math.max(to, Math.floor(increment / 10))
  }
  for (let i = 0; i < rows; i++) {
    if (start[i] === start[i + 1]) continue
    offers.look(flow, i)
    rowPrices[i] = offers.first
    if ((rowDegree[i] as number) > 0 && held(flow, i) > offers.first) drop(flow, i)
  }
}

/**
 * Runs augmenting row reduction in at most `patience` steps: in each step, a row without a pair takes its cheapest
 * pair.
 */
const reduceRows = (flow: FlowState, offers: Offers, patience: number): void => {
  const { columnDegree, columnPrices, drained, net, rowDegree, rowPrices } = flow
  const { column, columns, rows, start } = net
  const free = new Int32Array(rows)
  let left = 0
  for (let i = 0; i < rows; i++) {
    if (rowDegree[i] === 0 && (start[i + 1] as number) > (start[i] as number)) free[left++] = i
  }
  let steps = 0
  for (let pass = 0; pass < 2; pass++) {
    const waiting = left
    let k = 0
    left = 0
    while (k < waiting && steps < patience) {
      steps++
      const i = free[k++] as number
      offers.look(flow, i)
      const { first, next, second } = offers
      let { best } = offers
      // A row with a single allowed pair may take a free column, but it must not displace another row.
      const better = first < second && second < Infinity
      rowPrices[i] = better ? second : first
      if (!better && (columnDegree[column[best] as number] as number) > 0) {
        if (next === none) continue
        best = next
      }
      const j = column[best] as number
      if (better) columnPrices[j] = (columnPrices[j] as number) - (second - first)
      const holder = seize(flow, best, i)
      if (holder >= 0) {
        if (better) free[--k] = holder
        else free[left++] = holder
      }
    }
    if (k < waiting) break
  }
  // If a row has no pair, its price is the value (cost minus column price) of its cheapest pair.
  for (let i = 0; i < rows; i++) {
    if (rowDegree[i] !== 0 || start[i] === start[i + 1]) continue
    offers.look(flow, i)
    rowPrices[i] = offers.first
  }
  for (let j = 0; j < columns; j++) {
    if ((columnDegree[j] as number) > (drained[j] as number)) {
      drained[j] = (drained[j] as number) + 1
      flow.hubExcess++
    }
  }
}

const every = (bounds: Int32Array, value: number): boolean => bounds.every((bound) => bound === value)

/** Finds pairs for most rows if each row has exactly one pair and each column at most one. Otherwise does nothing. */
export const startPlain = (flow: FlowState): void => {
  const { costs, net } = flow
  const { columnLeast, columnMost, columns, rowLeast, rowMost, rows } = net
  if (!every(rowLeast, 1) || !every(rowMost, 1) || !every(columnMost, 1)) return
  let range = 0
  for (let a = 0; a < costs.length; a++) range = Math.max(range, Math.abs(costs[a] as number))
  // After a bid, the price of a column is lower than some other price by at most three times the largest cost. So
  // prices stay exact integers.
  const patience = Math.min(100 * rows, Math.floor(2 ** 49 / Math.max(1, range)))
  const offers = new Offers()
  if (rows === columns && every(columnLeast, 1) && range > 20 * rows) {
    const to = Math.max(1, Math.floor(range / rows))
    auction(flow, offers, Math.max(to, Math.floor(range / 20)), to, patience)
  }
  reduceRows(flow, offers, patience)
}
