/**
 * The named rules for the commands that every case accepts, such as notes and transfers. A decision checks all rules
 * for its command, and refuses with all their reasons. The rules for opening a case are in `OpeningRules`, the rules
 * for its steps in `StepRules`.
 */
import * as Calendar from "../kernel/Calendar.ts"
import { given } from "../kernel/OptionalKey.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import { clock } from "../place/Actor.ts"
import { type CaseCommand, type CaseEvent, type CaseReason } from "./Case.ts"
import { type CaseState, lastDayOf } from "./CaseState.ts"
import { authority } from "./CaseAuthority.ts"
import type { Asking, CaseQuestion, Command } from "./CaseQuestion.ts"
import { earliest } from "./Due.ts"
import { aboutItsKind } from "./OpeningRules.ts"

const nothing: ReadonlyArray<never> = []

type OnCommand<Tag extends CaseCommand["_tag"]> = CaseQuestion & { readonly command: Command<Tag> }

const rule = makeFor<CaseQuestion, CaseReason>()

// ------------------------------------------------------------------------------------------------- the state of a case

const goesForward = rule({
  id: "case-goes-forward",
  name: "nothing is recorded on a case with a day before its last entry",
  reasons: ["BeforeLastEntry"],
  objections: ({ command, state }) =>
    command.on >= state.last ? nothing : [{ _tag: "BeforeLastEntry", last: state.last }]
})

export const isHere = rule({
  id: "case-is-here",
  name: "a case that was sent to another district is worked on there",
  reasons: ["SentAway"],
  objections: ({ state }) =>
    state.sentTo === undefined ? nothing : [{ _tag: "SentAway", district: state.sentTo }]
})

export const isNotClosed = rule({
  id: "case-is-not-closed",
  name: "a closed case does not change until it is reopened",
  reasons: ["Closed"],
  objections: ({ state: { ending } }) =>
    ending === undefined ? nothing : [{ _tag: "Closed", on: ending.on, outcome: ending.outcome }]
})

/** The rules that apply to every command that changes an open case. */
export const changing = [goesForward, isHere, isNotClosed] as const

const isClosed = rule({
  id: "case-is-closed",
  name: "only a closed case is reopened",
  reasons: ["StillOpen"],
  objections: ({ state }) =>
    state.ending === undefined ? [{ _tag: "StillOpen", stage: state.stage }] : nothing
})

const isSentAway = rule({
  id: "case-was-sent",
  name: "only a case that another district sent is received",
  reasons: ["NotSentAway"],
  objections: ({ state }) => (state.sentTo === undefined ? [{ _tag: "NotSentAway" }] : nothing)
})

// ----------------------------------------------------------------------------------------------------------- authority

const byKeeper = rule({
  id: "case-by-keeper",
  name: "only the keepers of its cases transfer, merge or withdraw a case, decide on its last day, settle a fact that was put aside, or migrate it",
  reasons: ["NoRole", "OutOfScope"],
  objections: ({ command, playbook, state }) => authority(playbook.keepers, command, state)
})

const byKeeperOrHandler = rule({
  id: "case-handed-over-by-keeper-or-handler",
  name: "a case is handed over by its keepers, or by the person who has it",
  reasons: ["NoRole", "OutOfScope"],
  objections: (question) => {
    const { handler } = question.state
    return handler !== undefined && "actor" in handler && handler.actor === question.command.by.id
      ? nothing
      : byKeeper.objections(question)
  }
})

const bySomebodyConcerned = rule({
  id: "case-noted-by-its-people",
  name: "everybody who may do something on a case may add a note to it, and nobody else",
  reasons: ["NoRole", "OutOfScope"],
  objections: ({ command, playbook, state }) => authority(playbook.people, command, state)
})

const byTheClock = rule({
  id: "case-lapses-by-the-clock",
  name: "only the clock records that a deadline has passed",
  reasons: ["NotTheClock"],
  objections: ({ command }) => (command.by.id === clock.id ? nothing : [{ _tag: "NotTheClock" }])
})

