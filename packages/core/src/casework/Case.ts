/**
 * A case: one run of a playbook, about one or several subjects, as a stream of events `case-<id>`. Events carry every
 * fact that a reader needs (the stage entered, the day it is due, the outcome, what the step counts for). So the state
 * of a case is folded without its playbook, whatever versions of it the case has used. What is overdue or due next, and
 * who is notified, is never stored: `CaseView` derives it.
 */
import * as Schema from "effect/Schema"
import { PollResult } from "../polls/Poll.ts"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Instant } from "../kernel/Instant.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
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
import { type Due, Term } from "./Due.ts"
import { Evidence } from "./Evidence.ts"
import { By, FieldId, FieldType, Outcome, PlaybookId, StageId, StepId, Version } from "./Playbook.ts"

const prefix = "case-"

/** The stream of a case. */
export const stream = (id: CaseId): StreamId => StreamId.make(`${prefix}${id}`)

/** The case of a stream. `undefined` if the stream is another context's. */
export const caseOf = (name: string): CaseId | undefined =>
  // Safe: streams with this prefix are made of case ids.
  name.startsWith(prefix) ? (name.slice(prefix.length) as CaseId) : undefined

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
const Subjects = Schema.NonEmptyArray(Subject)
const Words = Schema.String.check(Schema.isMaxLength(10_000))

/**
 * The facts that a decision needs and that are not in the case's own stream. The caller looks them up as of the day of
 * the command. An absent fact counts as `false`, empty or 0.
 *
 * @category models
 */
export const CaseContext = Schema.Struct({
  /** The branches that lead the case's group. */
  branches: Schema.optionalKey(Schema.Array(BranchId)),
  /** The case above, if any. */
  parent: Schema.optionalKey(Schema.Struct({ playbook: PlaybookId, open: Schema.Boolean })),
  /** How many cases under this one are open. */
  openChildren: Schema.optionalKey(Count),
  /** The final results of the polls held on the case, by rule set. */
  polls: Schema.optionalKey(Schema.Record(Tag, PollResult)),
  /** The first entry by people that is dated after the command. It is in the way of a fact that is written down late. */
  inTheWay: Schema.optionalKey(Schema.Struct({ entry: Count, on: DayFromIso }))
})
export interface CaseContext extends Schema.Schema.Type<typeof CaseContext> {}

/**
 * The case that a new one continues: the first of its line, the day on which the last one was closed, and how many
 * relapses there have been with this one.
 */
export const Lineage = Schema.Struct({ first: CaseId, closed: DayFromIso, relapses: Count })
export interface Lineage extends Schema.Schema.Type<typeof Lineage> {}

/** To whom a case is handed over: a person, or everybody with a role. */
export const Handler = Schema.Union([Schema.Struct({ actor: ActorId }), Schema.Struct({ role: RoleId })])
export type Handler = typeof Handler.Type

/** Where a case is transferred to. */
const Destination = Schema.Union([Schema.Struct({ group: GroupId }), Schema.Struct({ district: DistrictId })])
type Destination = typeof Destination.Type

/** Which last day of a case: that of a stage, or the limit of the whole case. */
export const WhichDue = Schema.Union([Schema.Struct({ stage: StageId }), Schema.Literal("limit")])
export type WhichDue = typeof WhichDue.Type

const command = {
  by: Actor,
  on: DayFromIso,
  /** The day on which it is written down, if that is later than the day on which it happened. */
  written: Schema.optionalKey(DayFromIso),
  /** The instant at which it happened, if hours count. */
  at: Schema.optionalKey(Instant),
  context: Schema.optionalKey(CaseContext)
}

