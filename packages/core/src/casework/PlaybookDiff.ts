/**
 * Compares two versions of a playbook by what they *do*. It walks all situations in which a case can be under both
 * versions, and makes the same moves in both: it takes a step, or waits until the deadlines have passed. Wherever the two
 * versions answer differently, it reports a difference, with the moves of an example case that shows it. The first example
 * that is found is the shortest one.
 *
 * The walk uses the decisions of real cases (`CaseDecider`), so an example can be replayed. After a move whose results are
 * different stages, the walk does not go on from there: what comes later is a result of that difference. If there are more
 * situations than a bound, the walk stops there, and the result says so.
 */
import type { Calendar } from "../kernel/Calendar.ts"
import { add, type Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import type { Hours, Period } from "../kernel/Period.ts"
import { ActorId, type RoleId, type Tag } from "../place/Id.ts"
import type { CaseReason } from "./Case.ts"
import { authority } from "./CaseAuthority.ts"
import type { CompiledPlaybook } from "./CaseQuestion.ts"
import type { Form } from "./Evidence.ts"
import {
  againstMove,
  againstOpening,
  againstStep,
  type Asked,
  askedBy,
  begin,
  type Circumstance,
  circumstancesOf,
  type Common,
  type Example,
  go,
  isEnded,
  lastOf,
  type Move,
  place,
  scopes,
  type Side,
  situationOf,
  type Standing
} from "./internal/PlaybookTrial.ts"
import {
  type By,
  type FieldId,
  lengthOf,
  type Outcome,
  type PlaybookId,
  type Rung,
  type StageDeadline,
  type StageId,
  type StepId
} from "./Playbook.ts"

export type { Circumstance, Example, Move, Standing }

/** Something that people do with a case: open it, take a step, manage it (hand over, merge, withdraw), or reopen it. */
export type Deed = "open" | "keep" | "reopen" | { readonly step: StepId }

/** A clock of a case: the deadline of a stage, the next check of the patrol, or the limit of the whole case. */
export type Clock = "limit" | "check" | { readonly stage: StageId }

/**
 * A due day in an example: the number of days since the case was opened, and how it was counted: the period, and the
 * evidence field with the date from which the period counts. The period of a patrol depends on its earlier checks, so it
 * is missing.
 */
export interface Deadline {
  readonly days: number
  readonly length?: Period | Hours
  readonly from?: FieldId
}

/**
 * A difference between two versions of a playbook.
 *
 * - `Gained`, `Lost`: people with a role may now do what they could not, or could and now cannot. `standings`: the
 *   mandates with which this is so. `handler`: whether it is so only for the person to whom the case was handed over.
 * - `Opened`, `Shut`: a step is now possible in a situation in which it was not, or the other way round, whoever takes
 *   it. `because`: the reasons of the version that refuses it.
 * - `LeadsElsewhere`: a deed, or the passing of a deadline (`wait`), leads to another stage.
 * - `DeadlineChanged`: a due day is another one. The days are counted from the opening of the example case.
 * - `EvidenceChanged`: a step requires other evidence.
 * - `OutcomeChanged`: a case in this stage ends otherwise, or ends now, or does not end any more.
 * - `EscalationChanged`: other roles are notified if a case is late, or after other periods.
 * - `LedOtherwise`: the group with another heart is responsible for the cases.
 *
 * @category models
 */
export type PlaybookDifference = { readonly playbook: PlaybookId; readonly example: Example } & (
  | {
      readonly _tag: "Gained" | "Lost"
      readonly deed: Deed
      readonly role: RoleId
      readonly standings: ReadonlyArray<Standing>
      readonly handler: boolean
    }
  | {
      readonly _tag: "Opened" | "Shut"
      readonly deed: Deed
      readonly stage: StageId | undefined
      readonly circumstance: Circumstance
      readonly because: ReadonlyArray<CaseReason>
      /** The roles that may take the step in the version that permits it. */
      readonly roles: ReadonlyArray<RoleId>
    }
  | {
      readonly _tag: "LeadsElsewhere"
      readonly deed: Deed | "wait"
      readonly stage: StageId | undefined
      readonly before: StageId
      readonly after: StageId
    }
  | {
      readonly _tag: "DeadlineChanged"
      readonly clock: Clock
      /** `undefined` if there is no such deadline. */
      readonly before: Deadline | undefined
      readonly after: Deadline | undefined
    }
  | {
      readonly _tag: "EvidenceChanged"
      readonly deed: Deed
      readonly required: ReadonlyArray<FieldId>
      readonly free: ReadonlyArray<FieldId>
    }
  | {
      readonly _tag: "OutcomeChanged"
      readonly stage: StageId
      readonly before: Outcome | undefined
      readonly after: Outcome | undefined
    }
  | {
      readonly _tag: "EscalationChanged"
      readonly clock: Clock
      readonly before: ReadonlyArray<Rung>
      readonly after: ReadonlyArray<Rung>
    }
  | { readonly _tag: "LedOtherwise"; readonly before: string; readonly after: string }
)

/**
 * The differences between two versions of a playbook. `situations`: how many situations were walked. `isComplete`: whether
 * these were all, or the walk stopped at its bound.
 *
 * @category models
 */
export interface PlaybookDiff {
  readonly differences: ReadonlyArray<PlaybookDifference>
  readonly situations: number
  readonly isComplete: boolean
}

/** The two versions, with the calendars by which their due days are counted. */
export interface Versions {
  readonly before: CompiledPlaybook
  readonly after: CompiledPlaybook
  readonly calendars: { readonly before: Calendar; readonly after: Calendar }
  /** The day on which the example cases are opened. */
  readonly on: Day
}

/** The default of the maximum number of situations that are walked for one playbook. */
export const usualBound = 2_000

const clockName = (clock: Clock): string => (typeof clock === "string" ? clock : `stage ${clock.stage}`)
const deedName = (deed: Deed | "wait"): string => (typeof deed === "string" ? deed : `step ${deed.step}`)

/** What is the same difference, wherever it is found. Of several, only the first example is kept. */
const nameOf = (one: PlaybookDifference): string => {
  switch (one._tag) {
    case "Gained":
    case "Lost":
      return `${one._tag} ${deedName(one.deed)} ${one.role} ${one.handler}`
    case "Opened":
    case "Shut":
      return `${one._tag} ${deedName(one.deed)} ${one.stage} ${JSON.stringify(one.circumstance)}`
    case "LeadsElsewhere":
      return `${one._tag} ${deedName(one.deed)} ${one.stage}`
    case "DeadlineChanged":
    case "EscalationChanged":
      return `${one._tag} ${clockName(one.clock)}`
    case "EvidenceChanged":
      return `${one._tag} ${deedName(one.deed)}`
    case "OutcomeChanged":
      return `${one._tag} ${one.stage}`
    case "LedOtherwise":
      return one._tag
  }
}

/** The two sides of one situation: the same history under the old and under the new version. */
interface Pair {
  readonly before: Side
  readonly after: Side
  readonly example: Example
}

/** The parts of a difference that say where it was found. */
type Here = Pick<PlaybookDifference, "playbook" | "example">

/** The differences that were found in a situation, and the situations to which it leads. */
interface Step {
  readonly found: ReadonlyArray<PlaybookDifference>
  readonly next: ReadonlyArray<Pair>
}

const then = ({ moves, opening }: Example, move: Move): Example => ({ opening, moves: [...moves, move] })

// ---------------------------------------------------------------------------------------------------------- authority

const person = ActorId.make("person")

/** The mandates of a role with which people may act, apart from and with the case handed over to them. */
const mayAct = (
  people: ReadonlyArray<By>,
  role: RoleId,
  isHandler: boolean,
  { on }: Common
): ReadonlySet<Standing> =>
  new Set(
    scopes.flatMap(([standing, scope]) => {
      const by = { id: person, mandates: [{ role, scope }] }
      const { branches, ...where } = place
      const handler = isHandler ? { actor: by.id } : undefined
      const refused = authority(people, { by, on, context: { branches } }, { ...where, handler })
      return refused.length === 0 ? [standing] : []
    })
  )

/** Which roles may now do what they could not, or could and now cannot. */
const whoDiffers = (
  before: ReadonlyArray<By>,
  after: ReadonlyArray<By>,
  common: Common
): ReadonlyArray<{
  readonly _tag: "Gained" | "Lost"
  readonly role: RoleId
  readonly standings: ReadonlyArray<Standing>
  readonly handler: boolean
}> => {
  const roles = [...new Set([...before, ...after].map(({ role }) => role))]
  return roles.flatMap((role) => {
    const [now, earlier] = [mayAct(after, role, false, common), mayAct(before, role, false, common)]
    const minus = (some: ReadonlySet<Standing>, others: ReadonlySet<Standing>) =>
      [...some].filter((standing) => !others.has(standing))
    const plain = [
      { _tag: "Gained" as const, role, standings: minus(now, earlier), handler: false },
      { _tag: "Lost" as const, role, standings: minus(earlier, now), handler: false }
    ].filter(({ standings }) => standings.length > 0)
    if (plain.length > 0) return plain
    // The person to whom the case was handed over may do everything that others with the mandate may do.
    const [handing, handed] = [mayAct(after, role, true, common), mayAct(before, role, true, common)]
    return [
      { _tag: "Gained" as const, role, standings: minus(handing, handed), handler: true },
      { _tag: "Lost" as const, role, standings: minus(handed, handing), handler: true }
    ].filter(({ standings }) => standings.length > 0)
  })
}

// ------------------------------------------------------------------------------------------------------ one situation

const stageOf = ({ playbook, state }: Side) => playbook.stages.get(state.stage)

const fromOf = (deadline: StageDeadline): Pick<Deadline, "from"> =>
  deadline.unit === "hour" ? {} : given("from", deadline.from)

/** How the due day of a clock is counted. Empty if its period is not stated in the playbook. */
const lengthOfClock = ({ playbook }: Side, clock: Clock): Pick<Deadline, "length" | "from"> => {
  if (clock === "check") return {}
  const deadline = clock === "limit" ? playbook.playbook.limit : playbook.stages.get(clock.stage)?.deadline
  return deadline === undefined ? {} : { length: lengthOf(deadline), ...fromOf(deadline) }
}

const dueOf = ({ state }: Side, clock: Clock): Day | undefined =>
  clock === "limit" ? state.round.limit : clock === "check" ? state.patrol?.next : state.due

/** The instant matters for hours: two deadlines of hours may pass on one day. */
const instantOf = ({ state }: Side, clock: Clock): number | undefined =>
  typeof clock === "string" ? undefined : state.dueAt

/** Whether a clock of the two sides was counted from the same day. Otherwise only the periods can be compared. */
const isComparable = ({ after, before }: Pair, clock: Clock): boolean =>
  clock === "limit"
    ? before.state.round.began === after.state.round.began
    : clock === "check"
      ? before.state.last === after.state.last
      : before.state.since === after.state.since

const clockDiffers = (pair: Pair, clock: Clock): boolean => {
  const { after, before } = pair
  const isSame =
    dueOf(before, clock) === dueOf(after, clock) && instantOf(before, clock) === instantOf(after, clock)
  return isComparable(pair, clock)
    ? !isSame
    : clock !== "check" &&
        !isSame &&
        JSON.stringify(lengthOfClock(before, clock)) !== JSON.stringify(lengthOfClock(after, clock))
}

const clocks = (pair: Pair): ReadonlyArray<Clock> => ["limit", "check", { stage: pair.before.state.stage }]

/** The escalation ladder of a clock. `undefined` if the clock does not run, so that nobody is notified. */
const ladderOf = (side: Side, clock: Clock): ReadonlyArray<Rung> | undefined => {
  const { playbook, state } = side
  if (dueOf(side, clock) === undefined || clock === "limit") return undefined
  const ladder =
    clock === "check" ? playbook.playbook.patrol?.escalate : playbook.stages.get(state.stage)?.stage.escalate
  return ladder ?? []
}

/** Two escalation ladders, if they differ and both clocks run. */
const ofLadders = (before: ReadonlyArray<Rung> | undefined, after: ReadonlyArray<Rung> | undefined) =>
  before === undefined || after === undefined || JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ before, after }]

