/** Arbitraries for selectors of a population, and for coverage rules. */
import type { Population } from "@liulinhui/core/Facts"
import { fields } from "@liulinhui/core/Registry"
import { CoverageRule } from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import {
  day,
  buildings,
  households,
  residents,
  volunteers,
  tags,
  kinds,
  playbooks,
  stages
} from "./CoverageDistrict.ts"

/** A choice shrinks to its first alternative, which is the simplest one. */
const simplestFirst = { withCrossShrink: true } as const

const years = (counts: ReadonlyArray<number>): fc.Arbitrary<Schema.Json> =>
  fc.oneof(
    fc.record({ atLeast: fc.constantFrom(...counts) }),
    fc.record({ lessThan: fc.constantFrom(...counts) }),
    fc.record({ moreThan: fc.constantFrom(...counts), atMost: fc.constant(90) }),
    fc.constantFrom(...counts)
  )

const isoDay = day.map(Day.toIso)
const period = fc.constantFrom("1 day", "7 days", "2 weeks", "1 month")
const oneOrMore = (words: ReadonlyArray<string>): fc.Arbitrary<Schema.Json> =>
  fc.oneof(fc.constantFrom(...words), fc.subarray([...words], { minLength: 1 }))

const idWords: Record<string, ReadonlyArray<string>> = {
  resident: residents,
  household: households,
  building: buildings,
  branch: ["east", "west"],
  group: ["warmth"],
  actor: volunteers,
  playbook: playbooks,
  stage: stages,
  outcome: ["cleared"],
  tag: tags
}

const comparison = (name: string, population: Population, depth: number): fc.Arbitrary<Schema.Json> => {
  const field = fields[population][name]
  switch (field?.type) {
    case "years":
      return years(name === "age" ? [60, 80] : [50])
    case "number":
      return fc.oneof(
        fc.record({ atLeast: fc.constantFrom(1, 2) }),
        fc.record({ atMost: fc.constantFrom(1, 2) })
      )
    case "area":
      return fc.oneof(fc.constant({ atLeast: "90 m2" }), fc.constant({ lessThan: "90.55 m2" }))
    case "date":
      return fc.oneof(
        fc.record({ from: isoDay }),
        fc.record({ before: name === "birth" ? fc.constant("1964-03-01") : isoDay })
      )
    case "lasting":
      return fc.oneof(fc.record({ atLeast: period }), fc.record({ lessThan: period }))
    case "flag":
      return fc.boolean()
    case "ids":
      return oneOrMore(idWords[field.named] ?? [])
    case "tags":
      return fc.oneof(
        oneOrMore(tags),
        fc.record({ all: fc.subarray(tags, { minLength: 1 }) }),
        fc.record({ none: fc.subarray(tags, { minLength: 1 }) })
      )
    case "one":
      return depth <= 0 && field.named !== undefined
        ? oneOrMore(idWords[field.named] ?? [])
        : coverageSelector(field.to, depth - 1)
    case "some":
    case "every":
      return coverageSelector(field.to, depth - 1)
    default:
      return fc.constant({})
  }
}

/**
 * A selector of a population (the people or flats that must be contacted), as JSON in the format of a district's model.
 * `depth` limits how deeply relations are nested.
 *
 * @category arbitraries
 */
export const coverageSelector = (
  population: Population,
  depth = 2
): fc.Arbitrary<Record<string, Schema.Json>> => {
  const names = Object.keys(fields[population]).filter(
    (name) =>
      depth > 0 ||
      !["one", "some", "every"].includes(fields[population][name]?.type ?? "") ||
      name === "building"
  )
  const single = fc
    .constantFrom(...names)
    .chain((name) => comparison(name, population, depth).map((value) => ({ [name]: value })))
  if (depth <= 0) return single
  return fc.oneof(
    simplestFirst,
    { weight: 5, arbitrary: single },
    {
      weight: 1,
      arbitrary: fc
        .array(coverageSelector(population, depth - 1), { minLength: 1, maxLength: 2 })
        .map((all) => ({ all }))
    },
    {
      weight: 1,
      arbitrary: fc
        .array(coverageSelector(population, depth - 1), { minLength: 1, maxLength: 2 })
        .map((any) => ({ any }))
    },
    { weight: 1, arbitrary: coverageSelector(population, depth - 1).map((not) => ({ not })) }
  )
}

