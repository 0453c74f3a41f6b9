/** A calendar day, stored as one integer: the number of days since 1970-01-01. */
import * as Core from "@liulinhui/core/Day"
import type { Bounded as BoundedOf } from "fp-ts/lib/Bounded.js"
import type { Eq as EqOf } from "fp-ts/lib/Eq.js"
import * as N from "fp-ts/lib/number.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { Ord as OrdOf } from "fp-ts/lib/Ord.js"
import { optionToFp } from "./Convert.ts"

/** A calendar day: the number of days since 1970-01-01. */
export type Day = Core.Day

/** @category instances */
export const Eq: EqOf<Day> = N.Eq

/** Orders days: the earlier day is less. @category instances */
export const Ord: OrdOf<Day> = N.Ord

/** The range of days: from 0001-01-01 to 9999-12-31. @category instances */
export const Bounded: BoundedOf<Day> = {
  ...Ord,
  bottom: Core.make("0001-01-01"),
  top: Core.make("9999-12-31")
}

/**
 * Reads a date such as `2026-03-02`.
 *
 * @example
 * ```ts
 * import { Day } from "@liulinhui/fp-ts"
 * import * as O from "fp-ts/lib/Option.js"
 * import { strict as assert } from "node:assert"
 *
 * assert.ok(O.isNone(Day.fromIso("2026-02-29")))
 * assert.deepEqual(O.map(Day.toIso)(Day.fromIso("2026-03-02")), O.some("2026-03-02"))
 * ```
 *
 * @category conversions
 */
export const fromIso = (text: string): Option<Day> => optionToFp(Core.fromIso(text))

/** @category conversions */
export const toIso: (self: Day) => string = Core.toIso

/**
 * Returns the day with this year, month and day of the month. `None` if the calendar has no such day.
 *
 * @category constructors
 */
export const fromCivil = (year: number, month: number, day: number): Option<Day> =>
  optionToFp(Core.fromCivil(year, month, day))

/** Returns the day that is this number of days later, or earlier if the number is negative. @category operations */
export const add =
  (days: number) =>
  (self: Day): Day =>
    Core.add(self, days)

/** Returns the number of days until another day. Negative if the other day is earlier. @category operations */
export const until =
  (that: Day) =>
  (self: Day): number =>
    Core.until(self, that)
