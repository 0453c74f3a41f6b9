/** Finds the word that a person probably meant, for a message about a misspelt word. */

/**
 * The number of edits that turn one word into another (optimal string alignment). An edit inserts, removes or replaces
 * a letter, or swaps two neighbouring letters.
 */
const distance = (one: string, other: string): number => {
  let beforeLast: ReadonlyArray<number> = []
  let last: ReadonlyArray<number> = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
        )
      )
    }
    beforeLast = last
    last = row
  }
  return last[other.length] ?? 0
}

/**
 * The length of the longest word that is compared, in letters. A longer word is not a misspelt key, so no similar word
 * is returned.
 */
const longest = 64

/**
 * The word in a list that is most similar to a misspelt word. `undefined` if no word is similar enough. A word is
 * similar enough if at most one letter in three is different.
 *
 * @example
 * ```ts
 * import { nearest } from "@liulinhui/core/Problem"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(nearest("strenghts", ["strengths", "buildings", "people"]), "strengths")
 * assert.equal(nearest("colour", ["strengths", "buildings", "people"]), undefined)
 * ```
 * @category operations
 */
export const nearest = (word: string, words: Iterable<string>): string | undefined => {
  if (word.length > longest) return undefined
  let found: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of words) {
    const far = distance(word.toLowerCase(), one.toLowerCase())
    if (far < least && far * 3 <= Math.max(word.length, one.length)) {
      found = one
      least = far
    }
  }
  return found
}
