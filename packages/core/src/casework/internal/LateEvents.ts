/**
 * The events for facts that are recorded late and do not change the case: notes, and also steps and hand-overs after
 * which people have already acted. `CaseDecider` decides which facts these are.
 */
import type * as Result from "effect/Result"
import type { Instant } from "../../kernel/Instant.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { type DecisionRefused, objections, refuse, verdict } from "../../kernel/Rule.ts"
import type { CaseCommand, CaseEvent, CaseReason } from "../Case.ts"
import type { Opened } from "../CaseState.ts"
import { beginOf } from "../CaseClock.ts"
import type { Command, CompiledPlaybook } from "../CaseQuestion.ts"
import { knownStep, standard } from "../CaseRules.ts"
import * as Evidence from "../Evidence.ts"
import { rulesAside } from "../StepRules.ts"

type Answer = Result.Result<ReadonlyArray<CaseEvent>, DecisionRefused<CaseReason>>
type Behind = Extract<CaseEvent, { readonly _tag: "FactAside" }>["behind"]

/**
 * The optional fields of an event: the day of recording, if it is later than the day of the fact, and the instant, for
 * rules that count hours. `dueAt` is the instant of a deadline that begins with the event: then the present is the
 * instant of the event, unless another one is given.
 */
export const daysOf = (
  { at, now, written }: Pick<CaseCommand, "at" | "now" | "written">,
  dueAt?: Instant
) => ({
  ...given("written", written),
  ...given("at", at ?? (dueAt === undefined ? undefined : now))
})

/** Decides on a note that is recorded later than the day on which it was made. */
export const noteLate = (playbook: CompiledPlaybook, state: Opened, command: Command<"Note">): Answer =>
  verdict(objections(standard.LateNote, { playbook, state, command }), [
    { _tag: "Noted", by: command.by.id, on: command.on, ...daysOf(command), text: command.text }
  ])

/**
 * Decides on a step that is recorded late, after people have acted on the case. `behind` is the first entry that these
 * people made.
 */
export const stepAside = (
  playbook: CompiledPlaybook,
  state: Opened,
  command: Command<"Take">,
  behind: Behind
): Answer => {
  const { by, evidence = Evidence.none, on } = command
  const step = playbook.steps.get(command.step)
  if (step === undefined) return refuse(knownStep, { _tag: "UnknownStep", step: command.step })
  const from = beginOf(step.to, evidence, on)
  return verdict(objections(rulesAside(step.step), { playbook, state, command, step }), [
    {
      _tag: "FactAside",
      by: by.id,
      on,
      ...daysOf(command),
      step: step.id,
      behind,
      ...given("from", from === on ? undefined : from),
      ...Evidence.part(step.form, evidence),
      subjects: state.subjects,
      records: step.records
    }
  ])
}

/**
 * Decides on a hand-over that is recorded late, after people have acted on the case. `behind` is the first entry that
 * these people made.
 */
export const handOverAside = (
  playbook: CompiledPlaybook,
  state: Opened,
  command: Command<"HandOver">,
  behind: Behind
): Answer =>
  verdict(objections(standard.HandOverAside, { playbook, state, command }), [
    {
      _tag: "FactAside",
      by: command.by.id,
      on: command.on,
      ...daysOf(command),
      handler: command.to,
      behind,
      recorded: [],
      subjects: state.subjects,
      records: []
    }
  ])
