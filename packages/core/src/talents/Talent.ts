/**
 * Capable residents: computes who should take a case or join a team. A choice gets points for skills, distance, present
 * tasks and earlier tasks. The result includes the reasons why a person is not eligible. The choice is fair over time:
 * every task that a person has had reduces the points for the next task. Among people with equal points, the task goes
 * to the person who has had the fewest tasks, then to the person who has waited longest. A model can change this order.
 *
 * The result is a proposal with a proof. People may choose others (see `talents/TalentProposal`).
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Assignment from "@liulinhui/assignment"
import { Written, WrittenSearch, written, writtenSearch } from "@liulinhui/assignment/AssignmentWritten"
import * as Sized from "@liulinhui/assignment/Sized"
import * as SizedCheck from "@liulinhui/assignment/SizedCheck"
import { DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { type DecisionRefused, precondition, type Reasons, refuseAll } from "../kernel/Rule.ts"
import { Weight } from "../place/Branch.ts"
import { ActorId, BuildingId, Tag } from "../place/Id.ts"
import { StatedReason } from "../kernel/StatedReason.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000 }))

/**
 * A capable resident who can be asked to take a task.
 *
 * @category models
 */
export const Talent = Schema.Struct({
  id: ActorId,
  skills: Schema.Record(Tag, Weight),
  building: Schema.optionalKey(BuildingId),
  /** The number of minutes a week that the person still has free. */
  free: Count,
  /**
   * `load` is the present number of tasks of the person, and `most` is the maximum number of tasks that the person can
   * have at the same time.
   */
  load: Count,
  most: Count,
  /**
   * `turns` is the number of tasks that the person has taken within the district's look-back time (the number of past
   * days that count). `last` is the day of the last of these tasks.
   */
  turns: Count,
  last: Schema.optionalKey(DayFromIso),
  /**
   * The number of days since the last task, but at most the look-back time. Missing if the model has no points for
   * waiting.
   */
  waited: Schema.optionalKey(Count)
})
export interface Talent extends Schema.Schema.Type<typeof Talent> {}

/** The id of a task: the id of a case, or a name for the open places of a team. */
export const TaskId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
).pipe(Schema.brand("TaskId"))
export type TaskId = typeof TaskId.Type

/**
 * A task: a case to take, or a team to join.
 *
 * @category models
 */
export const Task = Schema.Struct({
  id: TaskId,
  /** Skills that are useful for the task, each with a weight. */
  needs: Schema.Record(Tag, Weight),
  /** Skills that are required for the task. A person without them is not eligible. */
  requires: Schema.Array(Tag),
  building: Schema.optionalKey(BuildingId),
  /** The number of minutes a week that the task takes for each person. */
  minutes: Count,
  /** The number of people that the task needs. */
  people: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 })),
  /**
   * The people who had an earlier case about the same person or place. Missing if the model has no points for
   * continuity.
   */
  known: Schema.optionalKey(Schema.Array(ActorId))
})
export interface Task extends Schema.Schema.Type<typeof Task> {}

const Part = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))

/** The weight of each criterion for choosing people: how many points one unit of the criterion is worth. */
export const TalentCriteria = Schema.Struct({
  skills: Part,
  distance: Part,
  load: Part,
  turns: Part,
  /** The points for a person who had an earlier case about the same person or place. Default: 0. */
  continuity: Schema.optionalKey(Part),
  /** The points for each day since the last task of a person, within the look-back time. Default: 0. */
  waiting: Schema.optionalKey(Part)
})

/**
 * What decides between choices with the same points, the most important goal first: the fewest earlier tasks (`turns`),
 * or the longest time since the last task (`waiting`). A goal that is not listed has no effect.
 *
 * ```yaml
 * goals: [waiting, turns]
 * ```
 */
const TalentGoals = Schema.NonEmptyArray(Schema.Literals(["turns", "waiting"])).check(
  Schema.makeFilter((goals) => new Set(goals).size === goals.length, { expected: "each goal once" })
)
type TalentGoals = typeof TalentGoals.Type

