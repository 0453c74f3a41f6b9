/**
 * Notifies people through one channel, such as mail. An announcement states who must be notified of what. The announcer
 * turns announcements into notices, which have a text and a recipient, and puts them into a durable queue. A bookmark
 * states which entries of the ledger were already announced. It is stored in the same transaction as the notices. From
 * the queue, the channel delivers the notices at its own rate. If a process dies, no notice is lost. At most the notice
 * that was being delivered is delivered again, with the same key.
 *
 * - After a temporary failure, a notice is tried again, at growing intervals and not before the receiving service
 *   allows it. Meanwhile the whole channel pauses. With `inOrder`, only the recipient pauses, unless the service
 *   requested a pause.
 * - After a permanent failure, or after too many attempts, a notice becomes a dead letter, and a person must decide on
 *   it.
 * - Only one process at a time may deliver through a channel of a district, because each process counts its own rate in
 *   memory. Any number of processes may queue.
 */
import type { DistrictId, RuleId } from "@liulinhui/core/Id"
import type { Bookmarks } from "@liulinhui/core/Bookmarks"
import type { Ledger } from "@liulinhui/core/Ledger"
import type { Notifier } from "@liulinhui/core/Notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import type * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as DueClock from "@liulinhui/service/DueClock"
import type { DistrictUnknown, Governance, StoreError } from "@liulinhui/service/Governance"
import * as Channel from "./internal/Channel.ts"
import { deliverDue } from "./internal/Delivering.ts"
import { queueAll } from "./internal/Queueing.ts"
import type { Outbox } from "./Outbox.ts"
import * as Queued from "./Queued.ts"

export type { Options } from "./internal/Channel.ts"

/**
 * How many notices one call of `pump` handled: one number for each result.
 *
 * @category models
 */
export interface Pumped {
  /** The number of notices that were put into the queue. Some of them may wait for a later time of day. */
  readonly queued: number
  readonly delivered: number
  /** The number of notices that could not be delivered and became dead letters. */
  readonly dead: number
  /** The number of notices with a temporary failure. These notices are tried again later. */
  readonly postponed: number
}

/**
 * The operations of an announcer.
 *
 * @category models
 */
export interface AnnouncerShape {
  /**
   * Turns new announcements of a district (who must be notified of what) into notices in the queue. Then delivers the
   * notices that are due, until no notice is due or the channel pauses.
   */
  readonly pump: (district: DistrictId) => Effect.Effect<Pumped, DistrictUnknown | StoreError>
  /**
   * The first half of `pump`: turns new announcements into notices in the queue. Several processes may do this at the same
   * time: each notice is in the queue once. Returns the number of notices that were put into the queue.
   */
  readonly queue: (district: DistrictId) => Effect.Effect<number, DistrictUnknown | StoreError>
  /** The second half of `pump`: delivers the notices that are due. It reads the district only for the names of recipients. */
  readonly deliver: (
    district: DistrictId
  ) => Effect.Effect<Omit<Pumped, "queued">, DistrictUnknown | StoreError>
  /**
   * Returns, for each notice rule, how many notices have been put into the queue for this channel. A digest (several
   * announcements in one notice) counts as one notice, under the id of the digest.
   */
  readonly queued: (district: DistrictId) => Effect.Effect<ReadonlyMap<RuleId, number>, StoreError>
}

/**
 * The announcer of one channel, as an Effect service. {@link layer} provides it.
 *
 * @category services
 */
export class Announcer extends Context.Service<Announcer, AnnouncerShape>()(
  "@liulinhui/announcer/Announcer"
) {}

const make = Effect.fnUntraced(function* (options: Channel.Options) {
  const channel = yield* Channel.make(options)
  const { keep, outbox, speech } = channel
  const deliver = (district: DistrictId) =>
    Effect.tap(deliverDue(channel, district), () => outbox.sweep(district, speech.channel, keep))

  return Announcer.of({
    pump: Effect.fn("Announcer.pump")(function* (district) {
      const queued = yield* queueAll(channel, district)
      return { queued, ...(yield* deliver(district)) }
    }),
    queue: Effect.fn("Announcer.queue")((district) => queueAll(channel, district)),
    deliver: Effect.fn("Announcer.deliver")(deliver),
    queued: Effect.fn("Announcer.queued")((district) => Queued.ofChannel(outbox, district, speech.channel))
  })
})

/**
 * Provides the announcer of one channel. The channel is the `Notifier` in the context of the layer.
 *
 * @category layers
 */
export const layer = (
  options: Channel.Options = {}
): Layer.Layer<
  Announcer,
  never,
  Bookmarks | Governance | Ledger | Notifier | Outbox | PersistedQueue.PersistedQueueStore
> =>
  Layer.effect(Announcer, make(options)).pipe(
    Layer.provide(RateLimiter.layerStoreMemory),
    Layer.provide(CircuitBreaker.layerStoreMemory())
  )

/**
 * Makes the due clocks above this layer run the announcer: in each round of a clock, the notices of each district are
 * queued and delivered.
 *
 * @category layers
 */
export const layerDuty: Layer.Layer<never, never, Announcer> = Layer.effect(
  DueClock.Duties,
  Effect.gen(function* () {
    const { pump } = yield* Announcer
    return [...(yield* DueClock.Duties), { name: "notices", run: pump }]
  })
)

/**
 * Makes the due clocks above this layer only queue the notices of each district. Use it if the notices are delivered
 * elsewhere with `deliver`, as in a cluster.
 *
 * @category layers
 */
export const layerQueueDuty: Layer.Layer<never, never, Announcer> = Layer.effect(
  DueClock.Duties,
  Effect.gen(function* () {
    const { queue } = yield* Announcer
    return [...(yield* DueClock.Duties), { name: "notices", run: queue }]
  })
)
