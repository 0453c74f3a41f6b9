/**
 * Posts notices into a Feishu (飞书) group chat, through a custom robot of the group.
 *
 * The body of a message contains its signature. A message has at most 20 KB. A robot may send 100 messages a minute and
 * 5 a second. Many robots send at the full and at the half hour, and Feishu then refuses some messages, so this channel
 * avoids those minutes. The sources of these limits are in `docs/channels.md`.
 */
import { json, type Capabilities, Notifier, type Rate, type Refusal } from "@liulinhui/core/Notifier"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import * as Robot from "./Robot.ts"

/** Settings of a Feishu robot. */
export interface Options extends Robot.RobotOptions {
  /** The secret for signatures (签名校验). Leave it out if the robot does not require signatures. */
  readonly secret?: Redacted.Redacted
}

const rate: ReadonlyArray<Rate> = [
  { limit: 100, window: 60_000 },
  { limit: 5, window: 1_000 }
]

// Old and new versions of Feishu use different fields for the result code of an answer. Some answers
// have both.
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
    reason: "Feishu does not accept the signature (19021): check the secret and the clock of this machine"
  },
  19_022: {
    kind: "permanent",
    reason: "Feishu does not allow the address of this machine (19022): add it to the list of the robot"
  },
  19_024: {
    kind: "permanent",
    reason:
      "Feishu requires a keyword that the message does not have (19024): remove the keywords of the robot"
  }
}

// Feishu limits the size of the whole request body, so some bytes are reserved for the JSON around the text.
const envelope = 1_000

/** What a Feishu robot can deliver: formats, length, rate, and the minutes to avoid. */
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
 * Computes the signature that Feishu requires, in base64: the HMAC-SHA256 of the empty text. The key of the HMAC is the
 * time in seconds, a line feed and the secret.
 *
 * @category signatures
 */
export const sign = (secret: Redacted.Redacted, seconds: number): string =>
  createHmac("sha256", `${seconds}\n${Redacted.value(secret)}`).digest("base64")

// A tag in a text, such as `<at user_id="all">`, would notify every member of the group, so `<` is replaced.
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
      : (refusals[code] ?? { kind: "transient", reason: `Feishu refused the message with code ${code}` })
  }
})

/**
 * Provides a channel that posts notices into a Feishu group.
 *
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier, never, HttpClient.HttpClient> =>
  Layer.effect(Notifier, Robot.make(vendor(options), options))

/**
 * Reads the settings of a Feishu robot from configuration: `LIULINHUI_FEISHU_WEBHOOK`, and optionally
 * `LIULINHUI_FEISHU_SECRET`.
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
 * Provides a channel that posts notices into a Feishu group, with the settings that {@link config} reads.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError, HttpClient.HttpClient> = Layer.unwrap(
  Effect.map(config, layer)
)