/** The differences in a situation that need no further move: due days, ladders, outcomes. */
const ofSituation = (pair: Pair, here: Here): ReadonlyArray<PlaybookDifference> => {
  const { after, before } = pair
  const days = (side: Side, clock: Clock) => {
    const due = dueOf(side, clock)
    return due === undefined ? undefined : { days: due - side.common.on, ...lengthOfClock(side, clock) }
  }
  const outcomes = [stageOf(before)?.outcome, stageOf(after)?.outcome] as const
  return [
    ...clocks(pair).flatMap((clock): ReadonlyArray<PlaybookDifference> => [
      ...(clockDiffers(pair, clock)
        ? [
            {
              ...here,
              _tag: "DeadlineChanged" as const,
              clock,
              before: days(before, clock),
              after: days(after, clock)
            }
          ]
        : []),
      ...ofLadders(ladderOf(before, clock), ladderOf(after, clock)).map((ladders) => ({
        ...here,
        _tag: "EscalationChanged" as const,
        clock,
        ...ladders
      }))
    ]),
    ...(outcomes[0] === outcomes[1]
      ? []
      : [
          {
            ...here,
            _tag: "OutcomeChanged" as const,
            stage: before.state.stage,
            before: outcomes[0],
            after: outcomes[1]
          }
        ])
  ]
}

