/**
 * The command `liulinhui retention`: shows whose personal data must be erased by a day, and because of which rule. It
 * also erases these data.
 */
import { toIso } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { PeriodFromText } from "@liulinhui/core/Calendar"
import type { Expired } from "@liulinhui/core/Registry"
import { Governance } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { requestCommand } from "./RequestCommand.ts"
import { ledgerArgument } from "./Stores.ts"
import { print, speaker } from "./Words.ts"

const periodText = Schema.encodeSync(PeriodFromText)

const personOf = (words: Texts.Words, names: Names.Names, { actor, report, resident }: Expired): string => {
  if (report !== undefined) return words.say("cli.retention.report", { report })
  return resident === undefined
    ? Names.say(words, names, "actor", `${actor}`)
    : Names.say(words, names, "resident", resident)
}

const due = Command.make(
  "due",
  {
    ledger: ledgerArgument,
    district,
    on: day("on", "What is due on that day. Default: today"),
    json
  },
  Effect.fn(function* ({ district, json, ledger, on }) {
    const found = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) => {
          const asked = Option.getOrElse(on, () => today)
          const retention = state.model?.retention
          const people = retention === undefined ? [] : District.expiredOn(state, retention, asked)
          const words = wordsOf(state.model)
          const names = Names.ofDistrict(state)
          const lines = people.map((one) =>
            words.say("cli.retention.line", {
              person: personOf(words, names, one),
              kind: one.kind,
              ended: one.ended,
              n: one.period.count,
              unit: one.period.unit,
              due: one.due
            })
          )
          return { asked, people, lines, isStated: retention !== undefined }
        })
      )
    }).pipe(onLedger(ledger, "reads"))
    const { asked, isStated, lines, people } = found
    if (json) {
      return yield* printData("retention due", {
        on: toIso(asked),
        due: people.map(({ actor, due, ended, kind, period, report, resident }) => ({
          ...(resident === undefined ? {} : { resident }),
          ...(actor === undefined ? {} : { actor }),
          ...(report === undefined ? {} : { report }),
          kind,
          ended: toIso(ended),
          period: periodText(period),
          due: toIso(due)
        }))
      })
    }
    if (!isStated) return yield* print("cli.retention.unset")
    yield* lines.length === 0 ? print("cli.retention.none", { on: asked }) : Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("List whose data are due for erasure, and by which rule"))

/**
 * @category commands
 */
export const retention = Command.make("retention").pipe(
  Command.withDescription("Personal data whose time is over: list what is due, and erase it"),
  Command.withSubcommands([
    due,
    requestCommand("erase", { command: "retention erase", tag: "EraseExpired", at: ["residents"] })
  ])
)
