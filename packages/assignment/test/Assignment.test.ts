import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Result from "effect/Result"
import fc from "fast-check"
import { assignment, everyPlan, matrix, pairsOf } from "./plans.ts"

const solved = (problem: Assignment.Assignment): Assignment.Solution =>
  Result.getOrThrow(Assignment.solve(problem))

const fromMatrix = (
  costs: ReadonlyArray<ReadonlyArray<number | null>>,
  bounds: Parameters<typeof Assignment.fromMatrix>[1] = {}
): Assignment.Assignment => Result.getOrThrow(Assignment.fromMatrix(costs, bounds))

describe("an assignment", () => {
  it("has the totals of the best of all plans, goal by goal, for any bounds and bans", () => {
    fc.assert(
      fc.property(assignment(), (problem) => {
        const { best } = everyPlan(problem)
        const result = Assignment.solve(problem)
        expect(Result.isSuccess(result) ? result.success.totals : undefined).toEqual(best)
      }),
      { numRuns: 3000 }
    )
  })

  it("has prices that prove its plan", () => {
    fc.assert(
      fc.property(assignment(), (problem) => {
        const result = Assignment.solve(problem)
        return Result.isFailure(result) || AssignmentCheck.verify(problem, result.success) === undefined
      }),
      { numRuns: 3000 }
    )
  })

  it("reports whether its plan is the only optimal one, and finds the first of all optimal plans", () => {
    fc.assert(
      fc.property(assignment(), (problem) => {
        const { optima } = everyPlan(problem)
        const result = Assignment.solve(problem)
        if (Result.isFailure(result)) return
        const { solution, unique } = Assignment.canonical(problem, result.success)
        expect(unique).toBe(optima.length === 1)
        expect(Assignment.isUnique(problem, result.success)).toBe(unique)
        expect(Assignment.isUnique(problem, solution)).toBe(unique)
        expect(pairsOf(solution)).toEqual(optima[0])
        expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
      }),
      { numRuns: 3000 }
    )
  })

  it("is not unique if a pair that costs nothing may be added or left out", () => {
    const bounds = { least: 0, most: 2 }
    const problem = fromMatrix(
      [
        [-1, 0],
        [1, -1]
      ],
      { rows: bounds, columns: bounds }
    )
    expect(Assignment.isUnique(problem, solved(problem))).toBe(false)
    expect(pairsOf(Assignment.canonical(problem, solved(problem)).solution)).toEqual([
      [0, 0],
      [0, 1],
      [1, 1]
    ])
    const free = fromMatrix([[0]], { rows: bounds, columns: bounds })
    const { solution } = Assignment.canonical(free, solved(free))
    expect(pairsOf(solution)).toEqual([[0, 0]])
    expect(Assignment.isUnique(free, solution)).toBe(false)
  })

  it("returns a minimal set of items that need more than they can have, if there is no plan", () => {
    let seen = 0
    fc.assert(
      fc.property(assignment({ tight: true }), (problem) => {
        const result = Assignment.solve(problem)
        if (Result.isSuccess(result)) return
        const [reason, ...others] = result.failure.reasons
        expect(others).toEqual([])
        if (reason._tag !== "Shortfall") throw new Error(reason._tag)
        seen++
        expect(AssignmentCheck.verifyShortfall(problem, reason)).toBe(true)
        expect(AssignmentCheck.verifyShortfall(problem, { ...reason, have: reason.have + 1 })).toBe(false)
        for (const left of reason.wanting) {
          const wanting = reason.wanting.filter((each) => each !== left)
          expect(isShort(problem, reason.side, wanting)).toBe(false)
        }
      }),
      { numRuns: 2000 }
    )
    expect(seen).toBeGreaterThan(100)
  })

  it("does not depend on which side is called rows", () => {
    fc.assert(
      fc.property(matrix({ most: 9 }), (costs) => {
        const turned = (costs[0] ?? []).map((_, j) => costs.map((row) => row[j] ?? 0))
        expect(solved(fromMatrix(turned)).totals).toEqual(solved(fromMatrix(costs)).totals)
      })
    )
  })

  it("has the same total in every solver: full matrix, few columns, allowed pairs", () => {
    const whole = fc.integer({ min: -1000, max: 1000 })
    const square = fc
      .integer({ min: 31, max: 70 })
      .chain((n) => fc.array(fc.array(whole, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }))
    fc.assert(
      fc.property(square, (costs) => {
        const n = costs.length
        const dense = fromMatrix(costs)
        // The extra column may take two rows or stay empty. Therefore the problem is not plain, and the solver for full
        // matrices cannot be used.
        const flow = fromMatrix(
          costs.map((row) => [...row, null]),
          {
            rows: { least: 1, most: 1 },
            columns: { least: [...Array(n).fill(1), 0], most: [...Array(n).fill(1), 2] }
          }
        )
        const plan = solved(dense)
        expect(AssignmentCheck.verify(dense, plan)).toBeUndefined()
        expect(solved(flow).totals).toEqual(plan.totals)
      }),
      { numRuns: 30 }
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole, whole), { minLength: 6, maxLength: 60 }), (costs) => {
        const most = Math.ceil(costs.length / 3)
        const few = fromMatrix(costs, { rows: { least: 1, most: 1 }, columns: { least: 0, most } })
        const copies = fromMatrix(
          costs.map((row) => row.flatMap((cost) => Array<number>(most).fill(cost))),
          { rows: { least: 1, most: 1 }, columns: { least: 0, most: 1 } }
        )
        const plan = solved(few)
        expect(AssignmentCheck.verify(few, plan)).toBeUndefined()
        expect(plan.totals).toEqual(solved(copies).totals)
      })
    )
  })

  it("has the same total straight from the rows of a matrix of any shape, with prices that prove it", () => {
    const cell = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }
    )
    const any = fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
      .chain(([n, m]) =>
        fc.array(fc.array(cell, { minLength: m, maxLength: m }), { minLength: n, maxLength: n })
      )
    fc.assert(
      fc.property(any, (costs) => {
        const problem = fromMatrix(costs)
        const plan = Result.getOrThrow(Assignment.solveMatrix(costs))
        expect(plan.totals).toEqual(solved(problem).totals)
        expect(AssignmentCheck.verify(problem, plan)).toBeUndefined()
      }),
      { numRuns: 1000 }
    )
  })

  it("is refused for the same reasons straight from the rows as from a problem", () => {
    const cell = fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: -9, max: 9 }) },
      { weight: 1, arbitrary: fc.constantFrom(null, 0.5, 2 ** 41, 2 ** 33, Number.NaN) }
    )
    const row = fc.array(cell, { minLength: 2, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (costs) => {
        const direct = Assignment.solveMatrix(costs)
        const problem = Assignment.fromMatrix(costs)
        const found = Result.flatMap(problem, Assignment.solve)
        expect(Result.isFailure(direct) && direct.failure.reasons).toEqual(
          Result.isFailure(found) && found.failure.reasons
        )
        expect(Result.isSuccess(direct) && direct.success.totals).toEqual(
          Result.isSuccess(found) && found.success.totals
        )
      }),
      { numRuns: 1000 }
    )
  })

  it.each([
    ["uniform", (i: number, j: number) => (i * 7919 + j * 104729 + ((i * j * 31) % 1009) * 977) % 1_000_003],
    ["product", (i: number, j: number) => (i + 1) * (j + 1)],
    [
      "distance",
      (i: number, j: number) => Math.abs(((i * 619) % 997) - ((j * 733) % 991)) * 100 + ((i * j) % 7)
    ],
    ["all equal", () => 7],
    ["two values", (i: number, j: number) => (i * j) % 2],
    ["2^40", (i: number, j: number) => ((i * 7919 + j * 104729) % 1009) * 2 ** 30 - 2 ** 39]
  ])("proves a full matrix of %s costs", (_, cost) => {
    for (const [n, m] of [
      [120, 120],
      [90, 150],
      [150, 90],
      [260, 260]
    ] as const) {
      const costs = Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => cost(i, j)))
      const problem = fromMatrix(costs)
      const solution = solved(problem)
      const direct = Result.getOrThrow(Assignment.solveMatrix(costs))
      expect(direct.totals).toEqual(solution.totals)
      expect(AssignmentCheck.verify(problem, direct)).toBeUndefined()
      expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
      expect(
        AssignmentCheck.verify(problem, Assignment.canonical(problem, solution).solution)
      ).toBeUndefined()
    }
  })

  it("proves a sparse plan or its shortfall, whatever the size of the costs", () => {
    const sparse = fc
      .record({
        n: fc.integer({ min: 20, max: 90 }),
        more: fc.constantFrom(0, 0, 5),
        degree: fc.integer({ min: 2, max: 6 }),
        scale: fc.constantFrom(1, 1000, 2 ** 30),
        seed: fc.nat()
      })
      .map(({ degree, more, n, scale, seed }) => {
        let state = seed
        const random = (below: number): number => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
          return Math.floor((state / 2 ** 32) * below)
        }
        const costs = Array.from({ length: n }, () => Array<number | null>(n + more).fill(null))
        for (const row of costs) {
          for (let k = 0; k < degree; k++) row[random(n + more)] = (random(1000) - 500) * scale
        }
        return fromMatrix(costs)
      })
    const outcomes = new Set<boolean>()
    fc.assert(
      fc.property(sparse, (problem) => {
        const result = Assignment.solve(problem)
        outcomes.add(Result.isSuccess(result))
        if (Result.isSuccess(result)) return AssignmentCheck.verify(problem, result.success) === undefined
        const [reason] = result.failure.reasons
        return reason._tag === "Shortfall" && AssignmentCheck.verifyShortfall(problem, reason)
      }),
      { numRuns: 400 }
    )
    expect(outcomes.size).toBe(2)
  })

  it("keeps capacities: 945 rows to 189 columns with five rows each, for two goals", () => {
    const near = Int32Array.from({ length: 945 * 189 }, (_, a) => ((a * 7919) % 43 === 0 ? -1 : 0))
    const known = Int32Array.from({ length: 945 * 189 }, (_, a) => ((a * 104729) % 211 === 0 ? -1 : 0))
    const problem: Assignment.Assignment = {
      rows: { count: 945, least: 1, most: 1 },
      columns: { count: 189, least: 0, most: 5 },
      costs: [near, known]
    }
    const solution = solved(problem)
    expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
    const load = new Map<number, number>()
    for (const j of Array.from(solution.column)) load.set(j, (load.get(j) ?? 0) + 1)
    expect([...load.values()].every((count) => count === 5)).toBe(true)
  })

  const library = new URL("../../../../shared/data/assign100.csv", import.meta.url)
  it.skipIf(!existsSync(library))(
    "finds 305 for assign100 of OR-Library (needs ../shared/data/assign100.csv beside the repository)",
    () => {
      const costs = readFileSync(library, "utf8")
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(",").map(Number))
      const problem = fromMatrix(costs)
      const solution = solved(problem)
      expect(solution.totals).toEqual([305])
      expect(AssignmentCheck.verify(problem, solution)).toBeUndefined()
    }
  )
})

