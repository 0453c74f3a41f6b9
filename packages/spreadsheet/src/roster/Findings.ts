/** Collects problems and remarks about rows of a roster. Each is reported at the cell that the user must change. */
import { problem, type SheetProblem, type Where } from "../Problem.ts"
import type { MessageId } from "../words/Catalogue.ts"
import type { Column } from "./Columns.ts"
import { Remarks } from "./Remarks.ts"
import type { RosterRow, RosterSheet } from "./Roster.ts"

/** A problem, and the row that is left out if the user wants to import only the valid rows. */
export interface Finding {
  readonly row: RosterRow
  readonly problem: SheetProblem
}

/** The problems and remarks about one roster. */
export class Findings {
  private readonly sheets: ReadonlyArray<RosterSheet>
  readonly problems: Array<Finding> = []
  readonly remarks = new Remarks()

  constructor(sheets: ReadonlyArray<RosterSheet>) {
    this.sheets = sheets
  }

  /** Returns the place of a cell for a message. If the sheet has no such column, returns the place of the row. */
  private where(row: RosterRow, column: Column | undefined, found: string): Where {
    const sheet = this.sheets[row.sheet]
    const header = column === undefined ? undefined : sheet?.header.of.get(column)
    const cell = header === undefined ? {} : { letter: header.letter, column: header.name }
    return { sheet: sheet?.name ?? "", row: row.row, found, ...cell }
  }

  /** Adds a problem at a cell. */
  add(
    row: RosterRow,
    column: Column | undefined,
    code: MessageId,
    found = "",
    args: SheetProblem["args"] = {}
  ): void {
    this.problems.push({ row, problem: problem(code, this.where(row, column, found), args) })
  }

  /** Adds a remark. Equal remarks about one column are counted and reported together. */
  remark(row: RosterRow, column: Column | undefined, code: MessageId, found = ""): void {
    this.remarks.add(code, this.where(row, column, found))
  }

  /** Adds a remark about the whole file. */
  remarkAll(code: MessageId): void {
    this.remarks.add(code, {})
  }

  /** Returns whether the sheet of a row has a column. */
  has(row: RosterRow, column: Column): boolean {
    return this.sheets[row.sheet]?.header.of.has(column) ?? false
  }

  nameOf(row: RosterRow): string {
    return this.sheets[row.sheet]?.name ?? ""
  }
}

/** Returns the first of these columns that the sheet has. So a message refers to a column that exists. */
export const present = (
  findings: Findings,
  row: RosterRow,
  ...columns: readonly [Column, ...ReadonlyArray<Column>]
): Column => columns.find((column) => findings.has(row, column)) ?? columns[0]
