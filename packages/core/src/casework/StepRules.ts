/** The named rules for taking a step of a case. The playbook determines which of them apply to a step. */
import { add } from "../kernel/Day.ts"
import { makeFor, type Rule } from "../kernel/Rule.ts"
import { type CaseReason } from "./Case.ts"
import { hasPassed, isTaken, isTakenBy, restOf, stayIn } from "./CaseState.ts"
import { authority } from "./CaseAuthority.ts"
import type { PatrolPart, StepQuestion } from "./CaseQuestion.ts"
import { changing, isHere, isNotClosed } from "./CaseRules.ts"
import * as Evidence from "./Evidence.ts"
import type { Step } from "./Playbook.ts"

const nothing: ReadonlyArray<never> = []

const rule = makeFor<StepQuestion, CaseReason>()

const inItsStage = rule({
  id: "step-in-its-stage",
  name: "a step is taken in one of its stages",
  reasons: ["WrongStage"],
  objections: ({ state, step }) =>
    state.ending !== undefined || step.from.includes(state.stage)
      ? nothing
      : [{ _tag: "WrongStage", stage: state.stage, from: step.from }]
})

const byItsPeople = rule({
  id: "step-by-its-people",
  name: "a step is taken by the people whom the playbook names, within their scope",
  reasons: ["NoRole", "OutOfScope"],
  objections: ({ command, state, step }) => authority(step.by, command, state)
})

const notByHand = rule({
  id: "step-of-the-clock",
  name: "nobody takes a step that only the clock takes",
  reasons: ["OnlyTheClock"],
  objections: ({ step }) =>
    (step.step.by ?? []).length > 0 ? nothing : [{ _tag: "OnlyTheClock", step: step.id }]
})

const separateDuties = rule({
  id: "step-separate-duties",
  name: "a person who took a step does not take the step that checks it",
  reasons: ["SamePerson"],
  objections: ({ command, state, step }) =>
    (step.step.notBy ?? [])
      .filter((other) => isTakenBy(state.round, other, command.by.id))
      .map((other) => ({ _tag: "SamePerson", step: other }))
})

const withEvidence = rule({
  id: "step-with-evidence",
  name: "a step has the evidence that it requires, and no other",
  reasons: ["EvidenceMissing", "EvidenceMalformed", "EvidenceUnknown"],
  objections: ({ command, step }) =>
    command.evidence === undefined && step.form.required.length === 0
      ? nothing
      : Evidence.objections(step.form, command.evidence ?? Evidence.none)
})

const afterOtherSteps = rule({
  id: "step-after-others",
  name: "a step is taken after the steps that must come first",
  reasons: ["StepNotTaken"],
  objections: ({ state, step }) =>
    (step.step.gate?.after ?? [])
      .filter((other) => !isTaken(state.round, other))
      .map((other) => ({ _tag: "StepNotTaken", step: other }))
})

const afterTheDeadline = rule({
  id: "step-after-deadline",
  name: "a step that must wait for a deadline waits until the deadline has passed; a provisional last day, and a clock that rests, do not pass",
  reasons: ["ShutUntil", "DueProvisional", "DueRests"],
  objections: ({ command, state, step }) => {
    const stage = step.step.gate?.lapsed
    if (stage === undefined) return nothing
    const stay = stayIn(state.round, stage)
    if (stay === undefined) return [{ _tag: "ShutUntil", stage }]
    const rest = restOf(state, { stage })
    if (rest !== undefined) return [{ _tag: "DueRests", stage, since: rest.since }]
    const { due, dueAt, term } = stay
    if (term !== undefined) return [{ _tag: "DueProvisional", stage, due }]
    if (hasPassed(stay, command)) return nothing
    return [
      { _tag: "ShutUntil", stage, ...(dueAt === undefined ? { day: add(due, 1) } : { day: due, at: dueAt }) }
    ]
  }
})

const onRecord = rule({
  id: "step-evidence-on-record",
  name: "a step that relies on earlier evidence waits until that evidence is on record",
  reasons: ["NotOnRecord"],
  objections: ({ state, step }) =>
    (step.step.gate?.evidence ?? [])
      .filter((field) => !state.round.recorded.includes(field))
      .map((field) => ({ _tag: "NotOnRecord", field }))
})