const requiredOf = (form: Form): ReadonlySet<FieldId> => new Set(form.required.map(([field]) => field))

/** The evidence fields that are required only now, and those that are not required, or not known, any more. */
const evidenceDiffers = (before: Form, after: Form) => {
  const [then, now] = [requiredOf(before), requiredOf(after)]
  const required = [...now].filter((field) => !then.has(field))
  const free = [...then].filter((field) => !now.has(field))
  return required.length + free.length === 0 ? undefined : { required, free }
}

/** The largest number of free evidence fields whose choices are tried. */
const mostFree = 4

/** The evidence with which a step is tried: what both versions require, with each choice of what their gates ask about. */
const handedIn = (
  { fields: asked }: Asked,
  forms: ReadonlyArray<Form>
): ReadonlyArray<ReadonlyArray<FieldId>> => {
  const required = new Set(forms.flatMap((form) => [...requiredOf(form)]))
  const free = [...new Set(forms.flatMap(({ fields }) => [...fields.keys()]))].filter(
    (field) => asked.has(field) && !required.has(field)
  )
  return free
    .slice(0, mostFree)
    .reduce<ReadonlyArray<ReadonlyArray<FieldId>>>(
      (ways, field) => ways.flatMap((way) => [way, [...way, field]]),
      [[...required]]
    )
}

