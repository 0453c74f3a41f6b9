/**
 * Reports from residents who have no account, such as clutter in a corridor. A report is received, looked at, and then
 * decided: it becomes a case, is declined with a reason, or is merged with another report about the same matter.
 *
 * The words of a report, its place in the reporter's words, and the contact are personal data. They are encrypted with a
 * key that only this report has. So they can be erased without any other data.
 */
import * as Schema from "effect/Schema"
import { PlaybookId } from "../casework/Playbook.ts"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { hidden, personal, sensitive } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, BuildingId, CaseId, ReportId } from "../place/Id.ts"
import { ErasureBasis } from "../place/Registry.ts"

const prefix = "report-"

/** The stream that contains the events of a report. */
export const streamOf = (id: ReportId): StreamId => StreamId.make(`${prefix}${id}`)

const text = (most: number) => Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(most))

/**
 * What a resident reports. Nobody has checked who the resident is. `place` says in the reporter's words where it is, such
 * as a floor or a door. `contact` is how the committee can reach the reporter.
 *
 * @category models
 */
export const Reported = Schema.Struct({
  playbook: PlaybookId,
  building: Schema.optionalKey(BuildingId),
  words: sensitive(text(2_000)),
  place: Schema.optionalKey(personal(text(200))),
  contact: Schema.optionalKey(personal(text(100)))
})
export interface Reported extends Schema.Schema.Type<typeof Reported> {}

const { building: _, contact, place, playbook, words } = Reported.fields
const happened = { on: DayFromIso, report: ReportId }
const decided = { ...happened, by: ActorId }

/**
 * The events of reports. The event `ReportReceived` names no actor, because the reporter has no mandate. The texts are missing
 * after the report was erased.
 *
 * @category events
 */
export const IntakeEvent = Schema.TaggedUnion({
  ReportReceived: {
    ...happened,
    playbook,
    building: Schema.optionalKey(hidden(BuildingId)),
    words: Schema.optionalKey(words),
    place,
    contact
  },
  /** An actor is about to read the texts of the report. Each reading is recorded. */
  ReportLookedAt: decided,
  /** The report became a case. */
  ReportAccepted: { ...decided, case: CaseId },
  /** The report was declined. The reporter reads the reason. */
  ReportDeclined: { ...decided, reason: Schema.optionalKey(sensitive(StatedReason)) },
  /** The report is about the same matter as another one. What happens to the other report happens to this one. */
  ReportMerged: { ...decided, into: ReportId },
  /** The texts of the report were erased permanently. */
  ReportErased: { ...decided, basis: ErasureBasis }
})
export type IntakeEvent = typeof IntakeEvent.Type

/** How a report was decided, and on which day. */
export type Decided =
  | { readonly _tag: "Accepted"; readonly on: Day; readonly by: ActorId; readonly case: CaseId }
  | { readonly _tag: "Declined"; readonly on: Day; readonly by: ActorId }
  | { readonly _tag: "Merged"; readonly on: Day; readonly by: ActorId; readonly into: ReportId }

/**
 * A report, without its texts.
 *
 * @category models
 */
export interface Report {
  readonly id: ReportId
  readonly on: Day
  /** When the report was recorded, in milliseconds since 1970-01-01T00:00Z. Missing in a state without instants. */
  readonly at?: number
  readonly playbook: PlaybookId
  readonly building?: BuildingId
  /** The number of reports of this playbook that nobody had looked at when this report was received, this one included. */
  readonly waiting: number
  /** The day on which an actor first looked at the report. */
  readonly lookedAt?: Day
  readonly decided?: Decided
  /** Whether the texts of the report were erased. */
  readonly erased?: true
}

/** @category models */
export interface IntakeSlice {
  readonly reports: ReadonlyMap<ReportId, Report>
  /** The reports that nobody has looked at, by their playbook. */
  readonly unseenReports: ReadonlyMap<PlaybookId, ReadonlySet<ReportId>>
  /** The number of reports that were received on each day. */
  readonly reportsOn: ReadonlyMap<Day, number>
  /** The erased reports, each with the position of the entry that records the erasure. */
  readonly erasedReports: ReadonlyMap<ReportId, number>
}

/** The slice (part) of a district that contains its reports, in a form that is changed in place by {@link apply}. */
export interface IntakeDraft extends IntakeSlice {
  readonly reports: Map<ReportId, Report>
  readonly unseenReports: Map<PlaybookId, Set<ReportId>>
  readonly reportsOn: Map<Day, number>
  readonly erasedReports: Map<ReportId, number>
}

/** The reports of a district without entries. */
export const draft = (): IntakeDraft => ({
  reports: new Map(),
  unseenReports: new Map(),
  reportsOn: new Map(),
  erasedReports: new Map()
})

const decidedBy = (event: IntakeEvent): Decided | undefined => {
  switch (event._tag) {
    case "ReportAccepted":
      return { _tag: "Accepted", on: event.on, by: event.by, case: event.case }
    case "ReportDeclined":
      return { _tag: "Declined", on: event.on, by: event.by }
    case "ReportMerged":
      return { _tag: "Merged", on: event.on, by: event.by, into: event.into }
    default:
      return undefined
  }
}

/** Folds one event into the reports of a district, in place. */
export const apply = (
  self: IntakeDraft,
  event: IntakeEvent,
  { at, position }: { readonly position: number; readonly at?: number }
): void => {
  const { on, report: id } = event
  if (event._tag === "ReportReceived") {
    const { building, playbook: category } = event
    const unseen = self.unseenReports.get(category) ?? new Set()
    self.unseenReports.set(category, unseen.add(id))
    self.reportsOn.set(on, (self.reportsOn.get(on) ?? 0) + 1)
    const where = { ...given("at", at), playbook: category, ...given("building", building) }
    self.reports.set(id, { id, on, ...where, waiting: unseen.size })
    return
  }
  const before = self.reports.get(id)
  if (before === undefined) return
  self.unseenReports.get(before.playbook)?.delete(id)
  if (event._tag === "ReportErased") self.erasedReports.set(id, position)
  self.reports.set(id, {
    ...before,
    ...(event._tag === "ReportLookedAt" ? { lookedAt: before.lookedAt ?? on } : {}),
    ...given("decided", decidedBy(event)),
    ...(event._tag === "ReportErased" ? { erased: true as const } : {})
  })
}

/** Whether a report still waits for a decision. */
export const isWaiting = ({ decided: decision, erased }: Report): boolean =>
  decision === undefined && erased === undefined

/**
 * The report whose decision counts for a report: the one into which it was merged, or else the report itself.
 *
 * @category questions
 */
export const leading = ({ reports }: Pick<IntakeSlice, "reports">, report: Report): Report => {
  let found = report
  // A report is merged only with one that is not merged itself, so the way has no circle.
  for (let next = found.decided; next?._tag === "Merged"; next = found.decided) {
    const into = reports.get(next.into)
    if (into === undefined) break
    found = into
  }
  return found
}
