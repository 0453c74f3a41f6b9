/**
 * Decides on changes of the registry: importing a whole file, or entering, correcting, moving, tagging or removing one
 * resident.
 *
 * An import into a registry that is not empty records only the differences. So importing the same file twice changes
 * nothing. An import adds and corrects records, but never removes one: a resident who is missing in the file stays in
 * the registry, until the {@link RegistryCommand} `LeaveResident` records the day and the reason of the departure.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { type DecisionRefused, objections, refuse, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BornIn } from "./Birth.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "./Id.ts"
import * as Registry from "./Registry.ts"
import type { RegistryRefusal } from "./RegistryRefusal.ts"
import {
  buildingOnRecord,
  changeRules,
  departureOnRecord,
  dwellingOnRecord,
  householdOnRecord,
  newBuilding,
  newHousehold,
  newResident,
  presentResident,
  residentOnRecord
} from "./RegistryChangeRules.ts"
import { knownHousehold, mistakes, RegistryData } from "./RegistryRules.ts"

/** The name of the ledger stream that contains the changes of the registry. */
export const stream = StreamId.make("registry")

const decided = { on: DayFromIso, by: ActorId }
const ended = { reason: Registry.EndReason, note: Schema.optionalKey(sensitive(StatedReason)) }

/**
 * The commands that change the registry. Each has the day on which the change takes effect, and the actor.
 *
 * @category commands
 */
