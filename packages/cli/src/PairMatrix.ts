/** Computes and checks an assignment for a matrix of integers. */
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import type { Texts } from "@liulinhui/texts"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { type Matrix, type MatrixPlan, matrixPlan, type Objective } from "./PairInput.ts"
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
import { words } from "./Words.ts"
import { printData } from "./Envelope.ts"
import { refused, type Verdict } from "./PairOutput.ts"

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
 * Converts a cost to a number of the matrix, or a number of the matrix to a cost. If the matrix has scores, the cost is
 * the number with the opposite sign.
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
    // These prices are measured in pairs. So they do not depend on whether the matrix contains costs or scores.
    ...(mostPairs === undefined ? {} : { mostPairs: turnPrices("costs", mostPairs) })
  }
}

export const pairMatrix = Effect.fnUntraced(function* (matrix: Matrix, json: boolean) {
  const of = yield* words
  const best = yield* solvedMatrix(of, matrix)
  const { solution, unique } = Assignment.canonical(matrix.assignment, best)
  const flaw = AssignmentCheck.verify(matrix.assignment, solution, { unique })
  if (flaw !== undefined) return yield* refused(matrixFlawText(of, flaw))
  const answer = answerOf(matrix, solution, unique)
  yield* json ? printData("pair", { plan: answer, verified: true }) : Console.log(matrixText(of, answer))
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
  // The prices (a number for each row and each column) of one optimal plan also prove that every other optimal plan is
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

export const verifyMatrix = Effect.fnUntraced(function* (matrix: Matrix, file: string) {
  if (matrix.doubt !== undefined) return yield* refused(matrix.doubt)
  const of = yield* words
  const { notChecked, plan } = yield* matrixPlan(file)
  const wrong = misstatements(matrix, plan).map((each) => misstatementText(of, each))
  const flaw = yield* proofFlaw(of, matrix, plan)
  return { flaws: flaw === undefined ? wrong : [...wrong, flaw], notChecked } satisfies Verdict
})
