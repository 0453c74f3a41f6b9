/**
 * A case is one run of a playbook (the description of a kind of work) about one or several subjects, stored as a stream
 * of events `case-<id>`. An event contains every fact that later code needs: the stage that the case enters, the day on
 * which that stage is due, the outcome, and the kinds of contact as which a step counts. So the state of a case is
 * computed from its events alone, without its playbook, whichever versions of the playbook the case has used. What is
 * overdue, what is due next and who must be notified is never stored: `CaseView` computes it.
 */
import * as Schema from "effect/Schema"
import { PollResult } from "../polls/Poll.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { Instant } from "../kernel/Instant.ts"
import { hidden, personal, sensitive } from "../kernel/Personal.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { Actor } from "../place/Actor.ts"
import {
  ActorId,
  BranchId,
  BuildingId,
  CaseId,
  ContactKind,
  DistrictId,
  GroupId,
  RoleId,
  Tag
} from "../place/Id.ts"
import { Kind, Subject } from "../place/Subject.ts"
import { Term } from "./Due.ts"
import { Evidence, EvidenceFile } from "./Evidence.ts"
import { By, FieldId, FieldType, Outcome, PlaybookId, StageId, StepId, Version } from "./Playbook.ts"

const prefix = "case-"

/** The stream that contains the events of a case. */
export const stream = (id: CaseId): StreamId => StreamId.make(`${prefix}${id}`)

/** The case to which a stream belongs. `undefined` if the stream is not the stream of a case. */
export const caseOf = (name: string): CaseId | undefined =>
  // This cast is safe: every stream with this prefix is named after the id of a case.
  name.startsWith(prefix) ? (name.slice(prefix.length) as CaseId) : undefined

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
const Subjects = Schema.NonEmptyArray(Subject)
const Words = Schema.String.check(Schema.isMaxLength(10_000))

/**
 * The facts that a decision about a case needs, but that are not in the stream of the case. The caller finds them as of
 * the day of the command. A missing fact counts as `false`, empty or 0.
 *
 * @category models
 */
export const CaseContext = Schema.Struct({
  /** The Party branches that lead the group of the case. */
  branches: Schema.optionalKey(Schema.Array(BranchId)),
  /** The parent case (the case under which this case was opened), if there is one. */
  parent: Schema.optionalKey(Schema.Struct({ playbook: PlaybookId, open: Schema.Boolean })),
  /** The number of open child cases (cases that were opened under this case). */
  openChildren: Schema.optionalKey(Count),
  /** The final results of the polls held on the case. The key is the id of the poll's rule set. */
  polls: Schema.optionalKey(Schema.Record(Tag, PollResult)),
  /**
   * The first entry of the case that a person made and that is dated after the day of the command. If there is such an
   * entry, a command for an earlier day is recorded, but does not change the case.
   */
  inTheWay: Schema.optionalKey(Schema.Struct({ entry: Count, on: DayFromIso }))
})
export interface CaseContext extends Schema.Schema.Type<typeof CaseContext> {}

/**
 * The history of a case that continues an earlier, closed case: the first case of the chain, the day on which the
 * previous case was closed, and the number of relapses (the problem came back), the new case included.
 */
export const Lineage = Schema.Struct({ first: CaseId, closed: DayFromIso, relapses: Count })
export interface Lineage extends Schema.Schema.Type<typeof Lineage> {}

/** To whom a case is handed over: to one person, or to everybody with a role. */
export const Handler = Schema.Union([Schema.Struct({ actor: ActorId }), Schema.Struct({ role: RoleId })])
export type Handler = typeof Handler.Type

/** The group or the district to which a case is transferred. */
const Destination = Schema.Union([Schema.Struct({ group: GroupId }), Schema.Struct({ district: DistrictId })])
type Destination = typeof Destination.Type

/** Which due day of a case is meant: the due day of a stage, or the limit of the whole case. */
export const WhichDue = Schema.Union([Schema.Struct({ stage: StageId }), Schema.Literal("limit")])
export type WhichDue = typeof WhichDue.Type

