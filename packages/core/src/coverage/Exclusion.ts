/**
 * An exclusion: a member is not counted under a coverage rule. The rule must allow the reason, name the role that
 * grants the exclusion, and limit the length of the exclusion. Every exclusion is an entry in the ledger, so that a
 * certificate can refer to it.
 */
import type { Day } from "../kernel/Day.ts"
import type { RuleId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import { endOf } from "../place/Window.ts"
import { type CoverageRule, ReasonId } from "./CoverageRule.ts"

/**
 * The reason for excluding a person whose data were erased. A rule does not have to allow this reason, and no actor
 * grants the exclusion: the entry that records the erasure is enough. The exclusion is valid on every day, because the
 * data about earlier days are erased, too.
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
  /** The last day on which the exclusion is valid, if the grant stated one or the exclusion was lifted. */
  readonly until?: Day
  readonly source: number
}

/**
 * The first day on which an exclusion is not valid any more under a coverage rule. `undefined` if the exclusion has no
 * end. If the rule does not allow the reason (any more), the exclusion is never valid: it ends on its first day.
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

/** Whether an exclusion is valid under a coverage rule on a day. */
export const holds = (self: Exclusion, rule: CoverageRule, on: Day): boolean => {
  if (on < self.on) return false
  const ends = end(self, rule)
  return ends === undefined || on < ends
}
