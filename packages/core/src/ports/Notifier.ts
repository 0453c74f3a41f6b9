/**
 * The port of a channel, which delivers one finished notice to its recipient. Other code decides who is notified, when,
 * and how often. A channel only delivers a notice, and reports clearly if it could not.
 *
 * - The capabilities of a channel are data ({@link Capabilities}). They determine how notices are split, masked and
 *   formatted, and how much time is between two messages.
 * - A notice that is too long for one message is sent as several messages, in order and complete.
 * - A channel counts each message against its rate limit, and waits if the limit is reached. If several processes send
 *   through one channel, they must share the limit.
 * - A channel does not retry. It reports the kind of failure ({@link DeliveryFailed}), and the code that manages the
 *   queue decides what to do.
 * - Addresses (a mailbox, a mobile number, the URL of a webhook) are personal or secret. They are in the channel's
 *   configuration, where they are found by actor id. They are never in a notice, an error or a log.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { TaggedError } from "../kernel/TaggedError.ts"
import { Language } from "../kernel/Text.ts"
import { ActorId, DistrictId, RuleId } from "../place/Id.ts"

/** The markup of a message, such as plain text or Markdown. */
export const Format = Schema.Literals(["text", "markdown", "html"])
export type Format = typeof Format.Type

/** A rate limit: at most `limit` messages within any period of `window` milliseconds. */
export interface Rate {
  readonly limit: number
  readonly window: number
}

/**
 * What a channel can do, and who sees its messages.
 *
 * @category models
 */
export interface Capabilities {
  /** The supported formats, in order of preference. */
  readonly formats: readonly [Format, ...ReadonlyArray<Format>]
  /** The maximum number of bytes of one message, at least 64. `Infinity` if there is no limit. */
  readonly bytes: number
  /** The rate limits for messages. All these limits apply at the same time. */
  readonly rate: ReadonlyArray<Rate>
  /** Whether a message can mention a person by name or number. */
  readonly mentions: boolean
  /**
   * Whether the channel sends the idempotency key of a notice to the receiver, so that the receiver can recognise a
   * notice that is delivered twice.
   */
  readonly idempotent: boolean
  /** Who sees a message: one recipient, or a group. In messages to a group, names and sensitive numbers are masked. */
  readonly audience: "one" | "group"
  /** The minutes of each hour in which the channel sends nothing, because many automatic senders send then. */
  readonly avoid?: ReadonlyArray<number>
}

/**
 * The time between two messages, in milliseconds. With this time between messages, all rate limits are respected in any
 * period of time. (A token bucket would allow a burst at the start of a window, and the receiver would count too many
 * messages.) One fifteenth is added, because a message can be delayed on its way: then the time between this message
 * and the next one is shorter at the receiver.
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
 * A notice that is ready for delivery, with its final text.
 *
 * @category models
 */
export const Notice = Schema.Struct({
  /**
   * The idempotency key of the notice, made from district, entry position (or day), rule, recipient and channel. Two
   * notices with the same key count as the same notice.
   */
  key: Schema.NonEmptyString,
  district: DistrictId,
  /** The notice rule of the model that requires the notice. */
  rule: RuleId,
  /** The id of the recipient. The channel finds the address by this id. */
  to: ActorId,
  /**
   * The recipient as a text: the role, and the id of the actor who has it. A notice waits in a queue with this id. When it
   * is delivered to one recipient, the display name of the actor replaces the id, if there is a name. A notice for a group
   * never has the name of a person.
   */
  recipient: Schema.NonEmptyString,
  /** The role alone, as a text. Missing in notices for a group. */
  role: Schema.optionalKey(Schema.NonEmptyString),
  language: Language,
  urgent: Schema.Boolean,
  /** When the notice should arrive: milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  title: Schema.NonEmptyString,
  body: Schema.String
})
export interface Notice extends Schema.Schema.Type<typeof Notice> {}

/**
 * The kinds of failure:
 *
 * - `transient`: the same notice may succeed later (a timeout, a rate limit, a server that is down).
 * - `refused-recipient`: this recipient cannot be reached, but other recipients can (no address, a mailbox that does
 *   not exist).
 * - `permanent`: the channel can never deliver the notice with its present configuration (a wrong key, a wrong
 *   signature, a malformed message).
 */
export const FailureKind = Schema.Literals(["transient", "refused-recipient", "permanent"])
export type FailureKind = typeof FailureKind.Type

/**
 * The error of a channel that could not deliver a notice. `retryAfter` is the waiting time that the receiver requested,
 * in milliseconds.
 *
 * @category errors
 */
export class DeliveryFailed extends TaggedError<DeliveryFailed>()(
  "DeliveryFailed",
  {
    channel: Schema.String,
    key: Schema.String,
    /** Says what was expected, what happened, and what to do. It never contains an address or a secret. */
    reason: Schema.String,
    kind: FailureKind,
    retryAfter: Schema.optionalKey(Schema.Int)
  },
  ({ channel, key, kind, reason }) =>
    `notice ${key} was not delivered through ${channel}: ${reason} (${kind})`
) {}

/**
 * @category models
 */
export interface NotifierShape {
  /** The name of the channel, such as `console` or `wecom`. The name is part of the idempotency key of every notice. */
  readonly channel: string
  readonly capabilities: Capabilities
  readonly deliver: (notice: Notice) => Effect.Effect<void, DeliveryFailed>
}

/**
 * @category services
 */
export class Notifier extends Context.Service<Notifier, NotifierShape>()("@liulinhui/core/ports/Notifier") {}
