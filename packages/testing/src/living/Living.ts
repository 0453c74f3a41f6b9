/**
 * Lives of cases. A plan says which playbook a case uses, which step is the goal, and which detours people make on the
 * way. A life is what happens if people follow the plan in a small district: requests, refusals, and deadlines that
 * pass. The same plan always has the same life.
 */
import type { Actor } from "@liulinhui/core/Actor"
import * as Case from "@liulinhui/core/Case"
import type { CompiledPlaybook, Opened } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { Request } from "@liulinhui/core/Governance"
import { BuildingId, CaseId, type RoleId, type Tag } from "@liulinhui/core/Id"
import type { PlaybookId, StageId, StepId } from "@liulinhui/core/Playbook"
import { finalResult, PollId } from "@liulinhui/core/Poll"
import * as Option from "effect/Option"
import { filled } from "../FieldValues.ts"
import { courseOf } from "./Course.ts"
import { firstDay, holders, type Neighbourhood, standIn, subjectAt } from "./Neighbourhood.ts"
import { type Act, ask, askAsFirst, begin, fork, type Trial, waitUntil, type Watch } from "./Trial.ts"
import * as Ways from "./Ways.ts"

/** A detour of a plan: what people do on a case apart from the shortest way. */
export type Detour =
  /** An actor tries a step, possible or not. The evidence may be incomplete. */
  | { readonly _tag: "Try"; readonly step: number; readonly actor: number; readonly isComplete: boolean }
  /** Somebody takes a step of the current stage. */
  | { readonly _tag: "Wander"; readonly step: number }
  | { readonly _tag: "Wait"; readonly days: number }
  | { readonly _tag: "Note" }

/** A plan for the life of a case. */
export interface Plan {
  readonly playbook: PlaybookId
  /** The number of the step at which the life ends: 0 for the step with the shortest way. */
  readonly goal: number
  /** The number of the flat or building that the case is about. */
  readonly place: number
  /** What people do before each step of the way. `undefined` if they make no detour. */
  readonly detours: ReadonlyArray<Detour | undefined>
  /** Whether people bring the case to its end after the goal and the last detour. Default: false. */
  readonly toEnd?: boolean
}

/** A move that nobody in the district may make, although the playbook allows it, and the reasons. */
export interface Stuck {
  readonly what: string
  readonly reasons: ReadonlyArray<string>
}

/**
 * The life of a case: what happened in its district, day by day.
 *
 * @category models
 */
export interface Life {
  readonly plan: Plan
  readonly case: CaseId
  readonly playbook: PlaybookId
  /** The step at which the life ends. `undefined` if the playbook has no step that a case can take. */
  readonly goal: StepId | undefined
  readonly acts: ReadonlyArray<Act>
  /** All stages in which the case was, in order. */
  readonly stages: ReadonlyArray<StageId>
  /** All steps that were taken on the case, in order. */
  readonly steps: ReadonlyArray<StepId>
  /** The district at the end of the life. */
  readonly district: District.District
  /** The last day of the life. */
  readonly on: Day.Day
  /** A move of the way to the goal that nobody may make. `undefined` if every move can be made. */
  readonly stuck: Stuck | undefined
}

/** What all lives of a model have in common. */
export interface Setting {
  readonly neighbourhood: Neighbourhood
  readonly base: Trial
  readonly ways: (playbook: PlaybookId) => Ways.Ways
}

const idOf = (playbook: PlaybookId): CaseId => CaseId.make(`${playbook.slice(0, 60)}-1`)

/** Prepares the lives of a model. `on` is the first day of all lives. */
export const prepare = (neighbourhood: Neighbourhood, on: Day.Day = firstDay): Setting => {
  const base = begin(neighbourhood, on)
  const known = new Map<PlaybookId, Ways.Ways>()
  // Only the stand-ins act in the search for ways.
  const people = [...base.district.actors.values()].filter(({ id }) => neighbourhood.standIns.has(id))
  const make = (id: PlaybookId): Ways.Ways => {
    const playbook = playbookOf(base, id)
    const by = playbook.openers.flatMap(({ role }) => holders(people, role))[0]
    const { parent } = playbook.playbook
    return Ways.make(
      playbook,
      base.model.calendar,
      people,
      (day) => ({
        _tag: "Open",
        by: by ?? { id: standIn(playbook.openers[0]?.role ?? ("nobody" as RoleId), 0), mandates: [] },
        on: day,
        id: idOf(id),
        playbook: id,
        version: playbook.playbook.version,
        subjects: [subjectAt(neighbourhood, playbook, 0)],
        buildings: [BuildingId.make(neighbourhood.registry.buildings[0]?.id ?? "b1")],
        group:
          base.model.groups.find(({ heart }) => heart === playbook.playbook.ledBy)?.id ?? ("none" as never),
        ...(parent === undefined
          ? {}
          : { parent: idOf(parent), context: { parent: { playbook: parent, open: true } } }),
        evidence: filled(playbook.opening.fields, day)
      }),
      on
    )
  }
  return {
    neighbourhood,
    base,
    ways: (id) => {
      const found = known.get(id) ?? make(id)
      known.set(id, found)
      return found
    }
  }
}