/** The values of `through` that are possible for a population. `isDownward` adds those that lead to its members. */
const throughOf = (population: Population, isDownward: boolean): ReadonlyArray<string | undefined> => {
  switch (population) {
    case "residents":
    case "pairs":
      return ["household", "building"]
    case "households":
      return ["building", ...(isDownward ? ["residents"] : [])]
    case "buildings":
      return isDownward ? ["households", "residents"] : [undefined]
    case "cases":
      return [undefined]
  }
}

const counted = (population: Population, isDownward: boolean): fc.Arbitrary<Record<string, Schema.Json>> =>
  fc
    .record({
      by: fc.subarray([...kinds, "clutter/survey", "hoarding/file"], { minLength: 1 }),
      times: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
      window: fc.option(
        fc.oneof(
          period.map((within) => ({ within })),
          isoDay.map((since) => ({ since })),
          fc
            .oneof(
              fc.constantFrom("week", "month", "quarter", "year"),
              fc.integer({ min: 1, max: 28 }).map((month) => ({ month }))
            )
            .map((each) => ({ each }))
        ),
        { nil: undefined }
      ),
      through: fc.option(fc.constantFrom(...throughOf(population, isDownward)), { nil: undefined })
    })
    .map(({ by, times, window, through }) => ({
      by,
      ...(times === undefined ? {} : { times }),
      ...window,
      ...(through === undefined ? {} : { through })
    }))

const reach = (population: Population, isDownward: boolean): fc.Arbitrary<Record<string, Schema.Json>> => {
  const single = fc.oneof(
    simplestFirst,
    { weight: 4, arbitrary: counted(population, isDownward) },
    { weight: 1, arbitrary: coverageSelector(population, 1).map((is) => ({ is })) }
  )
  const several = fc.array(single, { minLength: 1, maxLength: 2 })
  return fc.oneof(
    simplestFirst,
    { weight: 5, arbitrary: single },
    { weight: 1, arbitrary: several.map((all) => ({ all })) },
    { weight: 1, arbitrary: several.map((any) => ({ any })) }
  )
}

const quota = fc.constantFrom<Array<Schema.Json>>("all", "95 %", "1/2", 2)
const target = fc.oneof(
  simplestFirst,
  { weight: 4, arbitrary: quota },
  {
    weight: 1,
    arbitrary: fc
      .tuple(quota, quota, quota)
      .map(([b1, b2, rest]) => ({ by: "building", parts: { b1, b2 }, rest }) as Schema.Json)
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(quota, quota)
      .map(([west, rest]) => ({ by: "branch", parts: { west }, rest }) as Schema.Json)
  }
)

const name = { zh: "规则", en: "A rule" }
const exclude = {
  "in-hospital": { name, grantedBy: ["committee"], for: "10 days" },
  refused: { name, grantedBy: ["committee"] }
}

const usualPopulations: ReadonlyArray<Population> = [
  "residents",
  "residents",
  "residents",
  "households",
  "households",
  "buildings",
  "cases",
  "pairs"
]

const decodeRule = Schema.decodeUnknownSync(CoverageRule)

/**
 * A coverage rule (who must be contacted how often) over the given population, as JSON in the format of a district's
 * model.
 *
 * @category arbitraries
 */
export const coverageRuleJson = (
  population: Population,
  id = "rule-1",
  { isDownward = false }: { readonly isDownward?: boolean } = {}
): fc.Arbitrary<Record<string, Schema.Json>> =>
  fc
    .record({
      where: fc.option(coverageSelector(population), { nil: undefined, freq: 2 }),
      reached: reach(population, isDownward),
      target,
      excluding: fc.constantFrom(false, true, true),
      groupBy: fc.option(fc.constantFrom("building", "branch", "group", "head"), { nil: undefined })
    })
    .map(({ where, reached, target, excluding, groupBy }) => ({
      id,
      name,
      of: population,
      reached,
      target,
      ...(where === undefined ? {} : { where }),
      ...(excluding ? { exclude } : {}),
      ...(groupBy === undefined ? {} : { groupBy })
    }))

/**
 * A coverage rule (who must be contacted how often) over a generated population: three of eight rules are about residents,
 * two about households, and one each about buildings, cases and pairs. `populations` states others.
 *
 * About half of the rules have a condition, and two of three have exclusions. A rule shrinks to one about the first
 * population, without condition, exclusions and groups.
 *
 * @category arbitraries
 */
export const coverageRule = (
  id = "rule-1",
  { populations = usualPopulations }: { readonly populations?: ReadonlyArray<Population> } = {}
): fc.Arbitrary<CoverageRule> =>
  fc
    .constantFrom(...populations)
    .chain((population) => coverageRuleJson(population, id))
    .map((json) => decodeRule(json))
