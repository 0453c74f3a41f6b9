/** The context of the registry: buildings, households and residents. */
import * as Companion from "../companions/Companion.ts"
import type { Exclusion } from "../coverage/Exclusion.ts"
import * as ExclusionDecider from "../coverage/ExclusionDecider.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { knownBy } from "../kernel/Recorded.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import { BornIn } from "../place/Birth.ts"
import { type ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import { decider, stream } from "../place/RegistryDecider.ts"
import { precondition, refuse } from "../kernel/Rule.ts"
import type { RegistryRefusal } from "../place/RegistryRefusal.ts"
import * as PollDecider from "../polls/PollDecider.ts"
import { RegistryData, rules } from "../place/RegistryRules.ts"
import { changeRules, preconditions, presentResident } from "../place/RegistryChangeRules.ts"
import {
  building as buildingSubject,
  household as householdSubject,
  resident as residentSubject,
  type Subject
} from "../place/Subject.ts"
import { all, type Asking, type Change, change, type Decision, make, type RequestOf } from "./Context.ts"
import { type Dated, dated, datedRules, type DatedRefusal, happened } from "./Dated.ts"
import { format, type ModelSlice } from "./ModelContext.ts"

/** @category models */
export interface RegistrySlice {
  readonly registry: Registry.Registry
  /** The events of the registry, for questions about past days. */
  readonly registryEvents: ReadonlyArray<Registry.RegistryEvent>
  /** The erased residents, each with the position of the entry that records the erasure. */
  readonly erased: ReadonlyMap<ResidentId, number>
}

/**
 * The slice (part) of a district that contains its registry, in a form that is changed in place while entries are
 * folded.
 */
export interface RegistryDraft extends RegistrySlice {
  readonly registry: Registry.Draft
  readonly registryEvents: Array<Registry.RegistryEvent>
  readonly erased: Map<ResidentId, number>
}

/**
 * The registry at the end of a day. With `known`, only events that were recorded by the end of the day `known` are
 * used. Default: all events.
 */
export const registryOn = (self: RegistrySlice, on: Day, known?: Day): Registry.Registry =>
  known === undefined && self.registryEvents.every((event) => event.on <= on)
    ? self.registry
    : Registry.asOf(knownBy(self.registryEvents, known), on)

const ended = {
  reason: Registry.EndReason,
  note: Schema.optionalKey(sensitive(StatedReason)),
  ...happened
}

const requests = {
  /** Imports a registry file: buildings, households and residents. All records of the file are checked together. */
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
   * Says that a household uses another flat besides its first. Then both are one household. In polls, both are units.
   */
  AddDwelling: { household: HouseholdId, dwelling: HouseholdId, ...happened },
  RemoveDwelling: { dwelling: HouseholdId, ...happened },
  /** Ends a household on a day. If the reason is `mistake`, the household is removed from past days, too. */
  EndHousehold: { household: HouseholdId, ...ended },
  /** Ends a building on a day, together with its households. */
  EndBuilding: { building: BuildingId, ...ended },
  TagResident: { resident: ResidentId, tags: sensitive(Schema.Array(Tag)), ...happened },
  TagHousehold: { household: HouseholdId, tags: Schema.Array(Tag), ...happened },
  /** Permanently erases the data about a resident (PIPL Art. 47). */
  EraseResident: { resident: ResidentId, basis: Registry.ErasureBasis }
}

const apply = (
  {
    actorNames,
    actors,
    erased,
    registry,
    registryEvents
  }: RegistryDraft & Pick<MandateSlice, "actors"> & { readonly actorNames: Map<ActorId, string> },
  event: Registry.RegistryEvent,
  { position }: { readonly position: number }
): undefined => {
  if (event._tag === "ResidentErased") {
    const { resident } = event
    registryEvents.forEach((past, at, events) => {
      events[at] = Registry.withoutPerson(past, resident)
    })
    erased.set(resident, position)
    for (const actor of actors.values()) if (actor.resident === resident) actorNames.delete(actor.id)
  }
  Registry.applyInOrder(registry, registryEvents, event)
  registryEvents.push(event)
}

type World = RegistrySlice &
  MandateSlice &
  ModelSlice & {
    readonly companions: Companion.Companions
    readonly exclusions: ReadonlyArray<Exclusion>
    readonly polls: ReadonlyMap<PollDecider.PollId, PollDecider.OpenedPoll>
    readonly companionEvents: ReadonlyArray<Companion.CompanionEvent>
    readonly exclusionEvents: ReadonlyArray<{ readonly event: ExclusionDecider.ExclusionEvent }>
  }
type RegistryRequest = RequestOf<typeof requests>
type Event =
  | Registry.RegistryEvent
  | Companion.CompanionEvent
  | ExclusionDecider.ExclusionEvent
  | PollDecider.PollEvent
type Reason = RegistryRefusal | DatedRefusal

// --------------------------------------------------------------------------------------- what ends with a person's
// stay

/** For events that are caused by a person's departure: their actor and their days. */
interface Ends extends Dated {
  readonly by: ActorId
}

/** The actors who are the given resident. (An actor's record may name the resident who the actor is.) */
const actorsWho = ({ district }: Asking<MandateSlice>, resident: ResidentId): ReadonlyArray<ActorId> =>
  [...district.actors.values()].flatMap((actor) => (actor.resident === resident ? [actor.id] : []))

const latest = (one: Day, other: Day): Day => (one < other ? other : one)

/**
 * The companion pairs that end when a person leaves the district: the pair in which the person is the elder, and the
 * pairs in which the person is the volunteer.
 */
const pairsEnded = (
  asking: Asking<World>,
  resident: ResidentId,
  { by, on, recorded }: Ends
): ReadonlyArray<Companion.CompanionEvent> => {
  const volunteers = actorsWho(asking, resident)
  return [...asking.district.companions].flatMap(([elder, { since, volunteer }]) =>
    elder === resident || volunteers.includes(volunteer)
      ? [
          {
            _tag: "CompanionReleased" as const,
            volunteer,
            elder,
            // If a companion pair began after the stay of one of its people had ended, the pair ends on its first day,
            // so that it was never in force.
            on: latest(on, since),
            by,
            ...(recorded === undefined || recorded === latest(on, since) ? {} : { recorded })
          }
        ]
      : []
  )
}

/** The exclusions from coverage rules that end when a person leaves the district. */
const exclusionsEnded = (
  { district }: Asking<World>,
  resident: ResidentId,
  { by, on, recorded }: Ends
): ReadonlyArray<ExclusionDecider.ExclusionEvent> => {
  const subject = residentSubject(resident)
  return district.exclusions.flatMap((known) => {
    const from = latest(on, known.on)
    return known.subject !== subject || (known.until !== undefined && known.until < from)
      ? []
      : [
          {
            _tag: "ExclusionLifted" as const,
            rule: known.rule,
            subject,
            on: from,
            by,
            ...(recorded === undefined || recorded === from ? {} : { recorded })
          }
        ]
  })
}

/**
 * The events that restore what a departure ended, when the departure is undone: the companion pairs, if the volunteer
 * can still take the elder, and the exclusions from coverage rules.
 */
const restored = (
  asking: Asking<World>,
  resident: ResidentId,
  left: Day,
  by: ActorId
): ReadonlyArray<Change<Event>> => {
  const { district, on } = asking
  const volunteers = actorsWho(asking, resident)
  const loads = Companion.eldersOf(district.companions)
  const pairs = district.companionEvents.flatMap((event) => {
    if (event._tag !== "CompanionReleased" || event.on < left) return []
    const { elder, volunteer } = event
    const load = loads.get(volunteer) ?? 0
    const isOfStay = elder === resident || volunteers.includes(volunteer)
    if (!isOfStay || district.companions.has(elder) || load >= Companion.mostElders) return []
    loads.set(volunteer, load + 1)
    return [{ _tag: "CompanionReinstated" as const, volunteer, elder, released: event.on, on, by }]
  })
  const subject = residentSubject(resident)
  const exclusions = district.exclusionEvents.flatMap(({ event }) =>
    event._tag === "ExclusionLifted" && event.subject === subject && event.on >= left
      ? [{ _tag: "ExclusionReinstated" as const, rule: event.rule, subject, lifted: event.on, on, by }]
      : []
  )
  return [
    ...change<Event>(asking, Companion.stream, pairs),
    ...change<Event>(asking, ExclusionDecider.stream, exclusions)
  ]
}

/**
 * After two records of a person were merged, the companion of the duplicate becomes the companion of the person, unless
 * the person already has one.
 */
const pairsMerged = (
  { district, on }: Asking<World>,
  { into, resident }: { readonly into: ResidentId; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<Companion.CompanionEvent> => {
  const volunteer = district.companions.get(resident)?.volunteer
  if (volunteer === undefined) return []
  return [
    { _tag: "CompanionReleased", volunteer, elder: resident, on, by },
    ...(district.companions.has(into)
      ? []
      : [{ _tag: "CompanionAssigned" as const, volunteer, elder: into, on, by }])
  ]
}

/** When each resident of a registry died. */
export const deathsIn =
  ({ merged, residents }: Registry.Registry): PollDecider.Deaths =>
  (id) => {
    const left = residents.get(Registry.recordOf(merged, id))?.left
    return left?.departure === "died" ? left.on : undefined
  }

/** When each resident died, as known after one more event. */
const deathsAfter = (
  { district }: Asking<World>,
  event: Extract<Registry.RegistryEvent, { readonly _tag: "DepartureUndone" | "ResidentLeft" }>
): PollDecider.Deaths => {
  const { merged } = district.registry
  const before = deathsIn(district.registry)
  const died = event._tag === "ResidentLeft" && event.departure === "died" ? event.on : undefined
  return (resident) => (Registry.recordOf(merged, resident) === event.resident ? died : before(resident))
}

/** The changes of polls after a death, or after a death was undone. A poll that is over stays as it was counted. */
const pollsAfter = (
  asking: Asking<World>,
  events: typeof PollDecider.ballotsOfTheDead | typeof PollDecider.ballotsRestored,
  deaths: PollDecider.Deaths,
  by: ActorId
): ReadonlyArray<Change<Event>> =>
  [...asking.district.polls.values()].flatMap((poll) =>
    poll.closes < asking.on
      ? []
      : change<Event>(asking, PollDecider.stream(poll.id), events(poll, deaths, { by, on: asking.on }))
  )

/** The changes in other parts of the district that events of the registry cause. */
const follows = (
  asking: Asking<World>,
  events: ReadonlyArray<Registry.RegistryEvent>,
  ends: Ends
): ReadonlyArray<Change<Event>> =>
  events.flatMap((event) => {
    switch (event._tag) {
      case "ResidentLeft":
        return [
          ...change<Event>(asking, Companion.stream, pairsEnded(asking, event.resident, ends)),
          ...change<Event>(asking, ExclusionDecider.stream, exclusionsEnded(asking, event.resident, ends)),
          ...pollsAfter(asking, PollDecider.ballotsOfTheDead, deathsAfter(asking, event), ends.by)
        ]
      case "DepartureUndone":
        return [
          ...restored(asking, event.resident, event.left, ends.by),
          ...pollsAfter(asking, PollDecider.ballotsRestored, deathsAfter(asking, event), ends.by)
        ]
      case "ResidentsMerged":
        return change<Event>(asking, Companion.stream, pairsMerged(asking, event, ends.by))
      default:
        return []
    }
  })

// ------------------------------------------------------------------------------------------------------------- deciding

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
 * The reasons against a fact that is dated before existing entries of the registry, if those entries contradict the
 * fact.
 */
const laterEntries = (
  { actor, district }: Asking<World>,
  request: RegistryRequest,
  { on }: Dated
): Decision<Registry.RegistryEvent, RegistryRefusal> => {
  switch (request._tag) {
    case "EnterBuilding":
    case "EnterHousehold":
    case "EnterResident":
    case "AddDwelling":
      return Result.map(decider.decide(district.registry, { ...request, by: actor.id, on }), () => [])
    case "LeaveResident": {
      const { resident } = request
      const left = district.registry.residents.get(resident)?.left
      return left === undefined || left.on <= on
        ? Result.succeed([])
        : refuse(presentResident, { _tag: "ResidentGone", resident, index: 0, left: left.on })
    }
    default:
      return Result.succeed([])
  }
}

const withDays = (event: Registry.RegistryEvent, { recorded }: Dated): Registry.RegistryEvent =>
  recorded === undefined || event._tag === "ResidentErased" ? event : { ...event, recorded }

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
        : Result.succeed(change<Event>(asking, stream, events))
    )
  }
  const events = decided.success.map((event) => withDays(event, when))
  return all<Event, Reason>([
    when.recorded === undefined ? Result.succeed([]) : laterEntries(asking, request, when),
    Result.succeed([...change<Event>(asking, stream, events), ...follows(asking, events, { ...when, by })])
  ])
}

const decide = (asking: Asking<World>, request: RegistryRequest): Decision<Event, Reason> =>
  Result.flatMap(dated(asking, "on" in request ? request : {}), (when) => decideOn(asking, request, when))

// ------------------------------------------------------------------------------------------------- what a request is about

const aboutResident = ({ resident }: { readonly resident: ResidentId }): ReadonlyArray<Subject> => [
  residentSubject(resident)
]

/** The building that a household is entered in. */
const placesOfHousehold = ({ building }: Registry.Household): ReadonlyArray<Subject> => [
  buildingSubject(building)
]

/** The household that a resident is entered in, and the one where the registry has the resident already. */
const placesOfResident = (
  { household, id }: Registry.Resident,
  { registry }: RegistrySlice
): readonly [Subject, ...ReadonlyArray<Subject>] => [
  householdSubject(household),
  ...(registry.residents.has(id) ? [residentSubject(id)] : [])
]

/** The places of everything in a registry file. The file itself may enter the household of a resident. */
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
  initial: (): RegistryDraft => ({ registry: Registry.draft(), registryEvents: [], erased: new Map() }),
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
    ...preconditions,
    inLaterFormat,
    ...datedRules
  ],
  decide
})
