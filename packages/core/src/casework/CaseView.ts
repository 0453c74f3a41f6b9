/**
 * Questions about a case: what is due, late or next, who is notified and when, and which steps an actor can take. Every
 * answer is computed from the history of the case and a day, which may be in the past. No answer is stored.
 */
import * as Option from "effect/Option"
import * as Calendar from "../kernel/Calendar.ts"
import { add, type Day, until } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import { given } from "../kernel/OptionalKey.ts"
import { objections, type Rule } from "../kernel/Rule.ts"
import { clock } from "../place/Actor.ts"
import type { BuildingId, CaseId, RoleId } from "../place/Id.ts"
import { type CaseCommand, type CaseEvent, type CaseReason, type WhichDue } from "./Case.ts"
import {
  type CaseState,
  dueTerm,
  isOpen,
  type Opened,
  hasPassed,
  provisionalDays,
  restOf,
  stayIn
} from "./CaseState.ts"
import { caughtUp, lapsing, moves } from "./CaseClock.ts"
import { against, evolve, initial } from "./CaseDecider.ts"
import { endOfDay } from "./Due.ts"
import type { Asking, CaseQuestion, CompiledPlaybook } from "./CaseQuestion.ts"
import { standard } from "./CaseRules.ts"
import type { Rung, StandardStep, StepId } from "./Playbook.ts"

/**
 * The state of a case at the end of a day, folded from its events. A deadline in days on that day has not passed yet: it
 * passes after the end of its due day. A deadline in hours has passed at its instant.
 */
export const asOf = (events: Iterable<CaseEvent>, on: Day): CaseState => {
  let state = initial
  for (const event of events) {
    const isAfterTheDay = event._tag === "DeadlineLapsed" && event.at === undefined
    if (event.on < on || (event.on === on && !isAfterTheDay)) state = evolve(state, event)
  }
  return state
}

// ---------------------------------------------------------------------------------------------------------- deadlines

/**
 * A due day of an open case. `of` says what is due: the current stage, the next check of the patrol, or the whole case.
 *
 * @category models
 */
export interface Deadline {
  readonly of: "stage" | "check" | "limit"
  /** The due day: the last day on which the work is still in time. */
  readonly due: Day
  /** The instant at which the deadline passes. Missing if it is counted in days: then it passes at the end of the day. */
  readonly at?: Instant
  /**
   * Whether the due day is provisional: counted without complete calendar data. No automatic step is taken after a
   * provisional day. The day is counted again when the data are available.
   */
  readonly provisional: boolean
  /** The number of days until the due day: 0 on the due day, negative after it. */
  readonly left: number
  /**
   * The number of working days until the due day. `None` if the number depends on a year for which the calendar has no
   * data.
   */
  readonly workingDaysLeft: Option.Option<number>
  /** The number of days after the due day. 0 if the case is not late, or is late only by hours. */
  readonly late: number
  /** Whether the deadline has passed: at the end of its due day, or at its instant. */
  readonly passed: boolean
  /**
   * The number of rungs of the escalation ladder that have been reached. Each rung contains a role, and how late a
   * deadline must be until this role is notified.
   */
  readonly rung: number
  /**
   * The roles that have been notified so far, in order, because their rungs of the escalation ladder (list of roles to
   * notify) have been reached.
   */
  readonly told: ReadonlyArray<RoleId>
  /** The next rung of the escalation ladder (the next role to notify), and the day on which it is reached. */
  readonly next: Option.Option<RungDay>
}

/**
 * A rung of an escalation ladder (the list of roles to notify), with the day on which it is reached. On this day, the
 * role `tell` is notified about the due day `due`.
 */
export interface RungDay {
  readonly of: Deadline["of"]
  readonly due: Day
  /** The instant at which the deadline passes, if it is counted in hours. */
  readonly at?: Instant
  readonly day: Day
  /**
   * Whether the due day, or the day on which the role is notified, was counted without complete calendar data
   * (provisional).
   */
  readonly provisional: boolean
  readonly tell: RoleId
}

/** Something that is due on an open case, with its escalation ladder (the list of roles to notify if it is late). */
interface Pending extends Pick<Deadline, "of" | "due" | "at" | "provisional"> {
  readonly ladder: ReadonlyArray<Rung>
}

