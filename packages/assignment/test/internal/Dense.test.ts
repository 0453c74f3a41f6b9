import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as Kernel from "../../kernel/build.ts"
import { solveDense, widest } from "../../src/internal/Dense.ts"
import { far, type Lanes } from "../../src/internal/Lanes.ts"
import { PlainLanes } from "../../src/internal/PlainLanes.ts"
import { simd, simdOf } from "../../src/internal/SimdLanes.ts"

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly costs: Int32Array
}

const fill = ({ columns, costs, rows }: Matrix, lanes: Lanes): void => {
  for (let i = 0; i < rows; i++) {
    lanes.costs.set(costs.subarray(i * columns, (i + 1) * columns), i * lanes.stride)
  }
}

const solveIn = (matrix: Matrix, lanes: Lanes) => {
  fill(matrix, lanes)
  const [, most] = lanes.span()
  return solveDense(matrix.rows, matrix.columns, lanes, most)
}

const plain = (matrix: Matrix) => solveIn(matrix, new PlainLanes(matrix.rows, matrix.columns))

const vector = (matrix: Matrix) =>
  simd.run(matrix.rows, matrix.columns, (lanes) => solveIn(matrix, lanes)) ?? expect.fail("no SIMD here")

const problemOf = ({ columns, costs, rows }: Matrix): Assignment.Assignment => ({
  rows: { count: rows, least: 1, most: 1 },
  columns: { count: columns, least: rows === columns ? 1 : 0, most: 1 },
  costs: [costs]
})

/**
 * The first flaw that the checker finds in the solution of a matrix. In a square matrix, prices may be positive or
 * negative, since every item must have a pair.
 */
const flawOf = (matrix: Matrix, { columnOf, columnPrices, rowPrices }: ReturnType<typeof solveDense>) => {
  let total = 0
  for (let i = 0; i < matrix.rows; i++) {
    total += matrix.costs[i * matrix.columns + (columnOf[i] ?? -1)] ?? Number.NaN
  }
  return AssignmentCheck.verify(problemOf(matrix), {
    row: Array.from({ length: matrix.rows }, (_, i) => i),
    column: columnOf,
    totals: [total],
    prices: [{ rows: rowPrices, columns: columnPrices }]
  })
}

/**
 * Random matrices of many kinds: with equal costs, with products of row and column numbers, with distances, and with
 * the largest supported costs.
 */
const matrix: fc.Arbitrary<Matrix> = fc
  .record({
    rows: fc.integer({ min: 1, max: 130 }),
    more: fc.constantFrom(0, 0, 0, 1, 7, 40),
    kind: fc.constantFrom("random", "product", "distance", "extremes"),
    range: fc.constantFrom(1, 7, 100, 1_000_000, widest),
    seed: fc.nat()
  })
  .map(({ kind, more, range, rows, seed }) => {
    const columns = rows + more
    let state = seed
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const points = Array.from({ length: rows + columns }, random)
    const scale = range / (rows * columns)
    const cost = (i: number, j: number): number => {
      switch (kind) {
        case "product":
          return Math.floor((i + 1) * (j + 1) * scale)
        case "distance":
          return Math.floor(Math.abs((points[i] ?? 0) - (points[rows + j] ?? 0)) * range)
        case "extremes":
          return random() < 0.5 ? 0 : range
        default:
          return Math.floor(random() * (range + 1))
      }
    }
    const costs = Int32Array.from({ length: rows * columns }, (_, a) =>
      cost(Math.floor(a / columns), a % columns)
    )
    return { rows, columns, costs }
  })

