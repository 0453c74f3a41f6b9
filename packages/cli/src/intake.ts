/**
 * The command `liulinhui intake`: lists the reports of residents without an account, shows the texts of one report, and
 * decides on it.
 */
import type * as District from "@liulinhui/core/District"
import { toIso } from "@liulinhui/core/Day"
import { ReportId } from "@liulinhui/core/Id"
import { categoryName } from "@liulinhui/core/Intake"
import type { Answer } from "@liulinhui/core/Question"
import { Governance } from "@liulinhui/service/Governance"
import * as Intake from "@liulinhui/service/Intake"
import type { Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { actor, commandId } from "./Acting.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger, services } from "./Ledgers.ts"
import { requestCommand } from "./RequestCommand.ts"
import { spoken } from "./Spoken.ts"
import { ledgerArgument } from "./Stores.ts"
import { print, speaker } from "./Words.ts"

type Line = Answer<"AskReports">["reports"][number]

const lineOf = (words: Texts.Words, state: District.District, line: Line): string => {
  const { building, case: id, into, merged, on, playbook, report, state: progress } = line
  return words.say("cli.intake.line", {
    report,
    on,
    category: state.model === undefined ? playbook : words.text(categoryName(state.model, playbook)),
    place: building === undefined ? undefined : (state.registry.buildings.get(building)?.label ?? building),
    state: progress === "looked-at" ? "seen" : progress,
    case: id,
    into,
    merged: merged.length
  })
}

const list = Command.make(
  "list",
  {
    ledger: ledgerArgument,
    district,
    by: actor,
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Also the reports that were decided"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ all, by, district, json, ledger }) {
    const { lines, on, reports } = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      const { ask, read } = yield* Governance
      const found = yield* ask(id, by, { _tag: "AskReports", which: all ? "all" : "waiting" })
      const lines = yield* read(id, (state) => {
        const words = wordsOf(state.model)
        return found.reports.map((line) => lineOf(words, state, line))
      })
      return { ...found, lines }
    }).pipe(onLedger(ledger, "reads"))
    if (json) {
      return yield* printData("intake list", {
        on: toIso(on),
        reports: reports.map(({ merged, on: received, since, ...line }) => ({
          ...line,
          on: toIso(received),
          ...(since === undefined ? {} : { since: toIso(since) }),
          merged: [...merged]
        }))
      })
    }
    yield* lines.length === 0 ? print("cli.intake.none") : Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("List the reports on which the actor may decide, the oldest first"))

const look = Command.make(
  "look",
  {
    ledger: ledgerArgument,
    report: Argument.String("report").pipe(
      Argument.withDescription("The id of the report"),
      Argument.withSchema(ReportId)
    ),
    district,
    by: actor,
    json
  },
  Effect.fn(function* ({ by, district, json, ledger, report }) {
    const texts = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { look } = yield* Intake.Intake
      return yield* look({ district: id, id: commandId("intake-look"), by, report })
    }).pipe(Effect.provide(Intake.layer.pipe(Layer.provideMerge(services(ledger, "writes")))), spoken)
    if (json) return yield* printData("intake look", { report, ...texts })
    const { contact, place, reason, words } = texts
    yield* print("cli.intake.texts", { report, words, place, contact, reason })
  })
).pipe(Command.withDescription("Show what a resident has reported; this leaves an entry"))

/**
 * @category commands
 */
export const intake = Command.make("intake").pipe(
  Command.withDescription("Reports from residents without an account: list them, look at them, and decide"),
  Command.withSubcommands([
    list,
    look,
    requestCommand("accept", {
      command: "intake accept",
      tag: "AcceptReport",
      at: ["report", "case", "subjects"]
    }),
    requestCommand("decline", { command: "intake decline", tag: "DeclineReport", at: ["report", "reason"] }),
    requestCommand("merge", { command: "intake merge", tag: "MergeReport", at: ["report", "into"] }),
    requestCommand("erase", { command: "intake erase", tag: "EraseReport", at: ["report"] })
  ])
)
