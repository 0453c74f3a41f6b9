/** The command `liulinhui cases LEDGER`: lists the open cases by due day, the earliest first. */
import { isOpen, type Opened, caughtUp } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import { GroupId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { deadlineLine, placeName, stageName } from "./CaseLines.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { print, speaker } from "./Words.ts"

interface Line {
  /** The first due day of the case, used for sorting. Cases without a due day come last. */
  readonly due: number
  readonly isLate: boolean
  readonly text: string
}

const lineOf = (
  words: Texts.Words,
  district: District.District,
  before: Opened,
  on: Day,
  now: number
): ReadonlyArray<Line> => {
  const playbook = District.playbookOf(district, before)
  const { model } = district
  if (playbook === undefined || model === undefined) return []
  // Passed deadlines are taken into account here, because the due clock (which takes the steps of passed deadlines) may
  // not have recorded them yet. A passed deadline may even have closed the case.
  const { state } = caughtUp(playbook, model.calendar, before, on, now)
  if (!isOpen(state)) return []
  const due = Case.due(state, playbook, model.calendar, on, now)
  const parts = [
    state.id,
    placeName(words, district, state),
    words.text(playbook.playbook.name),
    stageName(words, state, playbook),
    Names.say(words, Names.ofDistrict(district), "group", state.group),
    ...Option.toArray(due).map((deadline) => deadlineLine(words, district, playbook, deadline, now))
  ]
  return [
    {
      due: Option.match(due, { onNone: () => Number.POSITIVE_INFINITY, onSome: (first) => first.due }),
      isLate: Option.exists(due, ({ passed }) => passed),
      text: parts.join("  ")
    }
  ]
}

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
    )
  },
  Effect.fn(function* ({ district, group, ledger, overdue }) {
    const lines = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today, now) =>
          District.openCases(state)
            .filter((one) => Option.isNone(group) || one.group === group.value)
            .flatMap((one) => lineOf(wordsOf(state.model), state, one, today, now))
            .filter(({ isLate }) => isLate || !overdue)
            .toSorted((a, b) => a.due - b.due || (a.text < b.text ? -1 : 1))
        )
      )
    }).pipe(onLedger(ledger))
    yield* lines.length === 0
      ? print("cli.cases.none")
      : Console.log(lines.map(({ text }) => text).join("\n"))
  })
).pipe(Command.withDescription("List the open cases, what is late or due first at the top"))
