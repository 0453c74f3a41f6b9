/**
 * What the clock does to a case: when a stage is due, which deadlines have lapsed by a day, and which provisional last
 * days the calendar can count again.
 *
 * Use it to see a case as it is on a day, without a command: `caughtUp` returns the state and the events that the next
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

/** When a stage that is entered on a day is due; `undefined` if it has no deadline. */
export const dueOf = (
  calendar: Calendar.Calendar,
  { deadline, stage }: CompiledStage,
  on: Day
): Due.Due | undefined =>
  deadline === undefined ? undefined : Due.count(calendar, Due.term(on, deadline, stage.endsOnWorkingDay))

/** When a case that is opened, or reopened, on a day is to be resolved; `undefined` if its playbook has no limit. */
export const limitOf = (
  calendar: Calendar.Calendar,
  { playbook: { limit } }: CompiledPlaybook,
  on: Day
): Due.Due | undefined =>
  limit === undefined ? undefined : Due.count(calendar, Due.term(on, limit, undefined))

/** The keys of an event that say when something is due. */
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

/** A patrol of a case that is not in its patrol stage: no check is due. */
export const rest = (patrol: PatrolState | undefined): PatrolState | undefined =>
  patrol?.next === undefined ? patrol : { interval: patrol.interval, clean: patrol.clean }

/** The patrol of a case that enters a stage: it begins in the playbook's patrol stage, and rests elsewhere. */
export const patrolIn = (
  { patrol: plan }: CompiledPlaybook,
  { watched }: CompiledStage,
  before: PatrolState | undefined,
  on: Day
): PatrolState | undefined => (watched && plan !== undefined ? Patrol.begin(plan, before, on) : rest(before))

// ---------------------------------------------------------------------------------------------------------- deadlines

/**
 * The step that the clock has to take on a case: its deadline passed before the day, is not provisional, and leads to a
 * step.
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
 * The events that count provisional last days of an open case again: those that the calendar counts otherwise by now, or
 * exactly.
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
 * Whether there is something for the clock to do on a case: a deadline has lapsed, or a provisional day can be counted
 * again.
 *
 * @category deadlines
 */
export const moves = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: CaseState,
  on: Day
): boolean => lapsing(playbook, state, on) !== undefined || recounts(calendar, state, on).length > 0

/** A case with what the clock has done to it by a day. */
interface Caught {
  readonly state: CaseState
  readonly events: ReadonlyArray<CaseEvent>
}

/**
 * The case as the clock leaves it on a day, with the events of that: provisional last days are counted again if the
 * calendar has more data by then, and deadlines that passed before the day have lapsed.
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
  // Lapses that enter stages which are due on the same day could form an endless loop.
  let sameDay = 0
  for (
    let step = lapsing(playbook, current, on);
    step !== undefined && sameDay <= playbook.stages.size;
    step = lapsing(playbook, current, on)
  ) {
    // Safe: a case that lapses is open and has a deadline.
    const before = current as Opened & { readonly due: Day }
    const event = lapse(playbook, calendar, before, step, before.due)
    events = [...events, event]
    current = evolve(current, event)
    sameDay = event.due === before.due ? sameDay + 1 : 0
  }
  return { state: current, events }
}
