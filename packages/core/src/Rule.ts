/**
 * Named rules. For a decision, such as merging two records, a rule accepts the subject of the decision or returns its
 * reasons against the decision. A verdict collects the reasons of all rules.
 */
export {
  type AnyRule,
  DecisionRefused,
  type Reasons,
  type Rule,
  type Statement,
  type Tagged,
  makeFor,
  objections,
  refuseAll,
  verdict
} from "./kernel/Rule.ts"
export { type Decider, replay } from "./kernel/Decider.ts"
