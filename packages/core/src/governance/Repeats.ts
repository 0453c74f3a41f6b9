/**
 * Decides whether a command under a known id repeats the command that was submitted under that id before. A
 * fingerprint answers this. It is a code over the actor and the request, under the keys that seal the personal values
 * of the request. So after an erasure, nobody can test a guess of the request against the fingerprint. Entries of
 * earlier versions have no fingerprint; their content is compared instead. Pure: the vault computes the code.
 */
import { stream as caseStream } from "../casework/Case.ts"
import { type PollId, stream as pollStream } from "../polls/PollDecider.ts"
import { canonical } from "../kernel/CanonicalJson.ts"
import * as Day from "../kernel/Day.ts"
import { marks } from "../kernel/Personal.ts"
import type * as District from "../district/District.ts"
import type { EntryUnreadable, JournalEvent } from "../district/Journal.ts"
import * as Sealing from "../district/Sealing.ts"
import type { ActorId, CaseId, ResidentId } from "../place/Id.ts"
import { ofDistrict, ofResident, type Owner } from "../place/Sealed.ts"
import { id as subjectId, kind as subjectKind, Subject } from "../place/Subject.ts"
import type { Entry } from "../ports/Ledger.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { residentsIn } from "../district/Owners.ts"
import { Request } from "./Request.ts"

/** An actor and the actor's request. */
export interface Asked {
  readonly by: ActorId
  readonly request: Request
}

/** The parts of an entry that are compared. */
export type Line = Pick<Entry, "stream" | "position" | "type" | "data">

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// Removes fields that are `undefined`, as JSON text does.
const asJson = (value: unknown): Schema.Json => JSON.parse(JSON.stringify(value))

/**
 * The text of a fingerprint. It is the same for the same actor and request, in any order of their keys.
 *
 * @category fingerprints
 */
export const textOf = ({ by, request }: Asked): string => canonical(asJson({ by, request }))

// -------------------------------------------------------------------------------------------------------------- owners

const requestMarks = new Map(Object.entries(Request.cases).map(([tag, schema]) => [tag, marks(schema)]))

const isSubject = Schema.is(Subject)

/** The subjects that a request names, at any depth. */
const subjectsIn = (value: Schema.Json): ReadonlyArray<Subject> => {
  if (Array.isArray(value)) return value.flatMap(subjectsIn)
  if (!isObject(value)) return []
  const { subject, subjects } = value
  const named = [subject, ...(Array.isArray(subjects) ? subjects : [])].filter((each) => isSubject(each))
  return [...named, ...Object.values(value).flatMap(subjectsIn)]
}

/**
 * The residents that a request names by their ids, at any depth: the residents it is about, and those of a registry
 * file.
 */
const residentsNamed = (value: Schema.Json): ReadonlyArray<ResidentId> => {
  if (Array.isArray(value)) return value.flatMap(residentsNamed)
  if (!isObject(value)) return []
  const { elder, household, id, resident } = value
  // A resident of a registry file has an id and a household.
  const ids = [elder, resident, household === undefined ? undefined : id]
  return [
    ...ids.flatMap((each) => (typeof each === "string" ? [each as ResidentId] : [])),
    ...Object.values(value).flatMap(residentsNamed)
  ]
}

const ofKind = (subjects: ReadonlyArray<Subject>): ReadonlyArray<ResidentId> =>
  subjects.flatMap((subject) =>
    subjectKind(subject) === "resident" ? [subjectId(subject) as ResidentId] : []
  )

/** The residents of the subjects of a request, or of its case, on a day. */
const residentsLookedUp = (
  district: District.District,
  request: Schema.Json,
  on: Day.Day
): ReadonlyArray<ResidentId> => {
  const id = isObject(request) ? request["case"] : undefined
  const state = typeof id === "string" ? district.cases.get(id as CaseId)?.state : undefined
  const subjects = [...subjectsIn(request), ...(state?._tag === "Opened" ? state.subjects : [])]
  return subjects.flatMap((subject) => residentsIn(district, subject, on))
}

