/**
 * For a coverage rule: how many members have each status, by building.
 *
 * Every array index in this file is in range by construction, so array reads are cast to `number`.
 */
import type { Tally } from "@liulinhui/core/Coverage"

/**
 * The status of a row (one member) under a coverage rule, as a number. `out`: the member does not belong to the rule.
 */
export const standing = { out: 0, reached: 1, missing: 2, excluded: 3, unknown: 4 } as const
export type Standing = (typeof standing)[keyof typeof standing]

const width = 5

export class Tallies {
  private counts = new Float64Array(0)

  /** Adds `by` to the number of members with a status in a building; -1 for no building. */
  add(building: number, stands: Standing, by: number): void {
    const at = width * (building + 1) + stands
    if (at >= this.counts.length) {
      const counts = new Float64Array(2 * width * (building + 2))
      counts.set(this.counts)
      this.counts = counts
    }
    this.counts[at] = (this.counts[at] as number) + by
  }

  /** Returns the counts for each building id. Members without a building are counted under the empty text. */
  read(idOf: (building: number) => string): ReadonlyMap<string, Tally> {
    const tallies = new Map<string, Tally>()
    for (let at = 0; at < this.counts.length; at += width) {
      const [, reached = 0, missing = 0, excluded = 0, unknown = 0] = this.counts.subarray(at, at + width)
      if (reached + missing + excluded + unknown === 0) continue
      const building = at / width - 1
      tallies.set(building < 0 ? "" : idOf(building), { reached, missing, excluded, unknown })
    }
    return tallies
  }
}
