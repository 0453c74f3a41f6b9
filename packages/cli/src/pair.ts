/**
 * `liulinhui pair FILE`: the best pairing of a district, of a bare problem, or of a matrix of integers, with its
 * certificate; `--why-not` asks what another pair would cost, `--verify PLAN` re-checks a plan that was made elsewhere.
 */
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { toIso } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import { scorer } from "@liulinhui/core/pairing/Criteria"
import { pairingProblem } from "@liulinhui/core/model/Model"
import { Plan, type Problem, solve } from "@liulinhui/core/pairing/Pairing"
import * as PairingCheck from "@liulinhui/core/pairing/PairingCheck"
import type { Story } from "@liulinhui/core/pairing/PairingView"
import type { PairRef } from "@liulinhui/core/pairing/PairingProblem"
import { frontier, type WhyNot, whyNot } from "@liulinhui/core/pairing/Solver"
import type { DistrictId } from "@liulinhui/core/place/Id"
import { Governance } from "@liulinhui/service/Governance"
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
import * as DistrictFiles from "./DistrictFiles.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerFlag } from "./Stores.ts"
import {
  BoundsText,
  isLedger,
  type Matrix,
  matrixPlan,
  type Objective,
  pairingPlan,
  PairText,
  pairOf,
  readInput,
  type Said
} from "./PairInput.ts"
import {
  checked,
  flawText,
  frontierText,
  type MatrixAnswer,
  matrixRefusal,
  matrixText,
  pairingText,
  storiesText,
  whyNotText
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

/** An answer as JSON: a plan in it is written as every plan is. */
const answerJson = (answer: WhyNot) =>
  answer._tag === "Costs" ? { ...answer, plan: encodePlan(answer.plan) } : answer

/** The story of each proposal, without its plan: who decided what, when and why. */
const storiesJson = (stories: ReadonlyArray<Story>) =>
  stories.map(({ plan: _, steps, ...story }) => ({
    ...story,
    steps: steps.map((step) => ({ ...step, on: toIso(step.on) }))
  }))

/** A pairing problem, and what has become of proposals so far where it comes from a ledger. */
interface Pairing {
  readonly _tag: "Pairing"
  readonly problem: Problem
  readonly stories?: ReadonlyArray<Story>
}

/** What is asked of a pairing of branches and groups. */
interface Asked {
  readonly json: boolean
  readonly trade: boolean
  readonly whyNot: Option.Option<PairRef>
}

const pairProblem = Effect.fnUntraced(function* (
  language: Language,
  { problem, stories }: Pairing,
  asked: Asked
) {
  const plan = yield* solved(language, problem)
  const flaw = PairingCheck.verify(problem, plan)
  if (flaw !== undefined) return yield* failed([flawText(language, flaw)])
  const corners = asked.trade ? Result.getOrElse(frontier(problem), () => [plan]) : []
  const why = Option.map(asked.whyNot, (pair) => ({
    pair,
    answer: whyNot(problem, plan, pair.branch, pair.group)
  }))
  if (asked.json) {
    const shown = corners.map(({ changes, total }) => ({ changes, total }))
    return yield* print({
      plan: encodePlan(plan),
      verified: true,
      ...(asked.trade ? { frontier: shown } : {}),
      ...(Option.isSome(why) ? { whyNot: { ...why.value.pair, ...answerJson(why.value.answer) } } : {}),
      ...(stories === undefined ? {} : { stories: storiesJson(stories) })
    })
  }
  if (stories !== undefined) yield* Console.log(storiesText(language, stories))
  yield* Console.log(pairingText(language, problem, plan))
  if (asked.trade) yield* Console.log(frontierText(language, corners))
  if (Option.isSome(why)) yield* Console.log(whyNotText(language, plan, why.value.pair, why.value.answer))
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

// ------------------------------------------------------------------------------------------------------- where it is from

/** The pairing of a district as its ledger tells it: the model adopted last, the pairs in force, and how they came about. */
const fromLedger = Effect.fnUntraced(function* (file: string, named: Option.Option<DistrictId>) {
  const found = yield* Effect.gen(function* () {
    const id = yield* chosen(named)
    return yield* Governance.use(({ read }) =>
      read(id, ({ model, pairing, pairingView }) => ({
        model,
        inForce: pairing.inForce,
        stories: pairingView.stories
      }))
    )
  }).pipe(Effect.provide(services(file)))
  return found
})

const isYaml = (file: string): boolean => /\.ya?ml$/i.test(file)

const readPairing = Effect.fnUntraced(function* (
  file: string,
  {
    district,
    ledger,
    ...said
  }: Said & {
    readonly district: Option.Option<DistrictId>
    readonly ledger: Option.Option<string>
  }
) {
  if (isYaml(file)) {
    const model = yield* DistrictFiles.readModelAlone(file)
    // The model as it is being edited, from the pairs that are in force: what adopting it would make best.
    const kept = Option.isSome(ledger) ? yield* fromLedger(ledger.value, Option.some(model.id)) : undefined
    return kept === undefined
      ? { _tag: "Pairing" as const, problem: pairingProblem(model, []) }
      : { _tag: "Pairing" as const, problem: pairingProblem(model, kept.inForce), stories: kept.stories }
  }
  if (Option.isSome(ledger)) {
    return yield* failed([`--ledger goes with a district's model (YAML), and ${file} is none`])
  }
  if (!(yield* isLedger(file))) return yield* readInput(file, said)
  const { inForce, model, stories } = yield* fromLedger(file, district)
  return model === undefined
    ? yield* failed(["the district has adopted no model"])
    : { _tag: "Pairing" as const, problem: pairingProblem(model, inForce), stories }
})

// --------------------------------------------------------------------------------------------------------- the command

/**
 * @category commands
 */
export const pair = Command.make(
  "pair",
  {
    file: Argument.String("file").pipe(
      Argument.withDescription(
        "A district's model (YAML) or ledger (SQLite, or postgres://…), a bare problem (JSON with branches and groups), or a matrix of whole numbers (CSV or JSON)"
      )
    ),
    ledger: ledgerFlag.pipe(
      Flag.withDescription("With a district's model: its ledger, for the pairs that are in force"),
      Flag.optional
    ),
    district,
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
    whyNot: Flag.String("why-not").pipe(
      Flag.withSchema(PairText),
      Flag.withDescription(
        "BRANCH:GROUP, a pair that the plan does not have: what it would cost, and what would change"
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
  Effect.fn(function* ({
    columns,
    district,
    file,
    frontier,
    json,
    language,
    ledger,
    objective,
    rows,
    verify,
    whyNot
  }) {
    const input = yield* readPairing(file, { columns, district, ledger, objective, rows })
    const asked = { json, trade: frontier, whyNot: Option.map(whyNot, pairOf) }
    if (input._tag === "Matrix" && (frontier || Option.isSome(whyNot))) {
      return yield* failed([
        `--frontier and --why-not ask about branches and groups, and ${file} is a matrix`
      ])
    }
    if (Option.isNone(verify)) {
      return yield* input._tag === "Matrix"
        ? pairMatrix(language, input, json)
        : pairProblem(language, input, asked)
    }
    const flaw = yield* input._tag === "Matrix"
      ? verifyMatrix(language, input, verify.value)
      : verifyProblem(language, input.problem, verify.value)
    if (flaw !== undefined) return yield* failed([flawText(language, flaw)])
    yield* json ? print({ verified: true }) : Console.log(checked(language))
  })
).pipe(Command.withDescription("Compute or check an optimal pairing, with its proof"))
