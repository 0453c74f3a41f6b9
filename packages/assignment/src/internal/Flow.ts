/**
 * The cheapest set of allowed pairs under bounds on both sides: a minimum cost flow with lower and upper bounds, by
 * successive shortest paths with node potentials (R. K. Ahuja, T. L. Magnanti & J. B. Orlin, "Network Flows", 1993,
 * §9.7), on the pairs that are allowed and nothing else.
 *
 * A hub feeds the rows and drains the columns: the flow from the hub to a row is the number of pairs the row shall
 * have, within its bounds, and likewise from a column to the hub. Prices are the potentials. At every moment each part
 * of the flow is optimal for the prices (taken pairs cost at most their two prices, others at least; a row with a
 * positive price has its least, one with a negative price its most), so whatever remains to be sent goes along
 * shortest paths, and where nothing can be reached any more, what has been reached is the proof that there is no plan.
 *
 * Where rows must have one pair and columns may have one, an auction (Bertsekas 1988) and augmenting row reduction
 * (Jonker & Volgenant 1987) settle most rows before the first search.
 */
import type { Net, NetSolution, Shortage } from "./Net.ts"

// Every index below is kept within its array by the loops around it; `as number` tells the compiler so.

const none = -1

/** A binary heap of nodes by distance, in which each node stands at most once and may move up. */
class Queue {
  readonly nodes: Int32Array
  readonly place: Int32Array
  readonly distance: Float64Array
  size = 0
  constructor(nodes: number, distance: Float64Array) {
    this.nodes = new Int32Array(nodes)
    this.place = new Int32Array(nodes).fill(none)
    this.distance = distance
  }
  /** Enters a node, or moves it up after its distance has become less. */
  raise(node: number): void {
    const { distance, nodes, place } = this
    const key = distance[node] as number
    let at = place[node] as number
    if (at < 0) at = this.size++
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = nodes[above] as number
      if ((distance[other] as number) <= key) break
      nodes[at] = other
      place[other] = at
      at = above
    }
    nodes[at] = node
    place[node] = at
  }
  /** Takes out the nearest node. */
  pop(): number {
    const { distance, nodes, place } = this
    const top = nodes[0] as number
    place[top] = none
    const node = nodes[--this.size] as number
    if (this.size > 0) {
      const key = distance[node] as number
      let at = 0
      for (;;) {
        let below = 2 * at + 1
        if (below >= this.size) break
        if (
          below + 1 < this.size &&
          (distance[nodes[below + 1] as number] as number) < (distance[nodes[below] as number] as number)
        ) {
          below++
        }
        const other = nodes[below] as number
        if ((distance[other] as number) >= key) break
        nodes[at] = other
        place[other] = at
        at = below
      }
      nodes[at] = node
      place[node] = at
    }
    return top
  }
  clear(): void {
    for (let k = 0; k < this.size; k++) this.place[this.nodes[k] as number] = none
    this.size = 0
  }
}

type Pairs = Net & { readonly column: Int32Array }

class Flow {
  readonly net: Pairs
  readonly costs: Float64Array
  readonly hub: number
  readonly taken: Uint8Array
  readonly rowPrices: Float64Array
  readonly columnPrices: Float64Array
  /** What the hub shall get by the potentials; subtracted from all prices in the end. */
  hubPotential = 0
  /** Flow from the hub to each row, from each column to the hub. */
  readonly fed: Int32Array
  readonly drained: Int32Array
  /** Pairs that each row and column has by now. */
  readonly rowDegree: Int32Array
  readonly columnDegree: Int32Array
  /** What still has to leave each row; what each column still lacks; what has to leave the hub (or to reach it). */
  hubExcess = 0
  /** The pairs taken by a column are `slots[slotStart[j]]` and following, `columnDegree[j]` of them; `slotRow` alike. */
  readonly slotStart: Int32Array
  readonly slots: Int32Array
  readonly slotRow: Int32Array
  readonly distance: Float64Array
  /** The node before each reached node on its path, and the pair by which it was reached (or none). */
  readonly before: Int32Array
  readonly via: Int32Array
  readonly queue: Queue
  readonly scanned: Int32Array
  readonly touched: Int32Array
  scans = 0
  touches = 0

