/**
 * Solves a pairing problem: returns a plan with its proof, or the reasons why there is no plan. Also computes the cost
 * of a pair that is not in the plan, and the plans between the highest points and the fewest changes.
 *
 * Branches and groups are first sorted by id (by code unit). If there are several optimal plans, the first plan in the
 * order of ids is chosen. So the result does not depend on the order in a file.
 */
import * as Result from "effect/Result"
import * as Assignment from "@liulinhui/assignment"
import { type DecisionRefused, type Reasons, refuseAll } from "../kernel/Rule.ts"
import type { BranchId, GroupId, Tag } from "../place/Id.ts"
import { builtIn, known, type Scorer, scorer } from "./Criteria.ts"
import type { Goal, NoPlanReason, Pair, Plan, Proof } from "./PairingPlan.ts"
import {
  type Giver,
  mostPoints,
  type Needer,
  type PairRef,
  type Policy,
  type Problem,
  type Settled
} from "./PairingProblem.ts"

/** There is no plan: an error with every reason. */
export type NoPlan = DecisionRefused<NoPlanReason>

const byId = <A extends { readonly id: string }>(a: A, b: A): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

const key = ({ branch, group }: PairRef): string => `${branch} ${group}`

/** Returns a map from each key to the first item of the list that has this key. */
const firsts = <A>(list: ReadonlyArray<A>, keyOf: (entry: A) => string): ReadonlyMap<string, A> => {
  const entries = new Map<string, A>()
  for (const entry of list) if (!entries.has(keyOf(entry))) entries.set(keyOf(entry), entry)
  return entries
}

const twice = (ids: ReadonlyArray<string>): ReadonlySet<string> => {
  const seen = new Set<string>()
  return new Set(ids.filter((id) => seen.size === seen.add(id).size))
}

/** The mistakes in a pairing problem that can be found without computing a plan. */
const mistakes = (problem: Problem): Array<NoPlanReason> => {
  const { bans, branches, criteria, groups, pins, tables } = problem
  const found: Array<NoPlanReason> = []
  // These casts are safe: the ids belong to branches and groups of the problem itself.
  for (const id of twice(branches.map(({ id }) => id)))
    found.push({ _tag: "BranchTwice", branch: id as BranchId })
  for (const id of twice(groups.map(({ id }) => id))) found.push({ _tag: "GroupTwice", group: id as GroupId })
  for (const { id, leads } of branches) {
    if (leads.least > leads.most) found.push({ _tag: "LeastOverMost", branch: id, ...leads })
  }
  const names = known(tables)
  for (const name of Object.keys(criteria) as Array<Tag>) {
    if (!names.includes(name)) found.push({ _tag: "UnknownCriterion", criterion: name, known: names })
  }
  for (const { name } of builtIn) {
    if (Object.hasOwn(tables, name)) found.push({ _tag: "CriterionTwice", criterion: name })
  }
  const branchOf = firsts(branches, ({ id }) => id)
  const groupOf = firsts(groups, ({ id }) => id)
  const mentioned: ReadonlyArray<readonly ["pins" | "bans" | "tables", ReadonlyArray<PairRef>]> = [
    ["pins", pins],
    ["bans", bans],
    ["tables", Object.values(tables).flat()]
  ]
  for (const [where, pairs] of mentioned) {
    for (const { branch } of firsts(pairs, ({ branch }) => branch).values()) {
      if (!branchOf.has(branch)) found.push({ _tag: "UnknownBranch", branch, in: where })
    }
    for (const { group } of firsts(pairs, ({ group }) => group).values()) {
      if (!groupOf.has(group)) found.push({ _tag: "UnknownGroup", group, in: where })
    }
  }
  const banOf = firsts(bans, key)
  const pinned = [...firsts(pins, key).values()]
  for (const { branch, group, reason } of pinned) {
    const ban = banOf.get(key({ branch, group }))
    if (ban !== undefined) {
      found.push({ _tag: "PinnedAndBanned", branch, group, pin: reason, ban: ban.reason })
    }
  }
  for (const { id, leads } of branchOf.values() as Iterable<Giver>) {
    const own = pinned.filter(({ branch }) => branch === id)
    if (own.length > leads.most) {
      found.push({ _tag: "BranchPinnedTooOften", branch: id, most: leads.most, pins: own })
    }
  }
  for (const { id, ledBy } of groupOf.values()) {
    const own = pinned.filter(({ group }) => group === id)
    if (own.length > ledBy) found.push({ _tag: "GroupPinnedTooOften", group: id, ledBy, pins: own })
  }
  return found
}

