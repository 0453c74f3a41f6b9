/**
 * Makes an object with one optional key, to spread into another object. An optional key is either absent or has a
 * value: it is never `undefined`, because stored JSON has no `undefined`.
 */

/**
 * An object with this key and this value, or an empty object if the value is `undefined`.
 *
 * @example
 * ```ts
 * import { given } from "@liulinhui/core/Model"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual({ on: "2026-03-02", ...given("reason", "moved") }, { on: "2026-03-02", reason: "moved" })
 * assert.deepEqual({ on: "2026-03-02", ...given("reason", undefined) }, { on: "2026-03-02" })
 * ```
 * @category constructors
 */
export const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  // The cast is safe: the object has exactly one key, `key`.
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
