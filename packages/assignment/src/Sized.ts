/**
 * Solves assignment problems whose rows have sizes: each row needs an exact number of pairs, and the sizes of the rows of
 * a column must fit into its room. This is hard in general, so the search has a limit. The answer is exact: it is proven,
 * or it states that it is not.
 *
 * - First, the sizes are relaxed: a column takes at most as many rows as fit if the smallest ones are taken. If the best
 *   plan of this assignment problem fits, its prices are the proof.
 * - Otherwise a search divides the plans into parts, and closes each part by prices of the rows (Savelsbergh 1997).
 *
 * `SizedCheck` checks every answer, and shares no code with the search. The same problem always has the same answer: the
 * limit counts the work, not the time.
 */
import * as Result from "effect/Result"
import { canonical } from "./Optima.ts"
import { type Assignment, AssignmentRefused, type Pair, type Refusal, type Solution } from "./Problem.ts"
import { solve as solveAssignment } from "./Solve.ts"
import { noWork, type Work } from "./internal/SizedColumn.ts"
import { fillingOf, type Instance, instanceOf, isPlan, worthOf } from "./internal/SizedInstance.ts"
import { repaired } from "./internal/SizedRepair.ts"
import {
  boundSteps,
  type Found,
  type Search,
  searchBest,
  searchFirst,
  searchOf
} from "./internal/SizedSearch.ts"
import type { Pairs, Sized, SizedRefusal, SizedSolution, SizesShortfall } from "./SizedProblem.ts"

export type {
  Pairs,
  SearchProof,
  SearchStopped,
  Sized,
  SizedProof,
  SizedRefusal,
  SizedSolution,
  SizesShortfall
} from "./SizedProblem.ts"

/**
 * The default limit of the search. The work is counted in entries of tables; other steps count as the entries that take
 * about the same time. A search reaches the limit after at most about a second.
 */
export const defaultLimit = 300_000_000

// -------------------------------------------------------------------------------------------------- assignment problems

/** The sizes of the rows that each column may take, in ascending order. */
const sizesOf = ({ allowed, columns, rows }: Sized): ReadonlyArray<ReadonlyArray<number>> => {
  const lists: Array<Array<number>> = Array.from({ length: columns.count }, () => [])
  for (let i = 0; i < rows.count; i++) {
    if ((rows.needs[i] ?? 0) === 0) continue
    for (let a = allowed.start[i] ?? 0; a < (allowed.start[i + 1] ?? 0); a++) {
      lists[allowed.column[a] ?? 0]?.push(rows.sizes[i] ?? 0)
    }
  }
  return lists.map((list) => list.sort((a, b) => a - b))
}

/** How many of the sizes fit into the room together, if they are taken in the given order. */
const fitting = (sizes: ReadonlyArray<number>, room: number): number => {
  let left = room
  let count = 0
  for (const size of sizes) {
    left -= size
    if (left < 0) return count
    count++
  }
  return count
}

/** The number of rows that a column may take: no number is needed for the room if all sizes fit. */
const bounded = (sizes: ReadonlyArray<number>, room: number, most: number): number => {
  const count = fitting(sizes, room)
  return count === sizes.length ? most : Math.min(most, count)
}

const assignmentOf = ({ allowed, columns, costs, rows }: Sized, most: Int32Array): Assignment => ({
  rows: { count: rows.count, least: rows.needs, most: rows.needs },
  columns: { count: columns.count, least: 0, most },
  allowed,
  costs
})

/**
 * The assignment problem without sizes: a column takes at most as many rows as fit if the smallest ones are taken. Every
 * plan of the problem is a plan of this one.
 */
const relaxed = (problem: Sized, sizes: ReadonlyArray<ReadonlyArray<number>>): Assignment =>
  assignmentOf(
    problem,
    problem.columns.most.map((most, j) => bounded(sizes[j] ?? [], problem.columns.room[j] ?? 0, most))
  )

/** The assignment problem in which every choice fits. Every plan of it is a plan of the problem. */
const cautious = (problem: Sized, sizes: ReadonlyArray<ReadonlyArray<number>>): Assignment =>
  assignmentOf(
    problem,
    problem.columns.most.map((most, j) =>
      bounded((sizes[j] ?? []).toReversed(), problem.columns.room[j] ?? 0, most)
    )
  )

