/**
 * The library with the types of fp-ts: pure functions with `Option` and `Either`, where all reasons of a refusal are a
 * non-empty array; and a running district with `TaskEither` and `ReaderTaskEither`.
 *
 * fp-ts 2.16 is the last stable line of fp-ts. Import its modules as `fp-ts/lib/Either.js`.
 */
export * as Amounts from "./Amounts.ts"
export * as Case from "./Case.ts"
export * as Convert from "./Convert.ts"
export * as Coverage from "./Coverage.ts"
export * as Day from "./Day.ts"
export * as Deciding from "./Deciding.ts"
export * as District from "./District.ts"
export * as Id from "./Id.ts"
export * as Pairing from "./Pairing.ts"
export * as Ports from "./Ports.ts"
export { Interrupted } from "./Convert.ts"
export {
  AppendRejected,
  ChainBroken,
  Closed,
  CommandIdReused,
  DeliveryFailed,
  DistrictIncomplete,
  DistrictUnknown,
  EntryUnreadable,
  InvalidCall,
  LedgerUnavailable,
  LetterUnknown,
  MasterKeysRefused,
  ModelRefused,
  NotAllowed,
  OwnerErased,
  Refused,
  SealBroken,
  VaultUnavailable,
  VersionConflict
} from "@liulinhui/promise"
export { generateMasterKey, mergePatch, messages } from "@liulinhui/promise"
export type {
  Capabilities,
  CoverageAnswer,
  CoverageOptions,
  Notice,
  Receipt,
  RequestJson,
  Submission
} from "@liulinhui/promise"
