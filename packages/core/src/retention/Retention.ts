/**
 * Retention: how long the personal data of somebody are kept after their purpose has ended (PIPL Art. 19). The periods are
 * data of the model. What is due is listed, and erased by a request that records it.
 *
 * A key belongs to a person, so a person is erased as a whole. Each kind of data has a period, and the last one counts.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Period, PeriodFromText } from "../kernel/Period.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, ResidentId } from "../place/Id.ts"
import { endOf } from "../place/Window.ts"

/** The stream that records what was erased because its time was over. */
export const stream: StreamId = StreamId.make("retention")

const Kept = PeriodFromText.check(
  Schema.makeFilter(({ unit }: Period) => unit !== "working day", {
    expected: 'a period of days, weeks or months such as "36 months"'
  })
)

/**
 * The periods of a model. A kind without a period is kept as long as `residents`. Without this part of the model, nothing
 * is ever due.
 *
 * ```yaml
 * retention: { residents: 12 months, cases: 36 months, polls: 60 months }
 * ```
 *
 * @category models
 */
export const Retention = Schema.Struct({
  /** The registry's data of a resident, after the resident has died or moved away. */
  residents: Kept,
  /** Details of contacts, such as a signature, after the last contact. */
  contacts: Schema.optionalKey(Kept),
  /** Texts and evidence of cases about the resident or the household, after the case was closed. */
  cases: Schema.optionalKey(Kept),
  /** Ballots of polls on such a case, after the poll has closed. */
  polls: Schema.optionalKey(Kept),
  /** The name of an actor who is no resident, and reasons for decisions on the mandates, after the last mandate. */
  actors: Schema.optionalKey(Kept)
})
export interface Retention extends Schema.Schema.Type<typeof Retention> {}

/** A kind of personal data. */
export const Kind = Schema.Literals(["residents", "contacts", "cases", "polls", "actors"])
export type Kind = typeof Kind.Type

/** A purpose of data about somebody. `ended` is missing as long as the purpose has not ended. */
export interface Purpose {
  readonly kind: Kind
  readonly ended?: Day
}

/** The end of the retention of somebody's data, and the rule that it follows from. */
export const Term = Schema.Struct({
  /** The kind of data that is kept longest. */
  kind: Kind,
  /** The day on which its purpose ended. */
  ended: DayFromIso,
  /** How long it is kept after that day. */
  period: PeriodFromText,
  /** The first day on which the data are due for erasure. */
  due: DayFromIso
})
export interface Term extends Schema.Schema.Type<typeof Term> {}

/**
 * When the data of somebody are due, by the purpose that keeps them longest. `undefined` as long as one of the purposes has
 * not ended, and without purposes.
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

const person = { resident: Schema.optionalKey(ResidentId), actor: Schema.optionalKey(ActorId) }

/** Somebody whose data are due: a resident, or an actor who is no resident. */
export const Expired = Schema.Struct({ ...person, ...Term.fields })
export interface Expired extends Schema.Schema.Type<typeof Expired> {}

/**
 * The events of retention.
 *
 * @category events
 */
export const RetentionEvent = Schema.TaggedUnion({
  /** The data of these people were erased, each by the rule that is stated. */
  RetentionApplied: { on: DayFromIso, by: ActorId, erased: Schema.NonEmptyArray(Expired) }
})
export type RetentionEvent = typeof RetentionEvent.Type

/**
 * Why nothing is erased.
 *
 * @category refusals
 */
export type RetentionRefusal =
  | { readonly _tag: "RetentionUnset" }
  /** The data of somebody are not due, or the actor may not erase them. */
  | { readonly _tag: "NotExpired"; readonly person: ResidentId | ActorId }

/** @category rules */
export const retentionStated = precondition({
  id: "retention-stated",
  name: "data are erased after their time only if the model states how long they are kept",
  source: "PIPL Art. 19",
  reasons: ["RetentionUnset"]
})

/** The people whose data somebody wants to erase, and those whose data are due. */
export interface Wanted {
  readonly people: ReadonlyArray<ResidentId | ActorId>
  readonly due: ReadonlyArray<Expired>
}

const onlyDue = makeFor<Wanted, RetentionRefusal>()({
  id: "retention-due",
  name: "data are erased after their time only of people whose last period is over, within the scope of the actor",
  source: "PIPL Art. 19",
  reasons: ["NotExpired"],
  objections: ({ due, people }) =>
    people.flatMap((person) =>
      due.some(({ actor, resident }) => person === resident || person === actor)
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
