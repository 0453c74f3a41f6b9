import { describe, expect, it } from "@effect/vitest"
import * as Sized from "@liulinhui/assignment/Sized"
import * as SizedCheck from "@liulinhui/assignment/SizedCheck"
import * as Result from "effect/Result"
import fc from "fast-check"
import { families } from "./sizes.ts"

/** Problems with at most 4 rows and 4 columns, so that a test can try every choice of pairs. */
const problems: fc.Arbitrary<Sized.Sized> = fc
  .record({
    rows: fc.array(
      fc.record({ need: fc.constantFrom(0, 1, 1, 1, 2), size: fc.constantFrom(0, 15, 35, 60, 90, 120, 240) }),
      { maxLength: 4 }
    ),
    columns: fc.array(
      fc.record({ most: fc.nat(4), room: fc.constantFrom(0, 30, 60, 120, 180, 240, 300), kind: fc.nat(1) }),
      { maxLength: 4 }
    ),
    bans: fc.array(fc.nat(5), { minLength: 16, maxLength: 16 }),
    costs: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 16, maxLength: 16 }), {
      minLength: 1,
      maxLength: 3
    })
  })
  .map(({ bans, columns, costs, rows }) => {
    const start = [0]
    const column: Array<number> = []
    const found = costs.map((): Array<number> => [])
    for (const i of rows.keys()) {
      for (const j of columns.keys()) {
        if (bans[4 * i + j] === 0) continue
        column.push(j)
        // Half of the columns have equal costs, so that plans are often equally good.
        for (const [goal, list] of costs.entries())
          found[goal]?.push(list[columns[j]?.kind === 0 ? i : 4 * i + j] ?? 0)
      }
      start.push(column.length)
    }
    const [first = [], ...later] = found
    return {
      rows: {
        count: rows.length,
        needs: Int32Array.from(rows, ({ need }) => need),
        sizes: Int32Array.from(rows, ({ size }) => size)
      },
      columns: {
        count: columns.length,
        most: Int32Array.from(columns, ({ most }) => most),
        room: Int32Array.from(columns, ({ room }) => room)
      },
      allowed: { start: Int32Array.from(start), column: Int32Array.from(column) },
      costs: [first, ...later]
    }
  })

type Pairs = ReadonlyArray<readonly [row: number, column: number]>