/**
 * How a keeper (a person who manages the case) settles a fact that was put aside: a fact that was recorded too late to
 * change the case. `as-recorded`: the fact stays on record, and the case does not change. `applied`: the case now takes
 * the step of the fact, or is handed over.
 */
export const SettledHow = Schema.Literals(["as-recorded", "applied"])
export type SettledHow = typeof SettledHow.Type

/**
 * A fact that was put aside, because it was recorded too late to change the case: a step or a hand-over, with its day,
 * its actor and the ids of the evidence fields that were filled in.
 */
export const Aside = Schema.Struct({
  by: ActorId,
  on: DayFromIso,
  step: Schema.optionalKey(StepId),
  handler: Schema.optionalKey(Handler),
  recorded: Schema.Array(FieldId),
  /** The day from which the deadline of the step's stage counts, if it is another day than that of the fact. */
  from: Schema.optionalKey(DayFromIso)
})
export interface Aside extends Schema.Schema.Type<typeof Aside> {}

const command = {
  by: Actor,
  on: DayFromIso,
  /** The day on which the action was recorded, if it happened on an earlier day. */
  written: Schema.optionalKey(DayFromIso),
  /** The instant at which the action happened, for rules that count hours. */
  at: Schema.optionalKey(Instant),
  /**
   * The instant from which hours are counted: `at`, or the present if the action happens now. Missing if only the day is
   * known: then hours are counted from the end of the day.
   */
  now: Schema.optionalKey(Instant),
  context: Schema.optionalKey(CaseContext)
}

/**
 * A command on a case: a request in the form that the decider of cases takes.
 *
 * @category commands
 */
export const CaseCommand = Schema.TaggedUnion({
  Open: {
    ...command,
    id: CaseId,
    playbook: PlaybookId,
    version: Version,
    subjects: Subjects,
    /** The buildings in which the subjects of the case are. */
    buildings: Schema.Array(BuildingId),
    /** The group that is responsible for the case. */
    group: GroupId,
    parent: Schema.optionalKey(CaseId),
    lineage: Schema.optionalKey(Lineage),
    evidence: Schema.optionalKey(Evidence),
    /** The case's own due day, if its playbook allows one. */
    due: Schema.optionalKey(DayFromIso)
  },
  Take: { ...command, step: StepId, evidence: Schema.optionalKey(Evidence) },
  /**
   * Records that deadlines have passed, and counts provisional due days (those that were counted without complete
   * calendar data) again. Only the clock (the actor for automatic actions) sends this command.
   */
  Lapse: command,
  /**
   * Replaces a provisional due day (one that was counted without complete calendar data). A keeper of the case (a
   * person who manages it) decides on the new day. `of` says which due day is meant. Default: the due day of the
   * current stage.
   */
  DecideDue: {
    ...command,
    of: Schema.optionalKey(WhichDue),
    due: DayFromIso,
    reason: sensitive(Words)
  },
  /**
   * A keeper (a person who manages the case) settles a fact that was put aside (recorded too late to change the case).
   * Either the fact stays as recorded, or it changes the case now. `entry` is the position of the entry with the fact.
   * `fact` is the fact in that entry, or `undefined` if the entry contains no such fact.
   */
  Settle: {
    ...command,
    entry: Count,
    how: SettledHow,
    reason: sensitive(Words),
    fact: Schema.optionalKey(Aside)
  },
  Note: { ...command, text: sensitive(Words) },
  HandOver: { ...command, to: Handler, reason: Schema.optionalKey(sensitive(Words)) },
  Transfer: { ...command, to: Destination, reason: sensitive(Words) },
  /**
   * Receives a case that another district sent. The history of the case must already be stored in this district's
   * stream.
   */
  Receive: {
    ...command,
    id: CaseId,
    from: DistrictId,
    group: GroupId,
    subjects: Subjects,
    buildings: Schema.Array(BuildingId)
  },
  /** Closes this case as a duplicate of another case. That other case gets an `Absorb` command at the same time. */
  Merge: { ...command, into: CaseId },
  Absorb: {
    ...command,
    duplicate: CaseId,
    subjects: Schema.Array(Subject),
    buildings: Schema.Array(BuildingId)
  },
  Withdraw: { ...command, reason: sensitive(Words) },
  /** Opens a closed case again, because of a relapse or for another reason, such as an objection. */
  Reopen: { ...command, relapse: Schema.Boolean, reason: sensitive(Words) }
})
export type CaseCommand = typeof CaseCommand.Type

