import { strict as assert } from "node:assert"
import { describe, expect, it } from "@effect/vitest"
import * as Criteria from "../../src/pairing/Criteria.ts"
import * as Pairing from "../../src/pairing/Pairing.ts"
import * as PairingCheck from "../../src/pairing/PairingCheck.ts"
import { mostPoints, type Problem } from "../../src/pairing/PairingProblem.ts"
import { openPlaces } from "../../src/pairing/PairingEnds.ts"
import { frontier, whyNot } from "../../src/pairing/Solver.ts"
import { BranchId, GroupId, Tag } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { laws, problem as anyProblem } from "../../../testing/src/Pairing.ts"
import { bestOf, everyPlan } from "./everyPlan.ts"

const problem = Schema.decodeUnknownSync(Pairing.Problem)
const solved = (of: Problem): Pairing.Plan => Result.getOrThrow(Pairing.solve(of))
const small = anyProblem({ branches: 4, groups: 4, pairs: 10 })
const names = (
  pairs: ReadonlyArray<{ readonly branch: string; readonly group: string }>
): ReadonlyArray<string> => pairs.map(({ branch, group }) => `${branch} ${group}`)

describe("the laws of pairing", () => {
  it.each(laws.map(({ holds, name }) => [name, holds] as const))("%s", (_, holds) => {
    fc.assert(fc.property(anyProblem(), holds), { numRuns: 400 })
  })

  it("every generated problem satisfies its schema", () => {
    fc.assert(fc.property(anyProblem(), Schema.is(Pairing.Problem)))
  })
})

