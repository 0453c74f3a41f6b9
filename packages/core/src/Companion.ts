/**
 * Companions for elders: which volunteer visits whom, and plans that propose it.
 */
export { CompanionPlan, CompanionProblem, solve, verify } from "./companions/Companions.ts"
export { companionQuestion } from "./contexts/CompanionProposalContext.ts"
