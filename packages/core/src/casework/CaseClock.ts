/**
 * The automatic part of a case, called "the clock". It computes when a stage is due, which automatic steps must be
 * taken because deadlines have passed, and which provisional due days can be counted again. (A provisional due day was
 * counted without complete calendar data.) Use `caughtUp` to see a case as it is on a day, without a command. It
 * returns the state, and the events that the next decision will record first.
 */
import type * as Calendar from "../kernel/Calendar.ts"
import { type Day, fromIso } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import { given } from "../kernel/OptionalKey.ts"
import { isHours, type Unit } from "../kernel/Period.ts"
import { clock } from "../place/Actor.ts"
import { type CaseEvent, type PatrolState, type Resting, type WhichDue } from "./Case.ts"
import {
  type CaseState,
  dueTerm,
  hasPassed,
  isOpen,
  isSameClock,
  type Opened,
  provisionalDays,
  restOf,
  stayIn
} from "./CaseState.ts"
import type { CompiledPlaybook, CompiledStage, CompiledStep } from "./CaseQuestion.ts"
import * as Due from "./Due.ts"
import type { Evidence } from "./Evidence.ts"
import { evolve } from "./internal/CaseFold.ts"
import * as Patrol from "./Patrol.ts"
import { lengthOf } from "./Playbook.ts"
import * as Option from "effect/Option"

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>

/** The fields of an event about the due days of a case that begins. */
type Begun = Pick<Event<"CaseOpened">, "counted" | "due" | "dueAt" | "limit" | "provisional">

/** The fields of an event about the clocks of a case that enters a stage. */
type Entered = Pick<Event<"StepTaken">, "counted" | "due" | "dueAt" | "provisional" | "rests" | "resumed">

// ---------------------------------------------------------------------------------------------------- entering stages

/**
 * The moment of an action: its day, and the instant from which hours are counted. Without an instant, hours are counted
 * from the end of the day.
 */
export interface Moment {
  readonly on: Day
  readonly now?: Instant | undefined
}

/** The moment at which a case enters a stage, and the day from which the deadline of the stage is counted. */
export interface Entering extends Moment {
  readonly from: Day
}

const termOf = ({ deadline, stage }: CompiledStage, { from, now }: Entering): Due.Term | undefined =>
  deadline === undefined ? undefined : Due.term(from, lengthOf(deadline), stage.endsOnWorkingDay, now)

/**
 * The due day of a stage that a case enters. `undefined` if the stage has no deadline.
 */
const dueOf = (calendar: Calendar.Calendar, stage: CompiledStage, start: Entering): Due.Due | undefined => {
  const term = termOf(stage, start)
  return term === undefined ? undefined : Due.count(calendar, term)
}

/**
 * The day from which the deadline of a stage is counted: the date in the evidence that the deadline names, or the day of
 * the action.
 */
export const beginOf = (to: CompiledStage | undefined, evidence: Evidence, on: Day): Day => {
  const field = to?.deadline !== undefined && "from" in to.deadline ? to.deadline.from : undefined
  const date = field === undefined ? undefined : evidence[field]
  return typeof date === "string" ? Option.getOrElse(fromIso(date), () => on) : on
}

const limitTermOf = ({ playbook: { limit } }: CompiledPlaybook, on: Day): Due.Term | undefined =>
  limit === undefined ? undefined : Due.term(on, limit, undefined)

/**
 * The fields of an event about the due days of a case that is opened or reopened: of its stage, and of the whole case.
 * `own` is the due day that was chosen for this case.
 */
export const beginning = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  to: CompiledStage,
  start: Entering,
  own?: Day
): Begun => {
  const chosen = own === undefined ? undefined : Due.term(own, { count: 0, unit: "day" }, undefined)
  const isOfStage = playbook.playbook.opening?.due?.of === "stage"
  const due = (isOfStage ? chosen : undefined) ?? termOf(to, start)
  const limit = (isOfStage ? undefined : chosen) ?? limitTermOf(playbook, start.on)
  return {
    ...duePart(
      due === undefined ? undefined : Due.count(calendar, due),
      limit === undefined ? undefined : Due.count(calendar, limit)
    ),
    ...countedPart(to.canRest ? due : undefined, playbook.limitCanRest ? limit : undefined)
  }
}

/** The fields of an event that contain its due days. */
const duePart = (due: Due.Due | undefined, limit?: Due.Due): Omit<Begun, "counted"> => ({
  ...given("due", due?.day),
  ...given("dueAt", due?.at),
  ...given("limit", limit?.day),
  ...(due?.provisional === undefined && limit?.provisional === undefined
    ? {}
    : { provisional: { ...given("due", due?.provisional), ...given("limit", limit?.provisional) } })
})

const countedPart = (due: Due.Term | undefined, limit?: Due.Term): Pick<Begun, "counted"> =>
  due === undefined && limit === undefined
    ? {}
    : { counted: { ...given("due", due), ...given("limit", limit) } }

// -------------------------------------------------------------------------------------------------- clocks that rest

/** How a clock of a case is counted that rests, or can rest. `undefined` if the case has no such due day. */
const clockOf = (playbook: CompiledPlaybook, { round }: Opened, of: WhichDue): Due.Term | undefined => {
  // A day that a keeper decided on, or that was counted before its clock could rest, is a last day by itself: what is
  // left of it is counted in the unit of its period.
  const decided = (day: Day, unit: Unit | "hour" = "day"): Due.Term =>
    Due.term(day, { count: 0, unit: unit === "working day" ? unit : "day" }, undefined)
  if (of === "limit") {
    return round.limit === undefined
      ? undefined
      : (round.limitCounted ?? decided(round.limit, playbook.playbook.limit?.unit))
  }
  const stay = stayIn(round, of.stage)
  return stay === undefined
    ? undefined
    : (stay.counted ?? decided(stay.due, playbook.stages.get(of.stage)?.deadline?.unit))
}

