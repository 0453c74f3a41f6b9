/**
 * The registry of a district: its buildings, households and residents, who is present on a day, and how it changes.
 */
export {
  Building,
  Departure,
  type Draft,
  EndReason,
  type Ended,
  ErasureBasis,
  Household,
  type Registry,
  RegistryEvent,
  Resident,
  type Stay,
  apply,
  areaOf,
  draft,
  empty,
  fold,
  inEffect,
  isPresent,
  residentsOf,
  type DwellingUse,
  dwellingsOf,
  userOf
} from "./place/Registry.ts"
export { RegistryCommand, decider } from "./place/RegistryDecider.ts"
export type { IntakeRefusal, RegistryRefusal } from "./place/RegistryRefusal.ts"
export { RegistryData, mistakes, oldestAge, partyAge } from "./place/RegistryRules.ts"
export { type Field, type Known, type Named, buildingOfThing, fields } from "./place/Fields.ts"
export { Kind, Subject, building, household, id, kind, resident } from "./place/Subject.ts"
export { likelyDuplicates } from "./place/Duplicates.ts"
export { BornIn, type DayRange, daysOf, possibleDays } from "./place/Birth.ts"
export { sameText } from "./place/Door.ts"
export type { Expired } from "./retention/Retention.ts"
export { type PrivateNumber, privateNumber } from "./place/PrivateNumber.ts"
