import { RuleSet } from "@liulinhui/core/Poll"
import { pollRules } from "../src/Polls.ts"
import * as Schema from "effect/Schema"

const read = (id: keyof typeof pollRules): RuleSet =>
  Schema.decodeUnknownSync(RuleSet)({ id, ...pollRules[id] })

/** Civil Code Art. 278, second paragraph: altering or rebuilding, raising repair funds. Three quarters must agree. */
export const alteration = read("civil-code-278-alteration")

/** Civil Code Art. 278, second paragraph, other matters. More than half must agree. */
export const other = read("civil-code-278-other")
