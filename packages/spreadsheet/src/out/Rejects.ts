/**
 * Writes the rejected rows of an import as a workbook: the original cells, and a column with the reasons. After a
 * person has corrected the cells, the workbook can be imported like any other file. Columns that contain numbers which
 * identify people are left out. Such numbers in other cells are hidden.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Cell, type Item, type RowItem, textOf } from "../file/Item.ts"
import { limits as usualLimits, type Limits } from "../file/Limits.ts"
import { items } from "../file/open.ts"
import { formatProblem, SheetRefused } from "../Problem.ts"
import * as Header from "../roster/Header.ts"
import { isColumn, lookup, type Target } from "../roster/Mapping.ts"
import { ofPlaces, rowAbove } from "../roster/Merged.ts"
import type { Rejected } from "../roster/PreviewModel.ts"
import type { Roster, RosterSheet } from "../roster/Roster.ts"
import * as SensitiveNumber from "../roster/SensitiveNumber.ts"
import { catalogueOf, type Wording } from "../words/Wording.ts"
import { type Sheet, toXlsx, type Value } from "./Table.ts"

/** Collects the cells of the rejected rows of one sheet, while the file is read again. */
class Wanted {
  readonly sheet: RosterSheet
  private readonly rejected: ReadonlyArray<Rejected>
  private readonly above: ReturnType<typeof rowAbove>
  private readonly rows: ReadonlySet<number>
  private readonly found = new Map<number, ReadonlyArray<Cell>>()
  private width: number

  constructor(sheet: RosterSheet, rejected: ReadonlyArray<Rejected>) {
    this.sheet = sheet
    this.rejected = rejected
    this.above = rowAbove(sheet)
    this.width = Math.max(0, ...sheet.header.columns.map(({ at }) => at + 1))
    const above = rejected.flatMap(({ row }) => ofPlaces.flatMap((column) => this.above(column, row) ?? []))
    this.rows = new Set([...rejected.map(({ row }) => row), ...above])
  }

  take({ cells, row }: RowItem): void {
    if (!this.rows.has(row)) return
    this.found.set(row, cells)
    this.width = Math.max(this.width, cells.length)
  }

  // The content of a merged cell is written into every row of the merged cell, because these rows may be far apart in
  // the new file.
  private cell(row: number, at: number, target: Target | undefined): Value {
    const cell = this.found.get(row)?.[at]
    const from = cell === undefined && isColumn(target) ? this.above(target, row) : undefined
    return shown(from === undefined ? cell : this.found.get(from)?.[at])
  }

  sheetIn(wording: Wording): Sheet {
    const byPlace = new Map(this.sheet.header.columns.map((column) => [column.at, column]))
    const places = Array.from({ length: this.width }, (_, at) => at).filter(
      (at) => byPlace.get(at)?.target !== "drop"
    )
    const { originalRow, rejected } = catalogueOf(wording).labels
    return {
      name: this.sheet.name === "" ? rejected : this.sheet.name,
      headings: [rejected, originalRow, ...places.map((at) => byPlace.get(at)?.name ?? "")],
      rows: this.rejected.map(({ problems, row }): ReadonlyArray<Value> => [
        problems
          .map((problem) => formatProblem({ ...problem, sheet: "", row: 0, letter: "" }, wording))
          .join("\n"),
        row,
        ...places.map((at) => this.cell(row, at, byPlace.get(at)?.target))
      ]),
      widths: [60, 8, ...places.map(() => 12)],
      choices: []
    }
  }
}

const shown = (cell: Cell): Value => {
  if (typeof cell === "object" && cell.shows === "day") return { day: cell.day }
  const text = textOf(cell)
  const masked = SensitiveNumber.mask(text)
  if (typeof cell === "number" && masked === text) return cell
  return text === "" ? undefined : masked
}

/** Options for writing rejected rows. */
export interface RejectsOptions {
  readonly language?: Wording
  readonly limits?: Partial<Limits>
}

/**
 * Writes a workbook with the rows that a preview rejected. `input` is the file from which the roster was read.
 *
 * @category writing
 */
export const writeRejects = (
  input: string | Uint8Array,
  roster: Roster,
  rejected: ReadonlyArray<Rejected>,
  { language = "zh", limits }: RejectsOptions = {}
): Effect.Effect<Uint8Array, SheetRefused> => {
  const bySheet = Map.groupBy(rejected, ({ sheet }) => sheet)
  const sheets = roster.sheets.flatMap((sheet) => {
    const rows = bySheet.get(sheet.name)
    return rows === undefined ? [] : [new Wanted(sheet, rows)]
  })
  const byName = new Map(sheets.map((wanted) => [wanted.sheet.name, wanted]))
  let current: Wanted | undefined
  const take = (item: Item): void => {
    if (item._tag === "Sheet") current = byName.get(item.name)
    else if (item._tag === "Row") current?.take(item)
  }
  const score = Header.score(lookup(roster.mapping))
  return items(input, { ...usualLimits, ...limits }, score).pipe(
    Stream.runForEachArray((some) => Effect.sync(() => some.forEach(take))),
    // If the file has a syntax error, the rejected rows before the error are still written.
    Effect.catch((problem) =>
      problem.code === "not-csv"
        ? Effect.void
        : Effect.fail(new SheetRefused({ file: roster.file, problems: [problem] }))
    ),
    Effect.flatMap(() => {
      const [first, ...others] = sheets.map((wanted) => wanted.sheetIn(language))
      const nothing: Sheet = {
        name: catalogueOf(language).labels.rejected,
        headings: [],
        rows: [],
        widths: [],
        choices: []
      }
      return toXlsx([first ?? nothing, ...others])
    })
  )
}
