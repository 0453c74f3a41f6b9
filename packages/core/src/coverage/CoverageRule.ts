/**
 * A coverage rule says who must be reached, and how many of them. It says which contacts count in which period, and who
 * may be excluded for which reason. Rules are data in a model, under their ids. Decoding checks a rule alone (its
 * fields, comparisons and windows). {@link "CoverageCheck"} checks it against the rest of the model.
 */
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"
import { broken } from "../kernel/StrictReader.ts"
import { Text } from "../kernel/Text.ts"
import { type Population, populations } from "../place/Facts.ts"
import { RoleId, RuleId } from "../place/Id.ts"
import * as Selector from "../place/Selector.ts"
import { shapeOf } from "../place/SelectorShape.ts"
import { CalendarUnit } from "../place/Window.ts"
import { Grouping, Target } from "./Target.ts"

const markPattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}(?:\/[\p{L}\p{N}][\p{L}\p{N}._-]{0,63})?$/u

/**
 * One thing that can count as reaching a member: a kind of contact such as `home-visit`, or a step of a case such as
 * `corridor-clutter/survey`.
 */
const MarkText = Schema.String.check(
  Schema.isPattern(markPattern, {
    expected: "a kind of contact such as home-visit, or a step such as corridor-clutter/survey"
  })
)

/** The length of the period in which contacts count, in calendar days: `7 days`, `3 months`, `1 year`. */
const CalendarPeriod = PeriodFromText.check(
  Schema.makeFilter(({ count, unit }: Period) => count > 0 && unit !== "working day", {
    expected: 'a period of calendar days such as "7 days", "2 weeks", "3 months" or "1 year"'
  })
)

const Times = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 31 }))

/**
 * The people or places whose contacts count for a member, too.
 *
 * - Upward, for residents and pairs: `household` means the member's household, and `building` the household and the
 *   building. For households, `building` is possible. A contact counts only if it was made on or after the day on which the
 *   member moved in. If nobody knows this day, because the member came with the first import of the household, every
 *   contact counts.
 * - Downward: `residents` means everybody who lives in the household or building on the day of the answer. A contact with
 *   them counts if it was made since they moved into their flat. For buildings, `households` means the flats of the
 *   building, and `residents` the flats and the people.
 *
 * @category schemas
 */
export const Through = Schema.Literals(["household", "building", "households", "residents"])
export type Through = typeof Through.Type

/**
 * When a member counts as reached: contacts or steps (`by`), a selector that matches the member (`is`), or a
 * combination of conditions (`all`, `any`). Exactly one of these four fields is present. The other fields can be used
 * only together with `by`.
 *
 * @category models
 */
export interface Reach {
  /** The kinds of contact and the steps that count. A contact or step of one of these kinds is enough. */
  readonly by?: readonly [string, ...ReadonlyArray<string>]
  /** The number of different days on which a contact or step is required. Default: 1. */
  readonly times?: number
  /**
   * The length of the period in which contacts count. The period ends on the day for which coverage is computed, and
   * includes this day.
   */
  readonly within?: Period
  /** Only contacts on or after this day count. */
  readonly since?: Day
  /** Contacts are required in each calendar week (from Monday), month, quarter or year. */
  readonly each?: CalendarUnit
  /** Other people or places whose contacts count for the member, too. See {@link Through}. */
  readonly through?: Through
  /** The member is reached if this selector (a condition on the member's data) matches the member. */
  readonly is?: Selector.SelectorJson
  /** The member is reached if all of these conditions are true. */
  readonly all?: readonly [Reach, ...ReadonlyArray<Reach>]
  /** The member is reached if one of these conditions is true. */
  readonly any?: readonly [Reach, ...ReadonlyArray<Reach>]
}

/** A {@link Reach} as it is written in a model. */
export interface ReachEncoded {
  readonly by?: readonly [string, ...ReadonlyArray<string>]
  readonly times?: number
  readonly within?: string
  readonly since?: string
  readonly each?: CalendarUnit
  readonly through?: Through
  readonly is?: Selector.SelectorJson
  readonly all?: readonly [ReachEncoded, ...ReadonlyArray<ReachEncoded>]
  readonly any?: readonly [ReachEncoded, ...ReadonlyArray<ReachEncoded>]
}

