/**
 * The state of a case: what its events have made of it. A decision on a case needs this state and the playbook alone. The
 * functions read the state: where the case is, which clock runs, and which days are final.
 */
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import type { ActorId, BuildingId, CaseId, DistrictId, GroupId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import type { Due, Term } from "./Due.ts"
import type { FieldId, Outcome, PlaybookId, StageId, StepId } from "./Playbook.ts"
import type { CaseEvent, Handler, Lineage, PatrolState, Resting, WhichDue } from "./Case.ts"

/** A case that has not been opened. */
export interface Unopened {
  readonly _tag: "Unopened"
}

/**
 * The latest stay of a case in a stage with a deadline: the due day, and how that day was counted if it is provisional
 * (counted without complete calendar data). `dueAt` is the instant of a deadline in hours. `counted` is how the due day is
 * counted, if its clock can rest.
 */
export interface Stay {
  readonly stage: StageId
  readonly due: Day
  readonly dueAt: Instant | undefined
  readonly term: Term | undefined
  readonly counted: Term | undefined
}

/**
 * The history of a case since it was opened or last reopened. This part of the history is called a round. The
 * conditions of steps are checked against it. The lists are arrays and not records: they are short (a step is in the
 * list once for each person who took it), and copying a short array is faster.
 */
export interface Round {
  /** The day on which the case was opened or last reopened. */
  readonly began: Day
  /** The day by which the whole case must be resolved. `undefined` if the playbook sets no limit. */
  readonly limit: Day | undefined
  /**
   * How the day by which the whole case must be resolved was counted, if the calendar data for it were incomplete.
   * Otherwise `undefined`.
   */
  readonly limitTerm: Term | undefined
  /** How the limit of the whole case is counted, if its clock can rest. Otherwise `undefined`. */
  readonly limitCounted: Term | undefined
  /** The steps that were taken. A step occurs once for each person who took it. */
  readonly taken: ReadonlyArray<{ readonly step: StepId; readonly by: ActorId }>
  /** The evidence fields that were filled in since the case was opened or last reopened. */
  readonly recorded: ReadonlyArray<FieldId>
  /**
   * For each stage with a deadline that the case has entered: its due day. If the case entered a stage several times,
   * only the last due day counts.
   */
  readonly dues: ReadonlyArray<Stay>
}

/** Whether a step has been taken in this round, which means since the case was opened or last reopened. */
export const isTaken = ({ taken }: Round, step: StepId): boolean => {
  for (const one of taken) if (one.step === step) return true
  return false
}

/** Whether an actor has taken a step in this round, which means since the case was opened or last reopened. */
export const isTakenBy = ({ taken }: Round, step: StepId, by: ActorId): boolean => {
  for (const one of taken) if (one.step === step && one.by === by) return true
  return false
}

/**
 * The latest stay of a case in a stage since the case was opened or last reopened. `undefined` if the stage was not
 * entered, or has no deadline.
 */
export const stayIn = ({ dues }: Round, stage: StageId): Stay | undefined =>
  dues.find((one) => one.stage === stage)

/** How a case ended. `merged` is the other case, if this case was closed as its duplicate. */
export interface Ending {
  readonly on: Day
  readonly outcome: Outcome
  readonly merged: CaseId | undefined
}

/**
 * A case that has been opened (and may be closed by now).
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
  /** The day on which the case entered its current stage. */
  readonly since: Day
  /**
   * The due day of the current stage. `undefined` if the stage has no deadline, or if the automatic step for its
   * deadline has already been taken.
   */
  readonly due: Day | undefined
  /** The instant at which the deadline of the current stage passes, if it is counted in hours. */
  readonly dueAt: Instant | undefined
  /** The clocks that rest in the current stage. */
  readonly resting: ReadonlyArray<Resting>
  readonly subjects: readonly [Subject, ...ReadonlyArray<Subject>]
  readonly buildings: ReadonlyArray<BuildingId>
  readonly group: GroupId
  readonly parent: CaseId | undefined
  readonly lineage: Lineage | undefined
  readonly relapses: number
  readonly handler: Handler | undefined
  readonly patrol: PatrolState | undefined
  /** The day on which the work was done: the case ended, or its patrol began. */
  readonly resolved: Day | undefined
  readonly round: Round
  readonly ending: Ending | undefined
  /** The other district to which the case was sent, and which continues it. */
  readonly sentTo: DistrictId | undefined
  /** The day of the last event of the case. */
  readonly last: Day
  /** The last automatic action on this case. `undefined` if people have acted on the case after it. */
  readonly byClock: ClockStep | undefined
}

