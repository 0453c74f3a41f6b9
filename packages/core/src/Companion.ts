/** Companions for elders: which volunteer visits which elder, and computed plans that propose such pairs. */
export { CompanionPlan, CompanionProblem, solve, verify } from "./companions/Companions.ts"
export { companionQuestion } from "./contexts/CompanionProposalContext.ts"
