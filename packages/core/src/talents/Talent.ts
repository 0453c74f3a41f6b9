/**
 * Capable residents: computes who should take a case or join a team. A choice gets points for skills, distance, present
 * tasks and earlier tasks. The result includes the reasons why a person is not eligible. The choice is fair over time:
 * every task that a person has had reduces the points for the next task. Among people with equal points, the task goes
 * to the person who has had the fewest tasks, then to the person who has waited longest. A model can change this order.
 *
 * The result is a proposal with a proof. People may choose others (see `talents/TalentProposal`).
 */
import * as Result from "effect/Result"
import * as Assignment from "@liulinhui/assignment"
import { written, writtenSearch } from "@liulinhui/assignment/AssignmentWritten"
import * as Sized from "@liulinhui/assignment/Sized"
import * as SizedCheck from "@liulinhui/assignment/SizedCheck"
import { given } from "../kernel/OptionalKey.ts"
import { type DecisionRefused, precondition, type Reasons, refuseAll } from "../kernel/Rule.ts"
import type { ActorId } from "../place/Id.ts"
import type { LeadingGoal, NoTalentReason, TalentEndsBecause, TalentPlan } from "./TalentPlan.ts"
import {
  byId,
  type Exclusion,
  exclusions,
  pairKey,
  type TalentProblem,
  type TaskId
} from "./TalentProblem.ts"
import { asOneGoal, indexesOf, inGoals, leadingGoals, read, sizedOf, totalsOf } from "./TalentSized.ts"

export {
  type Exclusion,
  Talent,
  TalentCriteria,
  TalentProblem,
  TalentScheme,
  TaskId
} from "./TalentProblem.ts"
export { type LeadingGoal, type NoTalentReason, TalentPlan } from "./TalentPlan.ts"

/**
 * The preconditions for computing a choice of people.
 *
 * @category rules
 */
export const solvable = [
  precondition({
    id: "talent-problem-sound",
    name: "each person and each task is named once",
    reasons: ["TalentTwice", "TaskTwice"]
  }),
  precondition({
    id: "talent-enough-people",
    name: "there are enough eligible people, with enough minutes, for every task",
    reasons: ["TasksWanting", "MinutesWanting"]
  }),
  precondition({
    id: "talent-search-ends",
    name: "a choice of people is found before the search stops at its limit",
    reasons: ["TalentsUnproven"]
  }),
  precondition({
    id: "talent-points-exact",
    name: "the points of a choice of people are small enough to be added exactly",
    reasons: ["TalentPointsTooLarge"]
  })
] as const

const twice = <Id extends string>(list: ReadonlyArray<{ readonly id: Id }>): ReadonlyArray<Id> => [
  ...new Set(list.map(({ id }) => id).filter((id, k, ids) => ids.indexOf(id) !== k))
]

/**
 * Computes the best people for all tasks, with points by criterion and a proof. If people or minutes are missing for some
 * tasks, returns these tasks, with the reasons. One person may get several tasks: together they fit into the person's
 * free minutes and maximum. This is hard in general, so the search stops at a limit: then the choice is marked as
 * `unproven`, or the reason is `TalentsUnproven`. The limit counts the work and not the time, so that the same problem
 * always has the same answer. A choice of 40 people for 60 tasks is usually proven within a second, unless many of the
 * people have the same points, turns and days. The points of a person depend on the present and earlier tasks in the
 * problem. Tasks that this choice adds are not counted.
 *
 * @example
 * ```ts
 * import * as Talent from "@liulinhui/core/Talent"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const person = { skills: { mediation: 60 }, free: 120, load: 0, most: 3 }
 * const problem = Schema.decodeUnknownSync(Talent.TalentProblem)({
 *   talents: [{ id: "an", ...person, turns: 4 }, { id: "bo", ...person, turns: 1 }],
 *   tasks: [{ id: "case-9", needs: { mediation: 10 }, requires: ["mediation"], minutes: 60, people: 1 }],
 *   criteria: { skills: 1, distance: 1, load: 50, turns: 20 },
 *   distances: [],
 *   bans: []
 * })
 * const plan = Result.getOrThrow(Talent.solve(problem))
 * assert.deepEqual(plan.pairs, [
 *   { task: "case-9", talent: "bo", points: 580, byCriterion: { skills: 600, distance: 0, load: 0, turns: -20 } }
 * ])
 * ```
 * @category operations
 */
export const solve = (
  problem: TalentProblem,
  options: Sized.SizedOptions = {}
): Result.Result<TalentPlan, DecisionRefused<NoTalentReason>> => {
  const [first, ...others] = [
    ...twice(problem.talents).map((talent) => ({ _tag: "TalentTwice" as const, talent })),
    ...twice(problem.tasks).map((task) => ({ _tag: "TaskTwice" as const, task }))
  ]
  if (first !== undefined) return refuseAll([first, ...others])
  const result = Sized.solve(sizedOf(problem), options)
  if (Result.isFailure(result)) return refuseAll([wanting(problem, result.failure.reasons[0])])
  const { proof, unique, unproven } = result.success
  const [goal] = leadingGoals(problem)
  const plan: TalentPlan = {
    ...read(problem, result.success),
    unique,
    ...(unproven === undefined ? {} : { unproven: { ...unproven, ...given("goal", goal) } }),
    ...(proof._tag === "Relaxed" ? { solution: written(proof.solution) } : { search: writtenSearch(proof) })
  }
  return Result.succeed({ ...plan, ...given("ends", endsOf(problem, plan)) })
}