/** The playbook of a model with this id. Throws a `RangeError` that lists the ids of the model if the id is unknown. */
export const playbookOf = ({ model }: Pick<Trial, "model">, id: PlaybookId): CompiledPlaybook => {
  const found = model.playbooks.get(id)
  if (found === undefined) {
    throw new RangeError(
      `the model has no playbook "${id}": name one of ${[...model.playbooks.keys()].toSorted().join(", ")}`
    )
  }
  return found
}

const rolesOf = (people: ReadonlyArray<{ readonly role: RoleId }>): ReadonlyArray<RoleId> => [
  ...new Set(people.map(({ role }) => role))
]

/** One case of a trial: its playbook, and what has happened to it. */
interface Living {
  readonly setting: Setting
  readonly trial: Trial
  readonly playbook: CompiledPlaybook
  readonly id: CaseId
}

const stateOf = ({ id, trial }: Living): Opened | undefined =>
  Option.getOrUndefined(District.findCase(trial.district, id))

const peopleOf = ({ trial }: Living, roles: ReadonlyArray<RoleId>): ReadonlyArray<Actor> => [
  ...new Set(roles.flatMap((role) => holders(trial.district.actors.values(), role)))
]

/** Opens a case, and before it the parent case that its playbook requires. Returns the reasons if nobody may open it. */
const open = (living: Living, place: number): ReadonlyArray<string> => {
  const { id, playbook, setting, trial } = living
  const { parent } = playbook.playbook
  if (parent !== undefined && !trial.district.cases.has(idOf(parent))) {
    const above = { ...living, id: idOf(parent), playbook: playbookOf(trial, parent) }
    const reasons = open(above, place)
    if (reasons.length > 0) return reasons
  }
  const evidence = filled(playbook.opening.fields, trial.on)
  const request: Request = {
    _tag: "OpenCase",
    case: id,
    playbook: playbook.id,
    subjects: [subjectAt(setting.neighbourhood, playbook, place)],
    ...(parent === undefined ? {} : { parent: idOf(parent) }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence })
  }
  return askAsFirst(trial, peopleOf(living, rolesOf(playbook.openers)), request).map(({ _tag }) => _tag)
}

const takeStep = (living: Living, step: StepId): Request => {
  const { id, playbook, trial } = living
  const evidence = filled(playbook.steps.get(step)?.form.fields ?? new Map(), trial.on)
  return {
    _tag: "TakeStep",
    case: id,
    step,
    ...(Object.keys(evidence).length === 0 ? {} : { evidence })
  }
}

/** The actors who may act for a group in polls: those with a role that has the authority. */
const pollsters = (living: Living): ReadonlyArray<Actor> => {
  const { model } = living.trial
  return peopleOf(
    living,
    [...model.roles].flatMap(([role, { may }]) => (may.includes("poll") ? [role] : []))
  )
}

/** Holds a poll of one day in which every owner agrees. */
const holdPoll = (living: Living, rules: Tag): ReadonlyArray<string> => {
  const { id, trial } = living
  const state = stateOf(living)
  const units = [...trial.district.registry.households.values()]
    .filter(({ building }) => state?.buildings.includes(building) === true)
    .map(({ id: unit }) => ({ unit, owner: `owner-${unit}` }))
  const [first, ...others] = units
  if (first === undefined) return ["NobodyAsked"]
  const count = trial.district.polls.size + 1
  const poll = PollId.make(`${id.slice(0, 60)}-${count}`)
  const people = pollsters(living)
  const opened = askAsFirst(trial, people, {
    _tag: "OpenPoll",
    poll,
    case: id,
    rules,
    closes: trial.on,
    units: [first, ...others]
  })
  if (opened.length > 0) return opened.map(({ _tag }) => _tag)
  for (const { owner } of units) {
    askAsFirst(trial, people, { _tag: "CastBallot", poll, owner, opinion: "agree" })
  }
  waitUntil(trial, Day.add(trial.on, 1))
  return carriedIn(living).has(rules) ? [] : ["PollNotCarried"]
}

/** Makes a move of a way. Returns the reasons if it is refused for everybody. */
const perform = (living: Living, move: Ways.Move): ReadonlyArray<string> => {
  const { id, playbook, trial } = living
  const state = stateOf(living)
  const asked = (roles: ReadonlyArray<RoleId>, request: Request): ReadonlyArray<string> =>
    askAsFirst(trial, peopleOf(living, roles), request).map(({ _tag }) => _tag)
  switch (move._tag) {
    case "Take":
      return asked(rolesOf(playbook.steps.get(move.step)?.by ?? []), takeStep(living, move.step))
    case "HandOver":
      return asked(rolesOf(playbook.keepers), { _tag: "HandCaseOver", case: id, to: { role: move.to } })
    case "Reopen": {
      const request = { _tag: "ReopenCase", case: id, relapse: false, reason: "an objection" } as const
      return asked(rolesOf(playbook.reopening?.by ?? []), request)
    }
    case "HoldPoll":
      return holdPoll(living, move.rules)
    case "PassDeadline": {
      const stay = state === undefined ? undefined : Case.stayIn(state.round, move.stage)
      if (stay !== undefined) waitUntil(trial, Day.add(stay.due, 1))
      return []
    }
    case "WaitForCheck": {
      const since = state?.patrol?.since
      if (since !== undefined) waitUntil(trial, Day.add(since, playbook.patrol?.least ?? 1))
      return []
    }
  }
}

