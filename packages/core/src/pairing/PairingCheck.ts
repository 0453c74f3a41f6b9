/**
 * Checks a pairing plan against its problem, without solving the problem. It also checks a shortage (the proof that no
 * plan exists). This module shares only one module with the solver: the criteria, which compute the points of a pair.
 * So to trust a plan from another source, you need to read only this module and the criteria. The method is explained
 * in `AssignmentCheck` of `@liulinhui/assignment`; here, the words are branches, groups and points.
 */
import type { BranchId, GroupId } from "../place/Id.ts"
import { scorer } from "./Criteria.ts"
import type { BranchesWanting, Goal, GroupsWanting, Plan } from "./PairingPlan.ts"
import type { PairRef, Policy, Problem } from "./PairingProblem.ts"

/**
 * A flaw: what is wrong with a pairing plan.
 *
 * @category models
 */
export type Flaw =
  | { readonly _tag: "PairUnknown"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "PairTwice"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "PairBanned"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "PinLeftOut"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "PinMisstated"; readonly branch: BranchId; readonly group: GroupId }
  | { readonly _tag: "BranchOutOfBounds"; readonly branch: BranchId; readonly leads: number }
  | { readonly _tag: "GroupOutOfBounds"; readonly group: GroupId; readonly led: number }
  | {
      readonly _tag: "PointsMisstated"
      readonly branch: BranchId
      readonly group: GroupId
      readonly stated: number
      readonly found: number
    }
  | { readonly _tag: "TotalMisstated"; readonly stated: number; readonly found: number }
  | { readonly _tag: "ChangesMisstated"; readonly stated: number; readonly found: number }
  | { readonly _tag: "OtherPolicy" }
  | { readonly _tag: "OtherGoals"; readonly expected: ReadonlyArray<Goal> }
  | { readonly _tag: "GoalMisstated"; readonly goal: Goal; readonly stated: number; readonly found: number }
  /**
   * The price (a number that proves the optimum) of a branch or group is missing in the proof, is not a whole number,
   * or is too large for exact arithmetic.
   */
  | { readonly _tag: "BadPrice"; readonly goal: Goal; readonly of: BranchId | GroupId }
  /**
   * The prices in the proof (numbers that prove the optimum) do not fit the pair: either the pair should be in the plan
   * and is not, or it should not be in the plan and is.
   */
  | {
      readonly _tag: "NotOptimalAt"
      readonly goal: Goal
      readonly branch: BranchId
      readonly group: GroupId
    }
  /**
   * The price in the proof does not fit the branch or group: with this price, it should have its maximum or minimum
   * number of pairs in the plan, but it has another number.
   */
  | { readonly _tag: "NotOptimalFor"; readonly goal: Goal; readonly of: BranchId | GroupId }
  | { readonly _tag: "UniqueMisstated"; readonly stated: boolean }

const key = (branch: string, group: string): string => `${branch} ${group}`

const samePolicy = (one: Policy, other: Policy): boolean =>
  typeof one === "string" || typeof other === "string"
    ? one === other
    : one.pricePerChange === other.pricePerChange && (one.forChanges ?? 1) === (other.forChanges ?? 1)

const goalsFor = (problem: Problem, anythingInForce: boolean): ReadonlyArray<Goal> => [
  ...(problem.partial === true ? (["served"] as const) : []),
  ...goalsForPolicy(problem.policy, anythingInForce)
]

const goalsForPolicy = (policy: Policy, anythingInForce: boolean): ReadonlyArray<Goal> => {
  if (typeof policy !== "string") return ["points-less-changes", "kept"]
  if (!anythingInForce) return ["points"]
  return policy === "best-score" ? ["points", "kept"] : ["kept", "points"]
}

/**
 * A branch or group during the check. Its settled pairs (those that are certain) are already subtracted: `pairs` is the
 * number of its other pairs, and `least` and `most` are the limits of this number.
 */
interface End<Id> {
  readonly id: Id
  pairs: number
  least: number
  most: number
}

/** Subtracts a settled pair (one that is certain) from the numbers of a branch or group. */
const settle = (end: End<unknown>): void => {
  end.pairs--
  end.most--
  end.least = Math.max(0, end.least - 1)
}

/** A possible pair of a branch and a group, and how much it adds to each goal. */
interface Candidate {
  readonly branch: End<BranchId>
  readonly group: End<GroupId>
  readonly worth: Readonly<Record<Goal, number>>
  readonly taken: boolean
}

