/**
 * Schemas of selectors (conditions on people or places) and their fields. The JSON Schema of a model is made from these
 * schemas, and editors use it to complete and check a model. The schemas are built from the same table of fields as
 * `place/Selector`. To read a selector, use the parser of `place/Selector`, because it has clearer error messages.
 */
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import type { Population } from "./Facts.ts"
import { type Field, fields } from "./Fields.ts"
import { type SelectorJson, written } from "./Selector.ts"

const optional = <S extends Schema.Top>(words: ReadonlyArray<string>, value: S) =>
  Schema.Struct(Object.fromEntries(words.map((word) => [word, Schema.optionalKey(value)]))).check(
    Schema.makeFilter((found: object) => Object.keys(found).length > 0, {
      expected: `at least one of ${words.join(", ")}`,
      toJsonSchema: () => ({ minProperties: 1 })
    })
  )

const bounds = ["atLeast", "atMost", "moreThan", "lessThan"]

const orBare = <S extends Schema.Top>(words: ReadonlyArray<string>, value: S) =>
  Schema.Union([value, optional(words, value)])

const text = (pattern: RegExp): typeof Schema.String => Schema.String.check(Schema.isPattern(pattern))

const Years = Schema.Union([
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 200 })),
  text(written.years.pattern)
])
const Ids = Schema.Union([Schema.String, Schema.NonEmptyArray(Schema.String)])

const leaf = (field: Exclude<Field, { readonly to: Population }>): Schema.Top => {
  switch (field.type) {
    case "years":
      return orBare(bounds, Years)
    case "number":
      return orBare(bounds, Schema.Int)
    case "area":
      return orBare(bounds, text(written.area.pattern))
    case "date":
      return orBare(["from", "until", "after", "before"], Schema.toEncoded(DayFromIso))
    case "lasting":
      return optional(["atLeast", "lessThan"], text(written.lasting.pattern))
    case "flag":
      return Schema.Boolean
    case "ids":
      return Ids
    case "tags":
      return Schema.Union([Ids, optional(["any", "all", "none"], Ids)])
  }
}

const names: Record<Population, string> = {
  residents: "ResidentSelector",
  households: "HouseholdSelector",
  buildings: "BuildingSelector",
  cases: "CaseSelector",
  pairs: "PairSelector"
}

type Shape = Schema.Codec<SelectorJson, SelectorJson>

// The schemas of selectors refer to one another in cycles. So each schema is made only when it is first used.
const made = new Map<Population, Shape>()
const later = (population: Population): Shape => Schema.suspend(() => shapeOf(population))

/**
 * The schema of a selector (a condition) for the members of a population.
 *
 * @category schemas
 */
export const shapeOf = (population: Population): Shape => {
  const known = made.get(population)
  if (known !== undefined) return known
  const shape = Schema.Struct({
    ...Object.fromEntries(
      Object.entries(fields[population]).map(([name, field]) => [
        name,
        Schema.optionalKey(
          "to" in field
            ? field.type === "one" && field.named !== undefined
              ? Schema.Union([Ids, later(field.to)])
              : later(field.to)
            : leaf(field)
        )
      ])
    ),
    all: Schema.optionalKey(Schema.NonEmptyArray(later(population))),
    any: Schema.optionalKey(Schema.NonEmptyArray(later(population))),
    not: Schema.optionalKey(later(population))
  }).annotate({ identifier: names[population] }) as unknown as Shape // the keys come from the table of fields
  made.set(population, shape)
  return shape
}
