/**
 * Decides commands on cases.
 *
 * Every decision first takes all automatic actions up to the day of the command (see `CaseClock`). Then it applies the
 * rules to the command. So the result does not depend on whether or when a background process has recorded a passed
 * deadline: the automatic step for a deadline is taken exactly once, and is dated on the due day.
 *
 * A due day that depends on missing calendar data is provisional (see `Due`): no automatic step is taken after it.
 * Every decision first counts such days again, in case the calendar has the data now.
 */
import * as Result from "effect/Result"
import * as Calendar from "../kernel/Calendar.ts"
import type { Day } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type DecisionRefused, objections, type Reasons, refuse, verdict } from "../kernel/Rule.ts"
import { type CaseCommand, type CaseEvent, type CaseReason, type PatrolState } from "./Case.ts"
import { type CaseState, lastDayOf, type Opened } from "./CaseState.ts"
import { beginning, beginOf, caughtUp, entering, type Entering, patrolIn, rest } from "./CaseClock.ts"
import type {
  Asking,
  Command,
  CompiledPlaybook,
  CompiledStage,
  CompiledStep,
  StepQuestion
} from "./CaseQuestion.ts"
import { knownStep, openedOnce, somethingLapses, standard, wasOpened } from "./CaseRules.ts"
import * as Evidence from "./Evidence.ts"
import { evolve, initial, setBack } from "./internal/CaseFold.ts"
import { daysOf, handOverAside, noteLate, stepAside } from "./internal/LateEvents.ts"
import { opening } from "./OpeningRules.ts"
import { rulesApplied } from "./StepRules.ts"
import * as Patrol from "./Patrol.ts"
import type { ActorId } from "../place/Id.ts"

export { evolve, initial }

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>
type Answer = Result.Result<ReadonlyArray<CaseEvent>, DecisionRefused<CaseReason>>

const nothing: ReadonlyArray<never> = []

const open = (playbook: CompiledPlaybook, calendar: Calendar.Calendar, command: Command<"Open">): Answer => {
  const {
    buildings,
    by,
    due: own,
    evidence = Evidence.none,
    group,
    id,
    lineage,
    on,
    parent,
    subjects
  } = command
  const { start } = playbook
  const from = beginOf(start, evidence, on)
  const dues = beginning(playbook, calendar, start, { on, now: command.now, from }, own)
  return verdict(objections(opening, { playbook, calendar, command }), [
    {
      _tag: "CaseOpened",
      by: by.id,
      on,
      ...daysOf(command, dues.dueAt),
      id,
      playbook: playbook.id,
      version: playbook.playbook.version,
      stage: start.id,
      subjects,
      buildings,
      group,
      ...dues,
      ...given("parent", parent),
      ...given("lineage", lineage),
      ...Evidence.part(playbook.opening, evidence),
      records: playbook.playbook.opening?.records ?? []
    }
  ])
}

const reopen = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  to: CompiledStage,
  event: Omit<
    Event<"CaseReopened">,
    "_tag" | "from" | "to" | "relapses" | "resolved" | "subjects" | "buildings"
  >,
  { from, now }: Pick<Entering, "from" | "now">
): Event<"CaseReopened"> => {
  const { on, relapse } = event
  const { patrol: plan } = playbook
  const patrol = relapse && plan !== undefined ? Patrol.relapse(plan, state.patrol) : rest(state.patrol)
  return {
    ...event,
    _tag: "CaseReopened",
    from: state.stage,
    to: to.id,
    ...beginning(playbook, calendar, to, { on, now, from }),
    ...given("patrol", patrolIn(playbook, to, patrol, on)),
    relapses: state.relapses + (relapse ? 1 : 0),
    resolved: state.resolved ?? state.ending?.on ?? state.last,
    subjects: state.subjects,
    buildings: state.buildings
  }
}

const stay = (
  { patrol: plan }: CompiledPlaybook,
  { part }: CompiledStep,
  { patrol }: Opened,
  on: Day
): PatrolState | undefined =>
  part === "check" && plan !== undefined && patrol !== undefined ? Patrol.check(plan, patrol, on) : undefined

/** A step that is taken: by whom, when, with which evidence, and the day from which the next deadline is counted. */
interface Taking extends Pick<CaseCommand, "at" | "now" | "on" | "written"> {
  readonly by: ActorId
  readonly parted: Evidence.Parted
  readonly records: CompiledStep["records"]
  readonly from: Day
}

