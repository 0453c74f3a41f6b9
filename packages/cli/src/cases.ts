/** The command `liulinhui cases LEDGER`: lists the open cases by due day, the earliest first. */
import { isOpen, type Opened, caughtUp } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import { type Day, toIso } from "@liulinhui/core/Day"
import { GroupId } from "@liulinhui/core/Id"
import { given } from "@liulinhui/core/Model"
import { Governance } from "@liulinhui/service/Governance"
import type { CaseRow } from "@liulinhui/spreadsheet"
import { Names, type Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { deadlineLine, handlerName, placeName, stageName } from "./CaseLines.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { say } from "./Say.ts"
import { sheetFlag, writeSheets } from "./SheetFile.ts"
import { ledgerArgument } from "./Stores.ts"
import { language, print, speaker } from "./Words.ts"

/** An open case, in the words of the reader, and the first due day by which the list is sorted. */
interface Listed extends CaseRow {
  readonly isLate: boolean
  /** The case in one line. */
  readonly text: string
}

const listed = (
  words: Texts.Words,
  district: District.District,
  before: Opened,
  on: Day,
  now: number
): ReadonlyArray<Listed> => {
  const playbook = District.playbookOf(district, before)
  const { model } = district
  if (playbook === undefined || model === undefined) return []
  // Passed deadlines are taken into account here, because the due clock (which takes the steps of passed deadlines) may
  // not have recorded them yet. A passed deadline may even have closed the case.
  const { state } = caughtUp(playbook, model.calendar, before, on, now)
  if (!isOpen(state)) return []
  const first = Option.getOrUndefined(Case.due(state, playbook, model.calendar, on, now))
  const names = Names.ofDistrict(district)
  const { handler } = state
  const row = {
    id: state.id,
    place: placeName(words, district, state),
    playbook: words.text(playbook.playbook.name),
    stage: stageName(words, state, playbook),
    group: Names.say(words, names, "group", state.group)
  }
  return [
    {
      ...row,
      ...given("handler", handler === undefined ? undefined : handlerName(words, names, handler)),
      opened: state.opened,
      ...(first === undefined ? {} : { due: first.due, provisional: first.provisional, late: first.late }),
      isLate: first?.passed === true,
      text: [
        row.id,
        row.place,
        row.playbook,
        row.stage,
        row.group,
        ...(first === undefined ? [] : [deadlineLine(words, district, playbook, first, now)])
      ].join("  ")
    }
  ]
}

const rowJson = ({ due, opened, text: _, ...row }: Listed) => ({
  ...row,
  opened: toIso(opened),
  ...given("due", due === undefined ? undefined : toIso(due))
})

/**
 * @category commands
 */
export const cases = Command.make(
  "cases",
  {
    ledger: ledgerArgument,
    district,
    overdue: Flag.Boolean("overdue").pipe(
      Flag.withDescription("Only those of which something is late"),
      Flag.withDefault(false)
    ),
    group: Flag.String("group").pipe(
      Flag.withDescription("Only those that this group leads"),
      Flag.withSchema(GroupId),
      Flag.optional
    ),
    out: Flag.optional(sheetFlag),
    json
  },
  Effect.fn(function* ({ district, group, json, ledger, out, overdue }) {
    const rows = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today, now) =>
          District.openCases(state)
            .filter((one) => Option.isNone(group) || one.group === group.value)
            .flatMap((one) => listed(wordsOf(state.model), state, one, today, now))
            .filter(({ isLate }) => isLate || !overdue)
            .toSorted(
              (a, b) =>
                (a.due ?? Number.POSITIVE_INFINITY) - (b.due ?? Number.POSITIVE_INFINITY) ||
                (a.text < b.text ? -1 : 1)
            )
        )
      )
    }).pipe(onLedger(ledger, "reads"))
    if (Option.isSome(out)) {
      const wording = yield* language
      return yield* writeSheets(out.value, { command: "cases", json }, ({ caseList }) => [
        caseList(say(wording, "sheet.cases"), rows, wording)
      ])
    }
    if (json) return yield* printData("cases", { cases: rows.map(rowJson) })
    yield* rows.length === 0 ? print("cli.cases.none") : Console.log(rows.map(({ text }) => text).join("\n"))
  })
).pipe(Command.withDescription("List the open cases, what is late or due first at the top"))
