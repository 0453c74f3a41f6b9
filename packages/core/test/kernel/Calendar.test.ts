import { describe, expect, it } from "@effect/vitest"
import * as Calendar from "@liulinhui/core/kernel/Calendar"
import * as Day from "@liulinhui/core/kernel/Day"
import chineseDays from "chinese-days"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const decode = Schema.decodeUnknownSync(Calendar.CalendarData)

/** The notices as `chinese-days` keeps them: day → name. */
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
// A year whose notice is not out yet has no data, and none is made up for it.
const published = wanted.filter((year) =>
  Object.keys(notices.holidays).some((day) => day.startsWith(`${year}-`))
)
const china = Calendar.make(dataOf(published))
const first = Day.make(`${published[0]}-01-01`)
const last = Day.make(`${published.at(-1)}-12-31`)

/** A calendar of all nine years with days off and on that nobody ordered. */
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

const works = (day: Day.Day) => Result.getOrThrow(Calendar.isWorking(china, day))
const dayOf = (calendar: Calendar.Calendar) =>
  fc
    .integer({ min: Day.make(`${calendar.years[0]}-01-01`), max: Day.make(`${calendar.years.at(-1)}-12-31`) })
    .map((n) => Day.Day.make(n))

const lacks = (year: number) => Result.fail({ _tag: "CalendarLacksYear", year })

const afterJanuary = (count: number, unit: "day" | "week" | "month"): string =>
  Day.toIso(Result.getOrThrow(Calendar.addPeriod(Calendar.none, Day.make("2028-01-31"), { count, unit })))

const iso = ({ day, month, year }: Day.Civil): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`

describe("the calendar of the State Council's notices", () => {
  it("holds every year from 2019 on whose notice is out", () => {
    expect(china.years).toEqual(published)
    expect(published.slice(0, 8)).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
  })

  it("works on the days that chinese-days says are worked", () => {
    for (let day = first; day <= last; day = Day.add(day, 1)) {
      expect(`${Day.toIso(day)} ${works(day)}`).toBe(
        `${Day.toIso(day)} ${chineseDays.isWorkday(Day.toIso(day))}`
      )
    }
  })

  it("adds up working days as one who counts day by day", () => {
    fc.assert(
      fc.property(dayOf(china), fc.integer({ min: 0, max: 300 }), (day, n) => {
        let walked = day
        for (let left = n; left > 0 && walked <= last;) {
          walked = Day.add(walked, 1)
          if (walked <= last && works(walked)) left--
        }
        const sum = Calendar.addWorkingDays(china, day, n)
        expect(sum).toEqual(walked > last ? lacks(published.at(-1)! + 1) : Result.succeed(walked))
      })
    )
  })

  it("takes working days off as one who counts day by day", () => {
    fc.assert(
      fc.property(dayOf(china), fc.integer({ min: 1, max: 300 }), (day, n) => {
        let walked = day
        for (let left = n; left > 0 && walked >= first;) {
          walked = Day.add(walked, -1)
          if (walked >= first && works(walked)) left--
        }
        const sum = Calendar.addWorkingDays(china, day, -n)
        expect(sum).toEqual(walked < first ? lacks(2018) : Result.succeed(walked))
      })
    )
  })

  it.each([
    // The two Sundays before and the one after the Spring Festival of 2024 were worked.
    ["2024-02-03", 1, "2024-02-04"],
    ["2024-02-08", 1, "2024-02-09"],
    ["2024-02-09", 1, "2024-02-18"],
    ["2026-09-30", 1, "2026-10-08"]
  ])("%s and %i working day(s) make %s", (day, n, expected) => {
    const sum = Result.getOrThrow(Calendar.addWorkingDays(china, Day.make(day), n))
    expect(Day.toIso(sum)).toBe(chineseDays.findWorkday(n, day))
    expect(Day.toIso(sum)).toBe(expected)
  })
})

describe("any calendar over nine years", () => {
  it("counts working days between two days as one who counts day by day", () => {
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
            Result.succeed(counted === 0 ? 0 : a <= b ? counted : -counted)
          )
        }
      ),
      { numRuns: 60 }
    )
  })

  it("finds the n-th working day where n of them lie between", () => {
    fc.assert(
      fc.property(
        invented.chain((calendar) => fc.record({ calendar: fc.constant(calendar), day: dayOf(calendar) })),
        fc.integer({ min: 1, max: 900 }),
        ({ calendar, day }, n) => {
          const sum = Calendar.addWorkingDays(calendar, day, n)
          fc.pre(Result.isSuccess(sum))
          expect(isWorked(calendar, sum.success)).toBe(true)
          expect(Calendar.workingDaysUntil(calendar, day, sum.success)).toEqual(Result.succeed(n))
        }
      )
    )
  })

  it("moves a day that is not worked on to the next that is, and no other", () => {
    fc.assert(
      fc.property(
        invented.chain((calendar) => fc.record({ calendar: fc.constant(calendar), day: dayOf(calendar) })),
        ({ calendar, day }) => {
          const moved = Calendar.nextWorkingDay(calendar, day)
          fc.pre(Result.isSuccess(moved))
          expect(Result.succeed(moved.success)).toEqual(
            isWorked(calendar, day) ? Result.succeed(day) : Calendar.addWorkingDays(calendar, day, 1)
          )
        }
      )
    )
  })
})

describe("a year without data", () => {
  const gap = Calendar.make(dataOf([2024, 2026]))
  it("is refused by name, whichever way one comes to it", () => {
    expect(Calendar.isWorking(gap, Day.make("2025-03-03"))).toEqual(lacks(2025))
    expect(Calendar.addWorkingDays(gap, Day.make("2024-12-30"), 5)).toEqual(lacks(2025))
    expect(Calendar.addWorkingDays(gap, Day.make("2026-01-02"), -5)).toEqual(lacks(2025))
    expect(Calendar.nextWorkingDay(gap, Day.make("2025-01-01"))).toEqual(lacks(2025))
    expect(Calendar.workingDaysUntil(gap, Day.make("2024-12-30"), Day.make("2026-01-05"))).toEqual(
      lacks(2025)
    )
    expect(Calendar.workingDaysUntil(gap, Day.make("2026-01-05"), Day.make("2024-12-30"))).toEqual(
      lacks(2025)
    )
    expect(Calendar.addWorkingDays(Calendar.none, Day.make("2026-01-05"), 1)).toEqual(lacks(2026))
  })

  it("does not matter to a period in days, weeks or months", () => {
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
  it("is the same day of the month, or the last of a shorter one, in the month that follows", () => {
    fc.assert(
      fc.property(dayOf(china), fc.integer({ min: 0, max: 30 }), (day, count) => {
        const later = Day.civil(Result.getOrThrow(Calendar.addPeriod(china, day, { count, unit: "month" })))
        const before = Day.civil(day)
        expect(later.year * 12 + later.month).toBe(before.year * 12 + before.month + count)
        const isLast = Day.civil(Day.add(Day.make(iso(later)), 1)).day === 1
        expect(later.day === before.day || (isLast && later.day < before.day)).toBe(true)
      })
    )
  })
})

describe("the data of a calendar", () => {
  it("reads back what was written", () => {
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
