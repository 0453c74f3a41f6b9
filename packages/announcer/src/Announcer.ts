/**
 * Notifies people through one channel. Announcements become worded notices in a durable queue, in one transaction with the
 * bookmark that covers them. From the queue, notices go to the channel, at the channel's pace. If a process dies, no notice
 * is lost; at most one notice, the one that was being delivered, is delivered again, under the same key.
 *
 * - After a temporary failure a notice is tried again, at growing intervals, and not before the other side allows it.
 *   The whole channel pauses meanwhile; with `inOrder` only the recipient does, unless the other side wants a pause.
 * - After a permanent failure a notice becomes a dead letter at once. After too many attempts it does, too.
 * - Only one process may send through a channel of a district at a time: the pace is kept in its memory.
 */
import { type DistrictId, RuleId } from "@liulinhui/core/Id"
import type { Bookmarks } from "@liulinhui/core/Bookmarks"
import type { Ledger } from "@liulinhui/core/Ledger"
import { Notice, type Notifier } from "@liulinhui/core/Notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import type * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Schema from "effect/Schema"
import * as DueClock from "@liulinhui/service/DueClock"
import type { DistrictUnknown, Governance, StoreError } from "@liulinhui/service/Governance"
import * as Channel from "./internal/Channel.ts"
import { deliverDue } from "./internal/Delivering.ts"
import { queueAll } from "./internal/Queueing.ts"
import { type Outbox, storeFailed } from "./Outbox.ts"

export type { Options } from "./internal/Channel.ts"

/**
 * The numbers of notices that one pump handled.
 *
 * @category models
 */
export interface Pumped {
  /** Notices that were put into the queue; some of them may wait for their hour. */
  readonly queued: number
  readonly delivered: number
  /** Notices that became dead letters. */
  readonly dead: number
  /** Notices with a temporary failure. They are tried again. */
  readonly postponed: number
}

/**
 * The announcer of one channel.
 *
 * @category models
 */
export interface AnnouncerShape {
  /** Queues new announcements. Delivers due notices, until none is left or the channel pauses. */
  readonly pump: (district: DistrictId) => Effect.Effect<Pumped, DistrictUnknown | StoreError>
  /** How many notices have been queued for the channel, by notice rule. A digest counts as one notice, under its own id. */
  readonly queued: (district: DistrictId) => Effect.Effect<ReadonlyMap<RuleId, number>, StoreError>
}

/**
 * The announcer of one channel.
 *
 * @category services
 */
export class Announcer extends Context.Service<Announcer, AnnouncerShape>()(
  "@liulinhui/announcer/Announcer"
) {}

const decodeNotice = Schema.decodeUnknownEffect(Schema.toCodecJson(Notice))

const make = Effect.fnUntraced(function* (options: Channel.Options) {
  const channel = yield* Channel.make(options)
  const { keep, outbox, speech } = channel

  return Announcer.of({
    pump: Effect.fn("Announcer.pump")(function* (district) {
      const queued = yield* queueAll(channel, district)
      const counts = yield* deliverDue(channel, district)
      yield* outbox.sweep(district, speech.channel, keep)
      return { queued, ...counts }
    }),
    queued: Effect.fn("Announcer.queued")(function* (district) {
      const swept = yield* outbox.swept(district, speech.channel)
      const counts = new Map([...swept].map(([rule, count]) => [RuleId.make(rule), count]))
      for (const element of yield* outbox.offered(district, speech.channel)) {
        const { rule } = yield* Effect.mapError(decodeNotice(element), storeFailed)
        counts.set(rule, (counts.get(rule) ?? 0) + 1)
      }
      return counts
    })
  })
})

/**
 * The announcer of one channel.
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
 * Has the due clocks above this layer pump the announcer: deliver the notices of each district in its turn.
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
