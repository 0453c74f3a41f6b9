/**
 * The rules of casework, each a named value. A decision asks every rule that can have something to say, and refuses with
 * all their reasons.
 */
import * as Calendar from "../kernel/Calendar.ts"
import { add } from "../kernel/Day.ts"
import type { Rule } from "../kernel/Rule.ts"
import { type Actor, clock, inForce, type Scope } from "../place/Actor.ts"
import type { BranchId } from "../place/Id.ts"
import { kind, type Subject } from "../place/Subject.ts"
import { type CaseReason, isTaken, isTakenBy, lastDayOf, stayIn } from "./Case.ts"
import type {
  Asking,
  CaseQuestion,
  Command,
  OpenQuestion,
  PatrolPart,
  Place,
  StepQuestion
} from "./CaseQuestion.ts"
import { earliest } from "./Due.ts"
import * as Evidence from "./Evidence.ts"
import type { By, Reach, Step } from "./Playbook.ts"

const nothing: ReadonlyArray<never> = []

// -------------------------------------------------------------------------------------------------------- authority

const noBranches: ReadonlyArray<BranchId> = []

const reaches = (
  scope: Scope,
  reach: Reach | undefined,
  { buildings, group }: Place,
  branches: ReadonlyArray<BranchId>
): boolean => {
  switch (reach) {
    case undefined:
    case "case":
      return true
    case "district":
      return "district" in scope
    case "group":
      return (
        "district" in scope ||
        ("group" in scope && scope.group === group) ||
        ("branch" in scope && branches.includes(scope.branch))
      )
    case "building":
      return "district" in scope || ("building" in scope && buildings.includes(scope.building))
  }
}

const isHandler = ({ id }: Actor, by: By, { handler }: Place): boolean =>
  handler !== undefined && ("actor" in handler ? handler.actor === id : handler.role === by.role)

/**
 * Why an actor may not do what these people may: holds none of the roles, or holds one for another group, building or
 * person. Nothing where the actor may.
 */
export const authority = (
  people: ReadonlyArray<By>,
  { by: actor, context, on }: Asking,
  place: Place
): ReadonlyArray<CaseReason> => {
  const branches = context?.branches ?? noBranches
  let holds = false
  for (const mandate of actor.mandates) {
    if (!inForce(mandate, on)) continue
    for (const by of people) {
      if (mandate.role !== by.role) continue
      holds = true
      if (
        reaches(mandate.scope, by.scope, place, branches) &&
        (by.scope !== "case" || isHandler(actor, by, place))
      ) {
        return nothing
      }
    }
  }
  return holds
    ? [{ _tag: "OutOfScope", asked: people, group: place.group }]
    : [{ _tag: "NoRole", roles: [...new Set(people.map(({ role }) => role))] }]
}

// ---------------------------------------------------------------------------------------------- rules for every case

type CaseRule = Rule<CaseQuestion, CaseReason>

export const goesForward: CaseRule = {
  name: "a case goes forward in time: nothing is entered before its last entry",
  objections: ({ command, state }) =>
    command.on >= state.last ? nothing : [{ _tag: "BeforeLastEntry", last: state.last }]
}

export const isHere: CaseRule = {
  name: "a case that was sent to another district is worked on there",
  objections: ({ state }) =>
    state.sentTo === undefined ? nothing : [{ _tag: "SentAway", district: state.sentTo }]
}

export const isNotClosed: CaseRule = {
  name: "a closed case never changes, but by reopening",
  objections: ({ state: { ending } }) =>
    ending === undefined ? nothing : [{ _tag: "Closed", on: ending.on, outcome: ending.outcome }]
}

export const isClosed: CaseRule = {
  name: "only a closed case is reopened",
  objections: ({ state }) =>
    state.ending === undefined ? [{ _tag: "StillOpen", stage: state.stage }] : nothing
}

export const isSentAway: CaseRule = {
  name: "only a case that was sent is received",
  objections: ({ state }) => (state.sentTo === undefined ? [{ _tag: "NotSentAway" }] : nothing)
}

export const byKeeper: CaseRule = {
  name: "only those who keep its cases hand over, transfer, merge or withdraw one",
  objections: ({ command, playbook, state }) => authority(playbook.keepers, command, state)
}

export const byKeeperOrHandler: CaseRule = {
  name: "a case is handed over by those who keep it, or by whom it was handed over to",
  objections: (question) => {
    const { handler } = question.state
    return handler !== undefined && "actor" in handler && handler.actor === question.command.by.id
      ? nothing
      : byKeeper.objections(question)
  }
}

