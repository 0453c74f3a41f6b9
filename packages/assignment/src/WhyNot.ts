/**
 * Explains why a plan does not have a pair: what the best plan with this pair would cost, or why no plan can have it.
 */
import * as Result from "effect/Result"
import { boundAt, netOf, pairAt, type SparseNet, columnsOf } from "./internal/Net.ts"
import type { Assignment, Costs, Pair, Reasons, Refusal, SideName, Solution } from "./Problem.ts"
import { solve } from "./Solve.ts"

/**
 * The answer to {@link whyNot}: why a plan does not have a pair.
 *
 * @category models
 */
export type WhyNot =
  | { readonly _tag: "InPlan" }
  /**
   * The problem does not allow the pair, so the pair has no cost. To get an answer, allow the pair in the problem and
   * call this function again.
   */
  | { readonly _tag: "NotAllowed" }
  /** The upper bound of the row or the column is 0, so it cannot have any pair. */
  | { readonly _tag: "NoRoom"; readonly side: SideName; readonly index: number }
  /** No plan can have the pair: if it is required, the remaining problem has no solution. */
  | {
      readonly _tag: "Impossible"
      readonly reasons: Reasons<Refusal>
      /**
       * The problem that remains if the pair is required. The reasons say why this remaining problem has no solution.
       */
      readonly rest: Assignment
    }
  | {
      readonly _tag: "Costs"
      /**
       * For each goal: how much more the best plan with the pair costs, compared with the given plan. The number is
       * negative for a later goal that becomes better.
       */
      readonly lost: ReadonlyArray<number>
      /** The number of pairs of the given plan minus the number of pairs of the best plan that contains the pair. */
      readonly fewerPairs: number
      /**
       * `gone`: pairs that are in the given plan, but not in the best plan with the requested pair. `come`: pairs that
       * are in that best plan, but not in the given plan.
       */
      readonly gone: ReadonlyArray<Pair>
      readonly come: ReadonlyArray<Pair>
      /**
       * The certificate of the answer: the problem that remains if the pair is required, and the solution of this
       * problem.
       */
      readonly rest: Assignment
      readonly solution: Solution
    }

const lowered = (bound: number | Int32Array, count: number, index: number): Int32Array =>
  Int32Array.from({ length: count }, (_, k) =>
    k === index ? Math.max(0, boundAt(bound, k) - 1) : boundAt(bound, k)
  )

/**
 * The problem that remains if one pair is required in the plan. `at` is the index of this pair. `last` contains the
 * costs of an additional last goal.
 */
const restOf = (problem: Assignment, net: SparseNet, pair: Pair, at: number, last: Costs): Assignment => {
  const { columns, costs, rows } = problem
  const others = (list: ArrayLike<number>): Array<number> => {
    const left = Array.from(list)
    left.splice(at, 1)
    return left
  }
  const [first, ...later] = costs
  return {
    ...problem,
    rows: {
      count: rows.count,
      least: lowered(rows.least, rows.count, pair.row),
      most: lowered(rows.most, rows.count, pair.row)
    },
    columns: {
      count: columns.count,
      least: lowered(columns.least, columns.count, pair.column),
      most: lowered(columns.most, columns.count, pair.column)
    },
    allowed: {
      start: net.start.map((start, i) => (i > pair.row ? start - 1 : start)),
      column: Int32Array.from(others(net.column))
    },
    costs: [others(first), ...later.map(others), others(last)]
  }
}

/**
 * Explains why a plan does not have a pair: returns the best plan with that pair, and how much more that plan costs. If
 * several plans are best, the answer is one that has as many pairs in common with the given plan as possible.
 *
 * `AssignmentCheck` verifies the answer: call `verify(rest, solution)`, or `verifyShortfall(rest, reason)`. The last
 * goal of `rest` is to have as many pairs as possible in common with the given plan.
 *
 * @example
 * ```ts
 * import * as Assignment from "@liulinhui/assignment"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Result.getOrThrow(Assignment.fromMatrix([[1, 2], [2, 5]]))
 * const plan = Result.getOrThrow(Assignment.solve(problem))
 * const why = Assignment.whyNot(problem, plan, { row: 0, column: 0 })
 * assert.deepEqual(why._tag === "Costs" && why.lost, [2])
 * ```
 * @category operations
 */
export const whyNot = (problem: Assignment, plan: Solution, pair: Pair): WhyNot => {
  const full = netOf(problem)
  const net: SparseNet = { ...full, column: columnsOf(full) }
  const at = pairAt(net, pair.row, pair.column)
  if (at < (net.start[pair.row] ?? Infinity) || at >= (net.start[pair.row + 1] ?? 0)) {
    return { _tag: "NotAllowed" }
  }
  const has = new Set<number>()
  for (let k = 0; k < plan.row.length; k++) has.add(pairAt(net, plan.row[k] ?? 0, plan.column[k] ?? 0))
  if (has.has(at)) return { _tag: "InPlan" }
  if (boundAt(problem.rows.most, pair.row) === 0) return { _tag: "NoRoom", side: "rows", index: pair.row }
  if (boundAt(problem.columns.most, pair.column) === 0) {
    return { _tag: "NoRoom", side: "columns", index: pair.column }
  }

  const inCommon = Int32Array.from(net.column, (_, a) => (has.has(a) ? -1 : 0))
  const rest = restOf(problem, net, pair, at, inCommon)
  const solved = solve(rest)
  if (Result.isFailure(solved)) return { _tag: "Impossible", reasons: solved.failure.reasons, rest }
  const solution = solved.success
  const others = Array.from({ length: solution.row.length }, (_, k) => ({
    row: solution.row[k] ?? 0,
    column: solution.column[k] ?? 0
  }))
  const come = [...others, pair]
    .toSorted((a, b) => a.row - b.row || a.column - b.column)
    .filter(({ column, row }) => !has.has(pairAt(net, row, column)))
  const stays = new Set(others.map(({ column, row }) => pairAt(net, row, column)))
  const gone = Array.from({ length: plan.row.length }, (_, k) => ({
    row: plan.row[k] ?? 0,
    column: plan.column[k] ?? 0
  })).filter(({ column, row }) => !stays.has(pairAt(net, row, column)))
  return {
    _tag: "Costs",
    lost: problem.costs.map(
      (costs, goal) => (solution.totals[goal] ?? 0) + (costs[at] ?? 0) - (plan.totals[goal] ?? 0)
    ),
    fewerPairs: plan.row.length - (others.length + 1),
    gone,
    come,
    rest,
    solution
  }
}