/**
 * Limits for the computation of the goal because of which a pair ends: for each such pair, the problem is solved again. So
 * it is done only for a few pairs, and with a short search.
 */
const most = { pairs: 5, work: 30_000_000 }

const endsBecause = (why: WhyNotTalent): TalentEndsBecause => {
  switch (why._tag) {
    case "Costs":
      return why.goal ?? (why.points > 0 ? "points" : "plan")
    case "OthersWanting":
      return "others"
    default:
      return "plan"
  }
}

/** The pairs in force that a choice would end, each with the reason. `undefined` if no pair is in force. */
const endsOf = (problem: TalentProblem, plan: TalentPlan): TalentPlan["ends"] => {
  if (problem.inForce === undefined || problem.inForce.length === 0) return undefined
  const chosen = new Set(plan.pairs.map(({ talent, task }) => pairKey(task, talent)))
  let looked = 0
  return problem.inForce
    .filter(({ talent, task }) => !chosen.has(pairKey(task, talent)))
    .toSorted((a, b) => (pairKey(a.task, a.talent) < pairKey(b.task, b.talent) ? -1 : 1))
    .map(({ talent, task }) => {
      const why = (): TalentEndsBecause => {
        const who = problem.talents.find(({ id }) => id === talent)
        const what = problem.tasks.find(({ id }) => id === task)
        if (who === undefined || what === undefined) return "gone"
        const excluded = exclusions(problem, who, what)
        if (excluded.length > 0) return excluded.some(({ _tag }) => _tag === "Banned") ? "refused" : "unable"
        if (++looked > most.pairs) return "plan"
        return endsBecause(whyNot(problem, plan, talent, task, { limit: most.work }))
      }
      return { task, talent, because: why() }
    })
}

/** Whether a choice of people is proven to be the best and fairest one. */
export const isBest = ({ unproven }: TalentPlan): boolean => unproven === undefined

const wanting = (problem: TalentProblem, refusal: Sized.SizedRefusal): NoTalentReason => {
  if (refusal._tag === "SearchStopped") return { _tag: "TalentsUnproven", limit: refusal.limit }
  if (refusal._tag === "SizesShortfall") return minutesWanting(problem, refusal)
  if (refusal._tag !== "Shortfall") return { _tag: "TalentPointsTooLarge", limit: Assignment.largestCost }
  const tasks = byId(problem.tasks)
  const talents = byId(problem.talents)
  const short = refusal.wanting.flatMap(({ index, needs }) => {
    const task = tasks[index]
    return task === undefined ? [] : [{ task, needs }]
  })
  return {
    _tag: "TasksWanting",
    tasks: short.map(({ needs, task }) => ({ task: task.id, needs })),
    talents: refusal.offers.flatMap(({ atMost, index }) => {
      const talent = talents[index]
      return talent === undefined ? [] : [{ talent: talent.id, atMost }]
    }),
    need: refusal.need,
    have: refusal.have,
    excluded: short.flatMap(({ task }) =>
      talents.flatMap((talent) => {
        const [first, ...others] = exclusions(problem, talent, task)
        if (first === undefined) return []
        const reasons: Reasons<Exclusion> = [first, ...others]
        return [{ talent: talent.id, task: task.id, reasons }]
      })
    )
  }
}

const minutesWanting = (
  problem: TalentProblem,
  { have, need, offers, wanting }: Sized.SizesShortfall
): NoTalentReason => {
  const tasks = byId(problem.tasks)
  const talents = byId(problem.talents)
  return {
    _tag: "MinutesWanting",
    tasks: wanting.flatMap(({ index, needs }) => {
      const task = tasks[index]
      return task === undefined ? [] : [{ task: task.id, needs, minutes: task.minutes }]
    }),
    talents: offers.flatMap(({ atMost, index }) => {
      const talent = talents[index]
      return talent === undefined ? [] : [{ talent: talent.id, free: talent.free, atMost }]
    }),
    need,
    have
  }
}