const less = (one: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean => {
  const k = one.findIndex((each, at) => each !== other[at])
  return k >= 0 && (one[k] ?? 0) < (other[k] ?? 0)
}

/** Tries every choice: the first of the best plans, the number of best plans, and the most pairs that fit. */
const tryAll = ({ allowed, columns, costs, rows }: Sized.Sized) => {
  const pairs = Array.from(rows.needs.keys()).flatMap((i) =>
    Array.from(allowed.column.slice(allowed.start[i], allowed.start[i + 1]), (j) => [i, j] as const)
  )
  let best: { readonly totals: ReadonlyArray<number>; readonly plan: Pairs } | undefined
  let count = 0
  let filled = 0
  const chosen: Array<number> = []
  const left = { needs: rows.needs.slice(), most: columns.most.slice(), room: columns.room.slice() }
  const visit = (a: number): void => {
    if (a === pairs.length) {
      filled = Math.max(filled, chosen.length)
      if (left.needs.some((need) => need > 0)) return
      const totals = costs.map((list) => chosen.reduce((sum, k) => sum + (list[k] ?? 0), 0))
      if (best === undefined || less(totals, best.totals)) {
        best = { totals, plan: chosen.flatMap((k) => (pairs[k] === undefined ? [] : [pairs[k]])) }
        count = 1
      } else if (!less(best.totals, totals)) count++
      return
    }
    const [i, j] = pairs[a] ?? [0, 0]
    const size = rows.sizes[i] ?? 0
    const change = (sign: number): void => {
      left.needs[i] = (left.needs[i] ?? 0) - sign
      left.most[j] = (left.most[j] ?? 0) - sign
      left.room[j] = (left.room[j] ?? 0) - sign * size
    }
    if ((left.needs[i] ?? 0) > 0 && (left.most[j] ?? 0) > 0 && (left.room[j] ?? 0) >= size) {
      change(1)
      chosen.push(a)
      visit(a + 1)
      chosen.pop()
      change(-1)
    }
    visit(a + 1)
  }
  visit(0)
  return { best, count, filled }
}

const pairsOf = ({ column, row }: Sized.Pairs): Pairs =>
  Array.from({ length: row.length }, (_, k) => [row[k] ?? -1, column[k] ?? -1] as const)

/** Whether the reason why there is no plan is true. */
const isTrue = (problem: Sized.Sized, reason: Sized.SizedRefusal, filled: number): boolean =>
  reason._tag === "SizesShortfall"
    ? reason.filled === filled &&
      SizedCheck.verifyShortfall(problem, reason) &&
      !SizedCheck.verifyShortfall(problem, { ...reason, have: reason.have - 1 })
    : reason._tag === "Shortfall"

describe("an assignment with sizes", () => {
  it("is the first of the best plans, states whether it is the only one, and has a proof", () => {
    const kinds = new Map<string, number>()
    fc.assert(
      fc.property(problems, (problem) => {
        const { best, count, filled } = tryAll(problem)
        const result = Sized.solve(problem)
        const reason = Result.isFailure(result) ? result.failure.reasons[0] : undefined
        const kind = Result.isFailure(result)
          ? result.failure.reasons[0]._tag
          : `${result.success.proof._tag} ${result.success.unique}`
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        expect(reason === undefined).toBe(best !== undefined)
        expect(reason === undefined || isTrue(problem, reason, filled)).toBe(true)
        if (Result.isFailure(result)) return
        const solution = result.success
        expect({ totals: solution.totals, plan: pairsOf(solution) }).toEqual(best)
        expect(solution.unique).toBe(count === 1)
        expect(solution.unproven).toBeUndefined()
        expect(SizedCheck.verify(problem, solution)).toBeUndefined()
      }),
      { numRuns: 600 }
    )
    expect([...kinds.keys()].sort()).toEqual([
      "Relaxed false",
      "Relaxed true",
      "Search false",
      "Search true",
      "Shortfall",
      "SizesShortfall"
    ])
  })

  it("is refuted if a pair, a total, a price, a step, or the statement of uniqueness is changed", () => {
    let searched = 0
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const result = Sized.solve(problem)
        if (Result.isFailure(result) || result.success.proof._tag !== "Search") return
        searched++
        const solution = result.success
        const { proof } = result.success
        const { best } = tryAll(problem)
        const refuted = (more: Partial<Sized.SizedSolution>) =>
          expect(SizedCheck.verify(problem, { ...solution, ...more })).toBeDefined()
        refuted({ totals: [(solution.totals[0] ?? 0) - 1, ...solution.totals.slice(1)] })
        refuted({ unique: !solution.unique })
        refuted({ row: Array.from(solution.row).slice(1), column: Array.from(solution.column).slice(1) })
        refuted({ unproven: { gap: 0 } })
        refuted({ proof: { ...proof, best: [] } })
        refuted({ proof: { ...proof, first: [] } })
        refuted({ proof: { ...proof, scale: proof.scale * 2 ** 40 } })
        refuted({ proof: { ...proof, prices: proof.prices.map((list) => [...list, 0]) } })
        refuted({ proof: { ...proof, best: [...proof.best, 0, -1] } })
        // Other prices may prove the same. They must never prove a plan that is not the first of the best.
        const k = seed % (proof.prices[0]?.length ?? 1)
        const prices = proof.prices.map((list) => list.with(k, (list[k] ?? 0) - proof.scale))
        const changed = { ...solution, proof: { ...proof, prices } }
        const shown = SizedCheck.verify(problem, changed) === undefined ? pairsOf(changed) : best?.plan
        expect(shown).toEqual(best?.plan)
        if (proof.another !== undefined) {
          refuted({
            ...proof.another,
            proof: { ...proof, another: { row: solution.row, column: solution.column } }
          })
        }
      }),
      { numRuns: 400 }
    )
    expect(searched).toBeGreaterThan(3)
  })

  it("states a gap if the search stops at its limit, and the gap is proven", () => {
    const problem = families["few kinds of people"]?.(1, { columns: 8, rows: 10 })
    if (problem === undefined) throw new Error("no such family")
    const exact = Result.getOrThrow(Sized.solve(problem))
    expect(exact.proof._tag).toBe("Search")
    for (let limit = 100; limit < 20_000; limit *= 3) {
      const result = Sized.solve(problem, { limit })
      const reason = Result.isFailure(result) ? result.failure.reasons[0]._tag : "SearchStopped"
      expect(reason).toBe("SearchStopped")
      if (Result.isFailure(result)) continue
      const { unproven } = result.success
      expect(SizedCheck.verify(problem, result.success)).toBeUndefined()
      if (unproven === undefined) continue
      expect((result.success.totals[0] ?? 0) - unproven.gap).toBeLessThanOrEqual(exact.totals[0] ?? 0)
      expect(SizedCheck.verify(problem, { ...result.success, unproven: { gap: -1 } })?._tag).toBe("WrongGap")
    }
  })

  it("has a plan although the search stops at once, if moves make the relaxation fit", () => {
    // The relaxation puts 90 and 60 into the first column. The 60 fits into the second one after the 30 has left it.
    const problem: Sized.Sized = {
      rows: { count: 4, needs: Int32Array.of(1, 1, 1, 1), sizes: Int32Array.of(90, 60, 60, 30) },
      columns: { count: 2, most: Int32Array.of(3, 3), room: Int32Array.of(120, 120) },
      allowed: { start: Int32Array.of(0, 2, 4, 6, 8), column: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1) },
      costs: [[0, 0, 0, 0, 0, 0, 0, 0]]
    }
    const plan = Result.getOrThrow(Sized.solve(problem, { limit: 100 }))
    expect(plan.unproven).toEqual({ gap: 0 })
    expect(plan.column).toEqual([0, 1, 1, 0])
    expect(SizedCheck.verify(problem, plan)).toBeUndefined()
  })

  it("is proven in every family at a quarter of the size", () => {
    const wrong = Object.entries(families).filter(([, family]) => {
      const problem = family(3, { columns: 10, rows: 15 })
      const result = Sized.solve(problem)
      if (Result.isFailure(result)) return result.failure.reasons[0]._tag === "SearchStopped"
      return result.success.unproven !== undefined || SizedCheck.verify(problem, result.success) !== undefined
    })
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  it("has the least cost with a required pair that the best plan with this pair has", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const [row, column] = [0, problem.allowed.column[0] ?? -1]
        const rest = Sized.requiring(problem, { row, column })
        if (rest === undefined || (problem.rows.needs[0] ?? 0) === 0) return
        if ((problem.columns.most[column] ?? 0) < 1) return
        if ((problem.columns.room[column] ?? 0) < (problem.rows.sizes[0] ?? 0)) return
        const { best } = tryAll(rest)
        const least = Sized.leastCost(rest)
        expect(Result.isSuccess(least)).toBe(best !== undefined)
        if (Result.isFailure(least)) return
        expect(least.success).toEqual({ atLeast: best?.totals[0], atMost: best?.totals[0] })
      }),
      { numRuns: 200 }
    )
  })
})