const pollCarried = rule({
  id: "step-after-poll",
  name: "a step that needs a vote waits until the vote has carried, and its result is final",
  reasons: ["PollNotCarried"],
  objections: ({ command, step }) => {
    const poll = step.step.gate?.poll
    if (poll === undefined) return nothing
    const result = command.context?.polls?.[poll]
    return result === "carried"
      ? nothing
      : [{ _tag: "PollNotCarried", poll, ...(result === undefined ? {} : { result }) }]
  }
})

const parentOpen = rule({
  id: "step-under-open-parent",
  name: "a step that requires the parent case to be open is taken only while it is open",
  reasons: ["ParentNotOpen"],
  objections: ({ command, step }) =>
    step.step.gate?.parent === undefined || command.context?.parent?.open === true
      ? nothing
      : [{ _tag: "ParentNotOpen" }]
})

const childrenDone = rule({
  id: "step-after-children",
  name: "a step that waits for the cases below waits until all of them are closed",
  reasons: ["ChildrenOpen"],
  objections: ({ command, step }) => {
    const count = command.context?.openChildren ?? 0
    return step.step.gate?.children === undefined || count === 0 ? nothing : [{ _tag: "ChildrenOpen", count }]
  }
})

const checkedOftenEnough = rule({
  id: "patrol-checked-enough",
  name: "a patrol ends after enough clean checks",
  reasons: ["ChecksMissing"],
  objections: ({ playbook, state, step }) => {
    const needed = step.part === "release" ? (playbook.patrol?.needed ?? 0) : 0
    const clean = state.patrol?.clean ?? 0
    return clean >= needed ? nothing : [{ _tag: "ChecksMissing", clean, needed }]
  }
})

/**
 * All rules that can apply to a step of a case.
 *
 * @category rules
 */
export const stepRules = [
  inItsStage,
  byItsPeople,
  notByHand,
  separateDuties,
  withEvidence,
  afterOtherSteps,
  afterTheDeadline,
  onRecord,
  pollCarried,
  parentOpen,
  childrenDone,
  checkedOftenEnough
] as const

/**
 * The rules that apply to a step. A rule about a part of the gate (the conditions of the step) applies only if the gate
 * has that part. `besidesEvidence` is the same list without the rule about evidence: this list decides which steps an
 * actor could take now, before any evidence is handed in.
 *
 * @category rules
 */
export const rulesFor = (
  step: Step,
  part: PatrolPart,
  { besidesEvidence = false }: { readonly besidesEvidence?: boolean } = {}
): ReadonlyArray<Rule<StepQuestion, CaseReason>> => {
  const gate = step.gate ?? {}
  const when = (applies: boolean, one: Rule<StepQuestion, CaseReason>) => (applies ? [one] : [])
  return [
    ...changing,
    inItsStage,
    step.by === undefined || step.by.length === 0 ? notByHand : byItsPeople,
    ...when(step.notBy !== undefined, separateDuties),
    ...when(!besidesEvidence, withEvidence),
    ...when(gate.after !== undefined, afterOtherSteps),
    ...when(gate.lapsed !== undefined, afterTheDeadline),
    ...when(gate.evidence !== undefined, onRecord),
    ...when(gate.poll !== undefined, pollCarried),
    ...when(gate.parent !== undefined, parentOpen),
    ...when(gate.children !== undefined, childrenDone),
    ...when(part === "release", checkedOftenEnough)
  ]
}

/**
 * The rules in force when a keeper (a person who manages the case) applies a step that was put aside (recorded too late
 * to change the case). The people and the evidence of the step are not checked again: they were checked when the step
 * was recorded.
 *
 * @category rules
 */
export const rulesApplied = (step: Step, part: PatrolPart): ReadonlyArray<Rule<StepQuestion, CaseReason>> =>
  rulesFor(step, part, { besidesEvidence: true }).filter(
    (one) => one !== byItsPeople && one !== separateDuties
  )

/**
 * The rules for a step that is recorded late, after people have acted on the case. The step is recorded, but does not
 * change the case.
 *
 * @category rules
 */
export const rulesAside = (step: Step): ReadonlyArray<Rule<StepQuestion, CaseReason>> => [
  isHere,
  isNotClosed,
  step.by === undefined || step.by.length === 0 ? notByHand : byItsPeople,
  withEvidence
]
