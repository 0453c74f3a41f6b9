/**
 * Posts notices into a WeCom (企业微信) group chat, through a robot of the group.
 *
 * A message is text of at most 2,048 bytes, which can mention members, or Markdown of at most 4,096 bytes, which
 * cannot. A robot may send 20 messages a minute. The sources of these limits are in `docs/channels.md`.
 */
import { Directory } from "@liulinhui/core/Views"
import { utf8, type Capabilities, Notifier, type Rate, type Refusal } from "@liulinhui/core/Notifier"
import type { ActorId } from "@liulinhui/core/Id"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Robot from "./Robot.ts"

/** Settings of a WeCom robot. */
export interface Options extends Robot.RobotOptions {
  /** The format of the messages. Every client shows text; WeChat itself does not show Markdown. Default: text. */
  readonly format?: "text" | "markdown"
  /** Mobile numbers by actor. A text message mentions its recipient by this number. */
  readonly mobiles?: ReadonlyMap<ActorId, Redacted.Redacted>
}

const rate: ReadonlyArray<Rate> = [{ limit: 20, window: 60_000 }]

const Reply = Schema.fromJsonString(Schema.Struct({ errcode: Schema.Int }))

const refusals: Readonly<Record<number, Refusal>> = {
  [-1]: { kind: "transient", reason: "WeCom is busy (-1)" },
  40_008: { kind: "permanent", reason: "WeCom does not know this kind of message (40008)" },
  40_058: { kind: "permanent", reason: "WeCom finds the message too long or malformed (40058)" },
  44_004: { kind: "permanent", reason: "WeCom finds the message empty (44004)" },
  45_002: { kind: "permanent", reason: "WeCom finds the message too long (45002)" },
  45_009: {
    kind: "transient",
    reason: "WeCom takes no more than 20 messages a minute (45009)",
    retryAfter: 60_000
  },
  45_033: { kind: "transient", reason: "WeCom takes no more at the same time (45033)", retryAfter: 10_000 },
  93_000: {
    kind: "permanent",
    reason: "WeCom does not know this robot (93000): copy its webhook again from the group"
  },
  93_008: { kind: "permanent", reason: "the robot is no longer in the group (93008): add it again" }
}

/** What a WeCom robot can deliver: formats, length, rate and mentions. */
export const capabilities = (options: Pick<Options, "format" | "mobiles" | "rate"> = {}): Capabilities => ({
  formats: [options.format ?? "text"],
  bytes: options.format === "markdown" ? 4_096 : 2_048,
  rate: options.rate ?? rate,
  mentions: options.format !== "markdown",
  idempotent: false,
  audience: "group"
})

const vendor = (options: Options): Robot.Vendor<typeof Reply.Type> => ({
  channel: "wecom",
  capabilities: capabilities(options),
  measure: utf8,
  request: (content, { to }) => {
    const mobile = options.mobiles?.get(to)
    return {
      url: Redacted.value(options.webhook),
      body:
        options.format === "markdown"
          ? { msgtype: "markdown", markdown: { content } }
          : {
              msgtype: "text",
              text: {
                content,
                ...(mobile === undefined ? {} : { mentioned_mobile_list: [Redacted.value(mobile)] })
              }
            }
    }
  },
  reply: Reply,
  judge: ({ errcode }) =>
    errcode === 0
      ? undefined
      : (refusals[errcode] ?? {
          kind: "transient",
          reason: `WeCom refused the message with errcode ${errcode}`
        })
})

/**
 * Provides a channel that posts notices into a WeCom group.
 *
 * @example
 * ```ts
 * import * as WeCom from "@liulinhui/notify-chat/WeCom"
 * import * as FetchHttpClient from "effect/http/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 * import { strict as assert } from "node:assert"
 *
 * const webhook = Redacted.make("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…")
 * const channel = WeCom.layer({ webhook }).pipe(Layer.provide(FetchHttpClient.layer))
 * assert.ok(Layer.isLayer(channel))
 * assert.equal(WeCom.capabilities().bytes, 2_048)
 * ```
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier, never, HttpClient.HttpClient> =>
  Layer.effect(Notifier, Robot.make(vendor(options), options))

/**
 * Reads the settings of a WeCom robot from configuration: `LIULINHUI_WECOM_WEBHOOK`, and optionally
 * `LIULINHUI_WECOM_FORMAT` and `LIULINHUI_WECOM_MOBILES` (a JSON object of mobile numbers by actor).
 *
 * @category configuration
 */
export const config: Config.Config<Options> = Config.all({
  webhook: Config.Redacted("LIULINHUI_WECOM_WEBHOOK"),
  format: Config.Literals(["text", "markdown"], "LIULINHUI_WECOM_FORMAT").pipe(
    Config.withDefault("text" as const)
  ),
  mobiles: Directory.config("LIULINHUI_WECOM_MOBILES")
})

/**
 * Provides a channel that posts notices into a WeCom group, with the settings that {@link config} reads.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError, HttpClient.HttpClient> = Layer.unwrap(
  Effect.map(config, layer)
)
