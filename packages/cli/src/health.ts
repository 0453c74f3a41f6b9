/**
 * The command `liulinhui health LEDGER`: checks whether the ledger can be read and written, which readers (such as
 * views and the outbox) have not yet read it to the end, how old the snapshots of its districts are, and which conditions of its districts need a person's
 * attention. Warnings do not make the command fail.
 */
import { Ledger } from "@liulinhui/core/Ledger"
import { concernLine, concernsOf, isFailure } from "@liulinhui/service/Health"
import { Governance } from "@liulinhui/service/Governance"
import * as Health from "@liulinhui/service/Health"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { speaker, words } from "./Words.ts"

/** Describes the conditions of the districts that need a person's attention. */
const found = Effect.gen(function* () {
  const wordsOf = yield* speaker
  const failures: Array<string> = []
  const warnings: Array<string> = []
  const ledger = yield* Ledger
  const governance = yield* Governance
  // If the ledger does not answer, the health report already contains this. So this function reports nothing.
  for (const district of yield* Effect.orElseSucceed(ledger.districts, () => [])) {
    yield* governance
      .read(district, (state, today) => {
        for (const concern of concernsOf(state, today)) {
          const list = isFailure(concern) ? failures : warnings
          list.push(`${district}: ${concernLine(wordsOf(state.model), concern)}`)
        }
      })
      .pipe(
        Effect.catchTag("DistrictUnknown", () => Effect.void),
        // If one district cannot be read, the other districts are still checked.
        Effect.catch((error) => Effect.sync(() => failures.push(`${district}: ${error.message}`)))
      )
  }
  return { failures, warnings }
})

export const health = Command.make(
  "health",
  {
    ledger: ledgerArgument,
    json,
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
  Effect.fn(function* ({ json, ledger, reader, view }) {
    const { concerns, report } = yield* Effect.gen(function* () {
      return { report: yield* Health.read(reader, view), concerns: yield* found }
    }).pipe(onLedger(ledger, "reads"))
    const { behind, districts, readable, snapshots } = report
    const now = yield* Clock.currentTimeMillis
    const errors = [...report.errors, ...concerns.failures]
    const { warnings } = concerns
    const isWell = errors.length === 0
    const writable = Option.getOrUndefined(report.writable)
    const { say } = yield* words
    if (json) {
      const data = {
        isWell,
        readable,
        writable: writable ?? null,
        districts,
        behind: [...behind],
        snapshots: [...snapshots],
        errors,
        warnings: [...warnings]
      }
      yield* isWell
        ? printData("health", data)
        : printProblems(
            "health",
            errors.map((text) => ({ _tag: "Error", text })),
            data
          )
    } else {
      yield* Console.log(
        [
          say("cli.health.read", { state: readable ? "yes" : "no" }),
          say("cli.health.write", { state: writable === undefined ? "none" : writable ? "yes" : "no" }),
          say("cli.health.districts", { n: districts }),
          ...behind.map((one) => say("cli.health.behind", one)),
          ...snapshots.map(({ at, district, entries, size }) =>
            say("cli.health.snapshot", {
              district,
              entries,
              hours: Math.max(0, Math.floor((now - at) / 3_600_000)),
              size: Math.ceil(size / 1000)
            })
          ),
          ...warnings.map((warning) => say("cli.health.warning", { warning })),
          ...errors
        ].join("\n")
      )
    }
    if (!isWell) return yield* new CommandFailed({ message: errors.join("\n") })
  })
).pipe(
  Command.withDescription("Say whether a ledger can be read and written, and how far readers are behind")
)
