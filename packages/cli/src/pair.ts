/**
 * The command `liulinhui pair FILE`: computes the best pairing for a district, for a pairing problem in a file, or for
 * a matrix of integers, with its certificate. `--why-not` shows what another pair would cost. `--verify PLAN` checks a
 * plan that was made elsewhere, and all its statements about itself.
 */
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { toIso } from "@liulinhui/core/Day"
import {
  scorer,
  Plan,
  type Problem,
  solve,
  type Story,
  type PairRef,
  frontier,
  type WhyNot,
  whyNot
} from "@liulinhui/core/Pairing"
import { type Model, pairingProblem } from "@liulinhui/core/Model"
import * as Pairing from "@liulinhui/core/Pairing"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Registry from "@liulinhui/core/Registry"
import { Governance } from "@liulinhui/service/Governance"
import { Names, Reason, type Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerFlag } from "./Stores.ts"
import {
  type BarePlan,
  BoundsText,
  isLedger,
  type Matrix,
  type MatrixPlan,
  matrixPlan,
  type Objective,
  pairingPlan,
  PairText,
  pairOf,
  readInput,
  type Said
} from "./PairInput.ts"
import {
  type MatrixAnswer,
  matrixFlawText,
  type MatrixPrices,
  matrixRefusal,
  matrixText,
  type Misstatement,
  misstatementText,
  notBestText
} from "./MatrixWords.ts"
import { flawText, frontierText, pairingText, type Speech, storiesText, whyNotText } from "./PairWords.ts"
import { failed, print, speaker, words } from "./Words.ts"

const encodePlan = Schema.encodeSync(Schema.toCodecJson(Plan))

const refused = (...lines: ReadonlyArray<string>): CommandFailed =>
  new CommandFailed({ message: lines.join("\n") })

const printJson = (value: unknown) => Console.log(JSON.stringify(value, null, 2))

// ------------------------------------------------------------------------------------------------ branches and groups

const solved = ({ names, words }: Speech, problem: Problem) =>
  Effect.fromResult(solve(problem)).pipe(
    Effect.mapError(({ reasons }) => refused(...reasons.map((reason) => Reason.say(words, reason, names))))
  )

/** Converts an answer to JSON. A plan inside the answer has the same format as a plan in other output. */
const answerJson = (answer: WhyNot) =>
  answer._tag === "Costs" ? { ...answer, plan: encodePlan(answer.plan) } : answer

/** The history of each proposal of a pairing as JSON, without its plan: who decided what, when and why. */
const storiesJson = (stories: ReadonlyArray<Story>) =>
  stories.map(({ plan: _, steps, ...story }) => ({
    ...story,
    steps: steps.map((step) => ({ ...step, on: toIso(step.on) }))
  }))

/**
 * A pairing problem of branches and groups. If it comes from a ledger, it includes the proposals so far, with their
 * results.
 */
interface Pairing {
  readonly _tag: "Pairing"
  readonly problem: Problem
  /** The model that contains the problem. It has the names of branches and groups. */
  readonly model?: Model
  readonly stories?: ReadonlyArray<Story>
}

/** The texts and names for a pairing. */
const speechOf = ({ model }: Pairing) =>
  Effect.map(speaker, (wordsOf): Speech => ({
    words: wordsOf(model),
    names: model === undefined ? Names.none : Names.ofDistrict({ model, registry: Registry.empty })
  }))

/** The options on the command line for a pairing of branches and groups. */
interface Asked {
  readonly json: boolean
  readonly trade: boolean
  readonly whyNot: Option.Option<PairRef>
}

const pairProblem = Effect.fnUntraced(function* (input: Pairing, asked: Asked) {
  const { problem, stories } = input
  const speech = yield* speechOf(input)
  const plan = yield* solved(speech, problem)
  const flaw = Pairing.verify(problem, plan)
  if (flaw !== undefined) return yield* refused(flawText(speech, flaw))
  const corners = asked.trade ? Result.getOrElse(frontier(problem), () => [plan]) : []
  const why = Option.map(asked.whyNot, (pair) => ({
    pair,
    answer: whyNot(problem, plan, pair.branch, pair.group)
  }))
  if (asked.json) {
    const shown = corners.map(({ changes, total }) => ({ changes, total }))
    return yield* printJson({
      plan: encodePlan(plan),
      verified: true,
      ...(asked.trade ? { frontier: shown } : {}),
      ...(Option.isSome(why) ? { whyNot: { ...why.value.pair, ...answerJson(why.value.answer) } } : {}),
      ...(stories === undefined ? {} : { stories: storiesJson(stories) })
    })
  }
  if (stories !== undefined) yield* Console.log(storiesText(speech.words, stories))
  yield* Console.log(pairingText(speech, problem, plan))
  if (asked.trade) yield* Console.log(frontierText(speech.words, corners))
  if (Option.isSome(why)) yield* Console.log(whyNotText(speech, plan, why.value.pair, why.value.answer))
})

