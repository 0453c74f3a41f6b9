/**
 * Reads a plain table: rows below a row of column names. Use it for sheets that are not a roster, such as the evidence
 * for a step on many cases. The caller chooses the possible names of the key column.
 */
import * as Effect from "effect/Effect"
import { unguard } from "./file/Formula.ts"
import { type Item, isEmpty, letterOf, type RowItem, textOf } from "./file/Item.ts"
import type { Limits } from "./file/Limits.ts"
import { problem, type SheetProblem, type SheetRefused } from "./Problem.ts"
import { normal } from "./roster/Columns.ts"
import { readSheets } from "./SheetReader.ts"

/**
 * One cell of a table that is not empty.
 *
 * @category models
 */
export interface TableCell {
  /** The name of the cell's column, as it is written in the file. */
  readonly column: string
  /** The letters of the column, such as `C`. */
  readonly letter: string
  /** The content of the cell as text. A date is written as `2026-03-02`. */
  readonly text: string
}

/**
 * One row of a table, below the row of column names.
 *
 * @category models
 */
export interface TableRow {
  /** The name of the sheet. Empty for a text file. */
  readonly sheet: string
  /** The number of the row, from 1, as a spreadsheet program shows it. */
  readonly row: number
  /** The cell in the key column. */
  readonly key: TableCell
  /** The other cells that are not empty, in the order of the columns. */
  readonly cells: ReadonlyArray<TableCell>
}

/**
 * Options for reading a table.
 *
 * @category models
 */
export interface TableOptions {
  /** The name of the file in messages. */
  readonly file: string
  /**
   * The possible names of the key column. Each row must have a value in this column. The row that contains one of these
   * names is the row of column names.
   */
  readonly key: readonly [string, ...ReadonlyArray<string>]
  readonly limits?: Partial<Limits>
}

interface Column {
  readonly at: number
  readonly name: string
}

class Reader {
  readonly #rows: Array<TableRow> = []
  readonly problems: Array<SheetProblem> = []
  readonly #options: TableOptions
  readonly #keys: ReadonlySet<string>
  readonly #seen = new Map<string, number>()
  #sheet = ""
  #key: Column | undefined
  #columns: ReadonlyArray<Column> = []
  #hasHeader = false

  constructor(options: TableOptions) {
    this.#options = options
    this.#keys = new Set(options.key.map(normal))
  }

  take(item: Item): void {
    if (item._tag === "Sheet") {
      this.#sheet = item.name
      this.#key = undefined
    } else if (item._tag === "Row" && !item.cells.every(isEmpty)) {
      if (this.#key === undefined) this.#header(item)
      else this.#row(this.#key, item)
    }
  }

  /** Whether a name is one of the names of the key column. */
  readonly isKey = (name: string): boolean => this.#keys.has(normal(name))

  end(): ReadonlyArray<TableRow> {
    if (!this.#hasHeader) this.problems.push(problem("no-key-column", {}, { column: this.#options.key[0] }))
    return this.#rows
  }

  #header({ cells, row }: RowItem): void {
    const columns = cells.flatMap((cell, at) => (isEmpty(cell) ? [] : [{ at, name: textOf(cell).trim() }]))
    const key = columns.find(({ name }) => this.isKey(name))
    if (key === undefined) return
    this.#key = key
    this.#columns = columns.filter((column) => column !== key)
    this.#hasHeader = true
    const names = new Set<string>()
    for (const { at, name } of columns) {
      if (names.has(normal(name))) {
        this.problems.push(
          problem("column-name-twice", { ...this.#place(row), letter: letterOf(at), found: name })
        )
      }
      names.add(normal(name))
    }
  }

  #row(key: Column, { cells, row }: RowItem): void {
    const cellOf = ({ at, name }: Column): TableCell => ({
      column: name,
      letter: letterOf(at),
      text: unguard(textOf(cells[at]).trim())
    })
    const own = cellOf(key)
    const where = { ...this.#place(row), letter: own.letter, column: own.column, found: own.text }
    if (own.text === "") {
      this.problems.push(problem("no-key", where, { key: own.column }))
      return
    }
    const first = this.#seen.get(own.text)
    if (first !== undefined) {
      this.problems.push(problem("key-twice", where, { row: first }))
      return
    }
    this.#seen.set(own.text, row)
    const others = this.#columns.filter(({ at }) => !isEmpty(cells[at]))
    this.#rows.push({ sheet: this.#sheet, row, key: own, cells: others.map(cellOf) })
  }

  #place(row: number) {
    return { sheet: this.#sheet, row }
  }
}

/**
 * Reads the rows of a table, in the order of the file. Fails with all problems: no key column, two columns with the
 * same name, a row without a key, or two rows with the same key.
 *
 * @example
 * ```ts
 * import { readTable } from "@liulinhui/spreadsheet"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const csv = "事项,清理说明\nclutter-1,已搬走\nclutter-2,\n"
 * const rows = await Effect.runPromise(readTable(csv, { file: "done.csv", key: ["事项", "case"] }))
 * assert.deepEqual(
 *   rows.map(({ cells, key, row }) => [row, key.text, ...cells.map(({ column, text }) => `${column}=${text}`)]),
 *   [
 *     [2, "clutter-1", "清理说明=已搬走"],
 *     [3, "clutter-2"]
 *   ]
 * )
 * ```
 * @category reading
 */
export const readTable = (
  input: string | Uint8Array,
  options: TableOptions
): Effect.Effect<ReadonlyArray<TableRow>, SheetRefused> =>
  Effect.suspend(() => {
    const { file, limits } = options
    const reader = new Reader(options)
    return readSheets(input, { file, limits, score: (cells) => (cells.some(reader.isKey) ? 1 : 0) }, reader)
  })
