/**
 * What a channel must provide: it delivers one notice, already worded, to its recipient. The recipients, the time and
 * the number of notices are decided before. A channel only delivers, and reports clearly if it could not.
 *
 * - The capabilities of a channel are data ({@link Capabilities}). They determine splitting, pacing, masking and
 *   format.
 * - A notice that is too long for one message becomes several messages, in order, and nothing is dropped.
 * - A channel respects its rate limit, message by message, and waits rather than fails. If several processes send
 *   through one channel, they must pace the channel together.
 * - A channel does not try again by itself. It reports the kind of failure ({@link DeliveryFailed}), and the owner of
 *   the queue decides.
 * - Addresses (a mailbox, a mobile number, a webhook's URL) are personal or secret. They are in the channel's
 *   configuration, by actor, and in no notice, no error and no log.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Language } from "../kernel/Text.ts"
import { ActorId, DistrictId, RuleId } from "../place/Id.ts"

/** The markup of a message. */
export const Format = Schema.Literals(["text", "markdown", "html"])
export type Format = typeof Format.Type

/** A rolling cap: at most `limit` messages within any `window` milliseconds. */
export interface Rate {
  readonly limit: number
  readonly window: number
}

/**
 * What a channel can deliver, and who sees it.
 *
 * @category models
 */
export interface Capabilities {
  /** The supported formats, the preferred one first. */
  readonly formats: readonly [Format, ...ReadonlyArray<Format>]
  /** The most bytes of one message, at least 64. `Infinity` if there is no limit. */
  readonly bytes: number
  /** Rolling caps on messages. All of them apply. */
  readonly rate: ReadonlyArray<Rate>
  /** Whether a message can mention a person by name or number. */
  readonly mentions: boolean
  /** Whether the channel sends the notice's key, so that the receiver can recognise a repeat. */
  readonly idempotent: boolean
  /** Who sees a message: one recipient, or a group. For a group, names and sensitive numbers are masked. */
  readonly audience: "one" | "group"
  /** Minutes of the hour in which not to send, because all robots send then. */
  readonly avoid?: ReadonlyArray<number>
}

/**
 * The time between two messages, in milliseconds, so that every rolling cap holds in any window. A token bucket would
 * allow a burst that the receiver counts as one too many. One fifteenth is added, because a message can arrive later
 * than it was sent, and the next one then follows more closely.
 *
 * @example
 * ```ts
 * import { spacing } from "@liulinhui/core/Notifier"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(spacing([{ limit: 20, window: 60_000 }]), 3_200)
 * assert.equal(spacing([]), 0)
 * ```
 */
export const spacing = (rate: ReadonlyArray<Rate>): number =>
  Math.max(0, ...rate.map(({ limit, window }) => Math.ceil((window / limit) * (16 / 15))))

/**
 * A notice that is ready for delivery.
 *
 * @category models
 */
export const Notice = Schema.Struct({
  /** District, entry position (or day), rule, recipient and channel. The same key means the same notice. */
  key: Schema.NonEmptyString,
  district: DistrictId,
  /** The notice rule that requires it. */
  rule: RuleId,
  /** The recipient. A channel looks up the address under this id. */
  to: ActorId,
  /** The recipient in words, as the model names them: a role and its holder's id. Never the name of a person. */
  recipient: Schema.NonEmptyString,
  language: Language,
  urgent: Schema.Boolean,
  /** When the notice should reach its recipient: milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  title: Schema.NonEmptyString,
  body: Schema.String
})
export interface Notice extends Schema.Schema.Type<typeof Notice> {}

/**
 * The kinds of failure:
 *
 * - `transient`: the same notice may succeed later (a timeout, a rate limit, a server that is down);
 * - `refused-recipient`: this recipient cannot get it, but others can (no address, a mailbox that does not exist);
 * - `permanent`: the channel can never deliver it with its present configuration (a bad key, a wrong signature, a
 *   malformed message).
 */
export const FailureKind = Schema.Literals(["transient", "refused-recipient", "permanent"])
export type FailureKind = typeof FailureKind.Type

/**
 * A channel could not deliver. `retryAfter`: the time to wait that the receiver required, in milliseconds.
 *
 * @category errors
 */
export class DeliveryFailed extends Schema.TaggedError<DeliveryFailed>()("DeliveryFailed", {
  channel: Schema.String,
  key: Schema.String,
  /** What was expected, what happened, and what to do. Never an address or a secret. */
  reason: Schema.String,
  kind: FailureKind,
  retryAfter: Schema.optionalKey(Schema.Int)
}) {
  override get message(): string {
    return `notice ${this.key} was not delivered through ${this.channel}: ${this.reason} (${this.kind})`
  }
}

/**
 * @category models
 */
export interface NotifierShape {
  /** The channel's name, which is part of every key: `console`, `wecom`. */
  readonly channel: string
  readonly capabilities: Capabilities
  readonly deliver: (notice: Notice) => Effect.Effect<void, DeliveryFailed>
}

/**
 * @category services
 */
export class Notifier extends Context.Service<Notifier, NotifierShape>()("@liulinhui/core/ports/Notifier") {}