describe("a plan", () => {
  it("is the best of all plans, for each policy, and states whether it is the only one", () => {
    let plans = 0
    fc.assert(
      fc.property(small, (of) => {
        const all = everyPlan(of)
        const best = bestOf(of, all)
        const result = Pairing.solve(of)
        expect(Result.isSuccess(result)).toBe(best.length > 0)
        if (Result.isFailure(result)) return
        plans++
        const plan = result.success
        expect([plan.total, plan.changes]).toEqual([best[0]?.points, best[0]?.changes])
        expect(best.map(({ pairs }) => names(pairs).toSorted())).toContainEqual(names(plan.pairs).toSorted())
        // If no pairs are in force, the number of changes is not a goal, and all plans with the same points are equally
        // good.
        const equals =
          of.inForce.length > 0 || typeof of.policy !== "string"
            ? best
            : bestOf({ ...of, policy: "best-score" }, all)
        expect(plan.unique).toBe(equals.length === 1)
      }),
      { numRuns: 1500 }
    )
    expect(plans).toBeGreaterThan(300)
  })

  it("of a problem that allows open places has as many pairs as possible, and is the best of these plans", () => {
    let open = 0
    fc.assert(
      fc.property(small, (full) => {
        const of: Problem = { ...full, partial: true }
        const best = bestOf(of, everyPlan(of))
        const result = Pairing.solve(of)
        expect(Result.isSuccess(result)).toBe(best.length > 0)
        // Only the limits of branches may be in the way. The limits of groups never are.
        const tags = Result.isFailure(result) ? result.failure.reasons.map(({ _tag }) => _tag) : []
        expect(tags).not.toContain("GroupsWanting")
        if (Result.isFailure(result)) return
        const plan = result.success
        const missing = openPlaces(of, plan).reduce((sum, { places }) => sum + places, 0)
        expect(missing).toBe(of.groups.reduce((sum, { ledBy }) => sum + ledBy, 0) - plan.pairs.length)
        if (missing > 0) open++
        expect([plan.pairs.length, plan.total, plan.changes]).toEqual([
          best[0]?.pairs.length,
          best[0]?.points,
          best[0]?.changes
        ])
        expect(plan.certificate[0]).toMatchObject({ goal: "served", total: plan.pairs.length })
        expect(PairingCheck.verify(of, plan)).toBeUndefined()
        // A plan with one pair fewer is refuted.
        const [first, ...others] = plan.pairs
        const fewer = { ...plan, pairs: others, total: plan.total - (first?.points ?? 0) }
        expect(first === undefined || PairingCheck.verify(of, fewer) !== undefined).toBe(true)
        // The same plan is best without the permission, if no place is open.
        expect(missing === 0 ? solved(full).total : plan.total).toBe(plan.total)
      }),
      { numRuns: 800 }
    )
    expect(open).toBeGreaterThan(10)
  })

  it("is, of several equal plans, the one with the first pair by id in which they differ", () => {
    const plan = solved(
      problem({
        branches: [{ id: "c" }, { id: "a" }, { id: "b" }],
        groups: [{ id: "y" }, { id: "x" }],
        criteria: {}
      })
    )
    expect(plan.unique).toBe(false)
    expect(names(plan.pairs)).toEqual(["a x", "b y"])
  })

  it("states the points of each pair by criterion, weights included", () => {
    const plan = solved(
      problem({
        branches: [
          { id: "b-1", strengths: { arts: 60, care: 10 }, buildings: ["01", "02", "03"], people: 7 }
        ],
        groups: [{ id: "joy", needs: { arts: 50, care: 5 }, buildings: ["02", "03", "04"] }],
        criteria: { strengths: 1, territory: 500, people: 3, continuity: 2000, fit: 10 },
        tables: { fit: [{ branch: "b-1", group: "joy", points: -4 }] },
        inForce: [{ branch: "b-1", group: "joy" }]
      })
    )
    expect(plan.pairs[0]?.byCriterion).toEqual({
      strengths: 3050,
      territory: 1000,
      people: 21,
      continuity: 2000,
      fit: -40
    })
    expect(plan.total).toBe(3050 + 1000 + 21 + 2000 - 40)
  })

  it("counts all buildings of a branch for a group that serves the whole district", () => {
    const plan = solved(
      problem({
        branches: [{ id: "b-1", buildings: ["01", "02", "02"] }],
        groups: [{ id: "joy" }],
        criteria: { territory: 1 }
      })
    )
    expect(plan.total).toBe(2)
  })

  it("weighs a criterion of a user, and can still be checked as data", () => {
    const even: Criteria.Criterion = {
      name: Tag.make("even-people"),
      points: (branch) => (branch.people % 2 === 0 ? 1 : -1)
    }
    const weighed = Criteria.tabulate(
      problem({
        branches: [
          { id: "b-1", people: 3 },
          { id: "b-2", people: 4 }
        ],
        groups: [{ id: "joy" }],
        criteria: {}
      }),
      even,
      7
    )
    const plan = solved(weighed)
    expect(names(plan.pairs)).toEqual(["b-2 joy"])
    expect(plan.total).toBe(7)
    const json = Schema.toCodecJson(Pairing.Problem)
    const reread = Schema.decodeUnknownSync(json)(
      JSON.parse(JSON.stringify(Schema.encodeSync(json)(weighed)))
    )
    expect(PairingCheck.verify(reread, plan)).toBeUndefined()
  })

  it("is unchanged after writing and reading", () => {
    fc.assert(
      fc.property(anyProblem(), (of) => {
        const result = Pairing.solve(of)
        if (Result.isFailure(result)) return
        const json = Schema.toCodecJson(Pairing.Plan)
        const reread = Schema.decodeUnknownSync(json)(
          JSON.parse(JSON.stringify(Schema.encodeSync(json)(result.success)))
        )
        expect(reread).toEqual(result.success)
        expect(PairingCheck.verify(of, reread)).toBeUndefined()
      }),
      { numRuns: 100 }
    )
  })

  it("is proven by prices only if they prove it: an altered price is refuted unless it proves as much", () => {
    let refuted = 0
    fc.assert(
      fc.property(small, fc.nat(), fc.constantFrom(-1, 1, 1000, -1000), (of, pick, by) => {
        const result = Pairing.solve({ ...of, policy: "best-score", inForce: [] })
        if (Result.isFailure(result)) return
        const plan = result.success
        const [proof] = plan.certificate
        const ids = Object.keys(proof?.groups ?? {}) as Array<GroupId>
        const id = ids[pick % Math.max(1, ids.length)]
        if (proof === undefined || id === undefined) return
        const prices = { ...proof, groups: { ...proof.groups, [id]: (proof.groups[id] ?? 0) + by } }
        const flaw = PairingCheck.verify(
          { ...of, policy: "best-score", inForce: [] },
          { ...plan, certificate: [prices] }
        )
        // The upper bound that the altered prices (the numbers in the proof) prove by duality, computed with big
        // integers. The prices prove that the plan is optimal only if this bound is equal to the plan's total.
        const proves = bound({ ...of, inForce: [] }, prices) === BigInt(plan.total)
        if (!proves) {
          refuted++
          assert.notEqual(flaw, undefined)
        } else assert.ok(flaw === undefined || flaw._tag === "UniqueMisstated")
      }),
      { numRuns: 500 }
    )
    expect(refuted).toBeGreaterThan(30)
  })

  it.each([[{ pricePerChange: 1.5 }], [{ pricePerChange: -1 }], ["cheapest"]])(
    "refuses the policy %j",
    (policy) => {
      expect(() => problem({ branches: [], groups: [], criteria: {}, policy })).toThrow(/policy/)
    }
  )
})

