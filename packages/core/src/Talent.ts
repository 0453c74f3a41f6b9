/**
 * Talents: residents with skills who have offered to take tasks, and computed plans that propose who takes which task.
 */
export {
  type Exclusion,
  type NoTalentReason,
  TalentCriteria,
  TalentPlan,
  TalentProblem,
  TaskId,
  type WhyNotTalent,
  isBest,
  solve,
  verify,
  whyNot
} from "./talents/Talent.ts"
