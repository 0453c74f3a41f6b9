/** Collects problems and remarks about rows of a roster, each at the cell that has to change. */
import type { MessageId } from "../Message.ts"
import { problem, type SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"
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
  private readonly counts = new Map<string, { readonly first: SheetProblem; count: number }>()

  constructor(sheets: ReadonlyArray<RosterSheet>) {
    this.sheets = sheets
  }

  /** Creates a problem at the cell of a column; at the row if the sheet has no such column. */
  at(
    row: RosterRow,
    column: Column | undefined,
    code: MessageId,
    found = "",
    args: SheetProblem["args"] = {}
  ): SheetProblem {
    const sheet = this.sheets[row.sheet]
    const header = column === undefined ? undefined : sheet?.header.of.get(column)
    return problem(
      code,
      {
        sheet: sheet?.name ?? "",
        row: row.row,
        found,
        ...(header === undefined ? {} : { letter: header.letter, column: header.name })
      },
      args
    )
  }

  add(
    row: RosterRow,
    column: Column | undefined,
    code: MessageId,
    found = "",
    args: SheetProblem["args"] = {}
  ): void {
    this.problems.push({ row, problem: this.at(row, column, code, found, args) })
  }

  /** Adds a remark. Equal remarks about one column are counted and reported once. */
  remark(row: RosterRow, column: Column | undefined, code: MessageId, found = ""): void {
    const first = this.at(row, column, code, found)
    const key = `${first.sheet}\n${first.letter}\n${code}`
    const known = this.counts.get(key)
    if (known === undefined) this.counts.set(key, { first, count: 1 })
    else known.count++
  }

  remarks(): ReadonlyArray<SheetProblem> {
    return [...this.counts.values()].map(({ count, first }) => ({
      ...first,
      row: 0,
      args: { ...first.args, count, first: first.row }
    }))
  }

  /** Adds a remark about the whole file. */
  remarkAll(code: MessageId): void {
    this.counts.set(code, { first: problem(code), count: 1 })
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