  constructor(net: Pairs, costs: Float64Array) {
    const { column, columnMost, columns, rows } = net
    this.net = net
    this.costs = costs
    this.hub = rows + columns
    this.taken = new Uint8Array(column.length)
    this.rowPrices = new Float64Array(rows)
    this.columnPrices = new Float64Array(columns)
    this.fed = new Int32Array(rows)
    this.drained = net.columnLeast.slice()
    this.rowDegree = new Int32Array(rows)
    this.columnDegree = new Int32Array(columns)
    const offered = new Int32Array(columns)
    for (let a = 0; a < column.length; a++) {
      const j = column[a] as number
      offered[j] = (offered[j] as number) + 1
    }
    this.slotStart = new Int32Array(columns + 1)
    for (let j = 0; j < columns; j++) {
      const room = Math.min(offered[j] as number, columnMost[j] as number)
      this.slotStart[j + 1] = (this.slotStart[j] as number) + room
    }
    const room = this.slotStart[columns] as number
    this.slots = new Int32Array(room)
    this.slotRow = new Int32Array(room)
    const nodes = rows + columns + 1
    this.distance = new Float64Array(nodes).fill(Infinity)
    this.before = new Int32Array(nodes)
    this.via = new Int32Array(nodes)
    this.queue = new Queue(nodes, this.distance)
    this.scanned = new Int32Array(nodes)
    this.touched = new Int32Array(nodes)
  }

  /** Prices and flows to begin with: each row at its cheapest pair, no pair taken. */
  begin(): void {
    const { costs, fed, net, rowPrices } = this
    const { columnLeast, columns, rowLeast, rowMost, rows, start } = net
    for (let j = 0; j < columns; j++) this.hubExcess += columnLeast[j] as number
    for (let i = 0; i < rows; i++) {
      let least = Infinity
      for (let a = start[i] as number; a < (start[i + 1] as number); a++) {
        if ((costs[a] as number) < least) least = costs[a] as number
      }
      const price = least === Infinity ? 0 : least
      rowPrices[i] = price
      fed[i] = price < 0 ? (rowMost[i] as number) : (rowLeast[i] as number)
      this.hubExcess -= fed[i] as number
    }
  }

  take(a: number, i: number, j: number): void {
    const slot = (this.slotStart[j] as number) + (this.columnDegree[j] as number)
    this.taken[a] = 1
    this.slots[slot] = a
    this.slotRow[slot] = i
    this.columnDegree[j] = (this.columnDegree[j] as number) + 1
    this.rowDegree[i] = (this.rowDegree[i] as number) + 1
  }

  release(a: number, i: number, j: number): void {
    const first = this.slotStart[j] as number
    const last = first + (this.columnDegree[j] as number) - 1
    let slot = first
    while (this.slots[slot] !== a) slot++
    this.slots[slot] = this.slots[last] as number
    this.slotRow[slot] = this.slotRow[last] as number
    this.taken[a] = 0
    this.columnDegree[j] = (this.columnDegree[j] as number) - 1
    this.rowDegree[i] = (this.rowDegree[i] as number) - 1
  }

  // What `look` finds: the two least offers to a row, cost less the column's price, and their pairs (or none).
  first = 0
  second = 0
  best = none
  next = none

