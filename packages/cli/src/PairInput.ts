/**
 * Reads the input of `liulinhui pair`: a pairing problem, or a matrix of integers with capacities, from JSON or CSV.
 * Also reads plans that were made elsewhere and should be checked. All mistakes in a file are reported together, each
 * with its row and column or its path.
 */
import * as Assignment from "@liulinhui/assignment"
import { DocumentRefused, StrictReader as Document, formatPath } from "@liulinhui/core/Problem"
import { PairRef, Plan, Problem } from "@liulinhui/core/Pairing"
import type { BranchId, GroupId } from "@liulinhui/core/Id"
import type { Texts } from "@liulinhui/texts"
import * as Csv from "effect/encoding/Csv"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { unreadable } from "./FileReason.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { isDatabase } from "./Stores.ts"
import { failed, words } from "./Words.ts"

/** Whether the numbers of a matrix are costs (to be minimised) or scores (to be maximised). */
export type Objective = "costs" | "scores"

/**
 * A pairing problem that is given as a matrix: its rows are paired with its columns. Internally every number is a cost,
 * so scores get the opposite sign.
 */
export interface Matrix {
  readonly _tag: "Matrix"
  readonly objective: Objective
  readonly assignment: Assignment.Assignment
  /**
   * Why the file of the matrix is refused although a plan may exist: the file probably contains a mistake, so its
   * author should check it.
   */
  readonly doubt?: string
}

/**
 * The format of bounds. Bounds say how often a row or a column may be paired: `1`, or `0..5` for a minimum and a
 * maximum.
 */
export const BoundsText = Schema.String.check(
  Schema.isPattern(/^\d{1,6}(\.\.\d{1,6})?$/, {
    expected: "a number such as 1, or a least and a most such as 0..5"
  })
)

/** Reads the bounds of rows or columns from a text such as `1` or `0..5`. */
const bounds = (text: string): Assignment.Bounds => {
  const [least = 0, most = least] = text.split("..").map(Number)
  return { least, most }
}

/** The format of a pair on the command line: a branch and a group, such as `branch-1:peace`. */
export const PairText = Schema.String.check(
  Schema.isPattern(/^[^:]+:[^:]+$/, { expected: "a branch and a group such as branch-1:peace" })
)

/** Reads a pair from a text such as `branch-1:peace`. Whether the branch and the group exist is checked later. */
export const pairOf = (text: string): PairRef => {
  const [branch = "", group = ""] = text.split(":")
  return { branch: branch as BranchId, group: group as GroupId }
}

/** The options on the command line that concern a matrix. */
export interface Said {
  readonly objective: Option.Option<Objective>
  readonly rows: Option.Option<string>
  readonly columns: Option.Option<string>
  readonly mostPairs: boolean
}

const fail = (lines: ReadonlyArray<string>): CommandFailed => new CommandFailed({ message: lines.join("\n") })

/** Reads the text of a file. A byte order mark at its beginning is removed. */
const readText = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.map((text) => text.replace(/^\uFEFF/, "")),
    Effect.catch(unreadable(file))
  )

/** The first bytes of every SQLite file. */
const sqliteMagic = "SQLite format 3\0"

/**
 * Returns whether the argument is the URL of a database or an SQLite file. If so, the argument is a ledger. Otherwise it
 * is a file with a pairing problem.
 */
export const isLedger = (file: string) =>
  Effect.gen(function* () {
    if (isDatabase(file)) return true
    const files = yield* FileSystem.FileSystem
    const opened = yield* files.open(file)
    const head = yield* opened.readAlloc(sqliteMagic.length)
    return Option.exists(head, (bytes) => new TextDecoder().decode(bytes) === sqliteMagic)
  }).pipe(Effect.scoped, Effect.catch(unreadable(file)))

/** Reads a file as JSON. */
const readJson = (file: string) =>
  Effect.flatMap(readText(file), (text) =>
    Effect.catch(
      Effect.try({
        try: (): unknown => JSON.parse(text),
        catch: (error) => (error instanceof Error ? error.message : String(error))
      }),
      (why) => failed("cli.file.notJson", { file, why })
    )
  )

const decoded = <A>(file: string, result: Result.Result<A, DocumentRefused>) =>
  Effect.fromResult(
    Result.mapError(result, ({ problems }) =>
      fail(problems.map(({ message, path }) => `${file}: ${formatPath(path)}: ${message}`))
    )
  )

const wording = ({ say }: Texts.Words, file: string, refusal: Assignment.MatrixRefusal): string => {
  const row = refusal.row + 1
  switch (refusal._tag) {
    case "RowLength":
      return say("cli.matrix.rowLength", { file, row, expected: refusal.expected, found: refusal.found })
    case "NotWhole":
      return say("cli.matrix.notWhole", {
        file,
        row,
        column: refusal.column + 1,
        found: String(refusal.found)
      })
    case "TooLarge":
      return say("cli.matrix.tooLarge", {
        file,
        row,
        column: refusal.column + 1,
        found: refusal.found,
        limit: Assignment.largestCost
      })
  }
}

