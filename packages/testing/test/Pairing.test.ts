import { describe, expect, it } from "@effect/vitest"
import * as Pairing from "@liulinhui/core/Pairing"
import { problem, type ProblemOptions } from "@liulinhui/testing/Pairing"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { runs } from "../../tooling/src/runs.ts"

const count = runs(400, 4000)

/** The share of generated problems that have no plan. */
const withoutPlan = (options: ProblemOptions): number =>
  fc
    .sample(problem(options), { numRuns: count, seed: 1 })
    .filter((each) => Result.isFailure(Pairing.solve(each))).length / count

const shrunk = (
  has: (each: Pairing.Problem) => boolean,
  options?: ProblemOptions
): Pairing.Problem | undefined =>
  fc.check(
    fc.property(problem(options), (each) => !has(each)),
    { numRuns: 500, seed: 1 }
  ).counterexample?.[0]

describe("a generated pairing problem", () => {
  it("has the form of a pairing problem", () => {
    fc.assert(fc.property(problem(), Schema.is(Pairing.Problem)), { numRuns: count })
  })

  it("has a plan, if it must be solvable", () => {
    expect(withoutPlan({ solvable: true })).toBe(0)
  })

  it("has no plan in 5 to 15 of 100 cases by default, and in 30 to 70 if nothing ensures a plan", () => {
    const [usual, free] = [withoutPlan({}), withoutPlan({ solvable: false })]
    expect(usual).toBeGreaterThan(0.05)
    expect(usual).toBeLessThan(0.15)
    expect(free).toBeGreaterThan(0.3)
    expect(free).toBeLessThan(0.7)
  })

  it("has pins, bans, pairs in force, and former branches in at least one of ten cases, and every size", () => {
    const all = fc.sample(problem(), { numRuns: count, seed: 1 })
    const share = (has: (each: Pairing.Problem) => boolean): number => all.filter(has).length / count
    expect(share(({ pins }) => pins.length > 0)).toBeGreaterThan(0.1)
    expect(share(({ bans }) => bans.length > 0)).toBeGreaterThan(0.1)
    expect(share(({ inForce }) => inForce.length > 0)).toBeGreaterThan(0.5)
    expect(share(({ inForce }) => inForce.some(({ branch }) => branch === "merged-away"))).toBeGreaterThan(
      0.1
    )
    expect(new Set(all.map(({ branches }) => branches.length))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  })

  it("has at most the stated number of pairs", () => {
    const all = fc.sample(problem({ branches: 8, groups: 8, pairs: 12 }), { numRuns: count, seed: 1 })
    expect(Math.max(...all.map(({ branches, groups }) => branches.length * groups.length))).toBe(12)
  })

  it("shrinks to one branch and two groups, if a fault needs them", () => {
    const found = shrunk(({ branches, groups }) => branches.length >= 1 && groups.length >= 2)
    expect([found?.branches.length, found?.groups.length]).toEqual([1, 2])
    expect(found?.branches[0]?.strengths).toEqual({})
    expect([found?.pins, found?.bans, found?.inForce]).toEqual([[], [], []])
  })

  it("shrinks to the one pair that a fault needs", () => {
    const found = shrunk(({ bans }) => bans.length > 0, { solvable: false })
    expect([found?.branches.length, found?.groups.length, found?.bans.length]).toEqual([1, 1, 1])
  })
})
