import { describe, expect, it } from "@effect/vitest"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { Written, written } from "@liulinhui/assignment/AssignmentWritten"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { assignment, everyPlan, pairsOf } from "./plans.ts"

const solved = (problem: Assignment.Assignment): Assignment.Solution | undefined => {
  const result = Assignment.solve(problem)
  return Result.isSuccess(result) ? result.success : undefined
}

const refuted = (problem: Assignment.Assignment, solution: Assignment.Solution): boolean =>
  AssignmentCheck.verify(problem, solution) !== undefined

const withoutMostPairs = ({ mostPairs: _, ...solution }: Assignment.Solution): Assignment.Solution => solution

const half = (list: ArrayLike<number>): ReadonlyArray<number> => Array.from(list, (price) => price + 0.5)

/** For each goal: the total cost of the given pairs. */
const totalsOf = (
  { allowed, columns, costs, rows }: Assignment.Assignment,
  pairs: ReadonlyArray<readonly [number, number]>
): ReadonlyArray<number> => {
  const places = new Map<string, number>()
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      const at =
        allowed === undefined ? j : allowed.column.subarray(allowed.start[i], allowed.start[i + 1]).indexOf(j)
      if (at >= 0) places.set(`${i} ${j}`, (allowed?.start[i] ?? i * columns.count) + at)
    }
  }
  return costs.map((cost) =>
    pairs.reduce((sum, [i, j]) => sum + (cost[places.get(`${i} ${j}`) ?? -1] ?? 0), 0)
  )
}

