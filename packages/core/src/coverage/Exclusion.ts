/**
 * Leaving somebody out of a rule, for a reason that the rule allows, granted by a role that the rule names, for no
 * longer than it says. An exclusion is an entry in the ledger, so that a certificate can point at it.
 */
import type { Day } from "../kernel/Day.ts"
import type { RuleId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import { endOf } from "../place/Window.ts"
import { type CoverageRule, ReasonId } from "./CoverageRule.ts"

/**
 * Why somebody is left out whose data was erased. No rule has to allow it and nobody grants it: it follows from the entry
 * that records the erasure, and holds for every day, since of an earlier one nothing is known any more either.
 */
export const erased: ReasonId = ReasonId.make("erased")

/**
 * An exclusion that was granted, with the position of the ledger entry that grants it.
 *
 * @category models
 */
export interface Exclusion {
  readonly rule: RuleId
  readonly subject: Subject
  readonly reason: ReasonId
  readonly on: Day
  /** The last day on which it holds, where one was stated or it was lifted. */
  readonly until?: Day
  readonly source: number
}

/**
 * The first day on which an exclusion no longer holds under a rule, or none where it holds for good. An exclusion for a
 * reason that the rule does not allow (any more) never holds: it ends on the day it begins.
 *
 * @category operations
 */
export const end = (self: Exclusion, rule: CoverageRule): Day | undefined => {
  if (self.reason === erased && self.rule === rule.id) return undefined
  const reason =
    rule.exclude !== undefined && Object.hasOwn(rule.exclude, self.reason)
      ? rule.exclude[self.reason]
      : undefined
  if (reason === undefined || self.rule !== rule.id) return self.on
  const stated = self.until === undefined ? undefined : ((self.until + 1) as Day)
  const longest = reason.for === undefined ? undefined : endOf(self.on, reason.for)
  return stated === undefined ? longest : longest === undefined || stated < longest ? stated : longest
}

/** Whether an exclusion holds under a rule on a day. */
export const holds = (self: Exclusion, rule: CoverageRule, on: Day): boolean => {
  if (on < self.on) return false
  const ends = end(self, rule)
  return ends === undefined || on < ends
}
