/**
 * Turns the JSON Schema of a document into the JSON Schema of its merge patches (see `MergePatch`), so that an editor
 * can check a patch. In a patch, no key is required, every value may be `null` to remove its key, and an array must be
 * complete, because it replaces the old array. A valid patch can still result in an invalid document, so the schema of
 * the document must check the result.
 */
import type * as JsonSchema from "effect/JsonSchema"
import { isObject } from "./Json.ts"

const suffix = ".patch"

/** Whether a part of a JSON Schema has no keywords, so that it accepts every value. */
const isAny = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0

const orNull = (schema: unknown): unknown => ({ anyOf: [schema, { type: "null" }] })

const each = (value: unknown, change: (schema: unknown) => unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, change(schema)]))
    : value

/**
 * Turns the schema of a document into the schema of its merge patches. `isChoice` is true if the schema is one of
 * several alternatives: a patch may then remove the keys of the other alternatives.
 */
const relaxed = (schema: unknown, isChoice: boolean): unknown => {
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): ReadonlyArray<readonly [string, unknown]> => {
      switch (keyword) {
        case "required":
        case "minProperties":
        // A patch may contain only one of several keys that depend on one another.
        case "dependentRequired":
        case "not":
          return []
        case "properties":
        case "patternProperties":
          return [[keyword, each(value, (part) => orNull(relaxed(part, false)))]]
        case "additionalProperties":
          if (isObject(value)) return [[keyword, orNull(relaxed(value, false))]]
          return [[keyword, value === false && isChoice ? { type: "null" } : value]]
        case "allOf": {
          const parts = Array.isArray(value) ? value.map((part) => relaxed(part, isChoice)) : []
          const left = parts.filter((part) => !isAny(part))
          return left.length === 0 ? [] : [[keyword, left]]
        }
        // A whole document matches only one alternative of the schema. A patch may match several, so `oneOf` becomes
        // `anyOf`.
        case "oneOf":
        case "anyOf": {
          const parts = Array.isArray(value) ? value.map((part) => relaxed(part, true)) : []
          // An alternative that is empty accepts every patch.
          return parts.some(isAny) ? [] : [["anyOf", parts]]
        }
        case "$ref":
          return [[keyword, `${String(value)}${suffix}`]]
        default:
          return [[keyword, value]]
      }
    })
  )
}

/**
 * Returns the schema of the merge patches for documents with the given schema, together with its definitions.
 *
 * @example
 * ```ts
 * import { patchOf } from "@liulinhui/core/Model"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const building = Schema.Struct({ lift: Schema.Boolean })
 * const { schema } = patchOf(Schema.toJsonSchemaDocument(building, { onExcessProperty: "error" }))
 * assert.deepEqual(schema, {
 *   type: "object",
 *   properties: { lift: { anyOf: [{ type: "boolean" }, { type: "null" }] } },
 *   additionalProperties: false
 * })
 * ```
 * @category schemas
 */
export const patchOf = ({
  definitions,
  dialect,
  schema
}: JsonSchema.Document<"draft-2020-12">): JsonSchema.Document<"draft-2020-12"> => ({
  dialect,
  schema: relaxed(schema, false) as JsonSchema.JsonSchema,
  definitions: {
    ...definitions,
    // In another schema, this definition may be one of several alternatives. So its patches may remove the keys of
    // other alternatives, too.
    ...Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [
        `${name}${suffix}`,
        relaxed(definition, true) as JsonSchema.JsonSchema
      ])
    )
  }
})
