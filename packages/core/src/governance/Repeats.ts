/**
 * Decides whether a command with a known command id is a retry of the first command with that id. To decide this, the
 * fingerprints of the two commands are compared. A fingerprint is a message authentication code of the actor and the
 * request. It is computed with the keys that encrypt the personal values of the request. So after a person's key was
 * destroyed (an erasure), nobody can guess a request and check whether it matches. Entries of earlier versions of the
 * library have no fingerprint. For these, the unencrypted parts of the entries are compared with the request. This
 * module is pure: the vault computes the codes.
 */
import { isObject } from "../kernel/Json.ts"
import { stream as caseStream } from "../casework/Case.ts"
import { type PollId, stream as pollStream } from "../polls/OpenedPoll.ts"
import { canonical } from "../kernel/CanonicalJson.ts"
import * as Day from "../kernel/Day.ts"
import { marks } from "../kernel/Personal.ts"
import type * as District from "../district/District.ts"
import type { JournalEvent } from "../district/Journal.ts"
import { type ActorId, type CaseId, ResidentId } from "../place/Id.ts"
import { ofDistrict, ofResident, type Owner } from "../place/Sealed.ts"
import { id as subjectId, kind as subjectKind, Subject } from "../place/Subject.ts"
import type { CommandId, Entry } from "../ports/Entry.ts"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { residentsIn } from "../district/Owners.ts"
import { Request } from "./Request.ts"