const usualGoals: TalentGoals = ["turns", "waiting"]

/**
 * Distances between pairs of buildings, in metres, valid in both directions. The distance within one building is 0. If
 * a pair is not listed, the longest listed distance is used.
 */
const Distances = Schema.Array(Schema.Struct({ from: BuildingId, to: BuildingId, metres: Count }))

/**
 * The section `talent:` of a model. The people are the actors who have offered to take tasks (`place/Actor`).
 *
 * ```yaml
 * talent: { criteria: { skills: 1, distance: 1, load: 500, turns: 250 }, lookBack: 180 }
 * ```
 */
export const TalentScheme = Schema.Struct({
  criteria: TalentCriteria,
  /**
   * The look-back time in days: tasks that a person has taken within this time reduce the person's points for the next
   * task.
   */
  lookBack: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3660 })),
  distances: Distances.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  /** What decides between choices with the same points. Default: `turns`, `waiting`. */
  goals: Schema.optionalKey(TalentGoals)
})
export interface TalentScheme extends Schema.Schema.Type<typeof TalentScheme> {}

/**
 * The input for choosing people: the people and the tasks. `criteria` contains the weights. Points are added for each
 * product of a need and a skill, for continuity, and for each day of waiting. Points are subtracted for each metre of
 * distance, each present task and each earlier task.
 *
 * @category models
 */
export const TalentProblem = Schema.Struct({
  talents: Schema.Array(Talent),
  tasks: Schema.Array(Task),
  criteria: TalentCriteria,
  distances: Distances,
  bans: Schema.Array(Schema.Struct({ talent: ActorId, task: TaskId, reason: sensitive(StatedReason) })),
  /** What decides between choices with the same points. Default: `turns`, `waiting`. */
  goals: Schema.optionalKey(TalentGoals)
})
export interface TalentProblem extends Schema.Schema.Type<typeof TalentProblem> {}

/** Why a person is not eligible for a task. */
export type Exclusion =
  | { readonly _tag: "LacksSkill"; readonly skill: Tag }
  | { readonly _tag: "TooLittleTime"; readonly free: number; readonly minutes: number }
  | { readonly _tag: "LoadedFully"; readonly load: number; readonly most: number }
  | { readonly _tag: "Banned"; readonly reason: string }

/** The points by criterion for choosing a person for a task. Their sum is the total points of this pair. */
const TalentPoints = Schema.Struct({
  skills: Schema.Int,
  distance: Schema.Int,
  load: Schema.Int,
  turns: Schema.Int,
  continuity: Schema.optionalKey(Schema.Int),
  waiting: Schema.optionalKey(Schema.Int)
})
interface TalentPoints extends Schema.Schema.Type<typeof TalentPoints> {}

/**
 * A choice of people for tasks: the best one, or, if `unproven` is present, the best one that was found.
 *
 * @category models
 */
export const TalentPlan = Schema.Struct({
  /** The pairs of a task and a person, sorted by task id, then by person id. */
  pairs: Schema.Array(
    Schema.Struct({ task: TaskId, talent: ActorId, points: Schema.Int, byCriterion: TalentPoints })
  ),
  total: Schema.Int,
  /**
   * Whether this is the only best choice: no other choice is equally good and equally fair. False if the choice is not
   * proven.
   */
  unique: Schema.Boolean,
  /**
   * Present if the search stopped at its limit, so that the choice is not proven to be the best and fairest one. No other
   * choice has more than `gap` points more. Absent if the choice is proven.
   */
  unproven: Schema.optionalKey(Schema.Struct({ gap: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)) })),
  /** The proof if counting the tasks of each person is enough. {@link verify} checks the proof. */
  solution: Schema.optionalKey(Written),
  /** The proof if minutes must be added up. Exactly one of `solution` and `search` is present. */
  search: Schema.optionalKey(WrittenSearch)
})
export interface TalentPlan extends Schema.Schema.Type<typeof TalentPlan> {}

