/**
 * The calendar of working days in mainland China: public holidays, and weekend days on which people work instead (调休).
 * The State Council publishes both in a yearly notice. The data come from the `chinese-days` package.
 *
 * The calendar ends with the last year that the package knows (a year whose 1 January is a holiday). For later years,
 * working days are counted provisionally, without holidays. A newer version of the package adds the next year, or the
 * district adds the year itself (see `holidayNotice`).
 *
 * A notice can also change the last days of the previous year: 30 and 31 December 2018 were free by the notice for
 * 2019. So the last days of the last year may still change when the next notice is published.
 */
import published from "chinese-days/dist/chinese-days.json" with { type: "json" }
import manifest from "chinese-days/package.json" with { type: "json" }

// The days of one year are a type alias, not an interface, because only an alias is assignable to `Schema.Json`.
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
 * For each year: the public holidays and the working weekend days, with their source. It is the value of `calendar` in
 * a model.
 *
 * @example
 * ```ts
 * import { calendar } from "@liulinhui/six-hearts/Calendar"
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
