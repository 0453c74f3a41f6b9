/**
 * Compares two versions of a playbook by what they *do*. It walks all situations in which a case can be under both
 * versions, and makes the same moves in both: it takes a step, or waits until the deadlines have passed. Wherever the two
 * versions answer differently, it reports a difference, with the moves of an example case that shows it. The first example
 * that is found is the shortest one.
 *
 * The walk uses the decisions of real cases (`CaseDecider`), so an example can be replayed. After a move whose results are
 * different stages, the walk does not go on from there: what comes later is a result of that difference. But it may hide
 * another difference. So the playbooks are walked again with the parts that stopped the walk made alike, first as in the
 * old version, and then as in the new one. What is found only then is marked as `behind` these parts. Parts that cannot be
 * made alike are listed as `hiding`. If there are more situations than a bound, a walk stops there, and the result says so.
 */
import type { Calendar } from "../kernel/Calendar.ts"
import { add, type Day } from "../kernel/Day.ts"
import type { RoleId, Tag } from "../place/Id.ts"
import type { CaseReason } from "./Case.ts"
import type { CompiledPlaybook } from "./CaseQuestion.ts"
import type { Form } from "./Evidence.ts"
import {
  againstMove,
  againstOpening,
  againstStep,
  type Asked,
  askedBy,
  begin,
  circumstancesOf,
  type Common,
  go,
  isEnded,
  lastOf,
  type Move,
  type Side,
  situationOf
} from "./internal/PlaybookTrial.ts"
import { alike, nameOfPart, stoppingPart } from "./internal/PlaybookAlike.ts"
import { type Here, ofSituation, type Pair, whoDiffers } from "./internal/SituationDiff.ts"
import type { By, FieldId, StepId } from "./Playbook.ts"
import {
  type Behind,
  type Deed,
  type Example,
  nameOf,
  type Part,
  type PlaybookDifference
} from "./PlaybookDifference.ts"

/**
 * The differences between two versions of a playbook. `situations`: how many situations were walked. `isComplete`: whether
 * these were all, or a walk stopped at its bound. `hiding`: the parts that differ so much that what comes after them could
 * not be compared.
 *
 * @category models
 */
export interface PlaybookDiff {
  readonly differences: ReadonlyArray<PlaybookDifference>
  readonly situations: number
  readonly isComplete: boolean
  readonly hiding: ReadonlyArray<Part>
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
const usualBound = 2_000

/** The differences that were found in a situation, and the situations to which it leads. */
interface Step {
  readonly found: ReadonlyArray<PlaybookDifference>
  readonly next: ReadonlyArray<Pair>
}

const then = ({ moves, opening }: Example, move: Move): Example => ({ opening, moves: [...moves, move] })

// -------------------------------------------------------------------------------------------------------------- moves

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

/** The people who may do a deed in one version, and the evidence that it requires. */
interface Terms {
  readonly by: ReadonlyArray<By>
  readonly form?: Form
}

/** The differences of a deed that are the same in every situation: who may do it, and the evidence that it requires. */
const changesOf = (deed: Deed, before: Terms | undefined, after: Terms | undefined, common: Common) => {
  if (before === undefined || after === undefined) return []
  const evidence =
    before.form === undefined || after.form === undefined
      ? undefined
      : evidenceDiffers(before.form, after.form)
  return [
    ...whoDiffers(before.by, after.by, common).map((who) => ({ ...who, deed })),
    ...(evidence === undefined ? [] : [{ _tag: "EvidenceChanged" as const, deed, ...evidence }])
  ]
}

/** The differences of a deed that are the same in every situation. */
type Changes = ReturnType<typeof changesOf>

/** What a walk knows about both versions. */
interface Walk extends Versions {
  readonly common: Common
  readonly asked: Asked
  readonly changes: { readonly steps: ReadonlyMap<StepId, Changes>; readonly reopening: Changes }
}

const rolesOf = (people: ReadonlyArray<By> = []): ReadonlyArray<RoleId> => [
  ...new Set(people.map(({ role }) => role))
]

/** The two versions' answers to a deed: the reasons against it, and the people who may do it. */
interface Answers {
  readonly refused: readonly [before: ReadonlyArray<CaseReason>, after: ReadonlyArray<CaseReason>]
  readonly by: readonly [before: ReadonlyArray<By> | undefined, after: ReadonlyArray<By> | undefined]
}

/** The difference if one version permits a deed and the other refuses it. */
const permissionDiffers = ({ by, refused: [before, after] }: Answers) => {
  if ((before.length === 0) === (after.length === 0)) return undefined
  const isOpened = after.length === 0
  return {
    _tag: isOpened ? ("Opened" as const) : ("Shut" as const),
    because: isOpened ? before : after,
    roles: rolesOf(isOpened ? by[1] : by[0])
  }
}

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
  { after: now, asked, before: old, changes }: Walk,
  pair: Pair,
  step: StepId,
  here: Here
): Step => {
  const { after, before } = pair
  const { stage } = before.state
  const deed = { step }
  const [one, other] = [old.steps.get(step), now.steps.get(step)]
  const found: Array<PlaybookDifference> = []
  for (const circumstance of circumstancesOf([old, now], step, before)) {
    const [refusedBefore, refused] = [before, after].map((side) => againstStep(side, step, circumstance))
    if (refusedBefore === undefined || refused === undefined) continue
    const permission = permissionDiffers({
      refused: [refusedBefore, refused],
      by: [one?.by, other?.by]
    })
    if (permission !== undefined) found.push({ ...here, ...permission, deed, stage, circumstance })
    // A step that is not possible in usual circumstances is possible in none.
    if (circumstance === "usual" && refusedBefore.length + refused.length > 0) return { found, next: [] }
  }
  if (one === undefined || other === undefined) return { found, next: [] }
  for (const change of changes.steps.get(step) ?? []) found.push({ ...here, ...change })
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
const ofReopening = ({ after: now, before: old, changes }: Walk, pair: Pair, here: Here): Step => {
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
    const permission = permissionDiffers({
      refused: [refusedBefore, refused],
      by: [old.reopening?.by, now.reopening?.by]
    })
    if (permission === undefined) {
      const next = together(pair, [go(before, move), go(after, move)], move, "reopen", here)
      return on === before.on ? next : { found: next.found, next: [] }
    }
    const example = then(pair.example, move)
    return {
      found: [{ ...here, ...permission, deed: "reopen", stage, circumstance: "usual", example }],
      next: []
    }
  })
  return merge([{ found: changes.reopening.map((change) => ({ ...here, ...change })), next: [] }, ...moved])
}

