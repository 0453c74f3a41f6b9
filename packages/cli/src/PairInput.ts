/**
 * What `liulinhui pair` reads: a bare pairing problem, or a matrix of integers with capacities, from JSON or CSV; and a
 * plan made elsewhere. Every mistake in a file is told at once, with its row and column or path.
 */
import * as Assignment from "@liulinhui/assignment"
import * as Document from "@liulinhui/core/kernel/StrictReader"
import { formatPath } from "@liulinhui/core/kernel/Problem"
import { PairRef, Plan, Problem } from "@liulinhui/core/pairing/Pairing"
import type { BranchId, GroupId } from "@liulinhui/core/place/Id"
import * as Csv from "effect/encoding/Csv"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CommandFailed } from "./CommandFailed.ts"
import { isDatabase } from "./Stores.ts"

/** Whether the numbers of a matrix are to be kept down or brought up. */
export type Objective = "costs" | "scores"

/** A matrix with the problem that it is: costs are its numbers, or its numbers with the sign turned. */
export interface Matrix {
  readonly _tag: "Matrix"
  readonly objective: Objective
  readonly assignment: Assignment.Assignment
}

/** What a file holds. */
export type Input = Matrix | { readonly _tag: "Pairing"; readonly problem: Problem }

/** How often each row or column is paired: `1`, or `0..5`. */
export const BoundsText = Schema.String.check(
  Schema.isPattern(/^\d{1,6}(\.\.\d{1,6})?$/, {
    expected: "a number such as 1, or a least and a most such as 0..5"
  })
)

/** The bounds that such a text says. */
export const bounds = (text: string): Assignment.Bounds => {
  const [least = 0, most = least] = text.split("..").map(Number)
  return { least, most }
}

/** A branch and a group, as the command line names a pair: `branch-1:peace`. */
export const PairText = Schema.String.check(
  Schema.isPattern(/^[^:]+:[^:]+$/, { expected: "a branch and a group such as branch-1:peace" })
)

/** The pair that such a text names. Whether there is such a branch and such a group is for the problem to say. */
export const pairOf = (text: string): PairRef => {
  const [branch = "", group = ""] = text.split(":")
  return { branch: branch as BranchId, group: group as GroupId }
}

/** What the command line says of a matrix. */
export interface Said {
  readonly objective: Option.Option<Objective>
  readonly rows: Option.Option<string>
  readonly columns: Option.Option<string>
}

const fail = (lines: ReadonlyArray<string>): CommandFailed => new CommandFailed({ message: lines.join("\n") })

/** The text of a file; a byte order mark is not part of it. */
const readText = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.mapBoth({
      onSuccess: (text) => text.replace(/^\uFEFF/, ""),
      onFailure: (error) => fail([`${file}: cannot be read (${error.reason._tag})`])
    })
  )

/** How every SQLite file begins. */
const sqliteMagic = "SQLite format 3\0"

/** Whether what is named is a database or an SQLite file, and so a ledger rather than a problem. */
export const isLedger = (file: string) =>
  Effect.gen(function* () {
    if (isDatabase(file)) return true
    const files = yield* FileSystem.FileSystem
    const opened = yield* files.open(file)
    const head = yield* opened.readAlloc(sqliteMagic.length)
    return Option.exists(head, (bytes) => new TextDecoder().decode(bytes) === sqliteMagic)
  }).pipe(
    Effect.scoped,
    Effect.mapError((error) => fail([`${file}: cannot be read (${error.reason._tag})`]))
  )

/** A file's JSON. */
const readJson = (file: string) =>
  Effect.flatMap(readText(file), (text) =>
    Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: (error) =>
        fail([`${file}: is no JSON: ${error instanceof Error ? error.message : String(error)}`])
    })
  )

const decoded = <A>(file: string, result: Result.Result<A, ReturnType<typeof Document.problems>>) =>
  Effect.fromResult(
    Result.mapError(result, (problems) =>
      fail(problems.map(({ message, path }) => `${file}: ${formatPath(path)}: ${message}`))
    )
  )

const wording = (file: string, refusal: Assignment.MatrixRefusal): string => {
  switch (refusal._tag) {
    case "RowLength":
      return `${file}: row ${refusal.row + 1}: expected ${refusal.expected} numbers as in row 1, found ${refusal.found}`
    case "NotWhole":
      return `${file}: row ${refusal.row + 1}, column ${refusal.column + 1}: expected a whole number, found ${String(refusal.found)}`
    case "TooLarge":
      return `${file}: row ${refusal.row + 1}, column ${refusal.column + 1}: ${refusal.found} is beyond ±${Assignment.largestCost}`
  }
}

type Cells = ReadonlyArray<ReadonlyArray<number | null>>

