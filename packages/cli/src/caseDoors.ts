/** The command `liulinhui case`, with the subcommands that open a case, work on it and close it. */
import { CaseId, DistrictId } from "@liulinhui/core/Id"
import { Subject } from "@liulinhui/core/Registry"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { actor } from "./Acting.ts"
import { caseCommand } from "./case.ts"
import { language as languageAsked } from "./Words.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { receipt } from "./receipt.ts"
import { requestCommand } from "./RequestCommand.ts"
import { say } from "./Say.ts"
import { ledgerArgument } from "./Stores.ts"

/**
 * The command `case receive` does not submit a request. It reads a transferred case from the ledger of the district
 * that has sent the case.
 */
const receive = Command.make(
  "receive",
  {
    ledger: ledgerArgument,
    from: Argument.String("from").pipe(
      Argument.withDescription("The district that sent the case"),
      Argument.withSchema(DistrictId)
    ),
    case: Argument.String("case").pipe(
      Argument.withDescription("The id of the case there"),
      Argument.withSchema(CaseId)
    ),
    subject: Argument.String("subject").pipe(
      Argument.withDescription("What the case is about here, such as household:b01-101"),
      Argument.withSchema(Subject)
    ),
    others: Argument.String("other-subject").pipe(
      Argument.withDescription("Other subjects of the case"),
      Argument.withSchema(Subject),
      Argument.atLeast(0)
    ),
    by: actor,
    newId: Flag.String("case-id").pipe(
      Flag.withDescription("The id of the case here. Default: the id that it had"),
      Flag.withSchema(CaseId),
      Flag.optional
    ),
    district,
    json
  },
  Effect.fn(function* ({ by, case: id, district, from, json, ledger, newId, others, subject }) {
    const language = yield* languageAsked
    const command = "case receive"
    const { receipt } = yield* Effect.gen(function* () {
      const here = yield* chosen(district)
      return yield* Governance.use(({ receive }) =>
        receive({
          district: here,
          by,
          from,
          case: id,
          subjects: [subject, ...others],
          ...(Option.isNone(newId) ? {} : { as: newId.value })
        })
      )
    }).pipe(onLedger(ledger, "reads"))
    const as = Option.getOrElse(newId, () => id)
    const positions = Option.map(receipt, (found) => ({ first: found.first, last: found.last }))
    if (json) return yield* printData(command, { case: as, ...Option.getOrElse(positions, () => ({})) })
    const shown = Option.getOrElse(positions, () => ({ first: 0, last: 0 }))
    yield* Console.log(say(language, "receive.done", { case: as, ...shown }))
  })
).pipe(Command.withDescription("Take in a case that another district of this ledger sent"))

/**
 * @category commands
 */
export const caseWithDoors = caseCommand.pipe(
  Command.withSubcommands([
    requestCommand("open", { command: "case open", tag: "OpenCase", at: ["case", "playbook", "subjects"] }),
    requestCommand("step", { command: "case step", tag: "TakeStep", at: ["case", "step"] }),
    requestCommand("note", { command: "case note", tag: "NoteOnCase", at: ["case", "text"] }),
    requestCommand("hand-over", {
      command: "case hand-over",
      tag: "HandCaseOver",
      at: ["case", "to.actor"],
      flags: { "to.role": "to-role" }
    }),
    requestCommand("transfer", {
      command: "case transfer",
      tag: "TransferCase",
      at: ["case", "to"],
      flags: { "to.district": "to-district" }
    }),
    receipt,
    receive,
    requestCommand("merge", { command: "case merge", tag: "MergeCase", at: ["case", "into"] }),
    requestCommand("settle", { command: "case settle", tag: "SettleFact", at: ["case", "entry", "how"] }),
    requestCommand("due", { command: "case due", tag: "DecideDue", at: ["case", "due"] }),
    requestCommand("withdraw", { command: "case withdraw", tag: "WithdrawCase", at: ["case"] }),
    requestCommand("reopen", { command: "case reopen", tag: "ReopenCase", at: ["case"] })
  ])
)