const pending = (state: Opened, { playbook, stages }: CompiledPlaybook): ReadonlyArray<Pending> => {
  const { due, dueAt, patrol, resolved, round, stage } = state
  return [
    {
      of: "stage" as const,
      due,
      at: dueAt,
      provisional: dueTerm(state) !== undefined,
      ladder: stages.get(stage)?.stage.escalate
    },
    {
      of: "check" as const,
      due: patrol?.next,
      at: undefined,
      provisional: false,
      ladder: playbook.patrol?.escalate
    },
    {
      of: "limit" as const,
      // While the limit rests, its due day moves on from day to day, so nothing is due.
      due: resolved === undefined && restOf(state, "limit") === undefined ? round.limit : undefined,
      at: undefined,
      provisional: round.limitTerm !== undefined,
      ladder: undefined
    }
  ].flatMap(({ at, due: last, ladder = [], ...one }) =>
    last === undefined ? [] : [{ ...one, due: last, ...given("at", at), ladder }]
  )
}

/**
 * Who is notified on which day, if the open case does not change before. The result contains all rungs of the
 * escalation ladders (lists of roles to notify) of all deadlines, the earliest first.
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
        .flatMap(({ at, due, ladder, of, provisional }) =>
          ladder.map(({ after, tell }) => {
            const day = Calendar.addPeriod(calendar, due, after)
            const late = { day: day.value, provisional: provisional || day.provisional }
            return { of, due, ...given("at", at), ...late, tell }
          })
        )
        .toSorted((a, b) => a.day - b.day)
    : []

/**
 * All due days of an open case, the earliest first. If the due day of a stage has passed, the automatic step of the
 * stage counts as taken, even if it is not recorded yet.
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
  on: Day,
  now?: Instant
): ReadonlyArray<Deadline> => {
  const { state } = caughtUp(playbook, calendar, before, on, now)
  if (!isOpen(state)) return []
  const ladder = rungs(state, playbook, calendar)
  return pending(state, playbook)
    .map(({ at, due, of, provisional }): Deadline => {
      const own = ladder.filter((rung) => rung.of === of)
      const reached = own.filter(({ day }) => day <= on)
      const left = until(on, due)
      const workingDays = Calendar.workingDaysUntil(calendar, on, due)
      return {
        of,
        due,
        ...given("at", at),
        provisional,
        left,
        workingDaysLeft: workingDays.provisional ? Option.none() : Option.some(workingDays.value),
        late: Math.max(0, -left),
        passed: hasPassed({ due, dueAt: at }, { on, now }),
        rung: reached.length,
        told: reached.map(({ tell }) => tell),
        next: Option.fromNullishOr(own[reached.length])
      }
    })
    .toSorted((a, b) => a.due - b.due)
}

/**
 * A clock of an open case that rests: the deadline of a stage, or the limit of the whole case.
 *
 * @category models
 */
export interface RestingClock {
  readonly of: WhichDue
  readonly since: Day
  /** What is left of the period: working days if it is counted in working days, hours if it is counted in hours, or days. */
  readonly left: number
  readonly unit: "day" | "working day" | "hour"
}

/**
 * The clocks of an open case that rest on a day, with what is left of their periods.
 *
 * @category deadlines
 */
export const resting = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day,
  now?: Instant
): ReadonlyArray<RestingClock> => {
  const { state } = caughtUp(playbook, calendar, before, on, now)
  if (!isOpen(state)) return []
  const { resting: all, round } = state
  return all.flatMap(({ of, since, sinceAt }): ReadonlyArray<RestingClock> => {
    const unit =
      of === "limit" ? playbook.playbook.limit?.unit : playbook.stages.get(of.stage)?.deadline?.unit
    const stay = of === "limit" ? undefined : stayIn(round, of.stage)
    const due = of === "limit" ? round.limit : stay?.due
    if (due === undefined) return []
    if (stay?.dueAt !== undefined) {
      const hours = (stay.dueAt - (sinceAt ?? endOfDay(calendar, since))) / 3_600_000
      return [{ of, since, left: Math.max(0, Math.floor(hours)), unit: "hour" }]
    }
    const left =
      unit === "working day" ? Calendar.workingDaysUntil(calendar, since, due).value : until(since, due)
    return [{ of, since, left: Math.max(0, left), unit: unit === "working day" ? unit : "day" }]
  })
}

