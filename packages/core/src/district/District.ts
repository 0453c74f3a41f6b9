/**
 * The state of a district, computed from its entries: the model, the registry, the pairing, contacts, companions and
 * cases, and the data for questions about past days. Folding (computing the state entry by entry) is pure: the same
 * entries always result in an equal district.
 *
 * The fold changes the maps of a district in place, because copying a district for each entry would be too slow. So do
 * not read a {@link District} while an entry is being applied, and do not keep references to its parts.
 */
import * as Result from "effect/Result"
import { type ActorSlice, ownersErasedBy } from "../contexts/ActorContext.ts"
import type { CaseworkDraft } from "../contexts/CaseworkDraft.ts"
import type { CaseworkSlice } from "../contexts/CaseworkSlice.ts"
import type { CompanionProposalSlice } from "../contexts/CompanionProposalContext.ts"
import type { CompanionSlice } from "../contexts/CompanionContext.ts"
import type { ContactSlice } from "../contexts/ContactContext.ts"
import { EntryUnreadable, type Ground, type Line } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import type { DisclosureSlice } from "../contexts/DisclosureContext.ts"
import type { ExclusionSlice } from "../contexts/ExclusionContext.ts"
import type { IntakeSlice } from "../intake/Intake.ts"
import { hasParts } from "../contexts/ImportContext.ts"
import type { MandateSlice } from "../contexts/MandateContext.ts"
import type { ModelSlice } from "../contexts/ModelContext.ts"
import type { NoticeSlice } from "../contexts/NoticeContext.ts"
import type { PairingSlice } from "../contexts/PairingContext.ts"
import type { PollSlice } from "../contexts/PollContext.ts"
import type { RegistrySlice } from "../contexts/RegistrySlice.ts"
import type { TalentSlice } from "../contexts/TalentContext.ts"
import type { Day } from "../kernel/Day.ts"
import { jumpOf } from "../model/ClockJump.ts"
import type { Owner } from "../place/Sealed.ts"
import { type ContextId, decode, type Happened, type JournalEvent } from "./Journal.ts"

export { nameOf, ownersErasedBy } from "../contexts/ActorContext.ts"
export { endedByModel } from "../contexts/Departures.ts"
export { contextOf, factsAside, handlersGone, subjectsGone } from "../contexts/CaseworkFacts.ts"
export { type CaseEntry, type CaseFile, findCase, openCases, playbookOf } from "../contexts/CaseworkSlice.ts"
export type { Line } from "../contexts/Context.ts"
export { factsBy, factsOn } from "../contexts/CoverageFacts.ts"
export { hasParts, partsStream } from "../contexts/ImportContext.ts"
export { calendarOn, versionKey } from "../contexts/ModelContext.ts"
export { expiredOn } from "../contexts/RetentionContext.ts"
export { type BallotAfterDeath, ballotsAfterDeath } from "../contexts/PollContext.ts"
export { registryOn } from "../contexts/RegistrySlice.ts"

/**
 * The state of a district: the slices of all contexts together. A context is a part of the district's work, such as
 * polls. Its slice is its part of the state. A type test proves that no slice is missing.
 *
 * @category models
 */
export interface District
  extends
    Ground,
    ModelSlice,
    MandateSlice,
    ActorSlice,
    NoticeSlice,
    RegistrySlice,
    DisclosureSlice,
    PairingSlice,
    ContactSlice,
    ExclusionSlice,
    CompanionSlice,
    CompanionProposalSlice,
    TalentSlice,
    PollSlice,
    CaseworkSlice,
    IntakeSlice {}

/** A district that {@link apply} changes in place, entry by entry. */
export interface Draft extends District {
  position: number
  readonly versions: Map<string, number>
  readonly cases: CaseworkDraft["cases"]
  readonly begins: Array<Ground["begins"][number]>
  at?: number
  /** The instant of the last act of an operator that was too far ahead of {@link Ground.at} to be believed. */
  doubted?: number
  /** The parts of imports that are not finished: their events, by stream. They have no effect yet. */
  readonly parts: Map<string, Array<{ readonly happened: Happened; readonly line: Line }>>
}

/** Makes the state of a district without entries. */
export const draft = (): Draft =>
  // This cast is safe: the slices (parts of the state) of all contexts together are a district.
  Object.assign(
    { position: 0, versions: new Map(), parts: new Map(), begins: [] },
    ...contexts.map(({ initial }) => initial())
  ) as Draft

/**
 * The position of the first entry about a day or a later day. No entry before it is about these days. The position after
 * the last entry if there is no such entry.
 */
export const firstEntryFrom = ({ begins, position }: Ground, from: Day): number =>
  begins.find(({ on }) => on >= from)?.position ?? position + 1

