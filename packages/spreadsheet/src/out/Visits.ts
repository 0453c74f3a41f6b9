/** Reads a walking list after it was filled in: whom the walker has met, and what happened at the other doors. */
import type { Day } from "@liulinhui/core/Day"
import type { AttemptOutcome } from "@liulinhui/core/Facts"
import { Subject } from "@liulinhui/core/Registry"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Item, isEmpty } from "../file/Item.ts"
import type { Limits } from "../file/Limits.ts"
import { problem, type SheetProblem, type SheetRefused } from "../Problem.ts"
import { normal } from "../roster/Columns.ts"
import * as Dates from "../roster/Dates.ts"
import { readSheets } from "../SheetReader.ts"
import type { MessageId } from "../words/Catalogue.ts"
import { catalogues } from "../words/Wording.ts"
import { FormCells, type FormHeader, headerIn } from "./FormCells.ts"

/** What happened on a visit: the person was met, or an attempt that reached nobody. */
export type VisitResult = "met" | AttemptOutcome

/** One visit of a walking list that was filled in. */
export interface FilledVisit {
  /** The number of the row, from 1, as a spreadsheet program shows it. */
  readonly row: number
  readonly subject: Subject
  readonly result: VisitResult
  /** The day of the visit. Missing if the cell is empty. */
  readonly on?: Day
}

/** The content of a walking list that people have filled in. */
export interface ReadVisits {
  readonly visits: ReadonlyArray<FilledVisit>
  /** The number of rows without a result. */
  readonly empty: number
}

/** Options for reading a walking list. */
export interface VisitOptions {
  readonly file?: string
  readonly limits?: Partial<Limits>
}

type VisitColumn = "subject" | "result" | "date"

const required: ReadonlyArray<VisitColumn> = ["subject", "result"]

const byHeading: ReadonlyMap<string, VisitColumn> = new Map(
  catalogues.flatMap(({ labels }) =>
    (["subject", "result", "date"] as const).map((column) => [normal(labels[column]), column] as const)
  )
)

const resultByText: ReadonlyMap<string, VisitResult> = new Map(
  catalogues.flatMap(({ labels }): ReadonlyArray<readonly [string, VisitResult]> => [
    [labels.met, "met"],
    [labels.nobodyIn, "nobody-in"],
    [labels.declined, "refused"],
    [labels.anotherTime, "next-time"]
  ])
)

const isSubject = Schema.is(Subject)

class VisitReader {
  private readonly visits: Array<FilledVisit> = []
  readonly problems: Array<SheetProblem> = []
  private empty = 0
  private sheet = ""
  private header: FormHeader<VisitColumn> | undefined
  private seen = false

  take(item: Item): void {
    if (item._tag === "Sheet") {
      this.sheet = item.name
      this.header = undefined
    } else if (item._tag === "Row" && !item.cells.every(isEmpty)) {
      if (this.header !== undefined) {
        this.visit(new FormCells(this.header, item.cells, item.row, this.sheet))
        return
      }
      this.header = headerIn(item.cells, byHeading, required)
      this.seen ||= this.header !== undefined
    }
  }

  end(): ReadVisits {
    if (!this.seen) this.problems.push(problem("no-visit-header"))
    return { visits: this.visits, empty: this.empty }
  }

  private visit(cells: FormCells<VisitColumn>): void {
    const text = cells.text("result")
    if (text === "") {
      if (cells.text("date") === "") this.empty++
      else this.complain(cells, "result", "visit-without-result")
      return
    }
    const result = resultByText.get(text.normalize("NFKC").toLowerCase())
    const subject = cells.text("subject")
    const on = cells.text("date") === "" ? undefined : this.day(cells)
    if (result === undefined) return this.complain(cells, "result", "not-a-visit-result")
    if (!isSubject(subject)) return this.complain(cells, "subject", "not-a-subject")
    this.visits.push({ row: cells.row, subject, result, ...(on === undefined ? {} : { on }) })
  }

  private day(cells: FormCells<VisitColumn>): Day | undefined {
    const read = Dates.read(cells.cell("date"), cells.text("date"))
    if (read._tag === "Success" && read.success._tag === "Day") return read.success.day
    this.complain(cells, "date", read._tag === "Failure" ? read.failure : "month-only")
    return undefined
  }

  private complain(cells: FormCells<VisitColumn>, column: VisitColumn, code: MessageId): void {
    this.problems.push(problem(code, cells.where(column)))
  }
}

/**
 * Reads a walking list that was filled in. Fails with all problems of the sheet. Rows without a result are only counted.
 *
 * @category reading
 */
export const readVisits = (
  input: string | Uint8Array,
  { file = "visits", limits }: VisitOptions = {}
): Effect.Effect<ReadVisits, SheetRefused> =>
  Effect.suspend(() => {
    const score = (cells: ReadonlyArray<string>): number =>
      new Set(cells.flatMap((cell) => byHeading.get(normal(cell)) ?? [])).size
    return readSheets(input, { file, limits, score }, new VisitReader())
  })
