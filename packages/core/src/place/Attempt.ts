/**
 * An attempt is a visit or a call that did not reach anybody: nobody was in, the person refused, or the person proposed
 * another day. An attempt is no contact, so it counts for no coverage rule. It is recorded so that the next round (see
 * `governance/questions/CoverageQuestions`) shows what happened at the door, and which day was agreed.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { hidden } from "../kernel/Personal.ts"
import { ActorId, ContactKind } from "./Id.ts"
import { Subject } from "./Subject.ts"

/**
 * What happened at the door or on the phone.
 *
 * - `nobody-in`: nobody opened the door or answered the call.
 * - `refused`: the person did not want to be visited.
 * - `next-time`: the person proposed another day.
 */
export const AttemptOutcome = Schema.Literals(["nobody-in", "refused", "next-time"])
export type AttemptOutcome = typeof AttemptOutcome.Type

/**
 * One attempt, with the position of the ledger entry that records it.
 *
 * @category models
 */
export interface Attempt {
  readonly kind: ContactKind
  readonly subject: Subject
  readonly on: Day
  readonly outcome: AttemptOutcome
  /** The day on which the person can be visited again. Missing if no day was agreed. */
  readonly again?: Day
  /** The ledger position of the entry that records the attempt. */
  readonly source: number
}

/** The fields of the event that records an attempt. */
export const attempted = {
  kind: hidden(ContactKind),
  subject: hidden(Subject),
  on: DayFromIso,
  by: ActorId,
  outcome: hidden(AttemptOutcome),
  again: Schema.optionalKey(hidden(DayFromIso)),
  /** The day on which the attempt was recorded. Missing if it was recorded on the day on which it was made. */
  recorded: Schema.optionalKey(DayFromIso)
}

/**
 * The command to record an attempt. `on` is the day of the attempt, and `today` is the day of recording, in the
 * district's time zone.
 *
 * @category commands
 */
export const RecordAttempt = Schema.Struct({
  kind: ContactKind,
  subject: Subject,
  on: DayFromIso,
  by: ActorId,
  today: DayFromIso,
  outcome: AttemptOutcome,
  again: Schema.optionalKey(DayFromIso)
})
export interface RecordAttempt extends Schema.Schema.Type<typeof RecordAttempt> {}

/**
 * The later one of two attempts, by day. If both were made on one day: the one that was recorded last. One or both can be
 * missing.
 */
export const later = (a: Attempt | undefined, b: Attempt | undefined): Attempt | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  return a.on === b.on ? (a.source > b.source ? a : b) : a.on > b.on ? a : b
}

/**
 * The last attempt for each subject, see {@link later}. `subjectOf` replaces a subject by the one under which its
 * attempts count, for example if two records of one person were merged. Default: the subject itself.
 */
export const lastAttempts = (
  attempts: Iterable<Attempt>,
  subjectOf: (subject: Subject) => Subject = (subject) => subject
): ReadonlyMap<Subject, Attempt> => {
  const last = new Map<Subject, Attempt>()
  for (const attempt of attempts) {
    const subject = subjectOf(attempt.subject)
    last.set(subject, later(last.get(subject), attempt) ?? attempt)
  }
  return last
}
