/**
 * A contact made: somebody called, visited, served a notice, surveyed a building. Contacts are what coverage counts.
 * They come from the stream `contacts`, where people record them one by one, and from the steps of cases whose playbook
 * says what kind of contact a step stands for.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { personal } from "../kernel/Personal.ts"
import { objections, type Rule, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, type BuildingId, ContactKind, type HouseholdId, type ResidentId } from "./Id.ts"
import type { Registry } from "./Registry.ts"
import { Subject, id as subjectId, kind as subjectKind } from "./Subject.ts"

/**
 * One contact, with the position of the ledger entry that proves it.
 *
 * @category models
 */
export interface Contact {
  readonly kind: ContactKind
  readonly subject: Subject
  readonly on: Day
  /** The ledger position of the entry that records it. */
  readonly source: number
}

/** The stream in which contacts are recorded. */
export const stream: StreamId = StreamId.make("contacts")

/** A reference to the photo or the signature that shows a contact; what it refers to lies elsewhere. */
export const Proof = Schema.NonEmptyString

/**
 * What happens on the stream `contacts`.
 *
 * @category events
 */
export const ContactEvent = Schema.TaggedUnion({
  ContactMade: {
    kind: ContactKind,
    subject: Subject,
    on: DayFromIso,
    by: ActorId,
    proof: Schema.optionalKey(personal(Proof))
  }
})
export type ContactEvent = typeof ContactEvent.Type

/**
 * A contact to be recorded. `today` is the day on which it is recorded where the district lies; the contact itself may
 * have been made earlier.
 *
 * @category commands
 */
export const RecordContact = Schema.Struct({
  kind: ContactKind,
  subject: Subject,
  on: DayFromIso,
  by: ActorId,
  today: DayFromIso,
  proof: Schema.optionalKey(personal(Proof))
})
export interface RecordContact extends Schema.Schema.Type<typeof RecordContact> {}

/**
 * Why a contact is not recorded.
 *
 * @category errors
 */
export type ContactReason =
  | { readonly _tag: "UnknownSubject"; readonly subject: Subject }
  | { readonly _tag: "UnknownContactKind"; readonly kind: string; readonly known: ReadonlyArray<string> }
  | { readonly _tag: "ContactInFuture"; readonly on: Day; readonly today: Day }
  | { readonly _tag: "ProofMissing"; readonly kind: string; readonly subject: Subject }

/** What the decision needs to know: who and what there is, and which kinds of contact the model names. */
export interface ContactBook {
  readonly registry: Registry
  readonly kinds: ReadonlySet<ContactKind>
  /** The kinds that count only with a proof. */
  readonly proven: ReadonlySet<ContactKind>
}

/** A book over a registry that knows these kinds, some of which ask for proof. */
export const book = (
  registry: Registry,
  kinds: Iterable<ContactKind>,
  proven: Iterable<ContactKind> = []
): ContactBook => ({ registry, kinds: new Set(kinds), proven: new Set(proven) })

/** Whether the registry knows a subject. The district itself is always known. */
export const isKnown = (registry: Registry, subject: Subject): boolean => {
  const id = subjectId(subject)
  switch (subjectKind(subject)) {
    case "district":
      return true
    case "building":
      return registry.buildings.has(id as BuildingId)
    case "household":
      return registry.households.has(id as HouseholdId)
    case "resident":
      return (
        registry.residents.get(id as ResidentId)?.erased === undefined &&
        registry.residents.has(id as ResidentId)
      )
  }
}

type Question = readonly [ContactBook, RecordContact]

const knownSubject: Rule<Question, ContactReason> = {
  name: "a contact is with somebody or something that the registry knows",
  objections: ([{ registry }, { subject }]) =>
    isKnown(registry, subject) ? [] : [{ _tag: "UnknownSubject", subject }]
}

const knownKind: Rule<Question, ContactReason> = {
  name: "a contact is of a kind that the model names",
  objections: ([{ kinds }, { kind }]) =>
    kinds.has(kind) ? [] : [{ _tag: "UnknownContactKind", kind, known: [...kinds].toSorted() }]
}

const notInFuture: Rule<Question, ContactReason> = {
  name: "a contact is recorded on its day or later",
  objections: ([, { on, today }]) => (on <= today ? [] : [{ _tag: "ContactInFuture", on, today }])
}

const provenWhereAsked: Rule<Question, ContactReason> = {
  name: "a contact of a kind that asks for proof has one",
  objections: ([{ proven }, { kind, proof, subject }]) =>
    proven.has(kind) && proof === undefined ? [{ _tag: "ProofMissing", kind, subject }] : []
}

/**
 * The rules in force for recording a contact.
 *
 * @category rules
 */
export const rules: ReadonlyArray<Rule<Question, ContactReason>> = [
  knownSubject,
  knownKind,
  notInFuture,
  provenWhereAsked
]

/**
 * The entry that records a contact, or every reason against it.
 *
 * @example
 * ```ts
 * import * as Contact from "@liulinhui/core/place/Contact"
 * import * as Registry from "@liulinhui/core/place/Registry"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { ActorId, ContactKind, ResidentId } from "@liulinhui/core/place/Id"
 * import { resident } from "@liulinhui/core/place/Subject"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const book = Contact.book(Registry.empty, [ContactKind.make("call")])
 * const refused = Contact.decide(book, {
 *   kind: ContactKind.make("visit"),
 *   subject: resident(ResidentId.make("r1")),
 *   on: Day.make("2026-03-02"),
 *   by: ActorId.make("wang"),
 *   today: Day.make("2026-03-01")
 * })
 * assert.deepEqual(
 *   Result.isFailure(refused) && refused.failure.map((reason) => reason._tag),
 *   ["UnknownSubject", "UnknownContactKind", "ContactInFuture"]
 * )
 * ```
 * @category decisions
 */
export const decide: Decider<ContactBook, RecordContact, ContactEvent, ContactReason>["decide"] = (
  state,
  command
) => {
  const { kind, subject, on, by, proof } = command
  return verdict(objections(rules, [state, command]), [
    { _tag: "ContactMade", kind, subject, on, by, ...(proof === undefined ? {} : { proof }) }
  ])
}
