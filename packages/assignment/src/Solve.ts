/** Finds the optimal plan of an assignment problem, one goal after the other. */
import * as Result from "effect/Result"
import { faceOf } from "./internal/Face.ts"
import { solvePlain } from "./internal/Full.ts"
import { refusalsOf } from "./internal/Limits.ts"
import { listed, marked, type Net, netOf, pairCount, totalOf } from "./internal/Net.ts"
import { solveNet } from "./internal/OneGoal.ts"
import { shortfallOf } from "./internal/Shortfall.ts"
import { type Assignment, AssignmentRefused, type Costs, type Prices, type Solution } from "./Problem.ts"

/**
 * The costs of all goals, in order. If the problem requires as many pairs as possible, this is the first goal, and each
 * pair has the cost −1.
 */
export const goalsOf = (problem: Assignment): ReadonlyArray<Costs> => {
  const { allowed, columns, costs, mostPairs, rows } = problem
  if (mostPairs !== true) return costs
  const pairs = allowed === undefined ? rows.count * columns.count : allowed.column.length
  return [new Int32Array(pairs).fill(-1), ...costs]
}

/**
 * The prices (the proof of optimality) of all goals, in order. If the problem requires as many pairs as possible, the
 * prices of this goal come first.
 */
export const pricesOf = (problem: Assignment, { mostPairs, prices }: Solution): ReadonlyArray<Prices> =>
  problem.mostPairs === true && mostPairs !== undefined ? [mostPairs, ...prices] : prices

/** Returns the costs of the open pairs (those that earlier goals have not decided), given the costs of all pairs. */
const openCosts = (costs: Costs, place: Int32Array | undefined): Costs =>
  // For each open pair (a pair that earlier goals have not decided), `place` is its index among all allowed pairs of
  // the problem.
  place === undefined ? costs : Float64Array.from(place, (a) => costs[a] as number)

/**
 * The open pairs: those that later goals may still add to the plan or drop from it. `net` contains these pairs and
 * their bounds. `place` contains the index of each open pair in the problem.
 */
interface Open {
  readonly net: Net
  /** For each open pair, its index in the problem. `undefined` if all pairs of the problem are open. */
  readonly place?: Int32Array
}

/**
 * Solves a problem: returns an optimal plan with its certificate, or all reasons why there is no plan.
 *
 * Costs are whole numbers within ±{@link largestCost}. With such large costs, the smaller side may have up to 2,047
 * items. In general, it may have up to 2⁵³ / 4 items, divided by the largest cost. Time: at most rows² · columns for a
 * full matrix with one pair a row; in general pairs · log(rows + columns) for each pair of the plan. Memory:
 * proportional to the allowed pairs.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const one = { count: 2, least: 1, most: 1 }
 * const plan = Result.getOrThrow(
 *   Assignment.solve({ rows: one, columns: one, costs: [Int32Array.of(1, 2, 2, 5)] })
 * )
 * assert.deepEqual(plan.totals, [4])
 * assert.deepEqual(Array.from(plan.column), [1, 0])
 * ```
 * @category operations
 */
export const solve = (problem: Assignment): Result.Result<Solution, AssignmentRefused> => {
  const plain = solvePlain(problem)
  if (plain !== undefined) return Result.succeed(plain)
  const [first, ...others] = refusalsOf(problem)
  if (first !== undefined) return Result.fail(new AssignmentRefused([first, ...others]))
  const net = netOf(problem)
  const goals = goalsOf(problem)
  const [only] = goals
  if (goals.length === 1 && only !== undefined) {
    const answer = solveNet(net, only)
    if ("wanting" in answer) return Result.fail(new AssignmentRefused([shortfallOf(net, answer)]))
    const { column, prices, row } = answer
    return Result.succeed({ row, column, totals: [totalOf(net, only, row, column)], prices: [prices] })
  }
  const taken = new Uint8Array(pairCount(net))
  const proofs: Array<Prices> = []
  let open: Open = { net }
  for (const costs of goals) {
    const answer = solveNet(open.net, openCosts(costs, open.place))
    if ("wanting" in answer) return Result.fail(new AssignmentRefused([shortfallOf(open.net, answer)]))
    proofs.push(answer.prices)
    const now = marked(open.net, answer.row, answer.column)
    for (let a = 0; a < now.length; a++) {
      taken[open.place === undefined ? a : (open.place[a] as number)] = now[a] as number
    }
    open = faceOf(open.net, open.place, taken, costs, answer.prices)
    // If all pairs of a full matrix are still open (not decided by earlier goals), the faster solver for full matrices
    // can also solve the next goal.
    if (net.column === undefined && open.place?.length === taken.length) open = { net: full(open.net) }
  }
  const { column, row } = listed(net, taken)
  const totals = problem.costs.map((costs) => totalOf(net, costs, row, column))
  const [most, ...prices] = proofs
  return Result.succeed(
    problem.mostPairs === true && most !== undefined
      ? { row, column, totals, prices, mostPairs: most }
      : { row, column, totals, prices: proofs }
  )
}

const full = ({ column: _, ...net }: Net): Net => net
