/**
 * The patrol: regular checks of a place after the work on a case is done. A clean check (one that finds no relapse)
 * makes the interval until the next check longer. A relapse (the problem came back) makes it shorter. The interval
 * stays within limits. After enough clean checks in a row, the patrol may end.
 */
import { add, type Day } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"
import { ceilingOf, floorOf, type Ratio } from "../kernel/Ratio.ts"
import type { PatrolState } from "./Case.ts"
import type { Patrol } from "./Playbook.ts"

/**
 * The patrol of a playbook (its regular checks), with all intervals in days.
 *
 * @category models
 */
export interface PatrolPlan {
  readonly first: number
  readonly least: number
  readonly most: number
  readonly widen: Ratio
  readonly tighten: Ratio
  /** The number of clean checks (checks without a relapse) after which the patrol may end. */
  readonly needed: number
}

// The interval is at least one day: with zero days, the next check would be due again on the same day.
const days = ({ count, unit }: Period): number => Math.max(1, unit === "week" ? 7 * count : count)

/**
 * Converts the patrol (regular checks) of a playbook into a plan with intervals in days. The periods of a patrol are in
 * days or weeks: `PlaybookCheck` refuses other units.
 */
export const plan = ({ every, release, tighten, widen }: Patrol): PatrolPlan => ({
  first: days(every.first),
  least: days(every.least),
  most: days(every.most),
  widen,
  tighten,
  needed: release.after
})

const bounded = ({ least, most }: PatrolPlan, interval: number): number =>
  Math.min(most, Math.max(least, interval))

/**
 * The interval until the next check after a clean check (a check without a relapse), in days, rounded up.
 *
 * @example
 * ```ts
 * import * as Case from "@liulinhui/core/Case"
 * import * as Ratio from "@liulinhui/core/Ratio"
 * import { strict as assert } from "node:assert"
 *
 * const plan = {
 *   first: 14, least: 3, most: 60, widen: Ratio.make(3, 2), tighten: Ratio.make(1, 2), needed: 4
 * }
 * assert.equal(Case.widened(plan, 14), 21)
 * assert.equal(Case.widened(plan, 50), 60)
 * assert.equal(Case.tightened(plan, 5), 3)
 * ```
 * @category operations
 */
export const widened = (self: PatrolPlan, interval: number): number =>
  bounded(self, Number(ceilingOf(self.widen, interval)))

/** The interval until the next check after a relapse (the problem came back), in days, rounded down. */
export const tightened = (self: PatrolPlan, interval: number): number =>
  bounded(self, Number(floorOf(self.tighten, interval)))

/**
 * The state of the patrol (regular checks) when a case enters the patrol stage. A case that was on patrol before starts
 * with its last interval.
 */
export const begin = (self: PatrolPlan, before: PatrolState | undefined, on: Day): PatrolState => {
  const interval = bounded(self, before?.interval ?? self.first)
  return { interval, clean: 0, since: on, next: add(on, interval) }
}

/**
 * The state of the patrol after a clean check (a check without a relapse). If the time since the last check is shorter
 * than the shortest interval, the check does not count: it changes neither the interval, nor the number of clean
 * checks, nor the day of the next check.
 */
export const check = (self: PatrolPlan, before: PatrolState, on: Day): PatrolState => {
  if (before.since !== undefined && on - before.since < self.least) return before
  const interval = widened(self, before.interval)
  return { interval, clean: before.clean + 1, since: on, next: add(on, interval) }
}

/**
 * The state of the patrol after a relapse (the problem came back). The patrol pauses until the case is resolved again,
 * and then continues with a shorter interval.
 */
export const relapse = (self: PatrolPlan, before: PatrolState | undefined): PatrolState => ({
  interval: tightened(self, before?.interval ?? self.first),
  clean: 0
})
