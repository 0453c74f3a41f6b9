/**
 * `liulinhui pair FILE`: the best pairing of a district, of a bare problem, or of a matrix of integers, with its
 * certificate; `--verify PLAN` re-checks a plan that was made elsewhere.
 */
import * as Assignment from "@liulinhui/core/kernel/Assignment"
import * as AssignmentCheck from "@liulinhui/core/kernel/AssignmentCheck"
import type { Language } from "@liulinhui/core/kernel/Text"
import { scorer } from "@liulinhui/core/pairing/Criteria"
import { Plan, type Problem, solve } from "@liulinhui/core/pairing/Pairing"
import * as PairingCheck from "@liulinhui/core/pairing/PairingCheck"
import { frontier } from "@liulinhui/core/pairing/Solver"
import { sayReason } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import { language } from "./check.ts"
import { BoundsText, type Matrix, matrixPlan, type Objective, pairingPlan, readInput } from "./PairInput.ts"
import {
  checked,
  flawText,
  frontierText,
  type MatrixAnswer,
  matrixRefusal,
  matrixText,
  pairingText
} from "./PairWords.ts"

const encodePlan = Schema.encodeSync(Schema.toCodecJson(Plan))

const failed = (lines: ReadonlyArray<string>): CommandFailed =>
  new CommandFailed({ message: lines.join("\n") })

const print = (value: unknown) => Console.log(JSON.stringify(value, null, 2))

// ------------------------------------------------------------------------------------------------ branches and groups

const solved = (language: Language, problem: Problem) =>
  Effect.fromResult(solve(problem)).pipe(
    Effect.mapError((reasons) => failed(reasons.map((reason) => sayReason(language, reason))))
  )

const pairProblem = Effect.fnUntraced(function* (
  language: Language,
  problem: Problem,
  { json, trade }: { readonly json: boolean; readonly trade: boolean }
) {
  const plan = yield* solved(language, problem)
  const flaw = PairingCheck.verify(problem, plan)
  if (flaw !== undefined) return yield* failed([flawText(language, flaw)])
  const corners = trade ? Result.getOrElse(frontier(problem), () => [plan]) : []
  if (json) {
    const shown = corners.map(({ changes, total }) => ({ changes, total }))
    return yield* print({ plan: encodePlan(plan), verified: true, ...(trade ? { frontier: shown } : {}) })
  }
  yield* Console.log(pairingText(language, problem, plan))
  if (trade) yield* Console.log(frontierText(language, corners))
})

const verifyProblem = Effect.fnUntraced(function* (language: Language, problem: Problem, file: string) {
  const given = yield* pairingPlan(file)
  if (given._tag === "Whole") return PairingCheck.verify(problem, given.plan)
  // The prices of one optimal plan prove every other, so pairs that come without a proof borrow that of the best plan.
  const best = yield* solved(language, problem)
  const { byCriterion, points } = scorer(problem)
  const held = new Set(problem.inForce.map(({ branch, group }) => `${branch} ${group}`))
  const pinned = new Set(problem.pins.map(({ branch, group }) => `${branch} ${group}`))
  const pairs = given.pairs.map((pair) => {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    const known = branch !== undefined && group !== undefined
    return {
      ...pair,
      points: known ? points(branch, group) : 0,
      byCriterion: known ? byCriterion(branch, group) : {},
      pinned: pinned.has(`${pair.branch} ${pair.group}`)
    }
  })
  const total = pairs.reduce((sum, pair) => sum + pair.points, 0)
  const changes = pairs.filter(({ branch, group }) => !held.has(`${branch} ${group}`)).length
  const flaw = PairingCheck.verify(problem, { ...best, pairs, total, changes })
  return flaw?._tag === "GoalMisstated"
    ? { _tag: "NotBest" as const, goal: flaw.goal, best: flaw.stated, found: flaw.found }
    : flaw
})

// -------------------------------------------------------------------------------------------------- rows and columns

const solvedMatrix = (language: Language, assignment: Assignment.Assignment) =>
  Effect.fromResult(Assignment.solve(assignment)).pipe(
    Effect.mapError((refusals) => failed(refusals.map((refusal) => matrixRefusal(language, refusal))))
  )

/** A number of the matrix is a cost, or a cost with the sign turned. */
const turn = (objective: Objective, cost: number): number => (objective === "costs" ? cost : 0 - cost)

const answerOf = (
  { assignment, objective }: Matrix,
  { column, prices, row, totals }: Assignment.Solution,
  unique: boolean
): MatrixAnswer => {
  const { allowed, columns, costs } = assignment
  const list = (numbers: ArrayLike<number> = []): ReadonlyArray<number> =>
    Array.from(numbers, (price) => turn(objective, price))
  return {
    objective,
    total: turn(objective, totals[0] ?? 0),
    unique,
    pairs: Array.from({ length: row.length }, (_, k) => {
      const i = row[k] ?? 0
      const j = column[k] ?? 0
      const place =
        allowed === undefined ? i * columns.count + j : allowed.column.indexOf(j, allowed.start[i])
      return { row: i + 1, column: j + 1, value: turn(objective, costs[0][place] ?? 0) }
    }),
    prices: { rows: list(prices[0]?.rows), columns: list(prices[0]?.columns) }
  }
}

