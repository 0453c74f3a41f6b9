/**
 * Decides what becomes of a case, and folds it from its events.
 *
 * A command that comes after a deadline finds the case as the deadline left it: every decision first does what the
 * passing of deadlines does, and then looks at the command. So it does not matter whether, or when, anybody woke the
 * case; a deadline lapses exactly once, dated on its last day.
 *
 * A last day that the calendar cannot count yet is provisional (see `casework/Due`). It does not lapse. Every decision
 * first counts such days again, if the calendar now has more data.
 */
import * as Result from "effect/Result"
import * as Calendar from "../kernel/Calendar.ts"
import type { Day } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { objections, type Reasons, verdict } from "../kernel/Rule.ts"
import { clock } from "../place/Actor.ts"
import type { ActorId } from "../place/Id.ts"
import {
  type CaseCommand,
  type CaseEvent,
  type CaseReason,
  type CaseState,
  dueTerm,
  isOpen,
  isTakenBy,
  lastDayOf,
  type Opened,
  type PatrolState,
  provisionalDays,
  type Round,
  type WhichDue
} from "./Case.ts"
import type {
  Asking,
  Command,
  CompiledPlaybook,
  CompiledStage,
  CompiledStep,
  StepQuestion
} from "./CaseQuestion.ts"
import { opening, standard } from "./CaseRules.ts"
import * as Due from "./Due.ts"
import * as Evidence from "./Evidence.ts"
import * as Patrol from "./Patrol.ts"
import type { FieldId, StageId, StepId } from "./Playbook.ts"

type Event<Tag extends CaseEvent["_tag"]> = Extract<CaseEvent, { readonly _tag: Tag }>
type Answer = Result.Result<ReadonlyArray<CaseEvent>, Reasons<CaseReason>>

// ---------------------------------------------------------------------------------------------------------- evolving

/** A case that nobody has opened. */
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

// Most steps of a long case were taken before, by the same people, with the same evidence: then nothing is copied.
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

const nothing: ReadonlyArray<never> = []

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

const rest = (patrol: PatrolState | undefined): PatrolState | undefined =>
  patrol?.next === undefined ? patrol : { interval: patrol.interval, clean: patrol.clean }

/** The case after a step, by whomever: the stage that it enters, if any, and what that brings. */
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
    last: on
  }
}

/** The case with another last day, which may be provisional still. */
const withDue = (state: Opened, of: WhichDue, due: Day, term: Due.Term | undefined): Opened => {
  const { due: before, round, stage } = state
  if (of === "limit") return { ...state, round: { ...round, limit: due, limitTerm: term } }
  // The clock of a stage that was left, or whose deadline lapsed, does not begin again.
  const runs = of.stage === stage && before !== undefined
  return {
    ...state,
    due: runs ? due : before,
    round: { ...round, dues: promise(round.dues, of.stage, due, term) }
  }
}