/**
 * Why a command on a case is refused. Each reason is one obstacle; a refusal lists all of them.
 *
 * @category errors
 */
export const CaseReason = Schema.TaggedUnion({
  NotOpened: {},
  AlreadyOpened: {},
  /** The case is closed. It cannot change until it is reopened. */
  Closed: { on: DayFromIso, outcome: Outcome },
  /** The case is still open. Only a closed case can be reopened. */
  StillOpen: { stage: StageId },
  /** The playbook does not allow its cases to be reopened. */
  NoReopening: {},
  /** The case was closed as a duplicate. The work continues in the case `into`. */
  MergedInto: { into: CaseId },
  /**
   * No relapse (return of the problem) can be recorded, because the case was withdrawn: its problem had not been
   * resolved.
   */
  NothingToRelapse: {},
  /**
   * The case ended with an outcome after which the playbook does not allow reopening. `after` lists the outcomes after
   * which reopening is allowed.
   */
  NotAfterOutcome: { outcome: Outcome, after: Schema.Array(Outcome) },
  /** The period in which the case could be reopened ended on this day. */
  ReopeningOver: { until: DayFromIso },
  /** The case was sent to another district. */
  SentAway: { district: DistrictId },
  /** The case was not sent by another district, so it cannot be received. */
  NotSentAway: {},
  OtherPlaybook: { expected: PlaybookId, found: PlaybookId },
  OtherVersion: { expected: Version, found: Version },
  OtherSubject: { expected: Kind, found: Kind },
  NoParent: { playbook: PlaybookId },
  OtherParent: { expected: PlaybookId, found: PlaybookId },
  UnknownStep: { step: StepId },
  WrongStage: { stage: StageId, from: Schema.Array(StageId) },
  /** The step is automatic: only the clock (the library itself) takes it, after a deadline. */
  OnlyTheClock: { step: StepId },
  /** Only the clock (the library itself) may record that a deadline has passed. */
  NotTheClock: {},
  /** The actor has none of the required roles. */
  NoRole: { roles: Schema.Array(RoleId) },
  /** The actor has a required role, but not for this case: the mandate is for another group, building or person. */
  OutOfScope: { asked: Schema.Array(By), group: GroupId },
  /** Separation of duties: the same actor took the step `step`, so another person must take this step. */
  SamePerson: { step: StepId },
  EvidenceMissing: { field: FieldId, type: FieldType },
  EvidenceMalformed: { field: FieldId, type: FieldType },
  EvidenceUnknown: { field: FieldId },
  /** Another step must be taken before this step. */
  StepNotTaken: { step: StepId },
  /** The step requires evidence that should have been recorded in an earlier step. */
  NotOnRecord: { field: FieldId },
  /**
   * The step is possible only after the deadline of the stage `stage`: from `day` on. `day` is missing if the case has
   * never been in that stage. `at` is the instant from which on it is possible, if the deadline is counted in hours.
   */
  ShutUntil: { stage: StageId, day: Schema.optionalKey(DayFromIso), at: Schema.optionalKey(Instant) },
  /**
   * The step is possible only after the due day of a stage, and that due day is provisional: it was counted without
   * complete calendar data.
   */
  DueProvisional: { stage: StageId, due: DayFromIso },
  /**
   * The due day is final and not provisional (counted without complete calendar data), so no other day can be decided
   * on.
   */
  NothingProvisional: {},
  /**
   * The due day that a person chose is too early: the period cannot end before `earliest`, whatever the holidays are.
   */
  DueTooEarly: { earliest: DayFromIso },
  /**
   * The entry contains no fact that was put aside (recorded too late to change the case), or that fact is already
   * settled.
   */
  NothingAside: { entry: Count },
  /** The step is possible only after the deadline of a stage, and the clock of that deadline rests at present. */
  DueRests: { stage: StageId, since: DayFromIso },
  /** The playbook does not allow a case to have its own due day. */
  OwnDueNotAllowed: {},
  /** The case's own due day is outside the limits of the playbook: it must be from `earliest` to `latest`. */
  OwnDueOutside: { due: DayFromIso, earliest: DayFromIso, latest: DayFromIso },
  PollNotCarried: { poll: Tag, result: Schema.optionalKey(PollResult) },
  ParentNotOpen: {},
  ChildrenOpen: { count: Count },
  /**
   * The patrol (regular checks after the work) cannot end yet: more clean checks (checks without a relapse) are needed.
   */
  ChecksMissing: { clean: Count, needed: Count },
  /**
   * The clock has nothing to record: no deadline with an automatic step has passed. `due` is the current due day, if
   * there is one.
   */
  NothingLapses: { due: Schema.optionalKey(DayFromIso) },
  /** The day of the command is before the day of the last entry of the case. */
  BeforeLastEntry: { last: DayFromIso },
  ReasonMissing: {},
  SameGroup: { group: GroupId },
  /** The case is already in this district. */
  SameDistrict: { district: DistrictId },
  /** The destination district does not exist in this system. */
  DistrictNotThere: { district: DistrictId },
  /** The destination district has never had this version of the playbook. */
  PlaybookNotThere: { playbook: PlaybookId, version: Version },
  /** The destination district has a different playbook under the same id and version. */
  PlaybookDiffers: { playbook: PlaybookId, version: Version },
  /** The destination district has no group that is responsible for cases of this playbook. */
  GroupNotThere: { playbook: PlaybookId },
  MergeIntoItself: {},
  /**
   * Occurs only in refusals that earlier versions of the library stored: they refused a command if the calendar had no
   * data for a year.
   */
  CalendarLacksYear: { year: Schema.Int }
})
export type CaseReason = typeof CaseReason.Type