/** A {@link Reach} (a condition for reaching a member) that counts contacts or steps. */
export interface Counted extends Omit<Reach, "is" | "all" | "any"> {
  readonly by: readonly [string, ...ReadonlyArray<string>]
}

/** Whether a condition counts contacts or steps. */
export const isCounted = (self: Reach): self is Counted => self.by !== undefined

/** The ways of reaching a member. A condition has exactly one of them. */
export const ways = ["by", "is", "all", "any"] as const

/** The windows (periods in which contacts count). A condition has at most one of them. */
export const windows = ["within", "since", "each"] as const

/** The keys that are possible only together with `by`. */
export const modifiers = [...windows, "times", "through"] as const

const reachProblems = (self: Reach): ReadonlyArray<SchemaIssue.Issue> => {
  const given = ways.filter((way) => self[way] !== undefined)
  const lengths = windows.filter((window) => self[window] !== undefined)
  const idle = modifiers.filter((modifier) => self[modifier] !== undefined)
  return [
    ...(given.length === 1
      ? []
      : [
          broken(
            "reach-not-one-way",
            `exactly one of ${ways.join(", ")} says what reaches, not ${given.length}`,
            given.length === 0 ? {} : { found: given }
          )
        ]),
    ...(lengths.length <= 1
      ? []
      : [
          broken(
            "reach-two-windows",
            `at most one of ${windows.join(", ")} is the window, not ${lengths.join(" and ")}`,
            { found: lengths }
          )
        ]),
    ...(self.by !== undefined || idle.length === 0
      ? []
      : [broken("reach-without-by", `${idle.join(", ")} only goes with "by"`, { found: idle })])
  ]
}

const widest: Record<Population, ReadonlyArray<string>> = {
  residents: ["household", "building"],
  households: ["building", "residents"],
  buildings: ["households", "residents"],
  cases: [],
  pairs: ["household", "building"]
}

/** What members of a population can be reached through. */
export const throughOf = (population: Population): ReadonlyArray<string> => widest[population]

const throughProblem = (
  population: Population,
  through: string | undefined
): ReadonlyArray<SchemaIssue.Issue> =>
  through === undefined || widest[population].includes(through)
    ? []
    : [
        broken(
          "reach-through",
          widest[population].length === 0
            ? `${population} are not reached through anything: leave "through" out`
            : `${population} are reached through ${widest[population].join(" or ")}, not through ${through}`,
          {
            of: population,
            found: through,
            ...(widest[population].length === 0 ? {} : { known: widest[population] })
          }
        )
      ]

type SelectorSchema = Schema.Codec<Selector.SelectorJson, Selector.SelectorJson>

const reachOf = (population: Population, selector: SelectorSchema): Schema.Codec<Reach, ReachEncoded> => {
  const self: Schema.Codec<Reach, ReachEncoded> = Schema.suspend(() => schema)
  const schema: Schema.Codec<Reach, ReachEncoded> = Schema.Struct({
    by: Schema.optionalKey(Schema.NonEmptyArray(MarkText)),
    times: Schema.optionalKey(Times),
    within: Schema.optionalKey(CalendarPeriod),
    since: Schema.optionalKey(DayFromIso),
    each: Schema.optionalKey(CalendarUnit),
    through: Schema.optionalKey(Through),
    is: Schema.optionalKey(selector),
    all: Schema.optionalKey(Schema.NonEmptyArray(self)),
    any: Schema.optionalKey(Schema.NonEmptyArray(self))
  })
    .check(
      Schema.makeFilter((reach: Reach) => [
        ...reachProblems(reach),
        ...throughProblem(population, reach.through).map((issue) => ({ path: ["through"], issue }))
      ])
    )
    .annotate({ identifier: `reach-of-${population}` })
  return schema
}

/**
 * A reason for which a member may be excluded, with the roles that may grant the exclusion, and the maximum length of
 * the exclusion.
 *
 * @category models
 */
const ExclusionReason = Schema.Struct({
  name: Text,
  grantedBy: Schema.NonEmptyArray(RoleId),
  for: Schema.optionalKey(CalendarPeriod)
})
interface ExclusionReason extends Schema.Schema.Type<typeof ExclusionReason> {}

