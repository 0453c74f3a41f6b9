/** The command `liulinhui report LEDGER`: prints a report on a district, as text, as JSON or as an HTML page. */
import { Facts, factsOf, forHall, toHtml, toText } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { day } from "./check.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { write } from "./TextFile.ts"
import { failed, language as asked } from "./Words.ts"

const encode = Schema.encodeSync(Schema.toCodecJson(Facts))

export const report = Command.make(
  "report",
  {
    ledger: ledgerArgument,
    district,
    asOf: day("as-of", "The state at the end of that day. Default: today"),
    known: day("known", "Only what had been written down by the end of that day. Default: all"),
    from: day("from", "The first day of the period. Default: the day of the first model"),
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
    hall: Flag.Boolean("hall").pipe(
      Flag.withDescription("Counts only, for a screen in the hall: no flat, no case"),
      Flag.withDefault(false)
    ),
    html: Flag.String("html").pipe(Flag.withDescription("Write the page to this file as well"), Flag.optional)
  },
  Effect.fn(function* ({ asOf, district, from, hall, html, json, known, ledger }) {
    const [language, texts] = yield* Effect.all([asked, Texts.Current])
    const facts = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) =>
          factsOf(state, {
            from: Option.getOrElse(from, () => state.began ?? today),
            asOf: Option.getOrElse(asOf, () => today),
            known: Option.getOrUndefined(known),
            texts
          })
        )
      )
    }).pipe(onLedger(ledger))
    if (facts === undefined) return yield* failed("cli.district.noModel")
    if (facts.asOf < facts.from) {
      return yield* failed("cli.report.order", { asOf: facts.asOf, from: facts.from })
    }
    if (facts.known !== undefined && facts.known < facts.asOf) {
      return yield* failed("cli.known", { known: facts.known, on: facts.asOf })
    }
    const shown = hall ? forHall(facts) : facts
    if (Option.isSome(html)) yield* write(html.value, toHtml(shown, language, { texts }))
    yield* Console.log(json ? JSON.stringify(encode(shown), null, 2) : toText(shown, language, { texts }))
  })
).pipe(Command.withDescription("Report on a district, computed from its ledger"))
