/** Finds all plans of a small pairing problem, by trying every set of pairs. */
import type { PairRef, Problem } from "../../src/pairing/PairingProblem.ts"
import * as Criteria from "../../src/pairing/Criteria.ts"

/** A plan of a pairing problem, with the numbers by which plans are compared. */
export interface Tried {
  readonly pairs: ReadonlyArray<PairRef>
  readonly points: number
  readonly changes: number
}

const same = (a: PairRef, b: PairRef): boolean => a.branch === b.branch && a.group === b.group

/** All plans of a pairing problem that respect its bounds, its pins (required pairs) and its bans (forbidden pairs). */
export const everyPlan = (problem: Problem): ReadonlyArray<Tried> => {
  const { byCriterion } = Criteria.scorer(problem)
  const all = problem.branches.flatMap((branch) =>
    problem.groups.map((group) => ({
      branch: branch.id,
      group: group.id,
      points: Object.values(byCriterion(branch, group)).reduce((sum, points) => sum + points, 0)
    }))
  )
  const pairs = all.filter((pair) => !problem.bans.some((ban) => same(ban, pair)))
  const plans: Array<Tried> = []
  for (let subset = 0; subset < 2 ** pairs.length; subset++) {
    const plan = pairs.filter((_, k) => ((subset >> k) & 1) === 1)
    const led = (id: string): number =>
      plan.filter(({ branch, group }) => branch === id || group === id).length
    const isLed = (id: string, ledBy: number): boolean =>
      problem.partial === true ? led(id) <= ledBy : led(id) === ledBy
    if (!problem.groups.every(({ id, ledBy }) => isLed(id, ledBy))) continue
    if (!problem.branches.every(({ id, leads }) => leads.least <= led(id) && led(id) <= leads.most)) continue
    if (!problem.pins.every((pin) => plan.some((pair) => same(pin, pair)))) continue
    plans.push({
      pairs: plan,
      points: plan.reduce((sum, { points }) => sum + points, 0),
      changes: plan.filter((pair) => !problem.inForce.some((held) => same(held, pair))).length
    })
  }
  return plans
}

/** Returns those of the given plans that are best for the policy of the problem. */
export const bestOf = (problem: Problem, all: ReadonlyArray<Tried>): ReadonlyArray<Tried> => {
  const { partial, policy } = problem
  const largest = all.reduce((most, { pairs }) => Math.max(most, pairs.length), 0)
  const plans = partial === true ? all.filter(({ pairs }) => pairs.length === largest) : all
  const order = ({ changes, points }: Tried): readonly [number, number] =>
    policy === "best-score"
      ? [points, -changes]
      : policy === "fewest-changes"
        ? [-changes, points]
        : [(policy.forChanges ?? 1) * points - policy.pricePerChange * changes, -changes]
  let best: ReadonlyArray<Tried> = []
  for (const plan of plans) {
    const [one, two] = order(plan)
    const [first, second] = best[0] === undefined ? [-Infinity, -Infinity] : order(best[0])
    if (one > first || (one === first && two > second)) best = [plan]
    else if (one === first && two === second) best = [...best, plan]
  }
  return best
}
