/**
 * Tries moves on an example case, under one version of a playbook: it opens the case, takes steps, waits and reopens, as
 * real cases do. The people of the example may do everything: what a role may do is compared separately.
 */
import * as Result from "effect/Result"
import { addPeriod, type Calendar, none } from "../../kernel/Calendar.ts"
import { add, type Day, toIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import type { Period } from "../../kernel/Period.ts"
import { objections } from "../../kernel/Rule.ts"
import type { Actor, Scope } from "../../place/Actor.ts"
import { ActorId, BranchId, BuildingId, CaseId, GroupId, type RoleId, type Tag } from "../../place/Id.ts"
import { Subject } from "../../place/Subject.ts"
import { type CaseCommand, type CaseContext, type CaseReason } from "../Case.ts"
import { type CaseState, isOpen, type Opened, stayIn } from "../CaseState.ts"
import { caughtUp } from "../CaseClock.ts"
import { against, evolve, initial, make } from "../CaseDecider.ts"
import type { CompiledPlaybook } from "../CaseQuestion.ts"
import type { Evidence, Form, Value } from "../Evidence.ts"
import { opening } from "../OpeningRules.ts"
import type { Field, FieldId, PlaybookId, StageId, StepId } from "../Playbook.ts"

/**
 * One move of an example: after a number of days, a person takes a step and hands in these evidence fields, or reopens
 * the case, or nobody does anything.
 */
export type Move =
  | {
      readonly _tag: "Take"
      readonly step: StepId
      readonly evidence: ReadonlyArray<FieldId>
      readonly days: number
    }
  | { readonly _tag: "Wait"; readonly days: number }
  | { readonly _tag: "Reopen"; readonly days: number }

/** The history of an example case: the evidence fields that were handed in when it was opened, and all moves since. */
export interface Example {
  readonly opening: ReadonlyArray<FieldId>
  readonly moves: ReadonlyArray<Move>
}

/**
 * The facts outside the case. `usual`: they are favourable (polls are carried, the parent case is open, all child cases
 * are closed, another person takes each step). Otherwise one of them is not: a poll was not carried, child cases are
 * open, the parent case is closed, or the actor is the person who took the step `same` before. For opening a case,
 * `parent` is the playbook of the case under which it is opened.
 */
export type Circumstance =
  | "usual"
  | "children-open"
  | "parent-closed"
  | { readonly poll: Tag }
  | { readonly same: StepId }
  | { readonly parent: PlaybookId }

/** What both versions of a playbook have in common in a trial: the first day, and all roles that either knows. */
export interface Common {
  readonly on: Day
  readonly roles: ReadonlyArray<RoleId>
  readonly polls: ReadonlyArray<Tag>
}

/** An example case under one version of a playbook. `count` is the number of people who have acted on it so far. */
export interface Side {
  readonly common: Common
  readonly playbook: CompiledPlaybook
  readonly calendar: Calendar
  readonly state: Opened
  readonly on: Day
  readonly count: number
}

/** The part of a district for which a mandate is valid, seen from a case. */
export type Standing = "district" | "group" | "branch" | "building" | "elsewhere"

const group = GroupId.make("example")
const branch = BranchId.make("example")
const building = BuildingId.make("example")

/** The place of every example case. */
export const place = { group, buildings: [building], branches: [branch] } as const

/** A scope for each standing. */
export const scopes: ReadonlyArray<readonly [Standing, Scope]> = [
  ["district", { district: true }],
  ["group", { group }],
  ["branch", { branch }],
  ["building", { building }],
  ["elsewhere", { building: BuildingId.make("elsewhere") }]
]

/** An actor of an example. The number is part of the id. */
const somebody = (count: number, { roles }: Common): Actor => ({
  id: ActorId.make(`person-${count}`),
  mandates: roles.map((role) => ({ role, scope: { district: true as const } }))
})

const sha256 = "0".repeat(64)

/** A value for an evidence field, within its limits. A date is the day of the move. */
const valueOf = ({ choices, least = 0, most, type }: Field, on: Day): Value => {
  const wanted = Math.max(1, Math.ceil(least))
  const number = most === undefined ? wanted : Math.min(most, wanted)
  switch (type) {
    case "text":
      return "example"
    case "date":
      return toIso(on)
    case "choice":
      return Object.keys(choices ?? {})[0] ?? ""
    case "photo":
      return { photo: "example", sha256 }
    case "signature":
      return { signer: "example", sha256 }
    case "list":
      return Array.from({ length: Math.max(0, Math.floor(number)) }, () => "example")
    case "number":
    case "amount":
      return number
  }
}

/** The evidence with these fields. Fields that the form does not have are left out. */
export const evidenceFor = (form: Form, fields: ReadonlyArray<FieldId>, on: Day): Evidence =>
  Object.fromEntries(
    fields.flatMap((id) => {
      const field = form.fields.get(id)
      return field === undefined ? [] : [[id, valueOf(field, on)]]
    })
  )

const contextOf = (
  { polls }: Common,
  { playbook: { parent } }: CompiledPlaybook,
  circumstance: Circumstance
): CaseContext => ({
  branches: [branch],
  openChildren: circumstance === "children-open" ? 1 : 0,
  ...(parent === undefined ? {} : { parent: { playbook: parent, open: circumstance !== "parent-closed" } }),
  polls: Object.fromEntries(
    polls.map((poll) => [
      poll,
      typeof circumstance === "object" && "poll" in circumstance && circumstance.poll === poll
        ? ("failed" as const)
        : ("carried" as const)
    ])
  )
})

const parentCase = CaseId.make("parent")

const openCommand = (
  common: Common,
  playbook: CompiledPlaybook,
  fields: ReadonlyArray<FieldId>,
  under: PlaybookId | undefined
): Extract<CaseCommand, { readonly _tag: "Open" }> => ({
  _tag: "Open",
  by: somebody(0, common),
  on: common.on,
  id: CaseId.make("example"),
  playbook: playbook.id,
  version: playbook.playbook.version,
  subjects: [Subject.make(`${playbook.playbook.subject}:example`)],
  buildings: [building],
  group,
  evidence: evidenceFor(playbook.opening, fields, common.on),
  ...(under === undefined ? {} : { parent: parentCase, context: { parent: { playbook: under, open: true } } })
})

/** The reasons against opening a case under a case of another playbook, or separately. Evidence is not checked. */
export const againstOpening = (
  common: Common,
  playbook: CompiledPlaybook,
  under: PlaybookId | undefined
): ReadonlyArray<CaseReason> => {
  const all = [...playbook.opening.fields.keys()]
  const command = openCommand(common, playbook, all, under)
  return objections(opening, { playbook, calendar: none, command })
}

const folded = (
  before: CaseState,
  decided: ReturnType<ReturnType<typeof make>["decide"]>
): Opened | undefined => {
  if (Result.isFailure(decided)) return undefined
  const state = decided.success.reduce<CaseState>(evolve, before)
  return state._tag === "Opened" ? state : undefined
}

/** Opens an example case. `undefined` if that is refused. */
export const begin = (
  common: Common,
  playbook: CompiledPlaybook,
  calendar: Calendar,
  fields: ReadonlyArray<FieldId>
): Side | undefined => {
  const command = openCommand(common, playbook, fields, playbook.playbook.parent)
  const state = folded(initial, make(playbook, calendar).decide(initial, command))
  return state === undefined ? undefined : { common, playbook, calendar, state, on: common.on, count: 1 }
}

/** The command of a move. */
const commandOf = (side: Side, move: Exclude<Move, { readonly _tag: "Wait" }>): CaseCommand => {
  const { common, count, playbook } = side
  const on = add(side.on, move.days)
  const asking = { by: somebody(count, common), on, context: contextOf(common, playbook, "usual") }
  if (move._tag === "Reopen") return { _tag: "Reopen", ...asking, relapse: false, reason: "example" }
  const form = playbook.steps.get(move.step)?.form
  return {
    _tag: "Take",
    ...asking,
    step: move.step,
    ...given("evidence", form === undefined ? undefined : evidenceFor(form, move.evidence, on))
  }
}

/** Whether only the person to whom the case was handed over may take a step. */
const isForHandler = ({ playbook: { steps } }: Side, move: Move): boolean =>
  move._tag === "Take" && (steps.get(move.step)?.by ?? []).every(({ scope }) => scope === "case")

/** Makes a move. If only its handler may take the step, the case is handed over first. `undefined` if it is refused. */
export const go = (side: Side, move: Move): Side | undefined => {
  const { calendar, common, count, playbook } = side
  const on = add(side.on, move.days)
  if (move._tag === "Wait") {
    const { state } = caughtUp(playbook, calendar, side.state, on)
    return state._tag === "Opened" ? { ...side, state, on } : undefined
  }
  const { decide } = make(playbook, calendar)
  const by = somebody(count, common)
  const before = isForHandler(side, move)
    ? folded(side.state, decide(side.state, { _tag: "HandOver", by, on, to: { actor: by.id } }))
    : side.state
  if (before === undefined) return undefined
  const state = folded(before, decide(before, commandOf(side, move)))
  return state === undefined ? undefined : { ...side, state, on, count: count + 1 }
}

/** The reasons against a move. */
export const againstMove = (
  side: Side,
  move: Exclude<Move, { readonly _tag: "Wait" }>
): ReadonlyArray<CaseReason> => {
  const decided = make(side.playbook, side.calendar).decide(side.state, commandOf(side, move))
  return Result.isFailure(decided) ? decided.failure.reasons : []
}

/** The reasons against taking a step now, if the actor may take it and has the evidence. */
export const againstStep = (
  { common, count, on, playbook, state }: Side,
  step: StepId,
  circumstance: Circumstance
): ReadonlyArray<CaseReason> => {
  const found = playbook.steps.get(step)
  if (found === undefined) return [{ _tag: "UnknownStep", step }]
  const same =
    typeof circumstance === "object" && "same" in circumstance
      ? state.round.taken.find((one) => one.step === circumstance.same)?.by
      : undefined
  const by = somebody(count, common)
  const actor = same === undefined ? by : { ...by, id: same }
  const context = contextOf(common, playbook, circumstance)
  const handed = { ...state, handler: { actor: actor.id } }
  return against(playbook, handed, { by: actor, on, context }, found)
}

/** The circumstances on which a step may depend, in either version. `usual` is the first one. */
export const circumstancesOf = (
  versions: readonly [CompiledPlaybook, CompiledPlaybook],
  step: StepId,
  { state }: Side
): ReadonlyArray<Circumstance> => {
  const steps = versions.flatMap(({ steps }) => steps.get(step)?.step ?? [])
  const gates = steps.flatMap(({ gate }) => gate ?? [])
  const others = new Set(steps.flatMap(({ notBy }) => notBy ?? []))
  return [
    "usual",
    ...[...new Set(gates.flatMap(({ poll }) => poll ?? []))].map((poll) => ({ poll })),
    ...(gates.some(({ children }) => children !== undefined) ? ["children-open" as const] : []),
    ...(gates.some(({ parent }) => parent !== undefined) ? ["parent-closed" as const] : []),
    ...[...others]
      .filter((other) => state.round.taken.some((one) => one.step === other))
      .map((same) => ({ same }))
  ]
}

/** The last day of a period after a day. */
export const lastOf = (from: Day, period: Period): Day => addPeriod(none, from, period).value

export const isEnded = ({ state }: Side): boolean => !isOpen(state)

/** The steps, fields and stages on which gates of either version depend. */
export interface Asked {
  readonly steps: ReadonlySet<StepId>
  readonly fields: ReadonlySet<FieldId>
  readonly stages: ReadonlySet<StageId>
  /** The largest number of clean checks of a patrol that either version counts. */
  readonly clean: number
}

export const askedBy = (versions: ReadonlyArray<CompiledPlaybook>): Asked => {
  const steps = versions.flatMap(({ playbook }) => Object.values(playbook.steps))
  return {
    steps: new Set(steps.flatMap(({ gate, notBy }) => [...(gate?.after ?? []), ...(notBy ?? [])])),
    fields: new Set(steps.flatMap(({ gate }) => gate?.evidence ?? [])),
    stages: new Set(steps.flatMap(({ gate }) => gate?.lapsed ?? [])),
    clean: Math.max(0, ...versions.map(({ patrol }) => patrol?.needed ?? 0))
  }
}

/**
 * The situation of an example case as text: its stage, and all facts on which later decisions depend. Two histories with
 * the same situation go on in the same way.
 */
export const situationOf = ({ clean, fields, stages, steps }: Asked, { on, state }: Side): string => {
  const { due, ending, patrol, round, stage } = state
  const { recorded, taken } = round
  const passed = [...stages].flatMap((one) => {
    const stay = stayIn(round, one)
    return stay === undefined ? [] : [`${one} ${stay.due < on}`]
  })
  return JSON.stringify([
    stage,
    ending?.outcome,
    due === undefined ? undefined : due < on,
    [...new Set(taken.map(({ step }) => step))].filter((step) => steps.has(step)).toSorted(),
    recorded.filter((field) => fields.has(field)).toSorted(),
    passed,
    patrol === undefined
      ? undefined
      : [
          Math.min(patrol.clean, clean),
          patrol.interval,
          patrol.next === undefined ? undefined : patrol.next < on
        ]
  ])
}
