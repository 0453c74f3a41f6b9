/** `liulinhui notices`: who would hear what and when, what is sent, and what could not be delivered. */
import type { Notifier } from "@liulinhui/core/ports/Notifier"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { DistrictId } from "@liulinhui/core/place/Id"
import * as DingTalk from "@liulinhui/notify-chat/DingTalk"
import * as Feishu from "@liulinhui/notify-chat/Feishu"
import * as WeCom from "@liulinhui/notify-chat/WeCom"
import * as NotifyConsole from "@liulinhui/notify-console"
import * as NotifyEmail from "@liulinhui/notify-email"
import * as NotifyWebhook from "@liulinhui/notify-webhook"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import { Governance } from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { preview as previewOf } from "@liulinhui/announcer/Preview"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import { day, language } from "./check.ts"
import { printNotice } from "./print.ts"
import { copy } from "./copy.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

/** The channels, each set up from the environment: its addresses and keys stand in no command line. */
const channels = {
  console: NotifyConsole.layer(),
  dingtalk: Layer.provide(DingTalk.layerConfig, FetchHttpClient.layer),
  email: NotifyEmail.layerConfig,
  feishu: Layer.provide(Feishu.layerConfig, FetchHttpClient.layer),
  webhook: NotifyWebhook.layerConfig,
  wecom: Layer.provide(WeCom.layerConfig, FetchHttpClient.layer)
} satisfies Record<string, Layer.Layer<Notifier, Config.ConfigError>>

const channelNames = ["console", "dingtalk", "email", "feishu", "webhook", "wecom"] as const
const audience = Flag.Literals("audience", ["one", "group"]).pipe(
  Flag.withDescription(
    "Who listens: one recipient, or a group, which hears no flat and nothing confidential"
  ),
  Flag.withDefault("one")
)
const json = Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false))

/** An instant as clocks show it where the district lies. */
const clockTime = (instant: number, timeZone: string): string => {
  const { day, hour, minute, month, year } = DateTime.toParts(DateTime.makeZonedUnsafe(instant, { timeZone }))
  const two = (part: number): string => String(part).padStart(2, "0")
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

const preview = Command.make(
  "preview",
  {
    ledger: ledgerArgument,
    district,
    language,
    audience,
    from: day("from", "The first day (today)"),
    until: day("until", "The last day (six days after the first)"),
    json
  },
  Effect.fn(function* ({ audience, district, from, json, language, ledger, until }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const timeZone = yield* Governance.use(({ read }) => read(id, ({ model }) => model?.timeZone ?? "UTC"))
      const planned = yield* previewOf(id, {
        ...(Option.isSome(from) ? { from: from.value } : {}),
        ...(Option.isSome(until) ? { until: until.value } : {}),
        speech: { channel: "preview", audience, language }
      })
      if (json) {
        const shown = planned.map(({ notice, when }) => ({
          when: clockTime(when, timeZone),
          rule: notice.rule,
          to: notice.to,
          recipient: notice.recipient,
          urgent: notice.urgent,
          title: notice.title,
          body: notice.body
        }))
        return yield* Console.log(JSON.stringify(shown, null, 2))
      }
      for (const { notice, when } of planned) {
        yield* Console.log(`${clockTime(when, timeZone)} ${NotifyConsole.line(notice)}`)
      }
      yield* Console.log(
        language === "zh" ? `共${planned.length}条，均未发送。` : `${planned.length} notices; none was sent.`
      )
    }).pipe(Effect.provide(services(ledger)))
  })
).pipe(Command.withDescription("Who would hear what, and when; nothing is sent"))

const overFile = (filename: string) => Layer.provideMerge(Outbox.layerSql(), services(filename))

const send = Command.make(
  "send",
  {
    ledger: ledgerArgument,
    district,
    language,
    channel: Flag.Literals("channel", channelNames).pipe(
      Flag.withDescription(
        "The channel; its keys and addresses come from the environment, see docs/notices.md"
      )
    ),
    inOrder: Flag.Boolean("in-order").pipe(
      Flag.withDescription("What cannot be delivered now holds up what is behind it"),
      Flag.withDefault(false)
    )
  },
  Effect.fn(function* ({ channel, district, inOrder, language, ledger }) {
    const announcer = Announcer.layer({ language, inOrder }).pipe(
      Layer.provideMerge(overFile(ledger)),
      Layer.provide(channels[channel])
    )
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { dead, delivered, postponed, queued } = yield* Announcer.Announcer.use((one) => one.pump(id))
      yield* Console.log(
        language === "zh"
          ? `新入队${queued}条，送达${delivered}条，稍后再试${postponed}次，无法送达${dead}条。`
          : `${queued} queued, ${delivered} delivered, ${postponed} put off, ${dead} dead.`
      )
      if (dead > 0) {
        return yield* new CommandFailed({
          message:
            language === "zh"
              ? "有通知无法送达，请用 liulinhui notices dead list 查看"
              : "some notices could not be delivered: see liulinhui notices dead list"
        })
      }
    }).pipe(Effect.provide(announcer))
  })
).pipe(Command.withDescription("Queue what is to be told, and deliver what is due through a channel"))

