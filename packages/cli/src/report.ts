/** The command `liulinhui report LEDGER`: prints a report on a district, as text, as JSON, or as an HTML page. */
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Queued from "@liulinhui/announcer/Queued"
import { RoleId } from "@liulinhui/core/Id"
import { Facts, factsOf, toHtml, toText } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { write } from "./TextFile.ts"
import { spoken } from "./Spoken.ts"
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
    json,
    readers: Flag.String("for").pipe(
      Flag.withDescription(
        "Who reads the report: a role of the model, or hall for everybody: counts only, no flat, no case. Default: hall"
      ),
      Flag.withSchema(RoleId),
      Flag.withDefault(RoleId.make("hall"))
    ),
    html: Flag.String("html").pipe(Flag.withDescription("Write the page to this file as well"), Flag.optional)
  },
  Effect.fn(function* ({ asOf, district, from, html, json, known, ledger, readers }) {
    const [language, texts] = yield* Effect.all([asked, Texts.Current])
    const found = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const notices = yield* Queued.ofDistrict(id)
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) => ({
          roles: [...(state.model?.roles.keys() ?? [])],
          facts: factsOf(state, {
            from: Option.getOrElse(from, () => state.began ?? today),
            asOf: Option.getOrElse(asOf, () => today),
            known: Option.getOrUndefined(known),
            readers,
            ...(notices === undefined ? {} : { notices }),
            texts
          })
        }))
      )
    }).pipe(Effect.provide(Layer.provideMerge(Outbox.layerSql(), services(ledger, "reads"))), spoken)
    const { facts, roles } = found
    if (roles.length === 0) return yield* failed("cli.district.noModel")
    if (facts === undefined) {
      return yield* failed("cli.report.readers", { readers, known: ["hall", ...roles] })
    }
    if (facts.asOf < facts.from) {
      return yield* failed("cli.report.order", { asOf: facts.asOf, from: facts.from })
    }
    if (facts.known !== undefined && facts.known < facts.asOf) {
      return yield* failed("cli.known", { known: facts.known, on: facts.asOf })
    }
    if (Option.isSome(html)) yield* write(html.value, toHtml(facts, language, { texts }))
    yield* json ? printData("report", encode(facts)) : Console.log(toText(facts, language, { texts }))
  })
).pipe(Command.withDescription("Report on a district, computed from its ledger"))
