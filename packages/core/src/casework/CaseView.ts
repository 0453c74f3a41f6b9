/**
 * Queries on a case: what is due, late or next, who is notified and when, and which steps an actor can take. Every
 * answer is derived from the history and a day, today or in the past. No answer is stored.
 */
import * as Option from "effect/Option"
import * as Calendar from "../kernel/Calendar.ts"
import { add, type Day, until } from "../kernel/Day.ts"
import { objections, type Rule } from "../kernel/Rule.ts"
import { clock } from "../place/Actor.ts"
import type { BuildingId, CaseId, RoleId } from "../place/Id.ts"
import {
  type CaseCommand,
  type CaseEvent,
  type CaseReason,
  type CaseState,
  dueTerm,
  isOpen,
  type Opened,
  provisionalDays
} from "./Case.ts"
import { caughtUp, lapsing, moves } from "./CaseClock.ts"
import { against, evolve, initial } from "./CaseDecider.ts"
import type { Asking, CaseQuestion, CompiledPlaybook } from "./CaseQuestion.ts"
import { standard } from "./CaseRules.ts"
import type { Rung, StandardStep, StepId } from "./Playbook.ts"

/**
 * The state of a case on a day, with everything that people did on that day. A deadline on that day has not passed yet:
 * it passes at the end of the day.
 */
export const asOf = (events: Iterable<CaseEvent>, on: Day): CaseState => {
  let state = initial
  for (const event of events) {
    if (event.on < on || (event.on === on && event._tag !== "DeadlineLapsed")) state = evolve(state, event)
  }
  return state
}

// ---------------------------------------------------------------------------------------------------------- deadlines

/**
 * Something that is due on a case: to leave its stage, to check on the place, or to be resolved at all.
 *
 * @category models
 */
export interface Deadline {
  readonly of: "stage" | "check" | "limit"
  /** The last day. */
  readonly due: Day
  /** Whether it was counted without the data of a year: it does not lapse, and is counted again once the data is there. */
  readonly provisional: boolean
  /** Days left: 0 on the last day, negative when late. */
  readonly left: number
  /** Working days left; none if the calendar lacks a year that they depend on. */
  readonly workingDaysLeft: Option.Option<number>
  /** Days late; 0 while it is not. */
  readonly late: number
  /** How many rungs of the escalation ladder have been reached. */
  readonly rung: number
  /** The roles of the rungs that have been reached, in order. */
  readonly told: ReadonlyArray<RoleId>
  /** The next rung, with the day on which it is reached. */
  readonly next: Option.Option<RungDay>
}

/** A rung of an escalation ladder: who is notified on which day, and of which last day. */
export interface RungDay {
  readonly of: Deadline["of"]
  readonly due: Day
  readonly day: Day
  /** Whether the last day, or the day of the rung, is provisional. */
  readonly provisional: boolean
  readonly tell: RoleId
}

/** Something that is due on an open case, and the ladder that goes with it. */
interface Pending extends Pick<Deadline, "of" | "due" | "provisional"> {
  readonly ladder: ReadonlyArray<Rung>
}

const pending = (state: Opened, { playbook, stages }: CompiledPlaybook): ReadonlyArray<Pending> => {
  const { due, patrol, resolved, round, stage } = state
  return [
    {
      of: "stage" as const,
      due,
      provisional: dueTerm(state) !== undefined,
      ladder: stages.get(stage)?.stage.escalate
    },
    { of: "check" as const, due: patrol?.next, provisional: false, ladder: playbook.patrol?.escalate },
    {
      of: "limit" as const,
      due: resolved === undefined ? round.limit : undefined,
      provisional: round.limitTerm !== undefined,
      ladder: undefined
    }
  ].flatMap(({ due: last, ladder = [], ...one }) =>
    last === undefined ? [] : [{ ...one, due: last, ladder }]
  )
}

/**
 * Who is notified on which day if an open case does not change: every rung of every deadline, the earliest first.
 *
 * @category deadlines
 */
export const rungs = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar
): ReadonlyArray<RungDay> =>
  isOpen(state)
    ? pending(state, playbook)
        .flatMap(({ due, ladder, of, provisional }) =>
          ladder.map(({ after, tell }) => {
            const day = Calendar.addPeriod(calendar, due, after)
            return { of, due, day: day.value, provisional: provisional || day.provisional, tell }
          })
        )
        .toSorted((a, b) => a.day - b.day)
    : []