export const RegistryCommand = Schema.TaggedUnion({
  /**
   * Enters new records (buildings, households, residents), and corrects existing records if their data are different.
   * All data are checked together.
   */
  ImportRegistry: { ...decided, ...RegistryData.fields },
  EnterBuilding: { ...decided, building: Registry.Building },
  EnterHousehold: { ...decided, household: Registry.Household },
  /** Enters a resident who is new, or who comes back after moving away. */
  EnterResident: { ...decided, resident: Registry.Resident },
  /** Corrects the data of a resident. The household and the days of the stay do not change. */
  CorrectResident: {
    ...decided,
    resident: ResidentId,
    name: personal(Schema.NonEmptyString),
    birth: Schema.optionalKey(personal(DayFromIso)),
    bornIn: Schema.optionalKey(personal(BornIn)),
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  MoveResident: { ...decided, resident: ResidentId, household: HouseholdId },
  LeaveResident: { ...decided, resident: ResidentId, departure: Registry.Departure },
  /** Undoes a departure or a death that was entered by mistake. */
  UndoDeparture: { ...decided, resident: ResidentId, reason: sensitive(StatedReason) },
  /** Declares that two records are about the same person: the record `resident` is a duplicate of the record `into`. */
  MergeResident: { ...decided, resident: ResidentId, into: ResidentId },
  /** Records that a household uses another flat besides its first one. */
  AddDwelling: { ...decided, household: HouseholdId, dwelling: HouseholdId },
  RemoveDwelling: { ...decided, dwelling: HouseholdId },
  EndHousehold: { ...decided, household: HouseholdId, ...ended },
  /** Ends a building, together with all its households. */
  EndBuilding: { ...decided, building: BuildingId, ...ended },
  /** Replaces all tags of a resident. */
  TagResident: { ...decided, resident: ResidentId, tags: sensitive(Schema.Array(Tag)) },
  /** Replaces all tags of a household. */
  TagHousehold: { ...decided, household: HouseholdId, tags: Schema.Array(Tag) },
  /** Permanently erases the data of a resident, also of one who has left. */
  EraseResident: { ...decided, resident: ResidentId, basis: Registry.ErasureBasis }
})
export type RegistryCommand = typeof RegistryCommand.Type

type CommandOf<Tag extends RegistryCommand["_tag"]> = Extract<RegistryCommand, { readonly _tag: Tag }>
type Answer = Result.Result<ReadonlyArray<Registry.RegistryEvent>, DecisionRefused<RegistryRefusal>>

// Compares two lists of tags. The order of the tags does not matter.
const sameTags = (some: ReadonlyArray<Tag>, others: ReadonlyArray<Tag>): boolean => {
  const [a, b] = [new Set(some), new Set(others)]
  return a.size === b.size && a.isSubsetOf(b)
}

const buildingChange = (
  known: Registry.Building | undefined,
  building: Registry.Building,
  on: Day
): ReadonlyArray<Registry.RegistryEvent> =>
  known !== undefined && known.label === building.label && known.floors === building.floors
    ? []
    : [{ _tag: "BuildingEntered", on, building }]

const householdChange = (
  known: Registry.Household | undefined,
  household: Registry.Household,
  on: Day
): ReadonlyArray<Registry.RegistryEvent> => {
  const { building, floor, id, tags, unit } = household
  if (
    known === undefined ||
    known.building !== building ||
    known.unit !== unit ||
    known.floor !== floor ||
    Registry.areaOf(known) !== Registry.areaOf(household)
  ) {
    return [{ _tag: "HouseholdEntered", on, household }]
  }
  return sameTags(known.tags, tags) ? [] : [{ _tag: "HouseholdTagged", on, household: id, tags }]
}

const given = <A extends object>(fields: A): Partial<A> =>
  // The cast is safe: only keys whose value is not `undefined` are left in the object.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<A>

const residentChange = (
  known: Registry.Stay | undefined,
  resident: Registry.Resident,
  on: Day,
  movedIn: "unknown" | undefined
): ReadonlyArray<Registry.RegistryEvent> => {
  if (known === undefined)
    return [{ _tag: "ResidentEntered", on, resident, ...(movedIn === undefined ? {} : { movedIn }) }]
  const { birth, bornIn, household, id, name, partySince, tags } = resident
  const events: Array<Registry.RegistryEvent> = []
  if (
    known.name !== name ||
    known.birth !== birth ||
    known.bornIn !== bornIn ||
    known.partySince !== partySince
  ) {
    events.push({
      _tag: "ResidentCorrected",
      on,
      resident: id,
      name,
      ...given({ birth, bornIn, partySince })
    })
  }
  if (known.household !== household) events.push({ _tag: "ResidentMoved", on, resident: id, household })
  if (!sameTags(known.tags, tags)) events.push({ _tag: "ResidentTagged", on, resident: id, tags })
  return events
}

const importInto = (before: Registry.Registry, data: RegistryData, on: Day): Answer => {
  const reasons = mistakes(before, data, on)
  if (reasons.length > 0) return verdict(reasons, [])
  return Result.succeed([
    ...data.buildings.flatMap((building) => buildingChange(before.buildings.get(building.id), building, on)),
    ...data.households.flatMap((household) =>
      householdChange(before.households.get(household.id), household, on)
    ),
    ...data.residents.flatMap((resident) => {
      // If the file contains a resident who has left, the resident counts as having come back: a new stay begins.
      const known = before.residents.get(resident.id)
      // Nobody knows when the people moved in with whom a household begins. People who join it later are newcomers.
      const movedIn =
        known === undefined && !before.households.has(resident.household) ? "unknown" : undefined
      return residentChange(known?.left === undefined ? known : undefined, resident, on, movedIn)
    })
  ])
}

const nothing: RegistryData = { buildings: [], households: [], residents: [] }

// Returns a resident whose record can be changed on a day, or the reason why it cannot be changed.
const present = (
  state: Registry.Registry,
  id: ResidentId,
  on: Day
): Result.Result<Registry.Stay, DecisionRefused<RegistryRefusal>> => {
  const stay = state.residents.get(id)
  if (stay === undefined) return refuse(presentResident, { _tag: "ResidentUnknown", resident: id })
  if (stay.erased === true) return refuse(presentResident, { _tag: "ResidentErased", resident: id, index: 0 })
  if (stay.left !== undefined) {
    return refuse(presentResident, { _tag: "ResidentGone", resident: id, index: 0, left: stay.left.on })
  }
  return on < stay.since
    ? refuse(presentResident, { _tag: "BeforeEntered", resident: id, index: 0, on, since: stay.since })
    : Result.succeed(stay)
}

const enterResident = (state: Registry.Registry, resident: Registry.Resident, on: Day): Answer => {
  const known = state.residents.get(resident.id)
  if (known?.erased === true)
    return refuse(newResident, { _tag: "ResidentErased", resident: resident.id, index: 0 })
  if (known !== undefined && known.left === undefined) {
    return refuse(newResident, { _tag: "ResidentPresent", resident: resident.id })
  }
  return importInto(state, { ...nothing, residents: [resident] }, on)
}

const undoDeparture = (state: Registry.Registry, command: CommandOf<"UndoDeparture">): Answer => {
  const { on, reason, resident } = command
  const stay = state.residents.get(resident)
  if (stay === undefined) return refuse(departureOnRecord, { _tag: "ResidentUnknown", resident })
  if (stay.erased === true) return refuse(departureOnRecord, { _tag: "ResidentErased", resident, index: 0 })
  return stay.left === undefined
    ? refuse(departureOnRecord, { _tag: "NoDeparture", resident })
    : Result.succeed([{ _tag: "DepartureUndone", on, resident, left: stay.left.on, reason }])
}

const mergeResident = (registry: Registry.Registry, command: CommandOf<"MergeResident">): Answer => {
  const { into, on, resident } = command
  return verdict(objections(changeRules.merge, { registry, resident, into }), [
    { _tag: "ResidentsMerged", on, resident, into }
  ])
}

const endHousehold = (
  state: Registry.Registry,
  { household, note, on, reason }: CommandOf<"EndHousehold">
): Answer =>
  state.households.has(household)
    ? verdict(objections(changeRules.end, { registry: state, households: [household], on }), [
        { _tag: "HouseholdEnded", on, household, reason, ...given({ note }) }
      ])
    : refuse(householdOnRecord, { _tag: "HouseholdUnknown", household })

const endBuilding = (
  state: Registry.Registry,
  { building, note, on, reason }: CommandOf<"EndBuilding">
): Answer => {
  if (!state.buildings.has(building)) return refuse(buildingOnRecord, { _tag: "BuildingUnknown", building })
  const flats = [...state.households.values()].flatMap((one) => (one.building === building ? [one.id] : []))
  return verdict(objections(changeRules.end, { registry: state, households: flats, on }), [
    ...flats.map((household) => ({ _tag: "HouseholdEnded" as const, on, household, reason })),
    { _tag: "BuildingEnded", on, building, reason, ...given({ note }) }
  ])
}

const addDwelling = (registry: Registry.Registry, command: CommandOf<"AddDwelling">): Answer => {
  const { dwelling, household, on } = command
  for (const flat of [household, dwelling]) {
    if (!registry.households.has(flat))
      return refuse(householdOnRecord, { _tag: "HouseholdUnknown", household: flat })
  }
  return verdict(objections(changeRules.dwell, { registry, household, dwelling, on }), [
    { _tag: "DwellingAdded", on, household, dwelling }
  ])
}

const removeDwelling = (registry: Registry.Registry, command: CommandOf<"RemoveDwelling">): Answer => {
  const { dwelling, on } = command
  const isUsed = registry.dwellings.get(dwelling)?.some(({ until }) => until === undefined) === true
  return isUsed
    ? Result.succeed([{ _tag: "DwellingRemoved", on, dwelling }])
    : refuse(dwellingOnRecord, { _tag: "DwellingNotUsed", dwelling })
}

/** The id of a record, and the ids of all records that were merged into it, directly or through other records. */
const samePerson = ({ merged }: Registry.Registry, record: ResidentId): ReadonlyArray<ResidentId> => {
  const all = [record]
  for (const one of all) for (const [from, into] of merged) if (into === one) all.push(from)
  return all
}

const eraseResident = (
  state: Registry.Registry,
  { basis, by, on, resident }: CommandOf<"EraseResident">
): Answer => {
  const record = Registry.recordOf(state.merged, resident)
  const stay = state.residents.get(record)
  if (stay === undefined) return refuse(residentOnRecord, { _tag: "ResidentUnknown", resident })
  if (stay.erased === true) return Result.succeed([])
  return Result.succeed(
    samePerson(state, record).map((id) => ({ _tag: "ResidentErased", on, by, resident: id, basis }))
  )
}

const decide = (state: Registry.Registry, command: RegistryCommand): Answer =>
  Result.map(changes(state, command), (events) => events.map((event) => ({ ...event, by: command.by })))

const changes = (state: Registry.Registry, command: RegistryCommand): Answer => {
  const { on } = command
  switch (command._tag) {
    case "ImportRegistry":
      return importInto(state, command, on)
    case "EnterBuilding":
      return state.buildings.has(command.building.id)
        ? refuse(newBuilding, { _tag: "BuildingKnown", building: command.building.id })
        : importInto(state, { ...nothing, buildings: [command.building] }, on)
    case "EnterHousehold":
      return state.households.has(command.household.id)
        ? refuse(newHousehold, { _tag: "HouseholdKnown", household: command.household.id })
        : importInto(state, { ...nothing, households: [command.household] }, on)
    case "EnterResident":
      return enterResident(state, command.resident, on)
    case "CorrectResident": {
      const { birth, bornIn, name, partySince } = command
      return Result.flatMap(present(state, command.resident, on), ({ household, id, tags }) =>
        importInto(
          state,
          {
            ...nothing,
            residents: [{ id, household, name, ...given({ birth, bornIn, partySince }), tags }]
          },
          on
        )
      )
    }
    case "MoveResident": {
      const { household, resident } = command
      return Result.flatMap(present(state, resident, on), (stay): Answer => {
        if (!state.households.has(household)) {
          return refuse(knownHousehold, { _tag: "UnknownHousehold", resident, index: 0, household })
        }
        return Result.succeed(
          stay.household === household ? [] : [{ _tag: "ResidentMoved", on, resident, household }]
        )
      })
    }
    case "LeaveResident": {
      const { departure, resident } = command
      return Result.map(present(state, resident, on), () => [
        { _tag: "ResidentLeft", on, resident, departure }
      ])
    }
    case "UndoDeparture":
      return undoDeparture(state, command)
    case "MergeResident":
      return mergeResident(state, command)
    case "AddDwelling":
      return addDwelling(state, command)
    case "RemoveDwelling":
      return removeDwelling(state, command)
    case "EndHousehold":
      return endHousehold(state, command)
    case "EndBuilding":
      return endBuilding(state, command)
    case "EraseResident":
      return eraseResident(state, command)
    case "TagResident": {
      const { resident, tags } = command
      return Result.map(present(state, resident, on), (stay) =>
        sameTags(stay.tags, tags) ? [] : [{ _tag: "ResidentTagged", on, resident, tags }]
      )
    }
    case "TagHousehold": {
      const { household, tags } = command
      const known = state.households.get(household)
      if (known === undefined) return refuse(householdOnRecord, { _tag: "HouseholdUnknown", household })
      return Result.succeed(
        sameTags(known.tags, tags) ? [] : [{ _tag: "HouseholdTagged", on, household, tags }]
      )
    }
  }
}

/**
 * The decider of the registry. Its state is the {@link Registry.Registry} itself.
 *
 * @example
 * ```ts
 * import { replay } from "@liulinhui/core/Rule"
 * import * as Day from "@liulinhui/core/Day"
 * import { ActorId, BuildingId } from "@liulinhui/core/Id"
 * import { decider } from "@liulinhui/core/Registry"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const command = {
 *   _tag: "ImportRegistry",
 *   on: Day.make("2026-03-02"),
 *   by: ActorId.make("committee"),
 *   buildings: [{ id: BuildingId.make("b01"), label: "1号楼", floors: 6 }],
 *   households: [],
 *   residents: []
 * } as const
 *
 * const events = Result.getOrThrow(decider.decide(decider.initial, command))
 * assert.deepEqual(events.map(({ _tag }) => _tag), ["BuildingEntered"])
 *
 * const registry = replay(decider, events)
 * assert.deepEqual(Result.getOrThrow(decider.decide(registry, command)), [])
 * ```
 * @category deciders
 */
export const decider: Decider<Registry.Registry, RegistryCommand, Registry.RegistryEvent, RegistryRefusal> = {
  initial: Registry.empty,
  decide,
  evolve: (state, event) => Registry.fold([event], state),
  evolveAll: (state, events) => Registry.fold(events, state)
}
