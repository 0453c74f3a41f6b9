/**
 * Reports from residents without an account: what they contain, how they are decided, and what the reporter may know of
 * the result.
 */
export {
  type Decided,
  IntakeEvent,
  type IntakeSlice,
  type Report,
  Reported,
  isWaiting,
  leading,
  streamOf
} from "./intake/Intake.ts"
export { IntakeScheme, usualMost } from "./intake/IntakeScheme.ts"
export { type IntakeRefusal, type ReceptionRefusal, isPlain } from "./intake/IntakeRules.ts"
export {
  type Category,
  type Progress,
  categories,
  categoryName,
  keepsReport,
  placesOf,
  progressOf
} from "./contexts/IntakeFacts.ts"
