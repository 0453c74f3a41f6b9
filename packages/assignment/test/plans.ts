/** Small assignment problems, and all plans of such a problem, for tests. */
import * as Assignment from "@liulinhui/assignment"
import fc from "fast-check"

/** The pairs of a solution as `[row, column]`. */
export const pairsOf = ({ column, row }: Assignment.Solution): ReadonlyArray<readonly [number, number]> =>
  Array.from({ length: row.length }, (_, k) => [row[k] ?? -1, column[k] ?? -1] as const)

/** An arbitrary matrix of costs with up to `most` rows and columns. */
export const matrix = ({ most }: { readonly most: number }) =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most })).chain(([n, m]) =>
    fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: m, maxLength: m }), {
      minLength: n,
      maxLength: n
    })
  )

const side = (count: number, other: number, tight: boolean) =>
  fc.oneof(
    fc.constant({ count, least: 1, most: 1 }),
    fc.constant({ count, least: 0, most: 1 }),
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: tight ? other : 1 }), fc.integer({ min: 0, max: other })), {
        minLength: count,
        maxLength: count
      })
      .map((bounds) => ({
        count,
        least: Int32Array.from(bounds, ([least]) => least),
        most: Int32Array.from(bounds, ([least, more]) => least + more)
      }))
  )

/**
 * Arbitrary assignment problems with at most 12 pairs, so that a test can try every subset of pairs. Problems of the
 * kind `tight` rarely have a plan.
 */
export const assignment = ({
  tight = false
}: { readonly tight?: boolean } = {}): fc.Arbitrary<Assignment.Assignment> =>
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
    .filter(([n, m]) => n * m <= 12)
    .chain(([n, m]) =>
      fc.record({
        rows: side(n, m, tight),
        columns: side(m, n, tight),
        bans: fc.oneof(
          { weight: 1, arbitrary: fc.constant(undefined) },
          { weight: 2, arbitrary: fc.array(fc.boolean(), { minLength: n * m, maxLength: n * m }) }
        ),
        goals: fc.integer({ min: 1, max: 3 }),
        mostPairs: fc.option(fc.boolean(), { nil: undefined }),
        scale: fc.constantFrom(1, 1, 2 ** 37),
        costs: fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 36, maxLength: 36 })
      })
    )
    .map(({ bans, columns, costs, goals, mostPairs, rows, scale }) => {
      const start = new Int32Array(rows.count + 1)
      const column: Array<number> = []
      for (let i = 0; i < rows.count; i++) {
        for (let j = 0; j < columns.count; j++) if (bans?.[i * columns.count + j] !== true) column.push(j)
        start[i + 1] = column.length
      }
      const goal = (k: number) =>
        Float64Array.from({ length: column.length }, (_, a) => (costs[k * 12 + a] ?? 0) * scale)
      const problem = {
        rows,
        columns,
        ...(mostPairs === undefined ? {} : { mostPairs }),
        costs: [goal(0), ...Array.from({ length: goals - 1 }, (_, k) => goal(k + 1))] as const
      }
      return bans === undefined
        ? problem
        : { ...problem, allowed: { start, column: Int32Array.from(column) } }
    })

const bound = (bounds: number | Int32Array, k: number): number =>
  typeof bounds === "number" ? bounds : (bounds[k] ?? 0)

const keeps = (counts: ReadonlyArray<number>, { least, most }: Assignment.Side): boolean =>
  counts.every((count, k) => count >= bound(least, k) && count <= bound(most, k))

/** The totals of the best plans, and all plans with these totals, in the order that `canonical` uses. */
export const everyPlan = (
  problem: Assignment.Assignment
): {
  readonly best: ReadonlyArray<number> | undefined
  readonly optima: ReadonlyArray<ReadonlyArray<readonly [number, number]>>
} => {
  const { allowed, columns, costs, rows } = problem
  const pairs: Array<readonly [number, number]> = []
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      if (
        allowed === undefined ||
        allowed.column.subarray(allowed.start[i], allowed.start[i + 1]).includes(j)
      ) {
        pairs.push([i, j])
      }
    }
  }
  let best: ReadonlyArray<number> | undefined
  let bestValue: ReadonlyArray<number> | undefined
  let optima: Array<ReadonlyArray<readonly [number, number]>> = []
  // Each bit of `subset` says whether a pair is in the plan. Counting down puts plans with earlier pairs first.
  for (let subset = 2 ** pairs.length - 1; subset >= 0; subset--) {
    const taken = pairs.map((_, a) => ((subset >> (pairs.length - 1 - a)) & 1) === 1)
    const rowCounts = Array<number>(rows.count).fill(0)
    const columnCounts = Array<number>(columns.count).fill(0)
    for (const [a, [i, j]] of pairs.entries()) {
      if (taken[a] !== true) continue
      rowCounts[i] = (rowCounts[i] ?? 0) + 1
      columnCounts[j] = (columnCounts[j] ?? 0) + 1
    }
    if (!keeps(rowCounts, rows) || !keeps(columnCounts, columns)) continue
    const totals = costs.map((cost) =>
      pairs.reduce((sum, _, a) => (taken[a] === true ? sum + (cost[a] ?? 0) : sum), 0)
    )
    const value = problem.mostPairs === true ? [-taken.filter(Boolean).length, ...totals] : totals
    const order = bestValue === undefined ? -1 : compare(value, bestValue)
    if (order < 0) {
      best = totals
      bestValue = value
      optima = []
    }
    if (order <= 0) optima.push(pairs.filter((_, a) => taken[a] === true))
  }
  return { best, optima }
}

const compare = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  for (const [k, value] of a.entries()) {
    const difference = value - (b[k] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
