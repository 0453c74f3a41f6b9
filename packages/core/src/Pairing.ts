/**
 * The exact pairing of branches with groups: which Party branch leads which self-governance group. This module solves a
 * pairing problem, checks a plan independently, and explains why a pair is not in the plan.
 */
export { PairRef, Policy, Problem, type ProblemDocument, problem, Settled } from "./pairing/PairingProblem.ts"
export { Plan, ProposalId, solve } from "./pairing/Pairing.ts"
export {
  type BranchesWanting,
  type GroupsWanting,
  type NoPlanReason,
  type Obstacles
} from "./pairing/PairingPlan.ts"
export { type NoPlan, type WhyNot, frontier, whyNot } from "./pairing/Solver.ts"
export { type Ended, ends, type EndsBecause, openPlaces } from "./pairing/PairingEnds.ts"
export { type Flaw, verify, verifyShortage } from "./pairing/PairingCheck.ts"
export {
  type Holder,
  type PairingView,
  type Step,
  type Story,
  type Term,
  fold,
  inForce,
  leads,
  ledBy
} from "./pairing/PairingView.ts"
export {
  type Criterion,
  type Scorer,
  continuity,
  people,
  scorer,
  strengths,
  tabulate,
  territory
} from "./pairing/Criteria.ts"
