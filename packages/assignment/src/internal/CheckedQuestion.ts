/**
 * A problem with sizes as the checker reads it: the worth of its pairs as one number, and whether pairs keep its bounds.
 * This shares no code with the search.
 */
import type { Pairs, Sized } from "../SizedProblem.ts"

/** A problem, and the worth of its pairs as one number. */
export interface Question {
  readonly problem: Sized
  readonly row: ReadonlyArray<number>
  readonly column: ReadonlyArray<number>
  readonly worth: ReadonlyArray<number>
  /** The worth of one unit of the first goal. */
  readonly unit: number
  /** The largest absolute value of a price, in whole units. */
  readonly largest: number
  /** Whether rows may have fewer pairs than they need. */
  readonly fill: boolean
  /** The pairs of each column. */
  readonly own: ReadonlyArray<ReadonlyArray<number>>
}

export const rowsOf = ({ allowed, rows }: Sized): ReadonlyArray<number> =>
  Array.from({ length: rows.count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: (allowed.start[i + 1] ?? 0) - (allowed.start[i] ?? 0) }, () => i)
  )

export const questionOf = (
  problem: Sized,
  row: ReadonlyArray<number>,
  worth: ReadonlyArray<number>,
  unit: number,
  fill: boolean
): Question => {
  const column = Array.from(problem.allowed.column)
  const own: Array<Array<number>> = Array.from({ length: problem.columns.count }, () => [])
  for (const [a, j] of column.entries()) own[j]?.push(a)
  const largest = fill ? 3 : 2 * Math.max(0, ...worth) + 1
  return { problem, row, column, worth, unit, largest, fill, own }
}

/** All goals as one number: a unit of an earlier goal has more worth than all differences of the later goals. */
export const costQuestion = (problem: Sized): Question => {
  const row = rowsOf(problem)
  let worth = row.map(() => 0)
  let unit = 1
  let first = 1
  for (const costs of problem.costs.toReversed()) {
    first = unit
    const bounds = Array.from({ length: problem.rows.count }, () => ({ most: -Infinity, least: Infinity }))
    for (const [a, i] of row.entries()) {
      const bound = bounds[i]
      const cost = costs[a] ?? 0
      if (bound === undefined) continue
      bound.most = Math.max(bound.most, cost)
      bound.least = Math.min(bound.least, cost)
    }
    worth = worth.map((each, a) => each + unit * ((bounds[row[a] ?? 0]?.most ?? 0) - (costs[a] ?? 0)))
    const range = bounds.reduce(
      (sum, { least, most }, i) =>
        sum + (most === -Infinity ? 0 : (problem.rows.needs[i] ?? 0) * (most - least)),
      0
    )
    unit *= range + 1
  }
  return questionOf(problem, row, worth, first, false)
}

/** The indexes of the pairs of a plan; `undefined` if a pair is not allowed, or the pairs are not in order. */
export const indexesOf = (
  { allowed, rows }: Sized,
  { column, row }: Pairs
): ReadonlyArray<number> | undefined => {
  if (row.length !== column.length) return undefined
  const found: Array<number> = []
  for (let k = 0; k < row.length; k++) {
    const i = row[k] ?? -1
    if (!Number.isInteger(i) || i < 0 || i >= rows.count) return undefined
    const a = allowed.column.indexOf(column[k] ?? -1, allowed.start[i])
    if (a < 0 || a >= (allowed.start[i + 1] ?? 0) || a <= (found.at(-1) ?? -1)) return undefined
    found.push(a)
  }
  return found
}

/** Whether pairs keep all needs, numbers and room. */
export const keeps = (
  { column, fill, problem: { columns, rows }, row }: Question,
  pairs: ReadonlyArray<number>
): boolean => {
  const has = Array.from({ length: rows.count }, () => 0)
  const count = Array.from({ length: columns.count }, () => 0)
  const used = Array.from({ length: columns.count }, () => 0)
  for (const a of pairs) {
    const [i, j] = [row[a] ?? 0, column[a] ?? 0]
    has[i] = (has[i] ?? 0) + 1
    count[j] = (count[j] ?? 0) + 1
    used[j] = (used[j] ?? 0) + (rows.sizes[i] ?? 0)
  }
  return (
    has.every((each, i) => (fill ? each <= (rows.needs[i] ?? 0) : each === rows.needs[i])) &&
    count.every((each, j) => each <= (columns.most[j] ?? 0)) &&
    used.every((each, j) => each <= (columns.room[j] ?? 0))
  )
}

export const worthOf = ({ worth }: Question, pairs: ReadonlyArray<number>): number =>
  pairs.reduce((sum, a) => sum + (worth[a] ?? 0), 0)
