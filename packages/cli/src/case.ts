/**
 * `liulinhui case LEDGER CASE`: where a case stands, what is due, who can do what next, and what has happened, in
 * sentences. What people wrote and handed in is not shown: it is sealed, and opened for those who may only.
 */
import { isOpen } from "@liulinhui/core/casework/Case"
import { caughtUp } from "@liulinhui/core/casework/CaseClock"
import * as CaseView from "@liulinhui/core/casework/CaseView"
import { formatDay } from "@liulinhui/core/casework/CaseWords"
import type { CompiledPlaybook } from "@liulinhui/core/casework/CompiledPlaybook"
import type { StepId } from "@liulinhui/core/casework/Playbook"
import type { Day } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import * as District from "@liulinhui/core/district/District"
import type { Model } from "@liulinhui/core/model/Model"
import { type ActorId, CaseId } from "@liulinhui/core/place/Id"
import { Governance } from "@liulinhui/service/Governance"
import { offers } from "@liulinhui/core/governance/Offers"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { deadlineLine, stageName } from "./CaseLines.ts"
import { day, language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

/** The steps that can be taken today, each with those who can. */
const nextLines = (
  district: District.District,
  actors: Model["actors"],
  { playbook }: CompiledPlaybook,
  id: CaseId,
  on: Day,
  language: Language
): ReadonlyArray<string> => {
  const takers = new Map<StepId, Array<ActorId>>()
  for (const actor of actors.keys()) {
    for (const step of offers(district, on, actor, Option.some(id)).steps) {
      takers.set(step, [...(takers.get(step) ?? []), actor])
    }
  }
  return [...takers].map(([step, able]) => {
    const name = playbook.steps[step]?.name[language] ?? step
    return language === "zh" ? `  ${name}：${able.join("、")}` : `  ${name}: ${able.join(", ")}`
  })
}

/** The case as lines, or nothing where it was not opened by then. */
const linesOf = (
  district: District.District,
  id: CaseId,
  asked: Option.Option<Day>,
  today: Day,
  language: Language
): ReadonlyArray<string> | undefined => {
  const { model } = district
  const on = Option.getOrElse(asked, () => today)
  const events = (district.cases.get(id)?.entries ?? []).flatMap(({ event }) =>
    event.on <= on ? [event] : []
  )
  const before = CaseView.asOf(events, on)
  if (before._tag !== "Opened" || model === undefined) return undefined
  const playbook = District.playbookOf(district, before)
  if (playbook === undefined) return undefined
  // A deadline that has passed has done what it does, whether anybody has woken the case or not.
  const calendar = District.calendarOn(district, on)
  const { state } = caughtUp(playbook, calendar, before, on)
  if (state._tag !== "Opened") return undefined
  const zh = language === "zh"
  const speech = { language, playbook: playbook.playbook }
  // Who may do what next depends on the rest of the district, which is known as it is today.
  const next =
    Option.isNone(asked) && isOpen(state)
      ? nextLines(district, model.actors, playbook, id, on, language)
      : undefined
  return [
    `${id}  ${playbook.playbook.name[language]}  ${stageName(state, playbook, language)}  ${formatDay(on, language)}`,
    ...CaseView.deadlines(state, playbook, calendar, on).map(
      (deadline) => `  ${deadlineLine(deadline, language)}`
    ),
    ...(next === undefined ? [] : [zh ? "可办事项：" : "Can be done now:", ...next]),
    zh ? "经过：" : "What has happened:",
    ...CaseView.tell(CaseView.timeline(events), speech).map(
      (sentence, at) => `  ${formatDay(events[at]?.on ?? on, language)}  ${sentence}`
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
    asOf: day("as-of", "How it stood at the end of that day (today)"),
    language
  },
  Effect.fn(function* ({ asOf, case: id, district, language, ledger }) {
    const lines = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(named, (state, today) => linesOf(state, id, asOf, today, language))
      )
    }).pipe(Effect.provide(services(ledger)))
    if (lines === undefined) {
      return yield* new CommandFailed({
        message:
          language === "zh"
            ? `没有案件${id}，或当时尚未立案`
            : `there is no case ${id}, or it was not opened by then`
      })
    }
    yield* Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("Tell where a case stands, who can do what next, and what has happened on it"))
