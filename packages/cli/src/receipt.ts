/**
 * The command `liulinhui case receipt LEDGER CASE`: prints the receipt that a resident gets for a matter: its number, the
 * day, the place, its state, and the ledger entry that shows it. The receipt names nobody. With `audit verify --head`,
 * anybody can check later that the ledger still has the entry.
 */
import { caughtUp, isOpen } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import { timeAt } from "@liulinhui/core/Calendar"
import { toIso } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { CaseId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { given } from "@liulinhui/core/Model"
import { Governance } from "@liulinhui/service/Governance"
import { Names } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { placeName, stageName } from "./CaseLines.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { say } from "./Say.ts"
import { ledgerArgument, shown } from "./Stores.ts"
import { failed, language as languageAsked, speaker } from "./Words.ts"

/**
 * @category commands
 */
export const receipt = Command.make(
  "receipt",
  {
    ledger: ledgerArgument,
    case: Argument.String("case").pipe(
      Argument.withDescription("The case's id"),
      Argument.withSchema(CaseId)
    ),
    district,
    json
  },
  Effect.fn(function* ({ case: id, district, json, ledger }) {
    const language = yield* languageAsked
    const found = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const wordsOf = yield* speaker
      const known = yield* Governance.use(({ read }) =>
        read(named, (state, on, now) => {
          const before = Option.getOrUndefined(District.findCase(state, id))
          const playbook = before === undefined ? undefined : District.playbookOf(state, before)
          const position = state.cases.get(id)?.entries[0]?.position
          const { model } = state
          if (before === undefined || playbook === undefined || position === undefined || model === undefined)
            return undefined
          const { state: file } = caughtUp(playbook, District.calendarOn(state, on), before, on, now)
          if (file._tag !== "Opened") return undefined
          const words = wordsOf(model)
          const due = isOpen(file)
            ? Option.getOrUndefined(Case.due(file, playbook, model.calendar, on, now))
            : undefined
          // The holder of the receipt may not learn how a confidential case goes on.
          const isConfidential = model.noticeHours.confidential.includes(file.playbook)
          return {
            position,
            district: words.text(model.name),
            timeZone: model.timeZone,
            opened: file.opened,
            kind: words.text(playbook.playbook.name),
            place: placeName(words, state, file),
            group: Names.say(words, Names.ofDistrict(state), "group", file.group),
            on,
            stage: isConfidential ? undefined : stageName(words, file, playbook),
            due: isConfidential ? undefined : due?.due
          }
        })
      )
      if (known === undefined) return undefined
      const { position } = known
      const [entry] = yield* Ledger.use((ledger) => ledger.read(named, position - 1, 1))
      return entry === undefined ? undefined : { ...known, at: entry.at, head: `${entry.hash}@${position}` }
    }).pipe(onLedger(ledger, "reads"))
    if (found === undefined) return yield* failed("cli.case.unknown", { case: id })
    const { at, due, head, on, opened, position: _, stage, timeZone, ...rest } = found
    if (json) {
      return yield* printData("case receipt", {
        case: id,
        ...rest,
        opened: toIso(opened),
        at: new Date(at).toISOString(),
        on: toIso(on),
        ...given("stage", stage),
        ...given("due", due === undefined ? undefined : toIso(due)),
        head
      })
    }
    const time = timeAt(at, timeZone)
    const lines = [
      say(language, "receipt.head", rest),
      say(language, "receipt.case", { case: id }),
      say(language, "receipt.opened", { opened, time }),
      say(language, "receipt.kind", rest),
      say(language, "receipt.place", rest),
      say(language, "receipt.group", rest),
      ...(stage === undefined ? [] : [say(language, "receipt.stage", { on, stage, due })]),
      say(language, "receipt.proof", { head })
    ]
    yield* Console.log(lines.join("\n"))
    yield* Console.error(say(language, "receipt.how", { ledger: shown(ledger), head }))
  })
).pipe(
  Command.withDescription("Print the receipt of a matter for the resident who reported it; it names nobody")
)