/** What a walk knows about both versions. */
interface Walk extends Versions {
  readonly common: Common
  readonly asked: Asked
}

const rolesOf = (people: ReadonlyArray<By> = []): ReadonlyArray<RoleId> => [
  ...new Set(people.map(({ role }) => role))
]

/** The pair of situations after the same move on both sides, or the other stage to which the move leads. */
const together = (
  pair: Pair,
  sides: readonly [Side | undefined, Side | undefined],
  move: Move,
  deed: Deed | "wait",
  here: Here
): Step => {
  const [before, after] = sides
  if (before === undefined || after === undefined) return { found: [], next: [] }
  const example = then(pair.example, move)
  if (before.state.stage === after.state.stage) return { found: [], next: [{ before, after, example }] }
  const stages = { before: before.state.stage, after: after.state.stage }
  const { stage } = pair.before.state
  return { found: [{ ...here, _tag: "LeadsElsewhere", deed, stage, ...stages, example }], next: [] }
}

const merge = (steps: ReadonlyArray<Step>): Step => ({
  found: steps.flatMap(({ found }) => found),
  next: steps.flatMap(({ next }) => next)
})

/** The differences of one step in a situation, and the situations to which the step leads. */
const ofStep = (
  { after: now, asked, before: old, common }: Walk,
  pair: Pair,
  step: StepId,
  here: Here
): Step => {
  const { after, before } = pair
  const { stage } = before.state
  const deed = { step }
  const found: Array<PlaybookDifference> = []
  for (const circumstance of circumstancesOf([old, now], step, before)) {
    const [refusedBefore, refused] = [before, after].map((side) => againstStep(side, step, circumstance))
    if (refusedBefore === undefined || refused === undefined) continue
    if ((refusedBefore.length === 0) !== (refused.length === 0)) {
      const isOpen = refused.length === 0
      found.push({
        ...here,
        _tag: isOpen ? "Opened" : "Shut",
        deed,
        stage,
        circumstance,
        because: isOpen ? refusedBefore : refused,
        roles: rolesOf((isOpen ? now : old).steps.get(step)?.by)
      })
    }
    // A step that is not possible in usual circumstances is possible in none.
    if (circumstance === "usual" && refusedBefore.length + refused.length > 0) return { found, next: [] }
  }
  const [one, other] = [old.steps.get(step), now.steps.get(step)]
  if (one === undefined || other === undefined) return { found, next: [] }
  for (const who of whoDiffers(one.by, other.by, common)) found.push({ ...here, ...who, deed })
  const evidence = evidenceDiffers(one.form, other.form)
  if (evidence !== undefined) found.push({ ...here, _tag: "EvidenceChanged", deed, ...evidence })
  const moved = handedIn(asked, [one.form, other.form]).map((fields) => {
    const move: Move = { _tag: "Take", step, evidence: fields, days: 0 }
    return together(pair, [go(before, move), go(after, move)], move, deed, here)
  })
  return merge([{ found, next: [] }, ...moved])
}