export const bySomebodyConcerned: CaseRule = {
  name: "who may do anything on a case may note on it",
  objections: ({ command, playbook, state }) => authority(playbook.people, command, state)
}

export const byTheClock: CaseRule = {
  name: "only the clock says that a deadline has passed",
  objections: ({ command }) => (command.by.id === clock.id ? nothing : [{ _tag: "NotTheClock" }])
}

const open: ReadonlyArray<CaseRule> = [goesForward, isHere, isNotClosed]

export const byReopener: CaseRule = {
  name: "a case is reopened by those whom its playbook names, where it can be reopened at all",
  objections: ({ command, playbook, state }) =>
    playbook.reopening === undefined
      ? [{ _tag: "NoReopening" }]
      : authority(playbook.reopening.by, command, state)
}

type ReopenRule = Rule<CaseQuestion & { readonly command: Command<"Reopen"> }, CaseReason>

export const notADuplicate: ReopenRule = {
  name: "a case that was merged into another is not reopened beside it",
  objections: ({ state: { ending } }) =>
    ending?.merged === undefined ? nothing : [{ _tag: "MergedInto", into: ending.merged }]
}

export const cameBack: ReopenRule = {
  name: "only a case that had an end can come back: a withdrawn case is not reopened as a relapse",
  objections: ({ command: { relapse }, state: { ending } }) =>
    relapse && ending?.outcome === "void" && ending.merged === undefined
      ? [{ _tag: "NothingToRelapse" }]
      : nothing
}

export const afterItsOutcome: ReopenRule = {
  name: "a case is reopened after the outcomes that its playbook names",
  objections: ({ playbook: { reopening }, state: { ending } }) =>
    ending === undefined || reopening?.after === undefined || reopening.after.includes(ending.outcome)
      ? nothing
      : [{ _tag: "NotAfterOutcome", outcome: ending.outcome, after: reopening.after }]
}

export const inTime: ReopenRule = {
  name: "a case is reopened within the period that its playbook names",
  objections: ({ command, playbook: { reopening }, state: { ending } }) => {
    if (ending === undefined || reopening?.within === undefined) return nothing
    // No playbook counts this period in working days, so no holiday matters.
    const until = Calendar.addPeriod(Calendar.none, ending.on, reopening.within).value
    return command.on <= until ? nothing : [{ _tag: "ReopeningOver", until }]
  }
}

/** A command that has to say why. */
interface ReasonedQuestion extends CaseQuestion {
  readonly command: Asking & { readonly reason: string }
}

export const withReason: Rule<ReasonedQuestion, CaseReason> = {
  name: "who transfers, withdraws or reopens a case, or decides on a last day, says why",
  objections: ({ command }) => (command.reason.trim() === "" ? [{ _tag: "ReasonMissing" }] : nothing)
}

export const elsewhere: Rule<CaseQuestion & { readonly command: Command<"Transfer"> }, CaseReason> = {
  name: "a case is transferred to another group or district",
  objections: ({ command: { to }, state: { group } }) =>
    "group" in to && to.group === group ? [{ _tag: "SameGroup", group }] : nothing
}

export const intoAnother: Rule<CaseQuestion & { readonly command: Command<"Merge"> }, CaseReason> = {
  name: "a duplicate is merged into another case",
  objections: ({ command, state }) => (command.into === state.id ? [{ _tag: "MergeIntoItself" }] : nothing)
}

export const fromAnother: Rule<CaseQuestion & { readonly command: Command<"Absorb"> }, CaseReason> = {
  name: "a case takes in another one's subjects",
  objections: ({ command, state }) =>
    command.duplicate === state.id ? [{ _tag: "MergeIntoItself" }] : nothing
}

type DueRule = Rule<CaseQuestion & { readonly command: Command<"DecideDue"> }, CaseReason>

const decidedOn = ({ command, state }: Parameters<DueRule["objections"]>[0]) =>
  lastDayOf(state, command.of ?? { stage: state.stage })?.provisional

export const ofAProvisionalDay: DueRule = {
  name: "a keeper decides on a last day only while it is provisional",
  objections: (question) => (decidedOn(question) === undefined ? [{ _tag: "NothingProvisional" }] : nothing)
}

export const afterItsTerm: DueRule = {
  name: "a last day that a keeper decides on leaves the whole term, as if every day were a working day",
  objections: (question) => {
    const term = decidedOn(question)
    return term === undefined || question.command.due >= earliest(term)
      ? nothing
      : [{ _tag: "DueTooEarly", earliest: earliest(term) }]
  }
}

