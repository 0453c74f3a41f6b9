/**
 * The rules and preconditions for changes of single records in the registry, such as a merge. The rules for entering
 * data are in `RegistryRules`.
 */
import type * as Day from "../kernel/Day.ts"
import { makeFor, type Named, precondition } from "../kernel/Rule.ts"
import type { HouseholdId, ResidentId } from "./Id.ts"
import { type Registry, type RegistryEvent, residentsOf, type Stay } from "./Registry.ts"
import type { RegistryRefusal } from "./RegistryRefusal.ts"
import { building as buildingSubject, household as householdSubject } from "./Subject.ts"

/** The input of the rule for merging: two records of residents that should become one. */
export interface Merging {
  readonly registry: Registry
  readonly resident: ResidentId
  readonly into: ResidentId
}

/**
 * Whether the departures of two records can be of one person. The record that remains keeps its departure: so nobody who
 * lives in the district becomes one who left, and a death is on both records or on none.
 */
const agree = (left: Stay["left"], remains: Stay["left"]): boolean =>
  left?.departure === "died" || remains?.departure === "died"
    ? left?.departure === remains?.departure && left?.on === remains?.on
    : left !== undefined || remains === undefined

const mergeable = makeFor<Merging, RegistryRefusal>()({
  id: "registry-mergeable",
  name: "two records of one person are merged if both are on record, neither was erased, and their departures agree",
  source: "PIPL Arts. 8 and 47",
  reasons: ["ResidentUnknown", "ResidentErased", "MergedIntoItself", "DeparturesDiffer"],
  objections: ({ into, registry, resident }) => [
    ...[resident, into].flatMap(
      (id): ReadonlyArray<Named<RegistryRefusal, "ResidentErased" | "ResidentUnknown">> => {
        const stay = registry.residents.get(id)
        if (stay === undefined) return [{ _tag: "ResidentUnknown", resident: id }]
        return stay.erased === true ? [{ _tag: "ResidentErased", resident: id, index: 0 }] : []
      }
    ),
    ...(resident === into ? [{ _tag: "MergedIntoItself" as const, resident }] : []),
    ...(agree(registry.residents.get(resident)?.left, registry.residents.get(into)?.left)
      ? []
      : [{ _tag: "DeparturesDiffer" as const, resident, into }])
  ]
})

/** The input of the rule for ending a household or building: the households that should end on a day. */
export interface Ending {
  readonly registry: Registry
  readonly households: ReadonlyArray<HouseholdId>
  readonly on: Day.Day
}

const uninhabited = makeFor<Ending, RegistryRefusal>()({
  id: "registry-uninhabited",
  name: "a household ends only after its residents have moved or left",
  reasons: ["HouseholdInhabited"],
  objections: ({ households, on, registry }) =>
    households.flatMap((household) => {
      const residents = residentsOf(registry, household, on).map(({ id }) => id)
      return residents.length === 0 ? [] : [{ _tag: "HouseholdInhabited", household, residents }]
    })
})

/** The input of the rule for a second flat: a household that should use another flat from a day on. */
export interface Dwelling {
  readonly registry: Registry
  readonly household: HouseholdId
  readonly dwelling: HouseholdId
  readonly on: Day.Day
}

const secondFlat = makeFor<Dwelling, RegistryRefusal>()({
  id: "registry-second-flat",
  name: "a household uses another flat that is empty, and that no other household uses",
  reasons: ["HouseholdInhabited", "DwellingUsed"],
  objections: ({ dwelling, household, on, registry }) => {
    const residents = residentsOf(registry, dwelling, on).map(({ id }) => id)
    const isUsed = (flat: HouseholdId): boolean =>
      registry.dwellings.get(flat)?.some(({ until }) => until === undefined || until > on) === true
    const uses = [...registry.dwellings.values()].flat()
    // Two cases are refused: a flat that two households use, and a chain of flats (the household of the flat itself
    // uses another flat).
    const isUser = uses.some(
      (use) => use.household === dwelling && (use.until === undefined || use.until > on)
    )
    return [
      ...(residents.length === 0
        ? []
        : [{ _tag: "HouseholdInhabited" as const, household: dwelling, residents }]),
      ...(household === dwelling || isUsed(dwelling) || isUsed(household) || isUser
        ? [{ _tag: "DwellingUsed" as const, household, dwelling }]
        : [])
    ]
  }
})

/** Events that are to be recorded late, and what is on record already. */
export interface LateChange {
  readonly events: ReadonlyArray<RegistryEvent>
  /** The registry as it is known now, without the late events. */
  readonly registry: Registry
  /** The events that took effect after the day of the late events. */
  readonly later: ReadonlyArray<RegistryEvent>
}

type Contradiction = Named<
  RegistryRefusal,
  "BeforeEntered" | "EnteredLater" | "HouseholdInhabited" | "UnknownHousehold"
>

/** The residents who moved into a household later. */
const inhabitants = (
  household: HouseholdId,
  later: ReadonlyArray<RegistryEvent>
): ReadonlyArray<ResidentId> =>
  later.flatMap((event) => {
    if (event._tag === "ResidentEntered" && event.resident.household === household) return [event.resident.id]
    return event._tag === "ResidentMoved" && event.household === household ? [event.resident] : []
  })