/** The situation after all running deadlines have passed. */
const afterWaiting = (pair: Pair, here: Here): Step => {
  const { after, before } = pair
  const dues = [before, after].flatMap(({ on, state }) =>
    [state.due, state.patrol?.next].flatMap((due) => (due !== undefined && due >= on ? [due] : []))
  )
  if (dues.length === 0) return { found: [], next: [] }
  const move: Move = { _tag: "Wait", days: Math.max(...dues) + 1 - before.on }
  return together(pair, [go(before, move), go(after, move)], move, "wait", here)
}

/** What differs in reopening an ended case, and the situations after it. */
const ofReopening = ({ after: now, before: old, common }: Walk, pair: Pair, here: Here): Step => {
  const { after, before } = pair
  const { ending, stage } = before.state
  const within = [old, now].flatMap(({ reopening }) => reopening?.within ?? [])
  const ended = ending?.on ?? before.on
  // On the day of the ending, and around the last day on which a version permits reopening.
  const days = new Set([
    before.on,
    ...within.flatMap((period) => [0, 1].map((n) => add(lastOf(ended, period), n)))
  ])
  const moved = [...days].map((on): Step => {
    const move = { _tag: "Reopen" as const, days: on - before.on }
    const [refusedBefore, refused] = [againstMove(before, move), againstMove(after, move)]
    if ((refusedBefore.length === 0) === (refused.length === 0)) {
      const next = together(pair, [go(before, move), go(after, move)], move, "reopen", here)
      return on === before.on ? next : { found: next.found, next: [] }
    }
    const isOpen = refused.length === 0
    return {
      found: [
        {
          ...here,
          _tag: isOpen ? "Opened" : "Shut",
          deed: "reopen",
          stage,
          circumstance: "usual",
          because: isOpen ? refusedBefore : refused,
          roles: rolesOf((isOpen ? now : old).reopening?.by),
          example: then(pair.example, move)
        }
      ],
      next: []
    }
  })
  const who =
    old.reopening === undefined || now.reopening === undefined
      ? []
      : whoDiffers(old.reopening.by, now.reopening.by, common)
  return merge([
    { found: who.map((one) => ({ ...here, ...one, deed: "reopen" as const })), next: [] },
    ...moved
  ])
}

// ------------------------------------------------------------------------------------------------------------ walking

