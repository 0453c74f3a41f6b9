/**
 * The state of a flow while it is computed: the pairs taken so far, the prices for which these pairs are optimal, and
 * the amounts that still have to flow.
 *
 * Flow goes from a hub (an extra node) to the rows, and from the columns back to the hub. The flow from the hub to a
 * row is the number of pairs that the row should have, within its bounds. The flow from a column to the hub is the
 * number of pairs that the column should have. Prices are the node potentials of the flow.
 */
import type { SparseNet } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** The index that means "no pair" or "no node". */
export const none = -1

export class FlowState {
  readonly net: SparseNet
  readonly costs: Float64Array
  /** The index of the hub. Nodes are numbered: first the rows, then the columns, then the hub. */
  readonly hub: number
  readonly taken: Uint8Array
  readonly rowPrices: Float64Array
  readonly columnPrices: Float64Array
  /** The potential (price) of the hub node. At the end it is subtracted from all prices. */
  hubPotential = 0
  /**
   * How much flow still has to leave the hub (the extra node). A negative number is the flow that still has to reach
   * the hub.
   */
  hubExcess = 0
  /** For each row: the flow from the hub (the extra node), which is the number of pairs that the row should have. */
  readonly fed: Int32Array
  /**
   * For each column: the flow to the hub (the extra node), which is the number of pairs that the column should have.
   */
  readonly drained: Int32Array
  /** The number of pairs that each row and each column has. */
  readonly rowDegree: Int32Array
  readonly columnDegree: Int32Array
  /**
   * The pairs that column j has: the entries of `slots` from index `slotStart[j]`, in total `columnDegree[j]` entries.
   */
  readonly slotStart: Int32Array
  readonly slots: Int32Array
  /** For each entry of `slots` (the pairs that a column has): the row of this pair. */
  readonly slotRow: Int32Array

  /** Starts with a flow that has no pairs. The price of each row is the cost of its cheapest pair. */
  constructor(net: SparseNet, costs: Float64Array) {
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
    this.#price()
  }

  #price(): void {
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
}