const evolveOpened = (state: Opened, event: Exclude<CaseEvent, Event<"CaseOpened">>): Opened => {
  const { on } = event
  switch (event._tag) {
    case "StepTaken":
      return moved(state, event, event.recorded, state.due)
    case "DeadlineLapsed":
      return moved(state, event, nothing, undefined)
    case "StepRefused":
    case "Noted":
      return { ...state, last: on }
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
      return { ...state, handler: event.to, last: on }
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
 * The case after an event. It needs no playbook: events carry what follows from one, so that a case reads the same
 * whatever versions it has lived through. An event that does not follow (the first is neither the opening nor the
 * reception with what went before) changes nothing.
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

// ---------------------------------------------------------------------------------------------------- entering stages

/** When a stage that is entered on a day is due; `undefined` if it has no deadline. */
export const dueOf = (
  calendar: Calendar.Calendar,
  { deadline, stage }: CompiledStage,
  on: Day
): Due.Due | undefined =>
  deadline === undefined ? undefined : Due.count(calendar, Due.term(on, deadline, stage.endsOnWorkingDay))

/** When a case that is opened, or reopened, on a day is to be resolved; `undefined` if its playbook has no limit. */
const limitOf = (
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

/** The patrol of a case that enters a stage: it begins in the playbook's patrol stage, and rests elsewhere. */
export const patrolIn = (
  { patrol: plan }: CompiledPlaybook,
  { watched }: CompiledStage,
  before: PatrolState | undefined,
  on: Day
): PatrolState | undefined => (watched && plan !== undefined ? Patrol.begin(plan, before, on) : rest(before))

const refuse = (reason: CaseReason): Answer => Result.fail([reason])

// An optional key is there with a value, or not there.
const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  // Safe: the one key of the object is `key`.
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })

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
  if (!isOpen(state) || on < state.last) return nothing
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
  // Lapses that lead to stages which are due the same day could follow one another for ever.
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

// ----------------------------------------------------------------------------------------------------------- deciding

const open = (playbook: CompiledPlaybook, calendar: Calendar.Calendar, command: Command<"Open">): Answer => {
  const { buildings, by, group, id, lineage, on, parent, subjects } = command
  const { start } = playbook
  return verdict(objections(opening, { playbook, command }), [
    {
      _tag: "CaseOpened",
      by: by.id,
      on,
      id,
      playbook: playbook.id,
      version: playbook.playbook.version,
      stage: start.id,
      subjects,
      buildings,
      group,
      ...duePart(dueOf(calendar, start, on), limitOf(calendar, playbook, on)),
      ...given("parent", parent),
      ...given("lineage", lineage),
      ...Evidence.part(playbook.opening, command.evidence ?? Evidence.none),
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
  >
): Event<"CaseReopened"> => {
  const { on, relapse } = event
  const { patrol: plan } = playbook
  const patrol = relapse && plan !== undefined ? Patrol.relapse(plan, state.patrol) : rest(state.patrol)
  return {
    ...event,
    _tag: "CaseReopened",
    from: state.stage,
    to: to.id,
    ...duePart(dueOf(calendar, to, on), limitOf(calendar, playbook, on)),
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

const takeStep = (
  playbook: CompiledPlaybook,
  calendar: Calendar.Calendar,
  state: Opened,
  step: CompiledStep,
  command: StepQuestion["command"],
  reasons: ReadonlyArray<CaseReason>
): Answer => {
  if (reasons.length > 0) return verdict(reasons, nothing)
  const { by, evidence = Evidence.none, on } = command
  const { records, to } = step
  const parted = Evidence.part(step.form, evidence)
  if (step.part === "relapse" && to !== undefined) {
    const event = { by: by.id, on, step: step.id, relapse: true, records, ...parted }
    return Result.succeed([reopen(playbook, calendar, state, to, event)])
  }
  const due = to === undefined ? undefined : dueOf(calendar, to, on)
  const patrol = to === undefined ? stay(playbook, step, state, on) : patrolIn(playbook, to, state.patrol, on)
  const event: { -readonly [K in keyof Event<"StepTaken">]: Event<"StepTaken">[K] } = {
    _tag: "StepTaken",
    by: by.id,
    on,
    step: step.id,
    from: state.stage,
    recorded: parted.recorded,
    subjects: state.subjects,
    records
  }
  if (to !== undefined) event.to = to.id
  if (due !== undefined) event.due = due.day
  if (due?.provisional !== undefined) event.provisional = { due: due.provisional }
  if (to?.outcome !== undefined) event.outcome = to.outcome
  if (patrol !== undefined) event.patrol = patrol
  if (parted.evidence !== undefined) event.evidence = parted.evidence
  if (parted.confidential !== undefined) event.confidential = parted.confidential
  return Result.succeed([event])
}

/**
 * Everything against somebody's taking a step of a case, evidence apart. The state is taken as it is: see
 * {@link caughtUp}.
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
    // Safe: the rules refuse a case that has no such day.
    { _tag: "DueDecided", by: by.id, on, of, was: was ?? due, due, reason }
  ])
}

const union = <A>(
  own: readonly [A, ...ReadonlyArray<A>],
  others: ReadonlyArray<A>
): readonly [A, ...ReadonlyArray<A>] => [...own, ...others.filter((other) => !own.includes(other))]

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
        ? refuse({ _tag: "UnknownStep", step: command.step })
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
        { _tag: "Noted", by, on, text: command.text }
      ])
    case "HandOver":
      return verdict(objections(standard.HandOver, { playbook, state, command }), [
        { _tag: "HandedOver", by, on, to: command.to, ...given("reason", command.reason) }
      ])
    case "Transfer":
      return verdict(objections(standard.Transfer, { playbook, state, command }), [
        { _tag: "CaseTransferred", by, on, to: command.to, reason: command.reason }
      ])
    case "Receive": {
      const { buildings, from, group, id, subjects } = command
      return verdict(objections(standard.Receive, { playbook, state, command }), [
        { _tag: "CaseReceived", by, on, id, from, group, subjects, buildings }
      ])
    }
    case "Merge":
      return verdict(objections(standard.Merge, { playbook, state, command }), [
        { _tag: "CaseMerged", by, on, into: command.into }
      ])
    case "Absorb":
      return verdict(objections(standard.Absorb, { playbook, state, command }), [
        {
          _tag: "DuplicateAbsorbed",
          by,
          on,
          duplicate: command.duplicate,
          subjects: union(state.subjects, command.subjects),
          buildings: [...new Set([...state.buildings, ...command.buildings])]
        }
      ])
    case "DecideDue":
      return decideDue(playbook, state, command)
    case "Withdraw":
      return verdict(objections(standard.Withdraw, { playbook, state, command }), [
        { _tag: "CaseWithdrawn", by, on, reason: command.reason }
      ])
    case "Reopen": {
      const reasons = objections(standard.Reopen, { playbook, state, command })
      if (reasons.length > 0 || playbook.reopening === undefined) return verdict(reasons, nothing)
      const { reason, relapse } = command
      return Result.succeed([
        reopen(playbook, calendar, state, playbook.reopening.to, {
          by,
          on,
          relapse,
          reason,
          recorded: nothing,
          records: nothing
        })
      ])
    }
  }
}

const decide =
  (playbook: CompiledPlaybook, calendar: Calendar.Calendar) =>
  (state: CaseState, command: CaseCommand): Answer => {
    if (command._tag === "Open") {
      return state._tag === "Unopened" ? open(playbook, calendar, command) : refuse({ _tag: "AlreadyOpened" })
    }
    if (state._tag === "Unopened") return refuse({ _tag: "NotOpened" })
    const { events: before, state: current } = caughtUp(playbook, calendar, state, command.on)
    if (command._tag === "Lapse") {
      return verdict(
        [
          ...objections(standard.Lapse, { playbook, state, command }),
          ...(before.length === 0 ? [{ _tag: "NothingLapses" as const, ...given("due", state.due) }] : [])
        ],
        before
      )
    }
    // Safe: an opened case stays opened.
    const decided = decideOpened(playbook, calendar, current as Opened, command)
    return before.length === 0 ? decided : Result.map(decided, (events) => [...before, ...events])
  }

/**
 * The decider of a playbook's cases, on a calendar. Without one, every last day that is counted in working days is
 * provisional.
 *
 * @example
 * ```ts
 * import * as CaseDecider from "@liulinhui/core/casework/CaseDecider"
 * import { build } from "@liulinhui/core/casework/PlaybookBuilder"
 * import { compile } from "@liulinhui/core/casework/CompiledPlaybook"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { replay } from "@liulinhui/core/kernel/Decider"
 * import { ActorId, CaseId, GroupId, ResidentId, RoleId } from "@liulinhui/core/place/Id"
 * import { resident } from "@liulinhui/core/place/Subject"
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
 * const { decide, evolve, initial } = CaseDecider.make(playbook)
 * const opened = replay({ decide, evolve, initial }, Result.getOrThrow(decide(initial, opening)))
 * const refused = decide(opened, { _tag: "Take", by, on: Day.make("2026-03-03"), step: "visit" })
 * assert.deepEqual(refused, Result.fail([{ _tag: "EvidenceMissing", field: "mood", type: "text" }]))
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

/** Reasons that say who somebody is, or that there is nothing to record on: such an attempt leaves no trace. */
const traceless: ReadonlySet<CaseReason["_tag"]> = new Set([
  "NoRole",
  "OutOfScope",
  "OnlyTheClock",
  "Closed",
  "SentAway",
  "BeforeLastEntry"
] as const)

/**
 * The events that keep a refused attempt on its case: where the playbook says so of the step, the case is open, and the
 * actor is one of the step's people. Nothing otherwise.
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
  const { by, on, step } = command
  return [
    ...caughtUp(playbook, calendar, state, on).events,
    { _tag: "StepRefused", by: by.id, on, step, reasons }
  ]
}
