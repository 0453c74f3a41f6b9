/**
 * A health report of the service: whether the ledger can be read and written, how many entries its readers have not
 * read yet, the snapshots of its districts, and the last round of the due clock. Use it for a health endpoint or a monitor. It never fails: failures of
 * the stores are part of the report.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { DueClock, type Round, sayFailure } from "./DueClock.ts"
import * as Snapshots from "./internal/Snapshots.ts"

export { type Concern, concernsOf, isFailure } from "./Concerns.ts"
export { concernLine, endLine } from "./ConcernWords.ts"

/**
 * The name of the bookmark (a stored ledger position) that the health check writes, to test whether the store can be
 * written.
 */
export const probe = "health"

/** A reader of the ledger (such as an announcer) or a stored view that has not reached the last entry of a district. */
export interface Behind {
  readonly district: DistrictId
  readonly reader: string
  /** The number of entries that the reader or the stored view has not read yet. */
  readonly entries: number
}

/** The stored snapshot of a district: the state from which a process loads the district. See `Governance.layer`. */
export interface StoredSnapshot {
  readonly district: DistrictId
  /** When it was stored, in milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  /** Its size, in characters. */
  readonly size: number
  /** The number of entries after it. A process that loads the district applies them one by one. */
  readonly entries: number
}

/**
 * The health of the stores (of the ledger, of read positions and of views) and of the due clock.
 *
 * @category models
 */
export interface Health {
  readonly isWell: boolean
  readonly readable: boolean
  /**
   * Whether the store can be written. `none` if there is no district yet, because the check writes a bookmark (a stored
   * position) of a district.
   */
  readonly writable: Option.Option<boolean>
  readonly districts: number
  readonly behind: ReadonlyArray<Behind>
  /** The stored snapshots. A district without one is loaded from all its entries. That is slow if there are many. */
  readonly snapshots: ReadonlyArray<StoredSnapshot>
  /**
   * The result of the last round of the due clock. `none` if this process has no due clock, or if there was no round
   * yet.
   */
  readonly clock: Option.Option<Round>
  /** The messages of all failures: those of the stores, and those of the last round of the due clock. */
  readonly errors: ReadonlyArray<string>
}

/**
 * Reads the health of the stores. `readers` are the names of the bookmarks (how far each reader has read) to compare
 * with the end of the ledger, such as `announcer:email`. `views` are the names of the stored views to compare with the
 * end of the ledger. To test whether the store can be written, the bookmark {@link probe} of one district is moved to
 * the end of its ledger.
 *
 * @example
 * ```ts
 * import * as Health from "@liulinhui/service/Health"
 * import * as StorageMemory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const health = await Effect.runPromise(Effect.provide(Health.read(), StorageMemory.layer))
 * assert.deepEqual([health.isWell, health.readable, health.districts], [true, true, 0])
 * ```
 * @category questions
 */
export const read = Effect.fn("Health.read")(function* (
  readers: ReadonlyArray<string> = [],
  views: ReadonlyArray<string> = []
) {
  const bookmarks = yield* Bookmarks
  const ledger = yield* Ledger
  const clock = yield* Effect.serviceOption(DueClock)
  const errors: Array<string> = []
  const attempt = <A, E extends { readonly message: string }>(effect: Effect.Effect<A, E>) =>
    Effect.map(Effect.result(effect), (outcome) => {
      if (Result.isSuccess(outcome)) return Option.some(outcome.success)
      errors.push(outcome.failure.message)
      return Option.none<A>()
    })
  const found = yield* attempt(ledger.districts)
  const districts = Option.getOrElse(found, (): ReadonlyArray<DistrictId> => [])
  const heads = yield* Effect.forEach(districts, (district) =>
    Effect.map(attempt(ledger.head(district)), (head) =>
      Option.map(head, ({ position }) => ({ district, position }))
    )
  )
  const standing = heads.flatMap(Option.toArray)
  const [first] = standing
  const writable =
    first === undefined
      ? Option.none<boolean>()
      : Option.some(Option.isSome(yield* attempt(bookmarks.advance(first.district, probe, first.position))))
  const kept = yield* Views
  const reached = (district: DistrictId) => [
    ...readers.map((reader) => ({ reader, position: bookmarks.get(district, reader) })),
    ...views.map((reader) => ({
      reader,
      position: Effect.map(kept.get(district, reader), (view) =>
        Option.match(view, { onNone: () => 0, onSome: ({ position }) => position })
      )
    }))
  ]
  const behind = yield* Effect.forEach(
    standing.flatMap((one) => reached(one.district).map((other) => ({ ...other, head: one }))),
    ({ head, position, reader }) =>
      Effect.map(attempt(position), (mark) => ({
        district: head.district,
        reader,
        // If the bookmark (how far the reader has read) cannot be read, 0 entries are reported here: the failure is
        // already in the list of errors.
        entries: head.position - Option.getOrElse(mark, () => head.position)
      }))
  )
  const snapshots = yield* Effect.forEach(standing, ({ district, position }) =>
    Effect.map(attempt(Snapshots.about(kept, district)), (found) =>
      Option.map(Option.flatten(found), ({ at, position: last, size }) => ({
        district,
        at,
        size,
        entries: position - last
      }))
    )
  )
  const round = Option.isSome(clock) ? yield* clock.value.last : Option.none<Round>()
  const failed = Option.match(round, { onNone: () => [], onSome: (one) => one.failed })
  errors.push(...failed.map(sayFailure))
  const health: Health = {
    isWell: errors.length === 0,
    readable: Option.isSome(found) && standing.length === districts.length,
    writable,
    districts: districts.length,
    behind: behind.filter(({ entries }) => entries > 0),
    snapshots: snapshots.flatMap(Option.toArray),
    clock: round,
    errors
  }
  return health
})
