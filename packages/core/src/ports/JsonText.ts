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

/** The keys that lead to a value from the outermost. */
type Place = ReadonlyArray<string | number>

const show = (place: Place): string =>
  place.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("")

/** Walks through a value; `place` is where it stands, and stands there again afterwards. */
const collect = (
  value: unknown,
  place: Array<string | number>,
  refuse: (place: Place, objection: string) => void
): void => {
  switch (typeof value) {
    case "string": {
      const objection = textObjection(value)
      if (objection !== undefined) refuse(place, objection)
      return
    }
    case "number": {
      const objection = numberObjection(value)
      if (objection !== undefined) refuse(place, objection)
      return
    }
    case "boolean":
      return
    case "object": {
      if (value === null) return
      if (place.length === maximalDepth) return refuse(place, `stands more than ${maximalDepth} levels deep`)
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) {
          place.push(i)
          collect(value[i], place, refuse)
          place.pop()
        }
        return
      }
      if (!isPlain(value)) {
        return refuse(place, "is an object with a class of its own: encode it to plain JSON first")
      }
      for (const name of Object.keys(value)) {
        const objection = textObjection(name)
        if (objection !== undefined) {
          refuse(place, `has a key that ${objection}`)
          continue
        }
        place.push(name)
        // A plain object, read by a key of its own.
        collect((value as Record<string, unknown>)[name], place, refuse)
        place.pop()
      }
      return
    }
    default:
      return refuse(place, `is ${typeof value}, which JSON does not have`)
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
  collect(value, [], (place, objection) => reasons.push(`${path}${show(place)} ${objection}`))
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