// ------------------------------------------------------------------------------------------------------- dead letters

const key = Argument.String("key").pipe(
  Argument.withDescription("The key of a dead letter, as list shows it")
)
const withLetters = (filename: string) => Layer.provideMerge(DeadLetters.layer, overFile(filename))

const told = (
  { attempts, channel, dropped, notice, reason }: Outbox.DeadLetter,
  language: Language
): string =>
  language === "zh"
    ? `${notice.key}\n  ${channel}，试${attempts}次：${reason}${dropped === undefined ? "" : `（已放弃：${dropped.reason}）`}`
    : `${notice.key}\n  ${channel}, tried ${attempts} times: ${reason}${dropped === undefined ? "" : ` (dropped: ${dropped.reason})`}`

const list = Command.make(
  "list",
  {
    ledger: ledgerArgument,
    district,
    language,
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Those that were dropped as well"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ all, district, json, language, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const letters = yield* DeadLetters.DeadLetters.use((dead) => dead.list(id, { dropped: all }))
      if (json)
        return yield* Console.log(
          JSON.stringify(
            letters.map((letter) => encodeLetter(letter)),
            null,
            2
          )
        )
      for (const letter of letters) yield* Console.log(told(letter, language))
      yield* Console.log(
        language === "zh"
          ? `${letters.length}条通知无法送达。`
          : `${letters.length} notices could not be delivered.`
      )
    }).pipe(Effect.provide(withLetters(ledger)))
  })
).pipe(Command.withDescription("Notices that could not be delivered and wait for somebody"))

const encodeLetter = Schema.encodeSync(Schema.toCodecJson(Outbox.DeadLetter))

const show = Command.make(
  "show",
  { ledger: ledgerArgument, key, district },
  Effect.fn(function* ({ district, key, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const letter = yield* DeadLetters.DeadLetters.use((dead) => dead.find(id, key))
      yield* Console.log(JSON.stringify(encodeLetter(letter), null, 2))
    }).pipe(Effect.provide(withLetters(ledger)))
  })
).pipe(Command.withDescription("One of them, with its text and why it could not be delivered"))

const requeue = Command.make(
  "requeue",
  {
    ledger: ledgerArgument,
    key: key.pipe(Argument.optional),
    all: Flag.Boolean("all").pipe(Flag.withDescription("All of them"), Flag.withDefault(false)),
    district,
    language
  },
  Effect.fn(function* ({ all, district, key, language, ledger }) {
    if (Option.isNone(key) && !all) {
      return yield* new CommandFailed({ message: "say which: a key, or --all" })
    }
    yield* Effect.gen(function* () {
      const id: DistrictId = yield* chosen(district)
      const dead = yield* DeadLetters.DeadLetters
      const keys = Option.isSome(key) ? [key.value] : (yield* dead.list(id)).map(({ notice }) => notice.key)
      yield* Effect.forEach(keys, (one) => dead.requeue(id, one), { discard: true })
      yield* Console.log(
        language === "zh"
          ? `${keys.length}条已重新入队，下次发送时送出。`
          : `${keys.length} put back into the queue; they go out with the next send.`
      )
    }).pipe(Effect.provide(withLetters(ledger)))
  })
).pipe(Command.withDescription("Put one, or all, back into the queue"))

const drop = Command.make(
  "drop",
  {
    ledger: ledgerArgument,
    key,
    reason: Flag.String("reason").pipe(
      Flag.withDescription("Why it need not be told any more; it is kept with the letter"),
      Flag.withSchema(Schema.NonEmptyString)
    ),
    district,
    language
  },
  Effect.fn(function* ({ district, key, language, ledger, reason }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      yield* DeadLetters.DeadLetters.use((dead) => dead.drop(id, key, reason))
      yield* Console.log(language === "zh" ? "已放弃，原因已记录。" : "Dropped; the reason is kept.")
    }).pipe(Effect.provide(withLetters(ledger)))
  })
).pipe(Command.withDescription("Give one up, with a reason"))

const dead = Command.make("dead").pipe(
  Command.withDescription("Notices that could not be delivered"),
  Command.withSubcommands([list, show, requeue, drop])
)

export const notices = Command.make("notices").pipe(
  Command.withDescription("Who hears what, and when; sending it; and what could not be delivered"),
  Command.withSubcommands([preview, copy, send, dead, printNotice])
)