/** The id of a reason for excluding a member. In a model, the id is a key of `exclude`. */
export const ReasonId = RuleId
export type ReasonId = RuleId

const bodyOf = <P extends Population>(
  population: P,
  selector: SelectorSchema = Selector.selectorOf(population)
) => ({
  name: Text,
  /** The version of the text of the rule. Certificates state this version. Default: 1. */
  version: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  of: Schema.Literal(population),
  /** The selector (a condition on a member's data) of the members to whom the rule applies. Default: all members. */
  where: Schema.optionalKey(selector),
  reached: reachOf(population, selector),
  target: Target,
  exclude: Schema.optionalKey(Schema.Record(ReasonId, ExclusionReason)),
  groupBy: Schema.optionalKey(Grouping)
})

const id = { id: RuleId }
const expectation = { expected: `a rule "of" ${populations.join(", ")}` }

/**
 * A coverage rule as it is written in a model, without its id.
 *
 * @category models
 */
export const CoverageRuleBody = Schema.Union([
  Schema.Struct(bodyOf("residents")),
  Schema.Struct(bodyOf("households")),
  Schema.Struct(bodyOf("buildings")),
  Schema.Struct(bodyOf("cases")),
  Schema.Struct(bodyOf("pairs"))
]).annotate(expectation)
export type CoverageRuleBody = typeof CoverageRuleBody.Type

/**
 * A coverage rule with its id.
 *
 * @category models
 */
export const CoverageRule = Schema.Union([
  Schema.Struct({ ...id, ...bodyOf("residents") }),
  Schema.Struct({ ...id, ...bodyOf("households") }),
  Schema.Struct({ ...id, ...bodyOf("buildings") }),
  Schema.Struct({ ...id, ...bodyOf("cases") }),
  Schema.Struct({ ...id, ...bodyOf("pairs") })
]).annotate(expectation)
export type CoverageRule = typeof CoverageRule.Type

/**
 * A coverage rule with a detailed schema for its selectors (conditions on a member's data). The JSON Schema of a model
 * is made from it. To decode a rule, use {@link CoverageRuleBody}, which has better error messages.
 *
 * @example
 * ```ts
 * import { CoverageRuleShape } from "@liulinhui/core/Coverage"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const { definitions } = Schema.toJsonSchemaDocument(CoverageRuleShape, { onExcessProperty: "error" })
 * assert.ok("ResidentSelector" in definitions)
 * ```
 * @category schemas
 */
export const CoverageRuleShape = Schema.Union([
  Schema.Struct(bodyOf("residents", shapeOf("residents"))),
  Schema.Struct(bodyOf("households", shapeOf("households"))),
  Schema.Struct(bodyOf("buildings", shapeOf("buildings"))),
  Schema.Struct(bodyOf("cases", shapeOf("cases"))),
  Schema.Struct(bodyOf("pairs", shapeOf("pairs")))
])

type Path = ReadonlyArray<string | number>

/**
 * All parts of a `Reach` (the condition for reaching a member) that count contacts or steps, each with its path in the
 * rule.
 */
export const countedIn = function* (
  reach: Reach,
  path: Path = ["reached"]
): Generator<readonly [Counted, Path]> {
  if (isCounted(reach)) yield [reach, path]
  for (const way of ["all", "any"] as const) {
    for (const [at, part] of (reach[way] ?? []).entries()) yield* countedIn(part, [...path, way, at])
  }
}

/** All selectors (conditions on a member's data) in a rule, each with its path in the rule. */
export const selectorsIn = function* (
  rule: CoverageRuleBody
): Generator<readonly [Selector.SelectorJson, Path]> {
  if (rule.where !== undefined) yield [rule.where, ["where"]]
  yield* states(rule.reached, ["reached"])
}

const states = function* (reach: Reach, path: Path): Generator<readonly [Selector.SelectorJson, Path]> {
  if (reach.is !== undefined) yield [reach.is, [...path, "is"]]
  for (const way of ["all", "any"] as const) {
    for (const [at, part] of (reach[way] ?? []).entries()) yield* states(part, [...path, way, at])
  }
}