describe("the dense solver", () => {
  it("has the same plan and the same prices with SIMD and without, and the checker accepts them", () => {
    fc.assert(
      fc.property(matrix, (each) => {
        const reference = plain(each)
        expect(vector(each)).toEqual(reference)
        expect(flawOf(each, reference)).toBeUndefined()
      }),
      { numRuns: 300 }
    )
  })

  it("has the same total as the solver on plain rows and the solver on allowed pairs", () => {
    fc.assert(
      fc.property(matrix, (each) => {
        const rows = Array.from({ length: each.rows }, (_, i) =>
          Array.from(each.costs.subarray(i * each.columns, (i + 1) * each.columns))
        )
        const direct = Result.getOrThrow(Assignment.solveMatrix(rows))
        const solved = Result.getOrThrow(Assignment.solve(problemOf(each)))
        // Because of the extra column, the solvers for full matrices cannot be used.
        const sparse = Result.getOrThrow(
          Assignment.fromMatrix(
            rows.map((row) => [...row, null]),
            { rows: { least: 1, most: 1 }, columns: { least: 0, most: 1 } }
          )
        )
        expect(direct.totals).toEqual(solved.totals)
        expect(Result.getOrThrow(Assignment.solve(sparse)).totals).toEqual(solved.totals)
      }),
      { numRuns: 60 }
    )
  })

  it("computes the same in every loop, entry for entry, for every number of columns", () => {
    for (const columns of [1, 2, 3, 4, 15, 16, 17, 63, 64, 65, 100, 129, 200]) {
      const rows = 3
      const costs = Int32Array.from({ length: rows * columns }, (_, a) => (a * 7919) % 13)
      const steps = (lanes: Lanes) => {
        fill({ rows, columns, costs }, lanes)
        const span = lanes.span()
        lanes.leastOfColumns()
        const least = Array.from(lanes.prices)
        lanes.rowOf.forEach((_, j) => (lanes.rowOf[j] = j % 3 === 0 ? -1 : 0))
        const looks = [0, 1, 2].map((row) => {
          const { best, first, second } = lanes.look(row)
          return columns === 1 ? [first, best] : [first, second, best]
        })
        lanes.rowOf.fill(0)
        lanes.open()
        const nearest = [lanes.relax(1, 5), lanes.relax(2, 0)]
        const known = lanes.collect(nearest[1] ?? 0, 0)
        const distances = Array.from(lanes.distances)
        lanes.rowOf[columns - 1] = -1
        const again = lanes.relax(0, 1)
        const after = again < far ? lanes.collect(again, known) : known
        return { span, least, looks, nearest, known, distances, order: lanes.order.slice(0, known), after }
      }
      const wanted = steps(new PlainLanes(rows, columns))
      expect(simd.run(rows, columns, steps)).toEqual(wanted)
    }
  })

  it("solves a matrix after a larger one in the same memory", () => {
    const random = (rows: number, columns: number, by: number): Matrix => ({
      rows,
      columns,
      costs: Int32Array.from({ length: rows * columns }, (_, a) => (a * by) % 9973)
    })
    for (const each of [random(120, 120, 7919), random(33, 50, 104729), random(5, 5, 31)]) {
      expect(vector(each)).toEqual(plain(each))
    }
  })
})

describe("the limits of the dense solver", () => {
  const at = (most: number): ReadonlyArray<ReadonlyArray<number>> =>
    Array.from({ length: 70 }, (_, i) =>
      Array.from({ length: 70 }, (_, j) => (i === j ? most : Math.floor((i * j * most) / 4761)))
    )

  it.each([
    ["at the largest range of costs", widest, 0],
    ["one beyond it", widest + 1, 0],
    ["at the largest range, from a negative cost", widest, -(2 ** 30)],
    ["at the largest range, beyond 32 bits", widest, 2 ** 39]
  ])("are exact: %s", (_, most, shift) => {
    const cells = at(most).map((row) => row.map((cost) => cost + shift))
    const problem = Result.getOrThrow(Assignment.fromMatrix(cells))
    const solved = Result.getOrThrow(Assignment.solve(problem))
    const direct = Result.getOrThrow(Assignment.solveMatrix(cells))
    expect(AssignmentCheck.verify(problem, solved)).toBeUndefined()
    expect(AssignmentCheck.verify(problem, direct)).toBeUndefined()
    expect(direct.totals).toEqual(solved.totals)
  })
})

describe("the WebAssembly kernel", () => {
  it("is what the pinned compiler makes of its source, byte for byte", async () => {
    expect(readFileSync(Kernel.target, "utf8")).toBe(await Kernel.compile())
  })

  it("has fewer than 4,096 bytes, so that every browser compiles it at once", () => {
    const base64 = readFileSync(Kernel.target, "utf8").match(/"[\w+/=]+"/g) ?? []
    expect(atob(base64.map((line) => line.slice(1, -1)).join("")).length).toBeLessThan(4096)
  })

  it.each<[string, object]>([
    ["without WebAssembly", {}],
    ["without SIMD", { WebAssembly: { validate: () => false } }],
    [
      "that forbids WebAssembly",
      {
        WebAssembly: {
          validate: () => true,
          Module: function () {
            throw new Error("forbidden by the content security policy")
          }
        }
      }
    ]
  ])("is not used in an environment %s", (_, environment) => {
    const none = simdOf(environment)
    expect(none.isAvailable()).toBe(false)
    expect(none.run(2, 2, () => "solved")).toBeUndefined()
  })

  it("is not used if there is not enough memory", () => {
    expect(simd.isAvailable()).toBe(true)
    expect(simd.run(100_000, 100_000, () => "solved")).toBeUndefined()
    expect(simd.run(2, 2, () => "solved")).toBe("solved")
  })
})