const dayOf = ([first]: ReadonlyArray<Line>): Option.Option<Day.Day> => {
  const on = first !== undefined && isObject(first.data) ? first.data["on"] : undefined
  return typeof on === "string" ? Day.fromIso(on) : Option.none()
}

/**
 * The owners whose keys compute the fingerprint of a command, from the entries that it wrote or will write. They are
 * the owners of all sealed values in these entries, and the residents that the request names if it contains personal
 * values. If there are none, it is the district. `until` is the position of the first of these entries: residents who
 * were erased before it are left out.
 *
 * If the request contains personal values that were not written (as in a refused step), the owners are the residents
 * of its case on that day.
 *
 * @category fingerprints
 */
export const ownersOf = (
  district: District.District,
  { request }: Asked,
  lines: ReadonlyArray<Line>,
  until = Number.POSITIVE_INFINITY
): Result.Result<readonly [Owner, ...ReadonlyArray<Owner>], EntryUnreadable> =>
  Result.map(Sealing.all(lines), (found) => {
    const sealed = found.flatMap(({ fields }) => fields.flatMap(({ value }) => value.of))
    const json = asJson(request)
    const isPersonal = Sealing.marked(requestMarks.get(request._tag) ?? [], json).length > 0
    const lookUp = isPersonal && sealed.length === 0
    const residents = [
      ...(isPersonal ? [...residentsNamed(json), ...ofKind(subjectsIn(json))] : []),
      ...(lookUp
        ? Option.match(dayOf(lines), {
            onNone: () => [],
            onSome: (on) => residentsLookedUp(district, json, on)
          })
        : [])
    ].filter((resident) => (district.erased.get(resident) ?? Number.POSITIVE_INFINITY) >= until)
    const [first, ...others] = new Set([...sealed, ...residents.map(ofResident)])
    return first === undefined ? [ofDistrict] : [first, ...others]
  })

// --------------------------------------------------------------------------- entries from before fingerprints existed

type Types = ReadonlyArray<JournalEvent["_tag"]>

/** The events that a request of format 0 writes: one or several of these. A refused step may leave its attempt. */
const writes: { readonly [Tag in Request["_tag"]]?: Types } = {
  SetNoticePreference: ["NoticePreferenceSet"],
  SnoozeNotices: ["NoticesSnoozed"],
  ImportRegistry: [
    "BuildingEntered",
    "HouseholdEntered",
    "HouseholdTagged",
    "ResidentEntered",
    "ResidentCorrected",
    "ResidentMoved",
    "ResidentTagged"
  ],
  EnterBuilding: ["BuildingEntered"],
  EnterHousehold: ["HouseholdEntered"],
  EnterResident: ["ResidentEntered"],
  CorrectResident: ["ResidentCorrected"],
  MoveResident: ["ResidentMoved"],
  LeaveResident: ["ResidentLeft"],
  TagResident: ["ResidentTagged"],
  TagHousehold: ["HouseholdTagged"],
  EraseResident: ["ResidentErased"],
  OpenPersonal: ["PersonalOpened"],
  TakeEmergencyAccess: ["EmergencyAccessTaken"],
  ProposePairing: ["PairingProposed"],
  ConfirmPairing: ["PairingConfirmed"],
  OverrulePairing: ["PairingOverruled"],
  RejectPairing: ["PairingRejected"],
  EnterPairingIntoForce: ["PairingEnteredIntoForce"],
  RecordContacts: ["ContactMade"],
  GrantExclusion: ["ExclusionGranted"],
  LiftExclusion: ["ExclusionLifted"],
  AssignCompanions: ["CompanionAssigned"],
  ReleaseCompanion: ["CompanionReleased"],
  RefuseCompanion: ["CompanionRefused"],
  ProposeCompanions: ["CompanionsProposed"],
  ConfirmCompanions: ["CompanionsConfirmed"],
  OverruleCompanions: ["CompanionsOverruled"],
  RejectCompanions: ["CompanionsRejected"],
  ProposeTalent: ["TalentProposed"],
  ConfirmTalent: ["TalentConfirmed"],
  OverruleTalent: ["TalentOverruled"],
  RejectTalent: ["TalentRejected"],
  LeaveTeam: ["TalentReleased"],
  OpenPoll: ["PollOpened"],
  CastBallot: ["BallotCast"],
  WithdrawBallot: ["BallotWithdrawn"],
  OpenCase: ["CaseOpened"],
  TakeStep: ["StepTaken", "CaseReopened", "StepRefused"],
  NoteOnCase: ["Noted"],
  HandCaseOver: ["HandedOver"],
  DecideDue: ["DueDecided"],
  TransferCase: ["CaseTransferred"],
  MergeCase: ["CaseMerged"],
  WithdrawCase: ["CaseWithdrawn"],
  ReopenCase: ["CaseReopened"],
  MigrateCase: ["CaseMigrated"]
}

