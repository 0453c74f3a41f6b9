/**
 * fast-check arbitraries for pairing problems, and the laws that every pairing must satisfy. Pairing decides which
 * Party branch leads which self-governance group. If you add criteria or compute plans in another way, run these laws
 * on your own problems.
 */
import * as Pairing from "@liulinhui/core/Pairing"
import type { PairRef, Policy, Problem, Settled } from "@liulinhui/core/Pairing"
import { BranchId, BuildingId, GroupId, Tag } from "@liulinhui/core/Id"
import * as Result from "effect/Result"
import fc from "fast-check"

const tags = ["arts", "mediation", "care", "survey"].map((tag) => Tag.make(tag))
const buildings = ["b01", "b02", "b03", "12号"].map((id) => BuildingId.make(id))
const fit = Tag.make("fit")

const weights = fc.dictionary(fc.constantFrom(...tags), fc.integer({ min: 0, max: 100 }), {
  noNullPrototype: true
})

/** The largest sizes of a generated pairing problem, and the optional parts that it may have. */
export interface ProblemOptions {
  readonly branches?: number
  readonly groups?: number
  /** The largest number of pairs of a branch and a group. Choose a small number if your test tries every plan. */
  readonly pairs?: number
  readonly policies?: ReadonlyArray<Policy>
  /**
   * `true`: every problem has a plan. `false`: no plan is ensured, and about half of the problems have none. Default: four
   * of five problems are certain to have a plan, and about one of ten has none.
   */
  readonly solvable?: boolean
}

const policies: ReadonlyArray<Policy> = [
  "best-score",
  "fewest-changes",
  { pricePerChange: 0 },
  { pricePerChange: 3 },
  { pricePerChange: 5, forChanges: 2 }
]

const subset = <A>(list: ReadonlyArray<A>, most: number): fc.Arbitrary<ReadonlyArray<A>> =>
  list.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...list), { maxLength: most })

/**
 * Generates the number of items of one kind. About one of 24 is zero, as many are one, and all larger numbers are equally
 * frequent. It shrinks to zero, one by one.
 */
const size = (most: number): fc.Arbitrary<number> =>
  fc
    .nat(23)
    .map((drawn) => Math.min(most, drawn < 2 ? drawn : 2 + Math.floor(((drawn - 2) * (most - 1)) / 22)))

/** A place in the table of branches and groups: the numbers are taken modulo the numbers of branches and groups. */
const place = fc.tuple(fc.nat(20), fc.nat(20))

/** What a problem is made of. The sizes come first, so that they shrink first. All lists have their largest length. */
const drawnOf = (most: { readonly branches: number; readonly groups: number }, options: ProblemOptions) => {
  const { policies: among = policies, solvable } = options
  return fc.record({
    branchCount: size(most.branches),
    groupCount: size(most.groups),
    isSolvable: solvable === undefined ? fc.nat(4).map((drawn) => drawn < 4) : fc.constant(solvable),
    branches: exactly(most.branches, {
      strengths: weights,
      buildings: subset(buildings, 3),
      people: fc.integer({ min: 0, max: 3 }),
      least: fc.constantFrom(0, 0, 0, 1),
      more: fc.constantFrom(1, 1, 2, 0)
    }),
    groups: exactly(most.groups, {
      needs: weights,
      buildings: subset(buildings, 3),
      ledBy: fc.constantFrom(1, 1, 1, 1, 0, 2),
      /** The number of the first branch that leads the group in the plan that is certain to exist. */
      first: fc.nat(20)
    }),
    criteria: fc.constantFrom(
      { fit: 1 },
      { fit: 1, people: 2, continuity: 3 },
      { strengths: 1, territory: 500, continuity: 2000 },
      {}
    ),
    points: fc.array(fc.integer({ min: -4, max: 4 }), {
      minLength: most.branches * most.groups,
      maxLength: most.branches * most.groups
    }),
    settled: fc.array(place, { maxLength: 4 }),
    pinned: fc.integer({ min: 0, max: 2 }),
    inForce: fc.array(place, { maxLength: 6 }),
    policy: fc.constantFrom(...among)
  })
}

/** A list with exactly this many records. */
const exactly = <A extends object>(length: number, fields: { readonly [K in keyof A]: fc.Arbitrary<A[K]> }) =>
  fc.array(fc.record<A>(fields), { minLength: length, maxLength: length })

