/**
 * One JSON document written over another, by RFC 7396 (JSON Merge Patch): objects are merged key by key, `null` takes a
 * key out, and everything else, arrays included, replaces what was there. A district says this way only what it does
 * differently from the model that it begins with.
 */
import type * as Schema from "effect/Schema"

/** Whether a value is a JSON object. */
const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// Entries and not assignments, so that a key such as `__proto__` is a key like any other.
const merge = (target: Schema.JsonObject, patch: Schema.JsonObject): Schema.JsonObject => {
  const merged = new Map(Object.entries(target))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, apply(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/**
 * The document that comes of a patch over a target; `undefined` is a target that is not there. Neither is changed.
 *
 * Keys that only the patch has come after those of the target, in the order of the patch. A result never has a `null`
 * from the patch, save within its arrays or where the patch as a whole is `null`.
 *
 * @example
 * ```ts
 * import * as MergePatch from "@liulinhui/core/kernel/MergePatch"
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
