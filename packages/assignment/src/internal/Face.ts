/**
 * Represents all optimal plans of an assignment problem at once. Each row and column has a price (a dual variable). By
 * complementary slackness, a plan is optimal if and only if
 *
 * - it has every pair that costs less than the sum of the prices of its row and column, and no pair that costs more;
 *   and
 * - each row or column with a positive price has its minimum number of pairs, and each one with a negative price has
 *   its maximum number.
 *
 * Pairs that cost exactly the sum of their prices remain open: an optimal plan may or may not have them, within the
 * bounds that remain for their rows and columns. These open pairs are called the face of optimal plans. The face alone
 * decides whether there is another optimal plan, which plan comes first, and which plan is best for the next goal.
 */
import type { Prices } from "../Problem.ts"
import { type Net, type SparseNet, transpose } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/**
 * The open pairs (those that an optimal plan may or may not have) of a net (the allowed pairs and bounds), with the
 * bounds that remain for them.
 */
export interface Face {
  readonly net: SparseNet
  /** For each open pair: its index in the net (list of allowed pairs) of the first goal. */
  readonly place: Int32Array
  /** For each open pair, whether the plan has it. */
  readonly taken: Uint8Array
}

const grown = (array: Int32Array): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/**
 * The face (the open pairs) of a plan that is optimal for the given prices. `taken` and `costs` have one value for each
 * entry of `place`. If `place` is `undefined`, they have one value for each pair of the net.
 */
export const faceOf = (
  net: Net,
  place: Int32Array | undefined,
  taken: Uint8Array,
  costs: ArrayLike<number>,
  { columns: columnPrices, rows: rowPrices }: Prices
): Face => {
  const { column, columns, rows, start } = net
  const rowLeast = net.rowLeast.slice()
  const rowMost = net.rowMost.slice()
  const columnLeast = net.columnLeast.slice()
  const columnMost = net.columnMost.slice()
  for (let i = 0; i < rows; i++) {
    if ((rowPrices[i] as number) > 0) rowMost[i] = rowLeast[i] as number
    if ((rowPrices[i] as number) < 0) rowLeast[i] = rowMost[i] as number
  }
  const prices = new Float64Array(columns)
  for (let j = 0; j < columns; j++) {
    const price = columnPrices[j] as number
    prices[j] = price
    if (price > 0) columnMost[j] = columnLeast[j] as number
    if (price < 0) columnLeast[j] = columnMost[j] as number
  }
  let open = new Int32Array(64)
  let openPlace = new Int32Array(64)
  let size = 0
  const faceStart = new Int32Array(rows + 1)
  const full = column === undefined && place === undefined
  for (let i = 0; i < rows; i++) {
    const price = rowPrices[i] as number
    const first = start[i] as number
    const last = start[i + 1] as number
    for (let a = first; a < last; a++) {
      // Most pairs of a full matrix cost more than the sum of the prices of their row and column. Skip such pairs in a
      // short loop.
      if (full) {
        let j = a - first
        while (j < columns && (costs[first + j] as number) - (prices[j] as number) > price) j++
        a = first + j
        if (a >= last) break
      }
      const j = column === undefined ? a - first : (column[a] as number)
      const at = place === undefined ? a : (place[a] as number)
      const rest = (costs[at] as number) - (prices[j] as number) - price
      if (rest > 0) continue
      if (rest < 0) {
        rowLeast[i] = Math.max(0, (rowLeast[i] as number) - 1)
        rowMost[i] = (rowMost[i] as number) - 1
        columnLeast[j] = Math.max(0, (columnLeast[j] as number) - 1)
        columnMost[j] = (columnMost[j] as number) - 1
        continue
      }
      if (size === open.length) {
        open = grown(open)
        openPlace = grown(openPlace)
      }
      open[size] = j
      openPlace[size++] = at
    }
    faceStart[i + 1] = size
  }
  const facePlace = openPlace.slice(0, size)
  return {
    net: {
      rows,
      columns,
      start: faceStart,
      column: open.slice(0, size),
      rowLeast,
      rowMost,
      columnLeast,
      columnMost
    },
    place: facePlace,
    taken: Uint8Array.from(facePlace, (at) => taken[at] as number)
  }
}

