/**
 * The registry of a district: its buildings, its households and its residents, as they change from day to day. Every
 * change is an event with the day on which it took effect. So the registry of any past day can be folded again.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { inOrder, isLate } from "../kernel/Recorded.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BornIn } from "./Birth.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "./Id.ts"

/**
 * A building, or a part of one with a separate door number.
 *
 * @category models
 */
export const Building = Schema.Struct({
  id: BuildingId,
  /** The label on its door, such as `12号`. */
  label: Schema.NonEmptyString,
  floors: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 200 }))
})
export interface Building extends Schema.Schema.Type<typeof Building> {}

/**
 * A household: one flat and its residents.
 *
 * @category models
 */
export const Household = Schema.Struct({
  id: HouseholdId,
  building: BuildingId,
  /** The number on its door, such as `301`. */
  unit: Schema.NonEmptyString,
  floor: Schema.Int.check(Schema.isBetween({ minimum: -10, maximum: 200 })),
  /** Exclusive area in square centimetres, an exact integer: 1 m² is 10,000. */
  area: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })),
  tags: Schema.Array(Tag)
})
export interface Household extends Schema.Schema.Type<typeof Household> {}

/**
 * A resident.
 *
 * @category models
 */
export const Resident = Schema.Struct({
  id: ResidentId,
  household: HouseholdId,
  name: personal(Schema.NonEmptyString),
  /** Missing if the day of birth is not known. */
  birth: Schema.optionalKey(personal(DayFromIso)),
  /** The year or the month of a birth whose day is not known. */
  bornIn: Schema.optionalKey(personal(BornIn)),
  /** The day on which Party membership began. Missing if the resident is not a member. */
  partySince: Schema.optionalKey(sensitive(DayFromIso)),
  tags: sensitive(Schema.Array(Tag))
})
export interface Resident extends Schema.Schema.Type<typeof Resident> {}

/** A resident in an entry. Personal fields are missing after the resident was erased. */
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
 * Why the data of a person are erased (PIPL Art. 47): the person requested it or withdrew consent, the data are no
 * longer needed, or they were never lawful.
 */
export const ErasureBasis = Schema.Literals(["request", "consent-withdrawn", "no-longer-needed", "unlawful"])
export type ErasureBasis = typeof ErasureBasis.Type

/** How a stay in the district ends. */
export const Departure = Schema.Literals(["moved-away", "died"])
export type Departure = typeof Departure.Type

/**
 * Why a household or a building ends: it was entered by mistake and never existed; two flats were joined, or one was
 * split; the building was torn down or got another number; or another reason.
 */
export const EndReason = Schema.Literals(["mistake", "joined", "split", "torn-down", "renumbered", "other"])
export type EndReason = typeof EndReason.Type

/**
 * The day on which the change takes effect, and the actor who requested it. `by` is always present in events of the
 * registry's decider.
 */
const event = {
  on: DayFromIso,
  by: Schema.optionalKey(ActorId),
  /** The day on which it was written down, if that is another day. */
  recorded: Schema.optionalKey(DayFromIso)
}

const ending = { ...event, reason: EndReason, note: Schema.optionalKey(sensitive(StatedReason)) }

/**
 * The events of the registry, each with the day on which it takes effect.
 *
 * @category events
 */
