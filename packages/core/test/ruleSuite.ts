/** Registers tests of rules by example with vitest. */
import * as vitest from "@effect/vitest"
import * as RuleSuite from "../../testing/src/RuleSuite.ts"
import { testSuite } from "../../testing/src/Suite.ts"
import type { Statement } from "../src/kernel/Rule.ts"

export type { Attempt } from "../../testing/src/RuleSuite.ts"

/** Tests rules with their examples. See `RuleSuite` of the testing package. */
export const ruleSuite = <const Each extends Statement>(
  title: string,
  rules: ReadonlyArray<Each>,
  examples: RuleSuite.RuleExamples<Each>
): void => testSuite(vitest, RuleSuite.ruleSuite(title, rules, examples))
