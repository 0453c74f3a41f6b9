/**
 * Generates values from the schemas of an OpenAPI document: values that a schema describes, and values that are wrong in
 * one place. Only the parts of JSON Schema that the document uses are known; another part is an error.
 */
import fc from "fast-check"

/** A JSON Schema. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly items?: JsonSchema | false
  readonly prefixItems?: ReadonlyArray<JsonSchema>
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: ReadonlyArray<string>
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly oneOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
}

/** The schemas that others refer to, by their names. */
export type Components = Readonly<Record<string, JsonSchema>>

// Texts that mean something in the district of the tests, so that some generated requests are accepted.
const known = [
  "b1",
  "b1-101",
  "b1-101-1",
  "campaign",
  "building-clutter",
  "elders-reached",
  "unity",
  "one",
  "committee",
  "lead-unity",
  "spring",
  "building:b1",
  "household:b1-101",
  "2026-03-02",
  "2026-03-02T09:30+08:00",
  "5 days",
  "5 working days",
  "1/2",
  "3",
  "0".repeat(64),
  "poll-campaign",
  "字",
  ""
]

const textOf = ({ format, maxLength = 20, minLength = 0, pattern }: JsonSchema): fc.Arbitrary<unknown> => {
  const fits = (text: string): boolean =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (format !== "date" || /^\d{4}-\d{2}-\d{2}$/u.test(text)) &&
    (pattern === undefined || new RegExp(pattern, "u").test(text))
  const found = known.filter(fits)
  if (found.length > 0) return fc.constantFrom(...found)
  // A pattern with a look-ahead cannot be generated. Then the text is wrong, which is also a case to test.
  if (pattern?.includes("(?") === true) return fc.constant("¿")
  return pattern === undefined
    ? fc.string({ minLength, maxLength })
    : fc.stringMatching(new RegExp(pattern, "u"))
}

const objectOf = (
  { properties = {}, required = [] }: JsonSchema,
  components: Components,
  depth: number
): fc.Arbitrary<unknown> => {
  const names = Object.keys(properties).filter((name) => depth < 5 || required.includes(name))
  const fields = names.map((name) => [name, valueOf(properties[name] ?? {}, components, depth + 1)] as const)
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: required.filter((name) => names.includes(name))
  })
}

/** Generates values that a schema describes. */
export const valueOf = (schema: JsonSchema, components: Components, depth = 0): fc.Arbitrary<unknown> => {
  const { $ref, allOf = [], const: only, enum: all, ...rest } = schema
  if ($ref !== undefined) return valueOf(components[$ref.split("/").at(-1) ?? ""] ?? {}, components, depth)
  if (only !== undefined) return fc.constant(only)
  if (all !== undefined) return fc.constantFrom(...all)
  const choices = rest.anyOf ?? rest.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one, components, depth)))
  const merged: JsonSchema = Object.assign({}, rest, ...allOf)
  switch (merged.type) {
    case "string":
      return textOf(merged)
    case "integer":
    case "number":
      return fc.integer({
        min: Math.max(merged.minimum ?? -3, -1_000_000),
        max: Math.min(merged.maximum ?? 400, 1_000_000_000)
      })
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    case "array": {
      const { items, minItems = 0, prefixItems = [] } = merged
      const parts = prefixItems.map((one) => valueOf(one, components, depth + 1))
      const more = items === undefined || items === false ? undefined : valueOf(items, components, depth + 1)
      const least = Math.max(0, minItems - parts.length)
      const tail =
        more === undefined ? fc.constant([]) : fc.array(more, { minLength: least, maxLength: least + 1 })
      return fc.tuple(fc.tuple(...parts), tail).map(([first, others]) => [...first, ...others])
    }
    case "object":
      return objectOf(merged, components, depth)
    case undefined:
      return fc.constantFrom(null, 1, "text")
    default:
      throw new RangeError(`a schema has the type ${merged.type}, which the generator does not know`)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Makes a value wrong in one place: a key is missing, a key is unknown, or a value has another type. */
export const wrongOf = (value: unknown): fc.Arbitrary<unknown> => {
  if (!isRecord(value)) return fc.constantFrom<unknown>(null, 7, [], "¿")
  const keys = Object.keys(value)
  if (keys.length === 0) return fc.constant({ unknownKey: 1 })
  const { [keys[0] ?? ""]: _, ...missing } = value
  return fc.oneof(
    fc.constant({ ...value, unknownKey: 1 }),
    fc.constant(missing),
    fc
      .tuple(fc.constantFrom(...keys), fc.constantFrom<unknown>(null, 1.5, [[]], {}, "\u0000", "¿"))
      .map(([key, wrong]) => ({ ...value, [key]: wrong }))
  )
}
