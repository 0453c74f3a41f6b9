/**
 * What a channel must offer: taking one notice, already worded, to whoever it is for. Who hears what, when and how
 * often is decided before; a channel only delivers, and says plainly when it could not.
 *
 * - What a channel can take is data ({@link Capabilities}): splitting, pacing, masking and the format follow from it.
 * - A notice that is too long for one message becomes several, in order, and none of it is dropped.
 * - A channel keeps to its own rate, message by message, and rather waits than fails. Whoever sends through one channel
 *   from several processes paces them.
 * - It does not try again by itself: it says what kind of failure it was ({@link DeliveryFailed}), and whoever keeps the
 *   queue decides.
 * - Addresses (a mailbox, a mobile number, a webhook's URL) are personal or secret. They come from the channel's own
 *   configuration, by actor, and stand in no notice, no error and no log.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Language } from "../kernel/Text.ts"
import { ActorId, DistrictId, RuleId } from "../place/Id.ts"

/** How a message may be marked up. */
export const Format = Schema.Literals(["text", "markdown", "html"])
export type Format = typeof Format.Type

/** A rolling cap: at most `limit` messages within any `window` milliseconds. */
export interface Rate {
  readonly limit: number
  readonly window: number
}

/**
 * What a channel can take, and who is listening.
 *
 * @category models
 */
export interface Capabilities {
  /** The formats that it takes, the one that it likes best first. */
  readonly formats: readonly [Format, ...ReadonlyArray<Format>]
  /** Bytes of one message at most, 64 at the least; `Infinity` where there is no limit. */
  readonly bytes: number
  /** Rolling caps on messages; all of them hold. */
  readonly rate: ReadonlyArray<Rate>
  /** Whether somebody can be called by name or number in a message. */
  readonly mentions: boolean
  /** Whether it takes a notice's key along, by which the other side can tell a repeat. */
  readonly idempotent: boolean
  /** Who sees it: one recipient, or a group, for which names and what is sensitive are masked. */
  readonly audience: "one" | "group"
  /** Minutes of the hour to stay clear of, because everybody's robots speak then. */
  readonly avoid?: ReadonlyArray<number>
}

/**
 * How far apart messages have to be sent, in milliseconds, so that every rolling cap holds from wherever it is counted:
 * a bucket that fills up would let a burst through which the other side counts as one too many. A fifteenth is added for
 * messages that catch up with each other on their way.
 *
 * @example
 * ```ts
 * import { spacing } from "@liulinhui/core/ports/Notifier"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(spacing([{ limit: 20, window: 60_000 }]), 3_200)
 * assert.equal(spacing([]), 0)
 * ```
 */
export const spacing = (rate: ReadonlyArray<Rate>): number =>
  Math.max(0, ...rate.map(({ limit, window }) => Math.ceil((window / limit) * (16 / 15))))

/**
 * A notice ready to be delivered.
 *
 * @category models
 */
export const Notice = Schema.Struct({
  /** District, entry position (or day), rule, recipient and channel: the same key is the same notice. */
  key: Schema.NonEmptyString,
  district: DistrictId,
  /** The notice rule that asks for it. */
  rule: RuleId,
  /** Who it is for. A channel looks the address up under this id. */
  to: ActorId,
  /** Who it is for in words, as the model names them: a role and its holder's id. Never a person's name. */
  recipient: Schema.NonEmptyString,
  language: Language,
  urgent: Schema.Boolean,
  /** When it is due to reach its recipient: milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  title: Schema.NonEmptyString,
  body: Schema.String
})
export interface Notice extends Schema.Schema.Type<typeof Notice> {}

/**
 * What delivery has to know of a failure:
 *
 * - `transient`: the same notice may go through later (a timeout, a rate, a server that is down);
 * - `refused-recipient`: this recipient will not take it, others may (no address, a mailbox that does not exist);
 * - `permanent`: the channel will never take it as it is set up (a bad key, a wrong signature, a malformed message).
 */
export const FailureKind = Schema.Literals(["transient", "refused-recipient", "permanent"])
export type FailureKind = typeof FailureKind.Type

/**
 * A channel could not deliver. `retryAfter` is what the other side asked to be left alone for, in milliseconds.
 *
 * @category errors
 */
export class DeliveryFailed extends Schema.TaggedError<DeliveryFailed>()("DeliveryFailed", {
  channel: Schema.String,
  key: Schema.String,
  /** What was expected, what came and what to do. Never an address or a secret. */
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
  /** The channel's name, part of every key: `console`, `wecom`. */
  readonly channel: string
  readonly capabilities: Capabilities
  readonly deliver: (notice: Notice) => Effect.Effect<void, DeliveryFailed>
}

/**
 * @category services
 */
export class Notifier extends Context.Service<Notifier, NotifierShape>()("@liulinhui/core/ports/Notifier") {}
