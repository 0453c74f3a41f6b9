/** The context of the registry: buildings, households and residents. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { History } from "../kernel/History.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import { BornIn } from "../place/Birth.ts"
import { type ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import { decider, stream } from "../place/RegistryDecider.ts"
import { objections, precondition, refuse, verdict } from "../kernel/Rule.ts"
import type { RegistryRefusal } from "../place/RegistryRefusal.ts"
import { intake, lastingRules, RegistryData, rules } from "../place/RegistryRules.ts"
import { changeRules, preconditions, presentResident } from "../place/RegistryChangeRules.ts"
import {
  building as buildingSubject,
  household as householdSubject,
  resident as residentSubject,
  type Subject
} from "../place/Subject.ts"
import { all, type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import { type Dated, dated, datedRules, type DatedRefusal, happened } from "./Dated.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import { follows, type StayEvent, type StayWorld } from "./Departures.ts"
import { type RegistryDraft, registryOn, type RegistrySlice } from "./RegistrySlice.ts"

const ended = {
  reason: Registry.EndReason,
  note: Schema.optionalKey(sensitive(StatedReason)),
  ...happened
}

const requests = {
  /** Imports a registry file: buildings, households and residents. All records in the file are checked together. */
  ImportRegistry: { ...RegistryData.fields, ...happened },
  EnterBuilding: { building: Registry.Building, ...happened },
  EnterHousehold: { household: Registry.Household, ...happened },
  /** `on` is the day on which the resident moves in. */
  EnterResident: { resident: Registry.Resident, ...happened },
  CorrectResident: {
    resident: ResidentId,
    name: personal(Schema.NonEmptyString),
    birth: Schema.optionalKey(personal(DayFromIso)),
    bornIn: Schema.optionalKey(personal(BornIn)),
    partySince: Schema.optionalKey(sensitive(DayFromIso)),
    ...happened
  },
  MoveResident: { resident: ResidentId, household: HouseholdId, ...happened },
  LeaveResident: { resident: ResidentId, departure: Registry.Departure, ...happened },
  /**
   * Undoes a departure or a death that was entered by mistake, and also its effects on companion pairs and coverage
   * exclusions.
   */
  UndoDeparture: { resident: ResidentId, reason: sensitive(StatedReason) },
  /** Declares that two records are of the same person. The histories of both records are kept, under `into`. */
  MergeResident: { resident: ResidentId, into: ResidentId },
  /**
   * Records that a household uses another flat besides its first one. Then the two flats belong to one household. In
   * polls, they are still two units.
   */
  AddDwelling: { household: HouseholdId, dwelling: HouseholdId, ...happened },
  RemoveDwelling: { dwelling: HouseholdId, ...happened },
  /** Ends a household on a day. If the reason is `mistake`, the household is removed as if it had never existed. */
  EndHousehold: { household: HouseholdId, ...ended },
  /** Ends a building on a day, together with its households. */
  EndBuilding: { building: BuildingId, ...ended },
  TagResident: { resident: ResidentId, tags: sensitive(Schema.Array(Tag)), ...happened },
  TagHousehold: { household: HouseholdId, tags: Schema.Array(Tag), ...happened },
  /** Permanently erases the data about a resident (PIPL Art. 47). */
  EraseResident: { resident: ResidentId, basis: Registry.ErasureBasis }
}

type World = StayWorld & ModelSlice
type RegistryRequest = RequestOf<typeof requests>
type Event = Registry.RegistryEvent | StayEvent
type Reason = RegistryRefusal | DatedRefusal

const apply = (
  draft: RegistryDraft & Pick<MandateSlice, "actors"> & { readonly actorNames: Map<ActorId, string> },
  event: Registry.RegistryEvent,
  { position }: { readonly position: number }
): undefined => {
  const { actorNames, actors, erased, registry, registryEvents, registryUntil } = draft
  if (event._tag === "ResidentErased") {
    const { resident } = event
    registryEvents.replace((past) => Registry.withoutPerson(past, resident))
    erased.set(resident, position)
    for (const actor of actors.values()) if (actor.resident === resident) actorNames.delete(actor.id)
  }
  Registry.applyInOrder(registry, registryEvents, event)
  registryEvents.push(event)
  if (registryUntil === undefined || registryUntil < event.on) draft.registryUntil = event.on
}

