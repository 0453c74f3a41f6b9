/**
 * The port (interface to storage) of a ledger: the append-only list of the entries of a district. Each entry contains
 * the hash of the entry before it.
 */
export { CommandId, type Entry, type Head, OwnCommandId, type Receipt } from "./ports/Entry.ts"
export {
  type Append,
  type AppendRefused,
  AppendRejected,
  ChainBroken,
  CommandIdReused,
  type EncodedAppend,
  type EncodedEvent,
  EventType,
  Fingerprint,
  Ledger,
  type LedgerShape,
  LedgerUnavailable,
  type NewEvent,
  type Primitives,
  type StreamAppend,
  VersionConflict,
  derive,
  limits,
  make
} from "./ports/Ledger.ts"
export {
  type EncodedEntry,
  type PlannedAppend,
  type StoredState,
  withFingerprint
} from "./ports/AppendPlan.ts"
export * as AppendPlan from "./ports/AppendPlan.ts"
export { breach, type Breach } from "./ports/Verification.ts"
export { type HashText, type Link, type Source, preimage } from "./ports/Chain.ts"
export { lines } from "./ports/Portable.ts"
export * as Portable from "./ports/Portable.ts"
export * as BoundedLedger from "./ports/BoundedLedger.ts"
export * as CachedLedger from "./ports/CachedLedger.ts"
export * as RetryingLedger from "./ports/RetryingLedger.ts"
export { objections } from "./ports/JsonText.ts"
export { canonical } from "./kernel/CanonicalJson.ts"