const event = {
  by: ActorId,
  on: DayFromIso,
  /**
   * The day on which the event was recorded, if that is not the day on which it happened. (The field is not named
   * `recorded`, because that name is used for the list of evidence fields.)
   */
  written: Schema.optionalKey(DayFromIso),
  /** The instant at which the event happened, for rules that count hours. */
  at: Schema.optionalKey(Instant)
}

const evidence = {
  evidence: Schema.optionalKey(personal(Evidence)),
  /** The values of evidence fields that the playbook marks as sensitive. */
  confidential: Schema.optionalKey(sensitive(Evidence)),
  /** The evidence fields that were filled in. This list stays complete when the values themselves are erased. */
  recorded: Schema.Array(FieldId),
  /** The files of these fields in the store of blobs. Missing if no field has one. */
  files: Schema.optionalKey(Schema.Array(EvidenceFile))
}

/**
 * The state of a patrol after an event: the interval in days, the number of clean checks in a row, and the day of the
 * next check.
 */
export const PatrolState = Schema.Struct({
  interval: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 36_500 })),
  clean: Count,
  /**
   * The day on which the current interval between checks began: the day on which the case entered the patrol stage, or
   * the day of the last check that counted.
   */
  since: Schema.optionalKey(DayFromIso),
  /** The day of the next check. Missing while no regular checks are due on the case. */
  next: Schema.optionalKey(DayFromIso)
})
export interface PatrolState extends Schema.Schema.Type<typeof PatrolState> {}

/**
 * How the provisional due days in an event were counted (the calendar data for them were incomplete). Missing if the
 * event has no provisional due day.
 */
const provisional = Schema.optionalKey(
  Schema.Struct({ due: Schema.optionalKey(Term), limit: Schema.optionalKey(Term) })
)

/**
 * How the due days in an event are counted. Present only if the playbook has a stage in which their clock rests: the rest
 * is then added to the term.
 */