/** Why no choice of people is possible. */
export type NoTalentReason =
  /**
   * The tasks in `tasks` together need more people than there are eligible people. The reason also lists all people who
   * are not eligible, and why.
   */
  | {
      readonly _tag: "TasksWanting"
      readonly tasks: ReadonlyArray<{ readonly task: TaskId; readonly needs: number }>
      readonly talents: ReadonlyArray<{ readonly talent: ActorId; readonly atMost: number }>
      readonly need: number
      readonly have: number
      readonly excluded: ReadonlyArray<{
        readonly talent: ActorId
        readonly task: TaskId
        readonly reasons: Reasons<Exclusion>
      }>
    }
  /**
   * The tasks in `tasks` do not fit together into the minutes of the people: at most `have` of their `need` places can be
   * filled at the same time. `atMost` is the largest number of these tasks that one person has time for.
   */
  | {
      readonly _tag: "MinutesWanting"
      readonly tasks: ReadonlyArray<{
        readonly task: TaskId
        readonly needs: number
        readonly minutes: number
      }>
      readonly talents: ReadonlyArray<{
        readonly talent: ActorId
        readonly free: number
        readonly atMost: number
      }>
      readonly need: number
      readonly have: number
    }
  /** The search stopped at its limit. It has found no choice, and has not proven that no choice is possible. */
  | { readonly _tag: "TalentsUnproven"; readonly limit: number }
  | { readonly _tag: "TalentTwice"; readonly talent: ActorId }
  | { readonly _tag: "TaskTwice"; readonly task: TaskId }
  | { readonly _tag: "TalentPointsTooLarge"; readonly limit: number }

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

const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

// The id of a tag may be the same as the name of a property that every object has, such as `constructor`.
const skillOf = ({ skills }: Talent, tag: Tag): number =>
  Object.hasOwn(skills, tag) ? (skills[tag] ?? 0) : 0

/**
 * All reasons why a person is not eligible for a task. Empty if the person is eligible.
 *
 * @category operations
 */
export const exclusions = (problem: TalentProblem, talent: Talent, task: Task): ReadonlyArray<Exclusion> => [
  ...task.requires.flatMap((skill): ReadonlyArray<Exclusion> =>
    skillOf(talent, skill) > 0 ? [] : [{ _tag: "LacksSkill", skill }]
  ),
  ...(talent.free < task.minutes
    ? [{ _tag: "TooLittleTime" as const, free: talent.free, minutes: task.minutes }]
    : []),
  ...(talent.load >= talent.most
    ? [{ _tag: "LoadedFully" as const, load: talent.load, most: talent.most }]
    : []),
  ...problem.bans.flatMap((ban): ReadonlyArray<Exclusion> =>
    ban.talent === talent.id && ban.task === task.id ? [{ _tag: "Banned", reason: ban.reason }] : []
  )
]

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

/**
 * Converts the problem for the solver. Tasks are rows and people are columns, both sorted by id. The first goal is the
 * highest points. The other goals are those of the problem. The tasks of a person must fit into the person's free minutes
 * together.
 */
const sizedOf = (problem: TalentProblem): Sized.Sized => {
  const talents = byId(problem.talents)
  const tasks = byId(problem.tasks)
  const score = scorer(problem)
  const start = [0]
  const column: Array<number> = []
  const points: Array<number> = []
  const costs: Record<TalentGoals[number], Array<number>> = { turns: [], waiting: [] }
  const days = [...new Set(talents.map(({ last = -Infinity }) => last as number))].sort((a, b) => a - b)
  const rank = new Map(days.map((day, k) => [day, k]))
  for (const task of tasks) {
    for (const [j, talent] of talents.entries()) {
      if (exclusions(problem, talent, task).length > 0) continue
      column.push(j)
      points.push(0 - sum(score(talent, task)))
      costs.turns.push(talent.turns)
      costs.waiting.push(rank.get(talent.last ?? -Infinity) ?? 0)
    }
    start.push(column.length)
  }
  return {
    rows: {
      count: tasks.length,
      needs: Int32Array.from(tasks, ({ people }) => people),
      sizes: Int32Array.from(tasks, ({ minutes }) => minutes)
    },
    columns: {
      count: talents.length,
      most: Int32Array.from(talents, ({ load, most }) => Math.max(0, most - load)),
      room: Int32Array.from(talents, ({ free }) => free)
    },
    allowed: { start: Int32Array.from(start), column: Int32Array.from(column) },
    costs: [
      Float64Array.from(points),
      ...(problem.goals ?? usualGoals).map((goal) => Float64Array.from(costs[goal]))
    ]
  }
}