  look(i: number): void {
    const { columnPrices, costs, net } = this
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

  /** Gives a row, which has no pair, the column of a pair, which may have one; whoever had it is free (or none was). */
  seize(a: number, i: number): number {
    const j = this.net.column[a] as number
    const slot = this.slotStart[j] as number
    const holder = (this.columnDegree[j] as number) > 0 ? (this.slotRow[slot] as number) : none
    if (holder >= 0) this.release(this.slots[slot] as number, holder, j)
    this.take(a, i, j)
    return holder
  }

  /**
   * An auction in scales for as many rows as columns, each with one pair (Bertsekas 1988): it ends price wars that
   * augmenting row reduction would fight to the last unit. Whatever it leaves, after `patience` bids at the latest, is
   * a valid start.
   */
  auction(from: number, to: number, patience: number): void {
    const { columnPrices, net, rowDegree, rowPrices } = this
    const { column, rows, start } = net
    const free = new Int32Array(rows)
    let bids = 0
    for (let increment = from; ;) {
      let left = 0
      for (let i = rows - 1; i >= 0; i--) {
        if ((rowDegree[i] as number) > 0) this.drop(i)
        free[left++] = i
      }
      while (left > 0 && bids < patience) {
        bids++
        const i = free[--left] as number
        this.look(i)
        // A row with one pair alone has nothing to compare it with.
        if (this.second === Infinity) continue
        const j = column[this.best] as number
        columnPrices[j] = (columnPrices[j] as number) - (this.second - this.first) - increment
        const holder = this.seize(this.best, i)
        if (holder >= 0) free[left++] = holder
      }
      if (increment <= to || bids >= patience) break
      increment = Math.max(to, Math.floor(increment / 10))
    }
    // Only who has a best pair keeps it.
    for (let i = 0; i < rows; i++) {
      if (start[i] === start[i + 1]) continue
      this.look(i)
      rowPrices[i] = this.first
      if ((rowDegree[i] as number) > 0 && this.offered(i) > this.first) this.drop(i)
    }
  }

  /** The pair of a row that has one. */
  pairOf(i: number): number {
    let a = this.net.start[i] as number
    while (this.taken[a] === 0) a++
    return a
  }

  drop(i: number): void {
    const a = this.pairOf(i)
    this.release(a, i, this.net.column[a] as number)
  }

  offered(i: number): number {
    const a = this.pairOf(i)
    return (this.costs[a] as number) - (this.columnPrices[this.net.column[a] as number] as number)
  }

  /** Augmenting row reduction, for one pair to a row and at most one to a column, in at most `patience` steps. */
  settle(patience: number): void {
    const { columnDegree, columnPrices, drained, net, rowDegree, rowPrices } = this
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
        this.look(i)
        const { first, second } = this
        let { best } = this
        // With no second pair to compare with, the row may take a free column but outbids nobody.
        const better = first < second && second < Infinity
        rowPrices[i] = better ? second : first
        if (!better && (columnDegree[column[best] as number] as number) > 0) {
          if (this.next === none) continue
          best = this.next
        }
        const j = column[best] as number
        if (better) columnPrices[j] = (columnPrices[j] as number) - (second - first)
        const holder = this.seize(best, i)
        if (holder >= 0) {
          if (better) free[--k] = holder
          else free[left++] = holder
        }
      }
      if (k < waiting) break
    }
    // The price of a row without a pair is what its best pair leaves it.
    for (let i = 0; i < rows; i++) {
      if (rowDegree[i] !== 0 || start[i] === start[i + 1]) continue
      this.look(i)
      rowPrices[i] = this.first
    }
    for (let j = 0; j < columns; j++) {
      if ((columnDegree[j] as number) > (drained[j] as number)) {
        drained[j] = (drained[j] as number) + 1
        this.hubExcess++
      }
    }
  }

  reach(node: number, distance: number, from: number, via: number): void {
    if (distance < (this.distance[node] as number)) {
      if (this.distance[node] === Infinity) this.touched[this.touches++] = node
      this.distance[node] = distance
      this.before[node] = from
      this.via[node] = via
      this.queue.raise(node)
    }
  }

  /** The nearest node that lacks flow, and how far it is, or `none` where no such node can be reached. */
  search(source: number): number {
    const { before, columnDegree, columnPrices, costs, distance, drained, fed, hub, net, queue } = this
    const { rowPrices, slotRow, slots, slotStart, taken, via } = this
    const { column, columnLeast, columnMost, columns, rowLeast, rowMost, rows, start } = net
    this.scans = 0
    this.touches = 0
    this.reach(source, 0, none, none)
    let bound = Infinity
    let target = none
    while (queue.size > 0) {
      const node = queue.nodes[0] as number
      const at = distance[node] as number
      if (at >= bound) break
      queue.pop()
      this.scanned[this.scans++] = node
      if (node < rows) {
        const shift = at - (rowPrices[node] as number)
        const last = start[node + 1] as number
        for (let a = start[node] as number; a < last; a++) {
          const j = column[a] as number
          const offer = (costs[a] as number) - (columnPrices[j] as number) + shift
          const to = rows + j
          if (offer < (distance[to] as number) && offer < bound && taken[a] === 0) {
            if (distance[to] === Infinity) this.touched[this.touches++] = to
            distance[to] = offer
            before[to] = node
            via[to] = a
            if ((columnDegree[j] as number) < (drained[j] as number)) {
              bound = offer
              target = to
              if (offer === at) break
            } else queue.raise(to)
          }
        }
        if (bound === at) break
        if ((fed[node] as number) > (rowLeast[node] as number)) {
          this.reach(hub, shift - this.hubPotential, node, none)
        }
      } else if (node < hub) {
        const j = node - rows
        const price = columnPrices[j] as number
        const first = slotStart[j] as number
        const last = first + (columnDegree[j] as number)
        for (let slot = first; slot < last; slot++) {
          const a = slots[slot] as number
          const i = slotRow[slot] as number
          this.reach(i, at - (costs[a] as number) + (rowPrices[i] as number) + price, node, a)
        }
        if ((drained[j] as number) < (columnMost[j] as number)) {
          this.reach(hub, at + price - this.hubPotential, node, none)
        }
      } else {
        for (let i = 0; i < rows; i++) {
          if ((fed[i] as number) < (rowMost[i] as number)) {
            this.reach(i, at + this.hubPotential + (rowPrices[i] as number), hub, none)
          }
        }
        for (let j = 0; j < columns; j++) {
          if ((drained[j] as number) > (columnLeast[j] as number)) {
            const to = rows + j
            this.reach(to, at + this.hubPotential - (columnPrices[j] as number), hub, none)
            if ((columnDegree[j] as number) < (drained[j] as number) && (distance[to] as number) < bound) {
              bound = distance[to] as number
              target = to
            }
          }
        }
      }
      if (this.hubExcess < 0 && (distance[hub] as number) < bound) {
        bound = distance[hub] as number
        target = hub
      }
    }
    return target
  }

  /** Moves the prices of what was scanned so that the path found costs nothing, and forgets the search. */
  reprice(length: number): void {
    const { columnPrices, distance, hub, net, rowPrices, scanned } = this
    for (let k = 0; k < this.scans; k++) {
      const node = scanned[k] as number
      const change = (distance[node] as number) - length
      if (change >= 0) continue
      if (node < net.rows) rowPrices[node] = (rowPrices[node] as number) - change
      else if (node < hub) {
        const j = node - net.rows
        columnPrices[j] = (columnPrices[j] as number) + change
      } else this.hubPotential += change
    }
    this.forget()
  }

  forget(): void {
    for (let k = 0; k < this.touches; k++) this.distance[this.touched[k] as number] = Infinity
    this.queue.clear()
  }

  /** Sends one unit along the path to a node. */
  send(source: number, target: number): void {
    const { before, drained, fed, hub, net, via } = this
    if (target === hub) this.hubExcess++
    if (source === hub) this.hubExcess--
    for (let node = target; node !== source;) {
      const from = before[node] as number
      if (node === hub) {
        if (from < net.rows) fed[from] = (fed[from] as number) - 1
        else drained[from - net.rows] = (drained[from - net.rows] as number) + 1
      } else if (from === hub) {
        if (node < net.rows) fed[node] = (fed[node] as number) + 1
        else drained[node - net.rows] = (drained[node - net.rows] as number) - 1
      } else if (from < net.rows) this.take(via[node] as number, from, node - net.rows)
      else this.release(via[node] as number, node, from - net.rows)
      node = from
    }
  }
}