/**
 * What somebody wants of a case.
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
    /** The buildings in which the subjects lie. */
    buildings: Schema.Array(BuildingId),
    /** The group that leads the case. */
    group: GroupId,
    parent: Schema.optionalKey(CaseId),
    lineage: Schema.optionalKey(Lineage),
    evidence: Schema.optionalKey(Evidence)
  },
  Take: { ...command, step: StepId, evidence: Schema.optionalKey(Evidence) },
  /** The clock: do what the passing of a deadline does, and count provisional days again. */
  Lapse: command,
  /** Replaces a provisional last day by one that a keeper decides on. Default: the day of the current stage. */
  DecideDue: {
    ...command,
    of: Schema.optionalKey(WhichDue),
    due: DayFromIso,
    reason: sensitive(Words)
  },
  Note: { ...command, text: sensitive(Words) },
  HandOver: { ...command, to: Handler, reason: Schema.optionalKey(sensitive(Words)) },
  Transfer: { ...command, to: Destination, reason: sensitive(Words) },
  /** Receives a case that another district sent, after its history is stored in this district's stream. */
  Receive: {
    ...command,
    id: CaseId,
    from: DistrictId,
    group: GroupId,
    subjects: Subjects,
    buildings: Schema.Array(BuildingId)
  },
  /** Ends this case as a duplicate of another; the other one takes an `Absorb` along with it. */
  Merge: { ...command, into: CaseId },
  Absorb: {
    ...command,
    duplicate: CaseId,
    subjects: Schema.Array(Subject),
    buildings: Schema.Array(BuildingId)
  },
  Withdraw: { ...command, reason: sensitive(Words) },
  /** Opens a closed case again; as a relapse, or for another reason such as an objection. */
  Reopen: { ...command, relapse: Schema.Boolean, reason: sensitive(Words) }
})
export type CaseCommand = typeof CaseCommand.Type

/**
 * Why a case refuses a command. Each reason names one obstacle; a refusal lists all of them.
 *
 * @category errors
 */
export const CaseReason = Schema.TaggedUnion({
  NotOpened: {},
  AlreadyOpened: {},
  /** The case is closed; only reopening changes it. */
  Closed: { on: DayFromIso, outcome: Outcome },
  /** Only a closed case can be reopened. */
  StillOpen: { stage: StageId },
  /** The playbook has no reopening. */
  NoReopening: {},
  /** The case is a duplicate of another one, in which the work goes on. */
  MergedInto: { into: CaseId },
  /** A case that was withdrawn had not been resolved, so it cannot come back. */
  NothingToRelapse: {},
  /** The playbook does not reopen a case with this outcome. */
  NotAfterOutcome: { outcome: Outcome, after: Schema.Array(Outcome) },
  /** The case could be reopened until this day. */
  ReopeningOver: { until: DayFromIso },
  /** The case was sent to another district. */
  SentAway: { district: DistrictId },
  /** Only a case that another district sent can be received. */
  NotSentAway: {},
  OtherPlaybook: { expected: PlaybookId, found: PlaybookId },
  OtherVersion: { expected: Version, found: Version },
  OtherSubject: { expected: Kind, found: Kind },
  NoParent: { playbook: PlaybookId },
  OtherParent: { expected: PlaybookId, found: PlaybookId },
  UnknownStep: { step: StepId },
  WrongStage: { stage: StageId, from: Schema.Array(StageId) },
  /** Only the clock takes the step. */
  OnlyTheClock: { step: StepId },
  /** Only the clock may say that a deadline has passed. */
  NotTheClock: {},
  /** The actor holds none of the roles. */
  NoRole: { roles: Schema.Array(RoleId) },
  /** The actor holds the role, but not for this case's group, building or person: not your group. */
  OutOfScope: { asked: Schema.Array(By), group: GroupId },
  /** Separation of duties: the actor took the other step. */
  SamePerson: { step: StepId },
  EvidenceMissing: { field: FieldId, type: FieldType },
  EvidenceMalformed: { field: FieldId, type: FieldType },
  EvidenceUnknown: { field: FieldId },
  /** A step that must come first has not been taken. */
  StepNotTaken: { step: StepId },
  /** Evidence that an earlier step should have recorded is not there. */
  NotOnRecord: { field: FieldId },
  /** The gate opens on a day. `day` is absent if the case has not entered the stage. */
  ShutUntil: { stage: StageId, day: Schema.optionalKey(DayFromIso) },
  /** The gate waits for the stage's last day, which is provisional. */
  DueProvisional: { stage: StageId, due: DayFromIso },
  /** The last day is not provisional: there is nothing to decide. */
  NothingProvisional: {},
  /** The term cannot have passed before this day, whatever the holidays. */
  DueTooEarly: { earliest: DayFromIso },
  PollNotCarried: { poll: Tag, result: Schema.optionalKey(PollResult) },
  ParentNotOpen: {},
  ChildrenOpen: { count: Count },
  /** The patrol is not released before so many clean checks. */
  ChecksMissing: { clean: Count, needed: Count },
  /** No deadline of the case has passed that leads to a step. */
  NothingLapses: { due: Schema.optionalKey(DayFromIso) },
  /** The day lies before the last entry of the case. */
  BeforeLastEntry: { last: DayFromIso },
  ReasonMissing: {},
  SameGroup: { group: GroupId },
  /** The case is in that district already. */
  SameDistrict: { district: DistrictId },
  /** No district of that name keeps its ledger here. */
  DistrictNotThere: { district: DistrictId },
  /** The district that the case was sent to never had that version of its playbook. */
  PlaybookNotThere: { playbook: PlaybookId, version: Version },
  /** The district that the case was sent to has another playbook under that name and version. */
  PlaybookDiffers: { playbook: PlaybookId, version: Version },
  /** The district that the case was sent to has no group that leads such cases. */
  GroupNotThere: { playbook: PlaybookId },
  MergeIntoItself: {},
  /** Only in refusals that earlier versions kept: they could not count without the year's data. */
  CalendarLacksYear: { year: Schema.Int }
})
export type CaseReason = typeof CaseReason.Type