export const aboutItsKind: Rule<
  {
    readonly playbook: CaseQuestion["playbook"]
    readonly command: { readonly subjects: ReadonlyArray<Subject> }
  },
  CaseReason
> = {
  name: "a case is about subjects of its playbook's kind",
  objections: ({ command, playbook: { playbook } }) => {
    const other = command.subjects.map(kind).find((found) => found !== playbook.subject)
    return other === undefined
      ? nothing
      : [{ _tag: "OtherSubject", expected: playbook.subject, found: other }]
  }
}

export const byReceivingKeeper: Rule<CaseQuestion & { readonly command: Command<"Receive"> }, CaseReason> = {
  name: "a case is received by those who keep the cases of the group that it goes to",
  objections: ({ command, playbook }) =>
    authority(playbook.keepers, command, {
      group: command.group,
      buildings: command.buildings,
      handler: undefined
    })
}

/**
 * The rules in force for what can be wanted of any case, by command.
 *
 * @category rules
 */
export const standard = {
  /** What those who keep a case may do to it. */
  keeping: [...open, byKeeper],
  Note: [...open, bySomebodyConcerned],
  HandOver: [...open, byKeeperOrHandler],
  Transfer: [...open, byKeeper, elsewhere, withReason],
  Receive: [goesForward, isSentAway, aboutItsKind, byReceivingKeeper],
  Merge: [...open, byKeeper, intoAnother],
  Absorb: [...open, byKeeper, fromAnother],
  Withdraw: [...open, byKeeper, withReason],
  DecideDue: [...open, byKeeper, ofAProvisionalDay, afterItsTerm, withReason],
  Lapse: [...open, byTheClock],
  Reopen: [
    goesForward,
    isHere,
    isClosed,
    byReopener,
    notADuplicate,
    cameBack,
    afterItsOutcome,
    inTime,
    withReason
  ]
} as const

// ---------------------------------------------------------------------------------------------------- rules for steps

type StepRule = Rule<StepQuestion, CaseReason>

export const inItsStage: StepRule = {
  name: "a step is taken in one of its stages",
  objections: ({ state, step }) =>
    state.ending !== undefined || step.from.includes(state.stage)
      ? nothing
      : [{ _tag: "WrongStage", stage: state.stage, from: step.from }]
}

export const byItsPeople: StepRule = {
  name: "a step is taken by its people, within their scope",
  objections: ({ command, state, step }) => authority(step.by, command, state)
}

export const notByHand: StepRule = {
  name: "what only the clock does, nobody else does",
  objections: ({ step }) => [{ _tag: "OnlyTheClock", step: step.id }]
}

export const separateDuties: StepRule = {
  name: "who took a step does not take the one that is to check on it",
  objections: ({ command, state, step }) =>
    (step.step.notBy ?? [])
      .filter((other) => isTakenBy(state.round, other, command.by.id))
      .map((other) => ({ _tag: "SamePerson", step: other }))
}

export const withEvidence: StepRule = {
  name: "a step brings the evidence that it asks for, and no other",
  objections: ({ command, step }) =>
    command.evidence === undefined && step.form.required.length === 0
      ? nothing
      : Evidence.objections(step.form, command.evidence ?? Evidence.none)
}

export const afterOtherSteps: StepRule = {
  name: "a step comes after the steps that must come first",
  objections: ({ state, step }) =>
    (step.step.gate?.after ?? [])
      .filter((other) => !isTaken(state.round, other))
      .map((other) => ({ _tag: "StepNotTaken", step: other }))
}

export const afterTheDeadline: StepRule = {
  name: "what must wait for a deadline waits until it has passed; a provisional last day does not pass",
  objections: ({ command, state, step }) => {
    const stage = step.step.gate?.lapsed
    if (stage === undefined) return nothing
    const stay = stayIn(state.round, stage)
    if (stay === undefined) return [{ _tag: "ShutUntil", stage }]
    const { due, term } = stay
    if (term !== undefined) return [{ _tag: "DueProvisional", stage, due }]
    return command.on > due ? nothing : [{ _tag: "ShutUntil", stage, day: add(due, 1) }]
  }
}

export const onRecord: StepRule = {
  name: "a step that rests on evidence finds it on record",
  objections: ({ state, step }) =>
    (step.step.gate?.evidence ?? [])
      .filter((field) => !state.round.recorded.includes(field))
      .map((field) => ({ _tag: "NotOnRecord", field }))
}

