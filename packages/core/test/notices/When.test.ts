import { describe, expect, it } from "@effect/vitest"
import { dayAt, startOf } from "../../src/kernel/TimeZone.ts"
import { type Hours, when } from "../../src/notices/When.ts"
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
})