type Drawn = ReturnType<typeof drawnOf> extends fc.Arbitrary<infer A> ? A : never

const groupNames = ["安心", "joy", "peace", "同心", "unity"]

const unique = (pairs: ReadonlyArray<PairRef>): ReadonlyArray<PairRef> =>
  pairs.filter(
    ({ branch, group }, at) => pairs.findIndex((one) => one.branch === branch && one.group === group) === at
  )

/** Changes bounds so that a plan exists: each group is led by the branches after its first one. */
const withPlan = (problem: Problem, firsts: ReadonlyArray<number>): Problem => {
  const { bans, branches, groups, pins } = problem
  const led = groups.map((group, at) => ({ ...group, ledBy: Math.min(group.ledBy, branches.length), at }))
  const plan = led.flatMap(({ at, id: group, ledBy }) =>
    Array.from({ length: ledBy }, (_, n) => branches[((firsts[at] ?? 0) + n) % branches.length]).flatMap(
      (branch) => (branch === undefined ? [] : [{ branch: branch.id, group }])
    )
  )
  const isPlanned = ({ branch, group }: PairRef): boolean =>
    plan.some((pair) => pair.branch === branch && pair.group === group)
  return {
    ...problem,
    branches: branches.map((branch) => {
      const load = plan.filter((pair) => pair.branch === branch.id).length
      const { least, most } = branch.leads
      return { ...branch, leads: { least: Math.min(least, load), most: Math.max(most, load) } }
    }),
    groups: led.map(({ at: _, ...group }) => group),
    pins: pins.filter(isPlanned),
    bans: bans.filter((pair) => !isPlanned(pair))
  }
}

/** Makes the problem from what was drawn: cuts the lists to the sizes, and names branches and groups. */
const problemOf = (drawn: Drawn, most: number): Problem => {
  const { branchCount, criteria, groupCount, inForce, isSolvable, pinned, points, policy, settled } = drawn
  const rows = groupCount === 0 ? branchCount : Math.min(branchCount, Math.floor(most / groupCount))
  const branches = drawn.branches.slice(0, rows).map(({ least, more, ...branch }, at) => ({
    id: BranchId.make(`branch-${at + 1}`),
    ...branch,
    leads: { least, most: least + more }
  }))
  const groups = drawn.groups.slice(0, groupCount).map(({ first: _, ...group }, at) => ({
    id: GroupId.make(groupNames[at] ?? `group-${at}`),
    ...group
  }))
  const pairAt = ([row, column]: readonly [number, number]): ReadonlyArray<PairRef> => {
    const branch = branches[row % branches.length]
    const group = groups[column % groups.length]
    return branch === undefined || group === undefined ? [] : [{ branch: branch.id, group: group.id }]
  }
  // Some pairs in force name a branch that no longer exists.
  const former = inForce.flatMap(([row, column]) =>
    row % 5 === 4
      ? pairAt([row, column]).map((pair) => ({ ...pair, branch: BranchId.make("merged-away") }))
      : pairAt([row, column])
  )
  const reasoned = unique(settled.flatMap(pairAt)).map((pair, at): Settled => ({
    ...pair,
    reason: `settled as no. ${at}`
  }))
  const problem: Problem = {
    branches,
    groups,
    // The cast is safe: the keys of these records are the tags of the criteria.
    criteria: criteria as Problem["criteria"],
    tables: {
      [fit]: branches.flatMap(({ id: branch }, row) =>
        groups.map(({ id: group }, column) => ({
          branch,
          group,
          points: points[row * drawn.groups.length + column] ?? 0
        }))
      )
    },
    pins: withinBounds(reasoned.slice(0, pinned), { branches, groups }),
    bans: reasoned.slice(pinned),
    inForce: unique(former),
    policy
  }
  return isSolvable
    ? withPlan(
        problem,
        drawn.groups.map(({ first }) => first)
      )
    : problem
}

/**
 * Valid pairing problems. They have built-in criteria and an additional table of points. Most have ties, pinned pairs,
 * banned pairs, and pairs that are in force now. Some pairs in force name a branch that no longer exists. About one problem
 * in ten has no solution; see {@link ProblemOptions}.
 *
 * A problem shrinks to fewer branches and groups first, and then to simpler ones.
 */
