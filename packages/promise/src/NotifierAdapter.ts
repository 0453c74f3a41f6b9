/** A channel that is written as a plain async function, and its conversion to the port of the service. */
import { type Capabilities, DeliveryFailed, type Notice, type NotifierShape } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"

/**
 * A channel as a plain async function. Reject with {@link DeliveryFailed} and its kind if the notice was not delivered.
 * Any other rejection counts as transient: the notice is tried again later. Its message is not repeated anywhere,
 * because it may contain an address.
 *
 * @category adapters
 */
export interface NotifierAdapter {
  /** The name of the channel: `console`, `wecom`. It is part of every notice's key. */
  readonly channel: string
  /** Default: plain text to one recipient, without a limit. */
  readonly capabilities?: Partial<Capabilities>
  readonly deliver: (notice: Notice, signal: AbortSignal) => Promise<void>
}

const plain: Capabilities = {
  formats: ["text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: false,
  audience: "one"
}

const failed =
  (channel: string, key: string) =>
  (error: unknown): DeliveryFailed =>
    error instanceof DeliveryFailed
      ? error
      : new DeliveryFailed({
          channel,
          key,
          reason: `the channel threw ${error instanceof Error ? error.name : typeof error}`,
          kind: "transient"
        })

/**
 * The port of the service over a channel of a plain async function.
 *
 * @category conversions
 */
export const notifier = ({ capabilities, channel, deliver }: NotifierAdapter): NotifierShape => ({
  channel,
  capabilities: { ...plain, ...capabilities },
  deliver: (notice) =>
    Effect.tryPromise({ try: (signal) => deliver(notice, signal), catch: failed(channel, notice.key) })
})