const event = {
  by: ActorId,
  on: DayFromIso,
  /** The day on which it was written down, if that is another day. (`recorded` is the list of evidence fields here.) */
  written: Schema.optionalKey(DayFromIso),
  /** The instant at which it happened, if hours count. */
  at: Schema.optionalKey(Instant)
}

const evidence = {
  evidence: Schema.optionalKey(personal(Evidence)),
  /** The evidence whose fields the playbook marks as sensitive. */
  confidential: Schema.optionalKey(sensitive(Evidence)),
  /** The fields handed in. They stay known when the values themselves are erased. */
  recorded: Schema.Array(FieldId)
}

/** The patrol after an event: the interval in days, clean checks that count, and the day of the next check. */
export const PatrolState = Schema.Struct({
  interval: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 36_500 })),
  clean: Count,
  /** The day from which the interval that is running counts: entry into the stage, or the last check that counted. */
  since: Schema.optionalKey(DayFromIso),
  /** Absent while the case is not on patrol. */
  next: Schema.optionalKey(DayFromIso)
})
export interface PatrolState extends Schema.Schema.Type<typeof PatrolState> {}

/** The terms of those last days of an event that are provisional. Absent in an event without such days. */
const provisional = Schema.optionalKey(
  Schema.Struct({ due: Schema.optionalKey(Term), limit: Schema.optionalKey(Term) })
)

const entered = {
  /** The stage entered; absent where the case stays in its stage. */
  to: Schema.optionalKey(StageId),
  /** The last day of the deadline of the stage entered. */
  due: Schema.optionalKey(DayFromIso),
  provisional,
  /** How the case ends, where the stage entered ends it. */
  outcome: Schema.optionalKey(Outcome),
  patrol: Schema.optionalKey(PatrolState)
}

const received = {
  ...event,
  id: CaseId,
  from: DistrictId,
  group: GroupId,
  subjects: Subjects,
  buildings: Schema.Array(BuildingId)
}