// ------------------------------------------------------------------------------------------------------------ deciding

/** @category rules */
export const inLaterFormat = precondition({
  id: "registry-in-later-format",
  name: "what an earlier ledger format cannot hold is recorded only in a district that was upgraded",
  reasons: ["FormatNeeded"]
})

const isOfLaterFormat = (event: Registry.RegistryEvent): boolean => {
  switch (event._tag) {
    case "DepartureUndone":
    case "ResidentsMerged":
    case "HouseholdEnded":
    case "BuildingEnded":
    case "DwellingAdded":
    case "DwellingRemoved":
      return true
    case "HouseholdEntered":
      return event.household.area === undefined
    case "ResidentEntered":
      return event.resident.bornIn !== undefined
    case "ResidentCorrected":
      return event.bornIn !== undefined
    default:
      return false
  }
}

/**
 * The reasons against a fact whose day is before the day of later entries of the registry, if those entries contradict
 * the fact.
 */
const laterEntries = (
  { actor, district }: Asking<World>,
  request: RegistryRequest,
  events: ReadonlyArray<Registry.RegistryEvent>,
  on: Day
): Decision<Registry.RegistryEvent, RegistryRefusal> => {
  const { registry, registryEvents } = district
  switch (request._tag) {
    case "EnterBuilding":
    case "EnterHousehold":
    case "EnterResident":
    case "AddDwelling":
      return Result.map(decider.decide(registry, { ...request, by: actor.id, on }), () => [])
    case "LeaveResident": {
      const { resident } = request
      const left = registry.residents.get(resident)?.left
      if (left !== undefined && left.on > on)
        return refuse(presentResident, { _tag: "ResidentGone", resident, index: 0, left: left.on })
    }
  }
  const later = Registry.inEffect(registryEvents.all).filter((event) => event.on > on)
  const entered = {
    buildings: events.flatMap((event) => (event._tag === "BuildingEntered" ? [event.building] : [])),
    households: events.flatMap((event) => (event._tag === "HouseholdEntered" ? [event.household] : [])),
    residents: []
  }
  return verdict<ReadonlyArray<never>, RegistryRefusal>(
    [
      ...objections(lastingRules, intake(registry, entered, on)),
      ...objections(changeRules.late, { events, registry, later })
    ],
    []
  )
}

const withDays = (event: Registry.RegistryEvent, { recorded }: Dated): Registry.RegistryEvent =>
  recorded === undefined || event._tag === "ResidentErased" ? event : { ...event, recorded }

/** In an earlier format, everybody counts as a newcomer on the day of entry. */
const withKnownMove = (event: Registry.RegistryEvent): Registry.RegistryEvent => {
  if (event._tag !== "ResidentEntered") return event
  const { movedIn: _, ...entered } = event
  return entered
}

const decideOn = (asking: Asking<World>, request: RegistryRequest, when: Dated): Decision<Event, Reason> => {
  const { actor, district } = asking
  const by = actor.id
  const { on } = when
  const state = when.recorded === undefined ? district.registry : registryOn(district, on)
  const decided = decider.decide(state, { ...request, by, on })
  if (Result.isFailure(decided) || district.format < format) {
    return Result.flatMap(decided, (events) =>
      events.some(isOfLaterFormat)
        ? refuse(inLaterFormat, { _tag: "FormatNeeded", format })
        : Result.succeed(change<Event>(asking, stream, events.map(withKnownMove)))
    )
  }
  const events = decided.success.map((event) => withDays(event, when))
  return all<Event, Reason>([
    when.recorded === undefined ? Result.succeed([]) : laterEntries(asking, request, events, on),
    Result.succeed([...change<Event>(asking, stream, events), ...follows(asking, events, by)])
  ])
}

