import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const day = fc.integer({ min: -719162, max: 2932896 }).map((n) => Day.Day.make(n))

describe("a day", () => {
  it("is the same after writing and reading, over ten thousand years", () => {
    fc.assert(fc.property(day, (d) => Option.getOrThrow(Day.fromIso(Day.toIso(d))) === d))
  })

  it("agrees with the platform's calendar", () => {
    fc.assert(
      fc.property(day, (d) => {
        const date = new Date(d * 86_400_000)
        expect(Day.civil(d)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate()
        })
        expect(Day.weekday(d)).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay())
      })
    )
  })

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "0000-01-01", ""])(
    "refuses %j, which is not a day",
    (text) => {
      expect(Option.isNone(Day.fromIso(text))).toBe(true)
      expect(() => Schema.decodeSync(Day.DayFromIso)(text)).toThrow("a date such as 2026-03-01")
    }
  )

  it("counts the years of a person born on 29 February from 1 March in years without a 29th", () => {
    const birth = Day.make("1964-02-29")
    expect(Day.yearsUntil(birth, Day.make("2024-02-28"))).toBe(59)
    expect(Day.yearsUntil(birth, Day.make("2024-02-29"))).toBe(60)
    expect(Day.yearsUntil(birth, Day.make("2025-02-28"))).toBe(60)
    expect(Day.yearsUntil(birth, Day.make("2025-03-01"))).toBe(61)
  })

  it("has its anniversary on the first day that completes the years", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -80_000, max: 20_000 }).map((n) => Day.Day.make(n)),
        fc.integer({ min: 0, max: 130 }),
        (birth, years) => {
          const on = Day.anniversary(birth, years)
          expect(Day.yearsUntil(birth, on)).toBe(years)
          expect(Day.yearsUntil(birth, Day.add(on, -1))).toBe(years - 1)
        }
      )
    )
  })

  it("begins its week on Monday and its month on the first", () => {
    fc.assert(
      fc.property(day, (d) => {
        expect(Day.weekday(Day.weekStart(d))).toBe(1)
        expect(Day.until(Day.weekStart(d), d)).toBeLessThan(7)
        expect(Day.civil(Day.monthStart(d))).toEqual({ ...Day.civil(d), day: 1 })
      })
    )
  })
})
