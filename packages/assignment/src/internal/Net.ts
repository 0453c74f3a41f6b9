/** The shape of a problem as the solvers read it: allowed pairs row by row, and bounds of both sides. */
import type { Assignment, Costs } from "../Problem.ts"

// The loops in this file keep every index within its array; `as number` records that for the compiler.

export interface Net {
  readonly rows: number
  readonly columns: number
  /** The pairs of row i are `start[i]` … `start[i + 1] - 1`. */
  readonly start: Int32Array
  /** The column of each pair. `undefined` if every pair is allowed. */
  readonly column?: Int32Array
  readonly rowLeast: Int32Array
  readonly rowMost: Int32Array
  readonly columnLeast: Int32Array
  readonly columnMost: Int32Array
}

/** A net with the column of each pair. */
export type SparseNet = Net & { readonly column: Int32Array }

/** Items of one side that together need more pairs than the other side can have with them. */
export interface Shortage {
  readonly side: "rows" | "columns"
  readonly wanting: ReadonlyArray<number>
}

/** A bound of one item. */
export const boundAt = (bound: number | Int32Array, index: number): number =>
  typeof bound === "number" ? bound : (bound[index] as number)

/** The bounds of all items as an array. */
const boundsOf = (bound: number | Int32Array, count: number): Int32Array =>
  typeof bound === "number" ? new Int32Array(count).fill(bound) : bound

/** Where the pairs of each row begin if every pair is allowed. */
export const fullStart = (rows: number, columns: number): Int32Array => {
  const start = new Int32Array(rows + 1)
  for (let i = 0; i < rows; i++) start[i + 1] = (i + 1) * columns
  return start
}

/** The net of a valid problem. */
export const netOf = ({ allowed, columns, rows }: Assignment): Net => {
  const bounds = {
    rows: rows.count,
    columns: columns.count,
    rowLeast: boundsOf(rows.least, rows.count),
    rowMost: boundsOf(rows.most, rows.count),
    columnLeast: boundsOf(columns.least, columns.count),
    columnMost: boundsOf(columns.most, columns.count)
  }
  return allowed === undefined
    ? { ...bounds, start: fullStart(rows.count, columns.count) }
    : { ...bounds, start: allowed.start, column: allowed.column }
}

/** The number of allowed pairs. */
export const pairCount = ({ rows, start }: Net): number => start[rows] as number

/** The index of an allowed pair; −1 or less than `start[i]` if the pair is not allowed. */
export const pairAt = (net: Net, i: number, j: number): number =>
  net.column === undefined ? i * net.columns + j : net.column.indexOf(j, net.start[i])

/** The column of each pair, computed if every pair is allowed. */
export const columnsOf = (net: Net): Int32Array => {
  if (net.column !== undefined) return net.column
  const column = new Int32Array(net.rows * net.columns)
  for (let a = 0; a < column.length; a++) column[a] = a % net.columns
  return column
}

/** For each pair of a net whether it is one of the given pairs. */
export const marked = (net: Net, row: ArrayLike<number>, column: ArrayLike<number>): Uint8Array => {
  const taken = new Uint8Array(pairCount(net))
  for (let k = 0; k < row.length; k++) taken[pairAt(net, row[k] as number, column[k] as number)] = 1
  return taken
}

/** The marked pairs, sorted by row, then by column. */
export const listed = (
  net: Net,
  taken: Uint8Array
): { readonly row: Array<number>; readonly column: Array<number> } => {
  const row: Array<number> = []
  const column: Array<number> = []
  for (let i = 0; i < net.rows; i++) {
    const first = net.start[i] as number
    for (let a = first; a < (net.start[i + 1] as number); a++) {
      if (taken[a] !== 1) continue
      row.push(i)
      column.push(net.column === undefined ? a - first : (net.column[a] as number))
    }
  }
  return { row, column }
}

/** The sum of the costs of some pairs. */
export const totalOf = (
  net: Net,
  costs: Costs,
  row: ArrayLike<number>,
  column: ArrayLike<number>
): number => {
  let total = 0
  for (let k = 0; k < row.length; k++) {
    total += costs[pairAt(net, row[k] as number, column[k] as number)] as number
  }
  return total
}

/** The same net with rows and columns exchanged, and for each of its pairs the index of that pair in the given net. */
export const transpose = (net: Net): { readonly net: SparseNet; readonly place: Int32Array } => {
  const { columns, rows, start } = net
  const column = columnsOf(net)
  const turned = new Int32Array(columns + 1)
  for (let a = 0; a < column.length; a++) {
    const j = (column[a] as number) + 1
    turned[j] = (turned[j] as number) + 1
  }
  for (let j = 0; j < columns; j++) turned[j + 1] = (turned[j + 1] as number) + (turned[j] as number)
  const next = turned.slice()
  const row = new Int32Array(column.length)
  const place = new Int32Array(column.length)
  for (let i = 0; i < rows; i++) {
    for (let a = start[i] as number; a < (start[i + 1] as number); a++) {
      const j = column[a] as number
      const b = next[j] as number
      next[j] = b + 1
      row[b] = i
      place[b] = a
    }
  }
  return {
    net: {
      rows: columns,
      columns: rows,
      start: turned,
      column: row,
      rowLeast: net.columnLeast,
      rowMost: net.columnMost,
      columnLeast: net.rowLeast,
      columnMost: net.rowMost
    },
    place
  }
}
