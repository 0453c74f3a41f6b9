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
import type { RoleId, Tag } from "../place/Id.ts"
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
import { type Here, ofSituation, type Pair, whoDiffers } from "./internal/SituationDiff.ts"
import type { By, FieldId, StepId } from "./Playbook.ts"
import { type Deed, type Example, nameOf, type PlaybookDifference } from "./PlaybookDifference.ts"

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
