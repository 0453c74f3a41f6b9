/**
 * The registry of a district: its buildings, its households and its residents, as they change from day to day. Every
 * change is an event with the day on which it took effect. So the registry of any past day can be folded again.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
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
  birth: personal(DayFromIso),
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
 * The day on which the change takes effect, and the actor who requested it. `by` is always present in events of the
 * registry's decider.
 */
const event = { on: DayFromIso, by: Schema.optionalKey(ActorId) }

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
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  ResidentMoved: { ...event, resident: ResidentId, household: HouseholdId },
  ResidentLeft: { ...event, resident: ResidentId, departure: Departure },
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
export interface Stay extends Omit<Resident, "name" | "birth"> {
  readonly name?: string
  readonly birth?: Day
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
}

/** The registry of a district without entries. */
export const empty: Registry = {
  buildings: new Map(),
  households: new Map(),
  residents: new Map(),
  members: new Map()
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
}

/** A draft that begins as a copy of a registry. */
export const draft = (self: Registry = empty): Draft => ({
  buildings: new Map(self.buildings),
  households: new Map(self.households),
  residents: new Map(self.residents),
  members: new Map([...self.members].map(([id, members]) => [id, new Set(members)]))
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
      return
    case "HouseholdEntered":
      self.households.set(event.household.id, event.household)
      return
    case "ResidentEntered":
      leave(self, event.resident.id)
      self.residents.set(event.resident.id, {
        ...event.resident,
        tags: event.resident.tags ?? [],
        since: event.on,
        housedSince: event.on
      })
      join(self, event.resident.household, event.resident.id)
      return
    case "ResidentCorrected": {
      const resident = self.residents.get(event.resident)
      if (resident === undefined) return
      const { birth: _, name: __, partySince: ___, ...others } = resident
      const { birth, name, partySince } = event
      self.residents.set(resident.id, {
        ...others,
        ...(name === undefined ? {} : { name }),
        ...(birth === undefined ? {} : { birth }),
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
      if (resident === undefined) return
      self.residents.set(resident.id, { ...resident, left: { on: event.on, departure: event.departure } })
      return
    }
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
      const { birth: _, name: __, partySince: ___, ...others } = resident
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
      const { _tag, on } = event
      return event.resident === resident ? { _tag, on, resident } : event
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
  fold(
    [...events]
      // An erasure applies to all days: earlier data of the resident are erased too.
      .filter((event) => event.on <= on || event._tag === "ResidentErased")
      .sort((a, b) => a.on - b.on)
  )
