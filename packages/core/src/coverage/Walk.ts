/**
 * The walking order: the order in which a visitor passes doors. Here, door labels are sorted in this order. Digits are
 * compared by their value, so that 2号 (number 2) comes before 10号 and 301 comes before 1203. All other characters are
 * compared by code unit. The order does not depend on a locale, so it is the same on every machine.
 */

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39

/** The index after a sequence of digits that begins at `from`. */
const endOfDigits = (text: string, from: number): number => {
  let end = from
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

/**
 * Compares two door labels in walking order. Negative if `a` comes first.
 *
 * @example
 * ```ts
 * import { compareLabels } from "@liulinhui/core/Coverage"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(["10号", "2号", "2号乙"].toSorted(compareLabels), ["2号", "2号乙", "10号"])
 * ```
 * @category ordering
 */
export const compareLabels = (a: string, b: string): number => {
  if (a === b) return 0
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(j)]
    if (isDigit(x) && isDigit(y)) {
      const [m, n] = [endOfDigits(a, i), endOfDigits(b, j)]
      const [left, right] = [a.slice(i, m), b.slice(j, n)]
      if (left !== right) return Number(left) - Number(right) || (left < right ? -1 : 1)
      i = m
      j = n
    } else {
      if (x !== y) return x - y
      i++
      j++
    }
  }
  return a.length - i - (b.length - j)
}