/**
 * A pairing problem, prepared for solving: sorted by id, with the pinned pairs (those that people require) subtracted
 * from the minimum and maximum numbers, and with the points of each pair.
 */
interface Ready {
  readonly problem: Problem
  readonly branches: ReadonlyArray<Giver>
  readonly groups: ReadonlyArray<Needer>
  readonly score: Scorer
  readonly pins: ReadonlyMap<string, Settled>
  readonly bans: ReadonlyMap<string, Settled>
  readonly held: ReadonlyMap<string, PairRef>
  /**
   * The pairs that are neither pinned (required by people) nor banned (forbidden by people), sorted by branch, then by
   * group.
   */
  readonly allowed: Assignment.Allowed | undefined
  readonly rows: Assignment.Side
  readonly columns: Assignment.Side
}

const count = (bounds: ReadonlyArray<number>): Int32Array =>
  Int32Array.from(bounds, (bound) => Math.max(0, bound))

const uniform = (bounds: Int32Array): number | Int32Array => {
  const [first] = bounds
  return first !== undefined && bounds.every((bound) => bound === first) ? first : bounds
}

const ready = (problem: Problem): Ready => {
  const branches = [...problem.branches].sort(byId)
  const groups = [...problem.groups].sort(byId)
  const pins = firsts(problem.pins, key)
  const bans = firsts(problem.bans, key)
  const pinsOf = (pinned: (pin: Settled) => boolean): number => [...pins.values()].filter(pinned).length
  const branchPins = branches.map(({ id }) => pinsOf(({ branch }) => branch === id))
  const groupPins = groups.map(({ id }) => pinsOf(({ group }) => group === id))
  let allowed: Assignment.Allowed | undefined
  if (pins.size > 0 || bans.size > 0) {
    const start = new Int32Array(branches.length + 1)
    const column: Array<number> = []
    for (const [i, branch] of branches.entries()) {
      for (const [j, group] of groups.entries()) {
        const pair = key({ branch: branch.id, group: group.id })
        if (!pins.has(pair) && !bans.has(pair)) column.push(j)
      }
      start[i + 1] = column.length
    }
    allowed = { start, column: Int32Array.from(column) }
  }
  const needs = uniform(count(groups.map(({ ledBy }, j) => ledBy - (groupPins[j] ?? 0))))
  return {
    problem,
    branches,
    groups,
    score: scorer(problem),
    pins,
    bans,
    held: firsts(problem.inForce, key),
    allowed,
    rows: {
      count: branches.length,
      least: uniform(count(branches.map(({ leads }, i) => leads.least - (branchPins[i] ?? 0)))),
      most: uniform(count(branches.map(({ leads }, i) => leads.most - (branchPins[i] ?? 0))))
    },
    columns: { count: groups.length, least: problem.partial === true ? 0 : needs, most: needs }
  }
}

type Worth = (branch: Giver, group: Needer) => number

const price = (policy: Policy): { readonly points: number; readonly changes: number } =>
  typeof policy === "string"
    ? { points: 0, changes: 1 }
    : { points: policy.pricePerChange, changes: policy.forChanges ?? 1 }

/** Returns a function that computes how much one pair adds to a goal of the plan. */
const worth = ({ held, problem, score }: Ready, goal: Goal): Worth => {
  const kept: Worth = (branch, group) => (held.has(key({ branch: branch.id, group: group.id })) ? 1 : 0)
  if (goal === "served") return () => 1
  if (goal === "points") return score.points
  if (goal === "kept") return kept
  const { changes, points } = price(problem.policy)
  return (branch, group) => changes * score.points(branch, group) - points * (1 - kept(branch, group))
}

type Goals = readonly [Goal, ...ReadonlyArray<Goal>]

const goalsOf = (self: Ready): Goals =>
  self.problem.partial === true ? ["served", ...goalsOfPolicy(self)] : goalsOfPolicy(self)

const goalsOfPolicy = ({ held, problem: { policy } }: Ready): Goals =>
  held.size === 0 && typeof policy === "string"
    ? ["points"]
    : policy === "best-score"
      ? ["points", "kept"]
      : policy === "fewest-changes"
        ? ["kept", "points"]
        : ["points-less-changes", "kept"]

/**
 * The costs of the allowed pairs for the assignment solver. The cost of a pair is the negative of what the pair adds to
 * the goal.
 */
