import { describe, expect, it } from "@effect/vitest"
import * as Criteria from "../../src/pairing/Criteria.ts"
import * as Pairing from "../../src/pairing/Pairing.ts"
import * as PairingCheck from "../../src/pairing/PairingCheck.ts"
import type { GroupsWanting, BranchesWanting } from "../../src/pairing/PairingPlan.ts"
import type { PairRef, Problem } from "../../src/pairing/PairingProblem.ts"
import { BranchId, GroupId, Tag } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { problem as anyProblem } from "../../../testing/src/Pairing.ts"
import { bestOf, everyPlan } from "./everyPlan.ts"

/** A plan with other pairs than the given plan. Everything that the new plan states about its pairs is correct. */
const restated = (problem: Problem, plan: Pairing.Plan, refs: ReadonlyArray<PairRef>): Pairing.Plan => {
  const { byCriterion, points } = Criteria.scorer(problem)
  const is = (list: ReadonlyArray<PairRef>, pair: PairRef): boolean =>
    list.some(({ branch, group }) => branch === pair.branch && group === pair.group)
  const pairs = refs.flatMap((pair) => {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    if (branch === undefined || group === undefined) return []
    const pinned = is(problem.pins, pair)
    return [
      {
        branch: branch.id,
        group: group.id,
        points: points(branch, group),
        byCriterion: byCriterion(branch, group),
        pinned
      }
    ]
  })
  const total = pairs.reduce((sum, pair) => sum + pair.points, 0)
  const changes = pairs.filter((pair) => !is(problem.inForce, pair)).length
  const { policy } = problem
  const net =
    typeof policy === "string" ? 0 : (policy.forChanges ?? 1) * total - policy.pricePerChange * changes
  const reached = {
    served: pairs.length,
    points: total,
    kept: pairs.length - changes,
    "points-less-changes": net
  }
  const certificate = plan.certificate.map((proof) => ({ ...proof, total: reached[proof.goal] }))
  return { ...plan, pairs, total, changes, certificate }
}

describe("checking a plan", () => {
  it("accepts a feasible plan with the prices of an optimal one if and only if it is optimal as well", () => {
    let others = 0
    fc.assert(
      fc.property(anyProblem({ branches: 4, groups: 4, pairs: 9 }), (problem) => {
        const result = Pairing.solve(problem)
        if (Result.isFailure(result)) return true
        const plan = result.success
        const plans = everyPlan(problem)
        // If no pairs are in force, the number of changes is not a goal of the plan.
        const judged: Problem =
          problem.inForce.length === 0 && problem.policy === "fewest-changes"
            ? { ...problem, policy: "best-score" }
            : problem
        const best = new Set(
          problem.inForce.length === 0 && typeof problem.policy === "string"
            ? plans.filter(({ points }) => points === plan.total)
            : bestOf(judged, plans)
        )
        return plans.every((other) => {
          const holds = PairingCheck.verify(problem, restated(problem, plan, other.pairs)) === undefined
          if (!best.has(other)) others++
          return holds === best.has(other)
        })
      }),
      { numRuns: 500 }
    )
    expect(others).toBeGreaterThan(50)
  })

  const problem = Schema.decodeUnknownSync(Pairing.Problem)({
    branches: [
      { id: "a", people: 9, leads: { least: 0, most: 1 } },
      { id: "b", people: 5, leads: { least: 0, most: 2 } },
      { id: "c", people: 1, leads: { least: 0, most: 1 } }
    ],
    groups: [{ id: "joy" }, { id: "peace" }],
    criteria: { people: 1, fit: 2 },
    tables: { fit: [{ branch: "a", group: "joy", points: 3 }] },
    pins: [{ branch: "b", group: "peace", reason: "its mediator" }],
    bans: [{ branch: "c", group: "joy", reason: "no singers" }]
  })
  const plan = Result.getOrThrow(Pairing.solve(problem))
  const [first, second] = plan.pairs
  const [proof] = plan.certificate
  if (first === undefined || second === undefined || proof === undefined)
    throw new Error("a plan of two pairs")
  const branch = (id: string): BranchId => BranchId.make(id)
  const pairs = (...list: ReadonlyArray<Pairing.Plan["pairs"][number]>): Partial<Pairing.Plan> => ({
    pairs: list
  })
  const prices = (change: Partial<Pairing.Plan["certificate"][number]>): Partial<Pairing.Plan> => ({
    certificate: [{ ...proof, ...change }]
  })

  it.each<[string, Partial<Pairing.Plan>, PairingCheck.Flaw["_tag"]]>([
    ["a branch that does not exist", pairs({ ...first, branch: branch("z") }, second), "PairUnknown"],
    ["a group that does not exist", pairs({ ...first, group: GroupId.make("z") }, second), "PairUnknown"],
    ["a pair twice", pairs(first, first, second), "PairTwice"],
    ["a banned pair", pairs({ ...first, branch: branch("c") }, second), "PairBanned"],
    ["a pin that is not stated as one", pairs(first, { ...second, pinned: false }), "PinMisstated"],
    ["a stated pin that is not one", pairs({ ...first, pinned: true }, second), "PinMisstated"],
    ["a pin left out", pairs(first), "PinLeftOut"],
    ["wrong points", pairs({ ...first, points: 16 }, second), "PointsMisstated"],
    [
      "points under another criterion",
      pairs({ ...first, byCriterion: { [Tag.make("people")]: 15 } }, second),
      "PointsMisstated"
    ],
    [
      "points that are divided differently among the criteria",
      pairs({ ...first, byCriterion: { [Tag.make("people")]: 6, [Tag.make("fit")]: 9 } }, second),
      "PointsMisstated"
    ],
    ["a wrong total", { total: 21 }, "TotalMisstated"],
    ["a wrong number of changes", { changes: 1 }, "ChangesMisstated"],
    ["a group without a branch", { ...pairs(second), total: 5, changes: 1 }, "GroupOutOfBounds"],
    ["another policy", { policy: "fewest-changes" }, "OtherPolicy"],
    ["no proof", { certificate: [] }, "OtherGoals"],
    ["a proof of another goal", prices({ goal: "kept" }), "OtherGoals"],
    ["a wrong best", prices({ total: 21 }), "GoalMisstated"],
    ["too few prices", prices({ groups: {} }), "OtherGoals"],
    [
      "prices of other branches and groups",
      prices({ groups: { [GroupId.make("x")]: 0, [GroupId.make("y")]: 0 } }),
      "BadPrice"
    ],
    [
      "a price that is not a whole number",
      prices({ groups: { ...proof.groups, [GroupId.make("joy")]: 0.5 } }),
      "BadPrice"
    ],
    [
      "a price too large to be exact",
      prices({ groups: { ...proof.groups, [GroupId.make("joy")]: 2 ** 52 } }),
      "BadPrice"
    ],
    [
      "a price on a branch that has room left",
      prices({ branches: { ...proof.branches, [branch("b")]: 1 } }),
      "NotOptimalFor"
    ],
    [
      "a negative price of a branch that leads more groups than it must",
      prices({ branches: { ...proof.branches, [branch("a")]: -1 } }),
      "NotOptimalFor"
    ],
    [
      "prices that prove nothing",
      prices({
        branches: { [branch("a")]: 0, [branch("b")]: 0, [branch("c")]: 0 },
        groups: { [GroupId.make("joy")]: 99, [GroupId.make("peace")]: 0 }
      }),
      "NotOptimalAt"
    ],
    ["the only plan stated as one of several", { unique: false }, "UniqueMisstated"]
  ])("refutes %s", (_, change, flaw) => {
    expect(PairingCheck.verify(problem, plan)).toBeUndefined()
    expect(PairingCheck.verify(problem, { ...plan, ...change })?._tag).toBe(flaw)
  })

  it("refutes plans with branches beyond their bounds", () => {
    const both = restated(problem, plan, [
      { branch: branch("a"), group: GroupId.make("joy") },
      { branch: branch("a"), group: GroupId.make("peace") },
      { branch: branch("b"), group: GroupId.make("peace") }
    ])
    expect(PairingCheck.verify(problem, both)).toEqual({ _tag: "BranchOutOfBounds", branch: "a", leads: 2 })
  })
})

