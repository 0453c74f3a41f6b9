/**
 * Computes when a notice is sent: at once, at the end of quiet hours, with its digest, or after a snooze. Pure:
 * instants are milliseconds since 1970-01-01T00:00Z. `effect/DateTime` determines the instant of a time of day, also
 * on the days on which clocks change.
 */
import type { Day } from "../kernel/Day.ts"
import type { NoticeHours } from "../model/NoticeRule.ts"
import * as DateTime from "effect/DateTime"
import { dayAt, startOf } from "../kernel/TimeZone.ts"

/**
 * The data that determine the hour of a notice.
 *
 * @category models
 */
export interface Hours {
  readonly timeZone: string
  readonly quiet?: NoticeHours["quiet"]
  /** The time of day of its digest, if it belongs to one. */
  readonly digest?: string
  /** The first day on which its recipient wants notices again. */
  readonly snoozedUntil?: Day
  readonly urgent: boolean
  /** Whether it may be sent in quiet hours. */
  readonly night: boolean
}

const dayLength = 86_400_000

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The first instant, from a given one on, at which clocks show a time of day. */
const nextAt = (from: number, time: string, timeZone: string): number => {
  const on = dayAt(from, timeZone)
  const at = (of: number): number => {
    const { day, month, year } = DateTime.toParts(DateTime.makeUnsafe(of * dayLength))
    const minute = minuteOf(time)
    return DateTime.toEpochMillis(
      DateTime.makeZonedUnsafe(
        { year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 },
        // If clocks show a time twice, the second one is used: waiting disturbs nobody.
        { timeZone, adjustForTimeZone: true, disambiguation: "later" }
      )
    )
  }
  const today = at(on)
  return today >= from ? today : at(on + 1)
}

const isQuiet = (instant: number, { from, until }: { from: string; until: string }, timeZone: string) => {
  const { hour, minute } = DateTime.toParts(DateTime.makeZonedUnsafe(instant, { timeZone }))
  const [now, begins, ends] = [hour * 60 + minute, minuteOf(from), minuteOf(until)]
  return begins <= ends ? now >= begins && now < ends : now >= begins || now < ends
}

/**
 * The instant at which a notice that was caused at `at` reaches its recipient. Never before `at`.
 *
 * - A snooze delays notices that are not urgent until its last day is over.
 * - A notice of a digest waits for the digest's time of day.
 * - In quiet hours, only notices with `night` are sent.
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
export const when = (at: number, { digest, night, quiet, snoozedUntil, timeZone, urgent }: Hours): number => {
  const awake =
    snoozedUntil === undefined || urgent || dayAt(at, timeZone) >= snoozedUntil
      ? at
      : startOf(snoozedUntil, timeZone)
  const gathered = digest === undefined ? awake : nextAt(awake, digest, timeZone)
  return quiet === undefined || night || !isQuiet(gathered, quiet, timeZone)
    ? gathered
    : nextAt(gathered, quiet.until, timeZone)
}