const costsOf = ({ allowed, branches, groups }: Ready, of: Worth): Float64Array => {
  const costs = new Float64Array(allowed?.column.length ?? branches.length * groups.length)
  let a = 0
  for (const [i, branch] of branches.entries()) {
    if (allowed === undefined) for (const group of groups) costs[a++] = -of(branch, group)
    else {
      for (const end = allowed.start[i + 1] ?? 0; a < end; a++) {
        const group = groups[allowed.column[a] ?? 0]
        if (group !== undefined) costs[a] = -of(branch, group)
      }
    }
  }
  return costs
}

/**
 * Converts a shortfall of the assignment solver (the proof that there is no plan) into branches and groups. Adds the
 * pins (required pairs) and bans (forbidden pairs) that cause it.
 */
const shortage = (self: Ready, shortfall: Assignment.Shortfall): NoPlanReason => {
  const { bans, branches, columns, groups, pins, rows } = self
  const { have, need, side } = shortfall
  const ofGroups = side === "columns"
  const [takers, givers, most] = ofGroups ? [groups, branches, rows.most] : [branches, groups, columns.most]
  const wanting = shortfall.wanting.flatMap(({ index, needs }) => {
    const taker = takers[index]
    return taker === undefined ? [] : [{ id: taker.id, needs }]
  })
  const offers = shortfall.offers.flatMap(({ atMost, index }) => {
    const giver = givers[index]
    return giver === undefined ? [] : [{ id: giver.id, atMost }]
  })
  const own = new Set<string>(wanting.map(({ id }) => id))
  const ends = ({ branch, group }: PairRef): readonly [string, string] =>
    ofGroups ? [group, branch] : [branch, group]
  const room = new Map<string, number>(
    givers.map(({ id }, k) => [id, typeof most === "number" ? most : (most[k] ?? 0)])
  )
  // How many pairs with those in need are still possible for each giver (a branch or group that could serve those in
  // need).
  const ways = new Map<string, number>(givers.map(({ id }) => [id, own.size]))
  for (const settled of [...pins.values(), ...bans.values()]) {
    const [wants, gives] = ends(settled)
    if (own.has(wants)) ways.set(gives, (ways.get(gives) ?? 0) - 1)
  }
  const spare = (gives: string): number => (room.get(gives) ?? 0) - (ways.get(gives) ?? 0)
  const obstacles = {
    bans: [...bans.values()].filter((ban) => {
      const [wants, gives] = ends(ban)
      return own.has(wants) && spare(gives) > 0
    }),
    pins: [...pins.values()].filter((pin) => {
      const [wants, gives] = ends(pin)
      return !own.has(wants) && spare(gives) < 0
    })
  }
  // These casts are safe: one side has only ids of groups, and the other only ids of branches.
  return ofGroups
    ? {
        _tag: "GroupsWanting",
        groups: wanting.map(({ id, needs }) => ({ group: id as GroupId, needs })),
        branches: offers.map(({ atMost, id }) => ({ branch: id as BranchId, atMost })),
        need,
        have,
        ...obstacles
      }
    : {
        _tag: "BranchesWanting",
        branches: wanting.map(({ id, needs }) => ({ branch: id as BranchId, needs })),
        groups: offers.map(({ atMost, id }) => ({ group: id as GroupId, atMost })),
        need,
        have,
        ...obstacles
      }
}

const refused = (self: Ready, first: Assignment.Refusal, goals: ReadonlyArray<Goal>): NoPlanReason => {
  switch (first._tag) {
    case "Shortfall":
      return shortage(self, first)
    case "ProblemTooLarge":
      return { _tag: "ProblemTooLarge", largest: first.largest, limit: first.limit }
    default:
      return tooLarge(self, goals)
  }
}

/**
 * The reason for refusing a problem whose points are too large. It contains the pair with the largest absolute points.
 */
const tooLarge = (self: Ready, goals: ReadonlyArray<Goal>): NoPlanReason => {
  let points = 0
  let pair: PairRef | undefined
  for (const goal of goals) {
    const of = worth(self, goal)
    for (const branch of self.branches) {
      for (const group of self.groups) {
        if (Math.abs(of(branch, group)) <= Math.abs(points)) continue
        points = of(branch, group)
        pair = { branch: branch.id, group: group.id }
      }
    }
  }
  return pair === undefined
    ? { _tag: "ProblemTooLarge", largest: points, limit: mostPoints }
    : { _tag: "PointsTooLarge", ...pair, points, limit: mostPoints }
}

/**
 * The best plan for the problem's policy. If there are several best plans and `near` is given, the result is the one
 * that has the most pairs in common with `near`.
 */