/** Further events that a request may cause. */
const follows: { readonly [Tag in Request["_tag"]]?: Types } = {
  EnterPairingIntoForce: ["PairingSuperseded"],
  RefuseCompanion: ["CompanionReleased"],
  ConfirmCompanions: ["CompanionAssigned", "CompanionReleased"],
  OverruleCompanions: ["CompanionAssigned", "CompanionReleased"],
  ConfirmTalent: ["HandedOver"],
  OverruleTalent: ["HandedOver"],
  MergeCase: ["DuplicateAbsorbed"]
}

/** Before a request to a case is decided, the deadlines that have passed lapse. */
const lapsed: JournalEvent["_tag"] = "DeadlineLapsed"

/** The fields of an object with a single value, and the ids of the objects in its fields. */
const factsOf = (value: Schema.JsonObject): ReadonlyMap<string, string | number | boolean> =>
  new Map(
    Object.entries(value).flatMap(([key, field]) => {
      const fact = isObject(field) ? field["id"] : field
      return typeof fact === "string" || typeof fact === "number" || typeof fact === "boolean"
        ? [[key, fact] as const]
        : []
    })
  )

/** Whether an entry and a request have the same value in all fields that both have in plain text. */
const agrees = (request: Schema.JsonObject, data: Schema.JsonObject): boolean => {
  const said = factsOf(data)
  for (const [key, fact] of factsOf(request)) {
    const other = said.get(key)
    // A day is a number in a request and a text in an entry, so it is not compared.
    if (key !== "_tag" && typeof other === typeof fact && other !== fact) return false
  }
  return true
}

/** The parts of a request. Each entry is about one of them. */
const partsOf = (request: Request): ReadonlyArray<Schema.JsonObject> => {
  const parts =
    request._tag === "AssignCompanions"
      ? request.pairs
      : request._tag === "RecordContacts"
        ? request.contacts
        : ["about" in request ? { ...request, ...request.about } : request]
  return parts.map(asJson).filter(isObject)
}

/**
 * Whether a command may be the one that wrote some entries, as far as their plain text shows: the same actor, the
 * kinds of events that its request writes, the same case or poll, and the same ids.
 *
 * @category repeats
 */
export const fits = ({ by, request }: Asked, lines: ReadonlyArray<Line>): boolean => {
  const asked = new Set<string>(writes[request._tag] ?? [])
  const besides = new Set<string>(follows[request._tag] ?? [])
  const parts = partsOf(request)
  const own = lines.filter(({ type }) => type !== lapsed)
  const isOne = ({ data, type }: Line): boolean =>
    (asked.has(type) || besides.has(type)) &&
    isObject(data) &&
    (data["by"] === undefined || data["by"] === by) &&
    parts.some((part) => agrees(part, data))
  const isOn = (stream: string): boolean => own.some((line) => line.stream === stream)
  const isAbout = (id: string): boolean => own.some(({ data }) => isObject(data) && data["case"] === id)
  return (
    own.some(({ type }) => asked.has(type)) &&
    own.every(isOne) &&
    parts.every(
      ({ case: id, poll }) =>
        (typeof id !== "string" || isOn(caseStream(id as CaseId)) || isAbout(id)) &&
        (typeof poll !== "string" || isOn(pollStream(poll as PollId)))
    )
  )
}
