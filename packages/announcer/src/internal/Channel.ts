/**
 * One channel in a process: its options, its notifier, and the stores of its notices.
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
 * How a channel is served.
 *
 * @category models
 */
export interface Options {
  /** The language of recipients who have not chosen one. Default: Chinese. */
  readonly language?: Language
  /**
   * Whether a notice that cannot be delivered now holds up later ones to the same recipient, so that they arrive in order.
   * Other recipients are not held up. A channel to a group has one recipient, the group. Default: false.
   */
  readonly inOrder?: boolean
  /** How often a notice is tried before it becomes a dead letter. Default: 12 times, which takes about a day. */
  readonly attempts?: number
  /**
   * How long a notice that was delivered, or became a dead letter, is kept in the queue. Default: 30 days. It counts as
   * queued permanently. A pump removes a thousand of them at most.
   */
  readonly keep?: Duration.Input
  /**
   * How long a pump waits for a channel that pauses, before it leaves the notices to the next pump. Default: 30 seconds.
   */
  readonly patience?: Duration.Input
}

/** A channel, with all services and options that queueing and delivering need. */
export interface Channel {
  readonly bookmarks: BookmarksShape
  readonly governance: GovernanceShape
  readonly ledger: LedgerShape
  readonly notifier: NotifierShape
  readonly outbox: OutboxShape
  readonly queues: typeof PersistedQueue.PersistedQueueFactory.Service
  readonly limiter: typeof RateLimiter.RateLimiter.Service
  readonly breaker: Effect.Success<ReturnType<typeof CircuitBreaker.make>>
  /** The clock of the machine. It is used to wait for another process, also if a test or a simulation has another clock. */
  readonly wall: Clock.Clock
  readonly speech: Speech
  readonly inOrder: boolean
  readonly attempts: number
  readonly keep: number
  readonly patience: Duration.Duration
  /**
   * By district and digest: the instant when the next announcement of the digest is due, computed when its entries were
   * last read.
   */
  readonly nextDue: Map<string, number>
}

/** How long a channel pauses after failures in a row: 1 second at first, doubled up to 5 minutes. */
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

/** The queue of a notice. A channel to a group has one queue. Otherwise each recipient has one. */
export const queueFor = ({ speech: { audience, channel } }: Channel, { district, to }: Notice): string =>
  queueOf(district, channel, audience === "one" ? to : undefined)
