/**
 * `liulinhui health LEDGER`: whether the ledger can be read and written, who is behind it, and what somebody should see to
 * in its districts. Warnings do not make it fail.
 */
import type { Language } from "@liulinhui/core/kernel/Text"
import { Ledger } from "@liulinhui/core/ports/Ledger"
import { concernsOf, isFailure } from "@liulinhui/service/Concerns"
import { Governance } from "@liulinhui/service/Governance"
import * as Health from "@liulinhui/service/Health"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { concernLine } from "./ConcernLines.ts"
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
    behind: "落后",
    warning: "提醒"
  },
  en: {
    yes: "well",
    no: "fails",
    none: "no district yet",
    read: "read",
    write: "write",
    districts: "districts",
    behind: "behind",
    warning: "warning"
  }
} as const

/** What somebody should see to in the districts of a ledger, in words. */
const found = Effect.fnUntraced(function* (language: Language) {
  const failures: Array<string> = []
  const warnings: Array<string> = []
  const ledger = yield* Ledger
  const governance = yield* Governance
  // A ledger that does not answer is told of by the report.
  for (const district of yield* Effect.orElseSucceed(ledger.districts, () => [])) {
    yield* governance
      .read(district, (state, today) => {
        for (const concern of concernsOf(state, today)) {
          const list = isFailure(concern) ? failures : warnings
          list.push(`${district}: ${concernLine(concern, language)}`)
        }
      })
      .pipe(
        Effect.catchTag("DistrictUnknown", () => Effect.void),
        // One district that cannot be read hides no other.
        Effect.catch((error) => Effect.sync(() => failures.push(`${district}: ${error.message}`)))
      )
  }
  return { failures, warnings }
})

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
    const { concerns, report } = yield* Effect.gen(function* () {
      return { report: yield* Health.read(reader, view), concerns: yield* found(language) }
    }).pipe(Effect.provide(services(ledger)))
    const { behind, districts, readable } = report
    const errors = [...report.errors, ...concerns.failures]
    const { warnings } = concerns
    const isWell = errors.length === 0
    const writable = Option.getOrUndefined(report.writable)
    const {
      districts: districtsWord,
      no,
      none,
      read,
      warning,
      write,
      yes,
      behind: behindWord
    } = words[language]
    yield* Console.log(
      json
        ? JSON.stringify({
            isWell,
            readable,
            writable: writable ?? null,
            districts,
            behind,
            errors,
            warnings
          })
        : [
            `${read}: ${readable ? yes : no}`,
            `${write}: ${writable === undefined ? none : writable ? yes : no}`,
            `${districtsWord}: ${districts}`,
            ...behind.map(
              ({ district, entries, reader: who }) => `${district} ${who} ${behindWord}: ${entries}`
            ),
            ...warnings.map((line) => `${warning}: ${line}`),
            ...errors
          ].join("\n")
    )
    if (!isWell) return yield* new CommandFailed({ message: errors.join("\n") })
  })
).pipe(
  Command.withDescription("Say whether a ledger can be read and written, and how far readers are behind")
)
