/**
 * The data of one channel in a process: its options, its notifier (the function that delivers), and the stores of its
 * notices.
 */
import { type BookmarksShape, Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import { type Notice, Notifier, type NotifierShape } from "@liulinhui/core/Notifier"
import { Texts } from "@liulinhui/texts"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Schedule from "effect/Schedule"
import type { Language } from "@liulinhui/core/Text"
import { Governance, type GovernanceShape } from "@liulinhui/service/Governance"
import type { Speech } from "../NoticePlan.ts"
import { Outbox, type OutboxShape, queueOf } from "../Outbox.ts"

/**
 * The options of a channel.
 *
 * @category models
 */
export interface Options {
  /** The language for recipients who have not chosen one. Default: Chinese. */
  readonly language?: Language
  /**
   * Whether a notice that cannot be delivered now delays later notices to the same recipient, so that they arrive in
   * order. Other recipients are not delayed. In a channel to a group, the group is the only recipient. Default: false.
   */
  readonly inOrder?: boolean
  /**
   * How often the announcer tries to deliver a notice before the notice becomes a dead letter. Default: 12 times, which
   * takes about a day.
   */
  readonly attempts?: number
  /**
   * How long a notice stays in the queue after it was delivered or became a dead letter. Default: 30 days. The notice
   * stays in the counts of `queued` permanently. Each call of `pump` removes at most a thousand old notices.
   */
  readonly keep?: Duration.Input
  /**
   * How long `pump` waits for a channel that pauses, before it leaves the remaining notices for the next call. Default:
   * 30 seconds.
   */
  readonly patience?: Duration.Input
}

/** A channel, with all services and options that are needed to queue and deliver its notices. */
export interface Channel {
  readonly bookmarks: BookmarksShape
  readonly governance: GovernanceShape
  readonly ledger: LedgerShape
  readonly notifier: NotifierShape
  readonly outbox: OutboxShape
  readonly queues: typeof PersistedQueue.PersistedQueueFactory.Service
  readonly limiter: typeof RateLimiter.RateLimiter.Service
  readonly breaker: Effect.Success<ReturnType<typeof CircuitBreaker.make>>
  /**
   * The real clock of the machine. The announcer uses it to wait for other processes, even if a test or a simulation
   * uses another clock.
   */
  readonly wall: Clock.Clock
  readonly speech: Speech
  readonly inOrder: boolean
  readonly attempts: number
  readonly keep: number
  readonly patience: Duration.Duration
  /**
   * For each district and digest (several announcements in one notice): the time when the digest is next due, as
   * computed when the entries were last read.
   */
  readonly nextDue: Map<string, number>
}

/** How long a channel pauses after consecutive failures: 1 second at first, then doubled up to 5 minutes. */
const pauses = Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("5 minutes")]).pipe(
  Schedule.jittered
)

export const make = Effect.fnUntraced(function* (options: Options) {
  const notifier = yield* Notifier
  const { capabilities, channel } = notifier
  const one: Channel = {
    bookmarks: yield* Bookmarks,
    governance: yield* Governance,
    ledger: yield* Ledger,
    notifier,
    outbox: yield* Outbox,
    queues: yield* PersistedQueue.makeFactory,
    limiter: yield* RateLimiter.make,
    breaker: yield* CircuitBreaker.make({
      tripPolicy: CircuitBreaker.consecutive(1),
      openDuration: pauses,
      maxOpenDuration: "1 day"
    }),
    wall: yield* Clock.Clock,
    speech: {
      channel,
      audience: capabilities.audience,
      language: options.language ?? "zh",
      texts: yield* Texts.Current
    },
    inOrder: options.inOrder ?? false,
    attempts: options.attempts ?? 12,
    keep: Duration.toMillis(Duration.fromInputUnsafe(options.keep ?? "30 days")),
    patience: Duration.fromInputUnsafe(options.patience ?? "30 seconds"),
    nextDue: new Map()
  }
  return one
})

/** Opens the queue for a notice. A channel to a group has one queue. Any other channel has one for each recipient. */
export const queueFor = ({ speech: { audience, channel } }: Channel, { district, to }: Notice): string =>
  queueOf(district, channel, audience === "one" ? to : undefined)
