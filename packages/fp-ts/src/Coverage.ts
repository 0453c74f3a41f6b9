/** Who must be reached, who was, and who is missing, on a day. */
import * as Coverage from "@liulinhui/core/Coverage"
import { type CoverageFacts, type CoverageRule, type Grouping, coverageOn } from "@liulinhui/core/Coverage"
import type { District } from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type { Model } from "@liulinhui/core/Model"
import type { RuleId } from "@liulinhui/core/Id"
import * as O from "fp-ts/lib/Option.js"

/** A rule of a model. @category rules */
export const rule =
  (id: RuleId) =>
  ({ coverage }: Model): O.Option<CoverageRule> =>
    O.fromNullable(coverage.get(id))

/** The answer to a rule at the end of a day, from facts. @category evaluation */
export const evaluate =
  (facts: CoverageFacts, on: Day, options: { readonly groupBy?: Grouping } = {}) =>
  (of: CoverageRule): Coverage.Coverage =>
    Coverage.evaluate(of, facts, on, options)

/** The answers to rules at the end of a day, in a district. @category evaluation */
export const on =
  (district: District, day: Day, options: { readonly groupBy?: Grouping } = {}) =>
  (rules: ReadonlyArray<CoverageRule>): ReadonlyArray<Coverage.Coverage> =>
    coverageOn(district, rules, day, options)

/** The window that counts. `None` if the rule has none. @category reading */
export const window = (self: Coverage.Coverage): O.Option<{ readonly from: Day; readonly until: Day }> =>
  O.fromNullable(self.window)

/** The last contact that would count if it were recent enough. @category reading */
export const last = (self: Coverage.Missing): O.Option<Day> => O.fromNullable(self.last)

/** The first day on which the proof does not count any more. @category reading */
export const lapses = (self: Coverage.Reached): O.Option<Day> => O.fromNullable(self.lapses)
