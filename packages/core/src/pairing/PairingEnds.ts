/**
 * What a pairing plan does not do: the pairs in force that it would end, and why, and the groups that it leaves with too few
 * branches. Both are computed from the problem and the plan.
 */
import type { Goal, Plan } from "./PairingPlan.ts"
import type { GroupId } from "../place/Id.ts"
import type { PairRef, Problem } from "./PairingProblem.ts"
import { whyNot } from "./Solver.ts"

/**
 * Why a pair in force would end:
 *
 * - `Gone`: the branch or the group does not take part any more;
 * - `Banned`: people have forbidden the pair;
 * - `Impossible`: no plan can keep the pair, because of limits and pins;
 * - `Costs`: a plan that keeps the pair is worse: it loses `lost` in the goal `goal`, the first goal in which it is worse;
 * - `Plan`: the plan as a whole is better. The goal was not computed, because too many pairs would end.
 *
 * @category models
 */
export type EndsBecause =
  | { readonly _tag: "Gone" }
  | { readonly _tag: "Banned"; readonly ban: string }
  | { readonly _tag: "Impossible" }
  | { readonly _tag: "Costs"; readonly goal: Goal; readonly lost: number }
  | { readonly _tag: "Plan" }

/** A pair in force that a plan would end, and why. */
export interface Ended extends PairRef {
  readonly because: EndsBecause
}

/**
 * For how many pairs the goal is computed at most, and for how many possible pairs. Each computation solves the problem
 * again with the pair.
 */
const most = { pairs: 25, cells: 20_000 }

const key = ({ branch, group }: PairRef): string => `${branch} ${group}`

/**
 * Returns each pair in force that a plan would end, sorted by branch, then by group, and why it would end.
 *
 * @example
 * ```ts
 * import { ends, Problem, solve } from "@liulinhui/core/Pairing"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Problem)({
 *   branches: [{ id: "b-1", strengths: { arts: 40 } }, { id: "b-2", strengths: { arts: 70 } }],
 *   groups: [{ id: "joy", needs: { arts: 50 } }],
 *   criteria: { strengths: 1 },
 *   inForce: [{ branch: "b-1", group: "joy" }]
 * })
 * assert.deepEqual(ends(problem, Result.getOrThrow(solve(problem))), [
 *   { branch: "b-1", group: "joy", because: { _tag: "Costs", goal: "points", lost: 1500 } }
 * ])
 * ```
 * @category operations
 */
export const ends = (problem: Problem, plan: Plan): ReadonlyArray<Ended> => {
  const kept = new Set(plan.pairs.map(key))
  const gone = problem.inForce.filter((pair) => !kept.has(key(pair)))
  const isSmall = gone.length <= most.pairs && problem.branches.length * problem.groups.length <= most.cells
  const because = ({ branch, group }: PairRef): EndsBecause => {
    const ban = problem.bans.find((each) => key(each) === key({ branch, group }))
    if (ban !== undefined) return { _tag: "Banned", ban: ban.reason }
    const takesPart =
      problem.branches.some(({ id }) => id === branch) && problem.groups.some(({ id }) => id === group)
    if (!takesPart) return { _tag: "Gone" }
    if (!isSmall) return { _tag: "Plan" }
    const why = whyNot(problem, plan, branch, group)
    if (why._tag !== "Costs") return { _tag: "Impossible" }
    const worse = why.byGoal.find(({ lost }) => lost > 0)
    return worse === undefined ? { _tag: "Plan" } : { _tag: "Costs", ...worse }
  }
  return gone
    .map(({ branch, group }) => ({ branch, group, because: because({ branch, group }) }))
    .toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

/**
 * Returns the groups that a plan leaves with fewer branches than they need, sorted by id, and how many are missing. Empty
 * unless the problem is `partial`.
 *
 * @category operations
 */
export const openPlaces = (
  { groups }: Problem,
  { pairs }: Plan
): ReadonlyArray<{ readonly group: GroupId; readonly places: number }> => {
  const led = Map.groupBy(pairs, ({ group }) => group)
  return groups
    .map(({ id, ledBy }) => ({ group: id, places: ledBy - (led.get(id) ?? []).length }))
    .filter(({ places }) => places > 0)
    .toSorted((one, other) => (one.group < other.group ? -1 : 1))
}
