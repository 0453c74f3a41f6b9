/** `liulinhui health LEDGER`: whether the ledger can be read and written, and who is behind it. */
import * as Health from "@liulinhui/service/Health"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const words = {
  zh: {
    yes: "正常",
    no: "失败",
    none: "还没有居民区",
    read: "读",
    write: "写",
    districts: "居民区",
    behind: "落后"
  },
  en: {
    yes: "well",
    no: "fails",
    none: "no district yet",
    read: "read",
    write: "write",
    districts: "districts",
    behind: "behind"
  }
} as const

export const health = Command.make(
  "health",
  {
    ledger: ledgerArgument,
    language,
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
    reader: Flag.String("reader").pipe(
      Flag.withDescription(
        "A bookmark that is meant to keep up, such as announcer:email; may be given several times"
      ),
      Flag.atLeast(0)
    ),
    view: Flag.String("view").pipe(
      Flag.withDescription("A kept view that is meant to keep up; may be given several times"),
      Flag.atLeast(0)
    )
  },
  Effect.fn(function* ({ json, language, ledger, reader, view }) {
    const report = yield* Health.read(reader, view).pipe(Effect.provide(services(ledger)))
    const { behind, districts, errors, isWell, readable } = report
    const writable = Option.getOrUndefined(report.writable)
    const { districts: districtsWord, no, none, read, write, yes, behind: behindWord } = words[language]
    yield* Console.log(
      json
        ? JSON.stringify({ isWell, readable, writable: writable ?? null, districts, behind, errors })
        : [
            `${read}: ${readable ? yes : no}`,
            `${write}: ${writable === undefined ? none : writable ? yes : no}`,
            `${districtsWord}: ${districts}`,
            ...behind.map(
              ({ district, entries, reader: who }) => `${district} ${who} ${behindWord}: ${entries}`
            ),
            ...errors
          ].join("\n")
    )
    if (!isWell) return yield* new CommandFailed({ message: errors.join("\n") })
  })
).pipe(
  Command.withDescription("Say whether a ledger can be read and written, and how far readers are behind")
)
