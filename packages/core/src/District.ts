/**
 * The state of a district, computed from its journal (its entries in order), and the sealing (encryption) of personal
 * values in entries.
 */
export {
  type BallotAfterDeath,
  type CaseFile,
  type District,
  type Draft,
  type Line,
  apply,
  ballotsAfterDeath,
  calendarOn,
  draft,
  endedByModel,
  expiredOn,
  factsAside,
  factsBy,
  factsOn,
  findCase,
  firstEntryFrom,
  hasParts,
  isErasure,
  lastErasure,
  nameOf,
  openCases,
  ownersErased,
  ownersErasedBy,
  partsStream,
  playbookOf,
  registryOn,
  handlersGone,
  subjectsGone,
  versionKey
} from "./district/District.ts"
export { type Happened, types } from "./district/Journal.ts"
export * as Journal from "./district/Journal.ts"
export { type Field, replace, sealsIn, valuesIn, withoutSeals } from "./district/Sealing.ts"
export * as Sealing from "./district/Sealing.ts"
export * as SealedRecord from "./district/SealedRecord.ts"
export * as Snapshot from "./district/Snapshot.ts"
export { ownersOf, ownersOfCase } from "./district/Owners.ts"