const is = (list: Problem["pins"], branch: string, group: string): boolean =>
  list.some((each) => each.branch === branch && each.group === group)

/**
 * The maximum value that any plan can have according to the prices (the numbers in the proof), by weak duality. Pins
 * and bans are included.
 */
const bound = (of: Problem, proof: Pairing.Plan["certificate"][number]): bigint => {
  const { points } = Criteria.scorer(of)
  const pinsOf = (id: string): number =>
    new Set(
      of.pins
        .filter(({ branch, group }) => branch === id || group === id)
        .map(({ branch, group }) => branch + group)
    ).size
  let sum = 0n
  for (const { id, leads } of of.branches) {
    const price = proof.branches[id] ?? 0
    sum += BigInt(price) * BigInt(price > 0 ? leads.most : Math.max(leads.least, pinsOf(id)))
  }
  for (const { id, ledBy } of of.groups) sum += BigInt(proof.groups[id] ?? 0) * BigInt(ledBy)
  for (const branch of of.branches) {
    for (const group of of.groups) {
      if (is(of.bans, branch.id, group.id)) continue
      const over = points(branch, group) - (proof.branches[branch.id] ?? 0) - (proof.groups[group.id] ?? 0)
      if (over > 0 || is(of.pins, branch.id, group.id)) sum += BigInt(over)
    }
  }
  return sum
}

describe("why not", () => {
  it("costs what the best plan with that pair costs, and changes as few pairs as possible", () => {
    let asked = 0
    fc.assert(
      fc.property(anyProblem({ branches: 3, groups: 3, pairs: 9 }), (of) => {
        const result = Pairing.solve(of)
        if (Result.isFailure(result)) return
        const plan = result.success
        for (const { id: branch } of of.branches) {
          for (const { id: group } of of.groups) {
            const answer = whyNot(of, plan, branch, group)
            const here = (pair: { readonly branch: string; readonly group: string }): boolean =>
              pair.branch === branch && pair.group === group
            const free = { ...of, bans: of.bans.filter((ban) => !here(ban)) }
            const best = bestOf(
              of,
              everyPlan(free).filter(({ pairs }) => pairs.some(here))
            )
            if (plan.pairs.some(here)) assert.equal(answer._tag, "InPlan")
            else if (best.length === 0) assert.equal(answer._tag, "Impossible")
            else {
              if (answer._tag !== "Costs") throw new Error(answer._tag)
              asked++
              assert.equal(answer.points, plan.total - (best[0]?.points ?? 0))
              assert.equal(answer.ban, of.bans.find(here)?.reason)
              const missing = (
                pairs: ReadonlyArray<{ readonly branch: string; readonly group: string }>
              ): number =>
                plan.pairs.filter(
                  (old) => !pairs.some((pair) => pair.branch === old.branch && pair.group === old.group)
                ).length
              assert.equal(answer.gone.length, Math.min(...best.map(({ pairs }) => missing(pairs))))
              assert.ok(answer.come.some(here))
              const flaw = PairingCheck.verify(
                { ...free, pins: [...of.pins, { branch, group, reason: "?" }] },
                answer.plan
              )
              assert.equal(flaw, undefined)
            }
          }
        }
      }),
      { numRuns: 150 }
    )
    expect(asked).toBeGreaterThan(20)
  })

  it("names the pin of a pair in the plan, and the ban of a banned pair, and reports unknown branches and groups", () => {
    const of = problem({
      branches: [
        { id: "a", people: 5 },
        { id: "b", people: 1 }
      ],
      groups: [{ id: "joy" }, { id: "peace" }],
      criteria: { people: 1 },
      pins: [{ branch: "b", group: "joy", reason: "its choir" }],
      bans: [{ branch: "b", group: "peace", reason: "a party to the dispute" }]
    })
    const plan = solved(of)
    const ask = (branch: string, group: string) =>
      whyNot(of, plan, BranchId.make(branch), GroupId.make(group))
    expect(ask("b", "joy")).toEqual({ _tag: "InPlan", pin: "its choir" })
    expect(ask("b", "peace")).toMatchObject({ _tag: "Impossible", ban: "a party to the dispute" })
    expect(ask("z", "joy")).toEqual({ _tag: "UnknownPair" })
  })
})