/**
 * Returns the first flaw of a plan. `undefined` if the plan has no flaw: then the plan respects all limits, pins (pairs
 * that people require) and bans (pairs that people forbid). It states its points correctly. It is proven to be optimal
 * for the problem's policy. And it states correctly whether it is the only optimal plan.
 *
 * The check uses integer arithmetic. For each goal, it looks once at every pair of a branch and a group. (If there are
 * several optimal plans, the solver returns the first plan in the order of ids. The check does not include this order.)
 *
 * @example
 * ```ts
 * import { Problem, solve } from "@liulinhui/core/Pairing"
 * import * as Pairing from "@liulinhui/core/Pairing"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Problem)({
 *   branches: [{ id: "b-1", people: 9 }],
 *   groups: [{ id: "joy" }],
 *   criteria: { people: 1 }
 * })
 * const plan = Result.getOrThrow(solve(problem))
 * assert.equal(Pairing.verify(problem, plan), undefined)
 * assert.equal(Pairing.verify(problem, { ...plan, total: 10 })?._tag, "TotalMisstated")
 * ```
 * @category operations
 */
export const verify = (problem: Problem, plan: Plan): Flaw | undefined => {
  const score = scorer(problem)
  const held = new Set(problem.inForce.map(({ branch, group }) => key(branch, group)))
  const pinned = new Set(problem.pins.map(({ branch, group }) => key(branch, group)))
  const banned = new Set(problem.bans.map(({ branch, group }) => key(branch, group)))
  const stated = new Map(plan.pairs.map((pair) => [key(pair.branch, pair.group), pair]))

  // First, check the pairs of the plan.
  const branches = new Map(problem.branches.map((branch) => [branch.id, branch]))
  const groups = new Map(problem.groups.map((group) => [group.id, group]))
  const seen = new Set<string>()
  let total = 0
  let kept = 0
  for (const { branch, byCriterion, group, pinned: isPinned, points } of plan.pairs) {
    const giver = branches.get(branch)
    const needer = groups.get(group)
    const pair = key(branch, group)
    if (giver === undefined || needer === undefined) return { _tag: "PairUnknown", branch, group }
    if (seen.has(pair)) return { _tag: "PairTwice", branch, group }
    if (banned.has(pair)) return { _tag: "PairBanned", branch, group }
    if (isPinned !== pinned.has(pair)) return { _tag: "PinMisstated", branch, group }
    seen.add(pair)
    const found = score.points(giver, needer)
    const parts = Object.entries(score.byCriterion(giver, needer))
    const sameParts =
      Object.keys(byCriterion).length === parts.length &&
      parts.every(([name, part]) =>
        Object.entries(byCriterion).some((own) => own[0] === name && own[1] === part)
      )
    if (points !== found || !sameParts) {
      return { _tag: "PointsMisstated", branch, group, stated: points, found }
    }
    total += found
    if (held.has(pair)) kept++
  }
  for (const { branch, group } of problem.pins) {
    if (!seen.has(key(branch, group))) return { _tag: "PinLeftOut", branch, group }
  }
  if (plan.total !== total) return { _tag: "TotalMisstated", stated: plan.total, found: total }
  const changes = plan.pairs.length - kept
  if (plan.changes !== changes) return { _tag: "ChangesMisstated", stated: plan.changes, found: changes }

  // Second, check the minimum and maximum numbers of pairs. Pinned pairs (those that people require) are settled
  // (certain) from the start.
  const given = problem.branches.map(({ id, leads: { least, most } }) => ({ id, pairs: 0, least, most }))
  const needed = problem.groups.map(({ id, ledBy }) => ({
    id,
    pairs: 0,
    least: problem.partial === true ? 0 : ledBy,
    most: ledBy
  }))
  const givenBy = new Map(given.map((end) => [end.id, end]))
  const neededBy = new Map(needed.map((end) => [end.id, end]))
  const count = (pairs: Iterable<PairRef>, step: (end: End<unknown>) => void): void => {
    for (const { branch, group } of pairs) {
      for (const end of [givenBy.get(branch), neededBy.get(group)]) if (end !== undefined) step(end)
    }
  }
  count(plan.pairs, (end) => end.pairs++)
  for (const { id, least, most, pairs } of given) {
    if (pairs < least || pairs > most) return { _tag: "BranchOutOfBounds", branch: id, leads: pairs }
  }
  for (const { id, least, most, pairs } of needed) {
    if (pairs < least || pairs > most) return { _tag: "GroupOutOfBounds", group: id, led: pairs }
  }
  count(
    plan.pairs.filter(({ pinned }) => pinned),
    settle
  )

  // Third, check the proof of each goal of the plan.
  if (!samePolicy(problem.policy, plan.policy)) return { _tag: "OtherPolicy" }
  const expected = goalsFor(problem, held.size > 0)
  if (plan.certificate.map(({ goal }) => goal).join() !== expected.join()) {
    return { _tag: "OtherGoals", expected }
  }
  const { forChanges = 1, pricePerChange } =
    typeof problem.policy === "string" ? { pricePerChange: 0 } : problem.policy
  const reached: Record<Goal, number> = {
    served: plan.pairs.length,
    points: total,
    kept,
    "points-less-changes": forChanges * total - pricePerChange * changes
  }
  let open: Array<Candidate> = []
  for (const branch of problem.branches) {
    for (const group of problem.groups) {
      const pair = key(branch.id, group.id)
      const giving = givenBy.get(branch.id)
      const needing = neededBy.get(group.id)
      if (pinned.has(pair) || banned.has(pair) || giving === undefined || needing === undefined) continue
      const points = score.points(branch, group)
      const stays = held.has(pair) ? 1 : 0
      open.push({
        branch: giving,
        group: needing,
        worth: {
          served: 1,
          points,
          kept: stays,
          "points-less-changes": forChanges * points - pricePerChange * (1 - stays)
        },
        taken: stated.has(pair)
      })
    }
  }
  for (const { branches: branchPrices, goal, groups: groupPrices, total: best } of plan.certificate) {
    if (best !== reached[goal]) return { _tag: "GoalMisstated", goal, stated: best, found: reached[goal] }
    for (const [ends, prices] of [
      [given, branchPrices],
      [needed, groupPrices]
    ] as const) {
      const own = new Map<string, number>(Object.entries(prices))
      if (own.size !== ends.length) return { _tag: "OtherGoals", expected }
      for (const end of ends) {
        const price = own.get(end.id)
        if (price === undefined || !Number.isInteger(price) || Math.abs(price) > 2 ** 51) {
          return { _tag: "BadPrice", goal, of: end.id }
        }
        if (price > 0 && end.pairs !== end.most) return { _tag: "NotOptimalFor", goal, of: end.id }
        if (price < 0 && end.pairs !== end.least) return { _tag: "NotOptimalFor", goal, of: end.id }
        if (price > 0) end.least = end.most
        if (price < 0) end.most = end.least
      }
    }
    const rest: Array<Candidate> = []
    for (const candidate of open) {
      const { branch, group, taken, worth } = candidate
      const over = worth[goal] - (branchPrices[branch.id] ?? 0) - (groupPrices[group.id] ?? 0)
      if (over === 0) rest.push(candidate)
      else if (over > 0 !== taken) {
        return { _tag: "NotOptimalAt", goal, branch: branch.id, group: group.id }
      }
    }
    // If a pair is worth more than the prices of its branch and its group together, it is in every optimal plan. So the
    // pair is settled (certain).
    const remains = new Set(rest)
    for (const candidate of open) {
      if (!candidate.taken || remains.has(candidate)) continue
      settle(candidate.branch)
      settle(candidate.group)
    }
    open = rest
  }
  return isOnly(open, given, needed) === plan.unique
    ? undefined
    : { _tag: "UniqueMisstated", stated: plan.unique }
}

