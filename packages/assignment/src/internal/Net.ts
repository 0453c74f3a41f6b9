/**
 * A net: the form of an assignment problem that the solvers read. It contains the allowed pairs, row by row, and the
 * bounds of both sides.
 */
import type { Assignment, Costs } from "../Problem.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export interface Net {
  readonly rows: number
  readonly columns: number
  /** For each row i: its allowed pairs have the indexes `start[i]` … `start[i + 1] - 1`. */
  readonly start: Int32Array
  /** The column of each allowed pair. `undefined` if every pair is allowed. */
  readonly column?: Int32Array
  readonly rowLeast: Int32Array
  readonly rowMost: Int32Array
  readonly columnLeast: Int32Array
  readonly columnMost: Int32Array
}

/** A net (allowed pairs and bounds) that lists the column of each allowed pair. */
export type SparseNet = Net & { readonly column: Int32Array }

/** The items of one side that together need more pairs than the other side can have with them. */
export interface Shortage {
  readonly side: "rows" | "columns"
  readonly wanting: ReadonlyArray<number>
}

/**
 * The bound of one item (a row or a column), read from a bound that is either one number for all items, or an array
 * with a number for each.
 */
export const boundAt = (bound: number | Int32Array, index: number): number =>
  typeof bound === "number" ? bound : (bound[index] as number)

/** The bounds of all items (rows or columns) as an array. */
const boundsOf = (bound: number | Int32Array, count: number): Int32Array =>
  typeof bound === "number" ? new Int32Array(count).fill(bound) : bound

/** For each row: the index of its first pair, if every pair is allowed. */
export const fullStart = (rows: number, columns: number): Int32Array => {
  const start = new Int32Array(rows + 1)
  for (let i = 0; i < rows; i++) start[i + 1] = (i + 1) * columns
  return start
}

/** Converts a valid assignment problem to a net (the form that the solvers read). */
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

/**
 * The index of the allowed pair of row i and column j. If the pair is not allowed: −1, or a number less than
 * `start[i]`.
 */
export const pairAt = (net: Net, i: number, j: number): number =>
  net.column === undefined ? i * net.columns + j : net.column.indexOf(j, net.start[i])

/** The column of each allowed pair, also for a net in which every pair is allowed. */
export const columnsOf = (net: Net): Int32Array => {
  if (net.column !== undefined) return net.column
  const column = new Int32Array(net.rows * net.columns)
  for (let a = 0; a < column.length; a++) column[a] = a % net.columns
  return column
}

/** For each allowed pair of a net: 1 if it is one of the given pairs, otherwise 0. */
export const marked = (net: Net, row: ArrayLike<number>, column: ArrayLike<number>): Uint8Array => {
  const taken = new Uint8Array(pairCount(net))
  for (let k = 0; k < row.length; k++) taken[pairAt(net, row[k] as number, column[k] as number)] = 1
  return taken
}

/** Returns the pairs that are marked with 1, sorted by row, then by column. */
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

/** The sum of the costs of the given pairs. */
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

/**
 * The same net (allowed pairs and bounds) with rows and columns exchanged. `place` contains the index in the given net
 * for each pair of the new net.
 */
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
