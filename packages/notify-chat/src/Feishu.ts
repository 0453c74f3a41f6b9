/**
 * Feishu (飞书) custom robots: signed by a secret in the body, 20 KB a message, 100 messages a minute and 5 a second.
 * Everybody's robots speak at the full and the half hour, and some are then not heard: those minutes are stayed clear of.
 *
 * Sources are in `docs/channels.md`.
 */
import { json } from "@liulinhui/core/ports/Messages"
import { type Capabilities, Notifier, type Rate } from "@liulinhui/core/ports/Notifier"
import type { Refusal } from "@liulinhui/core/ports/Refusal"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import * as Robot from "./Robot.ts"

/** How a Feishu robot is set up. */
export interface Options extends Robot.RobotOptions {
  /** The secret of a robot that asks for signatures (签名校验). */
  readonly secret?: Redacted.Redacted
}

const rate: ReadonlyArray<Rate> = [
  { limit: 100, window: 60_000 },
  { limit: 5, window: 1_000 }
]

// Two generations of the service answer differently, and some answers hold both fields.
const Reply = Schema.fromJsonString(
  Schema.Union([Schema.Struct({ code: Schema.Int }), Schema.Struct({ StatusCode: Schema.Int })])
)

const tooFast: Refusal = {
  kind: "transient",
  reason: "Feishu takes no more than 100 messages a minute and 5 a second",
  retryAfter: 60_000
}

const refusals: Readonly<Record<number, Refusal>> = {
  9_499: { kind: "permanent", reason: "Feishu finds the message malformed (9499)" },
  11_232: tooFast,
  19_001: {
    kind: "permanent",
    reason: "Feishu does not know this robot (19001): copy its webhook again from the group"
  },
  19_002: { kind: "permanent", reason: "Feishu finds the message malformed (19002)" },
  19_021: {
    kind: "permanent",
    reason: "Feishu does not accept the signature (19021): check the secret and this machine's clock"
  },
  19_022: {
    kind: "permanent",
    reason: "Feishu does not allow this machine's address (19022): add it to the robot's list"
  },
  19_024: { kind: "permanent", reason: "Feishu misses a keyword (19024): take the robot's keywords out" }
}

// The limit is on the whole body: this much of it is kept for what stands around the text.
const envelope = 1_000

/** What a Feishu robot can take. */
export const capabilities = (options: Pick<Options, "rate"> = {}): Capabilities => ({
  formats: ["text"],
  bytes: 20_000 - envelope,
  rate: options.rate ?? rate,
  mentions: false,
  idempotent: false,
  audience: "group",
  avoid: [0, 30]
})

/**
 * The signature that Feishu asks for: HMAC-SHA256 of nothing, keyed by the time in seconds, a new line and the secret,
 * in base64.
 *
 * @category signatures
 */
export const sign = (secret: Redacted.Redacted, seconds: number): string =>
  createHmac("sha256", `${seconds}\n${Redacted.value(secret)}`).digest("base64")

// A tag in a text would call somebody, or everybody.
const quiet = (text: string): string => text.replaceAll("<", "＜")

const vendor = ({ secret, webhook, ...options }: Options): Robot.Vendor<typeof Reply.Type> => ({
  channel: "feishu",
  capabilities: capabilities(options),
  measure: (text) => json(quiet(text)),
  request: (text, _, at) => {
    const seconds = Math.floor(at / 1_000)
    return {
      url: Redacted.value(webhook),
      body: {
        ...(secret === undefined ? {} : { timestamp: String(seconds), sign: sign(secret, seconds) }),
        msg_type: "text",
        content: { text: quiet(text) }
      }
    }
  },
  reply: Reply,
  judge: (reply) => {
    const code = "code" in reply ? reply.code : reply.StatusCode
    return code === 0
      ? undefined
      : (refusals[code] ?? { kind: "transient", reason: `Feishu refused it with code ${code}` })
  }
})

/**
 * A channel into a Feishu group.
 *
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier, never, HttpClient.HttpClient> =>
  Layer.effect(Notifier, Robot.make(vendor(options), options))

/**
 * How a Feishu robot is set up, from configuration: `LIULINHUI_FEISHU_WEBHOOK`, and `LIULINHUI_FEISHU_SECRET` where it is
 * there.
 *
 * @category configuration
 */
export const config: Config.Config<Options> = Config.all({
  webhook: Config.Redacted("LIULINHUI_FEISHU_WEBHOOK"),
  secret: Config.option(Config.Redacted("LIULINHUI_FEISHU_SECRET"))
}).pipe(
  Config.map(({ secret, webhook }) =>
    Option.isNone(secret) ? { webhook } : { webhook, secret: secret.value }
  )
)

/**
 * A channel into a Feishu group, set up by {@link config}.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError, HttpClient.HttpClient> = Layer.unwrap(
  Effect.map(config, layer)
)
