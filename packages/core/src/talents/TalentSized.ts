/**
 * Converts the problem of choosing capable residents for the assignment solver, and the solver's plans back. Tasks are rows
 * and people are columns, both sorted by id.
 */
import type * as Sized from "@liulinhui/assignment/Sized"
import { given } from "../kernel/OptionalKey.ts"
import type { BuildingId, Tag } from "../place/Id.ts"
import type { LeadingGoal, TalentPlan, TalentPoints } from "./TalentPlan.ts"
import {
  byId,
  exclusions,
  pairKey,
  skillOf,
  type Talent,
  type TalentGoals,
  type TalentProblem,
  type Task,
  usualGoals
} from "./TalentProblem.ts"

/** Makes the function that computes the points of a person for a task. */
const scorer = ({ criteria, distances }: TalentProblem): ((talent: Talent, task: Task) => TalentPoints) => {
  const metres = new Map(distances.map((each) => [[each.from, each.to].sort().join(" "), each.metres]))
  const farthest = Math.max(0, ...metres.values())
  const way = (from?: BuildingId, to?: BuildingId): number => {
    if (from === undefined || to === undefined) return farthest
    return from === to ? 0 : (metres.get([from, to].sort().join(" ")) ?? farthest)
  }
  return (talent, task) => {
    let skill = 0
    // This cast is safe: the keys of `needs` are tags.
    for (const tag of Object.keys(task.needs) as Array<Tag>) {
      skill += (task.needs[tag] ?? 0) * skillOf(talent, tag)
    }
    return {
      skills: criteria.skills * skill,
      // This computes 0 − x and not −x. If x is 0, −x would be −0.
      distance:
        0 - criteria.distance * (task.building === undefined ? 0 : way(talent.building, task.building)),
      load: 0 - criteria.load * talent.load,
      turns: 0 - criteria.turns * talent.turns,
      // Earlier entries have no points for these two criteria, so they are left out if the model does not weigh them.
      ...(criteria.continuity === undefined
        ? {}
        : { continuity: task.known?.includes(talent.id) === true ? criteria.continuity : 0 }),
      ...(criteria.waiting === undefined ? {} : { waiting: criteria.waiting * (talent.waited ?? 0) })
    }
  }
}

const sum = ({ continuity = 0, distance, load, skills, turns, waiting = 0 }: TalentPoints): number =>
  skills + distance + load + turns + continuity + waiting

/** The goals that come before the points. */
export const leadingGoals = ({
  inForce = [],
  partial,
  repair
}: TalentProblem): ReadonlyArray<LeadingGoal> => [
  ...(partial === true ? (["served"] as const) : []),
  ...(inForce.length > 0 && repair !== "best-score" ? (["kept"] as const) : [])
]

/** The largest number of places of a task that may stay open. */
const mostOpen = ({ partial, tasks }: TalentProblem): number =>
  partial === true ? tasks.reduce((most, { people }) => Math.max(most, people), 0) : 0

/**
 * Converts the problem for the solver. Tasks are rows and people are columns, both sorted by id. The goals are the leading
 * goals, then the highest points, then the goals of the problem. The tasks of a person must fit into the person's free
 * minutes together.
 *
 * An open place is a pair with one of the last columns, which stand for nobody: the first open place of a task with the
 * first of them, and so on. The last goal makes sure of this order, so that equal choices are counted as one.
 */
export const sizedOf = (problem: TalentProblem): Sized.Sized => {
  const talents = byId(problem.talents)
  const tasks = byId(problem.tasks)
  const score = scorer(problem)
  const start = [0]
  const column: Array<number> = []
  const points: Array<number> = []
  const costs: Record<TalentGoals[number] | LeadingGoal | "order", Array<number>> = {
    turns: [],
    waiting: [],
    served: [],
    kept: [],
    order: []
  }
  const held = new Set(problem.inForce?.map(({ talent, task }) => pairKey(task, talent)))
  const open = mostOpen(problem)
  const days = [...new Set(talents.map(({ last = -Infinity }) => last as number))].sort((a, b) => a - b)
  const rank = new Map(days.map((day, k) => [day, k]))
  for (const task of tasks) {
    for (const [j, talent] of talents.entries()) {
      if (exclusions(problem, talent, task).length > 0) continue
      column.push(j)
      points.push(0 - sum(score(talent, task)))
      costs.turns.push(talent.turns)
      costs.waiting.push(rank.get(talent.last ?? -Infinity) ?? 0)
      costs.served.push(0)
      costs.kept.push(held.has(pairKey(task.id, talent.id)) ? -1 : 0)
      costs.order.push(0)
    }
    for (let nobody = 0; nobody < Math.min(open, task.people); nobody++) {
      column.push(talents.length + nobody)
      points.push(0)
      costs.turns.push(0)
      costs.waiting.push(0)
      costs.served.push(1)
      costs.kept.push(0)
      costs.order.push(nobody)
    }
    start.push(column.length)
  }
  const nobodies = (each: number): ReadonlyArray<number> => Array.from({ length: open }, () => each)
  const minutes = tasks.reduce((sum, task) => sum + task.minutes, 0)
  const lists = [
    ...leadingGoals(problem).map((goal) => costs[goal]),
    points,
    ...(problem.goals ?? usualGoals).map((goal) => costs[goal]),
    ...(open > 1 ? [costs.order] : [])
  ].map((list) => Float64Array.from(list))
  const [first = new Float64Array(), ...others] = lists
  return {
    rows: {
      count: tasks.length,
      needs: Int32Array.from(tasks, ({ people }) => people),
      sizes: Int32Array.from(tasks, ({ minutes }) => minutes)
    },
    columns: {
      count: talents.length + open,
      most: Int32Array.from([
        ...talents.map(({ load, most }) => Math.max(0, most - load)),
        ...nobodies(tasks.length)
      ]),
      room: Int32Array.from([...talents.map(({ free }) => free), ...nobodies(minutes)])
    },
    allowed: { start: Int32Array.from(start), column: Int32Array.from(column) },
    costs: [first, ...others]
  }
}

