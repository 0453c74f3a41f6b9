/**
 * The command `liulinhui case LEDGER CASE`: shows the stage of a case, its due day, who can take which step next, and
 * its history in sentences. Texts and evidence that people have entered are not shown: they are encrypted, and only
 * authorised actors may see them.
 */
import { isOpen, caughtUp } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import type { CompiledPlaybook, StepId } from "@liulinhui/core/Playbook"
import { startOf } from "@liulinhui/core/Calendar"
import { add, type Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { Model } from "@liulinhui/core/Model"
import { type ActorId, CaseId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { offers } from "@liulinhui/core/Governance"
import { CaseSentence, Names, type Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { deadlineLine, namesIn, placeName, restingLine, stageName } from "./CaseLines.ts"
import { day } from "./check.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, speaker } from "./Words.ts"

/** Describes the steps that can be taken today, and the people who can take them. */
const nextLines = (
  words: Texts.Words,
  district: District.District,
  { playbook }: CompiledPlaybook,
  id: CaseId,
  on: Day,
  now: number
): ReadonlyArray<string> => {
  const names = Names.ofPlaybook(playbook)
  const takers = new Map<StepId, Array<ActorId>>()
  for (const actor of district.actors.keys()) {
    for (const step of offers(district, on, actor, Option.some(id), now).steps) {
      takers.set(step, [...(takers.get(step) ?? []), actor])
    }
  }
  return [...takers].map(([step, able]) => {
    const name = Names.say(words, names, "step", step)
    return `  ${words.say("phrase.named", { name, value: able })}`
  })
}

/** Describes the case in lines. `undefined` if the case was not yet open on the requested day. */
const linesOf = (
  district: District.District,
  id: CaseId,
  asked: Option.Option<Day>,
  today: Day,
  instant: number,
  wordsOf: (model: Model) => Texts.Words
): ReadonlyArray<string> | undefined => {
  const { model } = district
  const on = Option.getOrElse(asked, () => today)
  const now = Option.isNone(asked) || model === undefined ? instant : startOf(add(on, 1), model.timeZone) - 1
  const events = (district.cases.get(id)?.entries ?? []).flatMap(({ event }) =>
    event.on <= on ? [event] : []
  )
  const before = Case.asOf(events, on)
  if (before._tag !== "Opened" || model === undefined) return undefined
  const playbook = District.playbookOf(district, before)
  if (playbook === undefined) return undefined
  // Passed deadlines are taken into account here, because the due clock (which takes the steps of passed deadlines) may
  // not have recorded them yet.
  const calendar = District.calendarOn(district, on)
  const { state } = caughtUp(playbook, calendar, before, on, now)
  if (state._tag !== "Opened") return undefined
  const words = wordsOf(model)
  const names = namesIn(district, playbook)
  // Who may take which step also depends on the other data of the district, and only their current state is known. So
  // the steps are shown only for today.
  const next =
    Option.isNone(asked) && isOpen(state) ? nextLines(words, district, playbook, id, on, now) : undefined
  return [
    [
      id,
      placeName(words, district, state),
      words.text(playbook.playbook.name),
      stageName(words, state, playbook),
      words.day(on)
    ].join("  "),
    ...Case.deadlines(state, playbook, calendar, on, now).map(
      (deadline) => `  ${deadlineLine(words, district, playbook, deadline, now)}`
    ),
    ...Case.resting(state, playbook, calendar, on, now).map(
      (clock) => `  ${restingLine(words, playbook, clock)}`
    ),
    ...(next === undefined ? [] : [words.say("cli.case.next"), ...next]),
    words.say("cli.case.history"),
    ...CaseSentence.timeline(events).map(
      (sentence) => `  ${words.day(sentence.on)}  ${CaseSentence.say(words, sentence, names, model.timeZone)}`
    )
  ]
}

/**
 * @category commands
 */
export const caseCommand = Command.make(
  "case",
  {
    ledger: ledgerArgument,
    case: Argument.String("case").pipe(
      Argument.withDescription("The case's id"),
      Argument.withSchema(CaseId)
    ),
    district,
    asOf: day("as-of", "The state at the end of that day. Default: today")
  },
  Effect.fn(function* ({ asOf, case: id, district, ledger }) {
    const lines = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(named, (state, today, now) => linesOf(state, id, asOf, today, now, wordsOf))
      )
    }).pipe(onLedger(ledger))
    if (lines === undefined) return yield* failed("cli.case.unknown", { case: id })
    yield* Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("Show the stage of a case, who can do what next, and what has happened"))
