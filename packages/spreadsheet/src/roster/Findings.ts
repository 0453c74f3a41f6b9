/** Collects problems and remarks about rows of a roster, each at the cell that has to change. */
import { problem, type SheetProblem, type Where } from "../Problem.ts"
import type { MessageId } from "../words/Catalogue.ts"
import type { Column } from "./Columns.ts"
import { Remarks } from "./Remarks.ts"
import type { RosterRow, RosterSheet } from "./Roster.ts"

/** A problem, and the row to leave out if other rows are to be accepted. */
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

  /** The cell of a column; the row if the sheet has no such column. */
  private where(row: RosterRow, column: Column | undefined, found: string): Where {
    const sheet = this.sheets[row.sheet]
    const header = column === undefined ? undefined : sheet?.header.of.get(column)
    const cell = header === undefined ? {} : { letter: header.letter, column: header.name }
    return { sheet: sheet?.name ?? "", row: row.row, found, ...cell }
  }

  /** Adds a problem at the cell of a column. */
  add(
    row: RosterRow,
    column: Column | undefined,
    code: MessageId,
    found = "",
    args: SheetProblem["args"] = {}
  ): void {
    this.problems.push({ row, problem: problem(code, this.where(row, column, found), args) })
  }

  /** Adds a remark. Equal remarks about one column are counted and reported once. */
  remark(row: RosterRow, column: Column | undefined, code: MessageId, found = ""): void {
    this.remarks.add(code, this.where(row, column, found))
  }

  /** Adds a remark about the whole file. */
  remarkAll(code: MessageId): void {
    this.remarks.add(code, {})
  }

  /** Whether the sheet of a row has a column. */
  has(row: RosterRow, column: Column): boolean {
    return this.sheets[row.sheet]?.header.of.has(column) ?? false
  }

  nameOf(row: RosterRow): string {
    return this.sheets[row.sheet]?.name ?? ""
  }
}

/** The first of these columns that the sheet has, so that a message names an existing cell. */
export const present = (
  findings: Findings,
  row: RosterRow,
  ...columns: readonly [Column, ...ReadonlyArray<Column>]
): Column => columns.find((column) => findings.has(row, column)) ?? columns[0]
