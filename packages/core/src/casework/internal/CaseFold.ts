/** Computes the state of a case from its events. This module is internal: `CaseDecider` exports the function. */
import type { Day } from "../../kernel/Day.ts"
import type { ActorId } from "../../place/Id.ts"
import { type CaseEvent, type CaseState, isTakenBy, type Opened, type Round, type WhichDue } from "../Case.ts"
import type * as Due from "../Due.ts"
import type { FieldId, StageId, StepId } from "../Playbook.ts"

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>

/** The state of a case before its first event. */
export const initial: CaseState = { _tag: "Unopened" }

const beginRound = (
  { due, limit, on, provisional, recorded }: Event<"CaseOpened"> | Event<"CaseReopened">,
  stage: StageId
): Round => ({
  began: on,
  limit,
  limitTerm: provisional?.limit,
  taken: [],
  recorded,
  dues: due === undefined ? [] : [{ stage, due, term: provisional?.due }]
})

// In a long case, most steps have been taken before by the same people with the same evidence. Then the list is not
// copied.
const take = (round: Round, step: StepId, by: ActorId): Round["taken"] =>
  isTakenBy(round, step, by) ? round.taken : [...round.taken, { step, by }]

const record = (recorded: Round["recorded"], fields: ReadonlyArray<FieldId>): Round["recorded"] => {
  let all = recorded
  for (const field of fields) if (!all.includes(field)) all = [...all, field]
  return all
}

const promise = (
  dues: Round["dues"],
  stage: StageId,
  due: Day | undefined,
  term: Due.Term | undefined
): Round["dues"] =>
  due === undefined
    ? dues
    : dues.some((one) => one.stage === stage)
      ? dues.map((one) => (one.stage === stage ? { stage, due, term } : one))
      : [...dues, { stage, due, term }]

const advance = (
  round: Round,
  { by, due, provisional, step, to }: Event<"StepTaken"> | Event<"DeadlineLapsed">,
  fields: ReadonlyArray<FieldId>
): Round => {
  const taken = take(round, step, by)
  const recorded = record(round.recorded, fields)
  const dues = to === undefined ? round.dues : promise(round.dues, to, due, provisional?.due)
  const { began, limit, limitTerm } = round
  return taken === round.taken && recorded === round.recorded && dues === round.dues
    ? round
    : { began, limit, limitTerm, taken, recorded, dues }
}

/**
 * The state of a case after a step that a person took or that happened automatically. If the step enters a stage, the
 * case is in that stage.
 */
const moved = (
  state: Opened,
  event: Event<"StepTaken"> | Event<"DeadlineLapsed">,
  fields: ReadonlyArray<FieldId>,
  due: Day | undefined
): Opened => {
  const { on, outcome, patrol, to } = event
  const round = advance(state.round, event, fields)
  if (to === undefined) return { ...state, due, patrol: patrol ?? state.patrol, round, last: on }
  const isResolved = outcome !== undefined || patrol?.next !== undefined
  return {
    ...state,
    stage: to,
    since: on,
    due: event.due,
    patrol: patrol ?? state.patrol,
    resolved: isResolved ? (state.resolved ?? on) : undefined,
    round,
    ending: outcome === undefined ? undefined : { on, outcome, merged: undefined },
    last: on
  }
}

const opened = (event: Event<"CaseOpened">): Opened => {
  const { buildings, due, group, id, lineage, on, parent, playbook, stage, subjects, version } = event
  return {
    _tag: "Opened",
    id,
    playbook,
    version,
    opened: on,
    stage,
    since: on,
    due,
    subjects,
    buildings,
    group,
    parent,
    lineage,
    relapses: lineage?.relapses ?? 0,
    handler: undefined,
    patrol: undefined,
    resolved: undefined,
    round: beginRound(event, stage),
    ending: undefined,
    sentTo: undefined,
    last: on,
    byClock: undefined
  }
}

/**
 * The day of the last event of a case: the later of the current last day and the given day. So a fact that is recorded
 * late does not move that day back.
 */
const lastOf = ({ last }: Opened, on: Day): Day => (last < on ? on : last)

/**
 * The state of a case before all automatic actions on the given day or later. Automatic actions are undone only if no
 * person has acted after them.
 */
export const setBack = (state: Opened, on: Day): Opened => {
  let before = state
  while (before.byClock !== undefined && before.byClock.on >= on) before = before.byClock.before
  return before
}