/** Which side cannot have what it needs, after a search from `source` that reached nothing. */
const shortageOf = ({ distance, hub, net }: Flow): Shortage => {
  const wanting: Array<number> = []
  if (distance[hub] === Infinity) {
    for (let i = 0; i < net.rows; i++) if ((distance[i] as number) < Infinity) wanting.push(i)
    return { side: "rows", wanting }
  }
  for (let j = 0; j < net.columns; j++) if (distance[net.rows + j] === Infinity) wanting.push(j)
  return { side: "columns", wanting }
}

/**
 * The cheapest feasible set of pairs with prices that prove it, or a side that cannot have what it needs.
 *
 * Costs and every sum of costs along a path must be integers that a number holds exactly.
 */
export const solveFlow = (net: Pairs, costs: Float64Array): NetSolution | Shortage => {
  const flow = new Flow(net, costs)
  const { columnPrices, fed, hub, rowDegree, rowPrices, taken } = flow
  flow.begin()
  const all = (bounds: Int32Array, value: number): boolean => bounds.every((bound) => bound === value)
  if (all(net.rowLeast, 1) && all(net.rowMost, 1) && all(net.columnMost, 1)) {
    let range = 0
    for (let a = 0; a < costs.length; a++) range = Math.max(range, Math.abs(costs[a] as number))
    // A bid takes a price at most three times the largest cost below another, so that prices stay exact.
    const patience = Math.min(100 * net.rows, Math.floor(2 ** 49 / Math.max(1, range)))
    if (net.rows === net.columns && all(net.columnLeast, 1) && range > 20 * net.rows) {
      const to = Math.max(1, Math.floor(range / net.rows))
      flow.auction(Math.max(to, Math.floor(range / 20)), to, patience)
    }
    flow.settle(patience)
  }
  const drain = (source: number): boolean => {
    const target = flow.search(source)
    if (target === none) return false
    flow.send(source, target)
    flow.reprice(flow.distance[target] as number)
    return true
  }
  for (let i = 0; i < net.rows; i++) {
    while ((fed[i] as number) > (rowDegree[i] as number)) if (!drain(i)) return shortageOf(flow)
  }
  while (flow.hubExcess > 0) if (!drain(hub)) return shortageOf(flow)
  const { hubPotential } = flow
  for (let i = 0; i < net.rows; i++) rowPrices[i] = (rowPrices[i] as number) + hubPotential
  for (let j = 0; j < net.columns; j++) columnPrices[j] = (columnPrices[j] as number) - hubPotential
  return { taken, rowPrices, columnPrices }
}