/** How a clock is counted after its rest. */
const rested = (
  playbook: CompiledPlaybook,
  state: Opened,
  { of, since, sinceAt }: Resting,
  { now, on }: Moment
): Due.Term | undefined => {
  const term = clockOf(playbook, state, of)
  if (term === undefined) return undefined
  const instants = isHours(term.period) ? { ...given("fromAt", sinceAt), ...given("untilAt", now) } : {}
  return Due.withRest(term, { from: since, until: on, ...instants })
}

/**
 * The fields of an event about the clocks of a case that enters a stage. The deadline of the stage begins, or goes on if it
 * rested. The clocks that the stage stops rest. All other clocks that rested go on.
 */
export const entering = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  to: CompiledStage,
  start: Entering
): Entered => {
  if (state.resting.length === 0 && to.rests.length === 0 && !to.canRest) {
    return duePart(dueOf(calendar, to, start))
  }
  const own = restOf(state, { stage: to.id })
  const term = (own && rested(playbook, state, own, start)) ?? termOf(to, start)
  const resumed = state.resting.flatMap((rest) => {
    const isStopped = rest === own || to.rests.some((of) => isSameClock(of, rest.of))
    const counted = isStopped ? undefined : rested(playbook, state, rest, start)
    if (counted === undefined) return []
    const due = Due.count(calendar, counted)
    return [
      {
        of: rest.of,
        due: due.day,
        ...given("dueAt", due.at),
        counted,
        ...given("provisional", due.provisional === undefined ? undefined : (true as const))
      }
    ]
  })
  const rests = to.rests.flatMap((of) => {
    const before = restOf(state, of)
    if (before !== undefined) return [before]
    const clock = clockOf(playbook, state, of)
    if (clock === undefined) return []
    return [{ of, since: start.on, ...given("sinceAt", isHours(clock.period) ? start.now : undefined) }]
  })
  return {
    ...duePart(term === undefined ? undefined : Due.count(calendar, term)),
    ...countedPart(to.canRest ? term : undefined),
    ...(rests.length === 0 ? {} : { rests }),
    ...(resumed.length === 0 ? {} : { resumed })
  }
}

/**
 * The state of a patrol (regular checks) while a case is outside the patrol stage: the interval and the number of clean
 * checks stay the same, and no check is due.
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
 * The automatic step that the clock must take on a case: the deadline has passed and is not provisional, and the playbook
 * names a step for a passed deadline. `undefined` if there is no such step.
 *
 * @category deadlines
 */
export const lapsing = (
  playbook: CompiledPlaybook,
  state: CaseState,
  moment: Moment
): CompiledStep | undefined => {
  if (!isOpen(state) || state.due === undefined || dueTerm(state) !== undefined) return undefined
  if (!hasPassed({ due: state.due, dueAt: state.dueAt }, moment)) return undefined
  const lapse = playbook.stages.get(state.stage)?.lapse
  return lapse === undefined ? undefined : playbook.steps.get(lapse)
}

const lapse = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened & { readonly due: Day },
  { id, to }: CompiledStep
): Event<"DeadlineLapsed"> => {
  const { due: passed, dueAt, last } = state
  const on = passed > last ? passed : last
  const now = on === passed ? dueAt : undefined
  const event = {
    _tag: "DeadlineLapsed",
    by: clock.id,
    on,
    ...given("at", now),
    step: id,
    from: state.stage,
    passed
  } as const
  if (to === undefined) return event
  return {
    ...event,
    to: to.id,
    ...entering(playbook, calendar, state, to, { on, now, from: on }),
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
  on: Day,
  now?: Instant
): boolean => lapsing(playbook, state, { on, now }) !== undefined || recounts(calendar, state, on).length > 0

/** A case after all automatic actions up to a day, and the events of these actions. */
interface Caught {
  readonly state: CaseState
  readonly events: ReadonlyArray<CaseEvent>
}

/**
 * Takes all automatic actions up to a day, or up to an instant of that day: provisional due days (those that were counted without complete calendar
 * data) are counted again, and the automatic steps for passed deadlines are taken. Returns the new state and the
 * events.
 *
 * @category deadlines
 */
export const caughtUp = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: CaseState,
  on: Day,
  now?: Instant
): Caught => {
  const moment = { on, now }
  let events: ReadonlyArray<CaseEvent> = recounts(calendar, state, on)
  let current = events.reduce(evolve, state)
  // An automatic step may enter a stage that is due on the same day. To prevent an endless loop, the number of such
  // steps is limited.
  let sameDay = 0
  for (
    let step = lapsing(playbook, current, moment);
    step !== undefined && sameDay <= playbook.stages.size;
    step = lapsing(playbook, current, moment)
  ) {
    // This cast is safe: a deadline can pass only in an open case with a due day.
    const before = current as Opened & { readonly due: Day }
    const event = lapse(playbook, calendar, before, step)
    events = [...events, event]
    current = evolve(current, event)
    sameDay = event.due === before.due && event.dueAt === before.dueAt ? sameDay + 1 : 0
  }
  return { state: current, events }
}
