import { describe, expect, it } from "@effect/vitest"
import * as Pairing from "../../src/pairing/Pairing.ts"
import { ends } from "../../src/pairing/PairingEnds.ts"
import type { PairRef, Problem } from "../../src/pairing/PairingProblem.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { problem as anyProblem } from "../../../testing/src/Pairing.ts"
import { bestOf, everyPlan } from "./everyPlan.ts"

const solved = (of: Problem): Pairing.Plan => Result.getOrThrow(Pairing.solve(of))
const name = ({ branch, group }: PairRef): string => `${branch} ${group}`
const problem = Schema.decodeUnknownSync(Pairing.Problem)

const two = {
  branches: [
    { id: "b-1", strengths: { arts: 40 } },
    { id: "b-2", strengths: { arts: 70 } }
  ],
  groups: [{ id: "joy", needs: { arts: 50 } }],
  criteria: { strengths: 1 },
  inForce: [{ branch: "b-1", group: "joy" }]
}
const because = (more: object) => {
  const of = problem({ ...two, ...more })
  return ends(of, solved(of)).map((one) => one.because)
}

describe("the pairs that a plan would end", () => {
  it("are listed with the goal because of which each ends, and what keeping it would lose", () => {
    expect(because({})).toEqual([{ _tag: "Costs", goal: "points", lost: 1500 }])
    expect(because({ policy: "fewest-changes" })).toEqual([])
  })

  it("are banned, or gone, or without a place, if that is why they end", () => {
    const pair = { branch: "b-1", group: "joy" }
    expect(because({ bans: [{ ...pair, reason: "a quarrel" }] })).toEqual([
      { _tag: "Banned", ban: "a quarrel" }
    ])
    expect(because({ inForce: [{ branch: "b-9", group: "joy" }] })).toEqual([{ _tag: "Gone" }])
    const pins = [{ branch: "b-2", group: "joy", reason: "agreed" }]
    expect(because({ pins, policy: "fewest-changes" })).toEqual([{ _tag: "Impossible" }])
  })

  it("are all pairs in force that are not in the plan, and what keeping one loses is true of all plans", () => {
    fc.assert(
      fc.property(anyProblem({ branches: 3, groups: 3, pairs: 6 }), (any) => {
        const of: Problem = { ...any, policy: "best-score" }
        const result = Pairing.solve(of)
        if (Result.isFailure(result)) return
        const plan = result.success
        const chosen = new Set(plan.pairs.map(name))
        const found = ends(of, plan)
        const gone = of.inForce.map(name).filter((pair) => !chosen.has(pair))
        expect(new Set(found.map(name))).toEqual(new Set(gone))
        const all = everyPlan(of)
        for (const one of found) {
          if (one.because._tag !== "Costs" || one.because.goal !== "points") continue
          const [best] = bestOf(
            of,
            all.filter(({ pairs }) => pairs.some((pair) => name(pair) === name(one)))
          )
          expect(one.because.lost).toBe(plan.total - (best?.points ?? Number.NaN))
        }
      }),
      { numRuns: 150 }
    )
  })
})
