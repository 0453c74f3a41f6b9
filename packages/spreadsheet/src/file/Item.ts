/**
 * The port between file formats and the rest of the package. An engine reads a file of one kind and emits items: sheets,
 * rows and merged cells, in the order of the file. Code above this port knows no file format. Engines for large files
 * emit rows while they read, and keep none of them.
 */
import * as Day from "@liulinhui/core/Day"

/** A cell that the file marks as a date, and how much of the date its format shows: a format may show only the month. */
export interface DateCell {
  readonly day: Day.Day
  readonly shows: "day" | "month" | "year" | "no year"
}

/** The content of a cell. Text is unchanged; a formula is its stored value. */
export type Cell = string | number | boolean | DateCell | undefined

/** The beginning of a sheet. A text file is one sheet without a name. */
export interface SheetItem {
  readonly _tag: "Sheet"
  readonly name: string
  readonly hidden: boolean
}

/** A row. An engine may omit empty rows. */
export interface RowItem {
  readonly _tag: "Row"
  /** As a spreadsheet program counts: from 1. */
  readonly row: number
  readonly cells: ReadonlyArray<Cell>
  /** The number of cells, including empty ones; text files only. A row with more cells than the header has shifted. */
  readonly width?: number
}

/** Merged cells. Their content is in the first one, and applies to all. Rows count from 1, columns from 0. */
export interface MergeItem {
  readonly _tag: "Merge"
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** A remark about the whole file, such as macros that are not run. */
export interface RemarkItem {
  readonly _tag: "Remark"
  readonly code: "macros-not-run" | "links-not-followed"
}

export type Item = SheetItem | RowItem | MergeItem | RemarkItem

/** The content of a cell as text. */
export const textOf = (cell: Cell): string => {
  switch (typeof cell) {
    case "undefined":
      return ""
    case "string":
      return cell
    case "number":
      return String(cell)
    case "boolean":
      return cell ? "TRUE" : "FALSE"
    default:
      return shown(cell)
  }
}

const shown = ({ day, shows }: DateCell): string => {
  const iso = Day.toIso(day)
  return shows === "year" ? iso.slice(0, 4) : shows === "month" ? iso.slice(0, 7) : iso
}

/** Whether a cell is empty or contains only white space. */
export const isEmpty = (cell: Cell): boolean =>
  cell === undefined || (typeof cell === "string" && cell.trim() === "")

/** The letters of a column, as a spreadsheet program shows them: 0 is A, 26 is AA. */
export const letterOf = (column: number): string => {
  const before = Math.floor(column / 26)
  return (before === 0 ? "" : letterOf(before - 1)) + String.fromCharCode(65 + (column % 26))
}
