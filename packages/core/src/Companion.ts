/** Companions for elders: which volunteer visits which elder, and computed plans that propose such pairs. */
export {
  CompanionPlan,
  CompanionProblem,
  EndsBecause,
  solve,
  type WhyNotCompanion,
  usualGoals,
  verify,
  whyNot
} from "./companions/Companions.ts"
export { Goals } from "./proposals/Goals.ts"
export { NeedPoints } from "./proposals/Need.ts"
export { companionQuestion } from "./contexts/CompanionProposalContext.ts"