const pairIndexes = ({ allowed }: Sized, { column, row }: Pairs): ReadonlyArray<number> =>
  Array.from({ length: row.length }, (_, k) =>
    allowed.column.indexOf(column[k] ?? -1, allowed.start[row[k] ?? -1] ?? 0)
  )

const pairsAt = ({ column, row }: Instance, pairs: ReadonlyArray<number>): Pairs => ({
  row: pairs.map((a) => row[a] ?? -1),
  column: pairs.map((a) => column[a] ?? -1)
})

const foundIn = (instance: Instance, pairs: ReadonlyArray<number> | undefined): Found | undefined =>
  pairs !== undefined && isPlan(instance, pairs) ? { pairs, worth: worthOf(instance, pairs) } : undefined

const better = (one: Found | undefined, other: Found | undefined): Found | undefined =>
  one === undefined || (other !== undefined && other.worth > one.worth) ? other : one

// ------------------------------------------------------------------------------------------------------------- refusals

const wrongArrays = ({ columns, rows }: Sized): ReadonlyArray<Refusal> =>
  (
    [
      ["rows", "least", rows.needs, rows.count],
      ["rows", "most", rows.sizes, rows.count],
      ["columns", "most", columns.most, columns.count],
      ["columns", "least", columns.room, columns.count]
    ] as const
  ).flatMap(([side, bound, list, expected]): ReadonlyArray<Refusal> => {
    if (list.length !== expected) {
      return [{ _tag: "WrongLength", array: `${side}.${bound}`, expected, found: list.length }]
    }
    const index = list.findIndex((each) => each < 0)
    return index < 0 ? [] : [{ _tag: "BadBound", side, index, bound: list[index] ?? 0 }]
  })

const refused = (reason: SizedRefusal): Result.Result<never, AssignmentRefused<SizedRefusal>> =>
  Result.fail(new AssignmentRefused([reason]))

const tooLarge = ({ worth }: Instance): SizedRefusal => {
  const largest = worth.reduce((most, each) => Math.max(most, each), 0)
  return {
    _tag: "ProblemTooLarge",
    largest,
    limit: Math.floor(Number.MAX_SAFE_INTEGER / (8 * (worth.length + 1)))
  }
}

/** Searches how many pairs are possible. Returns a plan with all pairs, or the proof that no such plan exists. */
const fill = (problem: Sized, work: Work, limit: number): Found | SizedRefusal => {
  const instance = fillingOf(problem)
  const need = problem.rows.needs.reduce((sum, each) => sum + each, 0)
  const search = searchOf(instance, work, limit)
  const { found, steps, stopped } = searchBest(search, { pairs: [], worth: 0 }, need)
  if (found !== undefined && found.worth >= need) return found
  if (stopped || found === undefined) return { _tag: "SearchStopped", limit }
  return shortfallOf(search, steps, found.worth, need)
}

/**
 * The rows that cannot have all their pairs. The other rows cost the full worth of a pair in all prices, so no column
 * gains by them, and the proof is the same without them.
 */
const shortfallOf = (
  { instance, prices }: Search,
  steps: ReadonlyArray<number>,
  filled: number,
  all: number
): SizesShortfall => {
  const { columns, most, needs, pairs, room, row, scale, sizes } = instance
  const isWanting = (i: number): boolean =>
    (needs[i] ?? 0) > 0 && prices.some((list) => (list[i] ?? 0) < scale)
  const wanting = Array.from(needs, (each, index) => ({ index, needs: each })).filter(({ index }) =>
    isWanting(index)
  )
  const need = wanting.reduce((sum, each) => sum + each.needs, 0)
  return {
    _tag: "SizesShortfall",
    wanting,
    offers: Array.from({ length: columns }, (_, index) => {
      const own = Array.from(pairs[index] ?? [], (a) => row[a] ?? 0).filter(isWanting)
      const ascending = own.map((i) => sizes[i] ?? 0).sort((a, b) => a - b)
      return { index, atMost: Math.min(most[index] ?? 0, fitting(ascending, room[index] ?? 0)) }
    }).filter(({ atMost }) => atMost > 0),
    need,
    have: filled - (all - need),
    filled,
    proof: { scale, prices, best: steps, first: [] }
  }
}

// -------------------------------------------------------------------------------------------------------------- solving

/** A problem whose sizes matter: its instance, a plan to begin with, and prices to begin with. */
interface Begun {
  readonly instance: Instance
  readonly found: Found
  readonly start: Float64Array
}

