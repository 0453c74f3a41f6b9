/** Converts between instants and calendar days, in the time zone of a district. */
import { add, type Day, fromCivil } from "./Day.ts"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** Whether a text is the name of a time zone that this machine knows. */
export const isTimeZone = (name: string): boolean => Option.isSome(DateTime.zoneMakeNamed(name))

/**
 * The calendar day at an instant (milliseconds since 1970-01-01T00:00Z) in a time zone (an IANA name).
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import { dayAt } from "@liulinhui/core/Calendar"
 * import { strict as assert } from "node:assert"
 *
 * // 20:00 in London is 4 in the morning of the next day in Shanghai.
 * assert.equal(Day.toIso(dayAt(Date.UTC(2026, 2, 1, 20), "Asia/Shanghai")), "2026-03-02")
 * ```
 */
export const dayAt = (instant: number, timeZone: string): Day => {
  const { day, month, year } = DateTime.toParts(DateTime.makeZonedUnsafe(instant, { timeZone }))
  return Option.getOrThrow(fromCivil(year, month, day))
}

/**
 * The time of day at an instant in an IANA time zone, such as `09:30`.
 *
 * @example
 * ```ts
 * import { timeAt } from "@liulinhui/core/Calendar"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(timeAt(Date.UTC(2026, 2, 1, 1, 30), "Asia/Shanghai"), "09:30")
 * ```
 */
export const timeAt = (instant: number, timeZone: string): string => {
  const { hour, minute } = DateTime.toParts(DateTime.makeZonedUnsafe(instant, { timeZone }))
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
}

/** The minute of the day of a time such as `09:30`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * An instant as a day with a fraction: its calendar day in a time zone, and the part of the day that the clocks show.
 * Noon of a day is this day plus 0.5. Midnight is shown as 23:59 of the day before, because a deadline that passes at
 * midnight passes with that day.
 */
export const momentAt = (instant: number, timeZone: string): number => {
  const shown = timeAt(instant, timeZone) === "00:00" ? instant - 60_000 : instant
  const time = timeAt(shown, timeZone)
  return dayAt(shown, timeZone) + minuteOf(time) / 1440
}

/**
 * Makes a version of {@link dayAt} that remembers results, for repeated calls. For each time zone, it remembers the
 * last result and the instants at which that day begins and ends.
 *
 * @category constructors
 */
export const remembering = (): ((instant: number, timeZone: string) => Day) => {
  const known = new Map<string, { readonly day: Day; readonly from: number; readonly until: number }>()
  return (instant, timeZone) => {
    const last = known.get(timeZone)
    if (last !== undefined && last.from <= instant && instant < last.until) return last.day
    const day = dayAt(instant, timeZone)
    known.set(timeZone, { day, from: startOf(day, timeZone), until: startOf(add(day, 1), timeZone) })
    return day
  }
}

/**
 * The instant at which a calendar day begins in a time zone (an IANA name). If the clocks skip midnight on that day,
 * the first instant after midnight.
 */
export const startOf = (on: Day, timeZone: string): number => {
  const { day, month, year } = DateTime.toParts(DateTime.makeUnsafe(on * 86_400_000))
  return DateTime.toEpochMillis(
    DateTime.makeZonedUnsafe({ year, month, day }, { timeZone, adjustForTimeZone: true })
  )
}
