/**
 * The goals of a plan of companions, as data: their order, their weights, and the points of need. A later goal never
 * outweighs an earlier one. Goals of the same level are compared by their weights.
 */
import * as Schema from "effect/Schema"
import * as Day from "../kernel/Day.ts"
import { possibleDays } from "../place/Birth.ts"
import { Tag } from "../place/Id.ts"
import type { Stay } from "../place/Registry.ts"

/**
 * One goal:
 *
 * - `served`: as many elders as possible have a companion;
 * - `continuity`: as few pairs as possible end;
 * - `need`: the elders who get no companion have as little need as possible;
 * - `unvisited`: the elders who get no companion were visited as recently as possible;
 * - `place`: as many companions as possible live in the building of their elder.
 */
export const CompanionGoal = Schema.Literals(["served", "continuity", "need", "unvisited", "place"])
export type CompanionGoal = typeof CompanionGoal.Type

const goalNames = CompanionGoal.literals

const Weight = Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 })))

/** Several goals on the same level, each with its weight. */
const Weights = Schema.Struct({
  served: Weight,
  continuity: Weight,
  need: Weight,
  unvisited: Weight,
  place: Weight
}).check(
  Schema.makeFilter((weights) => Object.keys(weights).length > 0, {
    expected: "at least one goal with its weight",
    toJsonSchema: () => ({ minProperties: 1 })
  })
)

const goalsOf = (
  level: CompanionGoal | typeof Weights.Type
): ReadonlyArray<readonly [CompanionGoal, number]> =>
  typeof level === "string"
    ? [[level, 1]]
    : goalNames.flatMap((goal) => {
        const weight = level[goal]
        return weight === undefined ? [] : [[goal, weight] as const]
      })

/**
 * The goals in order, the most important one first. A goal that is not listed has no effect. If `served` is not listed,
 * it is added as the first goal.
 *
 * ```yaml
 * goals: [continuity, need, { unvisited: 1, place: 30 }]
 * ```
 */
export const CompanionGoals = Schema.NonEmptyArray(Schema.Union([CompanionGoal, Weights])).check(
  Schema.makeFilter(
    (levels) => {
      const goals = levels.flatMap(goalsOf).map(([goal]) => goal)
      return new Set(goals).size === goals.length
    },
    { expected: "each goal once" }
  )
)
export type CompanionGoals = typeof CompanionGoals.Type

/**
 * The goals if a model does not list any: present pairs are kept, and the need of the elders decides who gets a
 * volunteer's free place.
 */
export const usualGoals: CompanionGoals = ["served", "continuity", "need", "unvisited", "place"]

/** The levels of the given goals. Each level is a list of goals with their weights. */
export const levelsOf = (goals: CompanionGoals): readonly [Level, ...ReadonlyArray<Level>] => {
  const [first, ...others] = goals.map(goalsOf)
  const isListed = goals.some((level) => goalsOf(level).some(([goal]) => goal === "served"))
  const served: Level = [["served", 1]]
  return isListed && first !== undefined ? [first, ...others] : [served, ...goals.map(goalsOf)]
}

/** One level: goals that are compared by their weights. */
export type Level = ReadonlyArray<readonly [CompanionGoal, number]>

const Points = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))

/**
 * How points of need are counted: for each year of age above `from`, for living alone, and for tags such as `hardship`.
 *
 * ```yaml
 * need: { from: 70, perYear: 1, livesAlone: 20, tags: { hardship: 20 } }
 * ```
 */
export const NeedPoints = Schema.Struct({
  /** Default: 60. */
  from: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 130 }))),
  /** Default: 1. */
  perYear: Schema.optionalKey(Points),
  /** Default: 20. */
  livesAlone: Schema.optionalKey(Points),
  /** Default: none. */
  tags: Schema.optionalKey(Schema.Record(Tag, Points))
})
export interface NeedPoints extends Schema.Schema.Type<typeof NeedPoints> {}

/** One cause of an elder's need, with its points. The cause is `age`, `livesAlone`, or a tag. */
export const NeedPart = Schema.Struct({ of: Schema.NonEmptyString, points: Points })
export interface NeedPart extends Schema.Schema.Type<typeof NeedPart> {}

/**
 * The need of an elder on a day. If only the year or month of birth is known, the minimum age is used. An unknown age
 * adds no points. The tags of the elder and of the household count.
 *
 * @category operations
 */
export const needOf = (
  { from = 60, livesAlone = 20, perYear = 1, tags = {} }: NeedPoints,
  elder: Pick<Stay, "birth" | "bornIn" | "tags">,
  isAlone: boolean,
  on: Day.Day
): ReadonlyArray<NeedPart> => {
  const youngest = possibleDays(elder)?.until
  const age = youngest === undefined ? 0 : Math.max(0, Day.yearsUntil(youngest, on) - from) * perYear
  const own = Object.entries(tags).filter(([tag]) => elder.tags.some((one) => one === tag))
  return [
    { of: "age", points: Math.min(age, 10_000) },
    { of: "livesAlone", points: isAlone ? livesAlone : 0 },
    ...own.map(([of, points]) => ({ of, points }))
  ].filter(({ points }) => points > 0)
}