/**
 * An automatic action on a case, and the state of the case before the action. The action can be undone if a fact from
 * before it is recorded later.
 */
export interface ClockStep {
  readonly on: Day
  /** The instant of the action, if it was the lapse of a deadline in hours. */
  readonly at: Instant | undefined
  readonly before: Opened
}

/**
 * The state of a case, computed (folded) from its events.
 *
 * @category models
 */
export type CaseState = Unopened | Opened

/**
 * How the due day of the current stage was counted, if the calendar data for it were incomplete. Otherwise `undefined`.
 */
export const dueTerm = ({ due, round, stage }: Pick<Opened, "due" | "round" | "stage">): Term | undefined =>
  due === undefined ? undefined : stayIn(round, stage)?.term

/** A due day of a case: the due day of a stage, or of the whole case. `undefined` if the case has no such due day. */
export const lastDayOf = ({ round }: Opened, of: WhichDue): Due | undefined => {
  if (of === "limit") {
    return round.limit === undefined ? undefined : { day: round.limit, provisional: round.limitTerm }
  }
  const stay = stayIn(round, of.stage)
  return stay === undefined ? undefined : { day: stay.due, provisional: stay.term }
}

/** A provisional due day (one that was counted without complete calendar data), and how it was counted. */
export interface ProvisionalDay {
  readonly of: WhichDue
  readonly due: Day
  readonly term: Term
}

const noDays: ReadonlyArray<ProvisionalDay> = []

/** The due days of a case that are provisional (counted without complete calendar data). */
export const provisionalDays = ({ round }: Opened): ReadonlyArray<ProvisionalDay> => {
  const { dues, limit, limitTerm } = round
  // This function runs in every decision, and most cases have no provisional day. For such a case, no new array is
  // created.
  let all = noDays
  for (const { due, stage, term } of dues) {
    if (term !== undefined) all = [...all, { of: { stage }, due, term }]
  }
  return limit === undefined || limitTerm === undefined
    ? all
    : [...all, { of: "limit", due: limit, term: limitTerm }]
}

/** Whether two names mean the same due day of a case. */
export const isSameClock = (a: WhichDue, b: WhichDue): boolean =>
  a === "limit" || b === "limit" ? a === b : a.stage === b.stage

/** Since when the clock of a due day rests. `undefined` if it runs. */
export const restOf = ({ resting }: Pick<Opened, "resting">, of: WhichDue): Resting | undefined =>
  resting.find((one) => isSameClock(one.of, of))

/**
 * Whether a deadline has passed at a moment. A deadline in days passes at the end of its due day. A deadline in hours
 * passes at its instant; if the moment has no instant, at the end of its due day.
 */
export const hasPassed = (
  { due, dueAt }: { readonly due: Day; readonly dueAt: Instant | undefined },
  { now, on }: { readonly on: Day; readonly now?: Instant | undefined }
): boolean => (dueAt === undefined || now === undefined ? due < on : dueAt <= now)

/** Whether the district still has to work on a case: it is open and was not sent to another district. */
export const isOpen = (self: CaseState): self is Opened =>
  self._tag === "Opened" && self.ending === undefined && self.sentTo === undefined

/** The day on which an event of a case was recorded. */
export const writtenOn = ({ on, written }: Pick<CaseEvent, "on" | "written">): Day => written ?? on