const without = (list: Problem["bans"], each: Problem["bans"][number]): Problem["bans"] =>
  list.filter(({ branch, group }) => branch !== each.branch || group !== each.group)

describe("no plan", () => {
  it("names the groups that need more branches, with the bans and pins that cause it", () => {
    const of = problem({
      branches: [{ id: "a" }, { id: "b" }, { id: "c" }],
      groups: [{ id: "joy" }, { id: "peace" }, { id: "unity" }],
      criteria: {},
      pins: [{ branch: "a", group: "unity", reason: "a lift is going up" }],
      bans: [
        { branch: "b", group: "joy", reason: "no singers" },
        { branch: "b", group: "peace", reason: "no mediators" }
      ]
    })
    const result = Pairing.solve(of)
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      {
        _tag: "GroupsWanting",
        groups: [
          { group: "joy", needs: 1 },
          { group: "peace", needs: 1 }
        ],
        branches: [{ branch: "c", atMost: 1 }],
        need: 2,
        have: 1,
        bans: of.bans,
        pins: of.pins
      }
    ])
  })

  it("disappears if any one named ban is lifted or any one named pin is left out", () => {
    let named = 0
    fc.assert(
      fc.property(anyProblem({ solvable: false }), (of) => {
        const result = Pairing.solve(of)
        if (Result.isSuccess(result)) return
        const [reason] = result.failure.reasons
        if (reason._tag !== "GroupsWanting" && reason._tag !== "BranchesWanting") throw new Error(reason._tag)
        for (const ban of reason.bans) {
          named++
          expect(PairingCheck.verifyShortage({ ...of, bans: without(of.bans, ban) }, reason)).toBe(false)
        }
        for (const pin of reason.pins) {
          named++
          expect(PairingCheck.verifyShortage({ ...of, pins: without(of.pins, pin) }, reason)).toBe(false)
        }
        expect(PairingCheck.verifyShortage(of, { ...reason, need: reason.need - 1 })).toBe(false)
      }),
      { numRuns: 400 }
    )
    expect(named).toBeGreaterThan(20)
  })

  it("reports that branches must lead more groups than there are", () => {
    const result = Pairing.solve(
      problem({
        branches: [
          { id: "a", leads: { least: 1, most: 1 } },
          { id: "b", leads: { least: 1, most: 1 } }
        ],
        groups: [{ id: "joy" }],
        criteria: {}
      })
    )
    expect(Result.isFailure(result) && result.failure.reasons[0]).toMatchObject({
      _tag: "BranchesWanting",
      need: 2,
      have: 1,
      groups: [{ group: "joy", atMost: 1 }]
    })
  })

  it("reports all mistakes of a problem at once", () => {
    const result = Pairing.solve(
      problem({
        branches: [{ id: "a", leads: { least: 2, most: 1 } }, { id: "a" }],
        groups: [{ id: "joy" }, { id: "joy" }],
        criteria: { charm: 1 },
        tables: { strengths: [], fit: [{ branch: "nobody", group: "joy", points: 1 }] },
        pins: [
          { branch: "a", group: "joy", reason: "yes" },
          { branch: "b", group: "joy", reason: "also" }
        ],
        bans: [
          { branch: "a", group: "joy", reason: "no" },
          { branch: "a", group: "nothing", reason: "no" }
        ]
      })
    )
    expect(Result.isFailure(result) && result.failure.reasons.map(({ _tag }) => _tag)).toEqual([
      "BranchTwice",
      "GroupTwice",
      "LeastOverMost",
      "UnknownCriterion",
      "CriterionTwice",
      "UnknownBranch",
      "UnknownGroup",
      "UnknownBranch",
      "PinnedAndBanned",
      "GroupPinnedTooOften"
    ])
  })

  it("reports points that are too large to be added exactly", () => {
    const of = problem({
      branches: [{ id: "a" }],
      groups: [{ id: "joy" }],
      criteria: { fit: 2 },
      tables: { fit: [{ branch: "a", group: "joy", points: mostPoints }] }
    })
    const result = Pairing.solve(of)
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      { _tag: "PointsTooLarge", branch: "a", group: "joy", points: 2 * mostPoints, limit: mostPoints }
    ])
    expect(solved({ ...of, criteria: { [Tag.make("fit")]: 1 } }).total).toBe(mostPoints)
  })

  it("refuses points beyond ±2^40 when they are read, and adds points within them exactly", () => {
    const table = (points: number) => ({
      branches: [{ id: "a" }, { id: "b" }],
      groups: [{ id: "joy" }, { id: "peace" }],
      criteria: { fit: 1 },
      tables: {
        fit: [
          { branch: "a", group: "joy", points },
          { branch: "a", group: "peace", points: points - 1 },
          { branch: "b", group: "joy", points: 1 - points },
          { branch: "b", group: "peace", points: -points }
        ]
      }
    })
    expect(() => problem(table(mostPoints + 1))).toThrow(String(mostPoints))
    const of = problem(table(mostPoints))
    const plan = solved(of)
    expect(plan.total).toBe(0)
    expect(PairingCheck.verify(of, plan)).toBeUndefined()
  })

  it("pairs the only branch with the only group, whatever the points", () => {
    for (const points of [-7, 0, 7]) {
      const of = problem({
        branches: [{ id: "a" }],
        groups: [{ id: "joy" }],
        criteria: { fit: 1 },
        tables: { fit: [{ branch: "a", group: "joy", points }] }
      })
      expect(solved(of)).toMatchObject({ total: points, unique: true })
      expect(PairingCheck.verify(of, solved(of))).toBeUndefined()
    }
  })

  it("pairs groups by id with branches by id if all pairs have the same points, and states that other plans are as good", () => {
    const of = problem({
      branches: [{ id: "b" }, { id: "a" }],
      groups: [{ id: "peace" }, { id: "joy" }],
      criteria: {}
    })
    expect(names(solved(of).pairs)).toEqual(["a joy", "b peace"])
    expect(solved(of).unique).toBe(false)
  })

  it("names every ban if everything is banned", () => {
    const pairs = ["a", "b"].flatMap((branch) => ["joy", "peace"].map((group) => ({ branch, group })))
    const of = problem({
      branches: [{ id: "a" }, { id: "b" }],
      groups: [{ id: "joy" }, { id: "peace" }],
      criteria: {},
      bans: pairs.map((pair) => ({ ...pair, reason: "not this year" }))
    })
    const result = Pairing.solve(of)
    const [witness] = Result.isFailure(result) ? result.failure.reasons : []
    if (witness?._tag !== "GroupsWanting") throw new Error(`found ${witness?._tag}`)
    expect(witness).toMatchObject({ need: 1, have: 0, branches: [] })
    expect(names(witness.bans)).toEqual(witness.groups.flatMap(({ group }) => [`a ${group}`, `b ${group}`]))
    expect(PairingCheck.verifyShortage(of, witness)).toBe(true)
  })

  it("is an empty plan if there are no pairs to make", () => {
    expect(solved(problem({ branches: [], groups: [], criteria: {} })).pairs).toEqual([])
    expect(solved(problem({ branches: [{ id: "a" }], groups: [], criteria: {} })).pairs).toEqual([])
  })
})