const byReceivingKeeper = makeFor<OnCommand<"Receive">, CaseReason>()({
  id: "case-received-by-keeper",
  name: "a case is received by the keepers of such cases in the group that gets it",
  reasons: ["NoRole", "OutOfScope"],
  objections: ({ command, playbook }) =>
    authority(playbook.keepers, command, {
      group: command.group,
      buildings: command.buildings,
      handler: undefined
    })
})

const byReopener = rule({
  id: "case-reopened-by-reopeners",
  name: "a case is reopened by the people whom its playbook names for that, if it can be reopened",
  reasons: ["NoReopening", "NoRole", "OutOfScope"],
  objections: ({ command, playbook, state }) =>
    playbook.reopening === undefined
      ? [{ _tag: "NoReopening" }]
      : authority(playbook.reopening.by, command, state)
})

// ---------------------------------------------------------------------------------------------------------- reopening

const ruleOfReopening = makeFor<OnCommand<"Reopen">, CaseReason>()

const notADuplicate = ruleOfReopening({
  id: "case-reopened-not-a-duplicate",
  name: "a case that was merged into another is not reopened beside it",
  reasons: ["MergedInto"],
  objections: ({ state: { ending } }) =>
    ending?.merged === undefined ? nothing : [{ _tag: "MergedInto", into: ending.merged }]
})

const cameBack = ruleOfReopening({
  id: "case-reopened-came-back",
  name: "a withdrawn case is not reopened as a relapse, because it never had a result",
  reasons: ["NothingToRelapse"],
  objections: ({ command: { relapse }, state: { ending } }) =>
    relapse && ending?.outcome === "void" && ending.merged === undefined
      ? [{ _tag: "NothingToRelapse" }]
      : nothing
})

const afterItsOutcome = ruleOfReopening({
  id: "case-reopened-after-outcome",
  name: "a case is reopened only after an outcome that its playbook names",
  reasons: ["NotAfterOutcome"],
  objections: ({ playbook: { reopening }, state: { ending } }) =>
    ending === undefined || reopening?.after === undefined || reopening.after.includes(ending.outcome)
      ? nothing
      : [{ _tag: "NotAfterOutcome", outcome: ending.outcome, after: reopening.after }]
})

const inTime = ruleOfReopening({
  id: "case-reopened-in-time",
  name: "a case is reopened within the period that its playbook names",
  reasons: ["ReopeningOver"],
  objections: ({ command, playbook: { reopening }, state: { ending } }) => {
    if (ending === undefined || reopening?.within === undefined) return nothing
    // The period for reopening is never in working days, so the result does not depend on the calendar. An empty
    // calendar is enough.
    const until = Calendar.addPeriod(Calendar.none, ending.on, reopening.within).value
    return command.on <= until ? nothing : [{ _tag: "ReopeningOver", until }]
  }
})

// ------------------------------------------------------------------------------------------------- the other commands

/** The input of rules about a command that must contain a stated reason: a text that people write. */
export interface ReasonedQuestion extends CaseQuestion {
  readonly command: Asking & { readonly reason: string }
}

const withReason = makeFor<ReasonedQuestion, CaseReason>()({
  id: "case-with-reason",
  name: "a transfer, a withdrawal, a reopening, a decision on a last day and a settlement have a reason",
  reasons: ["ReasonMissing"],
  objections: ({ command }) => (command.reason.trim() === "" ? [{ _tag: "ReasonMissing" }] : nothing)
})

const elsewhere = makeFor<OnCommand<"Transfer">, CaseReason>()({
  id: "case-transferred-elsewhere",
  name: "a case is transferred to another group than its own",
  reasons: ["SameGroup"],
  objections: ({ command: { to }, state: { group } }) =>
    "group" in to && to.group === group ? [{ _tag: "SameGroup", group }] : nothing
})

const intoAnother = makeFor<OnCommand<"Merge">, CaseReason>()({
  id: "case-merged-into-another",
  name: "a duplicate is merged into another case than itself",
  reasons: ["MergeIntoItself"],
  objections: ({ command, state }) => (command.into === state.id ? [{ _tag: "MergeIntoItself" }] : nothing)
})

const fromAnother = makeFor<OnCommand<"Absorb">, CaseReason>()({
  id: "case-takes-in-another",
  name: "a case takes in the subjects of another case than itself",
  reasons: ["MergeIntoItself"],
  objections: ({ command, state }) =>
    command.duplicate === state.id ? [{ _tag: "MergeIntoItself" }] : nothing
})