interface Degrees {
  readonly row: Int32Array
  readonly column: Int32Array
}

const degrees = ({ net, taken }: Face): Degrees => {
  const row = new Int32Array(net.rows)
  const column = new Int32Array(net.columns)
  for (let i = 0; i < net.rows; i++) {
    for (let a = net.start[i] as number; a < (net.start[i + 1] as number); a++) {
      if (taken[a] === 0) continue
      const j = net.column[a] as number
      row[i] = (row[i] as number) + 1
      column[j] = (column[j] as number) + 1
    }
  }
  return { row, column }
}

/**
 * Whether only one plan is optimal, which means that the face (the set of all optimal plans) contains only one plan.
 *
 * Any other plan differs from this plan by a circle of pairs, alternately taken and not taken. The circle may pass
 * through a hub: an extra node for all rows and columns that may have one pair more or one pair fewer. Rows and columns
 * that may have both are merged with the hub. There is no circle if and only if all nodes can be removed one by one,
 * each time removing a node to which no arc leads (A. B. Kahn, "Topological sorting of large networks", Communications
 * of the ACM 5, 1962).
 */
export const isSingle = (face: Face): boolean => {
  const { net, taken } = face
  const { columns, rows, start } = net
  const degree = degrees(face)
  const hub = rows + columns
  // For each row and column: its node in the graph, which is a separate node or the hub (the extra node for items with
  // flexible bounds).
  const node = new Int32Array(hub)
  // The nodes to which an arc leads from the hub (the extra node), and the nodes from which an arc leads to the hub.
  const fromHub: Array<number> = []
  const toHub: Array<number> = []
  for (let i = 0; i < rows; i++) {
    const more = (degree.row[i] as number) < (net.rowMost[i] as number)
    const fewer = (degree.row[i] as number) > (net.rowLeast[i] as number)
    node[i] = more && fewer ? hub : i
    if (more && !fewer) fromHub.push(i)
    if (fewer && !more) toHub.push(i)
  }
  for (let j = 0; j < columns; j++) {
    const more = (degree.column[j] as number) < (net.columnMost[j] as number)
    const fewer = (degree.column[j] as number) > (net.columnLeast[j] as number)
    node[rows + j] = more && fewer ? hub : rows + j
    if (more && !fewer) toHub.push(rows + j)
    if (fewer && !more) fromHub.push(rows + j)
  }
  const arcs = net.column.length + fromHub.length + toHub.length
  const tail = new Int32Array(arcs)
  const head = new Int32Array(arcs)
  let size = 0
  for (let i = 0; i < rows; i++) {
    for (let a = start[i] as number; a < (start[i + 1] as number); a++) {
      const row = node[i] as number
      const column = node[rows + (net.column[a] as number)] as number
      tail[size] = taken[a] === 0 ? row : column
      head[size++] = taken[a] === 0 ? column : row
    }
  }
  for (const to of fromHub) {
    tail[size] = hub
    head[size++] = to
  }
  for (const from of toHub) {
    tail[size] = from
    head[size++] = hub
  }
  const first = new Int32Array(hub + 2)
  const entering = new Int32Array(hub + 1)
  for (let a = 0; a < size; a++) {
    const from = (tail[a] as number) + 1
    first[from] = (first[from] as number) + 1
    entering[head[a] as number] = (entering[head[a] as number] as number) + 1
  }
  for (let k = 0; k <= hub; k++) first[k + 1] = (first[k + 1] as number) + (first[k] as number)
  const next = first.slice()
  const leaving = new Int32Array(size)
  for (let a = 0; a < size; a++) {
    const from = tail[a] as number
    leaving[next[from] as number] = head[a] as number
    next[from] = (next[from] as number) + 1
  }
  const peeled = new Int32Array(hub + 1)
  let known = 0
  for (let k = 0; k <= hub; k++) if (entering[k] === 0) peeled[known++] = k
  for (let done = 0; done < known; done++) {
    const from = peeled[done] as number
    for (let a = first[from] as number; a < (first[from + 1] as number); a++) {
      const to = leaving[a] as number
      entering[to] = (entering[to] as number) - 1
      if (entering[to] === 0) peeled[known++] = to
    }
  }
  return known === hub + 1
}

