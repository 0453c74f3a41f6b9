import { describe, expect, it } from "@effect/vitest"
import { dayAt, remembering, startOf } from "../../src/kernel/TimeZone.ts"
import * as fc from "fast-check"

// These time zones include some in which clocks change at midnight (Beirut, Havana) or by half an hour (Lord Howe), and
// one that skipped a day (Apia, 2011-12-30).
const zones = [
  "Asia/Shanghai",
  "Europe/London",
  "Asia/Beirut",
  "America/Havana",
  "Australia/Lord_Howe",
  "Pacific/Apia"
]
const zone = fc.constantFrom(...zones)
const hour = 3_600_000
const day = 24 * hour
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) }),
  fc.integer({ min: Date.UTC(2011, 11, 28), max: Date.UTC(2012, 0, 2) })
)

describe("the cached day of a time zone", () => {
  it("is right, whatever was asked before", () => {
    fc.assert(
      fc.property(
        instant,
        fc.array(fc.tuple(fc.integer({ min: -2 * day, max: 2 * day }), zone), { maxLength: 40 }),
        (around, asked) => {
          const remembered = remembering()
          for (const [away, timeZone] of asked) {
            expect(remembered(around + away, timeZone)).toBe(dayAt(around + away, timeZone))
          }
        }
      )
    )
  })

  it("changes in the very millisecond in which the next day begins", () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const remembered = remembering()
        const today = remembered(at, timeZone)
        const next = dayAt(at + day + 3 * hour, timeZone)
        const begins = startOf(next, timeZone)
        expect(remembered(begins - 1, timeZone)).toBe(dayAt(begins - 1, timeZone))
        expect(remembered(begins, timeZone)).toBe(next)
        expect(next).toBeGreaterThan(today)
      })
    )
  })
})