export const problem = (options: ProblemOptions = {}): fc.Arbitrary<Problem> => {
  const { branches = 5, groups = 5, pairs = 25 } = options
  return drawnOf({ branches, groups }, options).map((drawn) => problemOf(drawn, pairs))
}

/** Returns the pinned pairs without those for which the branch or the group already has its largest number of pairs. */
const withinBounds = (
  pins: ReadonlyArray<Settled>,
  { branches, groups }: Pick<Problem, "branches" | "groups">
): ReadonlyArray<Settled> => {
  const room = new Map<string, number>([
    ...branches.map(({ id, leads }) => [id, leads.most] as const),
    ...groups.map(({ id, ledBy }) => [id, ledBy] as const)
  ])
  return pins.filter(({ branch, group }) => {
    const left = Math.min(room.get(branch) ?? 0, room.get(group) ?? 0)
    if (left === 0) return false
    for (const id of [branch, group]) room.set(id, (room.get(id) ?? 0) - 1)
    return true
  })
}

/** A law of pairing: a sentence that states the law, and a function that returns whether a problem satisfies it. */
export interface Law {
  readonly id: string
  readonly name: string
  readonly holds: (problem: Problem) => boolean
}

const total = (problem: Problem, solve: typeof Pairing.solve): number | undefined => {
  const plan = solve(problem)
  return Result.isSuccess(plan) ? plan.success.total : undefined
}

const names = (pairs: ReadonlyArray<{ readonly branch: string; readonly group: string }>): string =>
  pairs
    .map(({ branch, group }) => `${branch} ${group}`)
    .sort()
    .join()

const goals = ({ certificate }: Pairing.Plan): string => certificate.map(({ total }) => total).join()

const scored = (problem: Problem): Problem => ({ ...problem, policy: "best-score" })

/**
 * The laws that hold for every valid pairing problem, for a solver.
 *
 * @category laws
 */