const ruleOfDue = makeFor<OnCommand<"DecideDue">, CaseReason>()

const decidedOn = ({ command, state }: OnCommand<"DecideDue">) =>
  lastDayOf(state, command.of ?? { stage: state.stage })?.provisional

const ofAProvisionalDay = ruleOfDue({
  id: "due-is-provisional",
  name: "a keeper decides on a last day only while it is provisional",
  reasons: ["NothingProvisional"],
  objections: (question) => (decidedOn(question) === undefined ? [{ _tag: "NothingProvisional" }] : nothing)
})

const afterItsTerm = ruleOfDue({
  id: "due-after-its-term",
  name: "a last day that a keeper decides on leaves the whole term, as if every day were a working day",
  reasons: ["DueTooEarly"],
  objections: (question) => {
    const term = decidedOn(question)
    return term === undefined || question.command.due >= earliest(term)
      ? nothing
      : [{ _tag: "DueTooEarly", earliest: earliest(term) }]
  }
})

const ofAFactAside = makeFor<OnCommand<"Settle">, CaseReason>()({
  id: "fact-to-settle",
  name: "a keeper settles a fact that was put aside, and only once",
  reasons: ["NothingAside"],
  objections: ({ command: { entry, fact } }) =>
    fact === undefined ? [{ _tag: "NothingAside", entry }] : nothing
})

/**
 * The rules in force for the commands that every case accepts. The keys are the commands, and names for rules that
 * several commands share.
 *
 * @category rules
 */
export const standard = {
  /** The rules for actions that only the keepers of a case (the people who manage it) may take. */
  keeping: [...changing, byKeeper],
  Note: [...changing, bySomebodyConcerned],
  /**
   * The rules for a note that is recorded later than its day. Such a note never changes the case, so it is accepted
   * even if the case has later entries.
   */
  LateNote: [isHere, isNotClosed, bySomebodyConcerned],
  HandOver: [...changing, byKeeperOrHandler],
  /**
   * The rules for a hand-over that is recorded late, after people have acted on the case. Such a hand-over is recorded,
   * but does not change the case.
   */
  HandOverAside: [isHere, isNotClosed, byKeeperOrHandler],
  Transfer: [...changing, byKeeper, elsewhere, withReason],
  Receive: [goesForward, isSentAway, aboutItsKind, byReceivingKeeper],
  Merge: [...changing, byKeeper, intoAnother],
  Absorb: [...changing, byKeeper, fromAnother],
  /** The rules for a duplicate that is recorded late. It only adds subjects, so the case may have later entries. */
  LateAbsorb: [isHere, isNotClosed, byKeeper, fromAnother],
  Withdraw: [...changing, byKeeper, withReason],
  DecideDue: [...changing, byKeeper, ofAProvisionalDay, afterItsTerm, withReason],
  Settle: [...changing, byKeeper, ofAFactAside, withReason],
  Lapse: [...changing, byTheClock],
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

// ------------------------------------------------------------------------------------------------------ preconditions

export const wasOpened = precondition({
  id: "case-was-opened",
  name: "a command is for a case that was opened",
  reasons: ["NotOpened"]
})

export const openedOnce = precondition({
  id: "case-opened-once",
  name: "a case is opened or received once under its id",
  reasons: ["AlreadyOpened"]
})

export const knownStep = precondition({
  id: "step-known",
  name: "a step is one of the steps of the playbook",
  reasons: ["UnknownStep"]
})

/**
 * The input of the preconditions of the command `Lapse`, which records passed deadlines: the case after all automatic
 * actions, and the events of these actions.
 */
export interface LapseQuestion {
  readonly state: Exclude<CaseState, { readonly _tag: "Unopened" }>
  readonly events: ReadonlyArray<CaseEvent>
}

export const somethingLapses = makeFor<LapseQuestion, CaseReason>()({
  id: "case-something-lapses",
  name: "the clock changes a case only if a deadline has passed or a provisional day can be counted again",
  reasons: ["NothingLapses"],
  objections: ({ events, state: { due } }) =>
    events.length > 0 ? nothing : [{ _tag: "NothingLapses", ...given("due", due) }]
})
