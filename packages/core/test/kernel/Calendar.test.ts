import { describe, expect, it } from "@effect/vitest"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import chineseDays from "chinese-days"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const decode = Schema.decodeUnknownSync(Calendar.CalendarData)

/** The Chinese holidays in the form of the npm package `chinese-days`: for each day, the name of the holiday. */
const notices = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("chinese-days/dist/chinese-days.json"), "utf8")
) as { readonly holidays: Record<string, string>; readonly workdays: Record<string, string> }

const from = 2019
const until = 2027

const dataOf = (years: ReadonlyArray<number>) =>
  decode(
    Object.fromEntries(
      years.map((year) => {
        const inYear = (days: Record<string, string>) =>
          Object.keys(days).filter((day) => day.startsWith(`${year}-`))
        return [year, { holidays: inYear(notices.holidays), workdays: inYear(notices.workdays) }]
      })
    )
  )

const wanted = Array.from({ length: until - from + 1 }, (_, at) => from + at)
// For a year whose holiday notice is not published yet, there are no data, and the test must not invent any.
const published = wanted.filter((year) =>
  Object.keys(notices.holidays).some((day) => day.startsWith(`${year}-`))
)
const china = Calendar.make(dataOf(published))
const first = Day.make(`${published[0]}-01-01`)
const last = Day.make(`${published.at(-1)}-12-31`)

/** Generates a calendar of nine years with invented holidays and make-up working days. */
const invented = fc
  .record({
    off: fc.uniqueArray(fc.integer({ min: 0, max: 3286 }), { maxLength: 200 }),
    on: fc.uniqueArray(fc.integer({ min: 0, max: 3286 }), { maxLength: 60 })
  })
  .map(({ off, on }) => {
    const start = Day.make(`${from}-01-01`)
    const holidays = new Set(off)
    const days = (chosen: ReadonlyArray<number>, year: number) =>
      chosen.map((at) => Day.add(start, at)).filter((day) => Day.civil(day).year === year)
    return Calendar.make(
      Object.fromEntries(
        wanted.map((year) => [
          year,
          {
            holidays: days(off, year),
            workdays: days(
              on.filter((at) => !holidays.has(at)),
              year
            )
          }
        ])
      )
    )
  })

const isWorked = (calendar: Calendar.Calendar, day: Day.Day): boolean => {
  const { holidays, workdays } = calendar.data[Day.civil(day).year]!
  return workdays.includes(day) || (Day.weekday(day) <= 5 && !holidays.includes(day))
}

const exactly = <A>(value: A): Calendar.Counted<A> => ({ value, provisional: false })
const works = (day: Day.Day) => Calendar.isWorking(china, day).value
const dayOf = (calendar: Calendar.Calendar) =>
  fc
    .integer({ min: Day.make(`${calendar.years[0]}-01-01`), max: Day.make(`${calendar.years.at(-1)}-12-31`) })
    .map((n) => Day.Day.make(n))

/**
 * The n-th working day after a day, found by looking at one day after another. The calendar must have data for all
 * these days.
 */
const walk = (calendar: Calendar.Calendar, day: Day.Day, n: number): Day.Day => {
  let walked = day
  for (let left = Math.abs(n); left > 0;) {
    walked = Day.add(walked, Math.sign(n))
    if (Calendar.isWorking(calendar, walked).value) left--
  }
  return walked
}

const afterJanuary = (count: number, unit: "day" | "week" | "month"): string => {
  const { provisional, value } = Calendar.addPeriod(Calendar.none, Day.make("2028-01-31"), { count, unit })
  expect(provisional).toBe(false)
  return Day.toIso(value)
}