describe("an assignment with as many pairs as possible", () => {
  const costs = [
    [4, 1, null],
    [2, null, null],
    [3, null, null]
  ]

  it("has no pair that costs something unless the bounds or `mostPairs` require it", () => {
    const bounds = { rows: { least: 0, most: 1 }, columns: { least: 0, most: 1 } }
    expect(pairsOf(solved(fromMatrix(costs, bounds)))).toEqual([])
    const most = solved(fromMatrix(costs, { ...bounds, mostPairs: true }))
    expect(pairsOf(most)).toEqual([
      [0, 1],
      [1, 0]
    ])
    expect(most.totals).toEqual([3])
  })

  it("takes bounds of 0 to 1 by default, so that it also has a plan if not all items can be paired", () => {
    const problem = fromMatrix(costs, { mostPairs: true })
    expect(Result.isFailure(Assignment.solve(fromMatrix(costs)))).toBe(true)
    expect(AssignmentCheck.verify(problem, solved(problem), { unique: true })).toBeUndefined()
  })

  it("still keeps lower bounds", () => {
    // Row 2 needs a pair and can only have column 0, so row 1 stays without a pair.
    const rows = { least: [0, 0, 1], most: 1 }
    expect(pairsOf(solved(fromMatrix(costs, { rows, mostPairs: true })))).toEqual([
      [0, 1],
      [2, 0]
    ])
  })

  it("has the total of the plain problem on a full matrix of any shape", () => {
    fc.assert(
      fc.property(matrix({ most: 40 }), (cells) => {
        const problem = fromMatrix(cells, { mostPairs: true })
        const plan = solved(problem)
        expect(plan.totals).toEqual(solved(fromMatrix(cells)).totals)
        expect(AssignmentCheck.verify(problem, plan)).toBeUndefined()
      })
    )
  })
})

