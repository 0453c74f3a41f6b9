/**
 * What a channel must offer: taking one notice, already worded, to whoever it is for. Who hears what, when and how
 * often is decided before; a channel only delivers, and says plainly when it could not.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Language } from "../kernel/Text.ts"

/**
 * A notice ready to be delivered.
 *
 * @category models
 */
export const Notice = Schema.Struct({
  /** District, entry position, recipient and channel: the same key is the same notice. */
  key: Schema.NonEmptyString,
  /** Who it is for, as the model names them: an actor or a role in a scope. Never a person's name. */
  recipient: Schema.NonEmptyString,
  language: Language,
  urgent: Schema.Boolean,
  title: Schema.NonEmptyString,
  body: Schema.String
})
export interface Notice extends Schema.Schema.Type<typeof Notice> {}

/**
 * A channel could not deliver. `retryable` says whether the same notice may go through later.
 *
 * @category errors
 */
export class DeliveryFailed extends Schema.TaggedError<DeliveryFailed>()("DeliveryFailed", {
  channel: Schema.String,
  key: Schema.String,
  reason: Schema.String,
  retryable: Schema.Boolean
}) {
  override get message(): string {
    return (
      `notice ${this.key} was not delivered through ${this.channel}: ${this.reason}` +
      (this.retryable ? " (try again)" : "")
    )
  }
}

/**
 * @category models
 */
export interface NotifierShape {
  /** The channel's name, part of every key: `console`, `wecom`. */
  readonly channel: string
  readonly deliver: (notice: Notice) => Effect.Effect<void, DeliveryFailed>
}

/**
 * @category services
 */
export class Notifier extends Context.Service<Notifier, NotifierShape>()("@liulinhui/core/ports/Notifier") {}