/**
 * Whether there is only one valid choice of the open pairs (those that are not certain). Another valid choice exists
 * exactly if this graph has a cycle. A cycle goes from a branch or group along an open pair that is not in the plan,
 * then back along a pair that is in the plan, and so on. The node "elsewhere" represents all branches and groups that
 * may have one pair more or one pair fewer.
 */
const isOnly = (
  open: ReadonlyArray<Candidate>,
  given: ReadonlyArray<End<BranchId>>,
  needed: ReadonlyArray<End<GroupId>>
): boolean => {
  type Node = End<unknown> | "elsewhere"
  const steps = new Map<Node, Array<Node>>()
  const step = (from: Node, to: Node): void => {
    const known = steps.get(from)
    if (known === undefined) steps.set(from, [to])
    else known.push(to)
  }
  const node = (end: End<unknown>): Node =>
    end.least < end.pairs && end.pairs < end.most ? "elsewhere" : end
  for (const { branch, group, taken } of open) {
    if (taken) step(node(group), node(branch))
    else step(node(branch), node(group))
  }
  for (const [ends, more] of [
    [given, true],
    [needed, false]
  ] as const) {
    for (const end of ends) {
      if (node(end) === "elsewhere") continue
      // A branch with fewer pairs than its maximum can take over a pair from "elsewhere". A group with fewer pairs than
      // its maximum can pass a pair on to "elsewhere". If a branch or group has more pairs than its minimum, the
      // direction is the opposite.
      if (end.pairs < end.most) step(more ? "elsewhere" : end, more ? end : "elsewhere")
      if (end.pairs > end.least) step(more ? end : "elsewhere", more ? "elsewhere" : end)
    }
  }
  // A depth-first search finds a cycle: the graph has a cycle if a step leads back to a node on the current path.
  const state = new Map<Node, "followed" | "done">()
  for (const start of steps.keys()) {
    if (state.has(start)) continue
    const path: Array<{ readonly at: Node; next: number }> = [{ at: start, next: 0 }]
    state.set(start, "followed")
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = steps.get(top.at)?.[top.next++]
      if (to === undefined) {
        state.set(top.at, "done")
        path.pop()
      } else if (!state.has(to)) {
        state.set(to, "followed")
        path.push({ at: to, next: 0 })
      } else if (state.get(to) === "followed") return false
    }
  }
  return true
}

