/**
 * Adds limits to a JSON Schema that depend on several keys of one object, such as "exactly one of `by`, `is`, `all` and
 * `any`". The schemas of core check them when a document is read, but their JSON Schema does not contain them. So an
 * editor reports such a mistake, too.
 */
import type * as JsonSchema from "effect/JsonSchema"
import { modifiers, throughOf, ways, windows } from "../coverage/CoverageRule.ts"
import { isObject } from "../kernel/Json.ts"
import { populations } from "../place/Facts.ts"

type Shape = JsonSchema.JsonSchema

/** A key with exactly this value. */
const is = (key: string, value: string): Shape => ({
  properties: { [key]: { const: value } },
  required: [key]
})

/** Objects of the form `condition` also have the form `result`. */
const implies = (condition: Shape, result: Shape): Shape => ({ not: { ...condition, not: result } })

/** Evidence of the type `choice` has choices, and no other evidence has any. */
const ofEvidence: Shape = {
  allOf: [
    implies(is("type", "choice"), { properties: { choices: { minProperties: 1 } }, required: ["choices"] }),
    implies({ required: ["choices"] }, is("type", "choice"))
  ]
}

/** A notice about coverage says which coverage rules it watches. */
const ofNotice: Shape = implies(is("on", "coverage-fell"), {
  properties: { coverage: { minItems: 1 } },
  required: ["coverage"]
})

/** A member is reached in exactly one way, within at most one window. Windows and other modifiers go with `by`. */
const ofReach: Shape = {
  oneOf: ways.map((way) => ({ required: [way] })),
  dependentRequired: Object.fromEntries(modifiers.map((modifier) => [modifier, ["by"]])),
  not: {
    anyOf: windows.flatMap((one, at) => windows.slice(at + 1).map((other) => ({ required: [one, other] })))
  }
}

/** The objects with limits. An object is recognized by its keys. */
const limits: ReadonlyArray<readonly [keys: ReadonlyArray<string>, limit: Shape]> = [
  [["label", "type", "choices"], ofEvidence],
  [["on", "to", "walkers"], ofNotice],
  [["by", "is", "all", "any"], ofReach]
]

const limited = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(limited)
  if (!isObject(value)) return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, limited(part)]))
  const { properties } = value
  const [, limit] =
    limits.find(([keys]) => isObject(properties) && keys.every((key) => key in properties)) ?? []
  return { ...inner, ...limit }
}

const shapeOf = (value: unknown): Shape => (isObject(value) ? value : {})

/** Limits `through` to what is possible for the members of each population. */
const withThrough = (definitions: JsonSchema.Definitions): JsonSchema.Definitions => ({
  ...definitions,
  ...Object.fromEntries(
    populations.flatMap((population) => {
      const name = `reach-of-${population}`
      const definition = definitions[name]
      if (definition === undefined) return []
      const { through, ...properties } = shapeOf(definition["properties"])
      const possible = throughOf(population)
      const own = possible.length === 0 ? {} : { through: { ...shapeOf(through), enum: possible } }
      return [[name, { ...definition, properties: { ...properties, ...own } }]]
    })
  )
})

/** The same JSON Schema, with the limits that depend on several keys. */
export const withLimits = ({
  definitions,
  dialect,
  schema
}: JsonSchema.Document<"draft-2020-12">): JsonSchema.Document<"draft-2020-12"> => ({
  dialect,
  schema: shapeOf(limited(schema)),
  definitions: withThrough(
    Object.fromEntries(Object.entries(definitions).map(([name, one]) => [name, shapeOf(limited(one))]))
  )
})
