/**
 * Checks that an assignment problem is valid, and that its costs are small enough for every sum to stay an exact
 * integer.
 */
import type { Assignment, Costs, Refusal, Side } from "../Problem.ts"
import { largestCost } from "../Problem.ts"
import { boundAt } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** The least and the greatest cost of a list of costs. */
export type Span = readonly [least: number, most: number]

/** The least and the greatest cost, `[0, 0]` if there are no costs. `undefined` if a cost is not a whole number. */
export const spanOf = (costs: Costs): Span | undefined => {
  let least = costs[0] ?? 0
  let most = least
  if (costs instanceof Int32Array) {
    for (let a = 1; a < costs.length; a++) {
      const cost = costs[a] as number
      if (cost < least) least = cost
      if (cost > most) most = cost
    }
    return [least, most]
  }
  for (let a = 0; a < costs.length; a++) {
    const cost = costs[a] as number
    if (!Number.isInteger(cost)) return undefined
    if (cost < least) least = cost
    if (cost > most) most = cost
  }
  return [least, most]
}

/** The largest absolute value of the numbers within a span (a least and a greatest number). */
export const largestOf = ([least, most]: Span): number => Math.max(-least, most)

/**
 * The factor by which the largest cost is multiplied to check that all prices and distances stay exact integers. A
 * price (of a row or a column) is the cost of a path, and a path visits each row and each column at most once. A
 * distance is the sum of two prices and a cost.
 */
export const pathTerms = (rows: number, columns: number): number => 4 * (Math.min(rows, columns) + 1)

/** The largest integer for which this is true: a JavaScript number can store it and all smaller integers exactly. */
export const exact = Number.MAX_SAFE_INTEGER

const mostPairsOf = (side: Side, other: Side): number =>
  typeof side.most === "number"
    ? side.count * Math.min(side.most, other.count)
    : side.most.reduce((total, each) => total + Math.min(each, other.count), 0)

const isBound = (bound: number): boolean => Number.isInteger(bound) && bound >= 0

const boundRefusals = (problem: Assignment): Array<Refusal> => {
  const found: Array<Refusal> = []
  for (const side of ["rows", "columns"] as const) {
    const { count, least, most } = problem[side]
    for (const [name, bound] of [
      ["least", least],
      ["most", most]
    ] as const) {
      if (typeof bound === "number" || bound.length === count) continue
      found.push({
        _tag: "WrongLength",
        array: `${side}.${name}`,
        expected: count,
        found: bound.length
      })
    }
    if (found.length > 0) continue
    // If all items have the same bounds, checking one item is enough.
    const stated = typeof least === "number" && typeof most === "number" ? Math.min(count, 1) : count
    for (let index = 0; index < stated; index++) {
      const bounds = [boundAt(least, index), boundAt(most, index)] as const
      const bad = bounds.find((bound) => !isBound(bound))
      if (bad !== undefined) found.push({ _tag: "BadBound", side, index, bound: bad })
      else if (bounds[0] > bounds[1]) found.push({ _tag: "LeastOverMost", side, index })
    }
  }
  return found
}

const allowedRefusals = ({ allowed, columns, rows }: Assignment): Array<Refusal> => {
  if (allowed === undefined) return []
  const { column, start } = allowed
  const wrong = (expected: number, found: number): Array<Refusal> => [
    { _tag: "WrongLength", array: "allowed", expected, found }
  ]
  if (start.length !== rows.count + 1) return wrong(rows.count + 1, start.length)
  if (start[rows.count] !== column.length) return wrong(start[rows.count] as number, column.length)
  for (let row = 0; row < rows.count; row++) {
    let before = -1
    const first = start[row] as number
    const end = start[row + 1] as number
    if (first > end || (row === 0 && first !== 0)) return [{ _tag: "BadAllowed", row }]
    for (let a = first; a < end; a++) {
      const j = column[a] as number
      if (j <= before || j >= columns.count) return [{ _tag: "BadAllowed", row }]
      before = j
    }
  }
  return []
}

const costRefusals = (problem: Assignment): Array<Refusal> => {
  const { allowed, columns, costs, rows } = problem
  const expected = allowed === undefined ? rows.count * columns.count : allowed.column.length
  const found: Array<Refusal> = []
  let largest = problem.mostPairs === true ? 1 : 0
  for (const [goal, each] of costs.entries()) {
    if (each.length !== expected) {
      found.push({ _tag: "WrongLength", array: "costs", goal, expected, found: each.length })
    }
    const span = spanOf(each)
    if (span === undefined) {
      const cost = Array.prototype.find.call(each, (cost: number) => !Number.isInteger(cost))
      found.push({ _tag: "CostNotWhole", cost })
    } else largest = Math.max(largest, largestOf(span))
  }
  if (largest > largestCost) found.push({ _tag: "CostTooLarge", cost: largest, limit: largestCost })
  else {
    // The total cost of a plan is the sum of the costs of all its pairs.
    const pairs = Math.min(mostPairsOf(rows, columns), mostPairsOf(columns, rows))
    const terms = Math.max(pathTerms(rows.count, columns.count), pairs)
    if (largest * terms > exact) {
      found.push({ _tag: "ProblemTooLarge", largest, limit: Math.floor(exact / terms) })
    }
  }
  return found
}

/** All reasons why an assignment problem is invalid. Empty if the problem is valid. */
export const refusalsOf = (problem: Assignment): ReadonlyArray<Refusal> => [
  ...boundRefusals(problem),
  ...allowedRefusals(problem),
  ...costRefusals(problem)
]
