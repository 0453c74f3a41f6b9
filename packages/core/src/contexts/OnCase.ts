/** Decides commands on cases with their playbooks, and with the facts of the district that the decisions need. */
import * as Result from "effect/Result"
import {
  type CaseCommand,
  type CaseContext,
  type CaseEvent,
  type CaseReason,
  stream
} from "../casework/Case.ts"
import { type CaseState } from "../casework/CaseState.ts"
import { make } from "../casework/CaseDecider.ts"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import type { Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type DecisionRefused, refuse } from "../kernel/Rule.ts"
import type { Model } from "../model/Model.ts"
import { clock } from "../place/Actor.ts"
import type { CaseId } from "../place/Id.ts"
import { type CaseworkWorld, contextOf, lookUp } from "./CaseworkFacts.ts"
import type { CaseworkSlice } from "./CaseworkSlice.ts"
import { type Asking, change, type Decision } from "./Context.ts"
import type { Dated } from "./Dated.ts"
import { caseKnown, type LookUpRefusal } from "./LookUpRefusal.ts"

/**
 * Decides a command on a case. The command is passed to the decider (the deciding functions) of the case's playbook.
 */
export const decideCase = (
  model: Model,
  playbook: CompiledPlaybook,
  state: CaseState,
  command: CaseCommand
): Result.Result<ReadonlyArray<CaseEvent>, DecisionRefused<CaseReason>> =>
  make(playbook, model.calendar).decide(state, command)

/**
 * The fields that are the same in all commands on cases: the actor, the days, and the facts from other parts of the
 * district that the decision needs.
 */
export type Asked = Pick<CaseCommand, "at" | "by" | "context" | "now" | "on" | "written">

/**
 * Decides a command on a case that was opened. The facts from other parts of the district that the decision needs are
 * collected here first.
 */
export const onCase = (
  asking: Asking<CaseworkWorld>,
  id: CaseId,
  command: (asked: Asked) => CaseCommand,
  { recorded, ...when }: Dated = { on: asking.on, ...given("now", asking.now) }
): Decision<CaseEvent, CaseReason | LookUpRefusal> => {
  const { actor: by, district, model } = asking
  const found = lookUp(asking, id)
  if (found === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: id })
  const { playbook, state } = found
  const late = recorded === undefined ? {} : { written: recorded }
  const context = { ...contextOf(district, state, when.on), ...inTheWay(district, id, when.on) }
  return Result.map(
    decideCase(model, playbook, state, command({ by, ...when, ...late, context })),
    (events) => change(asking, stream(id), events)
  )
}

/** The first entry of a case that people (not the clock) made and that is dated after the given day. */
const inTheWay = (self: CaseworkSlice, id: CaseId, on: Day): Pick<CaseContext, "inTheWay"> => {
  const found = self.cases.get(id)?.entries.find(({ event }) => event.by !== clock.id && event.on > on)
  return found === undefined ? {} : { inTheWay: { entry: found.position, on: found.event.on } }
}