const takeStep = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  step: CompiledStep,
  command: StepQuestion["command"],
  reasons: ReadonlyArray<CaseReason>
): Answer => {
  const { by, evidence = Evidence.none, on } = command
  const taking = {
    ...command,
    by: by.id,
    parted: Evidence.part(step.form, evidence),
    records: step.records,
    from: beginOf(step.to, evidence, on)
  }
  return reasons.length > 0
    ? verdict(reasons, nothing)
    : Result.succeed([taken(playbook, calendar, state, step, taking)])
}

const taken = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  step: CompiledStep,
  command: Taking
): CaseEvent => {
  const { by, from, now, on, parted, records } = command
  const { to } = step
  if (step.part === "relapse" && to !== undefined) {
    const event = { by, on, ...daysOf(command), step: step.id, relapse: true, records, ...parted }
    return reopen(playbook, calendar, state, to, event, { from, now })
  }
  const clocks = to === undefined ? undefined : entering(playbook, calendar, state, to, { on, now, from })
  const at = command.at ?? (clocks?.dueAt === undefined ? undefined : now)
  const patrol = to === undefined ? stay(playbook, step, state, on) : patrolIn(playbook, to, state.patrol, on)
  const event: { -readonly [K in keyof Event<"StepTaken">]: Event<"StepTaken">[K] } = {
    ...clocks,
    _tag: "StepTaken",
    by,
    on,
    step: step.id,
    from: state.stage,
    recorded: parted.recorded,
    subjects: state.subjects,
    records
  }
  if (command.written !== undefined) event.written = command.written
  if (at !== undefined) event.at = at
  if (to !== undefined) event.to = to.id
  if (to?.outcome !== undefined) event.outcome = to.outcome
  if (patrol !== undefined) event.patrol = patrol
  if (parted.evidence !== undefined) event.evidence = parted.evidence
  if (parted.confidential !== undefined) event.confidential = parted.confidential
  if (parted.files !== undefined) event.files = parted.files
  return event
}

/**
 * All reasons why an actor cannot take a step of a case, except the reasons about evidence. This function does not
 * record passed deadlines first: call `CaseClock.caughtUp` for that.
 *
 * @category decisions
 */
export const against = (
  playbook: CompiledPlaybook,
  state: Opened,
  asking: Asking,
  step: CompiledStep
): ReadonlyArray<CaseReason> =>
  objections(step.rulesBesidesEvidence, { playbook, state, command: asking, step })

const decideDue = (playbook: CompiledPlaybook, state: Opened, command: Command<"DecideDue">): Answer => {
  const { by, due, of = { stage: state.stage }, on, reason } = command
  const was = lastDayOf(state, of)?.day
  return verdict(objections(standard.DecideDue, { playbook, state, command }), [
    // This default is never used: the rules refuse the command if the case has no such due day.
    { _tag: "DueDecided", by: by.id, on, of, was: was ?? due, due, reason }
  ])
}

/**
 * Settles a fact that was put aside (recorded too late to change the case). If the fact is a step and is applied, the
 * step is taken on the day of this command, under the name of the person who took it. The next deadline is counted from
 * the day of the fact. The evidence and the contacts of the step stay in the entry of the fact.
 */
const settle = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  command: Command<"Settle">
): Answer => {
  const { entry, fact, how, on, reason } = command
  const reasons = objections(standard.Settle, { playbook, state, command })
  const settled: CaseEvent = { _tag: "FactSettled", by: command.by.id, on, entry, how, reason }
  if (how === "as-recorded" || fact === undefined) return verdict(reasons, [settled])
  const { by, from = fact.on, handler, recorded } = fact
  if (fact.step === undefined) {
    return verdict(
      reasons,
      handler === undefined ? [settled] : [settled, { _tag: "HandedOver", by, on, to: handler }]
    )
  }
  const step = playbook.steps.get(fact.step)
  if (step === undefined) return refuse(knownStep, { _tag: "UnknownStep", step: fact.step })
  const against = objections(rulesApplied(step.step, step.part), { playbook, state, command, step })
  return verdict(
    [...reasons, ...against.filter(({ _tag }) => reasons.every((other) => other._tag !== _tag))],
    [settled, taken(playbook, calendar, state, step, { by, on, parted: { recorded }, records: [], from })]
  )
}

const union = <A>(
  own: readonly [A, ...ReadonlyArray<A>],
  others: ReadonlyArray<A>
): readonly [A, ...ReadonlyArray<A>] => [...own, ...others.filter((other) => !own.includes(other))]

