/**
 * A contact is a recorded meeting: a person was called or visited, a notice was served, or a building was surveyed.
 * Coverage counts contacts, to find out who has been reached. Some contacts are recorded one by one, on the stream
 * `contacts`. Other contacts come from steps of cases: a playbook may say that a step counts as a kind of contact.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { hidden, personal } from "../kernel/Personal.ts"
import { given } from "../kernel/OptionalKey.ts"
import { makeFor, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { attempted, type RecordAttempt } from "./Attempt.ts"
import {
  ActorId,
  type BuildingId,
  ContactKind,
  type HouseholdId,
  type ResidentId,
  type RoleId
} from "./Id.ts"
import { othersWho, type Recording } from "./Recorder.ts"
import { type Ended, recordOf, type Registry } from "./Registry.ts"
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
  /** The day on which the contact was recorded. Missing if the contact was recorded on the day on which it was made. */
  readonly recorded?: Day
  /** The ledger position of the entry that records the contact. */
  readonly source: number
}

/** The name of the ledger stream on which contacts are recorded. */
export const stream: StreamId = StreamId.make("contacts")

/** A reference to a photo or a signature that proves a contact. The photo or signature itself is stored elsewhere. */
export const Proof = Schema.NonEmptyString

/**
 * The events of the stream `contacts`.
 *
 * @category events
 */
export const ContactEvent = Schema.TaggedUnion({
  ContactMade: {
    kind: hidden(ContactKind),
    subject: hidden(Subject),
    on: DayFromIso,
    by: ActorId,
    /**
     * The day on which the contact was recorded. Missing if the contact was recorded on the day on which it was made.
     */
    recorded: Schema.optionalKey(DayFromIso),
    proof: Schema.optionalKey(personal(Proof))
  },
  ContactAttempted: attempted
})
export type ContactEvent = typeof ContactEvent.Type

/**
 * The command to record a contact. `on` is the day of the contact, and `today` is the day of recording, in the
 * district's time zone.
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
 * Why a request to record a contact or an attempt is refused.
 *
 * @category errors
 */
export type ContactReason =
  | { readonly _tag: "UnknownSubject"; readonly subject: Subject }
  /**
   * On the day `on` of the contact, its subject (person or place) was gone: the person had died or left, or the
   * household or building had ended. `since` is the first day on which the subject was gone.
   */
  | { readonly _tag: "SubjectGone"; readonly subject: Subject; readonly on: Day; readonly since: Day }
  | { readonly _tag: "UnknownContactKind"; readonly kind: string; readonly known: ReadonlyArray<string> }
  | { readonly _tag: "ContactInFuture"; readonly on: Day; readonly today: Day }
  /** The model lists who may record this kind of contact, and none of the actor's mandates suffices. */
  | {
      readonly _tag: "RecorderNotListed"
      readonly kind: string
      readonly subject: Subject
      readonly roles: ReadonlyArray<RoleId>
    }
  | { readonly _tag: "ProofMissing"; readonly kind: string; readonly subject: Subject }
  /** The day on which the person can be visited again is not after the day of the attempt. */
  | { readonly _tag: "AgainNotLater"; readonly again: Day; readonly on: Day }

/** The data that a decision about a contact needs: the registry, and the kinds of contact in the model. */
export interface ContactBook {
  readonly registry: Registry
  readonly kinds: ReadonlySet<ContactKind>
  /** The kinds of contact that require a proof (a reference to a photo or a signature). */
  readonly proven: ReadonlySet<ContactKind>
  /** Who may record which kind of contact. Default: everybody who has the authority. */
  readonly recording?: Recording
}

/**
 * Makes the input for decisions about contacts, from a registry and the kinds of contact. `proven` are the kinds that
 * require a proof (a photo or a signature). `recording` says who may record which kind.
 */
export const book = (
  registry: Registry,
  kinds: Iterable<ContactKind>,
  proven: Iterable<ContactKind> = [],
  recording?: Recording
): ContactBook => ({
  registry,
  kinds: new Set(kinds),
  proven: new Set(proven),
  ...given("recording", recording)
})

/**
 * Whether a subject (person or place) is in the registry. The district itself is always known. An erased resident is
 * not known.
 */
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

/**
 * The first day on which a subject is gone: a person who has died or left, or a place that has ended. `undefined` if
 * the subject is still there, or was never in the registry.
 */
export const goneSince = (registry: Registry, subject: Subject): Day | undefined => {
  const id = subjectId(subject)
  switch (subjectKind(subject)) {
    case "district":
      return undefined
    case "resident":
      return registry.residents.get(recordOf(registry.merged, id as ResidentId))?.left?.on
    case "household":
      return endOf(registry.ended.get(id as HouseholdId))
    default:
      return endOf(registry.endedBuildings.get(id as BuildingId))
  }
}

/** The first day after the end of a place. A place that was entered by mistake was never there. */
const endOf = (ended: Ended | undefined): Day | undefined =>
  ended === undefined || ended.reason === "mistake" ? undefined : ended.on

