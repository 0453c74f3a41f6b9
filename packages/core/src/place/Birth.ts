/**
 * Births whose exact day is unknown: only the year, or the year and the month, is on record. An age is then computed
 * twice, for the first and for the last possible day of birth. If the two ages give different answers to a question,
 * the answer is "unknown".
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { add, type Day, fromCivil } from "../kernel/Day.ts"

/**
 * The year of a birth, or its year and month, as text: `1940` or `1940-05`.
 *
 * @category models
 */
export const BornIn = Schema.String.check(
  Schema.isPattern(/^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2]))?$/u, {
    expected: "a year such as 1940, or a month such as 1940-05"
  })
)
export type BornIn = typeof BornIn.Type

/** The first and the last possible day of something whose exact day is unknown. */
export interface DayRange {
  readonly from: Day
  readonly until: Day
}

/**
 * The first and the last possible day of a birth in the given year or month.
 *
 * @example
 * ```ts
 * import { daysOf } from "@liulinhui/core/Registry"
 * import * as Day from "@liulinhui/core/Day"
 * import { strict as assert } from "node:assert"
 *
 * const { from, until } = daysOf("1940-02")
 * assert.deepEqual([Day.toIso(from), Day.toIso(until)], ["1940-02-01", "1940-02-29"])
 * ```
 * @category conversions
 */
export const daysOf = (self: BornIn): DayRange => {
  const [year = 1, month] = self.split("-").map(Number)
  const first = (y: number, m: number): Day => Option.getOrThrow(fromCivil(y, m, 1))
  if (month === undefined) {
    return { from: first(year, 1), until: add(first(year, 12), 30) }
  }
  const until = month === 12 ? add(first(year, 12), 30) : add(first(year, month + 1), -1)
  return { from: first(year, month), until }
}

/**
 * What is recorded about the birth of a resident: the day of birth, or its year or month. `undefined` if nothing is
 * recorded.
 */
export const birthOf = (self: {
  readonly birth?: Day
  readonly bornIn?: BornIn
}): Day | DayRange | undefined => self.birth ?? (self.bornIn === undefined ? undefined : daysOf(self.bornIn))

/**
 * The first and the last possible day of a resident's birth. If the exact day is recorded, both are this day.
 * `undefined` if nothing is recorded.
 */
export const possibleDays = (self: Parameters<typeof birthOf>[0]): DayRange | undefined => {
  const birth = birthOf(self)
  return typeof birth === "number" ? { from: birth, until: birth } : birth
}
