/** Why a command to the registry is refused. */
import type * as Day from "../kernel/Day.ts"
import type { BuildingId, HouseholdId, ResidentId } from "./Id.ts"
import type { PrivateNumber } from "./PrivateNumber.ts"

/**
 * Why a command to the registry is refused. `index` is the place in the command's list of buildings, households or
 * residents, from 0. The days in a refusal are personal data: show it only to the sender of the command.
 *
 * @category refusals
 */
export type RegistryRefusal =
  | {
      readonly _tag: "DuplicateBuilding"
      readonly building: BuildingId
      readonly index: number
      readonly first: number
    }
  | {
      readonly _tag: "DuplicateHousehold"
      readonly household: HouseholdId
      readonly index: number
      readonly first: number
    }
  | {
      readonly _tag: "DuplicateResident"
      readonly resident: ResidentId
      readonly index: number
      readonly first: number
    }
  /** Another building has the same label, so their doors could not be distinguished. */
  | {
      readonly _tag: "DuplicateLabel"
      readonly building: BuildingId
      readonly index: number
      readonly label: string
      readonly other: BuildingId
    }
  /** Another household of the building has the same unit. */
  | {
      readonly _tag: "DuplicateUnit"
      readonly household: HouseholdId
      readonly index: number
      readonly building: BuildingId
      readonly unit: string
      readonly other: HouseholdId
    }
  | {
      readonly _tag: "UnknownBuilding"
      readonly household: HouseholdId
      readonly index: number
      readonly building: BuildingId
    }
  | {
      readonly _tag: "UnknownHousehold"
      readonly resident: ResidentId
      readonly index: number
      readonly household: HouseholdId
    }
  | {
      readonly _tag: "FloorAboveBuilding"
      readonly household: HouseholdId
      readonly index: number
      readonly building: BuildingId
      readonly floor: number
      readonly floors: number
    }
  /** A building has fewer floors than the floor of an existing household. */
  | {
      readonly _tag: "BuildingTooLow"
      readonly building: BuildingId
      readonly index: number
      readonly floors: number
      readonly household: HouseholdId
      readonly floor: number
    }
  | {
      readonly _tag: "BirthInFuture"
      readonly resident: ResidentId
      readonly index: number
      readonly birth: Day.Day
      readonly on: Day.Day
    }
  /** Born more than {@link oldestAge} years ago. */
  | {
      readonly _tag: "BirthTooLongAgo"
      readonly resident: ResidentId
      readonly index: number
      readonly birth: Day.Day
      readonly years: number
    }
  | {
      readonly _tag: "PartyInFuture"
      readonly resident: ResidentId
      readonly index: number
      readonly partySince: Day.Day
      readonly on: Day.Day
    }
  /** Party membership before `earliest`, the resident's 18th birthday. */
  | {
      readonly _tag: "PartyBeforeAdult"
      readonly resident: ResidentId
      readonly index: number
      readonly partySince: Day.Day
      readonly earliest: Day.Day
    }
  /** The resident left the district on `left`. */
  | {
      readonly _tag: "ResidentGone"
      readonly resident: ResidentId
      readonly index: number
      readonly left: Day.Day
    }
  /** The change is dated before the resident's stay began. */
  | {
      readonly _tag: "BeforeEntered"
      readonly resident: ResidentId
      readonly index: number
      readonly on: Day.Day
      readonly since: Day.Day
    }
  /** The data of the resident were erased. Nothing is recorded under that id any more. */
  | { readonly _tag: "ResidentErased"; readonly resident: ResidentId; readonly index: number }
  /** A birth is given as a day, or as a year or month, not as both. */
  | { readonly _tag: "BirthStatedTwice"; readonly resident: ResidentId; readonly index: number }
  /** A number that must not be stored in clear is used as an id, a tag, a name or a label. */
  | {
      readonly _tag: "PrivateNumberUsed"
      readonly index: number
      readonly of: "building" | "household" | "resident"
      readonly field: string
      readonly kind: PrivateNumber
    }
  /** The departure is not the one that is on record. `left` is missing if the resident never left. */
  | { readonly _tag: "NoDeparture"; readonly resident: ResidentId; readonly left?: Day.Day }
  | { readonly _tag: "MergedIntoItself"; readonly resident: ResidentId }
  /** Residents live in the household: enter where they moved or that they left, and then end it. */
  | {
      readonly _tag: "HouseholdInhabited"
      readonly household: HouseholdId
      readonly residents: ReadonlyArray<ResidentId>
    }
  | { readonly _tag: "BuildingUnknown"; readonly building: BuildingId }
  | { readonly _tag: "BuildingKnown"; readonly building: BuildingId }
  | { readonly _tag: "HouseholdKnown"; readonly household: HouseholdId }
  | { readonly _tag: "ResidentPresent"; readonly resident: ResidentId }
  | { readonly _tag: "ResidentUnknown"; readonly resident: ResidentId }
  | { readonly _tag: "HouseholdUnknown"; readonly household: HouseholdId }

/** The refusals of an intake: every refusal that has a place in a list. */
export type IntakeRefusal = Extract<RegistryRefusal, { readonly index: number }>
