/**
 * Follow-up after resolution: a check is due every so many days. Clean checks let the interval grow, a relapse lets it
 * shrink, always between the bounds, and after enough clean checks in a row the patrol may be released.
 */
import { add, type Day } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"
import { ceilingOf, floorOf, type Ratio } from "../kernel/Ratio.ts"
import type { PatrolState } from "./Case.ts"
import type { Patrol } from "./Playbook.ts"

/**
 * A playbook's patrol in days.
 *
 * @category models
 */
export interface PatrolPlan {
  readonly first: number
  readonly least: number
  readonly most: number
  readonly widen: Ratio
  readonly tighten: Ratio
  /** Clean checks after which the patrol may be released. */
  readonly needed: number
}

// A check every zero days would never let time pass.
const days = ({ count, unit }: Period): number => Math.max(1, unit === "week" ? 7 * count : count)

/** The plan of a patrol. Its periods are in days or weeks, which `PlaybookCheck` sees to. */
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
 * The interval after a clean check, rounded up to whole days.
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

/** The interval after a relapse, rounded down to whole days. */
export const tightened = (self: PatrolPlan, interval: number): number =>
  bounded(self, Number(floorOf(self.tighten, interval)))

/** The patrol on the day that a case enters its stage. If it was on patrol before, it keeps its last interval. */
export const begin = (self: PatrolPlan, before: PatrolState | undefined, on: Day): PatrolState => {
  const interval = bounded(self, before?.interval ?? self.first)
  return { interval, clean: 0, since: on, next: add(on, interval) }
}

/**
 * The patrol after a clean check. Checks closer together than the shortest interval count once: they neither widen it,
 * nor bring the release nearer, nor put off the next check.
 */
export const check = (self: PatrolPlan, before: PatrolState, on: Day): PatrolState => {
  if (before.since !== undefined && on - before.since < self.least) return before
  const interval = widened(self, before.interval)
  return { interval, clean: before.clean + 1, since: on, next: add(on, interval) }
}

/** The patrol after a relapse: it rests until the case is resolved again, and then goes on with a shorter interval. */
export const relapse = (self: PatrolPlan, before: PatrolState | undefined): PatrolState => ({
  interval: tightened(self, before?.interval ?? self.first),
  clean: 0
})
