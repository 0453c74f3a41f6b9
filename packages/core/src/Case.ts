/**
 * Cases. A case is one piece of work of a district, such as clearing a corridor. This module answers what has happened
 * on a case, in which stage the case is, what is due, and who may do what next.
 */
export {
  CaseCommand,
  CaseContext,
  CaseEvent,
  CaseReason,
  Handler,
  Lineage,
  PatrolState,
  Resting,
  WhichDue,
  caseOf,
  stream
} from "./casework/Case.ts"
export {
  type CaseState,
  type ClockStep,
  type Ending,
  type Opened,
  type ProvisionalDay,
  type Round,
  type Stay,
  type Unopened,
  dueTerm,
  hasPassed,
  isOpen,
  provisionalDays,
  restOf,
  stayIn
} from "./casework/CaseState.ts"
export { initial, keep, make } from "./casework/CaseDecider.ts"
export { caughtUp, moves } from "./casework/CaseClock.ts"
export {
  type Deadline,
  type RestingClock,
  type RungDay,
  asOf,
  deadlines,
  due,
  duplicates,
  isOverdue,
  lapses,
  relapses,
  resting,
  wake,
  wakeDay,
  wakeInstant
} from "./casework/CaseView.ts"
export { knownBy } from "./casework/LateFact.ts"
export {
  Evidence,
  EvidenceFile,
  Photo,
  Sha256,
  Signature,
  Value,
  fileOf,
  filesIn,
  fits
} from "./casework/Evidence.ts"
export { type Due, Rest, Term, count, term, withRest } from "./casework/Due.ts"
export { districtKnown, history } from "./casework/Transfer.ts"
export * as Transfer from "./casework/Transfer.ts"
export {
  type Asking,
  type CaseQuestion,
  type CompiledPlaybook,
  type CompiledReopening,
  type CompiledStage,
  type CompiledStep,
  type PatrolPart,
  type StepQuestion
} from "./casework/CaseQuestion.ts"
export { type PatrolPlan, tightened, widened } from "./casework/Patrol.ts"
