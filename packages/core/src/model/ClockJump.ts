/**
 * Notices a clock that has jumped far ahead. Deadlines pass by the clock of the machine. If it is wrong by years, every
 * open case would lapse, and the ledger would contain days that are not real. So if a district had no entry for a long
 * time, the library asks a person to confirm the day before it goes on.
 */
import * as Schema from "effect/Schema"
import type { Day } from "../kernel/Day.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"
import { dayAt } from "../kernel/TimeZone.ts"
import { endOf } from "../place/Window.ts"

/**
 * The longest time without an entry after which the clock is still believed. A district in use has entries every week.
 *
 * ```yaml
 * clockJump: 92 days # the default
 * ```
 *
 * @category models
 */
export const ClockJump = PeriodFromText.check(
  Schema.makeFilter(({ count, unit }: Period) => count > 0 && unit !== "working day", {
    expected: 'a period of days, weeks or months such as "92 days"'
  })
)
export type ClockJump = typeof ClockJump.Type

/** The bound of a model that has none. */
export const usual: ClockJump = { count: 92, unit: "day" }

/** A jump of the clock that nobody has confirmed yet. */
export interface Jump {
  /** The day of the last entry. */
  readonly last: Day
  /** The day that the clock shows. */
  readonly today: Day
}

const dayLength = 86_400_000

/**
 * The jump of the clock since the last entry of a district. `undefined` if the clock is not further ahead of the entry
 * than the model allows. `at` is the instant of the last entry; it is `undefined` for a district without entries.
 *
 * @category questions
 */
export const jumpOf = (
  { at }: { readonly at?: number },
  { clockJump, timeZone }: { readonly clockJump: ClockJump; readonly timeZone: string },
  today: Day
): Jump | undefined => {
  if (at === undefined) return undefined
  // This day is in no time zone after the day of the entry. So the time zone is needed only close to the bound.
  const atTheEarliest = (Math.floor(at / dayLength) - 1) as Day
  if (today <= endOf(atTheEarliest, clockJump)) return undefined
  const last = dayAt(at, timeZone)
  return today <= endOf(last, clockJump) ? undefined : { last, today }
}