/** The earliest due day of an open case. `None` if the case has no due day. */
export const due = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day,
  now?: Instant
): Option.Option<Deadline> => Option.fromNullishOr(deadlines(state, playbook, calendar, on, now)[0])

/** Whether any deadline of the case has passed by a given day, or by an instant of that day. */
export const isOverdue = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day,
  now?: Instant
): boolean => deadlines(state, playbook, calendar, on, now).some(({ passed }) => passed)

/** Whether the due day of a case has passed and the automatic step for it has not been taken yet. */
export const lapses = (state: CaseState, playbook: CompiledPlaybook, on: Day, now?: Instant): boolean =>
  lapsing(playbook, state, { on, now }) !== undefined

/**
 * The command that takes the automatic actions of a case on a day, if there are any: a deadline with an automatic step
 * has passed, or a provisional due day (counted without complete calendar data) can be counted again. `None` if there
 * is nothing to do.
 */
export const wake = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  on: Day,
  now?: Instant
): Option.Option<CaseCommand> =>
  moves(playbook, calendar, state, on, now)
    ? Option.some({ _tag: "Lapse", by: clock, on, ...given("now", now) })
    : Option.none()

/**
 * The first day on which an automatic action is due on a case, if nobody acts before. `None` while the due day is
 * provisional (counted without complete calendar data), because then the action depends on new data and not on a day.
 * `None` also if no automatic action is planned.
 */
export const wakeDay = (state: CaseState, playbook: CompiledPlaybook): Option.Option<Day> =>
  isOpen(state) &&
  state.due !== undefined &&
  state.dueAt === undefined &&
  dueTerm(state) === undefined &&
  playbook.stages.get(state.stage)?.lapse !== undefined
    ? Option.some(add(state.due, 1))
    : Option.none()

/**
 * The instant at which an automatic action is due on a case, if its deadline is counted in hours and nobody acts before.
 * `None` for a deadline in days: see {@link wakeDay}.
 */
export const wakeInstant = (state: CaseState, playbook: CompiledPlaybook): Option.Option<Instant> =>
  isOpen(state) && state.dueAt !== undefined && playbook.stages.get(state.stage)?.lapse !== undefined
    ? Option.some(state.dueAt)
    : Option.none()

// ------------------------------------------------------------------------------------------------ what somebody can do

/**
 * A step from the current stage of a case, with all reasons why an actor cannot take the step now. The evidence for the
 * step is not checked.
 */
export interface Offer {
  readonly step: StepId
  readonly against: ReadonlyArray<CaseReason>
}

/**
 * The steps from the current stage of an open case, each with all reasons why the actor cannot take it. Evidence is not
 * checked here; it is checked when the step is taken.
 *
 * @category offers
 */
export const offers = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<Offer> => {
  const { state } = caughtUp(playbook, calendar, before, asking.on, asking.now)
  if (!isOpen(state)) return []
  return [...playbook.steps.values()].flatMap((step) =>
    step.from.includes(state.stage)
      ? [{ step: step.id, against: against(playbook, state, asking, step) }]
      : []
  )
}

/**
 * The steps that an actor can take on a day. `decide` accepts exactly these steps, if the required evidence is added.
 */
export const can = (
  state: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<StepId> =>
  offers(state, playbook, calendar, asking).flatMap(({ against: reasons, step }) =>
    reasons.length === 0 ? [step] : []
  )

/**
 * The standard steps (those that every case has) that an actor can take on a day. Some of them also require a reason, a
 * destination or another case, which the actor must add.
 */
export const canStandard = (
  before: CaseState,
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  asking: Asking
): ReadonlyArray<StandardStep> => {
  const { state } = caughtUp(playbook, calendar, before, asking.on, asking.now)
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
 * The number of relapses (the problem came back) of the cases in each building. Three events count: a relapse during a
 * patrol, the reopening of a closed case because of a relapse, and a new case that continues a closed case. The events
 * may belong to any number of cases and be in any order.
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
 * Pairs of open cases of the same playbook that have a subject in common, the earlier case first. One case of a pair
 * may be a duplicate of the other.
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