const read = (problem: TalentProblem, { column, row }: Sized.Pairs): Pick<TalentPlan, "pairs" | "total"> => {
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
  return { pairs, total: pairs.reduce((total, { points }) => total + points, 0) }
}

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
  return Result.succeed({
    ...read(problem, result.success),
    unique,
    ...(unproven === undefined ? {} : { unproven }),
    ...(proof._tag === "Relaxed" ? { solution: written(proof.solution) } : { search: writtenSearch(proof) })
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
   * be less fair, or the person comes later in the order of ids.
   */
  | { readonly _tag: "Costs"; readonly points: number }
  /**
   * The search stopped at its limit: choosing the person loses at least `atLeast` and at most `atMost` points. Less than 0
   * if the choice may have more points: this is possible only if the plan is not proven.
   */
  | { readonly _tag: "CostsUnproven"; readonly atLeast: number; readonly atMost: number }
  /**
   * If the person took this task, other tasks would have too few people, or the search found no choice before it stopped
   * (`TalentsUnproven`).
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
  const forced = Sized.requiring(sizedOf(problem), pair)
  if (forced === undefined) return { _tag: "Unknown" }
  const rest = Sized.leastCost(forced, options)
  if (Result.isFailure(rest)) {
    return { _tag: "OthersWanting", reasons: [wanting(problem, rest.failure.reasons[0])] }
  }
  const own = sum(scorer(problem)(who, what))
  const [atLeast, atMost] = [rest.success.atLeast, rest.success.atMost].map(
    (cost) => plan.total - own + cost
  ) as [number, number]
  return atLeast === atMost ? { _tag: "Costs", points: atLeast } : { _tag: "CostsUnproven", atLeast, atMost }
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
  const { pairs, total } = read(problem, indexes)
  const { unique, unproven } = plan
  return (
    total === plan.total &&
    JSON.stringify(pairs) === JSON.stringify(plan.pairs) &&
    SizedCheck.verify(sized, {
      ...indexes,
      totals: totalsOf(sized, indexes),
      unique,
      ...(unproven === undefined ? {} : { unproven }),
      proof
    }) === undefined
  )
}

const proofOf = ({ search, solution }: TalentPlan): Sized.SizedProof | undefined => {
  if (solution !== undefined) return search === undefined ? { _tag: "Relaxed", solution } : undefined
  return search === undefined ? undefined : { _tag: "Search", ...search }
}

/** The rows and columns of the pairs of a plan. −1 for a task or person that the problem does not have. */
const indexesOf = (problem: TalentProblem, { pairs }: TalentPlan): Sized.Pairs => {
  const rows = new Map(byId(problem.tasks).map(({ id }, index) => [id, index]))
  const columns = new Map(byId(problem.talents).map(({ id }, index) => [id, index]))
  return {
    row: pairs.map(({ task }) => rows.get(task) ?? -1),
    column: pairs.map(({ talent }) => columns.get(talent) ?? -1)
  }
}

const totalsOf = ({ allowed, costs }: Sized.Sized, { column, row }: Sized.Pairs): ReadonlyArray<number> =>
  costs.map((list) =>
    Array.from({ length: row.length }, (_, k) => {
      const a = allowed.column.indexOf(column[k] ?? -1, allowed.start[row[k] ?? -1] ?? 0)
      return list[a] ?? 0
    }).reduce((total, cost) => total + cost, 0)
  )
