/**
 * What this process remembers of districts that it has looked at or appended to: where each stood, and the versions of its
 * streams at that moment. An append planned from it goes through only if the district still stands there, which the
 * database says: so that it may be old, and never wrong.
 */
import type { StreamId } from "@liulinhui/core/kernel/StreamId"
import type { DistrictId } from "@liulinhui/core/place/Id"
import type { EncodedAppend, Head } from "@liulinhui/core/ports/Ledger"

/**
 * A district at one moment: its head, and the versions of those of its streams that were asked for.
 *
 * @category models
 */
export interface Moment {
  readonly head: Head
  readonly versions: ReadonlyMap<StreamId, number>
}

/**
 * What is remembered: the last such moment, and how many appends in a row have brought it there, each of which found the
 * district as it was remembered.
 *
 * @category models
 */
export interface Remembered extends Moment {
  readonly appends: number
}

/**
 * @category models
 */
export interface Recent {
  /** The district when it was last seen, if all that the appends of those who wait need was seen then. */
  readonly of: (
    district: DistrictId,
    waiting: ReadonlyArray<{ readonly appends: ReadonlyArray<EncodedAppend> }>
  ) => Remembered | undefined
  /** Notes how a district stands now; what is known of its other streams holds on if nobody else has appended since. */
  readonly note: (district: DistrictId, moment: Moment, before: Head | undefined) => void
  readonly forget: (district: DistrictId) => void
}

/** Streams remembered in all, after which everything is forgotten. */
const capacity = 100_000

interface Known {
  head: Head
  appends: number
  readonly versions: Map<StreamId, number>
}

/**
 * @category constructors
 */
export const make = (): Recent => {
  const districts = new Map<DistrictId, Known>()
  let size = 0
  const forget = (district: DistrictId): void => {
    size -= 1 + (districts.get(district)?.versions.size ?? -1)
    districts.delete(district)
  }
  return {
    of: (district, waiting) => {
      const known = districts.get(district)
      if (known === undefined) return undefined
      for (const { appends } of waiting) {
        for (const { streams } of appends) {
          for (const { stream, expected } of streams) {
            // A stream that is said to be new: that its first version is free, the database says.
            if (expected !== 0 && !known.versions.has(stream)) return undefined
          }
        }
      }
      return known
    },
    note: (district, { head, versions }, before) => {
      if (districts.get(district)?.head.hash !== (before ?? head).hash) forget(district)
      if (size > capacity) {
        districts.clear()
        size = 0
      }
      let known = districts.get(district)
      if (known === undefined) {
        known = { head, appends: 0, versions: new Map() }
        districts.set(district, known)
        size += 1
      }
      if (before !== undefined && known.head.hash === before.hash) known.appends += 1
      known.head = head
      size -= known.versions.size
      for (const [stream, version] of versions) known.versions.set(stream, version)
      size += known.versions.size
    },
    forget
  }
}
