/** A roster as it was read from a file. */
import type { MergeItem } from "../file/Item.ts"
import type { SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"
import type { Header } from "./Header.ts"
import type { Mapping } from "./Mapping.ts"
import type { Values } from "./Values.ts"

/** A row of a roster: its place, its values, and the columns with unreadable cells. */
export interface RosterRow {
  /** The index of its sheet in {@link Roster}. */
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
 * A file as a roster, before it is compared with a registry.
 *
 * @category models
 */
export interface Roster {
  readonly file: string
  readonly sheets: ReadonlyArray<RosterSheet>
  readonly rows: ReadonlyArray<RosterRow>
  /** Problems of cells, rows and column names. */
  readonly problems: ReadonlyArray<SheetProblem>
  /** Remarks, each with its count: columns that were dropped or left out, rows that were skipped, interpreted cells. */
  readonly remarks: ReadonlyArray<SheetProblem>
  /** The mapping in effect, with every column of the file: to show, to save, and to use for the next file. */
  readonly mapping: Mapping
}
