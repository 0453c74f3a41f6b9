/**
 * The common interface of all file formats. A reader for one format reads a file and emits items: sheets, rows and
 * merged cells, in the order of the file. The rest of the package does not depend on file formats. Readers for large
 * files emit rows while they read, and do not keep rows in memory.
 */
import * as Day from "@liulinhui/core/Day"

/**
 * A cell that the file marks as a date. `shows` is the visible part of the date: for example, the format of a cell may
 * show only the month.
 */
export interface DateCell {
  readonly day: Day.Day
  readonly shows: "day" | "month" | "year" | "no year"
}

/** The content of a cell. Text is not changed. For a formula, it is the calculated value that is stored in the file. */
export type Cell = string | number | boolean | DateCell | undefined

/** The beginning of a sheet. A text file has one sheet, without a name. */
export interface SheetItem {
  readonly _tag: "Sheet"
  readonly name: string
  readonly hidden: boolean
}

/** A row of cells. A reader may leave out empty rows. */
export interface RowItem {
  readonly _tag: "Row"
  /** The number of the row, from 1, as a spreadsheet program shows it. */
  readonly row: number
  readonly cells: ReadonlyArray<Cell>
  /**
   * The number of cells of the row, including empty cells. Present only for text files. If a row has more cells than
   * the row of column names, its cells have shifted.
   */
  readonly width?: number
}

/**
 * A block of merged cells. The content is in the first cell, and is valid for all cells of the block. Rows count from
 * 1, columns from 0.
 */
export interface MergeItem {
  readonly _tag: "Merge"
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** A remark about the whole file, for example that its macros are not run. */
export interface RemarkItem {
  readonly _tag: "Remark"
  readonly code: "macros-not-run" | "links-not-followed"
}

export type Item = SheetItem | RowItem | MergeItem | RemarkItem

/** Returns the content of a cell as text. */
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

/** Returns whether a cell is empty or contains only white space. */
export const isEmpty = (cell: Cell): boolean =>
  cell === undefined || (typeof cell === "string" && cell.trim() === "")

/** Returns the letters of a column, as a spreadsheet program shows them: 0 is A, 26 is AA. */
export const letterOf = (column: number): string => {
  const before = Math.floor(column / 26)
  return (before === 0 ? "" : letterOf(before - 1)) + String.fromCharCode(65 + (column % 26))
}