const decide = (asking: Asking<World>, request: RegistryRequest): Decision<Event, Reason> =>
  Result.flatMap(dated(asking, "on" in request ? request : {}), (when) => decideOn(asking, request, when))

// --------------------------------------------------------------------------------------------- what a request is about

const aboutResident = ({ resident }: { readonly resident: ResidentId }): ReadonlyArray<Subject> => [
  residentSubject(resident)
]

/** The building of a household that is entered. */
const placesOfHousehold = ({ building }: Registry.Household): ReadonlyArray<Subject> => [
  buildingSubject(building)
]

/**
 * The household of a resident who is entered. If the registry already contains the resident, also the resident, which
 * means the place where the registry has the resident now.
 */
const placesOfResident = (
  { household, id }: Registry.Resident,
  { registry }: RegistrySlice
): readonly [Subject, ...ReadonlyArray<Subject>] => [
  householdSubject(household),
  ...(registry.residents.has(id) ? [residentSubject(id)] : [])
]

/**
 * The places of all records in a registry file. If the file also contains the household of a resident, the place of
 * the resident is the building of this household.
 */
const placesOfFile = (
  { buildings, households, residents }: RegistryData,
  district: RegistrySlice
): ReadonlyArray<Subject> => {
  const { registry } = district
  const entered = new Map(households.map((household) => [household.id, household]))
  return [
    ...buildings.map(({ id }) => buildingSubject(id)),
    ...households.flatMap((household) => [
      ...placesOfHousehold(household),
      ...(registry.households.has(household.id) ? [householdSubject(household.id)] : [])
    ]),
    ...residents.flatMap((resident) => {
      const household = entered.get(resident.household)
      const [into, ...before] = placesOfResident(resident, district)
      return [...(household === undefined ? [into] : placesOfHousehold(household)), ...before]
    })
  ]
}

/** @category contexts */
export const registryContext = make({
  id: "registry",
  events: Registry.RegistryEvent,
  opens: true,
  initial: (): RegistryDraft => ({
    registry: Registry.draft(),
    registryEvents: new History(),
    registryUntil: undefined,
    erased: new Map()
  }),
  apply,
  requests,
  authorities: {
    ImportRegistry: { may: "registry", about: placesOfFile },
    EnterBuilding: { may: "registry", about: ({ building }) => [buildingSubject(building.id)] },
    EnterHousehold: { may: "registry", about: ({ household }) => placesOfHousehold(household) },
    EnterResident: {
      may: "registry",
      about: ({ resident }, district) => placesOfResident(resident, district)
    },
    CorrectResident: { may: "registry", about: aboutResident },
    MoveResident: {
      may: "registry",
      about: ({ household, resident }) => [residentSubject(resident), householdSubject(household)]
    },
    LeaveResident: { may: "registry", about: aboutResident },
    UndoDeparture: { may: "registry", about: aboutResident },
    MergeResident: {
      may: "registry",
      about: ({ into, resident }) => [residentSubject(resident), residentSubject(into)]
    },
    AddDwelling: {
      may: "registry",
      about: ({ dwelling, household }) => [householdSubject(household), householdSubject(dwelling)]
    },
    RemoveDwelling: { may: "registry", about: ({ dwelling }) => [householdSubject(dwelling)] },
    EndHousehold: { may: "registry", about: ({ household }) => [householdSubject(household)] },
    EndBuilding: { may: "registry", about: ({ building }) => [buildingSubject(building)] },
    TagResident: { may: "registry", about: aboutResident },
    TagHousehold: { may: "registry", about: ({ household }) => [householdSubject(household)] },
    EraseResident: { may: "erasure", about: aboutResident }
  },
  rules: [
    ...rules,
    ...changeRules.merge,
    ...changeRules.end,
    ...changeRules.dwell,
    ...changeRules.late,
    ...preconditions,
    inLaterFormat,
    ...datedRules
  ],
  decide
})