const counted = Schema.optionalKey(
  Schema.Struct({ due: Schema.optionalKey(Term), limit: Schema.optionalKey(Term) })
)

/** A clock that rests: the deadline of a stage, or the limit of the whole case, and since when. */
export const Resting = Schema.Struct({
  of: WhichDue,
  since: DayFromIso,
  sinceAt: Schema.optionalKey(Instant)
})
export interface Resting extends Schema.Schema.Type<typeof Resting> {}

/** A clock that goes on after a rest: its due day, and how the day is counted now. */
const Resumed = Schema.Struct({
  of: WhichDue,
  due: DayFromIso,
  dueAt: Schema.optionalKey(Instant),
  counted: Term,
  /** `true` if the due day was counted without complete calendar data. */
  provisional: Schema.optionalKey(Schema.Literal(true))
})

/** The fields of an event about the due day of the stage that the case enters. */
const stageDue = {
  /** The due day of the stage that the case enters. */
  due: Schema.optionalKey(DayFromIso),
  /** The instant at which the deadline passes, if it is counted in hours. `due` is the day of this instant. */
  dueAt: Schema.optionalKey(Instant),
  provisional,
  counted
}

/** The fields of an event about clocks that stop or go on because the case enters a stage. */
const clocks = {
  /** The clocks that rest from now on. Missing if none rests. */
  rests: Schema.optionalKey(Schema.Array(Resting)),
  /** The clocks that rested until now and go on. */
  resumed: Schema.optionalKey(Schema.Array(Resumed))
}

const entered = {
  /** The stage that the case enters. Missing if the case stays in its stage. */
  to: Schema.optionalKey(StageId),
  ...stageDue,
  ...clocks,
  /** The outcome of the case, if the stage that the case enters ends the case. */
  outcome: Schema.optionalKey(Outcome),
  patrol: Schema.optionalKey(PatrolState)
}

const received = {
  ...event,
  id: CaseId,
  from: DistrictId,
  group: GroupId,
  subjects: hidden(Subjects),
  buildings: hidden(Schema.Array(BuildingId))
}

