/**
 * The command `liulinhui notices copy LEDGER`: prints notices as texts that a person can paste into chat groups that
 * have no robot (automatic sender).
 */
import { copyTexts } from "@liulinhui/notify-console/CopyText"
import { Governance } from "@liulinhui/service/Governance"
import { preview } from "@liulinhui/announcer/NoticePreview"
import { Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { language, print, words } from "./Words.ts"

/**
 * @category commands
 */
export const copy = Command.make(
  "copy",
  {
    ledger: ledgerArgument,
    district,
    from: day("from", "The first day (today)"),
    until: day("until", "The last day (the first)"),
    json
  },
  Effect.fn(function* ({ district, from, json, ledger, until }) {
    const planned = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const today = yield* Governance.use(({ read }) => read(id, (_, on) => on))
      const first = Option.getOrElse(from, () => today)
      return yield* preview(id, {
        from: first,
        until: Option.getOrElse(until, () => first),
        speech: { channel: "copy", audience: "group", language: yield* language }
      })
    }).pipe(onLedger(ledger, "reads"))
    const all = copyTexts(
      planned.map(({ notice }) => notice),
      yield* Texts.Current
    )
    if (json) {
      return yield* printData("notices copy", {
        groups: all.map(({ recipient, texts }) => ({ recipient, texts: [...texts] }))
      })
    }
    if (all.length === 0) yield* print("cli.copy.none")
    const { say } = yield* words
    for (const { recipient, texts } of all) {
      for (const text of texts) {
        yield* Console.log(`──── ${say("cli.copy.before", { recipient })}\n${text}\n`)
      }
    }
  })
).pipe(Command.withDescription("Make texts of the notices, to paste into groups without a robot"))