/** The result of the first look: the plan is already proven, or a search must follow. */
type FirstLook = { readonly solved: SizedSolution } | Begun

const totalsOf = ({ costs }: Sized, pairs: ReadonlyArray<number>): ReadonlyArray<number> =>
  costs.map((each) => pairs.reduce((sum, a) => sum + (each[a] ?? 0), 0))

/** The prices of an assignment problem as prices of the search: all goals are one number there. */
const startOf = ({ dearest, goals, rows, scale }: Instance, { prices }: Solution): Float64Array => {
  const largest = dearest * scale
  return Float64Array.from({ length: rows }, (_, i) => {
    const price = goals.reduce(
      (sum, { dear, unit }, goal) => sum + unit * ((dear[i] ?? 0) - (prices[goal]?.rows[i] ?? 0)),
      0
    )
    return Math.max(-largest, Math.min(largest, Math.round(price * scale))) + 0
  })
}

const look = (
  problem: Sized,
  work: Work,
  limit: number
): Result.Result<FirstLook, AssignmentRefused<SizedRefusal>> => {
  const [wrong, ...more] = wrongArrays(problem)
  if (wrong !== undefined) return Result.fail(new AssignmentRefused([wrong, ...more]))
  const sizes = sizesOf(problem)
  const relaxation = relaxed(problem, sizes)
  const solved = solveAssignment(relaxation)
  if (Result.isFailure(solved)) return Result.fail(new AssignmentRefused(solved.failure.reasons))
  const { solution, unique } = canonical(relaxation, solved.success)
  const instance = instanceOf(problem)
  const pairs = pairIndexes(problem, solution)
  const fits = isPlan(instance, pairs)
  const careful = cautious(problem, sizes)
  if (fits && (unique || sameMost(relaxation, careful))) {
    const { column, row, totals } = solution
    return Result.succeed({ solved: { row, column, totals, unique, proof: { _tag: "Relaxed", solution } } })
  }
  if (instance.scale === 0) return refused(tooLarge(instance))
  const start = startOf(instance, solution)
  if (fits) return Result.succeed({ instance, found: { pairs, worth: worthOf(instance, pairs) }, start })
  const safe = solveAssignment(careful)
  const found = better(
    Result.isSuccess(safe) ? foundIn(instance, pairIndexes(problem, safe.success)) : undefined,
    foundIn(instance, repaired(instance, pairs, work, limit))
  )
  if (found !== undefined) return Result.succeed({ instance, found, start })
  const filled = fill(problem, work, limit)
  if ("_tag" in filled) return refused(filled)
  return Result.succeed({
    instance,
    found: { pairs: filled.pairs, worth: worthOf(instance, filled.pairs) },
    start
  })
}

const sameMost = (one: Assignment, other: Assignment): boolean => {
  const [a, b] = [one.columns.most, other.columns.most]
  if (typeof a === "number" || typeof b === "number") return a === b
  return a.every((most, j) => most === b[j])
}

/** How much less than a plan another plan can cost for the first goal, if no plan has more worth than `bound` / scale. */
const gapOf = (
  { costs }: Sized,
  { goals, needs, scale }: Instance,
  pairs: ReadonlyArray<number>,
  bound: number
): number => {
  const [first] = goals
  let least = 0 - Math.floor(Math.floor(bound / scale) / (first?.unit ?? 1))
  for (const [i, need] of needs.entries()) least += need * (first?.dear[i] ?? 0)
  return pairs.reduce((sum, a) => sum + (costs[0][a] ?? 0), 0) - least
}

/** Options of {@link solve} and {@link leastCost}. */
export interface SizedOptions {
  /** How much work the search may do. Default: {@link defaultLimit}. */
  readonly limit?: number
}

/**
 * Solves a problem with sizes: returns the first of the best plans with its proof, or the reason why there is no plan. If
 * the search stops at its limit, the plan states how far it can be from the best one. If no plan was found until then,
 * the reason is `SearchStopped`.
 *
 * @example
 * ```ts
 * import * as Sized from "@liulinhui/assignment/Sized"
 * import * as SizedCheck from "@liulinhui/assignment/SizedCheck"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * // Two columns have room for 180 and 60. Three rows have the sizes 120, 60 and 60.
 * const problem: Sized.Sized = {
 *   rows: { count: 3, needs: Int32Array.of(1, 1, 1), sizes: Int32Array.of(120, 60, 60) },
 *   columns: { count: 2, most: Int32Array.of(3, 3), room: Int32Array.of(180, 60) },
 *   allowed: { start: Int32Array.of(0, 2, 4, 6), column: Int32Array.of(0, 1, 0, 1, 0, 1) },
 *   costs: [[1, 1, 5, 2, 9, 3]]
 * }
 * const plan = Result.getOrThrow(Sized.solve(problem))
 * assert.deepEqual([plan.totals, plan.column], [[9], [0, 0, 1]])
 * assert.equal(SizedCheck.verify(problem, plan), undefined)
 * ```
 * @category operations
 */
