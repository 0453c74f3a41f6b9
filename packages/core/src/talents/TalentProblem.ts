/**
 * The problem of choosing capable residents for tasks, as data: the people, the tasks, the weights of the criteria, and who
 * already has a task. So a proposal in the ledger can still be checked years later, from its entry alone.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { Weight } from "../place/Branch.ts"
import { ActorId, BuildingId, Tag } from "../place/Id.ts"

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
export const TalentGoals = Schema.NonEmptyArray(Schema.Literals(["turns", "waiting"])).check(
  Schema.makeFilter((goals) => new Set(goals).size === goals.length, { expected: "each goal once" })
)
export type TalentGoals = typeof TalentGoals.Type

export const usualGoals: TalentGoals = ["turns", "waiting"]

/**
 * Distances between pairs of buildings, in metres, valid in both directions. The distance within one building is 0. If
 * a pair is not listed, the longest listed distance is used.
 */
const Distances = Schema.Array(Schema.Struct({ from: BuildingId, to: BuildingId, metres: Count }))

/**
 * What comes first if a task already has a person: as few changed pairs as possible (`fewest-changes`), or the points
 * (`best-score`). Default: `fewest-changes`.
 */
const Repair = Schema.Literals(["fewest-changes", "best-score"])

/**
 * Whether places may stay open if there are not enough people or minutes. Then as many places as possible are filled, and
 * all other goals come after. Default: false. Then a problem without a complete choice is refused, with the reasons.
 */
const partial = Schema.optionalKey(Schema.Boolean)

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
  goals: Schema.optionalKey(TalentGoals),
  repair: Schema.optionalKey(Repair),
  partial
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
  goals: Schema.optionalKey(TalentGoals),
  /** The people who already have one of the tasks. Missing if nobody has any of them. */
  inForce: Schema.optionalKey(Schema.Array(Schema.Struct({ task: TaskId, talent: ActorId }))),
  repair: Schema.optionalKey(Repair),
  partial
})
export interface TalentProblem extends Schema.Schema.Type<typeof TalentProblem> {}

/** Why a person is not eligible for a task. */
export type Exclusion =
  | { readonly _tag: "LacksSkill"; readonly skill: Tag }
  | { readonly _tag: "TooLittleTime"; readonly free: number; readonly minutes: number }
  | { readonly _tag: "LoadedFully"; readonly load: number; readonly most: number }
  | { readonly _tag: "Banned"; readonly reason: string }

export const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

// The id of a tag may be the same as the name of a property that every object has, such as `constructor`.
export const skillOf = ({ skills }: Talent, tag: Tag): number =>
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

export const pairKey = (task: TaskId, talent: ActorId): string => `${task} ${talent}`
