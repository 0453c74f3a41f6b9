/** A roster: a list of the residents of a district, as it was read from a file. */
import type { MergeItem } from "../file/Item.ts"
import type { SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"
import type { Header } from "./Header.ts"
import type { Mapping } from "./Mapping.ts"
import type { Values } from "./Values.ts"

/** A row of a roster: its place in the file, its values, and the columns with unreadable cells. */
export interface RosterRow {
  /** The index of the row's sheet in the sheets of the {@link Roster}. */
  readonly sheet: number
  readonly row: number
  readonly values: Values
  readonly broken: ReadonlySet<Column>
}

/** A sheet of a roster, with its column names. */
export interface RosterSheet {
  readonly name: string
  readonly header: Header
  readonly merges: ReadonlyArray<MergeItem>
}

/**
 * The content of a file, read as a roster. It is not compared with a registry yet.
 *
 * @category models
 */
export interface Roster {
  readonly file: string
  readonly sheets: ReadonlyArray<RosterSheet>
  readonly rows: ReadonlyArray<RosterRow>
  /** The problems of cells, rows and column names. */
  readonly problems: ReadonlyArray<SheetProblem>
  /**
   * Remarks, each with the number of its occurrences: columns that were dropped or left out, rows that were skipped,
   * cells that were interpreted.
   */
  readonly remarks: ReadonlyArray<SheetProblem>
  /** The meaning of every column of the file. A program can show it, save it, and use it for the next file. */
  readonly mapping: Mapping
}
