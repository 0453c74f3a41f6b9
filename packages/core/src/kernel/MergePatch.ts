/**
 * Applies one JSON document to another, as in RFC 7396 (JSON Merge Patch): objects are merged key by key, `null`
 * removes a key, and every other value, arrays included, replaces the old one. With a patch, a district's model
 * states only its differences from the model that it extends.
 */
import type * as Schema from "effect/Schema"

/** Whether a value is a JSON object. */
const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// This uses entries instead of assignments, so that a key such as `__proto__` is an ordinary key.
const merge = (target: Schema.JsonObject, patch: Schema.JsonObject): Schema.JsonObject => {
  const merged = new Map(Object.entries(target))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, apply(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/**
 * The result of applying a patch to a target. `undefined` is a missing target. Neither argument is changed.
 *
 * Keys that only the patch has follow the keys of the target, in the order of the patch. A result never has a `null`
 * from the patch, except within arrays, or if the whole patch is `null`.
 *
 * @example
 * ```ts
 * import { MergePatch } from "@liulinhui/core/Model"
 * import { strict as assert } from "node:assert"
 *
 * const target = { name: "六心", rules: { patrol: "7 days", notice: "15 days" } }
 * const patch = { rules: { patrol: "14 days", notice: null } }
 * assert.deepEqual(MergePatch.apply(target, patch), { name: "六心", rules: { patrol: "14 days" } })
 * ```
 * @category operations
 */
export const apply = (target: Schema.Json | undefined, patch: Schema.Json): Schema.Json =>
  isObject(patch) ? merge(isObject(target) ? target : {}, patch) : patch
