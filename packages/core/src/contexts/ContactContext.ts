/**
 * The context of contacts: home visits, calls, and other ways of reaching people. Steps of cases record contacts, too.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { personal } from "../kernel/Personal.ts"
import { verdict } from "../kernel/Rule.ts"
import {
  book,
  type Contact,
  ContactEvent,
  type ContactReason,
  decide as decideContact,
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
  readonly contacts: ReadonlyArray<Contact>
}

/**
 * The slice (part) of a district that contains its contacts, in a form that is changed in place while entries are
 * applied.
 */
export interface ContactDraft extends ContactSlice {
  readonly contacts: Array<Contact>
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
  }
}

const decide = (
  asking: Asking<ModelSlice & RegistrySlice>,
  { contacts, on = asking.on }: RequestOf<typeof requests>
): Decision<ContactEvent, ContactReason | DatedRefusal> => {
  const { actor, district, model, on: today } = asking
  const proven = [...model.contacts].flatMap(([kind, { proof }]) => (proof === true ? [kind] : []))
  const known = book(district.registry, model.contacts.keys(), proven)
  // A district that uses ledger format 0 (an older format) has no field for the day of recording.
  const late = on === today || district.format < format ? {} : { recorded: today }
  const decisions = contacts.map((contact) =>
    Result.map(decideContact(known, { ...contact, on, today, by: actor.id }), (events) => [
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
  initial: (): ContactDraft => ({ contacts: [] }),
  apply: (draft: ContactDraft, { kind, on, recorded, subject }, { position }) => {
    const late = recorded === undefined ? {} : { recorded }
    draft.contacts.push({ kind, subject, on, ...late, source: position })
  },
  requests,
  authorities: {
    RecordContacts: { may: "contact", about: ({ contacts }) => contacts.map(({ subject }) => subject) }
  },
  rules: [...rules, notTooLongAgo],
  decide
})
