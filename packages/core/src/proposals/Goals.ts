/**
 * The goals of a plan that assigns visitors to people, as data: their order and their weights. Plans of companions and
 * plans of rounds of visits use them. A later goal never outweighs an earlier one. Goals of the same level are compared by
 * their weights.
 */
import * as Schema from "effect/Schema"

/**
 * One goal. The visitor is a companion, or a person who walks a round. The person is an elder, or a member whom a rule
 * misses:
 *
 * - `served`: as many people as possible get a visitor;
 * - `continuity`: as many people as possible keep the visitor whom they have;
 * - `need`: the people who get no visitor have as little need as possible;
 * - `unvisited`: the people who get no visitor were visited as recently as possible;
 * - `place`: as many visitors as possible know the building of their person.
 */
export const Goal = Schema.Literals(["served", "continuity", "need", "unvisited", "place"])
export type Goal = typeof Goal.Type

const goalNames = Goal.literals

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

const goalsOf = (level: Goal | typeof Weights.Type): ReadonlyArray<readonly [Goal, number]> =>
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
export const Goals = Schema.NonEmptyArray(Schema.Union([Goal, Weights])).check(
  Schema.makeFilter(
    (levels) => {
      const goals = levels.flatMap(goalsOf).map(([goal]) => goal)
      return new Set(goals).size === goals.length
    },
    { expected: "each goal once" }
  )
)
export type Goals = typeof Goals.Type

/** The levels of the given goals. Each level is a list of goals with their weights. */
export const levelsOf = (goals: Goals): readonly [Level, ...ReadonlyArray<Level>] => {
  const [first, ...others] = goals.map(goalsOf)
  const isListed = goals.some((level) => goalsOf(level).some(([goal]) => goal === "served"))
  const served: Level = [["served", 1]]
  return isListed && first !== undefined ? [first, ...others] : [served, ...goals.map(goalsOf)]
}

/** One level: goals that are compared by their weights. */
export type Level = ReadonlyArray<readonly [Goal, number]>