export const lawsWith = (solve: typeof Pairing.solve): ReadonlyArray<Law> => [
  {
    id: "certificate-verifies",
    name: "a plan's certificate verifies",
    holds: (problem) => {
      const plan = solve(problem)
      return Result.isFailure(plan) || Pairing.verify(problem, plan.success) === undefined
    }
  },
  {
    id: "shortage-real",
    name: "if there is no plan, the only reason is a real shortage",
    holds: (problem) => {
      const plan = solve(problem)
      if (Result.isSuccess(plan)) return true
      const [reason, ...others] = plan.failure.reasons
      return (
        others.length === 0 &&
        (reason._tag === "GroupsWanting" || reason._tag === "BranchesWanting") &&
        Pairing.verifyShortage(problem, reason)
      )
    }
  },
  {
    id: "within-bounds",
    name: "every branch leads, and every group is led, within its bounds",
    holds: (problem) => {
      const plan = solve(problem)
      if (Result.isFailure(plan)) return true
      const { pairs } = plan.success
      return (
        problem.branches.every(({ id, leads }) => {
          const count = pairs.filter(({ branch }) => branch === id).length
          return leads.least <= count && count <= leads.most
        }) &&
        problem.groups.every(({ id, ledBy }) => pairs.filter(({ group }) => group === id).length === ledBy)
      )
    }
  },
  {
    id: "order-free",
    name: "another order of branches, groups and other lists changes nothing",
    holds: (problem) => {
      const turned: Problem = {
        ...problem,
        branches: problem.branches.toReversed(),
        groups: problem.groups.toReversed(),
        pins: problem.pins.toReversed(),
        bans: problem.bans.toReversed(),
        inForce: problem.inForce.toReversed()
      }
      const plan = solve(problem)
      const other = solve(turned)
      return Result.isFailure(plan)
        ? Result.isFailure(other)
        : Result.isSuccess(other) && JSON.stringify(plan.success) === JSON.stringify(other.success)
    }
  },
  {
    id: "names-free",
    name: "other names result in the same points, and in the same pairs if only one plan is optimal",
    holds: (problem) => {
      // Renames the ids in a pairing problem so that their alphabetical order is reversed.
      const renaming = new Map<string, string>([
        ...problem.branches.map(({ id }, k) => [id, `x${problem.branches.length - k}`] as const),
        ...problem.groups.map(({ id }, k) => [id, `y${problem.groups.length - k}`] as const)
      ])
      const pair = <P extends { readonly branch: BranchId; readonly group: GroupId }>(each: P): P => ({
        ...each,
        branch: BranchId.make(renaming.get(each.branch) ?? each.branch),
        group: GroupId.make(renaming.get(each.group) ?? each.group)
      })
      const renamed: Problem = {
        ...problem,
        branches: problem.branches.map((each) => ({
          ...each,
          id: BranchId.make(renaming.get(each.id) ?? each.id)
        })),
        groups: problem.groups.map((each) => ({
          ...each,
          id: GroupId.make(renaming.get(each.id) ?? each.id)
        })),
        tables: Object.fromEntries(
          Object.entries(problem.tables).map(([name, entries]) => [name, entries.map(pair)])
        ),
        pins: problem.pins.map(pair),
        bans: problem.bans.map(pair),
        inForce: problem.inForce.map(pair)
      }
      const plan = solve(problem)
      const other = solve(renamed)
      if (Result.isFailure(plan) || Result.isFailure(other)) {
        return Result.isFailure(plan) && Result.isFailure(other)
      }
      return (
        goals(plan.success) === goals(other.success) &&
        plan.success.unique === other.success.unique &&
        (!plan.success.unique || names(plan.success.pairs.map(pair)) === names(other.success.pairs))
      )
    }
  },
  {
    id: "further-branch",
    name: "an additional branch that need not lead any group never lowers the best score",
    holds: (problem) => {
      const before = total(scored(problem), solve)
      const further = {
        id: BranchId.make("one-more"),
        strengths: { [tags[0] ?? fit]: 50 },
        buildings: [],
        people: 1,
        leads: { least: 0, most: 2 }
      }
      const after = total(scored({ ...problem, branches: [...problem.branches, further] }), solve)
      return before === undefined || (after !== undefined && after >= before)
    }
  },
  {
    id: "further-ban",
    name: "an additional ban never raises the best score",
    holds: (problem) => {
      const before = total(scored(problem), solve)
      const pinned = new Set(problem.pins.map(({ branch, group }) => `${branch} ${group}`))
      return problem.branches.every(({ id: branch }) =>
        problem.groups.every(({ id: group }) => {
          if (pinned.has(`${branch} ${group}`)) return true
          const after = total(
            scored({ ...problem, bans: [...problem.bans, { branch, group, reason: "a further ban" }] }),
            solve
          )
          return after === undefined || (before !== undefined && after <= before)
        })
      )
    }
  },
  {
    id: "altered-pairs-refuted",
    name: "a plan with one pair left out, added, or exchanged for another one (unless others are as good) never verifies",
    holds: (problem) => {
      const result = solve(problem)
      if (Result.isFailure(result)) return true
      const plan = result.success
      const refuted = (pairs: Pairing.Plan["pairs"]): boolean =>
        Pairing.verify(problem, { ...plan, pairs }) !== undefined
      return plan.pairs.every(
        (pair, k) =>
          refuted(plan.pairs.toSpliced(k, 1)) &&
          refuted([...plan.pairs, pair]) &&
          problem.branches.every(
            ({ id }) =>
              !plan.unique || id === pair.branch || refuted(plan.pairs.with(k, { ...pair, branch: id }))
          )
      )
    }
  },
  {
    id: "altered-plan-refuted",
    name: "a plan whose points, total, changes, goals, policy or uniqueness are altered never verifies",
    holds: (problem) => {
      const result = solve(problem)
      if (Result.isFailure(result)) return true
      const plan = result.success
      const refuted = (altered: Pairing.Plan): boolean => Pairing.verify(problem, altered) !== undefined
      return (
        refuted({ ...plan, total: plan.total + 1 }) &&
        refuted({ ...plan, changes: plan.changes - 1 }) &&
        refuted({ ...plan, unique: !plan.unique }) &&
        refuted({ ...plan, policy: { pricePerChange: 77 } }) &&
        refuted({ ...plan, certificate: plan.certificate.slice(1) }) &&
        plan.certificate.every((proof, k) =>
          refuted({ ...plan, certificate: plan.certificate.with(k, { ...proof, total: proof.total + 1 }) })
        ) &&
        plan.pairs.every((pair, k) =>
          refuted({ ...plan, pairs: plan.pairs.with(k, { ...pair, points: pair.points + 1 }) })
        )
      )
    }
  }
]

/**
 * The laws that hold for every valid pairing problem, for the solver of the library.
 *
 * @category laws
 */
export const laws: ReadonlyArray<Law> = lawsWith(Pairing.solve)
