/**
 * The events of facts that are recorded late and move nothing: notes, and steps and hand-overs after which people have
 * acted. `CaseDecider` decides when a fact is one of these.
 */
import type * as Result from "effect/Result"
import { given } from "../../kernel/OptionalKey.ts"
import { objections, type Reasons, refuse, verdict } from "../../kernel/Rule.ts"
import type { CaseCommand, CaseEvent, CaseReason, Opened } from "../Case.ts"
import type { Command, CompiledPlaybook } from "../CaseQuestion.ts"
import { knownStep, standard } from "../CaseRules.ts"
import * as Evidence from "../Evidence.ts"
import { rulesAside } from "../StepRules.ts"

type Answer = Result.Result<ReadonlyArray<CaseEvent>, Reasons<CaseReason>>
type Behind = Extract<CaseEvent, { readonly _tag: "FactAside" }>["behind"]

/** The keys of an event for a fact that was recorded on a later day, or whose hour counts. */
export const daysOf = ({ at, written }: Pick<CaseCommand, "at" | "written">) => ({
  ...given("written", written),
  ...given("at", at)
})

/** A note on an earlier day. */
export const noteLate = (playbook: CompiledPlaybook, state: Opened, command: Command<"Note">): Answer =>
  verdict(objections(standard.LateNote, { playbook, state, command }), [
    { _tag: "Noted", by: command.by.id, on: command.on, ...daysOf(command), text: command.text }
  ])

/** A step on an earlier day, after which people have acted. `behind` is their first entry. */
export const stepAside = (
  playbook: CompiledPlaybook,
  state: Opened,
  command: Command<"Take">,
  behind: Behind
): Answer => {
  const { by, evidence = Evidence.none, on } = command
  const step = playbook.steps.get(command.step)
  if (step === undefined) return refuse(knownStep, { _tag: "UnknownStep", step: command.step })
  return verdict(objections(rulesAside(step.step), { playbook, state, command, step }), [
    {
      _tag: "FactAside",
      by: by.id,
      on,
      ...daysOf(command),
      step: step.id,
      behind,
      ...Evidence.part(step.form, evidence),
      subjects: state.subjects,
      records: step.records
    }
  ])
}

/** A hand-over on an earlier day, after which people have acted. `behind` is their first entry. */
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
