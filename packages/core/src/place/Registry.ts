/**
 * The registry of a district: its buildings, households and residents, and how they change. Every change is an event
 * with the day on which the change takes effect. So the registry of any past day can be computed from the events again.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { hidden, personal, sensitive } from "../kernel/Personal.ts"
import { inOrder, isLate } from "../kernel/Recorded.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BornIn } from "./Birth.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "./Id.ts"

/**
 * A building, or a part of a building that has a separate door number.
 *
 * @category models
 */
export const Building = Schema.Struct({
  id: BuildingId,
  /** The label on the door of the building, such as `12号` (number 12). */
  label: Schema.NonEmptyString,
  floors: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 200 }))
})
export interface Building extends Schema.Schema.Type<typeof Building> {}

/** The largest area of a flat, in square centimetres. */
export const largestArea = 1_000_000_000

/**
 * A household: one flat and the residents who live in it.
 *
 * @category models
 */
export const Household = Schema.Struct({
  id: HouseholdId,
  building: BuildingId,
  /** The number on the door of the flat, such as `301`. */
  unit: Schema.NonEmptyString,
  floor: Schema.Int.check(Schema.isBetween({ minimum: -10, maximum: 200 })),
  /**
   * The exclusive area (the part that belongs to the owner alone) in square centimetres, as an integer: 1 m² is 10,000.
   * Missing if it is not known. Earlier versions of the library wrote 0 in this case: see {@link areaOf}.
   */
  area: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: largestArea }))),
  tags: hidden(Schema.Array(Tag))
})
export interface Household extends Schema.Schema.Type<typeof Household> {}

/** The exclusive area of a flat. `undefined` if it is not known. */
export const areaOf = ({ area }: Household): number | undefined => (area === 0 ? undefined : area)

/**
 * A resident of the district.
 *
 * @category models
 */
export const Resident = Schema.Struct({
  id: ResidentId,
  household: HouseholdId,
  name: personal(Schema.NonEmptyString),
  /** The day of birth. Missing if it is not known. */
  birth: Schema.optionalKey(personal(DayFromIso)),
  /** The year, or the year and month, of birth, if the exact day is not known. */
  bornIn: Schema.optionalKey(personal(BornIn)),
  /** The day on which the person became a member of the Party. Missing if the resident is not a member. */
  partySince: Schema.optionalKey(sensitive(DayFromIso)),
  tags: sensitive(Schema.Array(Tag))
})
export interface Resident extends Schema.Schema.Type<typeof Resident> {}

/** A resident as stored in a ledger entry. After the resident was erased, the personal fields are missing. */
const EnteredResident = Schema.Struct({
  id: ResidentId,
  household: HouseholdId,
  name: Schema.optionalKey(personal(Schema.NonEmptyString)),
  birth: Schema.optionalKey(personal(DayFromIso)),
  bornIn: Schema.optionalKey(personal(BornIn)),
  partySince: Schema.optionalKey(sensitive(DayFromIso)),
  tags: Schema.optionalKey(sensitive(Schema.Array(Tag)))
})

/**
 * The legal ground for erasing the data of a person (PIPL Art. 47): the person requested it or withdrew consent, the
 * data are no longer needed, or storing them was never lawful.
 */
export const ErasureBasis = Schema.Literals(["request", "consent-withdrawn", "no-longer-needed", "unlawful"])
export type ErasureBasis = typeof ErasureBasis.Type

/** How a person's stay in the district ended. */
export const Departure = Schema.Literals(["moved-away", "died"])
export type Departure = typeof Departure.Type

/**
 * Why a household or a building ended: it never existed and was entered by mistake; flats were joined or split; the
 * building was torn down or renumbered; or another reason.
 */
export const EndReason = Schema.Literals(["mistake", "joined", "split", "torn-down", "renumbered", "other"])
export type EndReason = typeof EndReason.Type

/**
 * The day on which a change of the registry takes effect, and the actor who requested the change. In events that the
 * registry's decider returns, `by` is always present.
 */
const event = {
  on: DayFromIso,
  by: Schema.optionalKey(ActorId),
  /** The day on which the event was recorded. Missing if this is also the day on which its change takes effect. */
  recorded: Schema.optionalKey(DayFromIso)
}

const MovedIn = Schema.optionalKey(Schema.Literal("unknown"))

const ending = { ...event, reason: EndReason, note: Schema.optionalKey(sensitive(StatedReason)) }