export const pollCarried: StepRule = {
  name: "what needs a vote waits until the vote has carried, and its result is final",
  objections: ({ command, step }) => {
    const poll = step.step.gate?.poll
    if (poll === undefined) return nothing
    const result = command.context?.polls?.[poll]
    return result === "carried"
      ? nothing
      : [{ _tag: "PollNotCarried", poll, ...(result === undefined ? {} : { result }) }]
  }
}

export const parentOpen: StepRule = {
  name: "what stands under another case needs that case open",
  objections: ({ command, step }) =>
    step.step.gate?.parent === undefined || command.context?.parent?.open === true
      ? nothing
      : [{ _tag: "ParentNotOpen" }]
}

export const childrenDone: StepRule = {
  name: "what waits for the cases below waits for all of them",
  objections: ({ command, step }) => {
    const count = command.context?.openChildren ?? 0
    return step.step.gate?.children === undefined || count === 0 ? nothing : [{ _tag: "ChildrenOpen", count }]
  }
}

export const checkedOftenEnough: StepRule = {
  name: "a patrol is released after enough clean checks",
  objections: ({ playbook, state, step }) => {
    const needed = step.part === "release" ? (playbook.patrol?.needed ?? 0) : 0
    const clean = state.patrol?.clean ?? 0
    return clean >= needed ? nothing : [{ _tag: "ChecksMissing", clean, needed }]
  }
}

/**
 * The rules in force for a step: those of its gate are asked only where the gate has such a part. `besidesEvidence`
 * leaves out the one about evidence, for telling what somebody could do now.
 *
 * @category rules
 */
export const rulesFor = (
  step: Step,
  part: PatrolPart,
  { besidesEvidence = false }: { readonly besidesEvidence?: boolean } = {}
): ReadonlyArray<StepRule> => {
  const gate = step.gate ?? {}
  const when = (applies: boolean, rule: StepRule): ReadonlyArray<StepRule> => (applies ? [rule] : [])
  return [
    ...open,
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

// -------------------------------------------------------------------------------------------------- rules for opening

type OpenRule = Rule<OpenQuestion, CaseReason>

export const byItsPlaybook: OpenRule = {
  name: "a case is opened under the playbook and the version that decide it",
  objections: ({ command, playbook }) => [
    ...(command.playbook === playbook.id
      ? nothing
      : [{ _tag: "OtherPlaybook" as const, expected: playbook.id, found: command.playbook }]),
    ...(command.version === playbook.playbook.version
      ? nothing
      : [{ _tag: "OtherVersion" as const, expected: playbook.playbook.version, found: command.version }])
  ]
}

export const byAnOpener: OpenRule = {
  name: "a case is opened by those who may open one",
  objections: ({ command, playbook }) =>
    authority(playbook.openers, command, {
      group: command.group,
      buildings: command.buildings,
      handler: undefined
    })
}

export const openedWithEvidence: OpenRule = {
  name: "a case is opened with the evidence that its opening asks for, and no other",
  objections: ({ command, playbook }) =>
    Evidence.objections(playbook.opening, command.evidence ?? Evidence.none)
}

export const underItsParent: OpenRule = {
  name: "a case is opened under an open case of its parent's playbook",
  objections: ({ command: { context, parent }, playbook: { playbook } }) => {
    if (parent === undefined) {
      return playbook.parent === undefined ? nothing : [{ _tag: "NoParent", playbook: playbook.parent }]
    }
    const above = context?.parent
    return [
      ...(above === undefined || playbook.parent === undefined || above.playbook === playbook.parent
        ? nothing
        : [{ _tag: "OtherParent" as const, expected: playbook.parent, found: above.playbook }]),
      ...(above?.open === true ? nothing : [{ _tag: "ParentNotOpen" as const }])
    ]
  }
}

/**
 * The rules in force for opening a case.
 *
 * @category rules
 */
export const opening: ReadonlyArray<OpenRule> = [
  byItsPlaybook,
  aboutItsKind,
  byAnOpener,
  openedWithEvidence,
  underItsParent
]

/**
 * Every rule of casework that can be in force: which ones are in force for a step depends on its playbook.
 *
 * @category rules
 */
export const everyRule: ReadonlyArray<Rule<never, CaseReason>> = [
  ...new Set<Rule<never, CaseReason>>([
    ...opening,
    ...Object.values(standard).flat(),
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
  ])
]
