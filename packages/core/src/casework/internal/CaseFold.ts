/** Computes the state of a case from its events. This module is internal: `CaseDecider` exports the function. */
import type { Day } from "../../kernel/Day.ts"
import type { Instant } from "../../kernel/Instant.ts"
import type { ActorId } from "../../place/Id.ts"
import { type CaseEvent } from "../Case.ts"
import { type CaseState, isTakenBy, type Opened, type Round, type Stay } from "../CaseState.ts"
import type * as Due from "../Due.ts"
import type { FieldId, StageId, StepId } from "../Playbook.ts"

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>

/** The state of a case before its first event. */
export const initial: CaseState = { _tag: "Unopened" }

/** The part of an event from which the due day of the entered stage is read. */
type StageDue = Pick<Event<"CaseOpened">, "counted" | "due" | "dueAt" | "provisional">

const stayOf = (stage: StageId, due: Day, { counted, dueAt, provisional }: StageDue): Stay => ({
  stage,
  due,
  dueAt,
  term: provisional?.due,
  counted: counted?.due
})

const beginRound = (event: Event<"CaseOpened"> | Event<"CaseReopened">, stage: StageId): Round => {
  const { counted, due, limit, on, provisional, recorded } = event
  return {
    began: on,
    limit,
    limitTerm: provisional?.limit,
    limitCounted: counted?.limit,
    taken: [],
    recorded,
    dues: due === undefined ? [] : [stayOf(stage, due, event)]
  }
}

// In a long case, most steps have been taken before by the same person. Then the list is returned as it is, and not
// copied.
const take = (round: Round, step: StepId, by: ActorId): Round["taken"] =>
  isTakenBy(round, step, by) ? round.taken : [...round.taken, { step, by }]

const record = (recorded: Round["recorded"], fields: ReadonlyArray<FieldId>): Round["recorded"] => {
  let all = recorded
  for (const field of fields) if (!all.includes(field)) all = [...all, field]
  return all
}

const promise = (dues: Round["dues"], stay: Stay): Round["dues"] =>
  dues.some(({ stage }) => stage === stay.stage)
    ? dues.map((one) => (one.stage === stay.stage ? stay : one))
    : [...dues, stay]

const enter = (dues: Round["dues"], to: StageId | undefined, event: StageDue): Round["dues"] =>
  to === undefined || event.due === undefined ? dues : promise(dues, stayOf(to, event.due, event))

/** The round after the clocks that had rested go on. */
const goOn = (round: Round, resumed: Event<"StepTaken">["resumed"] = []): Round =>
  resumed.reduce((before, { counted, due, dueAt, of, provisional }) => {
    const term = provisional === true ? counted : undefined
    return of === "limit"
      ? { ...before, limit: due, limitTerm: term, limitCounted: counted }
      : { ...before, dues: promise(before.dues, { stage: of.stage, due, dueAt, term, counted }) }
  }, round)

const advance = (
  round: Round,
  event: Event<"StepTaken"> | Event<"DeadlineLapsed">,
  fields: ReadonlyArray<FieldId>
): Round => {
  const { by, resumed, step, to } = event
  const taken = take(round, step, by)
  const recorded = record(round.recorded, fields)
  const dues = enter(round.dues, to, event)
  const isSame = taken === round.taken && recorded === round.recorded && dues === round.dues
  return goOn(isSame ? round : { ...round, taken, recorded, dues }, resumed)
}

const noRests: Opened["resting"] = []

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
  if (to === undefined) {
    const dueAt = due === undefined ? undefined : state.dueAt
    return { ...state, due, dueAt, patrol: patrol ?? state.patrol, round, last: on }
  }
  const isResolved = outcome !== undefined || patrol?.next !== undefined
  return {
    ...state,
    stage: to,
    since: on,
    due: event.due,
    dueAt: event.dueAt,
    resting: event.rests ?? noRests,
    patrol: patrol ?? state.patrol,
    resolved: isResolved ? (state.resolved ?? on) : undefined,
    round,
    ending: outcome === undefined ? undefined : { on, outcome, merged: undefined },
    last: on
  }
}

