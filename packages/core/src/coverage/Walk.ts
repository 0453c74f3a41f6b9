/**
 * The order in which labels on doors are walked: digits by their value, so that 2号 comes before 10号 and 301 before
 * 1203, everything else by code point. The order is the same on every machine: no locale takes part.
 */

const token = /\d+|\D+/g

/**
 * Compares two labels in walking order: negative where `a` comes first.
 *
 * @example
 * ```ts
 * import { compareLabels } from "@liulinhui/core/coverage/Walk"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(["10号", "2号", "2号乙"].toSorted(compareLabels), ["2号", "2号乙", "10号"])
 * ```
 * @category ordering
 */
export const compareLabels = (a: string, b: string): number => {
  if (a === b) return 0
  const left = a.match(token) ?? []
  const right = b.match(token) ?? []
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [x = "", y = ""] = [left[at], right[at]]
    if (x === y) continue
    const [m, n] = [Number(x), Number(y)]
    if (Number.isNaN(m) || Number.isNaN(n) || m === n) return x < y ? -1 : 1
    return m - n
  }
  return left.length - right.length
}
