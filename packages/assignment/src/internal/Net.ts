/**
 * What the solvers work on: allowed pairs by row, in ascending order of column, and how many pairs each row and each
 * column must and may have.
 */

// Every index below is kept within its array by the loops around it; `as number` tells the compiler so.

export interface Net {
  readonly rows: number
  readonly columns: number
  /** The pairs of row i are `start[i]` … `start[i + 1] - 1`. */
  readonly start: Int32Array
  /** The column of each pair; left out where every pair is allowed. */
  readonly column?: Int32Array
  readonly rowLeast: Int32Array
  readonly rowMost: Int32Array
  readonly columnLeast: Int32Array
  readonly columnMost: Int32Array
}

/** A set of one side that needs more than the other side can give it. */
export interface Shortage {
  readonly side: "rows" | "columns"
  /** Indices on that side. */
  readonly wanting: ReadonlyArray<number>
}

/** The column of each pair, spelt out. */
export const columnsOf = (net: Net): Int32Array => {
  if (net.column !== undefined) return net.column
  const column = new Int32Array(net.rows * net.columns)
  for (let a = 0; a < column.length; a++) column[a] = a % net.columns
  return column
}

export interface NetSolution {
  /** For each allowed pair whether it is taken. */
  readonly taken: Uint8Array
  readonly rowPrices: Float64Array
  readonly columnPrices: Float64Array
}

/** The same net with the two sides exchanged, and for each of its pairs the place of that pair in the first. */
export const transpose = (
  net: Net
): { readonly net: Net & { readonly column: Int32Array }; readonly place: Int32Array } => {
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
