/**
 * Collects cells into rows. Drops empty rows, and refuses a file with more rows, columns or text than the limits allow.
 */
import { refuse } from "./FileRefusal.ts"
import { type Cell, isEmpty, type Item, letterOf, type SheetItem, textOf } from "./Item.ts"
import type { Limits } from "./Limits.ts"

/** The largest number of rows in a sheet of a workbook. */
const lastRow = 1_048_576

export class RowBuilder {
  private readonly limits: Limits
  private name = ""
  private row = 0
  private cells: Array<Cell> = []
  private found: Array<Item> = []
  private rows = 0
  private merges = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Begins a new sheet. All following rows belong to this sheet until the next call. */
  sheet(item: SheetItem): void {
    this.name = item.name
    this.found.push(item)
  }

  begin(row: number): void {
    if (!Number.isInteger(row) || row < 1 || row > lastRow) refuse("damaged-file", { sheet: this.name })
    this.row = row
    this.cells = []
  }

  put(column: number, cell: Cell): void {
    if (isEmpty(cell)) return
    const where = { sheet: this.name, row: this.row }
    if (column >= this.limits.columns) refuse("too-many-columns", where, { most: this.limits.columns })
    if (typeof cell === "string" && cell.length > this.limits.text) {
      refuse("cell-too-long", { ...where, letter: letterOf(column), found: textOf(cell) })
    }
    while (this.cells.length < column) this.cells.push(undefined)
    this.cells[column] = cell
  }

  /** Ends the current row. `times` is the number of times that the file repeats this row. */
  end(times = 1): void {
    if (this.cells.length === 0) return
    this.rows += times
    if (this.rows > this.limits.rows) refuse("too-many-rows", {}, { most: this.limits.rows })
    for (let n = 0; n < times; n++) {
      this.found.push({ _tag: "Row", row: this.row + n, cells: this.cells })
    }
  }

  merge(top: number, bottom: number, left: number, right: number): void {
    // Cells that are merged within one row, such as a title, have no effect on other rows.
    if (top === bottom) return
    this.merges++
    if (this.merges > this.limits.rows) refuse("too-many-rows", {}, { most: this.limits.rows })
    this.found.push({ _tag: "Merge", top, bottom, left, right })
  }

  /** Returns the sheets, rows and merged cells that were collected since the last call. */
  taken(): ReadonlyArray<Item> {
    const { found } = this
    this.found = []
    return found
  }
}
