/**
 * Spreadsheets for votes on paper: writes a sheet with one row for each owner, and reads the sheet after it was filled
 * in.
 */
import type { Request } from "@liulinhui/core/Governance"
import { type Opinion, OwnerKey, type PollId } from "@liulinhui/core/Poll"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Item, isEmpty, type RowItem } from "../file/Item.ts"
import type { Limits } from "../file/Limits.ts"
import { problem, type SheetProblem, type SheetRefused } from "../Problem.ts"
import { readSheets } from "../SheetReader.ts"
import { squareMetres } from "../roster/Areas.ts"
import { normal } from "../roster/Columns.ts"
import * as Dates from "../roster/Dates.ts"
import * as SensitiveNumber from "../roster/SensitiveNumber.ts"
import type { BallotColumn, Catalogue, MessageId } from "../words/Catalogue.ts"
import { catalogueOf, catalogues, type Wording } from "../words/Wording.ts"
import { zh } from "../words/zh.ts"
import { FormCells, type FormHeader, headerIn } from "./FormCells.ts"
import { type Sheet, sheet, type TableColumn } from "./Table.ts"

/** The row of one owner in a ballot sheet. */
export interface BallotRow {
  readonly owner: OwnerKey
  /** The doors of the flats that the owner owns. */
  readonly doors: ReadonlyArray<string>
  /**
   * The exclusive area (the part that belongs to the owner alone) in square centimetres. Missing if it is not known.
   */
  readonly area?: number | undefined
}

/** The request that records the vote of one owner. */
export type CastBallot = Extract<Request, { readonly _tag: "CastBallot" }>

// The cast is safe: the catalogue has no other opinions.
const opinions = Object.keys(zh.opinions) as ReadonlyArray<Opinion>

const opinionByText: ReadonlyMap<string, Opinion> = new Map(
  catalogues.flatMap((catalogue) =>
    opinions.flatMap((opinion) => catalogue.opinions[opinion].map((text) => [text, opinion] as const))
  )
)

const columns = (
  poll: PollId,
  { ballot, labels, opinions: of }: Catalogue
): ReadonlyArray<TableColumn<BallotRow>> => {
  const blank = () => undefined
  const choices = opinions.map((opinion) => of[opinion][0])
  return [
    { heading: ballot.poll, value: () => poll },
    { heading: ballot.owner, value: ({ owner }) => owner, width: 18 },
    { heading: ballot.doors, value: ({ doors }) => doors.join(labels.list), width: 24 },
    { heading: ballot.area, value: ({ area }) => (area === undefined ? undefined : squareMetres(area)) },
    { heading: ballot.opinion, value: blank, choices },
    { heading: ballot.on, value: blank },
    { heading: ballot.proxy, value: blank, width: 18 },
    { heading: ballot.authority, value: blank, width: 18 },
    { heading: ballot.stated, value: blank, choices }
  ]
}

/**
 * Makes the ballot sheet of a poll, with a row for each owner to fill in.
 *
 * @category lists
 */
export const ballotSheet = (poll: PollId, rows: Iterable<BallotRow>, wording: Wording): Sheet =>
  sheet(poll, columns(poll, catalogueOf(wording)), rows, wording)

// The cast is safe: the catalogue has no other columns.
const ballotColumns = Object.keys(zh.ballot) as ReadonlyArray<BallotColumn>

const byHeading: ReadonlyMap<string, BallotColumn> = new Map(
  catalogues.flatMap(({ ballot }) => ballotColumns.map((column) => [normal(ballot[column]), column] as const))
)

/** The content of a ballot sheet that people have filled in. */
export interface ReadBallots {
  readonly ballots: ReadonlyArray<CastBallot>
  /** The number of owners whose row is empty, because they have not voted. */
  readonly empty: number
}

/** Options for reading a ballot sheet. */
export interface BallotOptions {
  readonly file?: string
  /** The id of the poll. A sheet of another poll is refused. */
  readonly poll: PollId
  readonly limits?: Partial<Limits>
}

const required: ReadonlyArray<BallotColumn> = ["poll", "owner", "opinion"]
const isOwner = Schema.is(OwnerKey)

class BallotReader {
  private readonly poll: PollId
  private readonly ballots: Array<CastBallot> = []
  private readonly owners = new Map<string, number>()
  readonly problems: Array<SheetProblem> = []
  private empty = 0
  private sheet = ""
  private header: FormHeader<BallotColumn> | undefined
  private seen = false

