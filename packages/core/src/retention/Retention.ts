/**
 * Retention: how long the personal data of a person are kept after their purpose has ended (PIPL Art. 19). The
 * retention periods are data of the model. The library only lists the people whose data must be erased. A request then
 * erases the data and records this.
 *
 * All data about a person are encrypted with one key. So they can only be erased together. Each kind of data has a
 * retention period, and the data are erased when the last of these periods is over.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Period, PeriodFromText } from "../kernel/Period.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, ReportId, ResidentId } from "../place/Id.ts"
import { endOf } from "../place/Window.ts"

/** The stream that records whose data were erased because their retention period was over. */
export const stream: StreamId = StreamId.make("retention")

const Kept = PeriodFromText.check(
  Schema.makeFilter(({ unit }: Period) => unit !== "working day", {
    expected: 'a period of days, weeks or months such as "36 months"'
  })
)

/**
 * The retention periods of a model. A kind of data without a period has the period of `residents`. If a model does not
 * contain this section, no data ever have to be erased.
 *
 * ```yaml
 * retention: { residents: 12 months, cases: 36 months, polls: 60 months }
 * ```
 *
 * @category models
 */
export const Retention = Schema.Struct({
  /** The period for the data of a resident in the registry. It begins when the resident has died or moved away. */
  residents: Kept,
  /** The period for details of contacts, such as a signature. It begins after the last contact. */
  contacts: Schema.optionalKey(Kept),
  /**
   * The period for texts and evidence of cases about the resident or the household. It begins when the case was closed.
   */
  cases: Schema.optionalKey(Kept),
  /** The period for the ballots of polls on such a case. It begins when the poll was closed. */
  polls: Schema.optionalKey(Kept),
  /**
   * The period for the name of an actor who is not a resident, and for the stated reasons of decisions on the actor's
   * mandates. It begins after the last mandate of the actor.
   */
  actors: Schema.optionalKey(Kept),
  /**
   * The period for the texts of a report from a resident without an account. It begins when the report was declined, or
   * when its case was closed.
   */
  reports: Schema.optionalKey(Kept)
})
export interface Retention extends Schema.Schema.Type<typeof Retention> {}

/** The kinds of personal data that have a retention period. */
export const Kind = Schema.Literals(["residents", "contacts", "cases", "polls", "actors", "reports"])
export type Kind = typeof Kind.Type

/**
 * A purpose for which the data of a person are kept, and the day on which it ended. `ended` is missing as long as the
 * purpose has not ended.
 */
export interface Purpose {
  readonly kind: Kind
  readonly ended?: Day
}

/** The end of the retention of a person's data, and the rule from which it was computed. */
export const Term = Schema.Struct({
  /** The kind of data that must be kept longest. */
  kind: Kind,
  /** The day on which the purpose of these data ended. */
  ended: DayFromIso,
  /** How long these data are kept after that day. */
  period: PeriodFromText,
  /** The first day on which the data must be erased. */
  due: DayFromIso
})
export interface Term extends Schema.Schema.Type<typeof Term> {}

/**
 * When the data of a person must be erased: the purpose that keeps them longest decides. `undefined` if one of the
 * purposes has not ended, or if there are no purposes.
 *
 * @category questions
 */
export const termOf = (self: Retention, purposes: ReadonlyArray<Purpose>): Term | undefined => {
  let last: Term | undefined
  for (const { ended, kind } of purposes) {
    if (ended === undefined) return undefined
    const period = self[kind] ?? self.residents
    const due = endOf(ended, period)
    if (last === undefined || last.due < due) last = { kind, ended, period, due }
  }
  return last
}

const person = {
  resident: Schema.optionalKey(ResidentId),
  actor: Schema.optionalKey(ActorId),
  report: Schema.optionalKey(ReportId)
}

/**
 * A person whose data must be erased: a resident, an actor who is not a resident, or the unknown person who made a report.
 */
export const Expired = Schema.Struct({ ...person, ...Term.fields })
export interface Expired extends Schema.Schema.Type<typeof Expired> {}

/**
 * The events of retention (erasures of data whose retention period is over).
 *
 * @category events
 */
export const RetentionEvent = Schema.TaggedUnion({
  /**
   * The data of these people were erased. For each person, the rule is stated because of which the data were erased.
   */
  RetentionApplied: { on: DayFromIso, by: ActorId, erased: Schema.NonEmptyArray(Expired) }
})
export type RetentionEvent = typeof RetentionEvent.Type

/**
 * Why a request for erasure is refused.
 *
 * @category refusals
 */
export type RetentionRefusal =
  | { readonly _tag: "RetentionUnset" }
  /** The data of this person do not have to be erased yet, or the actor may not erase them. */
  | { readonly _tag: "NotExpired"; readonly person: ResidentId | ActorId | ReportId }

/** @category rules */
export const retentionStated = precondition({
  id: "retention-stated",
  name: "data are erased after their time only if the model states how long they are kept",
  source: "PIPL Art. 19",
  reasons: ["RetentionUnset"]
})

/** The people whose data an actor wants to erase (`people`), and the people whose data must be erased (`due`). */
export interface Wanted {
  readonly people: ReadonlyArray<ResidentId | ActorId | ReportId>
  readonly due: ReadonlyArray<Expired>
}

const onlyDue = makeFor<Wanted, RetentionRefusal>()({
  id: "retention-due",
  name: "data are erased after their time only of people whose last period is over, within the scope of the actor",
  source: "PIPL Art. 19",
  reasons: ["NotExpired"],
  objections: ({ due, people }) =>
    people.flatMap((person) =>
      due.some(({ actor, report, resident }) => person === resident || person === actor || person === report)
        ? []
        : [{ _tag: "NotExpired", person }]
    )
})

/**
 * The rules in force for retention.
 *
 * @category rules
 */
export const rules = [onlyDue] as const
