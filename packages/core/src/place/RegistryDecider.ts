/**
 * Changes the registry: imports a whole file, or enters, corrects, moves, tags or removes one resident.
 *
 * An import into a registry that is not empty appends only the differences. So importing the same file twice appends
 * nothing. An import adds and corrects, but never removes: a resident who is missing from the file stays, until
 * {@link RegistryCommand} `LeaveResident` records the day and the reason of the departure.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { type Reasons, refuse, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, HouseholdId, ResidentId, Tag } from "./Id.ts"
import * as Registry from "./Registry.ts"
import {
  householdOnRecord,
  knownHousehold,
  mistakes,
  newBuilding,
  newHousehold,
  newResident,
  presentResident,
  RegistryData,
  type RegistryRefusal,
  residentOnRecord
} from "./RegistryRules.ts"

/** The stream of a district that contains its registry. */
export const stream = StreamId.make("registry")

const decided = { on: DayFromIso, by: ActorId }

/**
 * The commands of the registry, each with the day on which it takes effect and the actor.
 *
 * @category commands
 */
export const RegistryCommand = Schema.TaggedUnion({
  /** Enters new records and corrects different ones. The data are checked as a whole. */
  ImportRegistry: { ...decided, ...RegistryData.fields },
  EnterBuilding: { ...decided, building: Registry.Building },
  EnterHousehold: { ...decided, household: Registry.Household },
  /** Enters a resident who is new, or who comes back after moving away. */
  EnterResident: { ...decided, resident: Registry.Resident },
  /** Corrects the data of a resident. The household and the stay remain. */
  CorrectResident: {
    ...decided,
    resident: ResidentId,
    name: personal(Schema.NonEmptyString),
    birth: personal(DayFromIso),
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  MoveResident: { ...decided, resident: ResidentId, household: HouseholdId },
  LeaveResident: { ...decided, resident: ResidentId, departure: Registry.Departure },
  /** Replaces all tags of a resident. */
  TagResident: { ...decided, resident: ResidentId, tags: sensitive(Schema.Array(Tag)) },
  /** Replaces all tags of a household. */
  TagHousehold: { ...decided, household: HouseholdId, tags: Schema.Array(Tag) },
  /** Erases the data of a resident permanently, present or gone. */
  EraseResident: { ...decided, resident: ResidentId, basis: Registry.ErasureBasis }
})
export type RegistryCommand = typeof RegistryCommand.Type

type Answer = Result.Result<ReadonlyArray<Registry.RegistryEvent>, Reasons<RegistryRefusal>>

// The order of tags does not matter.
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
  const { area, building, floor, id, tags, unit } = household
  if (
    known === undefined ||
    known.building !== building ||
    known.unit !== unit ||
    known.floor !== floor ||
    known.area !== area
  ) {
    return [{ _tag: "HouseholdEntered", on, household }]
  }
  return sameTags(known.tags, tags) ? [] : [{ _tag: "HouseholdTagged", on, household: id, tags }]
}

const residentChange = (
  known: Registry.Stay | undefined,
  resident: Registry.Resident,
  on: Day
): ReadonlyArray<Registry.RegistryEvent> => {
  if (known === undefined) return [{ _tag: "ResidentEntered", on, resident }]
  const { birth, household, id, name, partySince, tags } = resident
  const events: Array<Registry.RegistryEvent> = []
  if (known.name !== name || known.birth !== birth || known.partySince !== partySince) {
    const since = partySince === undefined ? {} : { partySince }
    events.push({ _tag: "ResidentCorrected", on, resident: id, name, birth, ...since })
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
    ...data.residents.flatMap((resident) => residentChange(before.residents.get(resident.id), resident, on))
  ])
}

const nothing: RegistryData = { buildings: [], households: [], residents: [] }

// A resident that a command may change on a day, or the reason why not.
const present = (
  state: Registry.Registry,
  id: ResidentId,
  on: Day
): Result.Result<Registry.Stay, Reasons<RegistryRefusal>> => {
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
  const returns = known?.left?.departure === "moved-away" && known.left.on <= on
  if (!returns) return importInto(state, { ...nothing, residents: [resident] }, on)
  // A resident who comes back is checked and entered as a new one: the earlier stay is history.
  const before = { ...state, residents: new Map<ResidentId, Registry.Stay>() }
  return importInto(before, { ...nothing, residents: [resident] }, on)
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
      const { birth, name, partySince } = command
      return Result.flatMap(present(state, command.resident, on), ({ household, id, tags }) =>
        importInto(
          state,
          {
            ...nothing,
            residents: [
              { id, household, name, birth, ...(partySince === undefined ? {} : { partySince }), tags }
            ]
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
    case "EraseResident": {
      const { basis, by, resident } = command
      const known = state.residents.get(resident)
      if (known === undefined) return refuse(residentOnRecord, { _tag: "ResidentUnknown", resident })
      return Result.succeed(
        known.erased === true ? [] : [{ _tag: "ResidentErased", on, by, resident, basis }]
      )
    }
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
 * The registry as a decider. Its state is the {@link Registry.Registry} itself.
 *
 * @example
 * ```ts
 * import { replay } from "@liulinhui/core/kernel/Decider"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { ActorId, BuildingId } from "@liulinhui/core/place/Id"
 * import { decider } from "@liulinhui/core/place/RegistryDecider"
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