/** Adds the subjects of a duplicate to a case. */
const absorb = (
  playbook: CompiledPlaybook,
  state: Opened,
  command: Command<"Absorb">,
  rules: typeof standard.Absorb | typeof standard.LateAbsorb
): Answer =>
  verdict(objections(rules, { playbook, state, command }), [
    {
      _tag: "DuplicateAbsorbed",
      by: command.by.id,
      on: command.on,
      ...daysOf(command),
      duplicate: command.duplicate,
      subjects: union(state.subjects, command.subjects),
      buildings: [...new Set([...state.buildings, ...command.buildings])]
    }
  ])

/** A command whose action may have happened before the day on which it is recorded. */
type Datable = Command<"Absorb" | "HandOver" | "Merge" | "Note" | "Reopen" | "Take" | "Transfer" | "Withdraw">

/**
 * Decides on a fact that is recorded later than it happened. If only automatic actions came after the fact, they are
 * undone, the fact is recorded on its day, and the automatic actions are taken again. If people have acted after the
 * fact, a step or a hand-over is recorded, but does not change the case. A decision of a keeper, such as a withdrawal, is
 * refused then: the keeper decides again, with what the people did. A note never changes the case, and a duplicate only
 * adds its subjects.
 */
const decideLate = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  command: Datable
): Answer => {
  const { at, by, context, now, on } = command
  const then = setBack(state, { on, at })
  if (command._tag === "Note") return noteLate(playbook, then, command)
  if (command._tag === "Absorb") return absorb(playbook, state, command, standard.LateAbsorb)
  if (then.last > on && (command._tag === "Take" || command._tag === "HandOver")) {
    const behind = context?.inTheWay ?? { entry: 0, on: then.last }
    return command._tag === "Take"
      ? stepAside(playbook, then, command, behind)
      : handOverAside(playbook, then, command, behind)
  }
  const { events: before, state: current } = caughtUp(playbook, calendar, then, on, now)
  // This cast is safe: a case that was opened stays opened.
  const decided = decideOpened(playbook, calendar, current as Opened, command)
  const undone: ReadonlyArray<CaseEvent> =
    then === state
      ? nothing
      : [{ _tag: "LapsesUndone", by: by.id, on, ...daysOf(command), from: state.stage, to: then.stage }]
  return Result.map(decided, (events) => [...undone, ...before, ...events])
}

const decideOpened = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  command: Exclude<CaseCommand, Command<"Open"> | Command<"Lapse">>
): Answer => {
  const by = command.by.id
  const { on } = command
  switch (command._tag) {
    case "Take": {
      const step = playbook.steps.get(command.step)
      return step === undefined
        ? refuse(knownStep, { _tag: "UnknownStep", step: command.step })
        : takeStep(
            playbook,
            calendar,
            state,
            step,
            command,
            objections(step.rules, { playbook, state, command, step })
          )
    }
    case "Note":
      return verdict(objections(standard.Note, { playbook, state, command }), [
        { _tag: "Noted", by, on, ...daysOf(command), text: command.text }
      ])
    case "HandOver":
      return verdict(objections(standard.HandOver, { playbook, state, command }), [
        { _tag: "HandedOver", by, on, ...daysOf(command), to: command.to, ...given("reason", command.reason) }
      ])
    case "Transfer":
      return verdict(objections(standard.Transfer, { playbook, state, command }), [
        { _tag: "CaseTransferred", by, on, ...daysOf(command), to: command.to, reason: command.reason }
      ])
    case "Receive": {
      const { buildings, from, group, id, subjects } = command
      return verdict(objections(standard.Receive, { playbook, state, command }), [
        { _tag: "CaseReceived", by, on, id, from, group, subjects, buildings }
      ])
    }
    case "Merge":
      return verdict(objections(standard.Merge, { playbook, state, command }), [
        { _tag: "CaseMerged", by, on, ...daysOf(command), into: command.into }
      ])
    case "Absorb":
      return absorb(playbook, state, command, standard.Absorb)
    case "DecideDue":
      return decideDue(playbook, state, command)
    case "Settle":
      return settle(playbook, calendar, state, command)
    case "Withdraw":
      return verdict(objections(standard.Withdraw, { playbook, state, command }), [
        { _tag: "CaseWithdrawn", by, on, ...daysOf(command), reason: command.reason }
      ])
    case "Reopen": {
      const reasons = objections(standard.Reopen, { playbook, state, command })
      if (reasons.length > 0 || playbook.reopening === undefined) return verdict(reasons, nothing)
      const { reason, relapse } = command
      return Result.succeed([
        reopen(
          playbook,
          calendar,
          state,
          playbook.reopening.to,
          { by, on, ...daysOf(command), relapse, reason, recorded: nothing, records: nothing },
          { from: on, now: command.now }
        )
      ])
    }
  }
}

