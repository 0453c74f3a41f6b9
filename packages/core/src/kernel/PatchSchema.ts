/**
 * From the JSON Schema of a document to that of the merge patches over such documents (see `MergePatch`), for editors:
 * nothing need be there, `null` takes out whatever may stand under a key, and what stands in an array is whole, because a
 * patch replaces arrays. Whether the document that comes of a patch is sound is for the document's own schema to say.
 */
import type * as JsonSchema from "effect/JsonSchema"

const suffix = ".patch"

/** Whether a part of a schema is a schema of its own with keywords, and not `true` or `false`. */
const isSchema = (value: unknown): value is JsonSchema.JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const orNull = (schema: unknown): unknown => ({ anyOf: [schema, { type: "null" }] })

const each = (value: unknown, change: (schema: unknown) => unknown): unknown =>
  isSchema(value)
    ? Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, change(schema)]))
    : value

/** `isChoice` says that the schema is one of several: a patch to it takes out what the others have. */
const relaxed = (schema: unknown, isChoice: boolean): unknown => {
  if (!isSchema(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): ReadonlyArray<readonly [string, unknown]> => {
      switch (keyword) {
        case "required":
        case "minProperties":
          return []
        case "properties":
        case "patternProperties":
          return [[keyword, each(value, (part) => orNull(relaxed(part, false)))]]
        case "additionalProperties":
          if (isSchema(value)) return [[keyword, orNull(relaxed(value, false))]]
          return [[keyword, value === false && isChoice ? { type: "null" } : value]]
        case "allOf":
          return [[keyword, Array.isArray(value) ? value.map((part) => relaxed(part, isChoice)) : value]]
        // What only one alternative holds of a whole document, several may hold of a patch.
        case "oneOf":
        case "anyOf":
          return [["anyOf", Array.isArray(value) ? value.map((part) => relaxed(part, true)) : value]]
        case "$ref":
          return [[keyword, `${String(value)}${suffix}`]]
        default:
          return [[keyword, value]]
      }
    })
  )
}

/**
 * The schema of patches over what a schema describes, with the definitions that it needs.
 *
 * @example
 * ```ts
 * import { patchOf } from "@liulinhui/core/kernel/PatchSchema"
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
    // A definition may be referred to as one of several.
    ...Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [
        `${name}${suffix}`,
        relaxed(definition, true) as JsonSchema.JsonSchema
      ])
    )
  }
})
