/**
 * Finds the owners of a personal value: the residents whose keys encrypt the value. In an entry of the registry, the
 * owner is the resident whom the entry is about. In an entry about a contact or a case, the owners are the residents of
 * the contact or case. A value with several owners can be decrypted only while the keys of all owners exist. So if one
 * owner is erased, the value is erased, too. A value that is not about a resident is owned by its stream.
 */
import { isObject } from "../kernel/Json.ts"
import { caseOf, stream as caseStream } from "../casework/Case.ts"
import type { Day } from "../kernel/Day.ts"
import type * as District from "./District.ts"
import type { JournalEvent } from "./Journal.ts"
import type { CaseId, HouseholdId, ResidentId } from "../place/Id.ts"
import { residentsOf } from "../place/Registry.ts"
import { ofResident, ofStream, type Owner } from "../place/Sealed.ts"
import { id as subjectId, kind as subjectKind, type Subject } from "../place/Subject.ts"
import type * as Schema from "effect/Schema"

type Owners = readonly [Owner, ...ReadonlyArray<Owner>]

/**
 * The residents whom a subject (a person or place) includes on a day: for a household, for example, everybody who lives
 * in it.
 */
export const residentsIn = (
  { registry }: District.District,
  subject: Subject,
  on: Day
): ReadonlyArray<ResidentId> => {
  const id = subjectId(subject)
  switch (subjectKind(subject)) {
    case "resident":
      return [id as ResidentId]
    case "household":
      return residentsOf(registry, id as HouseholdId, on).map((resident) => resident.id)
    default:
      return []
  }
}

const subjectsOf = (
  district: District.District,
  stream: string,
  event: JournalEvent
): ReadonlyArray<Subject> => {
  if ("subjects" in event) return event.subjects
  if ("subject" in event) return [event.subject]
  const id = "case" in event ? event.case : caseOf(stream)
  const state = id === undefined ? undefined : district.cases.get(id)?.state
  return state?._tag === "Opened" ? state.subjects : []
}

/**
 * The residents whose ids are in an object of an entry: in its fields, or in the list `pairs`. The personal values in
 * the object are about these residents.
 */
const namedIn = (around: Schema.JsonObject): ReadonlyArray<ResidentId> => {
  const { pairs } = around
  return [around, ...(Array.isArray(pairs) ? pairs.filter(isObject) : [])].flatMap((each) =>
    [each["resident"], each["elder"]].flatMap((found) =>
      typeof found === "string" ? [found as ResidentId] : []
    )
  )
}

/** The owners of a value about residents: those who are not erased, or the stream if all are erased. */
const ownersAmong = (
  { erased }: District.District,
  stream: string,
  residents: ReadonlyArray<ResidentId>
): Owners => {
  const [first, ...others] = residents.filter((resident) => !erased.has(resident)).map(ofResident)
  return first === undefined ? [ofStream(stream)] : [first, ...others]
}

/**
 * The owners of a personal value in an event. They are computed before the event is appended to a stream.
 *
 * `around` contains the objects around the value, the innermost first. The owners are the residents whose ids are in
 * the innermost object that contains any. If no object contains such an id, the owners are the residents of the event
 * or of its case. An erased resident cannot own new values.
 *
 * @category operations
 */
export const ownersOf = (
  district: District.District,
  stream: string,
  event: JournalEvent,
  around: ReadonlyArray<Schema.JsonObject>
): Owners => {
  const [named = []] = around.map(namedIn).filter((found) => found.length > 0)
  const about =
    event._tag === "ResidentEntered"
      ? [event.resident.id]
      : named.length > 0
        ? named
        : subjectsOf(district, stream, event).flatMap((subject) => residentsIn(district, subject, event.on))
  return ownersAmong(district, stream, about)
}

/**
 * The owners of what is encrypted about a case on a day, such as a photo: the same as those of the evidence of a step on
 * this day.
 *
 * @category operations
 */
export const ownersOfCase = (district: District.District, id: CaseId, on: Day): Owners => {
  const state = district.cases.get(id)?.state
  const subjects = state?._tag === "Opened" ? state.subjects : []
  const residents = subjects.flatMap((subject) => residentsIn(district, subject, on))
  return ownersAmong(district, caseStream(id), residents)
}