const optimum = (problem: Problem, near?: ReadonlyArray<PairRef>): Result.Result<Plan, NoPlan> => {
  const [first, ...others] = mistakes(problem)
  if (first !== undefined) return refuseAll([first, ...others])
  const self = ready(problem)
  const { allowed, branches, columns, groups, held, pins, rows, score } = self
  const goals = goalsOf(self)
  const [goal, ...later] = goals
  const costs: Assignment.Assignment["costs"] = [
    costsOf(self, worth(self, goal)),
    ...later.map((each) => costsOf(self, worth(self, each)))
  ]
  const sides = { rows, columns, ...(allowed === undefined ? {} : { allowed }) }
  const inCommon = new Set(near?.map(key))
  const common = costsOf(self, (branch, group) =>
    inCommon.has(key({ branch: branch.id, group: group.id })) ? 1 : 0
  )
  const nearest = near === undefined ? costs : ([...costs, common] as const)
  const solved = Assignment.solve({ ...sides, costs: nearest as Assignment.Assignment["costs"] })
  if (Result.isFailure(solved)) return refuseAll([refused(self, solved.failure.reasons[0], goals)])
  const best = { ...solved.success, prices: solved.success.prices.slice(0, goals.length) }
  const { solution, unique } = Assignment.canonical({ ...sides, costs }, best)
  const chosen = near === undefined ? solution : best

  const pairs: Array<Pair> = []
  const add = (branch: Giver | undefined, group: Needer | undefined, pinned: boolean): void => {
    if (branch === undefined || group === undefined) return
    const points = score.points(branch, group)
    const byCriterion = score.byCriterion(branch, group)
    pairs.push({ branch: branch.id, group: group.id, points, byCriterion, pinned })
  }
  for (let k = 0; k < chosen.row.length; k++) {
    add(branches[chosen.row[k] ?? 0], groups[chosen.column[k] ?? 0], false)
  }
  for (const pin of pins.values()) {
    add(
      branches.find(({ id }) => id === pin.branch),
      groups.find(({ id }) => id === pin.group),
      true
    )
  }
  pairs.sort((a, b) => byId({ id: a.branch }, { id: b.branch }) || byId({ id: a.group }, { id: b.group }))
  const total = pairs.reduce((sum, { points }) => sum + points, 0)
  const kept = pairs.filter((pair) => held.has(key(pair))).length
  const changes = pairs.length - kept
  const { changes: per, points } = price(problem.policy)
  const reached: Record<Goal, number> = {
    served: pairs.length,
    points: total,
    kept,
    "points-less-changes": per * total - points * changes
  }
  return Result.succeed({
    pairs,
    total,
    policy: problem.policy,
    changes,
    certificate: goals.map((goal, k): Proof => {
      const prices = best.prices[k] ?? { rows: [], columns: [] }
      return {
        goal,
        total: reached[goal],
        branches: Object.fromEntries(branches.map(({ id }, i) => [id, 0 - (prices.rows[i] ?? 0)])),
        groups: Object.fromEntries(groups.map(({ id }, j) => [id, 0 - (prices.columns[j] ?? 0)]))
      }
    }),
    unique
  })
}

/**
 * Returns the best plan with its proof, or all reasons why there is no plan.
 *
 * There may be any number of branches and groups. Each branch leads at least its minimum and at most its maximum of
 * groups, and each group is led by exactly the given number of branches. If the problem is `partial`, a group may be led
 * by fewer: then no plan has more pairs, and of the plans with as many pairs, none is better. Without pins and bans, 1,000 branches and
 * 1,000 groups take about a second.
 *
 * @example
 * ```ts
 * import { Problem, solve } from "@liulinhui/core/Pairing"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Problem)({
 *   branches: [
 *     { id: "b-1", strengths: { mediation: 80, arts: 60 } },
 *     { id: "b-2", strengths: { mediation: 70 } }
 *   ],
 *   groups: [
 *     { id: "joy", needs: { arts: 50 } },
 *     { id: "peace", needs: { mediation: 90 } }
 *   ],
 *   criteria: { strengths: 1 }
 * })
 * const plan = Result.getOrThrow(solve(problem))
 * assert.deepEqual(
 *   plan.pairs.map(({ branch, group, points }) => [branch, group, points]),
 *   [["b-1", "joy", 3000], ["b-2", "peace", 6300]]
 * )
 * assert.ok(plan.unique)
 * ```
 * @category operations
 */
export const solve = (problem: Problem): Result.Result<Plan, NoPlan> => optimum(problem)