describe("checking an assignment", () => {
  it("accepts a plan with given prices if and only if the plan is optimal", () => {
    fc.assert(
      fc.property(assignment(), fc.nat(), (problem, pick) => {
        const solution = solved(problem)
        if (solution === undefined) return true
        const { optima } = everyPlan(problem)
        const others = [...Array(problem.rows.count).keys()].flatMap((i) =>
          [...Array(problem.columns.count).keys()].map((j) => [i, j] as const)
        )
        // Any other set of pairs: the pairs of the plan after adding or removing one pair.
        const [i, j] = others[pick % Math.max(1, others.length)] ?? [0, 0]
        const has = pairsOf(solution).some(([row, column]) => row === i && column === j)
        const pairs = has
          ? pairsOf(solution).filter(([row, column]) => row !== i || column !== j)
          : [...pairsOf(solution), [i, j] as const].sort(([a, b], [c, d]) => a - c || b - d)
        const altered = {
          ...solution,
          row: pairs.map(([row]) => row),
          column: pairs.map(([, column]) => column),
          totals: totalsOf(problem, pairs)
        }
        const optimal = optima.some((plan) => JSON.stringify(plan) === JSON.stringify(pairs))
        return refuted(problem, altered) === !optimal
      }),
      { numRuns: 2000 }
    )
  })

  it("accepts every optimal plan with the prices of any other", () => {
    fc.assert(
      fc.property(assignment(), (problem) => {
        const solution = solved(problem)
        if (solution === undefined) return true
        return everyPlan(problem).optima.every((plan) => {
          const row = plan.map(([i]) => i)
          const column = plan.map(([, j]) => j)
          return !refuted(problem, { ...solution, row, column })
        })
      }),
      { numRuns: 1000 }
    )
  })

  it("refutes every wrong total, every missing goal, and every price that is not a whole number", () => {
    fc.assert(
      fc.property(assignment(), fc.nat(), (problem, pick) => {
        const solution = solved(problem)
        if (solution === undefined) return true
        const { prices, totals } = solution
        const goal = pick % totals.length
        const at = prices[goal] ?? { rows: [], columns: [] }
        return (
          refuted(problem, { ...solution, totals: totals.with(goal, (totals[goal] ?? 0) + 1) }) &&
          refuted(problem, { ...solution, prices: prices.slice(0, goal) }) &&
          refuted(problem, withoutMostPairs(solution)) === (problem.mostPairs === true) &&
          refuted(problem, {
            ...solution,
            prices: prices.with(goal, { ...at, rows: [...Array.from(at.rows), 0] })
          }) &&
          (at.rows.length === 0 ||
            refuted(problem, { ...solution, prices: prices.with(goal, { ...at, rows: half(at.rows) }) })) &&
          (at.columns.length === 0 ||
            refuted(problem, {
              ...solution,
              prices: prices.with(goal, { ...at, columns: half(at.columns) })
            }))
        )
      }),
      { numRuns: 500 }
    )
  })

  it("accepts the statement that a plan is unique if and only if no other plan is as good", () => {
    fc.assert(
      fc.property(assignment(), fc.boolean(), (problem, unique) => {
        const solution = solved(problem)
        if (solution === undefined) return
        const found = everyPlan(problem).optima.length === 1
        expect(AssignmentCheck.verify(problem, solution, { unique })).toEqual(
          unique === found ? undefined : { _tag: "WrongUnique", stated: unique, found }
        )
      }),
      { numRuns: 2000 }
    )
  })

  it("accepts a solution after it was written as JSON and read again", () => {
    fc.assert(
      fc.property(assignment(), (problem) => {
        const solution = solved(problem)
        if (solution === undefined) return true
        const read = Schema.decodeUnknownSync(Written)(JSON.parse(JSON.stringify(written(solution))))
        return !refuted(problem, read)
      }),
      { numRuns: 300 }
    )
  })

  it("refutes prices of the goal to have the most pairs that do not prove it", () => {
    const cells = [
      [1, null],
      [2, null]
    ]
    const problem = Result.getOrThrow(Assignment.fromMatrix(cells, { mostPairs: true }))
    const solution = Result.getOrThrow(Assignment.solve(problem))
    const empty = { ...solution, row: [], column: [], totals: [0] }
    expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
    expect(AssignmentCheck.verify(problem, empty)).toMatchObject({ goal: "pairs" })
    expect(
      AssignmentCheck.verify(problem, { ...empty, mostPairs: { rows: [0, 0], columns: [0, 0] } })
    ).toEqual({ _tag: "NotOptimalAt", goal: "pairs", row: 0, column: 0 })
  })

  const problem = Result.getOrThrow(
    Assignment.fromMatrix([
      [4, null, 1],
      [2, 3, 1]
    ])
  )
  const solution = Result.getOrThrow(Assignment.solve(problem))

  it.each([
    ["a pair that is not allowed", { row: [0, 1], column: [1, 0] }, "PairNotAllowed"],
    ["a pair beyond the sides", { row: [0, 7], column: [2, 0] }, "PairNotAllowed"],
    ["a row that is not a whole number", { row: [0.5, 1], column: [2, 0] }, "PairNotAllowed"],
    ["pairs out of order", { row: [1, 0], column: [0, 2] }, "PairsOutOfOrder"],
    ["a pair twice", { row: [0, 0], column: [2, 2] }, "PairsOutOfOrder"],
    ["too few pairs", { row: [0], column: [2] }, "OutOfBounds"],
    ["too many pairs", { row: [0, 0, 1], column: [0, 2, 1] }, "OutOfBounds"],
    ["a dearer plan", { row: [0, 1], column: [0, 2] }, "WrongTotal"],
    ["a dearer plan with its own total", { row: [0, 1], column: [0, 2], totals: [5] }, "NotOptimalAt"],
    ["prices of too few", { prices: [{ rows: [0], columns: [0, 0, 0] }] }, "PricesMissing"],
    ["prices too large to be exact", { prices: [{ rows: [0, 2 ** 52], columns: [0, 0, 0] }] }, "BadPrice"],
    [
      "a price for a column without a pair",
      { prices: [{ rows: [1, 2], columns: [0, -1, 0] }] },
      "NotOptimalFor"
    ],
    ["prices that prove nothing", { prices: [{ rows: [0, 0], columns: [0, 0, 0] }] }, "NotOptimalAt"]
  ])("refutes %s", (_, change, flaw) => {
    expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
    expect(AssignmentCheck.verify(problem, { ...solution, ...change })?._tag).toBe(flaw)
  })

  it("refutes a shortfall that is not real, or whose figures are wrong", () => {
    const short = Result.getOrThrow(
      Assignment.fromMatrix(
        [
          [1, null],
          [1, null]
        ],
        { rows: { least: 1, most: 1 }, columns: { least: 0, most: 1 } }
      )
    )
    const result = Assignment.solve(short)
    const [reason] = Result.isFailure(result) ? result.failure.reasons : []
    expect(reason).toEqual({
      _tag: "Shortfall",
      side: "rows",
      wanting: [
        { index: 0, needs: 1 },
        { index: 1, needs: 1 }
      ],
      offers: [{ index: 0, atMost: 1 }],
      need: 2,
      have: 1
    })
    const shortfall = reason as Assignment.Shortfall
    const holds = (change: Partial<Assignment.Shortfall>): boolean =>
      AssignmentCheck.verifyShortfall(short, { ...shortfall, ...change })
    expect(holds({})).toBe(true)
    expect(holds({ wanting: shortfall.wanting.slice(1), need: 1 })).toBe(false)
    expect(holds({ wanting: [...shortfall.wanting, { index: 0, needs: 1 }], need: 3 })).toBe(false)
    expect(holds({ wanting: [{ index: 0, needs: 2 }], need: 2 })).toBe(false)
    expect(holds({ offers: [], have: 0 })).toBe(false)
    expect(holds({ need: 3 })).toBe(false)
    expect(holds({ side: "columns" })).toBe(false)
  })
})