describe("checking a shortage", () => {
  const problem = Schema.decodeUnknownSync(Pairing.Problem)({
    branches: [
      { id: "a", leads: { least: 0, most: 1 } },
      { id: "b", leads: { least: 0, most: 1 } }
    ],
    groups: [{ id: "joy", ledBy: 2 }, { id: "peace" }],
    criteria: {}
  })
  const result = Pairing.solve(problem)
  const [reason] = Result.isFailure(result) ? result.failure.reasons : []
  if (reason?._tag !== "GroupsWanting") throw new Error("a shortage of branches")
  const holds = (change: Partial<GroupsWanting>): boolean =>
    PairingCheck.verifyShortage(problem, { ...reason, ...change })

  it("accepts a real shortage, and no shortage with other figures", () => {
    expect(reason).toMatchObject({
      groups: [
        { group: "joy", needs: 2 },
        { group: "peace", needs: 1 }
      ],
      branches: [
        { branch: "a", atMost: 1 },
        { branch: "b", atMost: 1 }
      ],
      need: 3,
      have: 2
    })
    expect(holds({})).toBe(true)
    const [joy, peace] = reason.groups
    const [a] = reason.branches
    if (joy === undefined || peace === undefined || a === undefined)
      throw new Error("two groups, two branches")
    expect(holds({ groups: [joy], need: 2 })).toBe(false)
    expect(holds({ groups: [{ ...joy, needs: 3 }, peace], need: 4 })).toBe(false)
    expect(holds({ groups: [joy, peace, peace], need: 4 })).toBe(false)
    expect(
      holds({
        groups: [
          { ...joy, needs: 1 },
          { ...peace, needs: 2 }
        ]
      })
    ).toBe(false)
    expect(holds({ groups: [joy, { ...peace, group: GroupId.make("z") }] })).toBe(false)
    expect(holds({ branches: [a], have: 1 })).toBe(false)
    expect(holds({ branches: [a, a] })).toBe(false)
    expect(holds({ need: 4 })).toBe(false)
    expect(holds({ have: 1 })).toBe(false)
  })

  it("is not misled by correct figures if there is no shortage", () => {
    const enough: Problem = { ...problem, groups: problem.groups.slice(1) }
    const claimed: GroupsWanting = {
      ...reason,
      groups: [{ group: GroupId.make("peace"), needs: 1 }],
      need: 1,
      have: 2
    }
    expect(PairingCheck.verifyShortage(enough, claimed)).toBe(false)
    const branches: BranchesWanting = {
      _tag: "BranchesWanting",
      branches: [{ branch: BranchId.make("a"), needs: 0 }],
      groups: [{ group: GroupId.make("peace"), atMost: 1 }],
      need: 0,
      have: 1,
      bans: [],
      pins: []
    }
    expect(PairingCheck.verifyShortage(enough, branches)).toBe(false)
  })
})
