/**
 * The automatic part of a case, called "the clock": when a stage is due, for which passed deadlines an automatic step
 * must be taken by a day, and which provisional due days can be counted again.
 *
 * Use `caughtUp` to see a case as it is on a day, without a command. It returns the state, and the events that the next
 * decision will record first.
 */
import type * as Calendar from "../kernel/Calendar.ts"
import type { Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { clock } from "../place/Actor.ts"
import {
  type CaseEvent,
  type CaseState,
  dueTerm,
  isOpen,
  type Opened,
  type PatrolState,
  provisionalDays
} from "./Case.ts"
import type { CompiledPlaybook, CompiledStage, CompiledStep } from "./CaseQuestion.ts"
import * as Due from "./Due.ts"
import { evolve } from "./internal/CaseFold.ts"
import * as Patrol from "./Patrol.ts"

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>

// ---------------------------------------------------------------------------------------------------- entering stages

/** The due day of a stage that a case enters on a day. `undefined` if the stage has no deadline. */
export const dueOf = (
  calendar: Calendar.Calendar,
  { deadline, stage }: CompiledStage,
  on: Day
): Due.Due | undefined =>
  deadline === undefined ? undefined : Due.count(calendar, Due.term(on, deadline, stage.endsOnWorkingDay))

/**
 * The day by which a case must be resolved if it is opened or reopened on a given day. `undefined` if the playbook sets
 * no limit.
 */
export const limitOf = (
  calendar: Calendar.Calendar,
  { playbook: { limit } }: CompiledPlaybook,
  on: Day
): Due.Due | undefined =>
  limit === undefined ? undefined : Due.count(calendar, Due.term(on, limit, undefined))

/** The fields of an event that contain its due days. */
export const duePart = (
  due: Due.Due | undefined,
  limit?: Due.Due
): Pick<Event<"CaseOpened">, "due" | "limit" | "provisional"> => ({
  ...given("due", due?.day),
  ...given("limit", limit?.day),
  ...(due?.provisional === undefined && limit?.provisional === undefined
    ? {}
    : { provisional: { ...given("due", due?.provisional), ...given("limit", limit?.provisional) } })
})

/**
 * The state of a patrol (regular checks) while a case is outside the patrol stage: the interval and the number of clean
 * checks are kept, and no check is due.
 */
export const rest = (patrol: PatrolState | undefined): PatrolState | undefined =>
  patrol?.next === undefined ? patrol : { interval: patrol.interval, clean: patrol.clean }

/**
 * The state of the patrol (regular checks) when a case enters a stage. In the playbook's patrol stage the patrol
 * begins; in any other stage it pauses.
 */
export const patrolIn = (
  { patrol: plan }: CompiledPlaybook,
  { watched }: CompiledStage,
  before: PatrolState | undefined,
  on: Day
): PatrolState | undefined => (watched && plan !== undefined ? Patrol.begin(plan, before, on) : rest(before))

// ---------------------------------------------------------------------------------------------------------- deadlines

/**
 * The automatic step that the clock must take on a case: the due day is before the given day and not provisional, and
 * the playbook names a step for a passed deadline. `undefined` if there is no such step.
 *
 * @category deadlines
 */
export const lapsing = (playbook: CompiledPlaybook, state: CaseState, on: Day): CompiledStep | undefined => {
  if (!isOpen(state) || state.due === undefined || state.due >= on || dueTerm(state) !== undefined) {
    return undefined
  }
  const lapse = playbook.stages.get(state.stage)?.lapse
  return lapse === undefined ? undefined : playbook.steps.get(lapse)
}

const lapse = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  { id, to }: CompiledStep,
  passed: Day
): Event<"DeadlineLapsed"> => {
  const on = passed > state.last ? passed : state.last
  const event = { _tag: "DeadlineLapsed", by: clock.id, on, step: id, from: state.stage, passed } as const
  if (to === undefined) return event
  return {
    ...event,
    to: to.id,
    ...duePart(dueOf(calendar, to, on)),
    ...given("outcome", to.outcome),
    ...given("patrol", patrolIn(playbook, to, state.patrol, on))
  }
}

/**
 * Counts the provisional due days of an open case (those that were counted without complete calendar data) again.
 * Returns an event for each due day that changes, or that is not provisional any more.
 *
 * @category deadlines
 */
export const recounts = (
  calendar: Calendar.Calendar,
  state: CaseState,
  on: Day
): ReadonlyArray<Event<"DueRecounted">> => {
  if (!isOpen(state) || on < state.last) return []
  return provisionalDays(state).flatMap(({ due: was, of, term }) => {
    const { day: due, provisional } = Due.count(calendar, term)
    return due === was && provisional !== undefined
      ? []
      : [{ _tag: "DueRecounted", by: clock.id, on, of, was, due, ...given("term", provisional) } as const]
  })
}

/**
 * Whether an automatic action must be taken on a case: a deadline with an automatic step has passed, or a provisional
 * due day (counted without complete calendar data) can be counted again.
 *
 * @category deadlines
 */
export const moves = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: CaseState,
  on: Day
): boolean => lapsing(playbook, state, on) !== undefined || recounts(calendar, state, on).length > 0

/** A case after all automatic actions up to a day, with the events of these actions. */
interface Caught {
  readonly state: CaseState
  readonly events: ReadonlyArray<CaseEvent>
}

/**
 * Takes all automatic actions up to a day: provisional due days (those that were counted without complete calendar
 * data) are counted again, and the automatic steps for passed deadlines are taken. Returns the new state and the
 * events.
 *
 * @category deadlines
 */
export const caughtUp = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: CaseState,
  on: Day
): Caught => {
  let events: ReadonlyArray<CaseEvent> = recounts(calendar, state, on)
  let current = events.reduce(evolve, state)
  // An automatic step may enter a stage that is due on the same day. To prevent an endless loop, the number of such
  // steps is limited.
  let sameDay = 0
  for (
    let step = lapsing(playbook, current, on);
    step !== undefined && sameDay <= playbook.stages.size;
    step = lapsing(playbook, current, on)
  ) {
    // This cast is safe: a deadline can lapse only in an open case with a due day.
    const before = current as Opened & { readonly due: Day }
    const event = lapse(playbook, calendar, before, step, before.due)
    events = [...events, event]
    current = evolve(current, event)
    sameDay = event.due === before.due ? sameDay + 1 : 0
  }
  return { state: current, events }
}
