/**
 * The working-day calendar of mainland China: public holidays, and the weekends that the State Council's yearly notice
 * turns into working days (调休), as the `chinese-days` package keeps them. It ends with the last year whose notice the
 * package holds (whose 1 January is a holiday); what is counted beyond it is provisional. The year is added by a newer
 * version of the package, or by the district itself (see `holidayNotice`).
 *
 * A notice now and then moves a day at the end of the year before (30 and 31 December 2018 were off by the notice for
 * 2019), so the last days of the last year stay as they are until the next notice is in the package.
 */
import published from "chinese-days/dist/chinese-days.json" with { type: "json" }
import manifest from "chinese-days/package.json" with { type: "json" }

// A type and not an interface, so that it is JSON to the compiler.
type YearLists = { source: string; holidays: Array<string>; workdays: Array<string> }

const source = `国务院办公厅节假日安排通知（chinese-days ${manifest.version}）`

const byYear = (lists: Record<"holidays" | "workdays", ReadonlyArray<string>>): Record<string, YearLists> => {
  const years: Record<string, YearLists> = {}
  for (const list of ["holidays", "workdays"] as const) {
    for (const day of lists[list].toSorted()) {
      const year = (years[day.slice(0, 4)] ??= { source, holidays: [], workdays: [] })
      year[list].push(day)
    }
  }
  return Object.fromEntries(
    Object.entries(years).filter(([year, { holidays }]) => holidays.includes(`${year}-01-01`))
  )
}

/**
 * By year, the days off, the make-up working days and their source: what `calendar` holds in a model.
 *
 * @example
 * ```ts
 * import { calendar } from "@liulinhui/six-hearts/calendar"
 * import { strict as assert } from "node:assert"
 *
 * assert.ok(calendar["2026"]?.holidays.includes("2026-10-01"))
 * assert.ok(calendar["2026"]?.workdays.includes("2026-02-14"))
 * ```
 */
export const calendar: Readonly<Record<string, YearLists>> = byYear({
  holidays: Object.keys(published.holidays),
  workdays: Object.keys(published.workdays)
})