describe("the extremes of an assignment", () => {
  it("has an empty plan without rows and columns", () => {
    expect(pairsOf(solved(fromMatrix([])))).toEqual([])
    expect(
      solved({
        rows: { count: 0, least: 1, most: 1 },
        columns: { count: 3, least: 0, most: 1 },
        costs: [new Int32Array(0)]
      }).totals
    ).toEqual([0])
  })

  it("pairs one row with one column", () => {
    expect(pairsOf(solved(fromMatrix([[-5]])))).toEqual([[0, 0]])
  })

  it("refuses a matrix without any allowed pair", () => {
    const problem = fromMatrix([
      [null, null],
      [null, null]
    ])
    const result = Assignment.solve(problem)
    expect(Result.isFailure(result) && result.failure.reasons[0]).toMatchObject({
      _tag: "Shortfall",
      need: 1,
      have: 0
    })
  })

  it("is exact with costs of ±2^40, and refuses larger ones", () => {
    const big = Assignment.largestCost
    const problem = fromMatrix([
      [big, big - 1],
      [1 - big, -big]
    ])
    expect(solved(problem).totals).toEqual([0])
    expect(AssignmentCheck.verify(problem, solved(problem))).toBeUndefined()
    const result = Assignment.fromMatrix([[big + 1]])
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      { _tag: "TooLarge", row: 0, column: 0, found: big + 1 }
    ])
    expect(Assignment.solve({ rows: one, columns: one, costs: [Float64Array.of(big + 1)] })).toMatchObject({
      failure: { reasons: [{ _tag: "CostTooLarge", cost: big + 1, limit: big }] }
    })
  })

  it("ends with a shortfall if rows could outbid one another without end, at the largest costs", () => {
    const big = Assignment.largestCost
    const n = 600
    const problem = fromMatrix(
      Array.from({ length: n }, (_, i) => {
        const row = Array<number | null>(n).fill(null)
        // Three rows compete for two columns, but they do not all prefer the same one.
        if (i < 3) row.splice(0, 2, i === 0 ? big : -big, i === 0 ? -big : big)
        else row.splice(i - 1, 2, i, -i)
        return row
      })
    )
    const result = Assignment.solve(problem)
    const [reason] = Result.isFailure(result) ? result.failure.reasons : []
    expect(reason).toMatchObject({ _tag: "Shortfall", side: "rows", need: 3, have: 2 })
    expect(AssignmentCheck.verifyShortfall(problem, reason as Assignment.Shortfall)).toBe(true)
  })

  it("refuses costs whose sums would not be exact", () => {
    const costs = new Float64Array(3000 * 3000)
    costs[0] = Assignment.largestCost
    const side = { count: 3000, least: 1, most: 1 }
    expect(Assignment.solve({ rows: side, columns: side, costs: [costs] })).toMatchObject({
      failure: { reasons: [{ _tag: "ProblemTooLarge", largest: Assignment.largestCost }] }
    })
  })

  it("names every entry of a matrix that is not a whole number, and every row of another length", () => {
    const result = Assignment.fromMatrix([[1, 2.5], [Number.NaN, 4], [1]])
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      { _tag: "NotWhole", row: 0, column: 1, found: 2.5 },
      { _tag: "NotWhole", row: 1, column: 0, found: Number.NaN },
      { _tag: "RowLength", row: 2, expected: 2, found: 1 }
    ])
    expect(Assignment.solve({ rows: one, columns: one, costs: [Float64Array.of(0.5)] })).toMatchObject({
      failure: { reasons: [{ _tag: "CostNotWhole", cost: 0.5 }] }
    })
  })

  it.each<[string, Partial<Assignment.Assignment>, Assignment.Refusal]>([
    [
      "too few costs",
      { costs: [Int32Array.of(1, 2, 3)] },
      { _tag: "WrongLength", array: "costs", goal: 0, expected: 4, found: 3 }
    ],
    [
      "bounds for some items only",
      { rows: { count: 2, least: Int32Array.of(1), most: 1 } },
      { _tag: "WrongLength", array: "rows.least", expected: 2, found: 1 }
    ],
    [
      "a negative bound",
      { columns: { count: 2, least: -1, most: 1 } },
      { _tag: "BadBound", side: "columns", index: 0, bound: -1 }
    ],
    [
      "a bound that is not whole",
      { columns: { count: 2, least: 0, most: 1.5 } },
      { _tag: "BadBound", side: "columns", index: 0, bound: 1.5 }
    ],
    [
      "allowed pairs of too few rows",
      { allowed: { start: Int32Array.of(0, 4), column: Int32Array.of(0, 1, 0, 1) } },
      { _tag: "WrongLength", array: "allowed", expected: 3, found: 2 }
    ],
    [
      "allowed columns that do not ascend",
      { allowed: { start: Int32Array.of(0, 2, 4), column: Int32Array.of(0, 1, 1, 0) } },
      { _tag: "BadAllowed", row: 1 }
    ],
    [
      "an allowed column that does not exist",
      { allowed: { start: Int32Array.of(0, 2, 4), column: Int32Array.of(0, 2, 0, 1) } },
      { _tag: "BadAllowed", row: 0 }
    ]
  ])("refuses %s", (_, change, refusal) => {
    const side = { count: 2, least: 1, most: 1 }
    const valid: Assignment.Assignment = { rows: side, columns: side, costs: [Int32Array.of(1, 2, 3, 4)] }
    expect(Result.isSuccess(Assignment.solve(valid))).toBe(true)
    expect(Assignment.solve({ ...valid, ...change })).toMatchObject({ failure: { reasons: [refusal] } })
  })

  it("names every item whose least is more than its most", () => {
    const side = { count: 2, least: Int32Array.of(2, 3), most: Int32Array.of(1, 1) }
    expect(Assignment.solve({ rows: side, columns: one, costs: [Int32Array.of(1, 1)] })).toMatchObject({
      failure: {
        reasons: [
          { _tag: "LeastOverMost", side: "rows", index: 0 },
          { _tag: "LeastOverMost", side: "rows", index: 1 }
        ]
      }
    })
  })
})

const one = { count: 1, least: 1, most: 1 }

/**
 * Whether the given items (rows or columns) together need more pairs than all items of the other side can have with
 * them.
 */
const isShort = (
  { allowed, columns, rows }: Assignment.Assignment,
  side: "rows" | "columns",
  wanting: ReadonlyArray<{ readonly index: number; readonly needs: number }>
): boolean => {
  const [, other] = side === "rows" ? [rows, columns] : [columns, rows]
  const need = wanting.reduce((sum, { needs }) => sum + needs, 0)
  let have = 0
  for (let k = 0; k < other.count; k++) {
    const mine = wanting.filter(({ index }) => {
      const [i, j] = side === "rows" ? [index, k] : [k, index]
      return (
        allowed === undefined || allowed.column.subarray(allowed.start[i], allowed.start[i + 1]).includes(j)
      )
    })
    have += Math.min(mine.length, typeof other.most === "number" ? other.most : (other.most[k] ?? 0))
  }
  return need > have
}
