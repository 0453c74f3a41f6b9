/**
 * Finds the row that contains the column names: the row with the most known names. It may be below some rows with
 * titles. It may also consist of two rows with merged cells.
 */
import { type Cell, letterOf, textOf } from "../file/Item.ts"
import type { MessageId } from "../words/Catalogue.ts"
import { problem, type SheetProblem } from "../Problem.ts"
import { catalogues } from "../words/Wording.ts"
import { type Column, normal } from "./Columns.ts"
import { isColumn, type Lookup, type Target } from "./Mapping.ts"

/** A column of a sheet. */
export interface HeaderColumn {
  /** The index of the column, from 0. */
  readonly at: number
  readonly letter: string
  readonly name: string
  /** The meaning of the column. `undefined` if its name is unknown; then the column is not read. */
  readonly target: Target | undefined
}

export interface Header {
  /** The number of the last row with column names. The rows of the roster begin below it. */
  readonly row: number
  readonly columns: ReadonlyArray<HeaderColumn>
  readonly of: ReadonlyMap<Column, HeaderColumn>
}

export interface TopRow {
  readonly row: number
  readonly cells: ReadonlyArray<Cell>
}

/** The smallest number of known names that a row of column names must have. */
const fewest = 2

const nameOf = (cell: Cell): string => textOf(cell).replace(/\s+/g, " ").trim()

/** Returns how many different known columns have their names in these cells. */
export const score =
  (lookup: Lookup) =>
  (cells: ReadonlyArray<string>): number =>
    new Set(cells.map((cell) => lookup(cell)).filter(isColumn)).size

const isKnown = (lookup: Lookup, cell: Cell): boolean => lookup(nameOf(cell)) !== undefined

// Combines two rows of column names. If a cell is merged over both rows, its name is in the upper row.
const joined = (upper: ReadonlyArray<Cell>, lower: ReadonlyArray<Cell>): ReadonlyArray<Cell> =>
  Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) =>
    nameOf(lower[at]) === "" ? upper[at] : lower[at]
  )

// Returns whether the lower row continues the column names of the upper row. This is so if each of its cells is a known
// name, and the upper row has no name in the same column.
const goesOn = (upper: TopRow, lower: TopRow | undefined, lookup: Lookup): lower is TopRow =>
  lower !== undefined &&
  lower.row === upper.row + 1 &&
  lower.cells.some((cell) => nameOf(cell) !== "") &&
  lower.cells.every(
    (cell, at) => nameOf(cell) === "" || (isKnown(lookup, cell) && !isKnown(lookup, upper.cells[at]))
  )

// Returns whether the upper row has known names for columns that are empty in the lower row.
const begins = (upper: TopRow | undefined, lower: TopRow, lookup: Lookup): upper is TopRow =>
  upper !== undefined &&
  upper.row === lower.row - 1 &&
  upper.cells.some((cell, at) => isKnown(lookup, cell) && nameOf(lower.cells[at]) === "")

const headerOf = (row: number, cells: ReadonlyArray<Cell>, lookup: Lookup): Header => {
  const columns = cells.flatMap((cell, at): ReadonlyArray<HeaderColumn> => {
    const name = nameOf(cell)
    return name === "" ? [] : [{ at, letter: letterOf(at), name, target: lookup(name) }]
  })
  const of = new Map<Column, HeaderColumn>()
  for (const column of columns) {
    if (isColumn(column.target) && !of.has(column.target)) of.set(column.target, column)
  }
  return { row, columns, of }
}

/** Finds the column names in the first rows of a sheet. `undefined` if no row has enough known names. */
export const find = (
  rows: ReadonlyArray<TopRow>,
  lookup: Lookup,
  chosenRow: number | undefined
): Header | undefined => {
  const counts = rows.map(({ cells }) => score(lookup)(cells.map(nameOf)))
  const most = Math.max(0, ...counts)
  const at =
    chosenRow === undefined
      ? most < fewest
        ? -1
        : counts.indexOf(most)
      : rows.findIndex(({ row }) => row === chosenRow)
  const best = rows[at]
  if (best === undefined) return undefined
  const [above, below] = [rows[at - 1], rows[at + 1]]
  if (goesOn(best, below, lookup)) return headerOf(below.row, joined(best.cells, below.cells), lookup)
  return headerOf(
    best.row,
    begins(above, best, lookup) ? joined(above.cells, best.cells) : best.cells,
    lookup
  )
}

/**
 * Returns whether a row repeats the column names. Rosters (lists of residents) that are made for printing repeat them
 * on each page.
 */
export const isRepeated = (header: Header, cells: ReadonlyArray<Cell>): boolean => {
  const read = header.columns.filter(({ target }) => isColumn(target))
  return read.every(({ at, name }) => normal(nameOf(cells[at])) === normal(name))
}

// The message contains two names of the missing column: the name in the reader's language, and the name that most files
// use.
const missing = (column: Column, row: number, sheet: string): SheetProblem =>
  problem("missing-column", { sheet, row, found: catalogues[0].columns[column][0] }, { column })

/** Finds the problems with the column names of a sheet. */
export const problems = (
  { columns, of, row }: Header,
  sheet: string,
  buildingFromSheetName: boolean
): ReadonlyArray<SheetProblem> => {
  const twice = columns.filter(({ target, at }) => isColumn(target) && of.get(target)?.at !== at)
  const has = (...some: ReadonlyArray<Column>): boolean => some.some((column) => of.has(column))
  const lacks: ReadonlyArray<Column> = [
    ...(has("building", "label", "household") || buildingFromSheetName ? [] : (["building"] as const)),
    ...(has("unit", "household") ? [] : (["unit"] as const)),
    // A sheet may list only flats and no residents. Then it needs no column for names.
    ...(has("name") || !has("resident", "birth", "partySince", "tags") ? [] : (["name"] as const))
  ]
  return [
    ...twice.map(({ letter, name }) => problem("duplicate-column", { sheet, row, letter, column: name })),
    ...lacks.map((column) => missing(column, row, sheet))
  ]
}

/** Returns the columns that are not read, each with the code of the remark to report. */
export const unread = ({ columns }: Header): ReadonlyArray<HeaderColumn & { readonly code: MessageId }> =>
  columns.flatMap((column): ReadonlyArray<HeaderColumn & { readonly code: MessageId }> => {
    if (column.target === "drop") return [{ ...column, code: "column-dropped" }]
    return column.target === undefined || column.target === "leave-out"
      ? [{ ...column, code: "column-left-out" }]
      : []
  })
