/**
 * Counts of members by building and status.
 *
 * As in `internal/Bits`, array reads are cast to `number`: indices lie within the arrays by construction.
 */
import type { Tally } from "@liulinhui/core/coverage/Counts"

/** Where a row stands, as a number: 0 is for whom the rule does not mean. */
export const standing = { out: 0, reached: 1, missing: 2, excluded: 3, unknown: 4 } as const
export type Standing = (typeof standing)[keyof typeof standing]

const width = 5

export class Tallies {
  private counts = new Float64Array(0)

  /** Adds to the count of a standing in a building, -1 for none. */
  add(building: number, stands: Standing, by: number): void {
    const at = width * (building + 1) + stands
    if (at >= this.counts.length) {
      const counts = new Float64Array(2 * width * (building + 2))
      counts.set(this.counts)
      this.counts = counts
    }
    this.counts[at] = (this.counts[at] as number) + by
  }

  /** The counts under the ids of the buildings; those of no building under the empty text. */
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