export const RegistryEvent = Schema.TaggedUnion({
  BuildingEntered: { ...event, building: Building },
  HouseholdEntered: { ...event, household: Household },
  ResidentEntered: { ...event, resident: EnteredResident },
  /** The data of a resident are corrected or have changed. Household, stay and tags remain. */
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
  /** A departure or a death was entered by mistake: the resident never left on that day. */
  DepartureUndone: {
    ...event,
    resident: ResidentId,
    left: DayFromIso,
    reason: Schema.optionalKey(sensitive(StatedReason))
  },
  /** Two records are of one person. The history of `resident` belongs to `into`, on every day. */
  ResidentsMerged: { ...event, resident: ResidentId, into: ResidentId },
  HouseholdEnded: { ...ending, household: HouseholdId },
  BuildingEnded: { ...ending, building: BuildingId },
  ResidentTagged: {
    ...event,
    resident: ResidentId,
    tags: Schema.optionalKey(sensitive(Schema.Array(Tag)))
  },
  HouseholdTagged: { ...event, household: HouseholdId, tags: Schema.Array(Tag) },
  /** The data of a resident are erased permanently. Only the id and the household remain. */
  ResidentErased: { on: DayFromIso, by: ActorId, resident: ResidentId, basis: ErasureBasis }
})
export type RegistryEvent = typeof RegistryEvent.Type

/** A resident with the stay in the district. After an erasure, name and birth are unknown. */
export interface Stay extends Omit<Resident, "name"> {
  readonly name?: string
  /** The data of the resident were erased. */
  readonly erased?: true
  readonly since: Day
  /** The day from which the resident lives in this household. */
  readonly housedSince: Day
  /** The first day on which the resident is not counted any more, and the reason. */
  readonly left?: { readonly on: Day; readonly departure: Departure }
}

/**
 * The registry, folded from its events. It also has people who left, so that past contacts can be reported. Use
 * {@link residentsOf} or {@link isPresent} for the people who count.
 *
 * @category models
 */
export interface Registry {
  readonly buildings: ReadonlyMap<BuildingId, Building>
  readonly households: ReadonlyMap<HouseholdId, Household>
  readonly residents: ReadonlyMap<ResidentId, Stay>
  readonly members: ReadonlyMap<HouseholdId, ReadonlySet<ResidentId>>
  /** The households and buildings that have ended. They are in no count any more. */
  readonly ended: ReadonlyMap<HouseholdId | BuildingId, Ended>
  /** The residents whose records were merged into another, with that other one. */
  readonly merged: ReadonlyMap<ResidentId, ResidentId>
}

/** The end of a household or a building: the first day on which it does not count, and the reason. */
export interface Ended {
  readonly on: Day
  readonly reason: EndReason
}

/** The registry of a district without entries. */
export const empty: Registry = {
  buildings: new Map(),
  households: new Map(),
  residents: new Map(),
  members: new Map(),
  ended: new Map(),
  merged: new Map()
}

/** Whether a resident lives in the district on a day. */
export const isPresent = (self: Stay, on: Day): boolean =>
  self.since <= on && (self.left === undefined || on < self.left.on)

/** The residents of a household on a day. */
export const residentsOf = (self: Registry, household: HouseholdId, on: Day): ReadonlyArray<Stay> =>
  [...(self.members.get(household) ?? [])].flatMap((id) => {
    const resident = self.residents.get(id)
    return resident !== undefined && isPresent(resident, on) ? [resident] : []
  })

/**
 * A mutable registry for {@link apply}. It avoids copying the maps when thousands of events are folded one by one. Do
 * not share it while it changes.
 */
export interface Draft extends Registry {
  readonly buildings: Map<BuildingId, Building>
  readonly households: Map<HouseholdId, Household>
  readonly residents: Map<ResidentId, Stay>
  readonly members: Map<HouseholdId, Set<ResidentId>>
  readonly ended: Map<HouseholdId | BuildingId, Ended>
  readonly merged: Map<ResidentId, ResidentId>
}

/** A draft that begins as a copy of a registry. */
export const draft = (self: Registry = empty): Draft => ({
  buildings: new Map(self.buildings),
  households: new Map(self.households),
  residents: new Map(self.residents),
  members: new Map([...self.members].map(([id, members]) => [id, new Set(members)])),
  ended: new Map(self.ended),
  merged: new Map(self.merged)
})

const join = (self: Draft, household: HouseholdId, resident: ResidentId): void => {
  const members = self.members.get(household)
  if (members === undefined) self.members.set(household, new Set([resident]))
  else members.add(resident)
}