type Cells = ReadonlyArray<ReadonlyArray<number | null>>

const matrixOf = Effect.fnUntraced(function* (
  file: string,
  cells: Cells,
  said: Said,
  own: Assignment.MatrixOptions = {}
) {
  if (cells.length === 0 || cells[0]?.length === 0) return yield* failed("cli.file.empty", { file })
  if (Option.isNone(said.objective)) return yield* failed("cli.matrix.objective", { file })
  const objective = said.objective.value
  const rows = Option.isSome(said.rows) ? bounds(said.rows.value) : own.rows
  const columns = Option.isSome(said.columns) ? bounds(said.columns.value) : own.columns
  const costs =
    objective === "costs" ? cells : cells.map((row) => row.map((cell) => (cell === null ? null : 0 - cell)))
  const of = yield* words
  const assignment = yield* Effect.fromResult(
    Assignment.fromMatrix(costs, {
      mostPairs: said.mostPairs || own.mostPairs === true,
      ...(rows === undefined ? {} : { rows }),
      ...(columns === undefined ? {} : { columns })
    })
  ).pipe(Effect.mapError(({ reasons }) => fail(reasons.map((refusal) => wording(of, file, refusal)))))
  return { _tag: "Matrix", objective, assignment } satisfies Matrix
})

const Side = Schema.Struct({ least: Schema.Int, most: Schema.Int })
const cellsSchema = Schema.Array(Schema.Array(Schema.NullOr(Schema.Number)))
const sides = {
  rows: Schema.optionalKey(Side),
  columns: Schema.optionalKey(Side),
  mostPairs: Schema.optionalKey(Schema.Boolean)
}
const readCells = Document.reader(cellsSchema)
const costsReader = Document.reader(Schema.Struct({ costs: cellsSchema, ...sides }))
const scoresReader = Document.reader(Schema.Struct({ scores: cellsSchema, ...sides }))
const readCosts = (json: unknown) =>
  Result.map(costsReader(json), ({ costs, ...own }) => ({ cells: costs, ...own }))
const readScores = (json: unknown) =>
  Result.map(scoresReader(json), ({ scores, ...own }) => ({ cells: scores, ...own }))
const readProblem = Document.reader(Problem)

const readCsv = Effect.fnUntraced(function* (file: string, said: Said) {
  const text = yield* readText(file)
  if (text.trim() === "") return yield* failed("cli.file.empty", { file })
  const rows = yield* Stream.make(text).pipe(
    Stream.pipeThroughChannel(Csv.decodeString()),
    Stream.runCollect,
    Effect.catch(({ line, message }) => failed("cli.file.line", { file, line, why: message }))
  )
  const { say } = yield* words
  const mistakes: Array<string> = []
  const cells = rows.map((row, i) =>
    row.map((cell, j) => {
      const trimmed = cell.trim()
      if (trimmed === "") return null
      if (/^[+-]?\d+$/.test(trimmed)) return Number(trimmed)
      mistakes.push(say("cli.matrix.cell", { file, row: i + 1, column: j + 1, found: trimmed }))
      return null
    })
  )
  if (mistakes.length > 0) return yield* fail(mistakes)
  const matrix = yield* matrixOf(file, cells, said)
  if (!endsInCommas(cells)) return matrix
  return { ...matrix, doubt: say("cli.matrix.commas", { file, column: cells[0]?.length ?? 0 }) }
})

/**
 * Returns whether the last column is empty although there are several columns. This happens if each line ends with a
 * comma.
 */
const endsInCommas = (cells: Cells): boolean => cells.every((row) => row.length > 1 && row.at(-1) === null)

const has = (value: unknown, name: string): boolean =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)

/**
 * Reads a pairing problem. A CSV file is a matrix, and an empty cell forbids a pair. A JSON file has one of three
 * forms. It can be a matrix, which is a list of rows; `null` forbids a pair. It can be `{ "costs": … }` or `{ "scores":
 * … }`, with bounds of rows and columns and with `mostPairs`. Or it can be a pairing problem with `branches` and
 * `groups`.
 *
 * @category reading
 */
export const readInput = Effect.fn("PairInput.readInput")(function* (file: string, said: Said) {
  if (/\.csv$/i.test(file)) return yield* readCsv(file, said)
  const json = yield* readJson(file)
  if (Array.isArray(json)) return yield* matrixOf(file, yield* decoded(file, readCells(json)), said)
  for (const objective of ["costs", "scores"] as const) {
    if (!has(json, objective)) continue
    if (Option.isSome(said.objective) && said.objective.value !== objective) {
      return yield* failed("cli.matrix.holds", { file, found: objective, asked: said.objective.value })
    }
    const { cells, ...own } = yield* decoded(file, objective === "costs" ? readCosts(json) : readScores(json))
    return yield* matrixOf(file, cells, { ...said, objective: Option.some(objective) }, own)
  }
  if (has(json, "branches")) {
    const problem = yield* decoded(file, readProblem(json))
    return { _tag: "Pairing" as const, problem }
  }
  return yield* failed("cli.matrix.expected", { file })
})

