/** `liulinhui report LEDGER`: how a district stands, as text, as JSON, or as a page of its own. */
import * as Day from "@liulinhui/core/kernel/Day"
import { Facts, factsOf, forHall, toHtml, toText } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { day, language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const encode = Schema.encodeSync(Schema.toCodecJson(Facts))

export const report = Command.make(
  "report",
  {
    ledger: ledgerArgument,
    district,
    language,
    asOf: day("as-of", "How it stood at the end of that day (today)"),
    from: day("from", "The first day that is told about (the day of the first model)"),
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
    hall: Flag.Boolean("hall").pipe(
      Flag.withDescription("Counts only, for a screen in the hall: no flat, no case"),
      Flag.withDefault(false)
    ),
    html: Flag.String("html").pipe(Flag.withDescription("Write the page to this file as well"), Flag.optional)
  },
  Effect.fn(function* ({ asOf, district, from, hall, html, json, language, ledger }) {
    const facts = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) =>
          factsOf(state, {
            from: Option.getOrElse(from, () => state.began ?? today),
            asOf: Option.getOrElse(asOf, () => today)
          })
        )
      )
    }).pipe(Effect.provide(services(ledger)))
    if (facts === undefined) return yield* new CommandFailed({ message: "the district has adopted no model" })
    if (facts.asOf < facts.from) {
      return yield* new CommandFailed({
        message: `--as-of ${Day.toIso(facts.asOf)} lies before --from ${Day.toIso(facts.from)}`
      })
    }
    const shown = hall ? forHall(facts) : facts
    if (Option.isSome(html)) {
      const page = html.value
      yield* FileSystem.FileSystem.use((files) => files.writeFileString(page, toHtml(shown, language))).pipe(
        Effect.mapError(
          (error) => new CommandFailed({ message: `${page} cannot be written: ${error.message}` })
        )
      )
    }
    yield* Console.log(json ? JSON.stringify(encode(shown), null, 2) : toText(shown, language))
  })
).pipe(Command.withDescription("Tell how a district stands, computed from its ledger"))