export const solve = (
  problem: Sized,
  { limit = defaultLimit }: SizedOptions = {}
): Result.Result<SizedSolution, AssignmentRefused<SizedRefusal>> => {
  const work = noWork()
  return Result.map(look(problem, work, limit), (first): SizedSolution => {
    if ("solved" in first) return first.solved
    const { instance, start } = first
    const search = searchOf(instance, work, limit, start)
    const best = searchBest(search, first.found)
    const found = best.found ?? first.found
    const ordered = best.stopped ? undefined : searchFirst(search, found, best)
    const plan = ordered?.first ?? found
    const shown = { ...pairsAt(instance, plan.pairs), totals: totalsOf(problem, plan.pairs) }
    const { prices } = search
    const proof = { _tag: "Search" as const, scale: instance.scale, prices }
    if (best.stopped) {
      const gap = gapOf(problem, instance, plan.pairs, best.root.bound)
      return {
        ...shown,
        unique: false,
        unproven: { gap },
        proof: { ...proof, best: boundSteps(search, best), first: [] }
      }
    }
    if (
      ordered === undefined ||
      ordered.first === undefined ||
      (ordered.stopped && ordered.another === undefined)
    ) {
      return {
        ...shown,
        unique: false,
        unproven: { gap: 0 },
        proof: { ...proof, best: best.steps, first: [] }
      }
    }
    const { another, steps } = ordered
    return {
      ...shown,
      unique: another === undefined,
      proof: {
        ...proof,
        best: best.steps,
        first: steps,
        ...(another === undefined ? {} : { another: pairsAt(instance, another.pairs) })
      }
    }
  })
}

/**
 * The problem that remains if a pair is required: its row needs one pair less, and its column has less room. The pair is
 * no longer allowed. `undefined` if the pair is not allowed.
 */
export const requiring = (problem: Sized, { column: j, row: i }: Pair): Sized | undefined => {
  const { allowed, columns, costs, rows } = problem
  const at = allowed.column.indexOf(j, allowed.start[i])
  if (at < 0 || at >= (allowed.start[i + 1] ?? 0)) return undefined
  const less = (list: Int32Array, index: number, amount: number): Int32Array =>
    list.map((each, k) => (k === index ? Math.max(0, each - amount) : each))
  const drop = (list: ArrayLike<number>): Array<number> => Array.from(list).filter((_, a) => a !== at)
  const [first, ...later] = costs
  return {
    rows: { ...rows, needs: less(rows.needs, i, 1) },
    columns: { ...columns, most: less(columns.most, j, 1), room: less(columns.room, j, rows.sizes[i] ?? 0) },
    allowed: {
      start: allowed.start.map((start, k) => (k > i ? start - 1 : start)),
      column: allowed.column.filter((_, a) => a !== at)
    },
    costs: [drop(first), ...later.map(drop)]
  }
}

/**
 * The least cost of a plan for the first goal. It is between `atLeast` and `atMost`. The two are equal unless the search
 * stopped at its limit.
 */
export const leastCost = (
  problem: Sized,
  { limit = defaultLimit }: SizedOptions = {}
): Result.Result<{ readonly atLeast: number; readonly atMost: number }, AssignmentRefused<SizedRefusal>> => {
  const only: Sized = { ...problem, costs: [problem.costs[0]] }
  const work = noWork()
  return Result.map(look(only, work, limit), (first) => {
    if ("solved" in first) {
      const total = first.solved.totals[0] ?? 0
      return { atLeast: total, atMost: total }
    }
    const { instance, start } = first
    const { found, root, stopped } = searchBest(searchOf(instance, work, limit, start), first.found)
    const { pairs } = found ?? first.found
    const atMost = totalsOf(only, pairs)[0] ?? 0
    return { atLeast: stopped ? atMost - gapOf(only, instance, pairs, root.bound) : atMost, atMost }
  })
}
