/**
 * The command `liulinhui batch LEDGER STEP CASE… --as ACTOR`: takes the same step on many cases, and reports the result
 * of each case.
 */
import { Evidence } from "@liulinhui/core/Case"
import { StepId } from "@liulinhui/core/Playbook"
import { CaseId } from "@liulinhui/core/Id"
import * as Batch from "@liulinhui/service/Batch"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { actor, commandId } from "./Acting.ts"
import { batchLines, printBatch } from "./BatchLines.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { evidenceByCase, readSheet } from "./EvidenceSheet.ts"
import { json } from "./Envelope.ts"
import { readJson } from "./JsonFile.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { say } from "./Say.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, language as languageAsked, speaker } from "./Words.ts"

/** The option `--id`: the id of a batch. Default: a new id is made. */
export const batchId = Flag.String("id").pipe(
  Flag.withDescription(
    "Your id for the batch. The same id again does what was left undone. Default: a new id"
  ),
  Flag.withSchema(Batch.BatchId),
  Flag.optional
)

/**
 * @category commands
 */
export const batch = Command.make(
  "batch",
  {
    ledger: ledgerArgument,
    step: Argument.String("step").pipe(
      Argument.withDescription("The step's id in the playbook of the cases"),
      Argument.withSchema(StepId)
    ),
    cases: Argument.String("case").pipe(
      Argument.withDescription("The ids of the cases"),
      Argument.withSchema(CaseId),
      Argument.atLeast(0)
    ),
    evidence: Flag.File("evidence", { mustExist: true }).pipe(
      Flag.withDescription("A JSON file with the evidence that the step requires, the same for every case"),
      Flag.optional
    ),
    sheet: Flag.File("sheet", { mustExist: true }).pipe(
      Flag.withDescription(
        "A spreadsheet with a row for each case: a column “case”, and a column for each piece of evidence"
      ),
      Flag.optional
    ),
    by: actor,
    id: batchId,
    district,
    json
  },
  Effect.fn(function* ({ by, cases, district, evidence: file, id, json, ledger, sheet, step }) {
    const language = yield* languageAsked
    const wrong = (word: "batch.both" | "batch.noCases") =>
      Effect.fail(new CommandFailed({ exit: 2, message: say(language, word) }))
    if (Option.isNone(sheet) && cases.length === 0) return yield* wrong("batch.noCases")
    if (Option.isSome(sheet) && (cases.length > 0 || Option.isSome(file))) return yield* wrong("batch.both")
    const rows = Option.isSome(sheet) ? yield* readSheet(sheet.value, language) : []
    const same = Option.isSome(file) ? yield* readJson(file.value, Evidence) : undefined
    const { each, lines, refused } = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const own = Option.isNone(sheet)
        ? new Map(cases.map((one) => [one, same]))
        : yield* Effect.flatten(
            Governance.use(({ read }) =>
              read(named, (state) => evidenceByCase(sheet.value, rows, state, step, language))
            )
          )
      const each = yield* Batch.submit({
        district: named,
        id: Option.getOrElse(id, () => commandId("batch")),
        by,
        cases: [...own.keys()],
        request: (one) => {
          const evidence = own.get(one)
          return { _tag: "TakeStep", case: one, step, ...(evidence === undefined ? {} : { evidence }) }
        }
      })
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(named, (state) => ({ each, ...batchLines(wordsOf(state.model), state, each) }))
      )
    }).pipe(onLedger(ledger, "writes"))
    yield* json ? printBatch("batch", each, lines) : Console.log(lines.join("\n"))
    if (refused > 0) {
      return yield* failed("cli.batch.count", { refused, all: lines.length })
    }
  })
).pipe(
  Command.withDescription("Take one step on many cases, completely or not at all on each; report each result")
)