const Numbers = Schema.Array(Schema.Int)

const MatrixPrices = Schema.Struct({ rows: Numbers, columns: Numbers })

/**
 * A plan for a matrix, and its statements about itself, such as its total. Rows and columns count from 1. Prices (a
 * number for each row and each column) can prove that a plan is the best. If a plan has no prices, it is compared with
 * the best plan.
 */
export const MatrixPlan = Schema.Struct({
  pairs: Schema.Array(
    Schema.Struct({ row: Schema.Int, column: Schema.Int, value: Schema.optionalKey(Schema.Int) })
  ),
  objective: Schema.optionalKey(Schema.Literals(["costs", "scores"])),
  total: Schema.optionalKey(Schema.Int),
  unique: Schema.optionalKey(Schema.Boolean),
  prices: Schema.optionalKey(MatrixPrices),
  mostPairs: Schema.optionalKey(MatrixPrices)
})
export interface MatrixPlan extends Schema.Schema.Type<typeof MatrixPlan> {}

/**
 * A plan for a pairing problem without a certificate (the prices that prove that it is the best plan), and the
 * statements of the plan about itself.
 */
export const BarePlan = Schema.Struct({
  pairs: Schema.Array(
    Schema.Struct({
      branch: PairRef.fields.branch,
      group: PairRef.fields.group,
      points: Schema.optionalKey(Schema.Int)
    })
  ),
  total: Schema.optionalKey(Schema.Int),
  changes: Schema.optionalKey(Schema.Int),
  unique: Schema.optionalKey(Schema.Boolean)
})
export interface BarePlan extends Schema.Schema.Type<typeof BarePlan> {}

/** A plan to be checked, with a certificate (`Whole`) or without one (`Bare`). */
export type GivenPlan =
  | { readonly _tag: "Whole"; readonly plan: Plan }
  | { readonly _tag: "Bare"; readonly plan: BarePlan }

/** A plan to be checked, and the names of its parts that are not checked. */
export interface Given<A> {
  readonly plan: A
  readonly notChecked: ReadonlyArray<string>
}

/** Returns the keys of a plan and of its pairs that are not in the schema. */
const unknownKeys = (plan: unknown, known: object, knownOfPair: object): ReadonlyArray<string> => {
  if (typeof plan !== "object" || plan === null) return []
  const pairs: unknown = "pairs" in plan ? plan.pairs : []
  const ofPairs = (Array.isArray(pairs) ? pairs : []).flatMap((pair: unknown) =>
    typeof pair === "object" && pair !== null ? Object.keys(pair) : []
  )
  return [
    ...Object.keys(plan).filter((key) => !Object.hasOwn(known, key)),
    ...new Set(ofPairs.filter((key) => !Object.hasOwn(knownOfPair, key)).map((key) => `pairs[].${key}`))
  ]
}

// Reads a plan that was made elsewhere. The plan may have more fields than the schema. Such fields are reported as not
// checked.
const lenient = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (input: unknown) =>
    Result.mapError(
      decode(input),
      ({ issue }) => new DocumentRefused({ problems: Document.problems(issue, input) })
    )
}
const readMatrixPlan = lenient(MatrixPlan)
const readPlan = lenient(Plan)
const readBarePlan = lenient(BarePlan)

/** Reads a plan for a matrix from a JSON file. */
export const matrixPlan = Effect.fnUntraced(function* (file: string) {
  const json = planIn(yield* readJson(file))
  const plan = yield* decoded(file, readMatrixPlan(json))
  const { fields } = MatrixPlan
  const notChecked = unknownKeys(json, fields, fields.pairs.value.fields)
  return { plan, notChecked } satisfies Given<MatrixPlan>
})

/** Reads a plan for a pairing problem of branches and groups from a JSON file. */
export const pairingPlan = Effect.fnUntraced(function* (file: string) {
  const json = planIn(yield* readJson(file))
  if (has(json, "certificate")) {
    const plan: GivenPlan = { _tag: "Whole", plan: yield* decoded(file, readPlan(json)) }
    return { plan, notChecked: unknownKeys(json, Plan.fields, Plan.fields.pairs.value.fields) }
  }
  const plan: GivenPlan = { _tag: "Bare", plan: yield* decoded(file, readBarePlan(json)) }
  return { plan, notChecked: unknownKeys(json, BarePlan.fields, BarePlan.fields.pairs.value.fields) }
})

/** Finds the plan in a JSON value: the output of `--json`, its data, or a plan itself. */
const planIn = (json: unknown): unknown => {
  if (typeof json !== "object" || json === null) return json
  if ("data" in json) return planIn(json.data)
  return "plan" in json ? json.plan : json
}