/**
 * The events of the registry. Each has the day on which its change takes effect.
 *
 * @category events
 */
export const RegistryEvent = Schema.TaggedUnion({
  BuildingEntered: { ...event, building: Building },
  HouseholdEntered: { ...event, household: Household },
  /**
   * A resident was entered. `movedIn` is present if the day on which the resident moved in is not known, because the
   * resident came with the first import of the household. Otherwise the resident moved in on the day `on`.
   */
  ResidentEntered: { ...event, resident: EnteredResident, movedIn: MovedIn },
  /**
   * The data of a resident were corrected, or have changed. The household, the days of the stay and the tags do not
   * change.
   */
  ResidentCorrected: {
    ...event,
    resident: ResidentId,
    name: Schema.optionalKey(personal(Schema.NonEmptyString)),
    birth: Schema.optionalKey(personal(DayFromIso)),
    bornIn: Schema.optionalKey(personal(BornIn)),
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  ResidentMoved: { ...event, resident: ResidentId, household: HouseholdId },
  ResidentLeft: { ...event, resident: ResidentId, departure: Departure },
  /**
   * A departure or a death was entered by mistake, and is undone. The resident counts as not having left on that day.
   */
  DepartureUndone: {
    ...event,
    resident: ResidentId,
    left: DayFromIso,
    reason: Schema.optionalKey(sensitive(StatedReason))
  },
  /**
   * Two records are of the same person. From now on, the history of the record `resident` belongs to the record `into`,
   * also for all days in the past.
   */
  ResidentsMerged: { ...event, resident: ResidentId, into: ResidentId },
  HouseholdEnded: { ...ending, household: HouseholdId },
  BuildingEnded: { ...ending, building: BuildingId },
  ResidentTagged: {
    ...event,
    resident: ResidentId,
    tags: Schema.optionalKey(sensitive(Schema.Array(Tag)))
  },
  HouseholdTagged: { ...event, household: HouseholdId, tags: hidden(Schema.Array(Tag)) },
  /** A household uses another flat besides its first one. Nobody else lives in the other flat. */
  DwellingAdded: { ...event, household: HouseholdId, dwelling: HouseholdId },
  DwellingRemoved: { ...event, dwelling: HouseholdId },
  /** The data of a resident were erased permanently. Only the id and the household remain. */
  ResidentErased: { on: DayFromIso, by: ActorId, resident: ResidentId, basis: ErasureBasis }
})
export type RegistryEvent = typeof RegistryEvent.Type

/**
 * A resident with the dates of the stay in the district. If the data of the resident were erased, the name and the
 * birth are missing.
 */
export interface Stay extends Omit<Resident, "name"> {
  readonly name?: string
  /** Present only if the data of the resident were erased. */
  readonly erased?: true
  readonly since: Day
  /**
   * The day on which the resident moved into the present household. Missing if it is not known, because the resident was
   * there before the registry began.
   */
  readonly housedSince?: Day
  /**
   * The first day on which the resident does not live in the district any more, and why. Missing if the resident has
   * not left.
   */
  readonly left?: { readonly on: Day; readonly departure: Departure }
}

/**
 * The registry (buildings, households, residents), computed (folded) from its events. It also contains residents who
 * have left, so that a report about the past is complete. To get only the residents of a day, use {@link residentsOf}
 * or {@link isPresent}.
 *
 * @category models
 */
export interface Registry {
  readonly buildings: ReadonlyMap<BuildingId, Building>
  readonly households: ReadonlyMap<HouseholdId, Household>
  readonly residents: ReadonlyMap<ResidentId, Stay>
  readonly members: ReadonlyMap<HouseholdId, ReadonlySet<ResidentId>>
  /** The households that have ended. Counts do not include them any more. */
  readonly ended: ReadonlyMap<HouseholdId, Ended>
  /** The buildings that have ended. A building and a household may have the same id. */
  readonly endedBuildings: ReadonlyMap<BuildingId, Ended>
  /** The records that were merged into another record. The key is the merged record, the value is the other record. */
  readonly merged: ReadonlyMap<ResidentId, ResidentId>
  /** The flats that another household uses, or used, besides its first one. See {@link userOf}. */
  readonly dwellings: ReadonlyMap<HouseholdId, ReadonlyArray<DwellingUse>>
}

/**
 * The use of a flat by another household from the day `from` on. `until` is the first day on which it does not use the
 * flat any more.
 */
export interface DwellingUse {
  readonly household: HouseholdId
  readonly from: Day
  readonly until?: Day
}

/** The end of a household or a building: the first day on which it does not count any more, and the reason. */
export interface Ended {
  readonly on: Day
  readonly reason: EndReason
}

/** An empty registry, for a district without entries. */
export const empty: Registry = {
  buildings: new Map(),
  households: new Map(),
  residents: new Map(),
  members: new Map(),
  ended: new Map(),
  endedBuildings: new Map(),
  merged: new Map(),
  dwellings: new Map()
}

/** Whether a resident lives in the district on a day. */
export const isPresent = (self: Stay, on: Day): boolean =>
  self.since <= on && (self.left === undefined || on < self.left.on)

/** The residents who live in a household on a day. */
export const residentsOf = (self: Registry, household: HouseholdId, on: Day): ReadonlyArray<Stay> =>
  [...(self.members.get(household) ?? [])].flatMap((id) => {
    const resident = self.residents.get(id)
    return resident !== undefined && isPresent(resident, on) ? [resident] : []
  })

/**
 * Finds the record that contains the history of a resident now. If the resident's record was merged into another
 * record, this is the other record. Otherwise it is the resident's record itself.
 */
export const recordOf = (merged: Registry["merged"], resident: ResidentId): ResidentId => {
  let last = resident
  for (let into = merged.get(last); into !== undefined; into = merged.get(last)) last = into
  return last
}

/**
 * The household that uses a flat besides its first one on a day. `undefined` if no other household uses the flat, or if
 * somebody lives in it on that day.
 */
export const userOf = (self: Registry, flat: HouseholdId, on: Day): HouseholdId | undefined => {
  const use = self.dwellings
    .get(flat)
    ?.find(({ from, until }) => from <= on && (until === undefined || on < until))
  return use !== undefined && self.households.has(use.household) && residentsOf(self, flat, on).length === 0
    ? use.household
    : undefined
}

/** The other flats that a household uses on a day. */
export const dwellingsOf = (self: Registry, household: HouseholdId, on: Day): ReadonlyArray<HouseholdId> =>
  [...self.dwellings.keys()].filter(
    (flat) => self.households.has(flat) && userOf(self, flat, on) === household
  )

/**
 * A mutable registry, which {@link apply} changes in place. So the maps do not have to be copied for each event. Do not
 * share a draft while it changes.
 */
export interface Draft extends Registry {
  readonly buildings: Map<BuildingId, Building>
  readonly households: Map<HouseholdId, Household>
  readonly residents: Map<ResidentId, Stay>
  readonly members: Map<HouseholdId, Set<ResidentId>>
  readonly ended: Map<HouseholdId, Ended>
  readonly endedBuildings: Map<BuildingId, Ended>
  readonly merged: Map<ResidentId, ResidentId>
  readonly dwellings: Map<HouseholdId, ReadonlyArray<DwellingUse>>
}

/** Makes a draft: a mutable copy of a registry. */
export const draft = (self: Registry = empty): Draft => ({
  buildings: new Map(self.buildings),
  households: new Map(self.households),
  residents: new Map(self.residents),
  members: new Map([...self.members].map(([id, members]) => [id, new Set(members)])),
  ended: new Map(self.ended),
  endedBuildings: new Map(self.endedBuildings),
  merged: new Map(self.merged),
  dwellings: new Map(self.dwellings)
})

const join = (self: Draft, household: HouseholdId, resident: ResidentId): void => {
  const members = self.members.get(household)
  if (members === undefined) self.members.set(household, new Set([resident]))
  else members.add(resident)
}

// Called when a resident moves or comes back: removes the resident from the members of the previous household.
const leave = (self: Draft, resident: ResidentId): void => {
  const before = self.residents.get(resident)
  if (before !== undefined) self.members.get(before.household)?.delete(resident)
}

/** Applies one event to a draft (a mutable registry), in place. */
export const apply = (self: Draft, event: RegistryEvent): void => {
  switch (event._tag) {
    case "BuildingEntered":
      self.buildings.set(event.building.id, event.building)
      self.endedBuildings.delete(event.building.id)
      return
    case "BuildingEnded":
      self.buildings.delete(event.building)
      self.endedBuildings.set(event.building, { on: event.on, reason: event.reason })
      return
    case "HouseholdEntered":
      self.households.set(event.household.id, event.household)
      self.ended.delete(event.household.id)
      return
    case "HouseholdEnded":
      self.households.delete(event.household)
      self.ended.set(event.household, { on: event.on, reason: event.reason })
      return
    case "ResidentEntered": {
      const { household, id, tags = [] } = event.resident
      const before = self.residents.get(id)
      // If the resident is entered again but had not left, the stay simply continues from its first day.
      const stays = before !== undefined && before.left === undefined
      const movedIn = event.movedIn === undefined ? event.on : undefined
      leave(self, id)
      self.residents.set(id, {
        ...event.resident,
        tags,
        since: stays ? before.since : event.on,
        ...given("housedSince", stays && before.household === household ? before.housedSince : movedIn)
      })
      join(self, household, id)
      return
    }
    case "ResidentCorrected": {
      const resident = self.residents.get(event.resident)
      if (resident === undefined) return
      const { birth: _, bornIn: __, name: ___, partySince: ____, ...others } = resident
      const { birth, bornIn, name, partySince } = event
      self.residents.set(resident.id, {
        ...others,
        ...(name === undefined ? {} : { name }),
        ...(birth === undefined ? {} : { birth }),
        ...(bornIn === undefined ? {} : { bornIn }),
        ...(partySince === undefined ? {} : { partySince })
      })
      return
    }
    case "ResidentMoved": {
      const resident = self.residents.get(event.resident)
      if (resident === undefined) return
      leave(self, resident.id)
      self.residents.set(resident.id, { ...resident, household: event.household, housedSince: event.on })
      join(self, event.household, resident.id)
      return
    }
    case "ResidentLeft": {
      const resident = self.residents.get(event.resident)
      // If two departures are recorded for one stay of a resident, the first departure is valid.
      if (resident === undefined || resident.left !== undefined) return
      self.residents.set(resident.id, { ...resident, left: { on: event.on, departure: event.departure } })
      return
    }
    case "DepartureUndone": {
      const resident = self.residents.get(event.resident)
      if (resident?.left?.on !== event.left) return
      const { left: _, ...stays } = resident
      self.residents.set(resident.id, stays)
      return
    }
    case "ResidentsMerged":
      leave(self, event.resident)
      self.residents.delete(event.resident)
      self.merged.set(event.resident, event.into)
      return
    case "ResidentTagged": {
      const resident = self.residents.get(event.resident)
      if (resident !== undefined) self.residents.set(resident.id, { ...resident, tags: event.tags ?? [] })
      return
    }
    case "HouseholdTagged": {
      const household = self.households.get(event.household)
      if (household !== undefined) self.households.set(household.id, { ...household, tags: event.tags })
      return
    }
    case "DwellingAdded": {
      const { dwelling, household, on } = event
      self.dwellings.set(dwelling, [...(self.dwellings.get(dwelling) ?? []), { household, from: on }])
      return
    }
    case "DwellingRemoved":
      self.dwellings.set(
        event.dwelling,
        (self.dwellings.get(event.dwelling) ?? []).map((use) =>
          use.until === undefined ? { ...use, until: event.on } : use
        )
      )
      return
    case "ResidentErased": {
      const resident = self.residents.get(event.resident)
      if (resident === undefined) return
      const { birth: _, bornIn: __, name: ___, partySince: ____, ...others } = resident
      self.residents.set(resident.id, { ...others, tags: [], erased: true })
      return
    }
  }
}

/**
 * Returns the event without the personal data of a resident: it is read like this after the data of the resident were
 * erased.
 */
export const withoutPerson = (event: RegistryEvent, resident: ResidentId): RegistryEvent => {
  switch (event._tag) {
    case "ResidentEntered": {
      const { household, id } = event.resident
      return id === resident ? { ...event, resident: { id, household } } : event
    }
    case "ResidentCorrected":
    case "ResidentTagged": {
      const { _tag, on, recorded } = event
      const late = recorded === undefined ? {} : { recorded }
      return event.resident === resident ? { _tag, on, resident, ...late } : event
    }
    case "DepartureUndone": {
      const { reason: _, ...others } = event
      return event.resident === resident ? others : event
    }
    default:
      return event
  }
}

/**
 * Computes a registry from events: applies the events one by one. Starts from `from`. Default: an empty registry.
 *
 * @category operations
 */
export const fold = (events: Iterable<RegistryEvent>, from: Registry = empty): Registry => {
  const next = draft(from)
  for (const event of events) apply(next, event)
  return next
}

/**
 * The registry at the end of a day. It includes only changes that had taken effect by then. They are applied in the
 * order of the days on which they took effect. Events of the same day are applied in the order of recording. So if a
 * move was recorded late, it still comes before a move of a later day that was recorded earlier.
 *
 * @category operations
 */
export const asOf = (events: Iterable<RegistryEvent>, on: Day): Registry =>
  fold(inEffect([...events].filter((event) => event.on <= on || isForEveryDay(event))))

/**
 * Whether an event applies to every day, including the days before the event. Such events are: an erasure, because
 * earlier data are erased, too; the correction of a mistake; and a merge, because the two records were always about the
 * same person.
 */
const isForEveryDay = (event: RegistryEvent): boolean =>
  event._tag === "ResidentErased" ||
  event._tag === "ResidentsMerged" ||
  event._tag === "DepartureUndone" ||
  isMistake(event)

/** A text that identifies the building, household or resident that an event changes. */
const entityOf = (event: RegistryEvent): string => {
  switch (event._tag) {
    case "BuildingEntered":
      return `building:${event.building.id}`
    case "BuildingEnded":
      return `building:${event.building}`
    case "HouseholdEntered":
      return `household:${event.household.id}`
    case "HouseholdEnded":
    case "HouseholdTagged":
      return `household:${event.household}`
    case "ResidentEntered":
      return `resident:${event.resident.id}`
    case "DwellingAdded":
    case "DwellingRemoved":
      return `dwelling:${event.dwelling}`
    default:
      return `resident:${event.resident}`
  }
}

const isMistake = (event: RegistryEvent): boolean =>
  (event._tag === "HouseholdEnded" || event._tag === "BuildingEnded") && event.reason === "mistake"

/**
 * Sorts events by the day on which they took effect, and leaves out what was undone. An undo applies only to events that
 * were recorded before it: a departure, a household or a building that is entered again after that is valid, also if it
 * is dated on an earlier day than the undo. `events` are in the order of recording.
 *
 * @category operations
 */
export const inEffect = (events: ReadonlyArray<RegistryEvent>): ReadonlyArray<RegistryEvent> => {
  if (!events.some((event) => event._tag === "DepartureUndone" || isMistake(event))) return inOrder(events)
  const mistakes: Array<RegistryEvent> = []
  let kept: Array<RegistryEvent> = []
  for (const event of events) {
    if (event._tag === "DepartureUndone") {
      const at = kept.findLastIndex(
        (one) => one._tag === "ResidentLeft" && one.resident === event.resident && one.on === event.left
      )
      if (at >= 0) kept.splice(at, 1)
    } else if (isMistake(event)) {
      const entity = entityOf(event)
      kept = kept.filter((one) => entityOf(one) !== entity)
      mistakes.push(event)
    } else kept.push(event)
  }
  return [...mistakes, ...inOrder(kept)]
}

const forget = (self: Draft, event: RegistryEvent): void => {
  switch (event._tag) {
    case "BuildingEntered":
      self.buildings.delete(event.building.id)
      self.endedBuildings.delete(event.building.id)
      return
    case "BuildingEnded":
      self.buildings.delete(event.building)
      self.endedBuildings.delete(event.building)
      return
    case "HouseholdEntered":
      self.households.delete(event.household.id)
      self.ended.delete(event.household.id)
      return
    case "HouseholdEnded":
    case "HouseholdTagged":
      self.households.delete(event.household)
      self.ended.delete(event.household)
      return
    case "DwellingAdded":
    case "DwellingRemoved":
      self.dwellings.delete(event.dwelling)
      return
    default: {
      const id = event._tag === "ResidentEntered" ? event.resident.id : event.resident
      leave(self, id)
      self.residents.delete(id)
      self.merged.delete(id)
    }
  }
}

/**
 * Applies an event to a draft (a mutable registry), in place. `before` are the events from which the draft was
 * computed. The event may have taken effect before some of these events. Then the building, household or resident that
 * it changes is computed again, from the events in the order of the days on which they took effect. All other records
 * stay unchanged.
 *
 * @category operations
 */
export const applyInOrder = (
  self: Draft,
  before: { readonly all: ReadonlyArray<RegistryEvent> },
  event: RegistryEvent
): void => {
  // An event that was not recorded late cannot have taken effect before the earlier recorded events.
  if (!isLate(event)) return apply(self, event)
  const entity = entityOf(event)
  const own = before.all.filter((one) => entityOf(one) === entity)
  if (own.every(({ on }) => on <= event.on)) return apply(self, event)
  forget(self, event)
  for (const one of inEffect([...own, event])) apply(self, one)
}