/** The result of `--verify`: all mistakes of the plan in words, and the parts of the plan that were not checked. */
interface Verdict {
  readonly flaws: ReadonlyArray<string>
  readonly notChecked: ReadonlyArray<string>
}

const verifyProblem = Effect.fnUntraced(function* (input: Pairing, file: string) {
  const { problem } = input
  const speech = yield* speechOf(input)
  const { notChecked, plan: given } = yield* pairingPlan(file)
  const flaw =
    given._tag === "Whole"
      ? Pairing.verify(problem, given.plan)
      : yield* bareFlaw(speech, problem, given.plan)
  const flaws = flaw === undefined ? [] : [flawText(speech, flaw)]
  return { flaws, notChecked } satisfies Verdict
})

/**
 * Checks a plan without prices. Prices (a number for each branch and each group) prove that a plan is optimal. The
 * prices of one optimal plan prove this for every other optimal plan. So the check computes an optimal plan and uses
 * its prices.
 */
const bareFlaw = Effect.fnUntraced(function* (speech: Speech, problem: Problem, given: BarePlan) {
  const best = yield* solved(speech, problem)
  const { byCriterion, points } = scorer(problem)
  const held = new Set(problem.inForce.map(({ branch, group }) => `${branch} ${group}`))
  const pinned = new Set(problem.pins.map(({ branch, group }) => `${branch} ${group}`))
  const pairs = given.pairs.map((pair) => {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    const known = branch !== undefined && group !== undefined
    const worth = known ? points(branch, group) : 0
    return {
      branch: pair.branch,
      group: pair.group,
      worth,
      points: pair.points ?? worth,
      byCriterion: known ? byCriterion(branch, group) : {},
      pinned: pinned.has(`${pair.branch} ${pair.group}`)
    }
  })
  const total = pairs.reduce((sum, { worth }) => sum + worth, 0)
  const changes = pairs.filter(({ branch, group }) => !held.has(`${branch} ${group}`)).length
  const flaw = Pairing.verify(problem, {
    ...best,
    pairs: pairs.map(({ worth: _, ...pair }) => pair),
    total: given.total ?? total,
    changes: given.changes ?? changes,
    unique: given.unique ?? best.unique
  })
  return flaw?._tag === "GoalMisstated"
    ? ({ _tag: "NotBest", goal: flaw.goal, best: flaw.stated, found: flaw.found } satisfies Reason.NotBest)
    : flaw
})

// -------------------------------------------------------------------------------------------------- rows and columns

/**
 * Computes an optimal plan for a matrix. Fails with all reasons if no plan is possible, or if the file probably contains a
 * mistake.
 */
const solvedMatrix = (words: Texts.Words, { assignment, doubt }: Matrix) => {
  const solved = Assignment.solve(assignment)
  const reasons = Result.isFailure(solved)
    ? solved.failure.reasons.map((refusal) => matrixRefusal(words, refusal))
    : []
  const all = doubt === undefined ? reasons : [...reasons, doubt]
  return all.length > 0 || Result.isFailure(solved)
    ? Effect.fail(refused(...all))
    : Effect.succeed(solved.success)
}

/**
 * Converts a cost to a number of the matrix, or the reverse. If the matrix has scores, the cost is the number with the
 * opposite sign.
 */
const turn = (objective: Objective, cost: number): number => (objective === "costs" ? cost : 0 - cost)

const turnPrices = (objective: Objective, { columns, rows }: Assignment.Prices): MatrixPrices => ({
  rows: Array.from(rows, (price) => turn(objective, price)),
  columns: Array.from(columns, (price) => turn(objective, price))
})

