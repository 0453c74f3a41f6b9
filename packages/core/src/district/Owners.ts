/**
 * Whom a sealed value is about, and under whose keys it is therefore sealed: the resident of a registry entry, those whom
 * a contact or a case concerns. What concerns several opens only while the keys of all of them exist, so that erasing one
 * erases it. What concerns no resident belongs to the stream it stands in.
 */
import { caseOf } from "../casework/Case.ts"
import type { Day } from "../kernel/Day.ts"
import type * as District from "./District.ts"
import type { JournalEvent } from "./Journal.ts"
import type { HouseholdId, ResidentId } from "../place/Id.ts"
import { residentsOf } from "../place/Registry.ts"
import { ofResident, ofStream, type Owner } from "../place/Sealed.ts"
import { id as subjectId, kind as subjectKind, type Subject } from "../place/Subject.ts"
import type * as Schema from "effect/Schema"

type Owners = readonly [Owner, ...ReadonlyArray<Owner>]

/** The residents whom a subject stands for, on a day. */
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

const isObject = (value: Schema.Json): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The residents whom an object of an entry names, itself or in its pairs, as those whom what it says is about. */
const namedIn = (around: Schema.JsonObject): ReadonlyArray<ResidentId> => {
  const { pairs } = around
  return [around, ...(Array.isArray(pairs) ? pairs.filter(isObject) : [])].flatMap((each) =>
    [each["resident"], each["elder"]].flatMap((found) =>
      typeof found === "string" ? [found as ResidentId] : []
    )
  )
}

/**
 * The owners of a personal value in an event that is about to be written to a stream: the resident whom the objects
 * around the value name, the innermost first; else whom the event or its case concerns. Those who were erased own nothing
 * any more.
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
  const [first, ...others] = about.filter((resident) => !district.erased.has(resident)).map(ofResident)
  return first === undefined ? [ofStream(stream)] : [first, ...others]
}
