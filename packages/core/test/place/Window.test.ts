import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import type { Period } from "../../src/kernel/Period.ts"
import * as Window from "../../src/place/Window.ts"
import fc from "fast-check"

const day = fc.integer({ min: -20_000, max: 40_000 }).map((n) => Day.Day.make(n))
const period = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom<Array<Period["unit"]>>("day", "week", "month", "quarter", "year")
})

const unit = fc.oneof(
  fc.constantFrom("week" as const, "month" as const, "quarter" as const, "year" as const),
  fc.integer({ min: 1, max: 28 }).map((month) => ({ month }))
)

describe("a window", () => {
  it.each([
    ["2026-01-31", 1, "2026-03-01"],
    ["2024-01-31", 1, "2024-03-01"],
    ["2024-01-29", 1, "2024-02-29"],
    ["2026-01-28", 1, "2026-02-28"],
    ["2025-11-30", 3, "2026-03-01"],
    ["2026-12-31", 2, "2027-03-01"],
    ["2026-03-15", 12, "2027-03-15"]
  ])("from %s over %d months is over on %s", (start, count, end) => {
    expect(Day.toIso(Window.endOf(Day.make(start), { count, unit: "month" }))).toBe(end)
  })

  it("reaches back to the first day from which it includes the day", () => {
    fc.assert(
      fc.property(day, period, (on, length) => {
        const start = Window.startOf(on, length)
        expect(Window.endOf(start, length)).toBeGreaterThan(on)
        expect(Window.endOf(Day.add(start, -1), length)).toBeLessThanOrEqual(on)
      })
    )
  })

  it("ends later if it begins later", () => {
    fc.assert(
      fc.property(day, period, (on, length) => {
        expect(Window.endOf(Day.add(on, 1), length)).toBeGreaterThanOrEqual(Window.endOf(on, length))
      })
    )
  })

  it("of the calendar contains its day, and the next one begins after it", () => {
    fc.assert(
      fc.property(day, unit, (on, each) => {
        const { from, until } = Window.calendar(on, each)
        expect(from <= on && on <= until).toBe(true)
        expect(Window.calendar(Day.add(until, 1), each).from).toBe(Day.add(until, 1))
      })
    )
  })

  it("of the calendar is one and the same for each of its days", () => {
    fc.assert(
      fc.property(day, unit, fc.nat({ max: 365 }), (on, each, step) => {
        const period = Window.calendar(on, each)
        const other = Day.add(period.from, Math.min(step, period.until - period.from))
        expect(Window.calendar(other, each)).toEqual(period)
      })
    )
  })

  it.each<[Window.CalendarUnit, string, string, string]>([
    ["quarter", "2026-02-14", "2026-01-01", "2026-03-31"],
    ["quarter", "2026-12-31", "2026-10-01", "2026-12-31"],
    ["year", "2024-02-29", "2024-01-01", "2024-12-31"],
    [{ month: 26 }, "2026-03-25", "2026-02-26", "2026-03-25"],
    [{ month: 26 }, "2026-03-26", "2026-03-26", "2026-04-25"],
    [{ month: 28 }, "2024-03-01", "2024-02-28", "2024-03-27"],
    [{ month: 1 }, "2026-03-31", "2026-03-01", "2026-03-31"]
  ])("of each %j that contains %s is from %s until %s", (each, on, from, until) => {
    expect(Window.calendar(Day.make(on), each)).toEqual({ from: Day.make(from), until: Day.make(until) })
  })

  it("of a quarter is three months, of a year twelve", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (start, count) => {
        const of = (period: Period) => Window.endOf(start, period)
        expect(of({ count, unit: "quarter" })).toBe(of({ count: 3 * count, unit: "month" }))
        expect(of({ count, unit: "year" })).toBe(of({ count: 12 * count, unit: "month" }))
      })
    )
  })
})