/**
 * The state of a case with a new due day. The new due day may still be provisional (counted without complete calendar
 * data).
 */
const withDue = (state: Opened, of: WhichDue, due: Day, term: Due.Term | undefined): Opened => {
  const { due: before, round, stage } = state
  if (of === "limit") return { ...state, round: { ...round, limit: due, limitTerm: term } }
  // If the case has left the stage, or the automatic step for the deadline has been taken, the new due day does not
  // start the deadline again.
  const runs = of.stage === stage && before !== undefined
  return {
    ...state,
    due: runs ? due : before,
    round: { ...round, dues: promise(round.dues, of.stage, due, term) }
  }
}

const evolveOpened = (state: Opened, event: Exclude<CaseEvent, Event<"CaseOpened">>): Opened => {
  if (event._tag === "LapsesUndone") return setBack(state, event.on)
  const next = changed(state, event)
  if (event._tag === "DeadlineLapsed" || event._tag === "DueRecounted") {
    return { ...next, byClock: { on: event.on, before: state } }
  }
  // A fact that does not change the case does not count as an action of a person.
  const isAside = event._tag === "FactAside" || event._tag === "FactSettled" || event._tag === "Noted"
  return isAside || next.byClock === undefined ? next : { ...next, byClock: undefined }
}

const changed = (
  state: Opened,
  event: Exclude<CaseEvent, Event<"CaseOpened"> | Event<"LapsesUndone">>
): Opened => {
  const { on } = event
  switch (event._tag) {
    case "StepTaken":
      return moved(state, event, event.recorded, state.due)
    case "DeadlineLapsed":
      return moved(state, event, [], undefined)
    case "StepRefused":
    case "Noted":
    case "FactAside":
    case "FactSettled":
      return { ...state, last: lastOf(state, on) }
    case "CaseReopened": {
      const { by, due, patrol, relapses, step, to } = event
      const round = beginRound(event, to)
      return {
        ...state,
        stage: to,
        since: on,
        due,
        relapses,
        patrol,
        resolved: undefined,
        round: step === undefined ? round : { ...round, taken: [{ step, by }] },
        ending: undefined,
        last: on
      }
    }
    case "HandedOver":
      return { ...state, handler: event.to, last: lastOf(state, on) }
    case "CaseTransferred":
      return "group" in event.to
        ? { ...state, group: event.to.group, handler: undefined, last: on }
        : { ...state, sentTo: event.to.district, handler: undefined, last: on }
    case "CaseReceived": {
      const { buildings, group, id, subjects } = event
      return { ...state, id, group, subjects, buildings, parent: undefined, sentTo: undefined, last: on }
    }
    case "CaseArrived":
      return { ...state, last: on }
    case "CaseReturned":
      return { ...state, sentTo: undefined, last: on }
    case "CaseMerged":
      return { ...state, due: undefined, ending: { on, outcome: "void", merged: event.into }, last: on }
    case "DuplicateAbsorbed":
      return { ...state, subjects: event.subjects, buildings: event.buildings, last: on }
    case "CaseWithdrawn":
      return { ...state, due: undefined, ending: { on, outcome: "void", merged: undefined }, last: on }
    case "CaseMigrated": {
      const { due, patrol, provisional, to, version } = event
      const dues = promise(state.round.dues, to, due, provisional?.due)
      return {
        ...state,
        version,
        stage: to,
        due,
        patrol,
        resolved: patrol?.next === undefined ? undefined : (state.resolved ?? on),
        round: { ...state.round, dues },
        last: on
      }
    }
    case "DueRecounted":
      return { ...withDue(state, event.of, event.due, event.term), last: on }
    case "DueDecided":
      return { ...withDue(state, event.of, event.due, undefined), last: on }
  }
}

/**
 * The state of a case after an event. No playbook is needed, because events contain everything that was taken from the
 * playbook. So a case has the same state under every version of its playbook. An event that is impossible in the
 * current state is ignored: for example, the first event must be the opening, or the reception together with an earlier
 * history.
 *
 * @category decisions
 */
export const evolve = (state: CaseState, event: CaseEvent): CaseState => {
  if (event._tag === "CaseOpened") return state._tag === "Unopened" ? opened(event) : state
  if (state._tag === "Opened") return evolveOpened(state, event)
  if (event._tag !== "CaseReceived" || event.history === undefined) return state
  const before = event.history.reduce<CaseState>(evolve, state)
  return before._tag === "Opened" ? evolveOpened(before, event) : before
}
