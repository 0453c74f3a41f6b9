/**
 * The adapter for a channel that is written as a plain async function, and its conversion to the port of the service. A
 * channel is one way to deliver notices, such as mail.
 */
import { type Capabilities, DeliveryFailed, type Notice, type NotifierShape } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"

/**
 * A channel as a plain async function. If the notice was not delivered, reject with {@link DeliveryFailed} and the kind
 * of failure. Any other rejection counts as a transient failure, so the notice is tried again later. The message of
 * such a rejection is not logged or stored, because it may contain an address.
 *
 * @category adapters
 */
export interface NotifierAdapter {
  /** The name of the channel, such as `console` or `wecom`. It is part of the key of every notice. */
  readonly channel: string
  /** What the channel can do. Default: plain text to one recipient, without a limit. */
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
 * Converts a channel that is written as a plain async function to the port of the service.
 *
 * @category conversions
 */
export const notifier = ({ capabilities, channel, deliver }: NotifierAdapter): NotifierShape => ({
  channel,
  capabilities: { ...plain, ...capabilities },
  deliver: (notice) =>
    Effect.tryPromise({ try: (signal) => deliver(notice, signal), catch: failed(channel, notice.key) })
})
