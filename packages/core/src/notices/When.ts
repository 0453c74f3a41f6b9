/**
 * Computes when a notice is sent: immediately, at the end of quiet hours, with its digest (several notices in one), or
 * after a snooze (days on which the recipient wants no notices). This module is pure. Instants are milliseconds since
 * 1970-01-01T00:00Z. `effect/DateTime` computes the instant of a time of day, also on days on which the clocks change.
 */
import { type Calendar, isHoliday, isWorking } from "../kernel/Calendar.ts"
import { add, type Day } from "../kernel/Day.ts"
import type { NoticeHours, QuietDays } from "../model/NoticeRule.ts"
import * as DateTime from "effect/DateTime"
import { dayAt, minuteOf, startOf } from "../kernel/TimeZone.ts"

/**
 * What determines when a notice is sent.
 *
 * @category models
 */
export interface Hours {
  readonly timeZone: string
  readonly quiet?: NoticeHours["quiet"]
  /** The time of day of the digest (several notices in one), if the notice belongs to a digest. */
  readonly digest?: string
  /** Whether no notices are sent on a day. Default: notices are sent on every day. */
  readonly isQuietDay?: (day: Day) => boolean
  /** Whether the digest is not sent on a day. Default: it is sent on every day. */
  readonly isNoDigest?: (day: Day) => boolean
  /** The first day on which the recipient wants to get notices again. */
  readonly snoozedUntil?: Day
  readonly urgent: boolean
  /** Whether the notice may be sent during quiet hours. */
  readonly night: boolean
}

const dayLength = 86_400_000

/**
 * A function that says whether a day is one of the quiet days, by a calendar. In a year without data, the weekdays and
 * the fixed holidays decide.
 */
export const quietDay =
  (calendar: Calendar, quiet: QuietDays | undefined): ((day: Day) => boolean) =>
  (day) =>
    quiet === "holidays"
      ? isHoliday(calendar, day).value
      : quiet === "days-off" && !isWorking(calendar, day).value

const never = (): boolean => false

/** The largest number of days for which a notice waits because of quiet days. A calendar may have only days off. */
const longestQuiet = 100

/** The first day, `on` or later, that is not excluded. `on` itself if too many days are excluded. */
const firstDay = (on: Day, isExcluded: (day: Day) => boolean): Day => {
  for (let day = on; day < on + longestQuiet; day = add(day, 1)) if (!isExcluded(day)) return day
  return on
}

/** The first instant, at `from` or later, at which the clocks show the given time of day, on a day that is allowed. */
const nextAt = (
  from: number,
  time: string,
  timeZone: string,
  isExcluded: (day: Day) => boolean = never
): number => {
  const on = dayAt(from, timeZone)
  const at = (of: number): number => {
    const { day, month, year } = DateTime.toParts(DateTime.makeUnsafe(of * dayLength))
    const minute = minuteOf(time)
    return DateTime.toEpochMillis(
      DateTime.makeZonedUnsafe(
        { year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 },
        // When the clocks are set back, they show a time twice. Then the later instant is used: a notice that is sent
        // later disturbs nobody.
        { timeZone, adjustForTimeZone: true, disambiguation: "later" }
      )
    )
  }
  return at(firstDay(at(on) >= from ? on : add(on, 1), isExcluded))
}

const isQuiet = (instant: number, { from, until }: { from: string; until: string }, timeZone: string) => {
  const { hour, minute } = DateTime.toParts(DateTime.makeZonedUnsafe(instant, { timeZone }))
  const [now, begins, ends] = [hour * 60 + minute, minuteOf(from), minuteOf(until)]
  return begins <= ends ? now >= begins && now < ends : now >= begins || now < ends
}

/**
 * The instant at which a notice that was caused at the instant `at` is sent. Never before `at`.
 *
 * - During a snooze, only urgent notices are sent. All other notices wait until the last day of the snooze is over.
 * - A notice that belongs to a digest waits for the time of day of the digest.
 * - On quiet days, only urgent notices and notices with `night` are sent.
 * - During quiet hours, only notices with `night` are sent.
 *
 * @example
 * ```ts
 * import { when } from "@liulinhui/core/Notice"
 * import { strict as assert } from "node:assert"
 *
 * const hours = { timeZone: "Asia/Shanghai", quiet: { from: "21:00", until: "07:30" }, urgent: false, night: false }
 * const tenInTheEvening = Date.UTC(2026, 2, 2, 14)
 * assert.equal(new Date(when(tenInTheEvening, hours)).toISOString(), "2026-03-02T23:30:00.000Z")
 * assert.equal(when(tenInTheEvening, { ...hours, night: true }), tenInTheEvening)
 * ```
 * @category policy
 */
export const when = (
  at: number,
  { digest, isNoDigest = never, isQuietDay = never, night, quiet, snoozedUntil, timeZone, urgent }: Hours
): number => {
  const awake =
    snoozedUntil === undefined || urgent || dayAt(at, timeZone) >= snoozedUntil
      ? at
      : startOf(snoozedUntil, timeZone)
  const isOff = urgent || night ? never : isQuietDay
  const gathered =
    digest === undefined ? awake : nextAt(awake, digest, timeZone, (day) => isNoDigest(day) || isOff(day))
  const onOpenDay = (instant: number): number => {
    const on = dayAt(instant, timeZone)
    const open = firstDay(on, isOff)
    return open === on ? instant : startOf(open, timeZone)
  }
  const open = onOpenDay(gathered)
  if (quiet === undefined || night || !isQuiet(open, quiet, timeZone)) return open
  // Quiet hours may end on the next day, which may be a quiet day.
  return nextAt(open, quiet.until, timeZone, isOff)
}