/** Why a person is not proposed for a task. */
export type WhyNotTalent =
  | { readonly _tag: "Proposed" }
  | { readonly _tag: "Unknown" }
  | { readonly _tag: "NobodyNeeded" }
  | { readonly _tag: "Excluded"; readonly reasons: Reasons<Exclusion> }
  /**
   * The number of points that would be lost by choosing the person. 0 if the points are the same, but the choice would
   * be less fair, or the person comes later in the order of ids. If a goal that comes before the points would get worse,
   * `goal` is this goal and `lost` says by how much. Then `points` may be negative.
   */
  | {
      readonly _tag: "Costs"
      readonly points: number
      readonly goal?: LeadingGoal
      readonly lost?: number
    }
  /**
   * The search stopped at its limit: choosing the person loses at least `atLeast` and at most `atMost` points. Less than 0
   * if the choice may have more points: this is possible only if the plan is not proven. No goal that comes before the
   * points gets worse.
   */
  | { readonly _tag: "CostsUnproven"; readonly atLeast: number; readonly atMost: number }
  /**
   * If the person took this task, other tasks would have too few people, or the search stopped before it knew whether there
   * is such a choice or what it would cost (`TalentsUnproven`).
   */
  | { readonly _tag: "OthersWanting"; readonly reasons: Reasons<NoTalentReason> }

/**
 * Explains why a person is not proposed for a task: what choosing this person would cost.
 *
 * @category operations
 */
export const whyNot = (
  problem: TalentProblem,
  plan: TalentPlan,
  talent: ActorId,
  task: TaskId,
  options: Sized.SizedOptions = {}
): WhyNotTalent => {
  const who = problem.talents.find(({ id }) => id === talent)
  const what = problem.tasks.find(({ id }) => id === task)
  if (who === undefined || what === undefined) return { _tag: "Unknown" }
  if (plan.pairs.some((pair) => pair.talent === talent && pair.task === task)) return { _tag: "Proposed" }
  const [first, ...others] = exclusions(problem, who, what)
  if (first !== undefined) return { _tag: "Excluded", reasons: [first, ...others] }
  if (what.people === 0) return { _tag: "NobodyNeeded" }
  // The problem is solved again with this pair as given. So the task needs one person fewer. The person has less time, can
  // take one task fewer, and cannot be chosen for this task again. The present number of tasks of the person counts as
  // before.
  const pair = { row: byId(problem.tasks).indexOf(what), column: byId(problem.talents).indexOf(who) }
  const leading = leadingGoals(problem)
  const { sized, units } = asOneGoal(sizedOf(problem), leading.length + 1)
  const at = sized.allowed.column.indexOf(pair.column, sized.allowed.start[pair.row])
  const forced = Sized.requiring(sized, pair)
  if (forced === undefined) return { _tag: "Unknown" }
  const rest = Sized.leastCost(forced, options)
  if (Result.isFailure(rest)) {
    return { _tag: "OthersWanting", reasons: [wanting(problem, rest.failure.reasons[0])] }
  }
  const now = (sized.costs[0][at] ?? 0) - (totalsOf(sized, indexesOf(problem, plan))[0] ?? 0)
  const [least, largest] = [rest.success.atLeast, rest.success.atMost].map((cost) =>
    inGoals(now + cost, units)
  )
  const [points = 0, more = 0] = [least?.at(-1), largest?.at(-1)]
  const worse = leading.findIndex((_, k) => least?.[k] !== 0 || largest?.[k] !== 0)
  if (worse < 0) {
    return points === more
      ? { _tag: "Costs", points }
      : { _tag: "CostsUnproven", atLeast: points, atMost: more }
  }
  const lost = least?.[worse] ?? 0
  if (rest.success.atLeast !== rest.success.atMost || lost < 0) {
    const { limit = Sized.defaultLimit } = options
    return { _tag: "OthersWanting", reasons: [{ _tag: "TalentsUnproven", limit }] }
  }
  return { _tag: "Costs", points, ...given("goal", leading[worse]), lost }
}

/**
 * Whether a choice of people is correct: it respects all bounds, minutes and exclusions, it contains exactly the pairs that
 * its proof proves, no other choice is better or fairer, and it states correctly whether it is the only such choice. If it
 * is marked as unproven: whether no other choice has more points than it states.
 *
 * @category operations
 */
export const verify = (problem: TalentProblem, plan: TalentPlan): boolean => {
  const proof = proofOf(plan)
  if (proof === undefined) return false
  const sized = sizedOf(problem)
  const indexes = indexesOf(problem, plan)
  const { open, pairs, total } = read(problem, indexes)
  const { unique, unproven } = plan
  const [goal] = leadingGoals(problem)
  return (
    total === plan.total &&
    JSON.stringify(pairs) === JSON.stringify(plan.pairs) &&
    JSON.stringify(open) === JSON.stringify(plan.open) &&
    (unproven === undefined || unproven.goal === goal) &&
    SizedCheck.verify(sized, {
      ...indexes,
      totals: totalsOf(sized, indexes),
      unique,
      ...(unproven === undefined ? {} : { unproven: { gap: unproven.gap } }),
      proof
    }) === undefined &&
    JSON.stringify(plan.ends) === JSON.stringify(endsOf(problem, plan))
  )
}

const proofOf = ({ search, solution }: TalentPlan): Sized.SizedProof | undefined => {
  if (solution !== undefined) return search === undefined ? { _tag: "Relaxed", solution } : undefined
  return search === undefined ? undefined : { _tag: "Search", ...search }
}
