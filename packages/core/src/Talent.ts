/**
 * Talents: which resident takes which task, and plans that propose it.
 */
export {
  type Exclusion,
  type NoTalentReason,
  TalentCriteria,
  TalentPlan,
  TalentProblem,
  TaskId,
  type WhyNotTalent,
  solve,
  verify,
  whyNot
} from "./talents/Talent.ts"
