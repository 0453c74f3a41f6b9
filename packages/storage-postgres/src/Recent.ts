/**
 * The states of districts that this process remembers: for each district its head (the last entry) and the versions of
 * its streams, as last read or appended. An append that is planned from a remembered state succeeds only if the
 * district is still in this state; the database checks this. So a remembered state may be out of date, but it never
 * causes a wrong append.
 */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import type { EncodedAppend, Head } from "@liulinhui/core/Ledger"

/**
 * The state of a district at one moment: its head (the last entry), and the versions of the streams that appends need.
 *
 * @category models
 */
export interface Moment {
  readonly head: Head
  readonly versions: ReadonlyMap<StreamId, number>
}

/**
 * The last known state of a district. `appends` counts how many appends in a row found the district in the remembered
 * state.
 *
 * @category models
 */
export interface Remembered extends Moment {
  readonly appends: number
}

/**
 * The remembered states of all districts. Made by {@link make}.
 *
 * @category models
 */
export interface Recent {
  /**
   * The last known state of a district. `undefined` if the state is unknown, or lacks the version of a stream that the
   * waiting appends need.
   */
  readonly of: (
    district: DistrictId,
    waiting: ReadonlyArray<{ readonly appends: ReadonlyArray<EncodedAppend> }>
  ) => Remembered | undefined
  /**
   * Stores the current state of a district. If no other process has appended since `before`, the known versions of the
   * other streams are kept.
   */
  readonly note: (district: DistrictId, moment: Moment, before: Head | undefined) => void
  readonly forget: (district: DistrictId) => void
}

/**
 * The largest number of streams that are remembered in all districts together. If there are more, the states of all
 * districts are forgotten.
 */
const capacity = 100_000

interface Known {
  head: Head
  appends: number
  readonly versions: Map<StreamId, number>
}

/**
 * Makes an empty memory of the states of districts.
 *
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
            // The version of a new stream need not be known: the database checks that the stream has no first version
            // yet.
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
