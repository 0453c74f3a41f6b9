/**
 * Computes when a notice is sent: immediately, at the end of quiet hours, with its digest (several notices in one), or
 * after a snooze (days on which the recipient wants no notices). This module is pure. Instants are milliseconds since
 * 1970-01-01T00:00Z. `effect/DateTime` computes the instant of a time of day, also on days on which the clocks change.
 */
import type { Day } from "../kernel/Day.ts"
import type { NoticeHours } from "../model/NoticeRule.ts"
import * as DateTime from "effect/DateTime"
import { dayAt, startOf } from "../kernel/TimeZone.ts"

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
  /** The first day on which the recipient wants to get notices again. */
  readonly snoozedUntil?: Day
  readonly urgent: boolean
  /** Whether the notice may be sent during quiet hours. */
  readonly night: boolean
}

const dayLength = 86_400_000

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The first instant, at `from` or later, at which the clocks show the given time of day. */
const nextAt = (from: number, time: string, timeZone: string): number => {
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
  const today = at(on)
  return today >= from ? today : at(on + 1)
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
