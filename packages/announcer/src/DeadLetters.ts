/**
 * Dead letters: notices that could not be delivered. A person reads the cause of the failure. Then the person puts the
 * notice back into the queue, or drops it with a reason. A dropped letter is kept, with its reason.
 */
import { asWritten, TaggedError } from "@liulinhui/core/Failure"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as Schema from "effect/Schema"
import { type DeadLetter, openQueue, Outbox, queueId, queueOf } from "./Outbox.ts"

/**
 * The district has no dead letter (undeliverable notice) with this key that waits for a decision.
 *
 * @category errors
 */
export class LetterUnknown extends TaggedError<LetterUnknown>()(
  "LetterUnknown",
  { district: asWritten<DistrictId>(), key: Schema.String },
  ({ district, key }) =>
    `no dead letter "${key}" waits in district "${district}": list the dead letters to see their keys`
) {}

/**
 * The operations on dead letters (undeliverable notices). They fail with `LetterUnknown` if no letter with the given
 * key waits for a decision.
 *
 * @category models
 */
export interface DeadLettersShape {
  /**
   * Returns the dead letters that wait for a decision, the oldest first. With `dropped`, also returns the dropped
   * letters.
   */
  readonly list: (
    district: DistrictId,
    options?: { readonly dropped?: boolean }
  ) => Effect.Effect<ReadonlyArray<DeadLetter>, LedgerUnavailable>
  readonly find: (
    district: DistrictId,
    key: string
  ) => Effect.Effect<DeadLetter, LetterUnknown | LedgerUnavailable>
  /**
   * Puts the notice of a dead letter back at the end of the shared queue of its channel. The next call of `pump`
   * delivers it.
   */
  readonly requeue: (
    district: DistrictId,
    key: string
  ) => Effect.Effect<void, LetterUnknown | LedgerUnavailable>
  /** Marks a dead letter as dropped. This cannot be undone. */
  readonly drop: (
    district: DistrictId,
    key: string,
    reason: string
  ) => Effect.Effect<void, LetterUnknown | LedgerUnavailable>
}

/**
 * The dead letters (undeliverable notices) of an outbox, as an Effect service. {@link layer} provides it.
 *
 * @category services
 */
export class DeadLetters extends Context.Service<DeadLetters, DeadLettersShape>()(
  "@liulinhui/announcer/DeadLetters"
) {}

const make = Effect.gen(function* () {
  const ledger = yield* Ledger
  const outbox = yield* Outbox
  const factory = yield* PersistedQueue.makeFactory

  const list: DeadLettersShape["list"] = (district, { dropped = false } = {}) =>
    Effect.map(outbox.letters(district), (letters) =>
      letters.filter((letter) => dropped || letter.dropped === undefined)
    )
  const find: DeadLettersShape["find"] = (district, key) =>
    Effect.flatMap(list(district), (letters) => {
      const found = letters.find(({ notice }) => notice.key === key)
      return found === undefined ? Effect.fail(new LetterUnknown({ district, key })) : Effect.succeed(found)
    })

  return DeadLetters.of({
    list,
    find,
    requeue: Effect.fn("DeadLetters.requeue")(function* (district, key) {
      const letter = yield* find(district, key)
      const { at, channel, notice } = letter
      const queue = yield* openQueue(factory, queueOf(district, channel))
      // The queue ignores a notice whose id was used before. So a notice that is put back needs a new id. The new id
      // contains the time of the failure, so that a second attempt to put it back uses the same id.
      yield* outbox.together(
        Effect.andThen(queue.offer(notice, queueId(ledger.hash, notice, at)), outbox.exhume(letter))
      )
    }),
    drop: Effect.fn("DeadLetters.drop")(function* (district, key, reason) {
      const letter = yield* find(district, key)
      const at = yield* Clock.currentTimeMillis
      yield* outbox.bury({ ...letter, dropped: { at, reason } })
    })
  })
})

/**
 * Provides the service of the dead letters (undeliverable notices) of an outbox.
 *
 * @category layers
 */
export const layer: Layer.Layer<DeadLetters, never, Ledger | Outbox | PersistedQueue.PersistedQueueStore> =
  Layer.effect(DeadLetters, make)

/** A dead letter, as a page shows it. */
export interface Shown {
  readonly key: string
  readonly to: DeadLetter["notice"]["to"]
  readonly title: string
  readonly channel: string
  readonly reason: string
  readonly attempts: number
  /** The time of the last attempt, in milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
}

/**
 * The operations on dead letters as the pages of an app use them. If somebody else has decided on a letter meanwhile, nothing
 * happens.
 *
 * @category operations
 */
export const forPages = ({ drop, list, requeue }: DeadLettersShape) => ({
  list: (district: DistrictId): Effect.Effect<ReadonlyArray<Shown>, LedgerUnavailable> =>
    Effect.map(list(district), (letters) =>
      letters.map(({ at, attempts, channel, notice: { key, title, to }, reason }) => ({
        key,
        to,
        title,
        channel,
        reason,
        attempts,
        at
      }))
    ),
  requeue: (district: DistrictId, key: string): Effect.Effect<void, LedgerUnavailable> =>
    Effect.catchTag(requeue(district, key), "LetterUnknown", () => Effect.void),
  drop: (district: DistrictId, key: string, reason: string): Effect.Effect<void, LedgerUnavailable> =>
    Effect.catchTag(drop(district, key, reason), "LetterUnknown", () => Effect.void)
})