const opened = (event: Event<"CaseOpened">): Opened => {
  const { buildings, due, dueAt, group, id, lineage, on, parent, playbook, stage, subjects, version } = event
  return {
    _tag: "Opened",
    id,
    playbook,
    version,
    opened: on,
    stage,
    since: on,
    due,
    dueAt,
    resting: noRests,
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
 * The day of the last event of a case after an event on the given day: the later of the two days. So a fact that is
 * recorded late does not set the last day to an earlier day.
 */
const lastOf = ({ last }: Opened, on: Day): Day => (last < on ? on : last)

/**
 * Whether an automatic action is not earlier than a fact. On the same day, the instants decide, if both are known.
 * Otherwise the fact is earlier.
 */
export const isNotBefore = (
  action: { readonly on: Day; readonly at?: Instant | undefined },
  fact: { readonly on: Day; readonly at?: Instant | undefined }
): boolean =>
  action.on === fact.on && action.at !== undefined && fact.at !== undefined
    ? action.at > fact.at
    : action.on >= fact.on

/**
 * The state of a case before all automatic actions at the time of a fact or later. Automatic actions are undone only if
 * no person has acted after them.
 */
export const setBack = (
  state: Opened,
  fact: { readonly on: Day; readonly at?: Instant | undefined }
): Opened => {
  let before = state
  while (before.byClock !== undefined && isNotBefore(before.byClock, fact)) before = before.byClock.before
  return before
}

/**
 * The state of a case with a new due day. The new due day may still be provisional (counted without complete calendar
 * data).
 */
const withDue = (
  state: Opened,
  { due, of }: Event<"DueRecounted"> | Event<"DueDecided">,
  term: Due.Term | undefined,
  isDecided: boolean
): Opened => {
  const { due: before, round, stage } = state
  if (of === "limit") {
    const limitCounted = isDecided ? undefined : round.limitCounted
    return { ...state, round: { ...round, limit: due, limitTerm: term, limitCounted } }
  }
  // If the case has left the stage, or the automatic step for the deadline has been taken, the new due day is stored
  // only in the history: the deadline does not start again.
  const runs = of.stage === stage && before !== undefined
  // How a recounted day is counted does not change. A day that a keeper decided on is a last day by itself.
  const counted = isDecided ? undefined : round.dues.find((one) => one.stage === of.stage)?.counted
  return {
    ...state,
    due: runs ? due : before,
    round: { ...round, dues: promise(round.dues, { stage: of.stage, due, dueAt: undefined, term, counted }) }
  }
}

const evolveOpened = (state: Opened, event: Exclude<CaseEvent, Event<"CaseOpened">>): Opened => {
  if (event._tag === "LapsesUndone") return setBack(state, event)
  const next = changed(state, event)
  if (event._tag === "DeadlineLapsed" || event._tag === "DueRecounted") {
    return { ...next, byClock: { on: event.on, at: event.at, before: state } }
  }
  // A late fact that does not change the case does not count as an action of a person.
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
      const { by, due, dueAt, patrol, relapses, step, to } = event
      const round = beginRound(event, to)
      return {
        ...state,
        stage: to,
        since: on,
        due,
        dueAt,
        resting: noRests,
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
      return {
        ...state,
        due: undefined,
        dueAt: undefined,
        ending: { on, outcome: "void", merged: event.into },
        last: on
      }
    case "DuplicateAbsorbed":
      return { ...state, subjects: event.subjects, buildings: event.buildings, last: lastOf(state, on) }
    case "CaseWithdrawn":
      return {
        ...state,
        due: undefined,
        dueAt: undefined,
        ending: { on, outcome: "void", merged: undefined },
        last: on
      }
    case "CaseMigrated": {
      const { due, dueAt, patrol, resumed, rests = noRests, to, version } = event
      const dues = enter(state.round.dues, to, event)
      return {
        ...state,
        version,
        stage: to,
        due,
        dueAt,
        resting: rests,
        patrol,
        resolved: patrol?.next === undefined ? undefined : (state.resolved ?? on),
        round: goOn({ ...state.round, dues }, resumed),
        last: on
      }
    }
    case "DueRecounted":
      return { ...withDue(state, event, event.term, false), last: on }
    case "DueDecided":
      return { ...withDue(state, event, undefined, true), last: on }
  }
}

/**
 * The state of a case after an event. No playbook is needed, because events contain all values that the decision took
 * from the playbook. So a case has the same state under every version of its playbook. An event that is impossible in
 * the current state is ignored: for example, the first event must open the case, or receive it from another district
 * together with its earlier history.
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
