/**
 * The cells of a sheet that people have filled in, by column. The readers of ballots and of walking lists use this module.
 */
import { unguard } from "../file/Formula.ts"
import { type Cell, letterOf, textOf } from "../file/Item.ts"
import { normal } from "../roster/Columns.ts"
import * as SensitiveNumber from "../roster/SensitiveNumber.ts"
import type { Where } from "../Problem.ts"

/** A column of the sheet: its place from 0, and its name in the file. */
interface Place {
  readonly at: number
  readonly name: string
}

/** The row of column names. */
export type FormHeader<Column> = ReadonlyMap<Column, Place>

/**
 * Reads a row as column names. `undefined` if a required column is missing, so that it is another row. `byHeading` has
 * the columns by their {@link normal} names.
 */
export const headerIn = <Column>(
  cells: ReadonlyArray<Cell>,
  byHeading: ReadonlyMap<string, Column>,
  required: ReadonlyArray<Column>
): FormHeader<Column> | undefined => {
  const found = new Map<Column, Place>()
  for (const [at, cell] of cells.entries()) {
    const name = textOf(cell).trim()
    const column = byHeading.get(normal(name))
    if (column !== undefined) found.set(column, { at, name })
  }
  return required.every((column) => found.has(column)) ? found : undefined
}

/** The cells of one row, by column. */
export class FormCells<Column> {
  private readonly header: FormHeader<Column>
  private readonly cells: ReadonlyArray<Cell>
  readonly row: number
  private readonly sheet: string

  constructor(header: FormHeader<Column>, cells: ReadonlyArray<Cell>, row: number, sheet: string) {
    this.header = header
    this.cells = cells
    this.row = row
    this.sheet = sheet
  }

  cell(column: Column): Cell {
    return this.cells[this.header.get(column)?.at ?? -1]
  }

  text(column: Column): string {
    return unguard(textOf(this.cell(column)).trim())
  }

  where(column: Column): Where {
    const place = this.header.get(column)
    const found = SensitiveNumber.mask(this.text(column))
    const cell = place === undefined ? {} : { letter: letterOf(place.at), column: place.name }
    return { sheet: this.sheet, row: this.row, found, ...cell }
  }
}