const events = {
  CaseOpened: {
    ...event,
    id: CaseId,
    playbook: PlaybookId,
    version: Version,
    stage: StageId,
    due: Schema.optionalKey(DayFromIso),
    /** The last day by which the case is to be resolved. */
    limit: Schema.optionalKey(DayFromIso),
    provisional,
    subjects: Subjects,
    buildings: Schema.Array(BuildingId),
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
    subjects: Subjects,
    records: Schema.Array(ContactKind)
  },
  /** The clock took the step that the playbook names for a deadline that passed, on its last day, `passed`. */
  DeadlineLapsed: { ...event, step: StepId, from: StageId, passed: DayFromIso, ...entered },
  /**
   * A step that was written down late was taken before the clock acted. What the clock did on this day or later is undone:
   * the case is back in the stage `to`, where the step finds it.
   */
  LapsesUndone: { ...event, from: StageId, to: StageId },
  /**
   * A step or a hand-over that was written down late, after people had acted on the case. It is on record and does not move
   * the case. `behind` is the first entry of people that is in the way: a keeper looks at both.
   */
  FactAside: {
    ...event,
    step: Schema.optionalKey(StepId),
    handler: Schema.optionalKey(Handler),
    behind: Schema.Struct({ entry: Count, on: DayFromIso }),
    ...evidence,
    subjects: Subjects,
    records: Schema.Array(ContactKind)
  },
  StepRefused: { ...event, step: StepId, reasons: Schema.NonEmptyArray(CaseReason) },
  /** A closed case, or one on patrol, is open again. */
  CaseReopened: {
    ...event,
    /** The playbook's relapse step; absent where a closed case was reopened. */
    step: Schema.optionalKey(StepId),
    from: StageId,
    to: StageId,
    due: Schema.optionalKey(DayFromIso),
    limit: Schema.optionalKey(DayFromIso),
    provisional,
    patrol: Schema.optionalKey(PatrolState),
    relapse: Schema.Boolean,
    /** How many relapses there have been in this case and those that it continues. */
    relapses: Count,
    /** The day on which the case had been resolved. */
    resolved: DayFromIso,
    reason: Schema.optionalKey(sensitive(Words)),
    ...evidence,
    subjects: Subjects,
    buildings: Schema.Array(BuildingId),
    records: Schema.Array(ContactKind)
  },
  /** What people write is absent where it stays sealed. */
  Noted: { ...event, text: Schema.optionalKey(sensitive(Words)) },
  HandedOver: { ...event, to: Handler, reason: Schema.optionalKey(sensitive(Words)) },
  CaseTransferred: { ...event, to: Destination, reason: Schema.optionalKey(sensitive(Words)) },
  CaseReceived: received,
  /** The district that the case was sent to continues it, under a new id. */
  CaseArrived: { ...event, district: DistrictId, as: CaseId },
  /** The district that the case was sent to could not take it in: it goes on here. */
  CaseReturned: { ...event, district: DistrictId, reasons: Schema.NonEmptyArray(CaseReason) },
  CaseMerged: { ...event, into: CaseId },
  DuplicateAbsorbed: {
    ...event,
    duplicate: CaseId,
    subjects: Subjects,
    buildings: Schema.Array(BuildingId)
  },
  CaseWithdrawn: { ...event, reason: Schema.optionalKey(sensitive(Words)) },
  /** The case goes on under another version of its playbook. */
  CaseMigrated: {
    ...event,
    version: Version,
    from: StageId,
    to: StageId,
    due: Schema.optionalKey(DayFromIso),
    provisional,
    patrol: Schema.optionalKey(PatrolState)
  },
  /** The clock counted a provisional last day again, with more of the calendar's data. */
  DueRecounted: {
    ...event,
    of: WhichDue,
    was: DayFromIso,
    due: DayFromIso,
    /** Present if the day is still provisional. */
    term: Schema.optionalKey(Term)
  },
  /** A keeper decided on a last day that was provisional. */
  DueDecided: {
    ...event,
    of: WhichDue,
    was: DayFromIso,
    due: DayFromIso,
    reason: Schema.optionalKey(sensitive(Words))
  }
}

/** What happened on a case in another district, before it was sent here. */
export const PastCaseEvent = Schema.TaggedUnion(events)
export type PastCaseEvent = typeof PastCaseEvent.Type

/**
 * What happened on a case.
 *
 * @category events
 */
export const CaseEvent = Schema.TaggedUnion({
  ...events,
  /** Its history comes along in whole, without what is sealed in it, where the case is new to this district. */
  CaseReceived: { ...received, history: Schema.optionalKey(Schema.Array(PastCaseEvent)) }
})
export type CaseEvent = typeof CaseEvent.Type

/** A case that nobody has opened. */
export interface Unopened {
  readonly _tag: "Unopened"
}

/** The latest stay in a stage that has a deadline: its last day, and how that was counted if it is provisional. */
export interface Stay {
  readonly stage: StageId
  readonly due: Day
  readonly term: Term | undefined
}

/**
 * What is behind a case since it was opened, or last reopened: the round that gates look at. Its lists are short, since
 * each step is in it once for each person, and they are lists because appending to one copies faster than a record.
 */
export interface Round {
  /** Opened, or reopened. */
  readonly began: Day
  /** The last day by which the case is to be resolved. */
  readonly limit: Day | undefined
  /** How the limit was counted, if it is provisional. */
  readonly limitTerm: Term | undefined
  /** The steps that were taken, each once for each person who took it. */
  readonly taken: ReadonlyArray<{ readonly step: StepId; readonly by: ActorId }>
  /** The evidence fields on record. */
  readonly recorded: ReadonlyArray<FieldId>
  /** The last day of the deadline of each stage that has been entered, the latest stay only. */
  readonly dues: ReadonlyArray<Stay>
}

