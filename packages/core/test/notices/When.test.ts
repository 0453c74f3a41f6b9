import { describe, expect, it } from "@effect/vitest"
import { dayAt, startOf } from "../../src/kernel/TimeZone.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { momentAt } from "../../src/kernel/TimeZone.ts"
import { type Hours, quietDay, when } from "../../src/notices/When.ts"
import * as DateTime from "effect/DateTime"
import fc from "fast-check"

const zones = [
  "Asia/Shanghai",
  "Asia/Urumqi",
  "Asia/Kathmandu",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca"
]
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2040, 0, 1) })
const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) =>
    [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":")
  )
const hours = fc.record({
  timeZone: zone,
  quiet: fc.option(fc.record({ from: time, until: time }), { nil: undefined }),
  digest: fc.option(time, { nil: undefined }),
  urgent: fc.boolean(),
  night: fc.boolean()
})
const given = ({
  digest,
  quiet,
  ...rest
}: typeof hours extends fc.Arbitrary<infer A> ? A : never): Hours => ({
  ...rest,
  ...(quiet === undefined ? {} : { quiet }),
  ...(digest === undefined ? {} : { digest })
})

const clockAt = (at: number, timeZone: string): string => {
  const { hour, minute } = DateTime.toParts(DateTime.makeZonedUnsafe(at, { timeZone }))
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":")
}
const inside = (now: string, { from, until }: { from: string; until: string }): boolean =>
  from <= until ? now >= from && now < until : now >= from || now < until

const two = 2 * 86_400_000