/**
 * Whether a shortage is real: the listed groups (or branches) need more pairs than the other side can provide, and the
 * numbers in the shortage are correct.
 *
 * @category operations
 */
export const verifyShortage = (problem: Problem, shortage: GroupsWanting | BranchesWanting): boolean => {
  const pins = new Set(problem.pins.map(({ branch, group }) => key(branch, group)))
  const bans = new Set(problem.bans.map(({ branch, group }) => key(branch, group)))
  const free = (branch: BranchId, group: GroupId): boolean =>
    !pins.has(key(branch, group)) && !bans.has(key(branch, group))
  const left = (bound: number, pinned: (pair: PairRef) => boolean): number =>
    Math.max(
      0,
      bound - new Set(problem.pins.filter(pinned).map(({ branch, group }) => key(branch, group))).size
    )
  const branches = problem.branches.map(({ id, leads }) => ({
    id,
    least: left(leads.least, ({ branch }) => branch === id),
    most: left(leads.most, ({ branch }) => branch === id)
  }))
  const groups = problem.groups.map(({ id, ledBy }) => {
    const open = left(ledBy, ({ group }) => group === id)
    return { id, least: problem.partial === true ? 0 : open, most: open }
  })
  const holds = <Taker extends string, Giver extends string>(
    takers: ReadonlyArray<{ readonly id: Taker; readonly least: number }>,
    givers: ReadonlyArray<{ readonly id: Giver; readonly most: number }>,
    wanting: ReadonlyArray<readonly [Taker, number]>,
    offers: ReadonlyArray<readonly [Giver, number]>,
    may: (taker: Taker, giver: Giver) => boolean
  ): boolean => {
    const wants = new Map(wanting)
    const gives = new Map(offers)
    if (wants.size !== wanting.length || gives.size !== offers.length) return false
    let need = 0
    for (const { id, least } of takers) {
      if (!wants.has(id)) continue
      if (wants.get(id) !== least) return false
      need += least
      wants.delete(id)
    }
    let have = 0
    for (const { id, most } of givers) {
      const ways = wanting.filter(([taker]) => may(taker, id)).length
      if (Math.min(ways, most) !== (gives.get(id) ?? 0)) return false
      have += Math.min(ways, most)
    }
    return wants.size === 0 && need === shortage.need && have === shortage.have && need > have
  }
  return shortage._tag === "GroupsWanting"
    ? holds(
        groups,
        branches,
        shortage.groups.map(({ group, needs }) => [group, needs] as const),
        shortage.branches.map(({ atMost, branch }) => [branch, atMost] as const),
        (group, branch) => free(branch, group)
      )
    : holds(
        branches,
        groups,
        shortage.branches.map(({ branch, needs }) => [branch, needs] as const),
        shortage.groups.map(({ atMost, group }) => [group, atMost] as const),
        free
      )
}