const iso = ({ day, month, year }: Day.Civil): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`

describe("the calendar of the State Council's notices", () => {
  it("has every year from 2019 on whose notice is published", () => {
    expect(china.years).toEqual(published)
    expect(published.slice(0, 8)).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
  })

  it("has the holidays of fixed date in every notice since their present rules", () => {
    const fixed = Calendar.fixedHolidays.map(([month, day]) => iso({ year: 2025, month, day }).slice(5))
    expect(fixed).toEqual(["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"])
    const inForce = published.filter((year) => year >= 2025)
    expect(inForce.length).toBeGreaterThan(1)
    for (const year of inForce) {
      expect(Object.keys(notices.holidays)).toEqual(
        expect.arrayContaining(fixed.map((date) => `${year}-${date}`))
      )
    }
  })

  it("[17] has the same working days as chinese-days", () => {
    for (let day = first; day <= last; day = Day.add(day, 1)) {
      expect(`${Day.toIso(day)} ${works(day)}`).toBe(
        `${Day.toIso(day)} ${chineseDays.isWorkday(Day.toIso(day))}`
      )
    }
  })

  it.each(["adds up", "takes off"] as const)("%s working days like a count day by day", (verb) => {
    fc.assert(
      fc.property(dayOf(china), fc.integer({ min: 1, max: 300 }), (day, n) => {
        const signed = verb === "adds up" ? n : -n
        const sum = Calendar.addWorkingDays(china, day, signed)
        expect(sum.value).toBe(walk(china, day, signed))
        expect(sum.provisional).toBe(sum.value > last || sum.value < first)
      })
    )
  })

  it.each([
    // The Sundays before and after the Spring Festival of 2024 were working days.
    ["2024-02-03", 1, "2024-02-04"],
    ["2024-02-08", 1, "2024-02-09"],
    ["2024-02-09", 1, "2024-02-18"],
    ["2026-09-30", 1, "2026-10-08"]
  ])("%s and %i working day(s) make %s", (day, n, expected) => {
    const sum = Calendar.addWorkingDays(china, Day.make(day), n)
    expect(Day.toIso(sum.value)).toBe(chineseDays.findWorkday(n, day))
    expect(sum).toEqual(exactly(Day.make(expected)))
  })
})

describe("any calendar over nine years", () => {
  it("counts working days between two days like a count day by day", () => {
    fc.assert(
      fc.property(
        invented.chain((calendar) =>
          fc.record({ calendar: fc.constant(calendar), a: dayOf(calendar), b: dayOf(calendar) })
        ),
        ({ a, b, calendar }) => {
          let counted = 0
          for (let day = Math.min(a, b) + 1; day <= Math.max(a, b); day++) {
            if (isWorked(calendar, Day.Day.make(day))) counted++
          }
          expect(Calendar.workingDaysUntil(calendar, a, b)).toEqual(
            exactly(counted === 0 ? 0 : a <= b ? counted : -counted)
          )
        }
      ),
      { numRuns: 60 }
    )
  })

  it("finds the n-th working day if n of them are in between", () => {
    fc.assert(
      fc.property(
        invented.chain((calendar) => fc.record({ calendar: fc.constant(calendar), day: dayOf(calendar) })),
        fc.integer({ min: 1, max: 900 }),
        ({ calendar, day }, n) => {
          const sum = Calendar.addWorkingDays(calendar, day, n)
          fc.pre(!sum.provisional)
          expect(isWorked(calendar, sum.value)).toBe(true)
          expect(Calendar.workingDaysUntil(calendar, day, sum.value)).toEqual(exactly(n))
        }
      )
    )
  })

  it("moves a day off to the next working day, and no other day", () => {
    fc.assert(
      fc.property(
        invented.chain((calendar) => fc.record({ calendar: fc.constant(calendar), day: dayOf(calendar) })),
        ({ calendar, day }) => {
          const moved = Calendar.nextWorkingDay(calendar, day)
          expect(moved).toEqual(
            isWorked(calendar, day) ? exactly(day) : Calendar.addWorkingDays(calendar, day, 1)
          )
        }
      )
    )
  })
})

/** Generates a calendar for some of the years, and a day in or near these years. */
const someYears = fc
  .record({
    known: fc.subarray(wanted),
    day: fc.integer({ min: Day.make(`${from - 1}-06-01`), max: Day.make(`${until + 1}-06-01`) })
  })
  .map(({ day, known }) => ({ known, day: Day.Day.make(day) }))

/** The given calendar with only the data of some years. */
const only = (calendar: Calendar.Calendar, years: ReadonlyArray<number>) =>
  Calendar.make(Object.fromEntries(years.map((year) => [year, calendar.data[year]!])))

/** The data of one year of a calendar, in which only the fixed holidays (such as New Year's Day) are days off. */
const plain = (year: number) => ({
  holidays: Calendar.fixedHolidays.map(([month, day]) => Day.make(iso({ year, month, day }))),
  workdays: []
})

const plainYears = Calendar.make(
  Object.fromEntries(Array.from({ length: 40 }, (_, at) => [from - 10 + at, plain(from - 10 + at)]))
)

describe("a year without data", () => {
  const gap = Calendar.make(dataOf([2024, 2026]))

  it("is counted by weekdays and fixed holidays, and the answer is provisional, in every calculation", () => {
    const provisionally = (day: string) => ({ value: Day.make(day), provisional: true })
    expect(Calendar.isWorking(gap, Day.make("2025-03-03"))).toEqual({ value: true, provisional: true })
    expect(Calendar.isWorking(gap, Day.make("2025-10-03"))).toEqual({ value: false, provisional: true })
    // Days off at the beginning of January 2025: Wednesday, 1 January, and the weekends of 4 and 11 January.
    expect(Calendar.addWorkingDays(gap, Day.make("2024-12-30"), 5)).toEqual(provisionally("2025-01-07"))
    expect(Calendar.addWorkingDays(gap, Day.make("2026-01-02"), -5)).toEqual(provisionally("2025-12-25"))
    expect(Calendar.nextWorkingDay(gap, Day.make("2025-01-01"))).toEqual(provisionally("2025-01-02"))
    const across = Calendar.workingDaysUntil(gap, Day.make("2024-12-30"), Day.make("2026-01-05"))
    expect(across.provisional).toBe(true)
    expect(Calendar.workingDaysUntil(gap, Day.make("2026-01-05"), Day.make("2024-12-30"))).toEqual({
      value: -across.value,
      provisional: true
    })
    expect(Calendar.addWorkingDays(Calendar.none, Day.make("2026-01-05"), 1)).toEqual(
      provisionally("2026-01-06")
    )
  })

  it("does not affect an answer that does not depend on it", () => {
    expect(Calendar.addWorkingDays(gap, Day.make("2024-12-30"), 1)).toEqual(exactly(Day.make("2024-12-31")))
    expect(Calendar.addWorkingDays(gap, Day.make("2025-12-31"), 1)).toEqual(exactly(Day.make("2026-01-04")))
    expect(Calendar.addWorkingDays(gap, Day.make("2025-06-30"), 0)).toEqual(exactly(Day.make("2025-06-30")))
    expect(Calendar.workingDaysUntil(gap, Day.make("2025-12-31"), Day.make("2026-01-04"))).toEqual(exactly(1))
  })

  it("results in the exact answer if the year has only weekdays and fixed holidays", () => {
    fc.assert(
      fc.property(someYears, fc.integer({ min: -400, max: 400 }), ({ day, known }, n) => {
        const guessed = only(plainYears, known)
        expect(Calendar.isWorking(guessed, day).value).toBe(Calendar.isWorking(plainYears, day).value)
        expect(Calendar.nextWorkingDay(guessed, day).value).toBe(
          Calendar.nextWorkingDay(plainYears, day).value
        )
        expect(Calendar.addWorkingDays(guessed, day, n).value).toBe(
          Calendar.addWorkingDays(plainYears, day, n).value
        )
        const other = Day.add(day, n)
        expect(Calendar.workingDaysUntil(guessed, day, other).value).toBe(
          Calendar.workingDaysUntil(plainYears, day, other).value
        )
      })
    )
  })

  it("never makes a final answer wrong", () => {
    fc.assert(
      fc.property(invented, someYears, fc.integer({ min: -400, max: 400 }), (whole, { day, known }, n) => {
        const part = only(whole, known)
        const other = Day.add(day, n)
        const answers = [
          [Calendar.isWorking(part, day), Calendar.isWorking(whole, day)],
          [Calendar.nextWorkingDay(part, day), Calendar.nextWorkingDay(whole, day)],
          [Calendar.addWorkingDays(part, day, n), Calendar.addWorkingDays(whole, day, n)],
          [Calendar.workingDaysUntil(part, day, other), Calendar.workingDaysUntil(whole, day, other)]
        ] as const
        const certain = answers.filter(([guess]) => !guess.provisional)
        expect(certain.map(([guess]) => guess)).toEqual(certain.map(([, exact]) => exact))
      })
    )
  })

  it("ends the known days before the gap", () => {
    expect(Calendar.knownUntil(gap, Day.make("2024-02-29"))).toBe(Day.make("2024-12-31"))
    expect(Calendar.knownUntil(gap, Day.make("2025-01-01"))).toBeUndefined()
    expect(Calendar.knownUntil(china, Day.make("2019-01-01"))).toBe(last)
  })

  it("does not affect a period in days, weeks or months", () => {
    expect([
      afterJanuary(7, "day"),
      afterJanuary(2, "week"),
      afterJanuary(1, "month"),
      afterJanuary(13, "month"),
      afterJanuary(0, "month")
    ]).toEqual(["2028-02-07", "2028-02-14", "2028-02-29", "2029-02-28", "2028-01-31"])
  })
})

describe("a month later", () => {
  it("is the same day of the next month, or the last day of a shorter month", () => {
    fc.assert(
      fc.property(dayOf(china), fc.integer({ min: 0, max: 30 }), (day, count) => {
        const later = Day.civil(Calendar.addPeriod(china, day, { count, unit: "month" }).value)
        const before = Day.civil(day)
        expect(later.year * 12 + later.month).toBe(before.year * 12 + before.month + count)
        const isLast = Day.civil(Day.add(Day.make(iso(later)), 1)).day === 1
        expect(later.day === before.day || (isLast && later.day < before.day)).toBe(true)
      })
    )
  })
})

describe("the data of a calendar", () => {
  it("is read back as it was written", () => {
    const written = Schema.encodeSync(Calendar.CalendarFromDocument)(china)
    const read = Schema.decodeUnknownSync(Calendar.CalendarFromDocument)(JSON.parse(JSON.stringify(written)))
    expect(read).toEqual(china)
  })

  it("is refused with every mistake in it", () => {
    const refused = Schema.decodeUnknownResult(Calendar.CalendarData)(
      {
        2026: { holidays: ["2026-01-01", "2027-01-01"], workdays: ["2026-01-01"] },
        2025: { holidays: [], workdays: ["2026-05-01"] }
      },
      { errors: "all" }
    )
    expect(Result.isFailure(refused)).toBe(true)
    const message = Result.isFailure(refused) ? refused.failure.message : ""
    expect(message).toContain("2027-01-01 does not lie in 2026")
    expect(message).toContain("2026-01-01 is listed as a holiday too")
    expect(message).toContain("2026-05-01 does not lie in 2025")
  })
})
