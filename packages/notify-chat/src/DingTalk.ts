/**
 * Posts notices into a DingTalk (钉钉) group chat, through a custom robot of the group.
 *
 * Messages are signed with a secret. A message has at most 20,000 bytes. A robot may send 20 messages a minute; if a
 * robot sends more, DingTalk refuses its messages for ten minutes. The sources of these limits are in
 * `docs/channels.md`.
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

/** Settings of a DingTalk robot. */
export interface Options extends Robot.RobotOptions {
  /** The secret for signatures (加签), which begins with `SEC`. Leave it out if the robot does not require signatures. */
  readonly secret?: Redacted.Redacted
  /** The format of the messages. Default: text. */
  readonly format?: "text" | "markdown"
}

const rate: ReadonlyArray<Rate> = [{ limit: 20, window: 60_000 }]
const closed = 600_000

const Reply = Schema.fromJsonString(Schema.Struct({ errcode: Schema.Int }))

const unknown = "DingTalk does not know this robot: copy its webhook again from the group"
const tooFast: Refusal = {
  kind: "transient",
  reason: "DingTalk takes 20 messages a minute; after more, it takes none for ten minutes",
  retryAfter: closed
}

const refusals: Readonly<Record<number, Refusal>> = {
  [-1]: { kind: "transient", reason: "DingTalk is busy (-1)" },
  40_035: { kind: "permanent", reason: "DingTalk finds the message malformed (40035)" },
  90_030: tooFast,
  130_101: tooFast,
  300_001: { kind: "permanent", reason: `${unknown} (300001)` },
  300_005: { kind: "permanent", reason: `${unknown} (300005)` },
  310_000: {
    kind: "permanent",
    reason:
      "DingTalk's security settings refuse the message (310000): check the secret, the keywords, the allowed addresses and the clock of this machine"
  },
  660_026: tooFast
}

// DingTalk limits the size of the whole request body, so some bytes are reserved for the JSON around the text.
const envelope = 1_000

/** What a DingTalk robot can deliver: formats, length and rate. */
export const capabilities = (options: Pick<Options, "format" | "rate"> = {}): Capabilities => ({
  formats: [options.format ?? "text"],
  bytes: 20_000 - envelope,
  rate: options.rate ?? rate,
  mentions: false,
  idempotent: false,
  audience: "group"
})

/**
 * Computes the signature that DingTalk requires, in base64: the HMAC-SHA256 of the time in milliseconds, a line feed
 * and the secret. The key of the HMAC is the secret.
 *
 * @category signatures
 */
export const sign = (secret: Redacted.Redacted, at: number): string =>
  createHmac("sha256", Redacted.value(secret))
    .update(`${at}\n${Redacted.value(secret)}`)
    .digest("base64")

const signed = (webhook: string, secret: Redacted.Redacted, at: number): string =>
  `${webhook}${webhook.includes("?") ? "&" : "?"}${new URLSearchParams({ timestamp: String(at), sign: sign(secret, at) }).toString()}`

const vendor = ({
  format = "text",
  secret,
  webhook,
  ...options
}: Options): Robot.Vendor<typeof Reply.Type> => ({
  channel: "dingtalk",
  capabilities: capabilities({ format, ...options }),
  measure: json,
  request: (text, { title }, at) => ({
    url: secret === undefined ? Redacted.value(webhook) : signed(Redacted.value(webhook), secret, at),
    body:
      format === "markdown"
        ? { msgtype: "markdown", markdown: { title: title.slice(0, 64).toWellFormed(), text } }
        : { msgtype: "text", text: { content: text } }
  }),
  reply: Reply,
  judge: ({ errcode }) =>
    errcode === 0
      ? undefined
      : (refusals[errcode] ?? {
          kind: "transient",
          reason: `DingTalk refused the message with errcode ${errcode}`
        })
})

/**
 * Provides a channel that posts notices into a DingTalk group.
 *
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier, never, HttpClient.HttpClient> =>
  Layer.effect(Notifier, Robot.make(vendor(options), options))

/**
 * Reads the settings of a DingTalk robot from configuration: `LIULINHUI_DINGTALK_WEBHOOK`, and optionally
 * `LIULINHUI_DINGTALK_SECRET` and `LIULINHUI_DINGTALK_FORMAT`.
 *
 * @category configuration
 */
export const config: Config.Config<Options> = Config.all({
  webhook: Config.Redacted("LIULINHUI_DINGTALK_WEBHOOK"),
  secret: Config.option(Config.Redacted("LIULINHUI_DINGTALK_SECRET")),
  format: Config.Literals(["text", "markdown"], "LIULINHUI_DINGTALK_FORMAT").pipe(
    Config.withDefault("text" as const)
  )
}).pipe(
  Config.map(({ secret, ...rest }) => (Option.isNone(secret) ? rest : { ...rest, secret: secret.value }))
)

/**
 * Provides a channel that posts notices into a DingTalk group, with the settings that {@link config} reads.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError, HttpClient.HttpClient> = Layer.unwrap(
  Effect.map(config, layer)
)
