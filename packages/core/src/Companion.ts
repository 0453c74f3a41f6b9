/** Companions for elders: which volunteer visits which elder, and computed plans that propose such pairs. */
export { CompanionPlan, CompanionProblem, EndsBecause, solve, verify } from "./companions/Companions.ts"
export { CompanionGoals, NeedPoints, usualGoals } from "./companions/CompanionGoals.ts"
export { companionQuestion } from "./contexts/CompanionProposalContext.ts"
