/**
 * The command `liulinhui notices`: shows in advance who is notified of what and when, sends notices, and handles
 * notices that could not be delivered.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import * as NotifyConsole from "@liulinhui/notify-console"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import { Governance } from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { preview as previewOf } from "@liulinhui/announcer/NoticePreview"
import { Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { channelNames, channels } from "./Channels.ts"
import { day } from "./DayFlag.ts"
import { printNotice } from "./print.ts"
import { copy } from "./copy.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { chosen, district, onLedger, services } from "./Ledgers.ts"
import type { Access } from "./PrivateFiles.ts"
import { ledgerArgument } from "./Stores.ts"
import { spoken } from "./Spoken.ts"
import { failed, language, print, words } from "./Words.ts"

const audience = Flag.Literals("audience", ["one", "group"]).pipe(
  Flag.withDescription(
    "Who listens: one recipient, or a group, which hears no flat and nothing confidential"
  ),
  Flag.withDefault("one")
)

/** Formats a time in the time zone of the district. */
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
    audience,
    from: day("from", "The first day (today)"),
    until: day("until", "The last day (six days after the first)"),
    json
  },
  Effect.fn(function* ({ audience, district, from, json, ledger, until }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const timeZone = yield* Governance.use(({ read }) => read(id, ({ model }) => model?.timeZone ?? "UTC"))
      const planned = yield* previewOf(id, {
        ...(Option.isSome(from) ? { from: from.value } : {}),
        ...(Option.isSome(until) ? { until: until.value } : {}),
        speech: { channel: "preview", audience, language: yield* language }
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
        return yield* printData("notices preview", { notices: shown })
      }
      const texts = yield* Texts.Current
      for (const { notice, when } of planned) {
        yield* Console.log(`${clockTime(when, timeZone)} ${NotifyConsole.line(notice, texts)}`)
      }
      yield* print("cli.notices.planned", { n: planned.length })
    }).pipe(onLedger(ledger, "reads"))
  })
).pipe(Command.withDescription("Who would hear what, and when; nothing is sent"))

const overFile = (filename: string, access: Access) =>
  Layer.provideMerge(Outbox.layerSql(), services(filename, access))

const send = Command.make(
  "send",
  {
    ledger: ledgerArgument,
    district,
    channel: Flag.Literals("channel", channelNames).pipe(
      Flag.withDescription(
        "The channel; its keys and addresses come from the environment, see docs/notices.md"
      )
    ),
    inOrder: Flag.Boolean("in-order").pipe(
      Flag.withDescription("What cannot be delivered now holds up what is behind it"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ channel, district, inOrder, json, ledger }) {
    const announcer = Announcer.layer({ language: yield* language, inOrder }).pipe(
      Layer.provideMerge(overFile(ledger, "writes")),
      Layer.provide(channels[channel])
    )
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { dead, delivered, postponed, queued } = yield* Announcer.Announcer.use((one) => one.pump(id))
      const counts = { queued, delivered, postponed, dead }
      if (json) {
        const { say } = yield* words
        yield* dead === 0
          ? printData("notices send", counts)
          : printProblems(
              "notices send",
              [{ _tag: "NotDelivered", text: say("cli.notices.someDead") }],
              counts
            )
      } else yield* print("cli.notices.sent", counts)
      if (dead > 0) return yield* failed("cli.notices.someDead")
    }).pipe(Effect.provide(announcer), spoken)
  })
).pipe(Command.withDescription("Queue the notices, and deliver those that are due through a channel"))

// ------------------------------------------------------------------------------------------------------- dead letters

const key = Argument.String("key").pipe(
  Argument.withDescription("The key of a dead letter, as list shows it")
)
const withLetters = (filename: string, access: Access) =>
  Layer.provideMerge(DeadLetters.layer, overFile(filename, access))

const letterLine = (
  { say }: Texts.Words,
  { attempts, channel, dropped, notice, reason }: Outbox.DeadLetter
): string =>
  `${notice.key}\n  ${say("cli.notices.letter", { channel, attempts, reason, dropped: dropped?.reason })}`

const list = Command.make(
  "list",
  {
    ledger: ledgerArgument,
    district,
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Those that were dropped as well"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ all, district, json, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const letters = yield* DeadLetters.DeadLetters.use((dead) => dead.list(id, { dropped: all }))
      if (json)
        return yield* printData("notices dead list", {
          letters: letters.map((letter) => encodeLetter(letter))
        })
      const spokenTo = yield* words
      for (const letter of letters) yield* Console.log(letterLine(spokenTo, letter))
      yield* print("cli.notices.letters", { n: letters.length })
    }).pipe(Effect.provide(withLetters(ledger, "reads")), spoken)
  })
).pipe(Command.withDescription("Notices that could not be delivered and wait for somebody"))

const encodeLetter = Schema.encodeSync(Schema.toCodecJson(Outbox.DeadLetter))

const show = Command.make(
  "show",
  // The output is JSON in any case. The flag is there because every command has it.
  { ledger: ledgerArgument, key, district, json },
  Effect.fn(function* ({ district, key, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const letter = yield* DeadLetters.DeadLetters.use((dead) => dead.find(id, key))
      yield* printData("notices dead show", { letter: encodeLetter(letter) })
    }).pipe(Effect.provide(withLetters(ledger, "reads")), spoken)
  })
).pipe(Command.withDescription("One of them, with its text and why it could not be delivered"))

const requeue = Command.make(
  "requeue",
  {
    ledger: ledgerArgument,
    key: key.pipe(Argument.optional),
    all: Flag.Boolean("all").pipe(Flag.withDescription("All of them"), Flag.withDefault(false)),
    district,
    json
  },
  Effect.fn(function* ({ all, district, json, key, ledger }) {
    if (Option.isNone(key) && !all) return yield* failed("cli.notices.which")
    yield* Effect.gen(function* () {
      const id: DistrictId = yield* chosen(district)
      const dead = yield* DeadLetters.DeadLetters
      const keys = Option.isSome(key) ? [key.value] : (yield* dead.list(id)).map(({ notice }) => notice.key)
      yield* Effect.forEach(keys, (one) => dead.requeue(id, one), { discard: true })
      yield* json
        ? printData("notices dead requeue", { keys })
        : print("cli.notices.requeued", { n: keys.length })
    }).pipe(Effect.provide(withLetters(ledger, "writes")), spoken)
  })
).pipe(Command.withDescription("Put one, or all, back into the queue"))

const drop = Command.make(
  "drop",
  {
    ledger: ledgerArgument,
    key,
    reason: Flag.String("reason").pipe(
      Flag.withDescription("Why the notice is no longer needed. The reason is kept with the letter"),
      Flag.withSchema(Schema.NonEmptyString)
    ),
    district,
    json
  },
  Effect.fn(function* ({ district, json, key, ledger, reason }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      yield* DeadLetters.DeadLetters.use((dead) => dead.drop(id, key, reason))
      yield* json ? printData("notices dead drop", { key, reason }) : print("cli.notices.dropped")
    }).pipe(Effect.provide(withLetters(ledger, "writes")), spoken)
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
