/**
 * The command `liulinhui case LEDGER CASE`: shows the stage of a case, its due day, who can take which step next, and
 * its history in sentences. Texts and evidence that people have entered are not shown: they are encrypted, and only
 * authorised actors may see them.
 */
import { isOpen, caughtUp } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import type { StepId } from "@liulinhui/core/Playbook"
import { startOf } from "@liulinhui/core/Calendar"
import { add, type Day, toIso } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { given, type Model } from "@liulinhui/core/Model"
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
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, speaker } from "./Words.ts"

/** The steps that can be taken today, and the people who can take them. */
const nextSteps = (
  district: District.District,
  id: CaseId,
  on: Day,
  now: number
): ReadonlyMap<StepId, ReadonlyArray<ActorId>> => {
  const takers = new Map<StepId, Array<ActorId>>()
  for (const actor of district.actors.keys()) {
    for (const step of offers(district, on, actor, Option.some(id), now).steps) {
      takers.set(step, [...(takers.get(step) ?? []), actor])
    }
  }
  return takers
}

/** A case as text and as JSON data. */
interface Shown {
  readonly lines: ReadonlyArray<string>
  readonly data: object
}

/** Describes the case. `undefined` if the case was not yet open on the requested day. */
const describe = (
  district: District.District,
  id: CaseId,
  asked: Option.Option<Day>,
  today: Day,
  instant: number,
  wordsOf: (model: Model) => Texts.Words
): Shown | undefined => {
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
  const next = Option.isNone(asked) && isOpen(state) ? nextSteps(district, id, on, now) : undefined
  const deadlines = Case.deadlines(state, playbook, calendar, on, now)
  const stepNames = Names.ofPlaybook(playbook.playbook)
  const history = CaseSentence.timeline(events).map((sentence) => ({
    on: sentence.on,
    text: CaseSentence.say(words, sentence, names, model.timeZone)
  }))
  const data = {
    case: id,
    playbook: state.playbook,
    subjects: state.subjects,
    place: placeName(words, district, state),
    stage: state.stage,
    on: toIso(on),
    isOpen: isOpen(state),
    deadlines: deadlines.map(({ due, late, of, passed, provisional }) => ({
      of,
      due: toIso(due),
      late,
      passed,
      provisional
    })),
    ...given("next", next === undefined ? undefined : Object.fromEntries(next)),
    history: history.map((one) => ({ on: toIso(one.on), text: one.text }))
  }
  const lines = [
    [
      id,
      placeName(words, district, state),
      words.text(playbook.playbook.name),
      stageName(words, state, playbook),
      words.day(on)
    ].join("  "),
    ...deadlines.map((deadline) => `  ${deadlineLine(words, district, playbook, deadline, now)}`),
    ...Case.resting(state, playbook, calendar, on, now).map(
      (clock) => `  ${restingLine(words, playbook, clock)}`
    ),
    ...(next === undefined ? [] : [words.say("cli.case.next")]),
    ...[...(next ?? [])].map(
      ([step, able]) =>
        `  ${words.say("phrase.named", { name: Names.say(words, stepNames, "step", step), value: able })}`
    ),
    words.say("cli.case.history"),
    ...history.map((one) => `  ${words.day(one.on)}  ${one.text}`)
  ]
  return { lines, data }
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
    asOf: day("as-of", "The state at the end of that day. Default: today"),
    json
  },
  Effect.fn(function* ({ asOf, case: id, district, json, ledger }) {
    const found = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(named, (state, today, now) => describe(state, id, asOf, today, now, wordsOf))
      )
    }).pipe(onLedger(ledger, "reads"))
    if (found === undefined) return yield* failed("cli.case.unknown", { case: id })
    yield* json ? printData("case", found.data) : Console.log(found.lines.join("\n"))
  })
).pipe(Command.withDescription("Show the stage of a case, who can do what next, and what has happened"))