const matrixOf = Effect.fnUntraced(function* (
  file: string,
  cells: Cells,
  said: Said,
  own: { readonly rows?: Assignment.Bounds; readonly columns?: Assignment.Bounds } = {}
) {
  if (Option.isNone(said.objective)) {
    return yield* fail([
      `${file}: say what its numbers are: --objective costs (as low as can be) or --objective scores (as high as can be)`
    ])
  }
  const objective = said.objective.value
  const rows = Option.isSome(said.rows) ? bounds(said.rows.value) : own.rows
  const columns = Option.isSome(said.columns) ? bounds(said.columns.value) : own.columns
  const costs =
    objective === "costs" ? cells : cells.map((row) => row.map((cell) => (cell === null ? null : 0 - cell)))
  const assignment = yield* Effect.fromResult(
    Assignment.fromMatrix(costs, {
      ...(rows === undefined ? {} : { rows }),
      ...(columns === undefined ? {} : { columns })
    })
  ).pipe(Effect.mapError((refusals) => fail(refusals.map((refusal) => wording(file, refusal)))))
  return { _tag: "Matrix", objective, assignment } satisfies Matrix
})

const Side = Schema.Struct({ least: Schema.Int, most: Schema.Int })
const cellsSchema = Schema.Array(Schema.Array(Schema.NullOr(Schema.Number)))
const sides = { rows: Schema.optionalKey(Side), columns: Schema.optionalKey(Side) }
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
  const rows = yield* Stream.make(text).pipe(
    Stream.pipeThroughChannel(Csv.decodeString()),
    Stream.runCollect,
    Effect.mapError((error) => fail([`${file}: line ${error.line}: ${error.message}`]))
  )
  const mistakes: Array<string> = []
  const cells = rows.map((row, i) =>
    row.map((cell, j) => {
      const trimmed = cell.trim()
      if (trimmed === "") return null
      if (/^[+-]?\d+$/.test(trimmed)) return Number(trimmed)
      mistakes.push(
        `${file}: row ${i + 1}, column ${j + 1}: expected a whole number or nothing, found "${trimmed}"`
      )
      return null
    })
  )
  return mistakes.length > 0 ? yield* fail(mistakes) : yield* matrixOf(file, cells, said)
})

const has = (value: unknown, name: string): boolean =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)

/**
 * Reads a problem: CSV holds a matrix, empty where a pair is not allowed; JSON holds a matrix of rows (`null` where a
 * pair is not allowed), `{ "costs": … }` or `{ "scores": … }` with bounds of rows and columns, or a pairing problem
 * with `branches` and `groups`.
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
      return yield* fail([`${file}: holds ${objective}, not ${said.objective.value}`])
    }
    const { cells, ...own } = yield* decoded(file, objective === "costs" ? readCosts(json) : readScores(json))
    return yield* matrixOf(file, cells, { ...said, objective: Option.some(objective) }, own)
  }
  if (has(json, "branches")) {
    const problem = yield* decoded(file, readProblem(json))
    return { _tag: "Pairing" as const, problem }
  }
  return yield* fail([
    `${file}: expected a matrix of rows, { "costs": … }, { "scores": … }, or a problem with "branches" and "groups"`
  ])
})

const Numbers = Schema.Array(Schema.Int)

/** A plan for a matrix: rows and columns count from 1. Without prices it is held against the best plan instead. */
export const MatrixPlan = Schema.Struct({
  pairs: Schema.Array(Schema.Struct({ row: Schema.Int, column: Schema.Int })),
  prices: Schema.optionalKey(Schema.Struct({ rows: Numbers, columns: Numbers }))
})
export interface MatrixPlan extends Schema.Schema.Type<typeof MatrixPlan> {}

/** A plan for a pairing problem of which nothing is known but its pairs. */
export const BarePlan = Schema.Struct({ pairs: Schema.Array(PairRef) })

/** A plan to be checked, with its proof or without. */
export type GivenPlan =
  | { readonly _tag: "Whole"; readonly plan: Plan }
  | { readonly _tag: "Bare"; readonly pairs: ReadonlyArray<PairRef> }

// Plans made elsewhere may say more than is looked at.
const lenient = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (input: unknown) => Result.mapError(decode(input), (error) => Document.problems(error.issue))
}
const readMatrixPlan = lenient(MatrixPlan)
const readPlan = lenient(Plan)
const readBarePlan = lenient(BarePlan)

/** Reads a plan for a matrix. */
export const matrixPlan = (file: string) =>
  Effect.flatMap(readJson(file), (json) => decoded(file, readMatrixPlan(planIn(json))))

/** Reads a plan for a pairing problem. */
export const pairingPlan = Effect.fnUntraced(function* (file: string) {
  const plan = planIn(yield* readJson(file))
  const given: GivenPlan = has(plan, "certificate")
    ? { _tag: "Whole", plan: yield* decoded(file, readPlan(plan)) }
    : { _tag: "Bare", pairs: (yield* decoded(file, readBarePlan(plan))).pairs }
  return given
})

/** What `--json` prints holds the plan under `plan`. */
const planIn = (json: unknown): unknown =>
  typeof json === "object" && json !== null && "plan" in json ? json.plan : json