/** The number in the matrix at a row and a column, which count from 0. `undefined` if this pair is not allowed. */
const valueAt = ({ assignment, objective }: Matrix, row: number, column: number): number | undefined => {
  const { allowed, columns, costs, rows } = assignment
  if (row < 0 || row >= rows.count || column < 0 || column >= columns.count) return undefined
  const first = allowed === undefined ? row * columns.count : (allowed.start[row] ?? 0)
  const end = allowed === undefined ? first + columns.count : (allowed.start[row + 1] ?? 0)
  const at = allowed === undefined ? first + column : allowed.column.indexOf(column, first)
  const cost = at < first || at >= end ? undefined : costs[0][at]
  return cost === undefined ? undefined : turn(objective, cost)
}

const answerOf = (matrix: Matrix, solution: Assignment.Solution, unique: boolean): MatrixAnswer => {
  const { objective } = matrix
  const { column, mostPairs, prices, row, totals } = solution
  return {
    objective,
    total: turn(objective, totals[0] ?? 0),
    unique,
    pairs: Array.from({ length: row.length }, (_, k) => {
      const i = row[k] ?? 0
      const j = column[k] ?? 0
      return { row: i + 1, column: j + 1, value: valueAt(matrix, i, j) ?? 0 }
    }),
    prices: turnPrices(objective, prices[0] ?? { rows: [], columns: [] }),
    // These prices are in numbers of pairs, so they do not depend on whether the matrix has costs or scores.
    ...(mostPairs === undefined ? {} : { mostPairs: turnPrices("costs", mostPairs) })
  }
}

const pairMatrix = Effect.fnUntraced(function* (matrix: Matrix, json: boolean) {
  const of = yield* words
  const best = yield* solvedMatrix(of, matrix)
  const { solution, unique } = Assignment.canonical(matrix.assignment, best)
  const flaw = AssignmentCheck.verify(matrix.assignment, solution, { unique })
  if (flaw !== undefined) return yield* refused(matrixFlawText(of, flaw))
  const answer = answerOf(matrix, solution, unique)
  yield* json ? printJson({ plan: answer, verified: true }) : Console.log(matrixText(of, answer))
})

/** Returns the wrong statements of a plan that can be found from its pairs and the matrix alone. */
const misstatements = (matrix: Matrix, plan: MatrixPlan): ReadonlyArray<Misstatement> => {
  const { objective } = matrix
  const wrong: Array<Misstatement> = []
  if (plan.objective !== undefined && plan.objective !== objective) {
    wrong.push({ _tag: "Objective", stated: plan.objective, found: objective })
  }
  if (plan.mostPairs !== undefined && matrix.assignment.mostPairs !== true) wrong.push({ _tag: "MostPairs" })
  let sum: number | undefined = 0
  for (const { column, row, value } of plan.pairs) {
    const found = valueAt(matrix, row - 1, column - 1)
    sum = found === undefined || sum === undefined ? undefined : sum + found
    if (found === undefined || value === undefined || value === found) continue
    wrong.push({ _tag: "Value", row, column, stated: value, found })
  }
  if (sum !== undefined && plan.total !== undefined && plan.total !== sum) {
    wrong.push({ _tag: "Total", stated: plan.total, found: sum })
  }
  return wrong
}

/** Checks the pairs and the prices of a plan for a matrix, and its statement that it is unique. */
const proofFlaw = Effect.fnUntraced(function* (words: Texts.Words, matrix: Matrix, plan: MatrixPlan) {
  const { assignment, objective } = matrix
  const sorted = plan.pairs.toSorted((a, b) => a.row - b.row || a.column - b.column)
  const pairs = {
    row: sorted.map(({ row }) => row - 1),
    column: sorted.map(({ column }) => column - 1),
    totals: [
      sorted.reduce(
        (sum, { column, row }) => sum + turn(objective, valueAt(matrix, row - 1, column - 1) ?? 0),
        0
      )
    ]
  }
  const unique = plan.unique === undefined ? {} : { unique: plan.unique }
  if (plan.prices !== undefined) {
    const solution = {
      ...pairs,
      prices: [turnPrices(objective, plan.prices)],
      ...(plan.mostPairs === undefined ? {} : { mostPairs: plan.mostPairs })
    }
    const flaw = AssignmentCheck.verify(assignment, solution, unique)
    return flaw === undefined ? undefined : matrixFlawText(words, flaw)
  }
  // The prices (a number for each row and each column) that prove one plan optimal also prove every other optimal plan
  // optimal.
  const best = yield* solvedMatrix(words, matrix)
  const flaw = AssignmentCheck.verify(assignment, { ...best, ...pairs }, unique)
  if (flaw === undefined) return undefined
  const isDearer = flaw._tag === "NotOptimalAt" || flaw._tag === "NotOptimalFor"
  if (!isDearer || flaw.goal === "pairs") return matrixFlawText(words, flaw)
  return notBestText(words, {
    best: turn(objective, best.totals[0] ?? 0),
    found: turn(objective, pairs.totals[0] ?? 0)
  })
})