const datable: ReadonlySet<CaseCommand["_tag"]> = new Set([
  "Absorb",
  "HandOver",
  "Merge",
  "Note",
  "Reopen",
  "Take",
  "Transfer",
  "Withdraw"
] satisfies ReadonlyArray<Datable["_tag"]>)

const isDatable = (command: CaseCommand): command is Datable => datable.has(command._tag)

/** Whether a fact is recorded after its day, or on its day after a deadline in hours has passed. */
const isLate = ({ byClock }: Opened, { at, written }: Datable): boolean =>
  written !== undefined || (at !== undefined && byClock?.at !== undefined && at < byClock.at)

const decide =
  (playbook: CompiledPlaybook, calendar: Calendar.Calendar) =>
  (state: CaseState, command: CaseCommand): Answer => {
    if (command._tag === "Open") {
      return state._tag === "Unopened"
        ? open(playbook, calendar, command)
        : refuse(openedOnce, { _tag: "AlreadyOpened" })
    }
    if (state._tag === "Unopened") return refuse(wasOpened, { _tag: "NotOpened" })
    if (isDatable(command) && isLate(state, command)) {
      return decideLate(playbook, calendar, state, command)
    }
    const { events: before, state: current } = caughtUp(playbook, calendar, state, command.on, command.now)
    if (command._tag === "Lapse") {
      return verdict(
        [
          ...objections(standard.Lapse, { playbook, state, command }),
          ...somethingLapses.objections({ state, events: before })
        ],
        before
      )
    }
    // This cast is safe: a case that was opened stays opened.
    const decided = decideOpened(playbook, calendar, current as Opened, command)
    return before.length === 0 ? decided : Result.map(decided, (events) => [...before, ...events])
  }

/**
 * Makes the decider for the cases of a playbook. Without a calendar, every due day that is counted in working days is
 * provisional: no automatic step is taken after it, and it is counted again later.
 *
 * @example
 * ```ts
 * import * as Case from "@liulinhui/core/Case"
 * import { build, compile } from "@liulinhui/core/Playbook"
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
 * const { decide, evolve, initial } = Case.make(playbook)
 * const opened = replay({ decide, evolve, initial }, Result.getOrThrow(decide(initial, opening)))
 * const refused = decide(opened, { _tag: "Take", by, on: Day.make("2026-03-03"), step: "visit" })
 * assert.deepEqual(Result.isFailure(refused) && refused.failure.reasons, [
 *   { _tag: "EvidenceMissing", field: "mood", type: "text" }
 * ])
 *
 * const visited = decide(opened, visit.take({ by, on: Day.make("2026-03-03") }, "visit", { mood: "cheerful" }))
 * assert.equal(Result.getOrThrow(visited)[0]?._tag, "StepTaken")
 * ```
 * @category decisions
 */
export const make = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar = Calendar.none
): Decider<CaseState, CaseCommand, CaseEvent, CaseReason> => ({
  initial,
  decide: decide(playbook, calendar),
  evolve
})

/**
 * If a command is refused for one of these reasons, the attempt is not recorded. They mean that the actor has nothing
 * to do with the case, or that the case is closed.
 */
const traceless: ReadonlySet<CaseReason["_tag"]> = new Set([
  "NoRole",
  "OutOfScope",
  "OnlyTheClock",
  "Closed",
  "SentAway",
  "BeforeLastEntry"
] as const)

/**
 * The events that record on a case that an attempt to take a step was refused. There is such an event only if three
 * conditions are met: the playbook requires a record for this step, the case is open, and the actor is one of the
 * people who may take the step. Otherwise the array is empty.
 *
 * @category refusals
 */
export const keep = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: CaseState,
  command: CaseCommand,
  reasons: Reasons<CaseReason>
): ReadonlyArray<CaseEvent> => {
  if (
    command._tag !== "Take" ||
    state._tag === "Unopened" ||
    playbook.steps.get(command.step)?.step.recordRefusal !== true ||
    reasons.some(({ _tag }) => traceless.has(_tag))
  ) {
    return nothing
  }
  const { by, now, on, step } = command
  return [
    ...caughtUp(playbook, calendar, state, on, now).events,
    { _tag: "StepRefused", by: by.id, on, step, reasons }
  ]
}