/**
 * Everything that is due on an open case on a day, the earliest first. Deadlines that have lapsed by then count as
 * lapsed, whether anybody has woken the case or not.
 *
 * @example
 * ```ts
 * import * as Case from "@liulinhui/core/Case"
 * import { build, compile } from "@liulinhui/core/Playbook"
 * import * as Calendar from "@liulinhui/core/Calendar"
 * import * as Day from "@liulinhui/core/Day"
 * import { replay } from "@liulinhui/core/Rule"
 * import { ActorId, CaseId, GroupId, ResidentId, RoleId } from "@liulinhui/core/Id"
 * import { resident } from "@liulinhui/core/Registry"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const visit = build({
 *   name: { zh: "探访", en: "Visit" },
 *   version: 1,
 *   subject: "resident",
 *   ledBy: "warmth",
 *   keepers: [{ role: "volunteer" }],
 *   start: "planned",
 *   stages: {
 *     planned: { name: { zh: "待探访", en: "Planned" }, deadline: "7 days" },
 *     done: { name: { zh: "已探访", en: "Visited" }, outcome: "achieved" }
 *   },
 *   steps: {
 *     visit: {
 *       name: { zh: "探访", en: "Visit" },
 *       from: ["planned"],
 *       to: "done",
 *       by: [{ role: "volunteer", scope: "group" }],
 *       evidence: { mood: { label: { zh: "情绪", en: "Mood" }, type: "text" } }
 *     }
 *   }
 * })
 * const playbook = compile("visit", visit.playbook)
 * const warmth = GroupId.make("warmth")
 * const by = {
 *   id: ActorId.make("wang"),
 *   mandates: [{ role: RoleId.make("volunteer"), scope: { group: warmth } }]
 * }
 * const opening = {
 *   _tag: "Open",
 *   by,
 *   on: Day.make("2026-03-02"),
 *   id: CaseId.make("v-1"),
 *   playbook: "visit",
 *   version: 1,
 *   subjects: [resident(ResidentId.make("r-1"))],
 *   buildings: [],
 *   group: warmth
 * } as const
 * const decider = Case.make(playbook)
 * const events = Result.getOrThrow(decider.decide(decider.initial, opening))
 * const [first] = Case.deadlines(replay(decider, events), playbook, Calendar.none, Day.make("2026-03-11"))
 * assert.deepEqual([first?.of, first?.due, first?.late], ["stage", Day.make("2026-03-09"), 2])
 * ```
 * @category deadlines
 */
export const deadlines = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day
): ReadonlyArray<Deadline> => {
  const { state } = caughtUp(playbook, calendar, before, on)
  if (!isOpen(state)) return []
  const ladder = rungs(state, playbook, calendar)
  return pending(state, playbook)
    .map(({ due, of, provisional }): Deadline => {
      const own = ladder.filter((rung) => rung.of === of)
      const reached = own.filter(({ day }) => day <= on)
      const left = until(on, due)
      const workingDays = Calendar.workingDaysUntil(calendar, on, due)
      return {
        of,
        due,
        provisional,
        left,
        workingDaysLeft: workingDays.provisional ? Option.none() : Option.some(workingDays.value),
        late: Math.max(0, -left),
        rung: reached.length,
        told: reached.map(({ tell }) => tell),
        next: Option.fromNullishOr(own[reached.length])
      }
    })
    .toSorted((a, b) => a.due - b.due)
}

/** What is due first on an open case, if anything is. */
export const due = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day
): Option.Option<Deadline> => Option.fromNullishOr(deadlines(state, playbook, calendar, on)[0])

/** Whether anything on the case is late on a day. */
export const isOverdue = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day
): boolean => deadlines(state, playbook, calendar, on).some(({ late }) => late > 0)

/** Whether a deadline of the case has passed before a day and leads to a step that the clock has not taken yet. */
export const lapses = (state: CaseState, playbook: CompiledPlaybook, on: Day): boolean =>
  lapsing(playbook, state, on) !== undefined

