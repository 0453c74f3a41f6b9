/** Coverage on a day: which members of a population must be contacted, and which members were contacted. */
import * as Coverage from "@liulinhui/core/Coverage"
import { type CoverageFacts, type CoverageRule, type Grouping, coverageOn } from "@liulinhui/core/Coverage"
import type { District } from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type { Model } from "@liulinhui/core/Model"
import type { RuleId } from "@liulinhui/core/Id"
import * as O from "fp-ts/lib/Option.js"

/** Finds a coverage rule of a model. @category rules */
export const rule =
  (id: RuleId) =>
  ({ coverage }: Model): O.Option<CoverageRule> =>
    O.fromNullable(coverage.get(id))

/** Computes the coverage of a rule at the end of a day, from the facts about its members. @category evaluation */
export const evaluate =
  (facts: CoverageFacts, on: Day, options: { readonly groupBy?: Grouping } = {}) =>
  (of: CoverageRule): Coverage.Coverage =>
    Coverage.evaluate(of, facts, on, options)

/** Computes the coverage of several rules at the end of a day, in a district. @category evaluation */
export const on =
  (district: District, day: Day, options: { readonly groupBy?: Grouping } = {}) =>
  (rules: ReadonlyArray<CoverageRule>): ReadonlyArray<Coverage.Coverage> =>
    coverageOn(district, rules, day, options)

/**
 * The period in which contacts count for the coverage rule. `None` if the rule has no such period. @category reading
 */
export const window = (self: Coverage.Coverage): O.Option<{ readonly from: Day; readonly until: Day }> =>
  O.fromNullable(self.window)

/**
 * The day of the last contact with a missing member whose contacts are too old or too few. `None` if there was no
 * contact.
 *
 * @category reading
 */
export const last = (self: Coverage.Missing): O.Option<Day> => O.fromNullable(self.last)

/**
 * The first day on which the contact of a reached member no longer counts. `None` if it always counts.
 *
 * @category reading
 */
export const lapses = (self: Coverage.Reached): O.Option<Day> => O.fromNullable(self.lapses)
