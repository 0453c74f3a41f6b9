/** The channels through which commands send notices. */
import type { Notifier } from "@liulinhui/core/Notifier"
import * as DingTalk from "@liulinhui/notify-chat/DingTalk"
import * as Feishu from "@liulinhui/notify-chat/Feishu"
import * as WeCom from "@liulinhui/notify-chat/WeCom"
import * as NotifyConsole from "@liulinhui/notify-console"
import * as NotifyEmail from "@liulinhui/notify-email"
import * as NotifyWebhook from "@liulinhui/notify-webhook"
import type * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"

/**
 * The channels for notices. They are configured by environment variables, so that addresses and keys are never on a
 * command line.
 */
export const channels = {
  console: Layer.unwrap(Effect.map(Console.Console, ({ log }) => NotifyConsole.layer({ write: log }))),
  dingtalk: Layer.provide(DingTalk.layerConfig, FetchHttpClient.layer),
  email: NotifyEmail.layerConfig,
  feishu: Layer.provide(Feishu.layerConfig, FetchHttpClient.layer),
  webhook: NotifyWebhook.layerConfig,
  wecom: Layer.provide(WeCom.layerConfig, FetchHttpClient.layer)
} satisfies Record<string, Layer.Layer<Notifier, Config.ConfigError>>

/** A channel that needs settings: the variable that sets it up, and all its settings. */
interface Settings {
  readonly variable: string
  readonly config: Config.Config<unknown>
}

/** The channels that are set up by environment variables. */
export const settings: Readonly<Record<Exclude<ChannelName, "console">, Settings>> = {
  dingtalk: { variable: "LIULINHUI_DINGTALK_WEBHOOK", config: DingTalk.config },
  email: { variable: "LIULINHUI_MAIL_HOST", config: NotifyEmail.config },
  feishu: { variable: "LIULINHUI_FEISHU_WEBHOOK", config: Feishu.config },
  webhook: { variable: "LIULINHUI_WEBHOOK_SECRETS", config: NotifyWebhook.config },
  wecom: { variable: "LIULINHUI_WECOM_WEBHOOK", config: WeCom.config }
}

/** The names of all channels. */
export const channelNames = ["console", "dingtalk", "email", "feishu", "webhook", "wecom"] as const

/** The name of a channel. */
export type ChannelName = (typeof channelNames)[number]