describe("the hour of a notice", () => {
  it("is never before its event, and at most little more than a day later for each delay", () => {
    fc.assert(
      fc.property(instant, hours, (at, some) => {
        const comes = when(at, given(some))
        expect(comes).toBeGreaterThanOrEqual(at)
        expect(comes).toBeLessThan(at + two + 3_600_000)
      })
    )
  })

  it("is never in the quiet hours, unless the rule permits it at night", () => {
    fc.assert(
      fc.property(instant, hours, (at, some) => {
        const { night, quiet, timeZone } = some
        if (quiet === undefined || night) return
        // If the clocks skip the end of the quiet hours, the quiet hours end at the first time after the skipped time.
        const comes = when(at, given(some))
        const now = clockAt(comes, timeZone)
        expect(inside(now, quiet) && comes !== when(comes, given({ ...some, digest: undefined }))).toBe(false)
      })
    )
  })

  it("is at once if there is no reason to wait", () => {
    fc.assert(
      fc.property(instant, zone, fc.boolean(), (at, timeZone, urgent) => {
        expect(when(at, { timeZone, urgent, night: false })).toBe(at)
        expect(when(at, { timeZone, urgent, night: true, quiet: { from: "00:00", until: "23:59" } })).toBe(at)
      })
    )
  })

  it("is the same when it is computed again at that hour", () => {
    fc.assert(
      fc.property(instant, hours, (at, some) => {
        const { digest: _, ...without } = given(some)
        const comes = when(at, without)
        expect(when(comes, without)).toBe(comes)
      })
    )
  })

  it("[17] of a digest is its time of day, today or tomorrow, also when clocks change", () => {
    const digest = (at: string, timeZone: string, day: string) =>
      new Date(when(Date.parse(day), { timeZone, digest: at, urgent: false, night: false })).toISOString()
    expect(digest("08:00", "Asia/Shanghai", "2026-03-02T00:00:00Z")).toBe("2026-03-02T00:00:00.000Z")
    expect(digest("08:00", "Asia/Shanghai", "2026-03-02T00:00:01Z")).toBe("2026-03-03T00:00:00.000Z")
    // In this night, the clocks in Berlin go forward from 2 to 3.
    expect(digest("08:00", "Europe/Berlin", "2026-03-28T08:00:00Z")).toBe("2026-03-29T06:00:00.000Z")
    expect(digest("02:30", "Europe/Berlin", "2026-03-28T08:00:00Z")).toBe("2026-03-29T01:30:00.000Z")
    // In this night, the clocks go back from 3 to 2. So 2:30 comes twice, and the second time is used.
    expect(digest("02:30", "Europe/Berlin", "2026-10-24T08:00:00Z")).toBe("2026-10-25T01:30:00.000Z")
  })

  it("waits until the end of a snooze, unless it is urgent", () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: -3, max: 30 }), (at, timeZone, days) => {
        const snoozedUntil = dayAt(at + days * 86_400_000, timeZone)
        const comes = when(at, { timeZone, snoozedUntil, urgent: false, night: false })
        expect(dayAt(comes, timeZone)).toBeGreaterThanOrEqual(snoozedUntil)
        expect(comes === at || comes === startOf(snoozedUntil, timeZone)).toBe(true)
        expect(when(at, { timeZone, snoozedUntil, urgent: true, night: false })).toBe(at)
      })
    )
  })

  // Friday 13 February 2026 is a holiday here, and Sunday 15 February is a working day.
  const calendar = Calendar.make({
    2026: { holidays: [Day.make("2026-02-13")], workdays: [Day.make("2026-02-15")] }
  })
  const china = { timeZone: "Asia/Shanghai", urgent: false, night: false }
  const iso = (at: string, some: Hours) => new Date(when(Date.parse(at), some)).toISOString()

  it("is not on holidays, or only on working days, as the model says", () => {
    const friday = "2026-02-13T02:00:00Z"
    expect(iso(friday, { ...china, isQuietDay: quietDay(calendar, undefined) })).toBe(
      "2026-02-13T02:00:00.000Z"
    )
    expect(iso(friday, { ...china, isQuietDay: quietDay(calendar, "holidays") })).toBe(
      "2026-02-13T16:00:00.000Z"
    )
    const daysOff = { ...china, isQuietDay: quietDay(calendar, "days-off") }
    expect(iso(friday, daysOff)).toBe("2026-02-14T16:00:00.000Z")
    const quiet = { from: "21:00", until: "07:30" }
    expect(iso(friday, { ...daysOff, quiet })).toBe("2026-02-14T23:30:00.000Z")
    // The quiet hours that begin on the eve of days off end on the first working day.
    expect(iso("2026-02-12T14:00:00Z", { ...daysOff, quiet })).toBe("2026-02-14T23:30:00.000Z")
  })

  it("of an urgent notice, and of one that may come at night, does not wait for a working day", () => {
    const isQuietDay = quietDay(calendar, "days-off")
    const friday = Date.parse("2026-02-13T02:00:00Z")
    expect(when(friday, { ...china, isQuietDay, urgent: true })).toBe(friday)
    expect(when(friday, { ...china, isQuietDay, night: true })).toBe(friday)
  })

  it("of a digest is on its own days only", () => {
    const digest = { ...china, digest: "08:00", isNoDigest: quietDay(calendar, "days-off") }
    expect(iso("2026-02-12T01:00:00Z", digest)).toBe("2026-02-15T00:00:00.000Z")
    expect(iso("2026-02-12T01:00:00Z", { ...digest, isNoDigest: quietDay(calendar, "holidays") })).toBe(
      "2026-02-14T00:00:00.000Z"
    )
  })

  it("is never on a quiet day, and a notice is not lost if every day is one", () => {
    fc.assert(
      fc.property(
        instant,
        hours,
        fc.constantFrom("holidays" as const, "days-off" as const),
        (at, some, days) => {
          const isQuietDay = quietDay(calendar, days)
          const comes = when(at, { ...given(some), isQuietDay })
          expect(comes).toBeGreaterThanOrEqual(at)
          expect(!some.urgent && !some.night && isQuietDay(dayAt(comes, some.timeZone))).toBe(false)
          expect(Number.isFinite(when(at, { ...given(some), isQuietDay: () => true }))).toBe(true)
        }
      )
    )
  })

  it("a deadline of hours is shown as a day with its time, and midnight as the end of the day before", () => {
    const monday = Day.make("2026-03-02")
    expect(momentAt(Date.parse("2026-03-02T04:00:00Z"), "Asia/Shanghai")).toBe(monday + 0.5)
    expect(momentAt(Date.parse("2026-03-02T16:00:00Z"), "Asia/Shanghai")).toBe(monday + (24 * 60 - 1) / 1440)
  })
})