/** The reason against living in a household from an earlier day on, if the household has ended before the resident left. */
const housed = (
  { later, registry }: LateChange,
  resident: ResidentId,
  household: HouseholdId
): ReadonlyArray<Contradiction> => {
  if (registry.households.has(household)) return []
  const ended = registry.ended.get(household)?.on
  const next = later.find(
    (event) =>
      (event._tag === "ResidentEntered" && event.resident.id === resident) ||
      ((event._tag === "ResidentMoved" || event._tag === "ResidentLeft") && event.resident === resident)
  )
  return next !== undefined && ended !== undefined && next.on <= ended
    ? []
    : [{ _tag: "UnknownHousehold", resident, index: 0, household }]
}

const contradictions = (change: LateChange, event: RegistryEvent): ReadonlyArray<Contradiction> => {
  const { events, later, registry } = change
  switch (event._tag) {
    case "ResidentEntered":
      return housed(change, event.resident.id, event.resident.household)
    case "ResidentMoved":
      return housed(change, event.resident, event.household)
    case "ResidentLeft": {
      const since = registry.residents.get(event.resident)?.since
      return event.departure !== "died" || since === undefined || since <= event.on
        ? []
        : [{ _tag: "BeforeEntered", resident: event.resident, index: 0, on: event.on, since }]
    }
    case "HouseholdEnded": {
      const { household, reason } = event
      const residents = inhabitants(household, later)
      const entered = later.find(
        (one) => one._tag === "HouseholdEntered" && one.household.id === household && reason !== "mistake"
      )
      return [
        ...(residents.length === 0 ? [] : [{ _tag: "HouseholdInhabited" as const, household, residents }]),
        ...(entered === undefined
          ? []
          : [{ _tag: "EnteredLater" as const, subject: householdSubject(household), on: entered.on }])
      ]
    }
    case "BuildingEnded": {
      const { building, reason } = event
      const ended = new Set(events.flatMap((one) => (one._tag === "HouseholdEnded" ? [one.household] : [])))
      return later.flatMap((one): ReadonlyArray<Contradiction> => {
        if (one._tag === "BuildingEntered" && one.building.id === building && reason !== "mistake") {
          return [{ _tag: "EnteredLater", subject: buildingSubject(building), on: one.on }]
        }
        return one._tag === "HouseholdEntered" &&
          one.household.building === building &&
          registry.households.has(one.household.id) &&
          !ended.has(one.household.id)
          ? [{ _tag: "EnteredLater", subject: householdSubject(one.household.id), on: one.on }]
          : []
      })
    }
    default:
      return []
  }
}

const uncontradicted = makeFor<LateChange, RegistryRefusal>()({
  id: "registry-not-contradicted",
  name: "a change that is recorded late contradicts no entry about a later day",
  reasons: ["BeforeEntered", "EnteredLater", "HouseholdInhabited", "UnknownHousehold"],
  objections: (change) => change.events.flatMap((event) => contradictions(change, event))
})

/**
 * The rules for each kind of change of a single record.
 *
 * @category rules
 */
export const changeRules = {
  merge: [mergeable],
  end: [uninhabited],
  dwell: [secondFlat],
  late: [uncontradicted]
} as const

/** @category rules */
export const newBuilding = precondition({
  id: "registry-building-new",
  name: "a building that is entered by hand is not in the registry yet",
  reasons: ["BuildingKnown"]
})

/** @category rules */
export const newHousehold = precondition({
  id: "registry-household-new",
  name: "a household that is entered by hand is not in the registry yet",
  reasons: ["HouseholdKnown"]
})

/** @category rules */
export const newResident = precondition({
  id: "registry-resident-new",
  name: "a resident who is entered by hand is new, or comes back",
  reasons: ["ResidentPresent", "ResidentErased"]
})

/** @category rules */
export const presentResident = precondition({
  id: "registry-resident-present",
  name: "a change is for a resident who lives in the district on that day",
  reasons: ["ResidentUnknown", "ResidentErased", "ResidentGone", "BeforeEntered"]
})

/** @category rules */
export const residentOnRecord = precondition({
  id: "registry-resident-on-record",
  name: "only a resident on record is erased",
  source: "PIPL Art. 47",
  reasons: ["ResidentUnknown"]
})

/** @category rules */
export const departureOnRecord = precondition({
  id: "registry-departure-on-record",
  name: "only a departure or death on record is undone, of a resident who was not erased",
  reasons: ["ResidentUnknown", "ResidentErased", "NoDeparture"]
})

/** @category rules */
export const dwellingOnRecord = precondition({
  id: "registry-dwelling-on-record",
  name: "only the use of a second flat that is on record ends",
  reasons: ["DwellingNotUsed"]
})

/** @category rules */
export const householdOnRecord = precondition({
  id: "registry-household-on-record",
  name: "a household that is tagged or ended is in the registry",
  reasons: ["HouseholdUnknown"]
})

/** @category rules */
export const buildingOnRecord = precondition({
  id: "registry-building-on-record",
  name: "a building that is ended is in the registry",
  reasons: ["BuildingUnknown"]
})

/**
 * The preconditions for changes of single records. They must be true before the rules are checked.
 *
 * @category rules
 */
export const preconditions = [
  newBuilding,
  newHousehold,
  newResident,
  presentResident,
  residentOnRecord,
  departureOnRecord,
  dwellingOnRecord,
  householdOnRecord,
  buildingOnRecord
] as const
