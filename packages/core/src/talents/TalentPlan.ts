/** The choice of capable residents for tasks: a plan with its proof, or the reasons why there is no plan. */
import * as Schema from "effect/Schema"
import { Written, WrittenSearch } from "@liulinhui/assignment/AssignmentWritten"
import type { Reasons } from "../kernel/Rule.ts"
import { ActorId } from "../place/Id.ts"
import { type Exclusion, TaskId } from "./TalentProblem.ts"

/** The points by criterion for choosing a person for a task. Their sum is the total points of this pair. */
export const TalentPoints = Schema.Struct({
  skills: Schema.Int,
  distance: Schema.Int,
  load: Schema.Int,
  turns: Schema.Int,
  continuity: Schema.optionalKey(Schema.Int),
  waiting: Schema.optionalKey(Schema.Int)
})
export interface TalentPoints extends Schema.Schema.Type<typeof TalentPoints> {}

/**
 * What can come before the points: `served`, as many filled places as possible (only if the problem is `partial`), and
 * `kept`, as many kept pairs as possible (only if some pairs are in force, and points do not come first).
 */
export const LeadingGoal = Schema.Literals(["served", "kept"])
export type LeadingGoal = typeof LeadingGoal.Type

/**
 * Why a pair in force would end:
 *
 * - `gone`: the person does not offer to take tasks any more, or has no mandate;
 * - `refused`: the person must not have the task;
 * - `unable`: the person lacks a skill or the time, or has as many tasks as possible;
 * - `others`: if the person kept the task, places of other tasks would stay open that a choice must fill;
 * - `served`, `kept` or `points`: a choice that keeps the pair is worse in this goal;
 * - `plan`: the choice as a whole is better, or the reason was not computed because too many pairs would end.
 */
export const TalentEndsBecause = Schema.Literals([
  "gone",
  "refused",
  "unable",
  "others",
  ...LeadingGoal.literals,
  "points",
  "plan"
])
export type TalentEndsBecause = typeof TalentEndsBecause.Type

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
  /** The tasks with open places, and how many, sorted by task id. Missing unless the problem is `partial`. */
  open: Schema.optionalKey(
    Schema.Array(Schema.Struct({ task: TaskId, places: Schema.Int.check(Schema.isGreaterThan(0)) }))
  ),
  /** The pairs in force that would end, each with the reason, sorted by task, then by person. Missing if none was in force. */
  ends: Schema.optionalKey(
    Schema.Array(Schema.Struct({ task: TaskId, talent: ActorId, because: TalentEndsBecause }))
  ),
  /**
   * Whether this is the only best choice: no other choice is equally good and equally fair. False if the choice is not
   * proven.
   */
  unique: Schema.Boolean,
  /**
   * Present if the search stopped at its limit, so that the choice is not proven to be the best and fairest one. No other
   * choice is better by more than `gap` in the first goal: `goal`, or points if `goal` is missing. Absent if the choice is
   * proven.
   */
  unproven: Schema.optionalKey(
    Schema.Struct({
      gap: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
      goal: Schema.optionalKey(LeadingGoal)
    })
  ),
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