/**
 * Changes `taken` of the face to the first of all optimal plans. Compare two plans pair by pair, by row and then by
 * column: the first pair that only one of them has decides: the plan with this pair comes first.
 *
 * Each pair that is not taken is tried in this order. It is taken if there is a circle through this pair and only later
 * pairs. The search for such a circle goes backwards from the row of the pair. For the next pair of the same row, the
 * search continues and does not start again.
 */
export const moveToFirst = (face: Face): void => {
  const { net, taken } = face
  const { columnLeast, columnMost, columns, rowLeast, rowMost, rows, start } = net
  const degree = degrees(face)
  const turned = transpose(net)
  const hub = rows + columns
  const rowOf = new Int32Array(net.column.length)
  for (let i = 0; i < rows; i++) rowOf.fill(i, start[i], start[i + 1])
  // For each node that the backwards search has found: the next node on the way to the row, and the pair between the
  // two nodes (−1 if no node is next).
  const onward = new Int32Array(hub + 1)
  const via = new Int32Array(hub + 1)
  const round = new Int32Array(hub + 1)
  const queue = new Int32Array(hub + 1)
  let rounds = 0
  for (let i = 0; i < rows; i++) {
    let known = 0
    let done = 0
    const begin = (): void => {
      rounds++
      known = 0
      done = 0
      find(i, -1, -1)
    }
    const find = (node: number, to: number, pair: number): void => {
      if (round[node] === rounds) return
      round[node] = rounds
      onward[node] = to
      via[node] = pair
      queue[known++] = node
    }
    /**
     * Finds all nodes from which a path of open pairs leads to the given node. Pairs of row i up to the pair `settled`
     * are not open any more.
     */
    const expand = (node: number, settled: number): void => {
      if (node === hub) {
        for (let r = i; r < rows; r++) {
          if ((degree.row[r] as number) > (rowLeast[r] as number)) find(r, hub, -1)
        }
        for (let j = 0; j < columns; j++) {
          if ((degree.column[j] as number) < (columnMost[j] as number)) find(rows + j, hub, -1)
        }
      } else if (node < rows) {
        for (let a = start[node] as number; a < (start[node + 1] as number); a++) {
          if (taken[a] === 1 && (node > i || a > settled)) find(rows + (net.column[a] as number), node, a)
        }
        if ((degree.row[node] as number) < (rowMost[node] as number)) find(hub, node, -1)
      } else {
        const j = node - rows
        for (let b = turned.net.start[j] as number; b < (turned.net.start[j + 1] as number); b++) {
          const r = turned.net.column[b] as number
          const a = turned.place[b] as number
          if (r > i && taken[a] === 0) find(r, node, a)
        }
        if ((degree.column[j] as number) > (columnLeast[j] as number)) find(hub, node, -1)
      }
    }
    begin()
    for (let a = start[i] as number; a < (start[i + 1] as number); a++) {
      if (taken[a] === 1) {
        // This pair is decided now. So the nodes that the search has found through this pair are forgotten.
        begin()
        continue
      }
      const target = rows + (net.column[a] as number)
      while (round[target] !== rounds && done < known) expand(queue[done++] as number, a)
      if (round[target] !== rounds) continue
      taken[a] = 1
      const shift = (pair: number): void => {
        const now = taken[pair] === 0 ? 1 : 0
        const change = now === 1 ? 1 : -1
        const r = rowOf[pair] as number
        const j = net.column[pair] as number
        taken[pair] = now
        degree.row[r] = (degree.row[r] as number) + change
        degree.column[j] = (degree.column[j] as number) + change
      }
      degree.row[i] = (degree.row[i] as number) + 1
      degree.column[target - rows] = (degree.column[target - rows] as number) + 1
      for (let node = target; node !== i; node = onward[node] as number) {
        if ((via[node] as number) >= 0) shift(via[node] as number)
      }
      begin()
    }
  }
}
