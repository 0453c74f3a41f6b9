/**
 * Turns an event's data into the JSON text that is stored and hashed. Refuses values that JSON would change without an
 * error: a number that is not finite or not a safe integer, `undefined`, a date or another class instance, the
 * character NUL, half a surrogate pair. So reading an event returns exactly the data that were appended.
 *
 * The reason for a refusal contains the path of the value, but never the value itself, because it may be personal data.
 */

export { utf8Length } from "../kernel/Utf8.ts"

/** The maximal depth of nested arrays and objects. */
export const maximalDepth = 100

/** The reason why a text cannot be stored. `undefined` if it can be stored. */
const textObjection = (text: string): string | undefined =>
  text.includes("\u0000")
    ? "holds the character NUL, which not every store can hold"
    : text.isWellFormed()
      ? undefined
      : "holds half a surrogate pair, which is not Unicode text"

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

/** The path to a value: the keys that lead to it, the outermost key first. */
type Place = ReadonlyArray<string | number>

const show = (place: Place): string =>
  place.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("")

/**
 * Collects the reasons why a value and all values in it cannot be stored. `place` is the path of the value. It is
 * changed during the call and restored at the end.
 */
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
      if (place.length === maximalDepth) return refuse(place, `is more than ${maximalDepth} levels deep`)
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) {
          place.push(i)
          collect(value[i], place, refuse)
          place.pop()
        }
        return
      }
      if (!isPlain(value)) {
        return refuse(place, "is an object with a class: encode it to plain JSON first")
      }
      for (const name of Object.keys(value)) {
        const objection = textObjection(name)
        if (objection !== undefined) {
          refuse(place, `has a key that ${objection}`)
          continue
        }
        place.push(name)
        // This cast is safe: the value is a plain object, and the name comes from the list of its keys.
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
 * Returns all reasons why a value cannot be stored as JSON text. Each reason begins with a path. Empty if the value can
 * be stored.
 *
 * @example
 * ```ts
 * import * as Ledger from "@liulinhui/core/Ledger"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(Ledger.objections({ on: "2026-03-01", floors: [1, 2] }, "data"), [])
 * assert.deepEqual(Ledger.objections({ floors: [1, NaN] }, "data"), ["data.floors[1] is not a finite number"])
 * ```
 * @category operations
 */
export const objections = (value: unknown, path: string): ReadonlyArray<string> => {
  const reasons: Array<string> = []
  collect(value, [], (place, objection) => reasons.push(`${path}${show(place)} ${objection}`))
  return reasons
}
