/**
 * Named rules. Each rule is for one kind of decision, such as merging two records. The rule accepts the proposed
 * action, or returns its reasons against it. A verdict collects the reasons of all rules.
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