/** Whether a step has been taken in a round. */
export const isTaken = ({ taken }: Round, step: StepId): boolean => {
  for (const one of taken) if (one.step === step) return true
  return false
}

/** Whether somebody has taken a step in a round. */
export const isTakenBy = ({ taken }: Round, step: StepId, by: ActorId): boolean => {
  for (const one of taken) if (one.step === step && one.by === by) return true
  return false
}

/** The latest stay in a stage within a round; `undefined` if it was not entered, or has no deadline. */
export const stayIn = ({ dues }: Round, stage: StageId): Stay | undefined =>
  dues.find((one) => one.stage === stage)

/** How a case ended, and the case that it was a duplicate of, if it was one. */
export interface Ending {
  readonly on: Day
  readonly outcome: Outcome
  readonly merged: CaseId | undefined
}

/**
 * A case that has been opened.
 *
 * @category models
 */
export interface Opened {
  readonly _tag: "Opened"
  readonly id: CaseId
  readonly playbook: PlaybookId
  readonly version: number
  readonly opened: Day
  readonly stage: StageId
  /** The day on which the stage was entered. */
  readonly since: Day
  /** The last day of the stage's deadline, until that has lapsed. */
  readonly due: Day | undefined
  readonly subjects: readonly [Subject, ...ReadonlyArray<Subject>]
  readonly buildings: ReadonlyArray<BuildingId>
  readonly group: GroupId
  readonly parent: CaseId | undefined
  readonly lineage: Lineage | undefined
  readonly relapses: number
  readonly handler: Handler | undefined
  readonly patrol: PatrolState | undefined
  /** The day on which the case was resolved: ended, or on patrol. */
  readonly resolved: Day | undefined
  readonly round: Round
  readonly ending: Ending | undefined
  /** The district that goes on with the case, where it was sent to another. */
  readonly sentTo: DistrictId | undefined
  /** The day of the last event. */
  readonly last: Day
  /** What the clock did last. `undefined` if people have acted after it. */
  readonly byClock: ClockStep | undefined
}

/** Something that the clock did to a case, and the case before it: a fact that is written down late may undo it. */
export interface ClockStep {
  readonly on: Day
  readonly before: Opened
}

/**
 * The state of a case, folded from its events.
 *
 * @category models
 */
export type CaseState = Unopened | Opened

/** How the current last day of a case's stage was counted, if it is provisional. */
export const dueTerm = ({ due, round, stage }: Pick<Opened, "due" | "round" | "stage">): Term | undefined =>
  due === undefined ? undefined : stayIn(round, stage)?.term

/** A last day of a case; `undefined` if it has none of that kind. */
export const lastDayOf = ({ round }: Opened, of: WhichDue): Due | undefined => {
  if (of === "limit") {
    return round.limit === undefined ? undefined : { day: round.limit, provisional: round.limitTerm }
  }
  const stay = stayIn(round, of.stage)
  return stay === undefined ? undefined : { day: stay.due, provisional: stay.term }
}

/** A last day that is provisional, and how it was counted. */
export interface ProvisionalDay {
  readonly of: WhichDue
  readonly due: Day
  readonly term: Term
}

const noDays: ReadonlyArray<ProvisionalDay> = []

/** The last days of a case that are provisional. */
export const provisionalDays = ({ round }: Opened): ReadonlyArray<ProvisionalDay> => {
  const { dues, limit, limitTerm } = round
  // Every decision asks, and most cases have none: then nothing is built.
  let all = noDays
  for (const { due, stage, term } of dues) {
    if (term !== undefined) all = [...all, { of: { stage }, due, term }]
  }
  return limit === undefined || limitTerm === undefined
    ? all
    : [...all, { of: "limit", due: limit, term: limitTerm }]
}

/** Whether a case is to be worked on here: opened, not closed, not sent to another district. */
export const isOpen = (self: CaseState): self is Opened =>
  self._tag === "Opened" && self.ending === undefined && self.sentTo === undefined

/** The day on which an event of a case was written down. */
export const writtenOn = ({ on, written }: Pick<CaseEvent, "on" | "written">): Day => written ?? on