/** What the rules for contacts and those for attempts judge: who is said to have been met or tried, how, and when. */
type Meeting = Pick<RecordContact, "kind" | "on" | "subject" | "today">

const rule = makeFor<readonly [ContactBook, Meeting], ContactReason>()

const notGone = rule({
  id: "contact-subject-not-gone",
  name: "no contact is dated after its person has died or left, or its place has ended",
  reasons: ["SubjectGone"],
  objections: ([{ registry }, { on, subject }]) => {
    const since = goneSince(registry, subject)
    return since === undefined || on < since ? [] : [{ _tag: "SubjectGone", subject, on, since }]
  }
})

const knownSubject = rule({
  id: "contact-subject-known",
  name: "a contact is with a person or a place in the registry",
  reasons: ["UnknownSubject"],
  objections: ([{ registry }, { subject }]) =>
    isKnown(registry, subject) || goneSince(registry, subject) !== undefined
      ? []
      : [{ _tag: "UnknownSubject", subject }]
})

const knownKind = rule({
  id: "contact-kind-known",
  name: "a contact is of a kind that the model names",
  reasons: ["UnknownContactKind"],
  objections: ([{ kinds }, { kind }]) =>
    kinds.has(kind) ? [] : [{ _tag: "UnknownContactKind", kind, known: [...kinds].toSorted() }]
})

const notInFuture = rule({
  id: "contact-not-in-future",
  name: "a contact is recorded on its day or later",
  reasons: ["ContactInFuture"],
  objections: ([, { on, today }]) => (on <= today ? [] : [{ _tag: "ContactInFuture", on, today }])
})

const byThosePeople = rule({
  id: "contact-by-its-people",
  name: "if the model lists who may record a kind of contact, one of these people records it, within a mandate that contains its person or place",
  reasons: ["RecorderNotListed"],
  objections: ([{ recording, registry }, { kind, subject }]) => {
    const roles = recording === undefined ? undefined : othersWho(recording, { kind, subject }, registry)
    return roles === undefined ? [] : [{ _tag: "RecorderNotListed", kind, subject, roles }]
  }
})

const provenWhereAsked = makeFor<readonly [ContactBook, RecordContact], ContactReason>()({
  id: "contact-proven",
  name: "a contact of a kind that requires proof has a proof",
  reasons: ["ProofMissing"],
  objections: ([{ proven }, { kind, proof, subject }]) =>
    proven.has(kind) && proof === undefined ? [{ _tag: "ProofMissing", kind, subject }] : []
})

/** The rules for contacts and attempts. */
const ofEach = [knownSubject, notGone, knownKind, notInFuture, byThosePeople] as const

/**
 * The rules in force for recording a contact.
 *
 * @category rules
 */
export const rules = [...ofEach, provenWhereAsked] as const

const againLater = makeFor<readonly [ContactBook, RecordAttempt], ContactReason>()({
  id: "attempt-again-later",
  name: "the day on which a person can be visited again is after the day of the attempt",
  reasons: ["AgainNotLater"],
  objections: ([, { again, on }]) =>
    again === undefined || again > on ? [] : [{ _tag: "AgainNotLater", again, on }]
})

/**
 * The rules in force for recording an attempt, besides those that hold for contacts, too.
 *
 * @category rules
 */
export const attemptRules = [againLater] as const

/**
 * Returns the event that records a contact, or all reasons against it.
 *
 * @example
 * ```ts
 * import * as Facts from "@liulinhui/core/Facts"
 * import * as Registry from "@liulinhui/core/Registry"
 * import * as Day from "@liulinhui/core/Day"
 * import { ActorId, ContactKind, ResidentId } from "@liulinhui/core/Id"
 * import { resident } from "@liulinhui/core/Registry"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const book = Facts.book(Registry.empty, [ContactKind.make("call")])
 * const refused = Facts.decide(book, {
 *   kind: ContactKind.make("visit"),
 *   subject: resident(ResidentId.make("r1")),
 *   on: Day.make("2026-03-02"),
 *   by: ActorId.make("wang"),
 *   today: Day.make("2026-03-01")
 * })
 * assert.deepEqual(
 *   Result.isFailure(refused) && refused.failure.reasons.map((reason) => reason._tag),
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

/**
 * Returns the event that records an attempt, or all reasons against it. The subject must be known and not gone, the kind
 * of contact must be in the model, and the day must not be in the future, as for a contact. An attempt needs no proof.
 *
 * @category decisions
 */
export const decideAttempt: Decider<ContactBook, RecordAttempt, ContactEvent, ContactReason>["decide"] = (
  state,
  command
) => {
  const { kind, subject, on, by, outcome, again } = command
  const reasons = [...objections(ofEach, [state, command]), ...objections(attemptRules, [state, command])]
  return verdict(reasons, [
    { _tag: "ContactAttempted", kind, subject, on, by, outcome, ...(again === undefined ? {} : { again }) }
  ])
}
