/**
 * Laws for a model, for criteria, and for deciders. A law is data: a sentence and a fast-check property, for any test
 * runner. If a law does not hold, the error names the rule, playbook, stage or step, and the report has the shortest
 * example.
 */
export {
  check,
  type CheckOptions,
  type Finding,
  type Law,
  law,
  LawBroken,
  type Register,
  report,
  testLaws
} from "./laws/Law.ts"
export { type Answer, coverageLaws } from "./laws/CoverageLaws.ts"
export { deciderLaws, type DeciderLawOptions } from "./laws/DeciderLaws.ts"
export { modelLaws } from "./laws/ModelLaws.ts"
export { type NoticeFunctions, noticeLaws } from "./laws/NoticeLaws.ts"
export { criterionLaws, pairingLaws, type PairingLawOptions } from "./laws/PairingLaws.ts"
