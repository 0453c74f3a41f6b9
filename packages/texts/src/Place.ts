/** Words places: the label of a building, and the door of a flat. */
import type { Words } from "./Texts.ts"

/**
 * A place: a building by its label, and perhaps one of its flats. If no building is given, the place is the whole
 * district.
 */
export interface Place {
  readonly building?: string | null | undefined
  readonly unit?: string | null | undefined
}

/**
 * Formats the door of a flat in a language, such as `301室` (room 301). Returns `undefined` if the place is the whole
 * building.
 */
export const room = (words: Words, unit: string | null | undefined): string | undefined => {
  if (unit === undefined || unit === null || unit === "") return undefined
  return /\d$/u.test(unit) ? words.say("place.room", { unit }) : unit
}

/**
 * Formats a place in a language, such as a building with a flat.
 *
 * @example
 * ```ts
 * import { Place, Texts } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const words = Texts.words(Texts.builtIn, "zh")
 * assert.equal(Place.say(words, { building: "12号楼", unit: "301" }), "12号楼 301室")
 * assert.equal(Place.say(words, {}), "全居民区")
 * ```
 * @category wording
 */
export const say = (words: Words, { building, unit }: Place): string => {
  if (building === undefined || building === null) return words.say("place.district")
  const door = room(words, unit)
  return door === undefined ? building : words.say("place.in", { building, unit: door })
}