const erasures: ReadonlySet<string> = new Set([
  "ActorErased",
  "ReportErased",
  "ResidentErased"
] satisfies ReadonlyArray<JournalEvent["_tag"]>)

/** Whether an entry erases the data of a resident, of an actor or of a report. */
export const isErasure = ({ type }: Pick<Line, "type">): boolean => erasures.has(type)

/** The position of the last erasure that the state includes. 0 if nothing has been erased. */
export const lastErasure = ({ erased, erasedActors, erasedReports }: District): number => {
  let last = 0
  for (const positions of [erased, erasedActors, erasedReports]) {
    for (const position of positions.values()) last = Math.max(last, position)
  }
  return last
}

/**
 * The owners whose keys must not exist any more, because they were erased: see {@link ownersErasedBy}. Each with the
 * position of the erasure.
 */
export const ownersErased = ({
  actors,
  erased,
  erasedActors,
  erasedReports
}: District): ReadonlyMap<Owner, number> => {
  const owners = [...erased].flatMap(([resident, position]) =>
    ownersErasedBy({ actors }, { _tag: "ResidentErased", resident }).map(
      (owner) => [owner, position] as const
    )
  )
  const ofActors = [...erasedActors].flatMap(([actor, position]) =>
    ownersErasedBy({ actors }, { _tag: "ActorErased", actor }).map((owner) => [owner, position] as const)
  )
  const ofReports = [...erasedReports].flatMap(([report, position]) =>
    ownersErasedBy({ actors }, { _tag: "ReportErased", report }).map((owner) => [owner, position] as const)
  )
  return new Map([...owners, ...ofActors, ...ofReports])
}

interface Fold {
  readonly apply: (draft: Draft, event: JournalEvent, line: Line) => EntryUnreadable | undefined
}

// This cast is safe: each event is applied by its own context, and a draft has the slices (parts of the state) of all
// contexts.
const folds: ReadonlyMap<ContextId, Fold> = new Map(
  contexts.map((context: AnyContext) => [context.id, context as unknown as Fold])
)

/** Changes the slices of a draft by one event. */
const change = (self: Draft, { context, event }: Happened, line: Line): EntryUnreadable | undefined =>
  folds.get(context)?.apply(self, event, line)

/** Makes the parts of an import effective, which the given entry has completed. */
const complete = (
  self: Draft,
  { entries, parts }: { readonly entries: number; readonly parts: string },
  { position, type }: Line
): EntryUnreadable | undefined => {
  const held = self.parts.get(parts) ?? []
  self.parts.delete(parts)
  if (held.length !== entries) {
    const reason = `it completes ${entries} entries of the stream "${parts}", which has ${held.length}`
    return new EntryUnreadable({ position, type, reason })
  }
  for (const { happened, line } of held) {
    const unreadable = change(self, happened, line)
    if (unreadable !== undefined) return unreadable
  }
  return undefined
}

/** Whether the operator wrote an event. The library does not refuse these acts, even if the clock has jumped. */
const isOfOperator = (event: JournalEvent): boolean =>
  event._tag === "ModelAdopted" || (event._tag === "MandateGranted" && event.by === undefined)

/**
 * Takes the time of an entry as the latest time that is known to be right. An act of the operator is no proof of the
 * time: if it is too far ahead, its command does not change that time. So a wrong clock still must be confirmed.
 */
const believe = (self: Draft, { event }: Happened, at: number): void => {
  const { model } = self
  if (isOfOperator(event) && model !== undefined && jumpOf(self, model, event.on) !== undefined) {
    self.doubted = at
  }
  if (at !== self.doubted && (self.at === undefined || self.at < at)) self.at = at
}

/**
 * Applies one entry to a draft (the state of a district), in place. Entries must be applied in the order of their
 * positions. Fails if the entry cannot be read. A part of an import has no effect before the entry that completes it.
 *
 * @category operations
 */
export const apply = (self: Draft, line: Line): Result.Result<Happened, EntryUnreadable> => {
  const decoded = decode(line)
  if (Result.isFailure(decoded)) return decoded
  const happened = decoded.success
  const { event } = happened
  if (line.at !== undefined) believe(self, happened, line.at)
  if (hasParts(line.stream)) {
    const held = self.parts.get(line.stream)
    if (held === undefined) self.parts.set(line.stream, [{ happened, line }])
    else held.push({ happened, line })
  } else {
    const unreadable =
      event._tag === "ImportCompleted" ? complete(self, event, line) : change(self, happened, line)
    if (unreadable !== undefined) return Result.fail(unreadable)
  }
  const latest = self.begins.at(-1)
  if (latest === undefined || latest.on < event.on)
    self.begins.push({ on: event.on, position: line.position })
  self.position = line.position
  self.versions.set(line.stream, line.version)
  return decoded
}
