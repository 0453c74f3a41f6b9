/** The reasons for which a command to the registry is refused. */
import type * as Day from "../kernel/Day.ts"
import type { BuildingId, HouseholdId, ResidentId } from "./Id.ts"
import type { PrivateNumber } from "./PrivateNumber.ts"
import type { Subject } from "./Subject.ts"

/**
 * Why a command to the registry is refused. `index` is the place of the record in the list of buildings, households or
 * residents of the command, counted from 0. The days in a refusal are personal data: show them only to the sender of
 * the command.
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
  /** Another building has the same label, so people could not distinguish the two doors. */
  | {
      readonly _tag: "DuplicateLabel"
      readonly building: BuildingId
      readonly index: number
      readonly label: string
      readonly other: BuildingId
    }
  /** Another household of the same building has the same door number. */
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
  /** The floor of one of the households is higher than the building has floors. */
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
  /** According to the stated day of birth, the resident would be older than {@link oldestAge} years. */
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
  /** The Party membership begins too early: before the day `earliest`, which is the resident's 18th birthday. */
  | {
      readonly _tag: "PartyBeforeAdult"
      readonly resident: ResidentId
      readonly index: number
      readonly partySince: Day.Day
      readonly earliest: Day.Day
    }
  /** The resident had left the district on the day `left`, so the change is refused. */
  | {
      readonly _tag: "ResidentGone"
      readonly resident: ResidentId
      readonly index: number
      readonly left: Day.Day
    }
  /** The day of the change is before the day on which the resident's stay began. */
  | {
      readonly _tag: "BeforeEntered"
      readonly resident: ResidentId
      readonly index: number
      readonly on: Day.Day
      readonly since: Day.Day
    }
  /** The data of the resident were erased. Nothing can be recorded under this id any more. */
  | { readonly _tag: "ResidentErased"; readonly resident: ResidentId; readonly index: number }
  /** The record has both a day of birth and a year or month of birth. Only one of them is allowed. */
  | { readonly _tag: "BirthStatedTwice"; readonly resident: ResidentId; readonly index: number }
  /** A label, a door number or a name is blank: it has no visible character after normalization. */
  | {
      readonly _tag: "TextBlank"
      readonly index: number
      readonly of: "building" | "household" | "resident"
      readonly field: "label" | "name" | "unit"
    }
  /** An id, a tag, a name or a label contains a private number, which must not be stored unencrypted. */
  | {
      readonly _tag: "PrivateNumberUsed"
      readonly index: number
      readonly of: "building" | "household" | "resident"
      readonly field: string
      readonly kind: PrivateNumber
    }
  /**
   * The departure that should be undone is not recorded. `left` is the day of the departure that is recorded. `left` is
   * missing if the resident never left.
   */
  | { readonly _tag: "NoDeparture"; readonly resident: ResidentId; readonly left?: Day.Day }
  | { readonly _tag: "MergedIntoItself"; readonly resident: ResidentId }
  /** One of the records says that the person has died or left, and the other that the person lives in the district. */
  | { readonly _tag: "DeparturesDiffer"; readonly resident: ResidentId; readonly into: ResidentId }
  /** Residents still live in the household. First record that they moved or left; then end the household. */
  | {
      readonly _tag: "HouseholdInhabited"
      readonly household: HouseholdId
      readonly residents: ReadonlyArray<ResidentId>
    }
  /** An entry about a later day says that the household or building exists, so it cannot end on the earlier day. */
  | { readonly _tag: "EnteredLater"; readonly subject: Subject; readonly on: Day.Day }
  /**
   * Another household already uses the flat; or the household that should use it is not a separate household, because
   * its flat is used by another one; or the household of the flat itself uses another flat.
   */
  | { readonly _tag: "DwellingUsed"; readonly household: HouseholdId; readonly dwelling: HouseholdId }
  | { readonly _tag: "DwellingNotUsed"; readonly dwelling: HouseholdId }
  | { readonly _tag: "BuildingUnknown"; readonly building: BuildingId }
  | { readonly _tag: "BuildingKnown"; readonly building: BuildingId }
  | { readonly _tag: "HouseholdKnown"; readonly household: HouseholdId }
  | { readonly _tag: "ResidentPresent"; readonly resident: ResidentId }
  | { readonly _tag: "ResidentUnknown"; readonly resident: ResidentId }
  | { readonly _tag: "HouseholdUnknown"; readonly household: HouseholdId }

/** The refusals that can occur when records are entered. Each has the index of the record in the command's list. */
export type IntakeRefusal = Extract<RegistryRefusal, { readonly index: number }>
