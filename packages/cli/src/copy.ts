/** `liulinhui notices copy LEDGER`: what people are to be told, as texts to paste into groups that have no robot. */
import { copyTexts } from "@liulinhui/notify-console/CopyText"
import { Governance } from "@liulinhui/service/Governance"
import { preview } from "@liulinhui/announcer/Preview"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { day, language } from "./check.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const nothing = { zh: "没有要通知的。", en: "There is nothing to tell." } as const
const before = { zh: "复制以下文字，发给：", en: "Copy this, and send it to: " } as const

/**
 * @category commands
 */
export const copy = Command.make(
  "copy",
  {
    ledger: ledgerArgument,
    district,
    language,
    from: day("from", "The first day (today)"),
    until: day("until", "The last day (the first)")
  },
  Effect.fn(function* ({ district, from, language, ledger, until }) {
    const planned = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const today = yield* Governance.use(({ read }) => read(id, (_, on) => on))
      const first = Option.getOrElse(from, () => today)
      return yield* preview(id, {
        from: first,
        until: Option.getOrElse(until, () => first),
        speech: { channel: "copy", audience: "group", language }
      })
    }).pipe(Effect.provide(services(ledger)))
    const all = copyTexts(planned.map(({ notice }) => notice))
    if (all.length === 0) yield* Console.log(nothing[language])
    for (const { recipient, texts } of all) {
      for (const text of texts) yield* Console.log(`──── ${before[language]}${recipient}\n${text}\n`)
    }
  })
).pipe(
  Command.withDescription("Make texts to paste of what people are to be told, for groups without a robot")
)
