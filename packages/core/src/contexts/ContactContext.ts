/**
 * The context of contacts: home visits, calls, and other ways of reaching people. Steps of cases record contacts, too.
 * Visits and calls that reached nobody are recorded as attempts.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { History } from "../kernel/History.ts"
import { given } from "../kernel/OptionalKey.ts"
import { personal } from "../kernel/Personal.ts"
import { verdict } from "../kernel/Rule.ts"
import { actingOn } from "../place/Actor.ts"
import { type Attempt, AttemptOutcome } from "../place/Attempt.ts"
import {
  attemptRules,
  book,
  type Contact,
  ContactEvent,
  type ContactReason,
  decide as decideContact,
  decideAttempt,
  rules,
  stream
} from "../place/Contact.ts"
import { ContactKind } from "../place/Id.ts"
import { Subject } from "../place/Subject.ts"
import { all, type Asking, type Decision, make, type RequestOf } from "./Context.ts"
import { type DatedRefusal, keepsCases, notTooLongAgo } from "./Dated.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface ContactSlice {
  readonly contacts: History<Contact>
  /** The visits and calls that reached nobody, in the order in which they were recorded. */
  readonly attempts: History<Attempt>
}

const requests = {
  /** Records several contacts that were made on the same day. If one of them is refused, none is recorded. */
  RecordContacts: {
    /** The day on which these contacts were made. Default: today. */
    on: Schema.optionalKey(DayFromIso),
    contacts: Schema.NonEmptyArray(
      Schema.Struct({
        kind: ContactKind,
        subject: Subject,
        /**
         * A reference to a photo or signature that proves the contact. Required if the kind of contact requires a
         * proof.
         */
        proof: Schema.optionalKey(personal(Schema.NonEmptyString))
      })
    )
  },
  /**
   * Records several visits or calls of the same day that reached nobody. If one of them is refused, none is recorded.
   */
  RecordAttempts: {
    /** The day on which these attempts were made. Default: today. */
    on: Schema.optionalKey(DayFromIso),
    attempts: Schema.NonEmptyArray(
      Schema.Struct({
        kind: ContactKind,
        subject: Subject,
        outcome: AttemptOutcome,
        /** The day on which the person can be visited again, if one was agreed. */
        again: Schema.optionalKey(DayFromIso)
      })
    )
  }
}

const decide = (
  asking: Asking<ModelSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<ContactEvent, ContactReason | DatedRefusal> => {
  const { actor, district, model, on: today } = asking
  const { on = today } = request
  const proven = [...model.contacts].flatMap(([kind, { proof }]) => (proof === true ? [kind] : []))
  const people = [...model.contacts].flatMap(([kind, { by }]) =>
    by === undefined ? [] : [[kind, by] as const]
  )
  const mandates = actingOn(actor, district.registry, today)
  const known = book(district.registry, model.contacts.keys(), proven, {
    people: new Map(people),
    mandates,
    areas: model
  })
  // A district that uses ledger format 0 (an older format) has no field for the day of recording.
  const late = on === today || district.format < format ? {} : { recorded: today }
  const dated = { on, today, by: actor.id }
  const decided =
    request._tag === "RecordContacts"
      ? request.contacts.map((contact) => decideContact(known, { ...contact, ...dated }))
      : request.attempts.map((attempt) => decideAttempt(known, { ...attempt, ...dated }))
  const decisions = decided.map((each) =>
    Result.map(each, (events) => [
      { stream, expected: "any" as const, events: events.map((event) => ({ ...event, ...late })) }
    ])
  )
  const question = { asking, on, day: undefined, isKeeper: keepsCases(asking) }
  const inTime = verdict<ReadonlyArray<never>, DatedRefusal>(notTooLongAgo.objections(question), [])
  return Result.map(all<ContactEvent, ContactReason | DatedRefusal>([inTime, ...decisions]), (changes) => [
    // Contacts never contradict one another. So they may be appended whatever the version of the stream is.
    { stream, expected: "any", events: changes.flatMap(({ events }) => events) }
  ])
}

/** @category contexts */
export const contactContext = make({
  id: "contact",
  events: ContactEvent,
  opens: false,
  initial: (): ContactSlice => ({ contacts: new History(), attempts: new History() }),
  apply: (draft: ContactSlice, event, { position: source }) => {
    const { kind, on, recorded, subject } = event
    if (event._tag === "ContactAttempted") {
      const { again, outcome } = event
      draft.attempts.push({ kind, subject, on, outcome, ...given("again", again), source })
    } else {
      draft.contacts.push({ kind, subject, on, ...given("recorded", recorded), source })
    }
  },
  requests,
  authorities: {
    RecordContacts: { may: "contact", about: ({ contacts }) => contacts.map(({ subject }) => subject) },
    RecordAttempts: { may: "contact", about: ({ attempts }) => attempts.map(({ subject }) => subject) }
  },
  rules: [...rules, ...attemptRules, notTooLongAgo],
  decide
})