/** The tasks with open places in a choice. `undefined` unless the problem is `partial`. */
const openPlaces = (problem: TalentProblem, pairs: TalentPlan["pairs"]): TalentPlan["open"] => {
  if (problem.partial !== true) return undefined
  const filled = Map.groupBy(pairs, ({ task }) => task)
  return byId(problem.tasks).flatMap(({ id, people }) => {
    const places = people - (filled.get(id) ?? []).length
    return places > 0 ? [{ task: id, places }] : []
  })
}

export const read = (
  problem: TalentProblem,
  { column, row }: Sized.Pairs
): Pick<TalentPlan, "pairs" | "total" | "open"> => {
  const tasks = byId(problem.tasks)
  const talents = byId(problem.talents)
  const score = scorer(problem)
  const pairs = Array.from(
    { length: row.length },
    (_, k) => [tasks[row[k] ?? -1], talents[column[k] ?? -1]] as const
  ).flatMap(([task, talent]) => {
    if (task === undefined || talent === undefined) return []
    const byCriterion = score(talent, task)
    return [{ task: task.id, talent: talent.id, points: sum(byCriterion), byCriterion }]
  })
  return {
    pairs,
    total: pairs.reduce((total, { points }) => total + points, 0),
    ...given("open", openPlaces(problem, pairs))
  }
}

/**
 * The problem with its first `count` goals as one goal. One unit of a goal is worth more than all later goals of the `count`
 * together. `units` has the worth of one unit of each goal.
 */
export const asOneGoal = (
  problem: Sized.Sized,
  count: number
): { readonly sized: Sized.Sized; readonly units: ReadonlyArray<number> } => {
  const { allowed, costs, rows } = problem
  const lists = costs.slice(0, count)
  const spread = (list: ArrayLike<number>): number =>
    rows.needs.reduce((sum, need, i) => {
      const own = Array.from(list).slice(allowed.start[i] ?? 0, allowed.start[i + 1] ?? 0)
      return own.length === 0 ? sum : sum + need * (Math.max(...own) - Math.min(...own))
    }, 0)
  const units = lists.map(() => 1)
  let below = 0
  for (let k = count - 1; k >= 0; k--) {
    units[k] = 2 * below + 1
    below += (units[k] ?? 1) * spread(lists[k] ?? [])
  }
  const one = Float64Array.from({ length: allowed.column.length }, (_, a) =>
    lists.reduce((sum, list, k) => sum + (units[k] ?? 1) * (list[a] ?? 0), 0)
  )
  return { sized: { ...problem, costs: [one] }, units }
}

/** A difference of costs of {@link asOneGoal}, as a difference of each goal. */
export const inGoals = (cost: number, units: ReadonlyArray<number>): ReadonlyArray<number> => {
  let rest = cost
  return units.map((unit) => {
    const own = Math.round(rest / unit)
    rest -= own * unit
    return own + 0
  })
}

/**
 * The rows and columns of the pairs of a plan, and of its open places. −1 for a task or person that the problem does not
 * have.
 */
export const indexesOf = (problem: TalentProblem, plan: TalentPlan): Sized.Pairs => {
  const tasks = byId(problem.tasks)
  const rows = new Map(tasks.map(({ id }, index) => [id, index]))
  const columns = new Map(byId(problem.talents).map(({ id }, index) => [id, index]))
  const pairs = [
    ...plan.pairs.map(({ talent, task }) => [rows.get(task) ?? -1, columns.get(talent) ?? -1] as const),
    ...(openPlaces(problem, plan.pairs) ?? []).flatMap(({ places, task }) =>
      Array.from(
        { length: places },
        (_, nobody) => [rows.get(task) ?? -1, problem.talents.length + nobody] as const
      )
    )
  ].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return { row: pairs.map(([row]) => row), column: pairs.map(([, column]) => column) }
}

export const totalsOf = (
  { allowed, costs }: Sized.Sized,
  { column, row }: Sized.Pairs
): ReadonlyArray<number> =>
  costs.map((list) =>
    Array.from({ length: row.length }, (_, k) => {
      const a = allowed.column.indexOf(column[k] ?? -1, allowed.start[row[k] ?? -1] ?? 0)
      return list[a] ?? 0
    }).reduce((total, cost) => total + cost, 0)
  )
