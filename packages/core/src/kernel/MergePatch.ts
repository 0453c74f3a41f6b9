/**
 * Applies a patch to a JSON document, as in RFC 7396 (JSON Merge Patch): objects are merged key by key, `null` removes
 * a key, and every other value, arrays included, replaces the old value. A district's model can be a patch that
 * contains only the differences from another model.
 */
import type * as Schema from "effect/Schema"
import { isObject } from "./Json.ts"

// This code makes objects from a list of keys and values, and does not assign keys. So even `__proto__` is treated as
// an ordinary key.
const merge = (target: Schema.JsonObject, patch: Schema.JsonObject): Schema.JsonObject => {
  const merged = new Map(Object.entries(target))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, apply(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/**
 * Returns the result of applying a merge patch to a JSON document (`target`). A target of `undefined` means that there
 * is no document yet. Neither argument is changed.
 *
 * New keys come after the keys of the target, in the order of the patch. A `null` in the patch is never in the result,
 * except inside an array, or if the whole patch is `null`.
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