// A resident who moves or comes back is not a member of the previous household any more.
const leave = (self: Draft, resident: ResidentId): void => {
  const before = self.residents.get(resident)
  if (before !== undefined) self.members.get(before.household)?.delete(resident)
}

/** Applies one event to a draft, in place. */
export const apply = (self: Draft, event: RegistryEvent): void => {
  switch (event._tag) {
    case "BuildingEntered":
      self.buildings.set(event.building.id, event.building)
      self.ended.delete(event.building.id)
      return
    case "BuildingEnded":
      self.buildings.delete(event.building)
      self.ended.set(event.building, { on: event.on, reason: event.reason })
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
      // Entered again within one stay: it began with the first entry, which was recorded late.
      const stays = before !== undefined && before.left === undefined
      leave(self, id)
      self.residents.set(id, {
        ...event.resident,
        tags,
        since: stays ? before.since : event.on,
        housedSince: stays && before.household === household ? before.housedSince : event.on
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
      // Of two departures in one stay, the first one counts.
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
    case "ResidentErased": {
      const resident = self.residents.get(event.resident)
      if (resident === undefined) return
      const { birth: _, bornIn: __, name: ___, partySince: ____, ...others } = resident
      self.residents.set(resident.id, { ...others, tags: [], erased: true })
      return
    }
  }
}

/** An event as it reads after a resident was erased: without the personal data of that resident. */
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
 * The registry after some events.
 *
 * @category operations
 */
export const fold = (events: Iterable<RegistryEvent>, from: Registry = empty): Registry => {
  const next = draft(from)
  for (const event of events) apply(next, event)
  return next
}

/**
 * The registry at the end of a day: only changes that had taken effect by then, in the order of the days on which
 * they took effect. Events of one day are in the order of recording. So a move that was recorded late comes before a
 * later move that was recorded early.
 *
 * @category operations
 */
export const asOf = (events: Iterable<RegistryEvent>, on: Day): Registry =>
  fold(inOrder([...events].filter((event) => event.on <= on || isForEveryDay(event))))

/**
 * Whether an event applies to all days, also to those before it. After an erasure, earlier data of the resident are erased
 * too. What was a mistake never was, and two records of one person always were of one person.
 */
const isForEveryDay = (event: RegistryEvent): boolean =>
  event._tag === "ResidentErased" ||
  event._tag === "ResidentsMerged" ||
  event._tag === "DepartureUndone" ||
  ((event._tag === "HouseholdEnded" || event._tag === "BuildingEnded") && event.reason === "mistake")

/** The entity that an event changes. */
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
    default:
      return `resident:${event.resident}`
  }
}

const forget = (self: Draft, event: RegistryEvent): void => {
  switch (event._tag) {
    case "BuildingEntered":
      self.buildings.delete(event.building.id)
      self.ended.delete(event.building.id)
      return
    case "BuildingEnded":
      self.buildings.delete(event.building)
      self.ended.delete(event.building)
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
    default: {
      const id = event._tag === "ResidentEntered" ? event.resident.id : event.resident
      leave(self, id)
      self.residents.delete(id)
      self.merged.delete(id)
    }
  }
}

/**
 * Applies an event to a draft that was folded from `before`, in place. An event that took effect earlier than others takes
 * its place among them: only the entity that it changes is folded again, in the order of the days.
 *
 * @category operations
 */
export const applyInOrder = (
  self: Draft,
  before: ReadonlyArray<RegistryEvent>,
  event: RegistryEvent
): void => {
  // Only what was recorded late can come before something else.
  if (!isLate(event)) return apply(self, event)
  const entity = entityOf(event)
  const own = before.filter((one) => entityOf(one) === entity)
  if (own.every(({ on }) => on <= event.on)) return apply(self, event)
  forget(self, event)
  for (const one of inOrder([...own, event])) apply(self, one)
}
