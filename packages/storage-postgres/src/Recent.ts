/**
 * The state of districts that this process remembers: the head of each and the versions of its streams, as last read
 * or appended. An append that is planned from it succeeds only if the district is still in that state, and the
 * database checks this. So remembered state may be old, but it never causes a wrong append.
 */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import type { EncodedAppend, Head } from "@liulinhui/core/Ledger"

/**
 * A district at one moment: its head, and the versions of the streams in question.
 *
 * @category models
 */
export interface Moment {
  readonly head: Head
  readonly versions: ReadonlyMap<StreamId, number>
}

/**
 * The last known moment of a district. `appends` counts the appends in a row that led to it and found the district as
 * remembered.
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
  /** The last known state of the district. `undefined` if it lacks a version that the waiting appends need. */
  readonly of: (
    district: DistrictId,
    waiting: ReadonlyArray<{ readonly appends: ReadonlyArray<EncodedAppend> }>
  ) => Remembered | undefined
  /**
   * Stores the present state of a district. The versions of its other streams stay known if nobody else has appended
   * since `before`.
   */
  readonly note: (district: DistrictId, moment: Moment, before: Head | undefined) => void
  readonly forget: (district: DistrictId) => void
}

/** The most streams that are remembered for all districts together. Above that, everything is forgotten. */
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
            // The version of a new stream need not be known: the database checks that the first version is free.
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