/** Why a pair is not in a plan: what it would cost to include the pair, or why no plan can contain it. */
export type WhyNot =
  | { readonly _tag: "InPlan"; readonly pin?: string }
  /**
   * A plan with the pair is possible. The fields say what it would cost for each goal of the plan, and which pairs
   * would change.
   */
  | {
      readonly _tag: "Costs"
      /**
       * How many points would be lost. Negative if points would be gained, which is possible if another goal is more
       * important.
       */
      readonly points: number
      readonly byGoal: ReadonlyArray<{ readonly goal: Goal; readonly lost: number }>
      readonly gone: ReadonlyArray<PairRef>
      readonly come: ReadonlyArray<Pair>
      /** The stated reason for the ban, if people have forbidden the pair. */
      readonly ban?: string
      /** The best plan that includes the pair. */
      readonly plan: Plan
    }
  | { readonly _tag: "Impossible"; readonly reasons: Reasons<NoPlanReason>; readonly ban?: string }
  | { readonly _tag: "UnknownPair" }

/**
 * Explains why a plan does not have a pair: returns the cost of including the pair, and the best plan that includes it.
 * If there are several such best plans, the returned plan has the most pairs in common with the given plan.
 *
 * @category operations
 */
export const whyNot = (problem: Problem, plan: Plan, branch: BranchId, group: GroupId): WhyNot => {
  const pair = { branch, group }
  const known =
    problem.branches.some(({ id }) => id === branch) && problem.groups.some(({ id }) => id === group)
  if (!known) return { _tag: "UnknownPair" }
  if (plan.pairs.some((each) => key(each) === key(pair))) {
    const pin = problem.pins.find((each) => key(each) === key(pair))
    return { _tag: "InPlan", ...(pin === undefined ? {} : { pin: pin.reason }) }
  }
  const ban = problem.bans.find((each) => key(each) === key(pair))
  const lifted = ban === undefined ? {} : { ban: ban.reason }
  const forced = optimum(
    {
      ...problem,
      bans: problem.bans.filter((each) => key(each) !== key(pair)),
      pins: [...problem.pins, { ...pair, reason: "asked why not" }]
    },
    plan.pairs
  )
  if (Result.isFailure(forced)) {
    const [first, ...others] = forced.failure.reasons
    // Here the solver treats the pair in question as a pin (required pair), but people have not pinned it. So the pin
    // of this pair is removed from the reasons.
    const own = <R extends NoPlanReason>(reason: R): R =>
      "pins" in reason ? { ...reason, pins: reason.pins.filter((each) => key(each) !== key(pair)) } : reason
    return { _tag: "Impossible", reasons: [own(first), ...others.map(own)], ...lifted }
  }
  const other = forced.success
  const before = new Set(plan.pairs.map(key))
  const after = new Set(other.pairs.map(key))
  return {
    _tag: "Costs",
    points: plan.total - other.total,
    byGoal: plan.certificate.map(({ goal, total }, k) => ({
      goal,
      lost: total - (other.certificate[k]?.total ?? 0)
    })),
    gone: plan.pairs.filter((each) => !after.has(key(each))).map(({ branch, group }) => ({ branch, group })),
    come: other.pairs.filter((each) => !before.has(key(each))),
    ...lifted,
    plan: other
  }
}

/**
 * All useful compromises between points and changes. A compromise is the best plan for some price of a changed pair.
 * The plans are sorted, from the fewest changes to the highest points. Each plan has a proof for its policy. Between
 * two neighbouring plans, the plan with more changes gains (difference in points) ÷ (difference in changes) points for
 * each additional change.
 *
 * These plans are the corners of the Pareto frontier (the plans that no other plan beats in both points and changes). A
 * plan below the line between two corners is not best at any price.
 *
 * @category operations
 */
export const frontier = (problem: Problem): Result.Result<ReadonlyArray<Plan>, NoPlan> =>
  Result.gen(function* () {
    const fewest = yield* optimum({ ...problem, policy: "fewest-changes" })
    const best = yield* optimum({ ...problem, policy: "best-score" })
    const between = (less: Plan, more: Plan): Result.Result<ReadonlyArray<Plan>, NoPlan> =>
      Result.gen(function* () {
        const pricePerChange = more.total - less.total
        const forChanges = more.changes - less.changes
        if (forChanges <= 0 || pricePerChange <= 0) return []
        const plan = yield* optimum({ ...problem, policy: { pricePerChange, forChanges } })
        const value = (each: Plan): number => forChanges * each.total - pricePerChange * each.changes
        if (value(plan) === value(less)) return []
        return [...(yield* between(less, plan)), plan, ...(yield* between(plan, more))]
      })
    const corners = [fewest, ...(yield* between(fewest, best))]
    return best.changes === fewest.changes ? corners : [...corners, best]
  })
