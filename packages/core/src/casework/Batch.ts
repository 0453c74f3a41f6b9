/**
 * One piece of work on many cases: a notice to every household, a patrol of all buildings. Each case is decided by itself
 * and either takes all of its commands or none; every refusal is reported with its reasons.
 */
import * as Result from "effect/Result"
import type { Calendar } from "../kernel/Calendar.ts"
import type { Reasons } from "../kernel/Rule.ts"
import type { CaseId } from "../place/Id.ts"
import type { CaseCommand, CaseEvent, CaseReason, CaseState } from "./Case.ts"
import type { CompiledPlaybook } from "./CaseQuestion.ts"
import { make } from "./CaseDecider.ts"

/** A case, the playbook that it lives by, and what is wanted of it, in order. */
export interface Item {
  readonly id: CaseId
  readonly playbook: CompiledPlaybook
  readonly state: CaseState
  readonly commands: ReadonlyArray<CaseCommand>
}

/** A case that takes all of its commands: the events to append, and the case after them. */
export interface Accepted {
  readonly id: CaseId
  readonly events: ReadonlyArray<CaseEvent>
  readonly state: CaseState
}

/** A case that is left as it was: which of its commands was refused, counted from 0, and why. */
export interface Refused {
  readonly id: CaseId
  readonly at: number
  readonly reasons: Reasons<CaseReason>
}

/**
 * @category models
 */
export interface Batch {
  readonly accepted: ReadonlyArray<Accepted>
  readonly refused: ReadonlyArray<Refused>
}

const decideItem = (
  { commands, id, playbook, state: before }: Item,
  calendar: Calendar
): Result.Result<Accepted, Refused> => {
  const { decide, evolve } = make(playbook, calendar)
  const events: Array<CaseEvent> = []
  let state = before
  for (const [at, command] of commands.entries()) {
    const decided = decide(state, command)
    if (Result.isFailure(decided)) return Result.fail({ id, at, reasons: decided.failure })
    for (const event of decided.success) {
      events.push(event)
      state = evolve(state, event)
    }
  }
  return Result.succeed({ id, events, state })
}

/**
 * Decides a batch. A case that is named twice takes its second item in the state that the first left it in.
 *
 * @category operations
 */
export const decideAll = (items: Iterable<Item>, calendar: Calendar): Batch => {
  const accepted: Array<Accepted> = []
  const refused: Array<Refused> = []
  const latest = new Map<CaseId, CaseState>()
  for (const item of items) {
    const decided = decideItem({ ...item, state: latest.get(item.id) ?? item.state }, calendar)
    if (Result.isFailure(decided)) refused.push(decided.failure)
    else {
      accepted.push(decided.success)
      latest.set(item.id, decided.success.state)
    }
  }
  return { accepted, refused }
}