const detour = (living: Living, one: Detour): void => {
  const { id, playbook, trial } = living
  const steps = [...playbook.steps.keys()]
  switch (one._tag) {
    case "Wait":
      return waitUntil(trial, Day.add(trial.on, one.days))
    case "Note": {
      const request = { _tag: "NoteOnCase", case: id, text: "seen" } as const
      askAsFirst(trial, peopleOf(living, rolesOf(playbook.people)), request)
      return
    }
    case "Wander": {
      const stage = stateOf(living)?.stage
      const here = [...playbook.steps.values()].filter(
        ({ by, from }) => stage !== undefined && by.length > 0 && from.includes(stage)
      )
      const step = here[one.step % here.length]
      if (step !== undefined) perform(living, { _tag: "Take", step: step.id })
      return
    }
    case "Try": {
      const actors = [...trial.district.actors.values()]
      const by = actors[one.actor % actors.length]
      const step = steps[one.step % steps.length]
      if (by === undefined || step === undefined) return
      const { evidence: _, ...bare } = { evidence: undefined, ...takeStep(living, step) }
      ask(trial, by, one.isComplete ? takeStep(living, step) : bare)
    }
  }
}

/** The rule sets whose last poll on a case was carried. */
const carriedIn = ({ id, trial }: Living): ReadonlySet<Tag> => {
  const results = new Map(
    [...trial.district.polls.values()]
      .filter((poll) => poll.case === id)
      .map((poll) => [poll.rules.id, finalResult(poll, trial.on)] as const)
  )
  return new Set([...results].flatMap(([rules, result]) => (result === "carried" ? [rules] : [])))
}

/** The maximum number of moves of a life. A patrol that is checked every day of two years has fewer. */
const mostMoves = 1000

/**
 * Makes the moves of the shortest way until the case has taken a step. Stops if a detour made this impossible. Returns the
 * move that nobody may make.
 */
const goOn = (living: Living, goal: Ways.Goal, before: (at: number) => void): Stuck | undefined => {
  const { id, setting, trial } = living
  const isThere = (): boolean =>
    goal === "end"
      ? stateOf(living)?.ending !== undefined
      : courseOf(trial.district.cases.get(id)).steps.includes(goal.step)
  for (let at = 0; at < mostMoves && !isThere(); at++) {
    before(at)
    const state = stateOf(living)
    if (state === undefined || isThere()) break
    const standing = { state, on: trial.on, polls: carriedIn(living) }
    const [move] = setting.ways(living.playbook.id).to(standing, goal) ?? []
    if (move === undefined) return undefined
    const reasons = perform(living, move)
    if (reasons.length > 0) return { what: "step" in move ? `step "${move.step}"` : move._tag, reasons }
  }
  return undefined
}

/** Brings a case to its end. Returns why this is not possible. */
const endOf = (living: Living): Stuck | undefined => {
  const state = stateOf(living)
  if (state === undefined || state.ending !== undefined) return undefined
  const stuck = goOn(living, "end", () => {})
  if (stuck !== undefined) return stuck
  const last = stateOf(living)
  return last?.ending === undefined
    ? { what: "no step leads to an end", reasons: [`the case is in "${last?.stage ?? ""}"`] }
    : undefined
}

/**
 * Lives a plan: makes the district, opens the case, and follows the plan to its goal. `watch` sees every entry and every
 * day.
 */
export const live = (setting: Setting, plan: Plan, watch: Watch = {}): Life => {
  const trial = fork(setting.base, watch)
  const playbook = playbookOf(trial, plan.playbook)
  const id = idOf(playbook.id)
  const living: Living = { setting, trial, playbook, id }
  const goals = [...setting.ways(playbook.id).steps.keys()]
  const goal = goals[plan.goal % goals.length]
  const refused = open(living, plan.place)
  const detours = (from: number, until: number): void => {
    for (const one of plan.detours.slice(from, until)) if (one !== undefined) detour(living, one)
  }
  let made = 0
  const before = (at: number): void => {
    detours(made, at + 1)
    made = at + 1
  }
  const stuck =
    refused.length > 0
      ? { what: "the opening", reasons: refused }
      : goal === undefined
        ? undefined
        : goOn(living, { step: goal }, before)
  if (refused.length === 0) detours(made, plan.detours.length)
  const lost = plan.toEnd === true && stuck === undefined ? endOf(living) : undefined
  return {
    plan,
    case: id,
    playbook: playbook.id,
    goal,
    acts: trial.acts,
    ...courseOf(trial.district.cases.get(id)),
    district: trial.district,
    on: trial.on,
    stuck: stuck ?? lost
  }
}
