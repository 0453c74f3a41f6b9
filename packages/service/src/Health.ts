/**
 * Whether everything is well, as a read: whether the ledger answers and takes writes, how far readers are behind it, what
 * the due clock did last. It finds no fault by failing: what does not answer stands in the report.
 */
import type { DistrictId } from "@liulinhui/core/place/Id"
import { Bookmarks } from "@liulinhui/core/ports/Bookmarks"
import { Ledger } from "@liulinhui/core/ports/Ledger"
import { Views } from "@liulinhui/core/ports/Views"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { DueClock, type Round, sayFailure } from "./DueClock.ts"

/** The reader whose bookmark is moved to see whether the store takes writes. */
export const probe = "health"

/** A reader, or a view that is kept, which has not come to the end of a district. */
export interface Behind {
  readonly district: DistrictId
  readonly reader: string
  readonly entries: number
}

/**
 * @category models
 */
export interface Health {
  readonly isWell: boolean
  readonly readable: boolean
  /** Nothing where there is no district yet, so that there is nothing to write to. */
  readonly writable: Option.Option<boolean>
  readonly districts: number
  readonly behind: ReadonlyArray<Behind>
  /** What the due clock did last, where there is one in this process and it has gone round. */
  readonly clock: Option.Option<Round>
  /** What the stores said, of those that did not do as asked. */
  readonly errors: ReadonlyArray<string>
}

/**
 * Looks at the stores. `readers` are the bookmarks that are meant to keep up, such as `announcer:email`, `views` the names of
 * kept views that are. To see whether the store takes writes, a bookmark of its own is moved to the head of one district.
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
        // Of one that cannot be asked, the errors say so.
        entries: head.position - Option.getOrElse(mark, () => head.position)
      }))
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
    clock: round,
    errors
  }
  return health
})