/** The differences in opening a case, and the first situations. */
const ofOpening = ({ after, asked, before, calendars, common }: Walk): Step => {
  const here = { playbook: before.id, example: { opening: [], moves: [] } }
  const found: Array<PlaybookDifference> = []
  for (const who of whoDiffers(before.openers, after.openers, common))
    found.push({ ...here, ...who, deed: "open" })
  for (const who of whoDiffers(before.keepers, after.keepers, common))
    found.push({ ...here, ...who, deed: "keep" })
  const evidence = evidenceDiffers(before.opening, after.opening)
  if (evidence !== undefined) found.push({ ...here, _tag: "EvidenceChanged", deed: "open", ...evidence })
  const hearts = { before: before.playbook.ledBy, after: after.playbook.ledBy }
  if (hearts.before !== hearts.after) found.push({ ...here, _tag: "LedOtherwise", ...hearts })
  for (const parent of new Set([undefined, before.playbook.parent, after.playbook.parent])) {
    const refusedBefore = againstOpening(common, before, parent)
    const refused = againstOpening(common, after, parent)
    if ((refusedBefore.length === 0) === (refused.length === 0)) continue
    const isOpen = refused.length === 0
    found.push({
      ...here,
      _tag: isOpen ? "Opened" : "Shut",
      deed: "open",
      stage: undefined,
      circumstance: parent === undefined ? "usual" : { parent },
      because: isOpen ? refusedBefore : refused,
      roles: rolesOf((isOpen ? after : before).openers)
    })
  }
  const begun = handedIn(asked, [before.opening, after.opening]).map((fields): Step => {
    const sides = [
      begin(common, before, calendars.before, fields),
      begin(common, after, calendars.after, fields)
    ] as const
    const [one, other] = sides
    if (one === undefined || other === undefined) return { found: [], next: [] }
    const example = { opening: fields, moves: [] }
    const stages = { before: one.state.stage, after: other.state.stage }
    return stages.before === stages.after
      ? { found: [], next: [{ before: one, after: other, example }] }
      : {
          found: [{ ...here, _tag: "LeadsElsewhere", deed: "open", stage: undefined, ...stages, example }],
          next: []
        }
  })
  return merge([{ found, next: [] }, ...begun])
}

const commonOf = ({ after, before, on }: Versions): Common => {
  const both = [before, after]
  const people = both.flatMap(({ people, reopening }) => [...people, ...(reopening?.by ?? [])])
  const polls = both.flatMap(({ playbook }) =>
    Object.values(playbook.steps).flatMap(({ gate }): ReadonlyArray<Tag> =>
      gate?.poll === undefined ? [] : [gate.poll]
    )
  )
  return { on, roles: rolesOf(people), polls: [...new Set(polls)] }
}

/**
 * Compares two versions of a playbook. `bound`: the maximum number of situations that are walked.
 *
 * @category operations
 */
export const diff = (versions: Versions, bound: number = usualBound): PlaybookDiff => {
  const { after, before } = versions
  const walk: Walk = { ...versions, common: commonOf(versions), asked: askedBy([before, after]) }
  const differences = new Map<string, PlaybookDifference>()
  const seen = new Set<string>()
  const waiting: Array<Pair> = []
  const keep = ({ found, next }: Step): void => {
    for (const one of found) if (!differences.has(nameOf(one))) differences.set(nameOf(one), one)
    for (const pair of next) {
      const key = `${situationOf(walk.asked, pair.before)} ${situationOf(walk.asked, pair.after)}`
      if (seen.has(key)) continue
      seen.add(key)
      waiting.push(pair)
    }
  }
  const steps = [...new Set([...before.steps.keys(), ...after.steps.keys()])]
  keep(ofOpening(walk))
  let situations = 0
  for (const pair of waiting) {
    if (situations >= bound) return { differences: [...differences.values()], situations, isComplete: false }
    situations++
    const here = { playbook: before.id, example: pair.example }
    keep({ found: ofSituation(pair, here), next: [] })
    const isOver = isEnded(pair.before)
    if (isOver !== isEnded(pair.after)) continue
    if (isOver) keep(ofReopening(walk, pair, here))
    else {
      for (const step of steps) keep(ofStep(walk, pair, step, here))
      keep(afterWaiting(pair, here))
    }
  }
  return { differences: [...differences.values()], situations, isComplete: true }
}