describe("re-pairing", () => {
  const before = problem({
    branches: ["1", "2", "3", "4"].map((n) => ({ id: `branch-${n}`, leads: { least: 0, most: 2 } })),
    groups: ["care", "joy", "peace", "unity"].map((id) => ({ id })),
    criteria: { fit: 1 },
    tables: {
      fit: [
        [9, 1, 1, 1],
        [1, 9, 1, 5],
        [1, 1, 9, 1],
        [1, 4, 1, 6]
      ].flatMap((row, i) =>
        row.map((points, j) => ({
          branch: `branch-${i + 1}`,
          group: ["care", "joy", "peace", "unity"][j],
          points
        }))
      )
    }
  })
  const inForce = solved(before).pairs.map(({ branch, group }) => ({ branch, group }))

  it("moves only what must move when a branch is merged into another", () => {
    const merged = {
      ...before,
      branches: before.branches.filter(({ id }) => id !== "branch-3"),
      tables: {
        [Tag.make("fit")]: (before.tables[Tag.make("fit")] ?? []).filter(
          ({ branch }) => branch !== "branch-3"
        )
      },
      inForce,
      policy: "fewest-changes" as const
    }
    const plan = solved(merged)
    expect(plan.changes).toBe(1)
    expect(
      plan.pairs.filter(({ branch, group }) =>
        inForce.some((old) => old.branch === branch && old.group === group)
      ).length
    ).toBe(3)
    expect(PairingCheck.verify(merged, plan)).toBeUndefined()
  })

  it("keeps the old pairs when a group is founded and changes are expensive, and not when they are free", () => {
    const founded = {
      ...before,
      groups: [
        ...before.groups,
        { ...before.groups[0], id: GroupId.make("childlike"), ledBy: 1, needs: {}, buildings: [] }
      ],
      tables: {
        [Tag.make("fit")]: [
          ...(before.tables[Tag.make("fit")] ?? []),
          { branch: BranchId.make("branch-2"), group: GroupId.make("childlike"), points: 7 },
          { branch: BranchId.make("branch-4"), group: GroupId.make("joy"), points: 5 }
        ]
      },
      branches: before.branches.map((branch) => ({
        ...branch,
        leads: { least: 0, most: 1 + (branch.id === "branch-1" ? 1 : 0) }
      })),
      inForce
    }
    const dear = solved({ ...founded, policy: { pricePerChange: 100 } })
    const free = solved({ ...founded, policy: { pricePerChange: 0 } })
    expect(dear.changes).toBe(1)
    expect(free.total).toBeGreaterThan(dear.total)
    expect(solved({ ...founded, policy: "best-score" as const }).total).toBe(free.total)
  })

  it("traces the frontier of changes and points: its corners are those of all plans", () => {
    // Each of the three branches may lead any number of the four groups. Each group has exactly one branch, so there
    // are at most four changed pairs.
    const ids = { branches: ["a", "b", "c"], groups: ["care", "joy", "peace", "unity"] }
    const roomy = fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 }),
        fc.array(fc.constantFrom(...ids.branches), { minLength: 4, maxLength: 4 })
      )
      .map(([points, led]) =>
        problem({
          branches: ids.branches.map((id) => ({ id, leads: { least: 0, most: 3 } })),
          groups: ids.groups.map((id) => ({ id })),
          criteria: { fit: 1 },
          tables: {
            fit: ids.branches.flatMap((branch, i) =>
              ids.groups.map((group, j) => ({ branch, group, points: points[i * 4 + j] }))
            )
          },
          inForce: ids.groups.map((group, j) => ({ branch: led[j], group }))
        })
      )
    let corners = 0
    fc.assert(
      fc.property(fc.oneof(small, roomy), (of) => {
        const result = frontier(of)
        const plans = everyPlan(of)
        expect(Result.isSuccess(result)).toBe(plans.length > 0)
        if (Result.isFailure(result)) return
        const found = result.success.map(({ changes, total }) => [changes, total])
        corners = Math.max(corners, found.length)
        expect(found).toEqual(hull(plans.map(({ changes, points }) => [changes, points] as const)))
        for (const plan of result.success) {
          expect(PairingCheck.verify({ ...of, policy: plan.policy }, plan)).toBeUndefined()
        }
      }),
      { numRuns: 300 }
    )
    expect(corners).toBeGreaterThan(3)
  })
})

/**
 * The upper hull of points (number of changed pairs, points of the plan), from the fewest changes to the highest points
 * with the fewest changes.
 */
const hull = (points: ReadonlyArray<readonly [number, number]>): ReadonlyArray<readonly [number, number]> => {
  const best = new Map<number, number>()
  for (const [changes, total] of points) best.set(changes, Math.max(best.get(changes) ?? -Infinity, total))
  const corners: Array<readonly [number, number]> = []
  for (const [x, y] of [...best].sort(([a], [b]) => a - b)) {
    for (let last = corners.at(-1); last !== undefined; last = corners.at(-1)) {
      const before = corners.at(-2)
      if (before === undefined) break
      const below = (last[1] - before[1]) * (x - before[0]) <= (y - before[1]) * (last[0] - before[0])
      if (!below) break
      corners.pop()
    }
    if (corners.length > 0 && y <= Math.max(...corners.map(([, total]) => total))) continue
    corners.push([x, y])
  }
  return corners
}
