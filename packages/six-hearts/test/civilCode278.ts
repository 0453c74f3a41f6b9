import { RuleSet } from "@liulinhui/core/Poll"
import { pollRules } from "../src/Polls.ts"
import * as Schema from "effect/Schema"

const read = (id: keyof typeof pollRules): RuleSet =>
  Schema.decodeUnknownSync(RuleSet)({ id, ...pollRules[id] })

/**
 * The poll rule for altering or rebuilding and for raising repair funds. Three quarters of the participants must agree
 * (Civil Code Art. 278, second paragraph).
 */
export const alteration = read("civil-code-278-alteration")

/**
 * The poll rule for matters for which the law does not require a higher majority. More than half of the participants
 * must agree (Civil Code Art. 278, second paragraph).
 */
export const other = read("civil-code-278-other")
