/**
 * Finds shortest augmenting paths over a flow (Dijkstra with node potentials, here called prices). At every moment, the
 * flow so far is optimal for the prices of rows and columns: taken pairs cost at most the sum of their prices, and
 * other pairs cost at least this sum. A row with a positive price has its minimum number of pairs, and a row with a
 * negative price has its maximum number. Therefore no arc of the search has a negative length.
 */
import { type FlowState, none } from "./FlowState.ts"
import type { Shortage } from "./Net.ts"
import { Queue } from "./Queue.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export class FlowSearch {
  readonly flow: FlowState
  readonly distance: Float64Array
  /**
   * For each node that the search has reached: the previous node on its path, and the pair between the two nodes (or
   * `none`).
   */
  readonly before: Int32Array
  readonly via: Int32Array
  readonly queue: Queue
  readonly scanned: Int32Array
  readonly touched: Int32Array
  scans = 0
  touches = 0

  constructor(flow: FlowState) {
    const nodes = flow.hub + 1
    this.flow = flow
    this.distance = new Float64Array(nodes).fill(Infinity)
    this.before = new Int32Array(nodes)
    this.via = new Int32Array(nodes)
    this.queue = new Queue(this.distance)
    this.scanned = new Int32Array(nodes)
    this.touched = new Int32Array(nodes)
  }

  /**
   * Sends one unit of flow (one pair) from a node to the nearest node that still needs flow. Returns false if there is
   * no such node.
   */
  drain(source: number): boolean {
    const target = this.#find(source)
    if (target === none) return false
    this.#send(source, target)
    this.#reprice(this.distance[target] as number)
    return true
  }

  /**
   * The items (rows or columns) that cannot have the pairs that they need. Call it after `drain` has returned false.
   */
  shortage(): Shortage {
    const { distance, flow } = this
    const { hub, net } = flow
    const wanting: Array<number> = []
    if (distance[hub] === Infinity) {
      for (let i = 0; i < net.rows; i++) if ((distance[i] as number) < Infinity) wanting.push(i)
      return { side: "rows", wanting }
    }
    for (let j = 0; j < net.columns; j++) if (distance[net.rows + j] === Infinity) wanting.push(j)
    return { side: "columns", wanting }
  }

  #reach(node: number, distance: number, from: number, via: number): void {
    if (distance < (this.distance[node] as number)) {
      if (this.distance[node] === Infinity) this.touched[this.touches++] = node
      this.distance[node] = distance
      this.before[node] = from
      this.via[node] = via
      this.queue.raise(node)
    }
  }

  /** The nearest node that still needs flow. `none` if no such node can be reached. */
  #find(source: number): number {
    const { before, distance, flow, queue, via } = this
    const { columnDegree, columnPrices, costs, drained, fed, hub, net, rowPrices } = flow
    const { slotRow, slots, slotStart, taken } = flow
    const { column, columnLeast, columnMost, columns, rowLeast, rowMost, rows, start } = net
    this.scans = 0
    this.touches = 0
    this.#reach(source, 0, none, none)
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
          this.#reach(hub, shift - flow.hubPotential, node, none)
        }
      } else if (node < hub) {
        const j = node - rows
        const price = columnPrices[j] as number
        const first = slotStart[j] as number
        const last = first + (columnDegree[j] as number)
        for (let slot = first; slot < last; slot++) {
          const a = slots[slot] as number
          const i = slotRow[slot] as number
          this.#reach(i, at - (costs[a] as number) + (rowPrices[i] as number) + price, node, a)
        }
        if ((drained[j] as number) < (columnMost[j] as number)) {
          this.#reach(hub, at + price - flow.hubPotential, node, none)
        }
      } else {
        for (let i = 0; i < rows; i++) {
          if ((fed[i] as number) < (rowMost[i] as number)) {
            this.#reach(i, at + flow.hubPotential + (rowPrices[i] as number), hub, none)
          }
        }
        for (let j = 0; j < columns; j++) {
          if ((drained[j] as number) > (columnLeast[j] as number)) {
            const to = rows + j
            this.#reach(to, at + flow.hubPotential - (columnPrices[j] as number), hub, none)
            if ((columnDegree[j] as number) < (drained[j] as number) && (distance[to] as number) < bound) {
              bound = distance[to] as number
              target = to
            }
          }
        }
      }
      if (flow.hubExcess < 0 && (distance[hub] as number) < bound) {
        bound = distance[hub] as number
        target = hub
      }
    }
    return target
  }

  /** Sends one unit of flow along the path that the search (`#find`) has found. */
  #send(source: number, target: number): void {
    const { before, flow, via } = this
    const { drained, fed, hub, net } = flow
    if (target === hub) flow.hubExcess++
    if (source === hub) flow.hubExcess--
    for (let node = target; node !== source;) {
      const from = before[node] as number
      if (node === hub) {
        if (from < net.rows) fed[from] = (fed[from] as number) - 1
        else drained[from - net.rows] = (drained[from - net.rows] as number) + 1
      } else if (from === hub) {
        if (node < net.rows) fed[node] = (fed[node] as number) + 1
        else drained[node - net.rows] = (drained[node - net.rows] as number) - 1
      } else if (from < net.rows) flow.take(via[node] as number, from, node - net.rows)
      else flow.release(via[node] as number, node, from - net.rows)
      node = from
    }
  }

  /**
   * Changes the prices of all nodes that the search has scanned, so that the length of the path that was found becomes
   * zero. Then resets the search.
   */
  #reprice(length: number): void {
    const { distance, flow, queue, scanned, touched } = this
    const { columnPrices, hub, net, rowPrices } = flow
    for (let k = 0; k < this.scans; k++) {
      const node = scanned[k] as number
      const change = (distance[node] as number) - length
      if (change >= 0) continue
      if (node < net.rows) rowPrices[node] = (rowPrices[node] as number) - change
      else if (node < hub) {
        const j = node - net.rows
        columnPrices[j] = (columnPrices[j] as number) + change
      } else flow.hubPotential += change
    }
    for (let k = 0; k < this.touches; k++) distance[touched[k] as number] = Infinity
    queue.clear()
  }
}