  constructor(poll: PollId) {
    this.poll = poll
  }

  take(item: Item): void {
    if (item._tag === "Sheet") {
      this.sheet = item.name
      this.header = undefined
    } else if (item._tag === "Row" && !item.cells.every(isEmpty)) this.row(item)
  }

  end(): ReadBallots {
    if (!this.seen) this.problems.push(problem("no-ballot-header"))
    return { ballots: this.ballots, empty: this.empty }
  }

  private row({ cells, row }: RowItem): void {
    if (this.header === undefined) {
      this.header = headerIn(cells, byHeading, required)
      this.seen ||= this.header !== undefined
      return
    }
    this.ballot(new FormCells(this.header, cells, row, this.sheet))
  }

  private ballot(cells: FormCells<BallotColumn>): void {
    const owner = cells.text("owner")
    const opinion = this.opinion(cells, "opinion")
    const [date, by, authority] = [cells.text("on"), cells.text("proxy"), cells.text("authority")]
    const stated = this.opinion(cells, "stated")
    if (cells.text("opinion") === "") {
      const isFilled = date !== "" || by !== "" || authority !== "" || cells.text("stated") !== ""
      if (isFilled) this.complain(cells, "opinion", "ballot-without-opinion")
      else this.empty++
      return
    }
    if (cells.text("poll") !== this.poll)
      this.complain(cells, "poll", "ballot-of-other-poll", { poll: this.poll })
    const on = date === "" ? undefined : this.day(cells)
    const isKnown = this.checkOwner(cells, owner) && (by === "" || this.checkKey(cells, "proxy", by))
    if (!isKnown || opinion === undefined) return
    this.ballots.push({
      _tag: "CastBallot",
      poll: this.poll,
      owner,
      opinion,
      ...(on === undefined ? {} : { on }),
      ...(by === ""
        ? {}
        : {
            proxy: {
              by,
              ...(authority === "" ? {} : { authority }),
              ...(stated === undefined ? {} : { stated })
            }
          })
    })
  }

  private opinion(cells: FormCells<BallotColumn>, column: "opinion" | "stated"): Opinion | undefined {
    const text = cells.text(column)
    if (text === "") return undefined
    const opinion = opinionByText.get(text.normalize("NFKC").toLowerCase())
    if (opinion === undefined) this.complain(cells, column, "not-an-opinion")
    return opinion
  }

  private day(cells: FormCells<BallotColumn>) {
    const read = Dates.read(cells.cell("on"), cells.text("on"))
    if (read._tag === "Success" && read.success._tag === "Day") return read.success.day
    this.complain(cells, "on", read._tag === "Failure" ? read.failure : "month-only")
    return undefined
  }

  private checkKey(cells: FormCells<BallotColumn>, column: "owner" | "proxy", key: string): boolean {
    const isKey = isOwner(key) && SensitiveNumber.find(key) === undefined
    if (!isKey) this.complain(cells, column, "not-an-owner")
    return isKey
  }

  private checkOwner(cells: FormCells<BallotColumn>, owner: string): boolean {
    if (!this.checkKey(cells, "owner", owner)) return false
    const first = this.owners.get(owner)
    if (first === undefined) this.owners.set(owner, cells.row)
    else this.complain(cells, "owner", "owner-twice", { row: first })
    return first === undefined
  }

  private complain(
    cells: FormCells<BallotColumn>,
    column: BallotColumn,
    code: MessageId,
    args: SheetProblem["args"] = {}
  ): void {
    this.problems.push(problem(code, cells.where(column), args))
  }
}

/**
 * Reads a ballot sheet and returns the requests that record the votes. Fails with all problems of the sheet. Empty rows
 * are only counted: these owners have not voted.
 *
 * @category reading
 */
export const readBallots = (
  input: string | Uint8Array,
  { file = "ballots", limits, poll }: BallotOptions
): Effect.Effect<ReadBallots, SheetRefused> =>
  Effect.suspend(() => {
    const reader = new BallotReader(poll)
    const score = (cells: ReadonlyArray<string>): number =>
      new Set(cells.flatMap((cell) => byHeading.get(normal(cell)) ?? [])).size
    return readSheets(input, { file, limits, score }, reader)
  })
