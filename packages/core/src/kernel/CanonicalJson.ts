/**
 * Canonical JSON: exactly one text for each JSON value, so that the text can be hashed. There is no white space, and
 * keys are sorted by their code units (as in RFC 8785, for values whose numbers are safe integers).
 */
import type * as Schema from "effect/Schema"

/**
 * The canonical text of a JSON value.
 *
 * @example
 * ```ts
 * import { canonical } from "@liulinhui/core/Ledger"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(canonical({ b: [1, null], a: "x" }), `{"a":"x","b":[1,null]}`)
 * ```
 * @category encoding
 */
export const canonical = (value: Schema.Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  // The cast is safe: a JSON value that is an object and not an array is a record of JSON values.
  const record = value as Readonly<Record<string, Schema.Json>>
  return `{${Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key] ?? null)}`)
    .join(",")}}`
}
