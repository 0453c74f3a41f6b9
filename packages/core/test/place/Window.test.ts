import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import type { Period } from "../../src/kernel/Period.ts"
import * as Window from "../../src/place/Window.ts"
import fc from "fast-check"

const day = fc.integer({ min: -20_000, max: 40_000 }).map((n) => Day.Day.make(n))
const period = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  unit: fc.constantFrom<Array<Period["unit"]>>("day", "week", "month")
})

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
      fc.property(day, fc.constantFrom("week" as const, "month" as const), (on, unit) => {
        const { from, until } = Window.calendar(on, unit)
        expect(from <= on && on <= until).toBe(true)
        expect(Window.calendar(Day.add(until, 1), unit).from).toBe(Day.add(until, 1))
      })
    )
  })
})
