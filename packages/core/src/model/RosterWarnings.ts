/** Compares a registry with a model: tags and parts that nobody has, unknown tags, and births that are no births. */
import type * as Schema from "effect/Schema"
import { selectorsIn } from "../coverage/CoverageRule.ts"
import { make as day, type Day } from "../kernel/Day.ts"
import { isObject } from "../kernel/Json.ts"
import { nearest } from "../kernel/Nearest.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import type { BuildingId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import type { Building } from "../place/Registry.ts"
import type { ModelDocument } from "./ModelDocument.ts"

/**
 * The facts of a registry that are compared with a model.
 *
 * @category models
 */
export interface RosterFacts {
  readonly buildings: ReadonlyMap<BuildingId, Building>
  readonly residents: Iterable<{
    readonly id: ResidentId
    readonly household: HouseholdId
    readonly birth?: Day | undefined
    readonly tags: ReadonlyArray<Tag>
  }>
  readonly households: Iterable<{
    readonly id: HouseholdId
    readonly building: BuildingId
    readonly tags: ReadonlyArray<Tag>
  }>
}

/** The day that spreadsheet programs show for an empty or invalid date. */
const emptyDate = day("1900-01-01")

/** The most ids that a message lists. */
const mostListed = 5

const listed = (ids: ReadonlyArray<string>): ReadonlyArray<string> =>
  ids.length > mostListed ? [...ids.slice(0, mostListed), "…"] : ids

/** All tags that a condition requires, each with its path. */
const tagsIn = function* (
  value: Schema.Json | undefined,
  path: Problem["path"]
): Generator<readonly [string, Problem["path"]]> {
  if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) yield* tagsIn(part, [...path, at])
  }
  if (!isObject(value)) return
  for (const [key, part] of Object.entries(value)) {
    if (key === "tags") yield* textsIn(part, [...path, key])
    else yield* tagsIn(part, [...path, key])
  }
}

const textsIn = function* (
  value: Schema.Json | undefined,
  path: Problem["path"]
): Generator<readonly [string, Problem["path"]]> {
  if (typeof value === "string") yield [value, path]
  else if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) yield* textsIn(part, [...path, at])
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) yield* textsIn(part, [...path, key])
  }
}

/** The tags on which coverage rules and the companion scheme depend, each with its path. */
const tagsUsed = ({
  companions,
  coverage
}: ModelDocument): ReadonlyArray<readonly [string, Problem["path"]]> => [
  ...Object.entries(coverage).flatMap(([id, rule]) =>
    [...selectorsIn(rule)].flatMap(([selector, path]) => [...tagsIn(selector, ["coverage", id, ...path])])
  ),
  ...tagsIn(companions?.elders, ["companions", "elders"]),
  ...Object.keys(companions?.need?.tags ?? {}).map(
    (tag) => [tag, ["companions", "need", "tags", tag]] as const
  )
]

/** The parts of targets in which nobody lives. */
const emptyParts = (
  { coverage }: ModelDocument,
  built: ReadonlySet<string>,
  lived: ReadonlySet<string>
): ReadonlyArray<Problem> =>
  Object.entries(coverage).flatMap(([id, { of, target }]) =>
    typeof target !== "object" || target.by !== "building" || of === "buildings"
      ? []
      : Object.keys(target.parts).flatMap((part) =>
          lived.has(part) || !built.has(part)
            ? []
            : [
                problem(
                  ["coverage", id, "target", "parts", part],
                  "part-with-nobody",
                  `nobody in the registry lives in "${part}", so this part of the target is empty`,
                  { part }
                )
              ]
        )
  )

/**
 * The warnings about a registry and a model together. The path of a warning is in the model document, or begins with
 * `registry` if the warning is about a row of the registry.
 */
export const warningsOfRoster = (
  document: ModelDocument,
  { buildings, households, residents }: RosterFacts
): ReadonlyArray<Problem> => {
  const people = [...residents]
  const flats = [...households]
  const buildingOf = new Map(flats.map(({ building, id }) => [id, building]))
  const lived = new Set(people.flatMap(({ household }) => buildingOf.get(household) ?? []))
  const had = new Set<string>([...people, ...flats].flatMap(({ tags }) => tags))
  const known = Object.keys(document.tags)
  const born = people.flatMap(({ birth, id }) => (birth === emptyDate ? [id] : []))
  return [
    ...tagsUsed(document).flatMap(([tag, path]) =>
      had.has(tag) || !Object.hasOwn(document.tags, tag)
        ? []
        : [problem(path, "tag-that-nobody-has", `nobody in the registry has the tag "${tag}"`, { tag })]
    ),
    ...emptyParts(document, new Set(buildings.keys()), lived),
    ...[...had].flatMap((tag) => {
      if (Object.hasOwn(document.tags, tag)) return []
      const meant = nearest(tag, known)
      return [
        problem(
          ["registry", "tags"],
          "tag-not-in-model",
          `the registry has the tag "${tag}", and the model does not${meant === undefined ? ": add it, or correct the registry" : `: did you mean "${meant}"?`}`,
          { tag, ...(meant === undefined ? {} : { meant }) }
        )
      ]
    }),
    ...(born.length === 0
      ? []
      : [
          problem(
            ["registry", "birth"],
            "birth-of-1900",
            `${born.length} residents are born on 1900-01-01, which spreadsheet programs write for an empty date: ${listed(born).join(", ")}`,
            { count: born.length, residents: listed(born) }
          )
        ])
  ]
}
