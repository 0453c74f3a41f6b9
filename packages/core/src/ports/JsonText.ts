/**
 * Turning an event's data into the JSON text that is stored and hashed, once, and refusing what JSON text would change
 * in silence: a number that is not finite or beyond the safe integers, `undefined`, a date or another object with a
 * class of its own, the character NUL, half a surrogate pair. What is read back is then what was appended.
 *
 * A reason names the place of a value, never the value: it may be somebody's.
 */

/** How deep arrays and objects may stand in one another. */
export const maximalDepth = 100

/** Why a text cannot be stored, or nothing. */
const textObjection = (text: string): string | undefined =>
  text.includes("\u0000")
    ? "holds the character NUL, which not every store can hold"
    : text.isWellFormed()
      ? undefined
      : "holds half a surrogate pair, which is no Unicode text"

const numberObjection = (value: number): string | undefined =>
  !Number.isFinite(value)
    ? "is not a finite number"
    : Number.isInteger(value) && !Number.isSafeInteger(value)
      ? "is an integer beyond ±(2^53 − 1), which not every reader can hold: write it as text"
      : undefined

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

// Object.entries of an object gives its own keys in the order in which JSON.stringify writes them.
const collect = (value: unknown, path: string, depth: number, reasons: Array<string>): void => {
  if (typeof value === "string") {
    const objection = textObjection(value)
    if (objection !== undefined) reasons.push(`${path} ${objection}`)
  } else if (typeof value === "number") {
    const objection = numberObjection(value)
    if (objection !== undefined) reasons.push(`${path} ${objection}`)
  } else if (typeof value === "boolean" || value === null) {
    return
  } else if (typeof value !== "object") {
    reasons.push(`${path} is ${typeof value}, which JSON does not have`)
  } else if (depth === maximalDepth) {
    reasons.push(`${path} stands more than ${maximalDepth} levels deep`)
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) collect(value[i], `${path}[${i}]`, depth + 1, reasons)
  } else if (isPlain(value)) {
    for (const [key, field] of Object.entries(value)) {
      const objection = textObjection(key)
      if (objection !== undefined) reasons.push(`a key of ${path} ${objection}`)
      else collect(field, `${path}.${key}`, depth + 1, reasons)
    }
  } else {
    reasons.push(`${path} is an object with a class of its own: encode it to plain JSON first`)
  }
}

/**
 * Every reason why a value cannot be stored as JSON text, each beginning with the place in it; none where it can.
 *
 * @example
 * ```ts
 * import * as JsonText from "@liulinhui/core/ports/JsonText"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(JsonText.objections({ on: "2026-03-01", floors: [1, 2] }, "data"), [])
 * assert.deepEqual(JsonText.objections({ floors: [1, NaN] }, "data"), ["data.floors[1] is not a finite number"])
 * ```
 * @category operations
 */
export const objections = (value: unknown, path: string): ReadonlyArray<string> => {
  const reasons: Array<string> = []
  collect(value, path, 0, reasons)
  return reasons
}

/**
 * The length of a text in UTF-8 bytes.
 *
 * @category operations
 */
export const utf8Length = (text: string): number => {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += unit >= 0x800 ? 2 : 1
    // A pair of surrogates is two units and four bytes.
    if (unit >= 0xd800 && unit <= 0xdbff) i += 1
  }
  return bytes
}
