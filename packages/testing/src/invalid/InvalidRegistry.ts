/** Records for a registry with exactly one mistake. */
import * as Day from "@liulinhui/core/Day"
import { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import type * as Registry from "@liulinhui/core/Registry"
import { oldestAge, partyAge, type RegistryData } from "@liulinhui/core/Registry"
import type fc from "fast-check"
import { registryData, type Sizes } from "../Registry.ts"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

/** A mistake in records for a registry: the tag of the reason with which they are refused. */
export type RegistryFlaw =
  | "DuplicateBuilding"
  | "DuplicateHousehold"
  | "DuplicateResident"
  | "DuplicateLabel"
  | "DuplicateUnit"
  | "TextBlank"
  | "UnknownBuilding"
  | "UnknownHousehold"
  | "FloorAboveBuilding"
  | "BirthStatedTwice"
  | "BirthInFuture"
  | "BirthTooLongAgo"
  | "PartyInFuture"
  | "PartyBeforeAdult"
  | "PrivateNumberUsed"

// The ids of the generated records have at most 8 characters, so these ids are free.
const building: Registry.Building = { id: BuildingId.make("last-building"), label: "最后一栋", floors: 6 }
const household: Registry.Household = {
  id: HouseholdId.make("last-household"),
  building: building.id,
  unit: "最后一户",
  floor: 1,
  tags: []
}
const resident: Registry.Resident = {
  id: ResidentId.make("last-resident"),
  household: household.id,
  name: "居民",
  tags: []
}

/** Adds records after those of a building, a household and a resident who are always there. */
const adding =
  (more: Partial<RegistryData>) =>
  ({ buildings, households, residents }: RegistryData): RegistryData => ({
    buildings: [...buildings, building, ...(more.buildings ?? [])],
    households: [...households, household, ...(more.households ?? [])],
    residents: [...residents, resident, ...(more.residents ?? [])]
  })

const another = {
  building: BuildingId.make("another-building"),
  household: HouseholdId.make("another-household")
}

const withResident = (more: Partial<Registry.Resident>) =>
  adding({ residents: [{ ...resident, id: ResidentId.make("another-resident"), ...more }] })

const flawsOn = (on: Day.Day): Flaws<RegistryData, RegistryFlaw> => {
  const adult = Day.anniversary(on, -2 * partyAge)
  return {
    DuplicateBuilding: adding({ buildings: [building] }),
    DuplicateHousehold: adding({ households: [household] }),
    DuplicateResident: adding({ residents: [resident] }),
    DuplicateLabel: adding({ buildings: [{ ...building, id: another.building }] }),
    DuplicateUnit: adding({ households: [{ ...household, id: another.household }] }),
    // A full-width space is a character, but it is blank.
    TextBlank: adding({ households: [{ ...household, id: another.household, unit: "\u3000" }] }),
    UnknownBuilding: adding({
      households: [{ ...household, id: another.household, building: another.building }]
    }),
    UnknownHousehold: withResident({ household: another.household }),
    FloorAboveBuilding: adding({
      households: [{ ...household, id: another.household, unit: "701", floor: building.floors + 1 }]
    }),
    BirthStatedTwice: withResident({ birth: adult, bornIn: Day.toIso(adult).slice(0, 4) }),
    BirthInFuture: withResident({ birth: Day.add(on, 1) }),
    BirthTooLongAgo: withResident({ birth: Day.add(Day.anniversary(on, -oldestAge), -1) }),
    PartyInFuture: withResident({ birth: adult, partySince: Day.add(on, 1) }),
    PartyBeforeAdult: withResident({
      birth: adult,
      partySince: Day.add(Day.anniversary(adult, partyAge), -1)
    }),
    PrivateNumberUsed: withResident({ name: "13800138000" })
  }
}

/**
 * Records that an empty registry refuses on a day, for exactly one reason. The flaw is the tag of the reason.
 *
 * @category arbitraries
 */
export const registry = (
  on: Day.Day,
  { among, sizes = {} }: { readonly among?: ReadonlyArray<RegistryFlaw>; readonly sizes?: Sizes } = {}
): fc.Arbitrary<Invalid<RegistryData, RegistryFlaw>> => flawed(flawsOn(on), registryData(on, sizes), among)