const verifyMatrix = Effect.fnUntraced(function* (matrix: Matrix, file: string) {
  if (matrix.doubt !== undefined) return yield* refused(matrix.doubt)
  const of = yield* words
  const { notChecked, plan } = yield* matrixPlan(file)
  const wrong = misstatements(matrix, plan).map((each) => misstatementText(of, each))
  const flaw = yield* proofFlaw(of, matrix, plan)
  return { flaws: flaw === undefined ? wrong : [...wrong, flaw], notChecked } satisfies Verdict
})

// ------------------------------------------------------------------------------------------------------- where it is from

/**
 * Reads the pairing problem of a district from its ledger: the model in force, the current pairs, and the history of
 * each proposal.
 */
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
  }).pipe(onLedger(file))
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
    // Uses the model file that the user has edited, with the current pairs of the ledger. So the result shows the best
    // pairing after an adoption of this model.
    const kept = Option.isSome(ledger) ? yield* fromLedger(ledger.value, Option.some(model.id)) : undefined
    const pairing: Pairing =
      kept === undefined
        ? { _tag: "Pairing", model, problem: pairingProblem(model, []) }
        : { _tag: "Pairing", model, problem: pairingProblem(model, kept.inForce), stories: kept.stories }
    return pairing
  }
  if (Option.isSome(ledger)) return yield* failed("cli.pair.ledgerFlag", { file })
  if (!(yield* isLedger(file))) return yield* readInput(file, said)
  const { inForce, model, stories } = yield* fromLedger(file, district)
  if (model === undefined) return yield* failed("cli.district.noModel")
  const pairing: Pairing = { _tag: "Pairing", model, problem: pairingProblem(model, inForce), stories }
  return pairing
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
        "How many columns each row of a matrix gets: 1, or 0..5 (default: 1 for the shorter side, 0..1 for the longer)"
      ),
      Flag.optional
    ),
    columns: Flag.String("columns").pipe(
      Flag.withSchema(BoundsText),
      Flag.withDescription("How many rows each column of a matrix gets, likewise"),
      Flag.optional
    ),
    mostPairs: Flag.Boolean("most-pairs").pipe(
      Flag.withDescription(
        "For a matrix: as many pairs as possible, then the best of these plans (--rows and --columns default to 0..1)"
      ),
      Flag.withDefault(false)
    ),
    verify: Flag.String("verify").pipe(
      Flag.withDescription(
        "Check this plan (JSON) and all that it states, instead of making one; without prices it is compared with the best plan"
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
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false))
  },
  Effect.fn(function* ({
    columns,
    district,
    file,
    frontier,
    json,
    ledger,
    mostPairs,
    objective,
    rows,
    verify,
    whyNot
  }) {
    const input: Matrix | Pairing = yield* readPairing(file, {
      columns,
      district,
      ledger,
      mostPairs,
      objective,
      rows
    })
    const asked = { json, trade: frontier, whyNot: Option.map(whyNot, pairOf) }
    if (input._tag === "Matrix" && (frontier || Option.isSome(whyNot))) {
      return yield* failed("cli.pair.matrixAsked", { file })
    }
    if (input._tag === "Pairing" && mostPairs) {
      return yield* failed("cli.pair.mostPairs", { file })
    }
    if (Option.isNone(verify)) {
      return yield* input._tag === "Matrix" ? pairMatrix(input, json) : pairProblem(input, asked)
    }
    const { flaws, notChecked } = yield* input._tag === "Matrix"
      ? verifyMatrix(input, verify.value)
      : verifyProblem(input, verify.value)
    if (flaws.length > 0) return yield* refused(...flaws)
    if (json) return yield* printJson({ verified: true, ...(notChecked.length > 0 ? { notChecked } : {}) })
    yield* print("cli.pair.checked")
    if (notChecked.length > 0) yield* print("cli.pair.notChecked", { names: notChecked })
  })
).pipe(Command.withDescription("Compute or check an optimal pairing, with its proof"))
