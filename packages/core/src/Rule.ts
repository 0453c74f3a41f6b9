/**
 * Named rules. A rule accepts something or returns its reasons; a verdict lists the reasons of all rules.
 */
export {
  type AnyRule,
  type Reasons,
  type Rule,
  type Statement,
  type Tagged,
  makeFor,
  objections,
  verdict
} from "./kernel/Rule.ts"
export { type Decider, replay } from "./kernel/Decider.ts"