/** A command: its id, its actor and its request. */
export interface Asked {
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/** The parts of a ledger entry that are compared with a request. */
export type Line = Pick<Entry, "stream" | "position" | "type" | "data">

/**
 * The text from which the fingerprint of a command is computed: command id, actor and request as canonical JSON. The
 * command id is included, so that two equal requests with different ids have different fingerprints.
 *
 * @category fingerprints
 */
export const textOf = ({ by, id, request }: Asked): string =>
  // The cast is safe: a request is plain data that can be written as JSON.
  canonical({ by, id, request } as unknown as Schema.Json)

// -------------------------------------------------------------------------------------------------------------- owners

/**
 * The result of searching a request for ids: whether the request has personal fields, and which residents and subjects
 * (people or places) are in its other fields.
 */
interface Found {
  isPersonal: boolean
  readonly residents: Array<ResidentId>
  readonly subjects: Array<Subject>
}

type Paths = ReadonlyArray<ReadonlyArray<string>>

const requestMarks = new Map<string, Paths>(
  Object.entries(Request.cases).map(([tag, schema]) => [tag, marks(schema).map(({ path }) => path)])
)

const isSubject = Schema.is(Subject)
const isResidentId = Schema.is(ResidentId)

const isFilled = (value: unknown): value is object => typeof value === "object" && value !== null

/**
 * Searches a part of a request for ids of residents and subjects (people or places). `paths` are the paths from this
 * part to its personal fields. Personal fields are not searched.
 */
const lookAt = (part: object, paths: Paths, found: Found): void => {
  const below = (key: string): Paths =>
    paths.flatMap(([first, ...rest]) => (first === key || first === "*" ? [rest] : []))
  const descend = (value: unknown, left: Paths): void => {
    if (value === undefined) return
    if (left.some(({ length }) => length === 0)) found.isPersonal = true
    else if (isFilled(value)) lookAt(value, left, found)
  }
  if (Array.isArray(part)) {
    const left = below("*")
    for (const each of part) descend(each, left)
    return
  }
  const { elder, household, id, resident, subject, subjects } = part as Readonly<Record<string, unknown>>
  // In a registry file, an object with an id and a household is a resident.
  const ids = [elder, resident, household === undefined ? undefined : id]
  found.residents.push(...ids.filter((each) => isResidentId(each)))
  const named = [subject, ...(Array.isArray(subjects) ? subjects : [])]
  found.subjects.push(...named.filter((each) => isSubject(each)))
  for (const [key, value] of Object.entries(part)) descend(value, below(key))
}

/** The residents whom a request concerns on a day: those whom its subjects and the subjects of its case include. */
const residentsLookedUp = (
  district: District.District,
  request: Request,
  named: ReadonlyArray<Subject>,
  on: Day.Day
): ReadonlyArray<ResidentId> => {
  const state = "case" in request ? district.cases.get(request.case)?.state : undefined
  const subjects = [...named, ...(state?._tag === "Opened" ? state.subjects : [])]
  return subjects.flatMap((subject) => residentsIn(district, subject, on))
}

/** The parts of the entries of a command that decide on the keys of its fingerprint. */
export interface Written {
  /** The data of the first entry. */
  readonly data: Schema.Json
  /** The owners of the seals in all entries. */
  readonly owners: ReadonlyArray<Owner>
}

const dayOf = ({ data }: Written): Option.Option<Day.Day> => {
  const on = isObject(data) ? data["on"] : undefined
  return typeof on === "string" ? Day.fromIso(on) : Option.none()
}

/**
 * The owners whose keys are used for the fingerprint of a command. `written` are the entries that it wrote or will write.
 * The owners are:
 *
 * - the owners of every sealed value in these entries
 * - the residents in the request, if the request has personal fields
 * - the residents of its case on that day, if the request has personal fields but its entries have no sealed values,
 *   such as for a refused step
 * - the district, if there are no other owners
 *
 * `until` is the position of the first of these entries. Residents who had been erased before that are left out.
 *
 * @category fingerprints
 */
export const ownersOf = (
  district: District.District,
  { request }: Pick<Asked, "request">,
  written: Written,
  until = Number.POSITIVE_INFINITY
): readonly [Owner, ...ReadonlyArray<Owner>] => {
  const sealed = written.owners
  const found: Found = { isPersonal: false, residents: [], subjects: [] }
  lookAt(request, requestMarks.get(request._tag) ?? [], found)
  const { isPersonal, residents, subjects } = found
  const on = isPersonal && sealed.length === 0 ? dayOf(written) : Option.none()
  const about = [
    ...residents,
    ...subjects.flatMap((subject) =>
      subjectKind(subject) === "resident" ? [subjectId(subject) as ResidentId] : []
    ),
    ...Option.match(on, {
      onNone: () => [],
      onSome: (day) => residentsLookedUp(district, request, subjects, day)
    })
  ].filter((resident) => (district.erased.get(resident) ?? Number.POSITIVE_INFINITY) >= until)
  const [first, ...others] = new Set([...sealed, ...(isPersonal ? about.map(ofResident) : [])])
  return first === undefined ? [ofDistrict] : [first, ...others]
}

// ------------------------------------------------------------------------------- entries of before there were
// fingerprints

type Types = ReadonlyArray<JournalEvent["_tag"]>

/** For each type of request: the types of events that it can write. A refused step may be recorded as an attempt. */
const writes: { readonly [Tag in Request["_tag"]]?: Types } = {
  GrantMandate: ["MandateGranted"],
  EndMandate: ["MandateEnded"],
  UndoMandateEnd: ["MandateEndUndone"],
  NameActor: ["ActorNamed"],
  ConfirmClock: ["ClockConfirmed"],
  EraseExpired: ["RetentionApplied"],
  EraseActor: ["ActorErased"],
  SetNoticePreference: ["NoticePreferenceSet"],
  SnoozeNotices: ["NoticesSnoozed"],
  ImportRegistry: [
    "ImportCompleted",
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
  UndoDeparture: ["DepartureUndone"],
  MergeResident: ["ResidentsMerged"],
  AddDwelling: ["DwellingAdded"],
  RemoveDwelling: ["DwellingRemoved"],
  EndHousehold: ["HouseholdEnded"],
  EndBuilding: ["BuildingEnded"],
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
  RecordAttempts: ["ContactAttempted"],
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
  EnterUnitArea: ["UnitAreaEntered"],
  OpenCase: ["CaseOpened"],
  TakeStep: ["StepTaken", "CaseReopened", "StepRefused", "FactAside"],
  NoteOnCase: ["Noted"],
  HandCaseOver: ["HandedOver", "FactAside"],
  DecideDue: ["DueDecided"],
  SettleFact: ["FactSettled"],
  TransferCase: ["CaseTransferred"],
  MergeCase: ["CaseMerged"],
  WithdrawCase: ["CaseWithdrawn"],
  ReopenCase: ["CaseReopened"],
  MigrateCase: ["CaseMigrated"],
  LookAtReport: ["ReportLookedAt"],
  AcceptReport: ["ReportAccepted"],
  DeclineReport: ["ReportDeclined"],
  MergeReport: ["ReportMerged"],
  EraseReport: ["ReportErased"]
}

/** For some types of requests: the types of events of other contexts that the request can cause. */
const follows: { readonly [Tag in Request["_tag"]]?: Types } = {
  LeaveResident: ["CompanionReleased", "ExclusionLifted", "BallotVoided"],
  UndoDeparture: ["CompanionReinstated", "ExclusionReinstated", "BallotRestored"],
  EraseExpired: ["ResidentErased", "ActorErased", "ReportErased"],
  AcceptReport: ["CaseOpened"],
  MergeResident: ["CompanionReleased", "CompanionAssigned"],
  EndBuilding: ["HouseholdEnded"],
  EnterPairingIntoForce: ["PairingSuperseded"],
  RefuseCompanion: ["CompanionReleased"],
  ConfirmCompanions: ["CompanionAssigned", "CompanionReleased"],
  OverruleCompanions: ["CompanionAssigned", "CompanionReleased"],
  ConfirmTalent: ["HandedOver"],
  OverruleTalent: ["HandedOver"],
  SettleFact: ["StepTaken", "CaseReopened", "HandedOver"],
  TakeStep: ["LapsesUndone"],
  HandCaseOver: ["LapsesUndone"],
  MergeCase: ["DuplicateAbsorbed"]
}

/**
 * When a command on a case is decided, the lapses (automatic steps) of deadlines that have passed are recorded first.
 */
const lapsed: JournalEvent["_tag"] = "DeadlineLapsed"

/**
 * The fields of an object that are a text, a number or a boolean. For a field that is an object, its id is used as the
 * value.
 */
const factsOf = (value: Schema.JsonObject): ReadonlyMap<string, string | number | boolean> =>
  new Map(
    Object.entries(value).flatMap(([key, field]) => {
      const fact = isObject(field) ? field["id"] : field
      return typeof fact === "string" || typeof fact === "number" || typeof fact === "boolean"
        ? [[key, fact] as const]
        : []
    })
  )

/** Whether an entry and a request have the same value in every unencrypted field that is in both of them. */
const agrees = (request: Schema.JsonObject, data: Schema.JsonObject): boolean => {
  const said = factsOf(data)
  for (const [key, fact] of factsOf(request)) {
    const other = said.get(key)
    // A day is a number in a request, but a date text in an entry. So the two values have different types and are not
    // compared.
    if (key !== "_tag" && typeof other === typeof fact && other !== fact) return false
  }
  return true
}

/** Splits a request that records several things (such as contacts) into parts. Each part is written as one entry. */
const partsOf = (request: Request): ReadonlyArray<Schema.JsonObject> => {
  const parts =
    request._tag === "AssignCompanions"
      ? request.pairs
      : request._tag === "RecordContacts"
        ? request.contacts
        : request._tag === "RecordAttempts"
          ? request.attempts
          : ["about" in request ? { ...request, ...request.about } : request]
  // The cast is safe: the parts of a request are plain data.
  return parts as unknown as ReadonlyArray<Schema.JsonObject>
}

/**
 * Whether the given entries may have been written by a command. Compares only unencrypted values: the actor, the case
 * or poll, and the ids must be the same, and the request must be able to write events of these types.
 *
 * @category repeats
 */
export const fits = ({ by, request }: Pick<Asked, "by" | "request">, lines: ReadonlyArray<Line>): boolean => {
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