const events = {
  CaseOpened: {
    ...event,
    id: CaseId,
    playbook: PlaybookId,
    version: Version,
    stage: StageId,
    ...stageDue,
    /** The day by which the whole case must be resolved. */
    limit: Schema.optionalKey(DayFromIso),
    subjects: hidden(Subjects),
    buildings: hidden(Schema.Array(BuildingId)),
    group: GroupId,
    parent: Schema.optionalKey(CaseId),
    lineage: Schema.optionalKey(Lineage),
    ...evidence,
    records: Schema.Array(ContactKind)
  },
  StepTaken: {
    ...event,
    step: StepId,
    from: StageId,
    ...entered,
    ...evidence,
    subjects: hidden(Subjects),
    records: Schema.Array(ContactKind)
  },
  /**
   * A deadline passed, so the clock (the library itself) took the automatic step of the stage. `passed` is the due day.
   */
  DeadlineLapsed: { ...event, step: StepId, from: StageId, passed: DayFromIso, ...entered },
  /**
   * A step was recorded late, and it had been taken before the clock (the library itself) acted on a deadline. So all
   * automatic actions on the day of the step or later are undone. The case is back in the stage `to`, in which the step
   * was taken.
   */
  LapsesUndone: { ...event, from: StageId, to: StageId },
  /**
   * A step or a hand-over was recorded late, after people had acted on the case on a later day. The fact is recorded,
   * but does not change the case. `behind` is the first entry that people made after the fact. A keeper of the case (a
   * person who manages it) should compare the fact with that entry.
   */
  FactAside: {
    ...event,
    step: Schema.optionalKey(StepId),
    handler: Schema.optionalKey(Handler),
    behind: Schema.Struct({ entry: Count, on: DayFromIso }),
    /** The day from which the deadline of the step's stage counts, if it is another day than that of the fact. */
    from: Schema.optionalKey(DayFromIso),
    ...evidence,
    subjects: hidden(Subjects),
    records: Schema.Array(ContactKind)
  },
  /**
   * A keeper (a person who manages the case) settled a fact that was put aside (recorded too late to change the case).
   * If the fact is applied, the next event is its step or its hand-over.
   */
  FactSettled: {
    ...event,
    entry: Count,
    how: SettledHow,
    reason: Schema.optionalKey(sensitive(Words))
  },
  StepRefused: { ...event, step: StepId, reasons: Schema.NonEmptyArray(CaseReason) },
  /** A closed case, or a case on patrol (regular checks after the work), was opened again. */
  CaseReopened: {
    ...event,
    /**
     * The step of the playbook that records a relapse (the problem came back). Missing if a closed case was reopened.
     */
    step: Schema.optionalKey(StepId),
    from: StageId,
    to: StageId,
    ...stageDue,
    limit: Schema.optionalKey(DayFromIso),
    patrol: Schema.optionalKey(PatrolState),
    relapse: Schema.Boolean,
    /** The number of relapses (the problem came back) in this case and in the earlier cases that it continues. */
    relapses: Count,
    /** The day on which the case had been resolved before it was reopened. */
    resolved: DayFromIso,
    reason: Schema.optionalKey(sensitive(Words)),
    ...evidence,
    subjects: hidden(Subjects),
    buildings: hidden(Schema.Array(BuildingId)),
    records: Schema.Array(ContactKind)
  },
  /** The text of the note. Missing when the entry is read without decrypting its sealed (encrypted) values. */
  Noted: { ...event, text: Schema.optionalKey(sensitive(Words)) },
  HandedOver: { ...event, to: Handler, reason: Schema.optionalKey(sensitive(Words)) },
  CaseTransferred: { ...event, to: Destination, reason: Schema.optionalKey(sensitive(Words)) },
  CaseReceived: received,
  /** The district to which the case was sent has accepted it. There, the case has the new id `as`. */
  CaseArrived: { ...event, district: DistrictId, as: CaseId },
  /** The district to which the case was sent has declined it. The case continues in this district. */
  CaseReturned: { ...event, district: DistrictId, reasons: Schema.NonEmptyArray(CaseReason) },
  CaseMerged: { ...event, into: CaseId },
  DuplicateAbsorbed: {
    ...event,
    duplicate: CaseId,
    subjects: hidden(Subjects),
    buildings: hidden(Schema.Array(BuildingId))
  },
  CaseWithdrawn: { ...event, reason: Schema.optionalKey(sensitive(Words)) },
  /** The case now uses another version of its playbook. */
  CaseMigrated: {
    ...event,
    version: Version,
    from: StageId,
    to: StageId,
    ...stageDue,
    ...clocks,
    patrol: Schema.optionalKey(PatrolState)
  },
  /**
   * A provisional due day (one that was counted without complete calendar data) was counted again automatically,
   * because more calendar data had become available.
   */
  DueRecounted: {
    ...event,
    of: WhichDue,
    was: DayFromIso,
    due: DayFromIso,
    /** How the new due day was counted. Present only if the new due day is still provisional. */
    term: Schema.optionalKey(Term)
  },
  /**
   * A keeper of the case (a person who manages it) decided on a due day that had been provisional (counted without
   * complete calendar data).
   */
  DueDecided: {
    ...event,
    of: WhichDue,
    was: DayFromIso,
    due: DayFromIso,
    reason: Schema.optionalKey(sensitive(Words))
  }
}

/** An event of a case from the time when the case was in another district, before it was sent to this district. */
export const PastCaseEvent = Schema.TaggedUnion(events)
export type PastCaseEvent = typeof PastCaseEvent.Type

/**
 * An event of a case.
 *
 * @category events
 */
export const CaseEvent = Schema.TaggedUnion({
  ...events,
  /**
   * If the case is new to this district, the event contains the complete history of the case. The values that were
   * sealed (encrypted) in the other district are left out.
   */
  CaseReceived: { ...received, history: Schema.optionalKey(hidden(Schema.Array(PastCaseEvent))) }
})
export type CaseEvent = typeof CaseEvent.Type