/**
 * The command that wakes a case on a day: a deadline has passed that leads to a step, or a provisional day can be counted
 * again. None if the clock has nothing to do.
 */
export const wake = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day
): Option.Option<CaseCommand> =>
  moves(playbook, calendar, state, on) ? Option.some({ _tag: "Lapse", by: clock, on }) : Option.none()

/**
 * The first day on which there will be reason to wake the case, if nobody acts before. None while its last day is
 * provisional: that it is counted again is due to another calendar, not to the passing of days.
 */
export const wakeDay = (state: CaseState, playbook: CompiledPlaybook): Option.Option<Day> =>
  isOpen(state) &&
  state.due !== undefined &&
  dueTerm(state) === undefined &&
  playbook.stages.get(state.stage)?.lapse !== undefined
    ? Option.some(add(state.due, 1))
    : Option.none()

// --------------------------------------------------------------------------------------------------- what somebody can do

/** A step of the case's stage, with every reason why this actor cannot take it now. Evidence is not checked. */
export interface Offer {
  readonly step: StepId
  readonly against: ReadonlyArray<CaseReason>
}

/**
 * The steps from the current stage of an open case, each with every reason against it. The evidence that a step requires
 * is not checked here, but when the step is taken.
 *
 * @category offers
 */
export const offers = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<Offer> => {
  const { state } = caughtUp(playbook, calendar, before, asking.on)
  if (!isOpen(state)) return []
  return [...playbook.steps.values()].flatMap((step) =>
    step.from.includes(state.stage)
      ? [{ step: step.id, against: against(playbook, state, asking, step) }]
      : []
  )
}

/** The steps that an actor can take on a day. With the evidence that they require, `decide` accepts exactly these. */
export const can = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<StepId> =>
  offers(state, playbook, calendar, asking).flatMap(({ against: reasons, step }) =>
    reasons.length === 0 ? [step] : []
  )

/** The standard steps that an actor can take on a day, with a reason, a destination or a case to merge into. */
export const canStandard = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<StandardStep> => {
  const { state } = caughtUp(playbook, calendar, before, asking.on)
  if (!isOpen(state)) return []
  const may = (rules: ReadonlyArray<Rule<CaseQuestion, CaseReason>>): boolean =>
    objections(rules, { playbook, state, command: asking }).length === 0
  const keeps = may(standard.keeping)
  return [
    ...(may(standard.Note) ? (["note"] as const) : []),
    ...(may(standard.HandOver) ? (["hand-over"] as const) : []),
    ...(keeps ? (["transfer", "merge", "withdraw"] as const) : []),
    ...(keeps && provisionalDays(state).length > 0 ? (["decide-due"] as const) : [])
  ]
}

// -------------------------------------------------------------------------------------------------------- over cases

/**
 * How often things came back, by building: relapses on patrol, closed cases that were reopened for one, and new cases
 * that continue closed ones. Events of any number of cases, in any order.
 *
 * @category counts
 */
export const relapses = (events: Iterable<CaseEvent>): ReadonlyMap<BuildingId, number> => {
  const counts = new Map<BuildingId, number>()
  for (const event of events) {
    const cameBack =
      event._tag === "CaseReopened"
        ? event.relapse
        : event._tag === "CaseOpened" && event.lineage !== undefined
    if (!cameBack || !("buildings" in event)) continue
    for (const building of event.buildings) counts.set(building, (counts.get(building) ?? 0) + 1)
  }
  return counts
}

/**
 * Open cases of one playbook that share a subject, in pairs: the earlier one first. One of the two may be a duplicate.
 *
 * @category duplicates
 */
export const duplicates = (cases: Iterable<CaseState>): ReadonlyArray<readonly [CaseId, CaseId]> => {
  const open = [...cases].filter(isOpen).toSorted((a, b) => a.opened - b.opened)
  const bySubject = new Map<string, Array<Opened>>()
  const pairs = new Map<string, readonly [CaseId, CaseId]>()
  for (const state of open) {
    for (const subject of state.subjects) {
      const key = `${state.playbook}\n${subject}`
      const others = bySubject.get(key) ?? []
      for (const other of others) pairs.set(`${other.id}\n${state.id}`, [other.id, state.id])
      bySubject.set(key, [...others, state])
    }
  }
  return [...pairs.values()]
}