// ------------------------------------------------------------------------------------------------------------ walking

/** The differences in opening a case, and the first situations. */
const ofOpening = ({ after, asked, before, calendars, common }: Walk): Step => {
  const here = { playbook: before.id, example: { opening: [], moves: [] } }
  const terms = ({ opening, openers }: CompiledPlaybook): Terms => ({ by: openers, form: opening })
  const found: Array<PlaybookDifference> = [
    ...changesOf("open", terms(before), terms(after), common),
    ...changesOf("keep", { by: before.keepers }, { by: after.keepers }, common)
  ].map((change) => ({ ...here, ...change }))
  const hearts = { before: before.playbook.ledBy, after: after.playbook.ledBy }
  if (hearts.before !== hearts.after) found.push({ ...here, _tag: "LedOtherwise", ...hearts })
  for (const parent of new Set([undefined, before.playbook.parent, after.playbook.parent])) {
    const permission = permissionDiffers({
      refused: [againstOpening(common, before, parent), againstOpening(common, after, parent)],
      by: [before.openers, after.openers]
    })
    const circumstance = parent === undefined ? ("usual" as const) : { parent }
    if (permission !== undefined)
      found.push({ ...here, ...permission, deed: "open", stage: undefined, circumstance })
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

/** The result of one walk. */
type Walked = Omit<PlaybookDiff, "hiding">

/** Walks all situations that both versions have in common. */
const walkThrough = (versions: Versions, bound: number): Walked => {
  const { after, before } = versions
  const common = commonOf(versions)
  const steps = [...new Set([...before.steps.keys(), ...after.steps.keys()])]
  const changes = {
    steps: new Map(
      steps.map(
        (step) => [step, changesOf({ step }, before.steps.get(step), after.steps.get(step), common)] as const
      )
    ),
    reopening: changesOf("reopen", before.reopening, after.reopening, common)
  }
  const walk: Walk = { ...versions, common, asked: askedBy([before, after]), changes }
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

/** How often the parts that stop a walk are made alike at most, for each of the two versions. */
const mostRounds = 4

const partsOf = (differences: ReadonlyArray<PlaybookDifference>): ReadonlyMap<string, Part> =>
  new Map(
    differences.flatMap((one) => {
      const part = stoppingPart(one)
      return part === undefined ? [] : [[nameOfPart(part), part] as const]
    })
  )

/** The versions, with some parts made alike, as in one of them. `parts`: those that could be made alike. */
const madeAlike = (versions: Versions, { asIn, parts }: Behind) => {
  const { after, before } = versions
  const made = asIn === "before" ? alike(after, before, parts) : alike(before, after, parts)
  const other = asIn === "before" ? { after: made.playbook } : { before: made.playbook }
  return { parts: made.parts, versions: { ...versions, ...other } }
}

/** Walks again and again, each time with the parts that stopped the last walk made alike, until nothing new stops it. */
const walkBehind = (versions: Versions, bound: number, first: Walked, asIn: Behind["asIn"]) => {
  const wanted = new Map<string, Part>()
  const found: Array<PlaybookDifference> = []
  let last = first
  let [isComplete, situations] = [true, 0]
  for (let round = 0; round < mostRounds; round++) {
    const before = wanted.size
    for (const [name, part] of partsOf(last.differences)) wanted.set(name, part)
    if (wanted.size === before) break
    const { parts, versions: same } = madeAlike(versions, { asIn, parts: [...wanted.values()] })
    if (parts.length === 0) break
    last = walkThrough(same, bound)
    isComplete &&= last.isComplete
    situations += last.situations
    for (const one of last.differences) found.push({ ...one, behind: { asIn, parts } })
  }
  return { found, isComplete, situations, stopping: partsOf(last.differences) }
}

/**
 * Compares two versions of a playbook. `bound`: the maximum number of situations of one walk.
 *
 * @category operations
 */
export const diff = (versions: Versions, bound: number = usualBound): PlaybookDiff => {
  const first = walkThrough(versions, bound)
  const [asBefore, asAfter] = (["before", "after"] as const).map((asIn) =>
    walkBehind(versions, bound, first, asIn)
  ) as [ReturnType<typeof walkBehind>, ReturnType<typeof walkBehind>]
  const differences = new Map(first.differences.map((one) => [nameOf(one), one]))
  for (const one of [...asBefore.found, ...asAfter.found]) {
    if (!differences.has(nameOf(one))) differences.set(nameOf(one), one)
  }
  return {
    differences: [...differences.values()],
    situations: first.situations + asBefore.situations + asAfter.situations,
    isComplete: first.isComplete && asBefore.isComplete && asAfter.isComplete,
    hiding: [...asBefore.stopping].flatMap(([name, part]) => (asAfter.stopping.has(name) ? [part] : []))
  }
}