const pairMatrix = Effect.fnUntraced(function* (language: Language, matrix: Matrix, json: boolean) {
  const best = yield* solvedMatrix(language, matrix.assignment)
  const { solution, unique } = Assignment.canonical(matrix.assignment, best)
  const flaw = AssignmentCheck.verify(matrix.assignment, solution)
  if (flaw !== undefined) return yield* failed([flawText(language, flaw)])
  const answer = answerOf(matrix, solution, unique)
  yield* json ? print({ plan: answer, verified: true }) : Console.log(matrixText(language, answer))
})

const verifyMatrix = Effect.fnUntraced(function* (
  language: Language,
  { assignment, objective }: Matrix,
  file: string
) {
  const { pairs, prices } = yield* matrixPlan(file)
  const sorted = pairs.toSorted((a, b) => a.row - b.row || a.column - b.column)
  const row = sorted.map((pair) => pair.row - 1)
  const column = sorted.map((pair) => pair.column - 1)
  const { allowed, columns, costs } = assignment
  let total = 0
  for (const [k, i] of row.entries()) {
    const j = column[k] ?? 0
    const place = allowed === undefined ? i * columns.count + j : allowed.column.indexOf(j, allowed.start[i])
    total += costs[0][place] ?? 0
  }
  const price = (numbers: ReadonlyArray<number>) => numbers.map((each) => turn(objective, each))
  const best = prices === undefined ? yield* solvedMatrix(language, assignment) : undefined
  const proof =
    best?.prices ??
    (prices === undefined ? [] : [{ rows: price(prices.rows), columns: price(prices.columns) }])
  const flaw = AssignmentCheck.verify(assignment, { row, column, totals: [total], prices: proof })
  const optimal = flaw?._tag === "NotOptimalAt" || flaw?._tag === "NotOptimalFor"
  return best !== undefined && optimal
    ? {
        _tag: "NotBest" as const,
        goal: "total" as const,
        best: turn(objective, best.totals[0] ?? 0),
        found: turn(objective, total)
      }
    : flaw
})

// --------------------------------------------------------------------------------------------------------- the command

/** How a district's file is read as a pairing problem. */
export type ReadDistrict<E, R> = (file: string, language: Language) => Effect.Effect<Problem, E, R>

/**
 * The command `pair`. A file that ends in `.yaml` or `.yml` is a district and read by `readDistrict`.
 *
 * @category commands
 */
export const makePair = <E, R>(readDistrict: ReadDistrict<E, R>) =>
  Command.make(
    "pair",
    {
      file: Argument.String("file").pipe(
        Argument.withDescription(
          "A district (YAML), a bare problem (JSON with branches and groups), or a matrix of whole numbers (CSV or JSON)"
        )
      ),
      objective: Flag.Literals("objective", ["costs", "scores"]).pipe(
        Flag.withDescription(
          "What the numbers of a bare matrix are: costs are kept down, scores are brought up"
        ),
        Flag.optional
      ),
      rows: Flag.String("rows").pipe(
        Flag.withSchema(BoundsText),
        Flag.withDescription(
          "How many columns each row of a matrix gets: 1, or 0..5 (the shorter side: 1, the longer: 0..1)"
        ),
        Flag.optional
      ),
      columns: Flag.String("columns").pipe(
        Flag.withSchema(BoundsText),
        Flag.withDescription("How many rows each column of a matrix gets, likewise"),
        Flag.optional
      ),
      verify: Flag.String("verify").pipe(
        Flag.withDescription(
          "Check this plan (JSON) instead of making one; without prices it is held against the best one"
        ),
        Flag.optional
      ),
      frontier: Flag.Boolean("frontier").pipe(
        Flag.withDescription("Show also what fewer changes would cost in points"),
        Flag.withDefault(false)
      ),
      json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
      language
    },
    Effect.fn(function* ({ columns, file, frontier, json, language, objective, rows, verify }) {
      const input = /\.ya?ml$/i.test(file)
        ? { _tag: "Pairing" as const, problem: yield* readDistrict(file, language) }
        : yield* readInput(file, { objective, rows, columns })
      if (Option.isNone(verify)) {
        return yield* input._tag === "Matrix"
          ? pairMatrix(language, input, json)
          : pairProblem(language, input.problem, { json, trade: frontier })
      }
      const flaw = yield* input._tag === "Matrix"
        ? verifyMatrix(language, input, verify.value)
        : verifyProblem(language, input.problem, verify.value)
      if (flaw !== undefined) return yield* failed([flawText(language, flaw)])
      yield* json ? print({ verified: true }) : Console.log(checked(language))
    })
  ).pipe(Command.withDescription("Compute or check an optimal pairing, with its proof"))
