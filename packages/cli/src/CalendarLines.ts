/** Describes a working-day calendar: its years, and the end of its holiday data. */
import { type Calendar, fixedHolidays, knownUntil } from "@liulinhui/core/Calendar"
import { civil, type Day, fromCivil, until } from "@liulinhui/core/Day"
import type { Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"

/** Consecutive years whose holiday data are from the same source. */
interface Years {
  readonly from: number
  readonly until: number
  readonly source: string | undefined
}

const yearsOf = ({ data, years }: Calendar): ReadonlyArray<Years> =>
  years.reduce<ReadonlyArray<Years>>((before, year) => {
    const last = before.at(-1)
    const source = data[year]?.source
    return last?.until === year - 1 && last.source === source
      ? [...before.slice(0, -1), { ...last, until: year }]
      : [...before, { from: year, until: year, source }]
  }, [])

const span = ({ from, until: last }: Years): string => (from === last ? `${from}` : `${from}–${last}`)

/** The holidays that are on the same date every year. */
const fixed = ({ say }: Texts.Words): ReadonlyArray<string> =>
  fixedHolidays.flatMap(([month, day]) =>
    Option.toArray(fromCivil(2000, month, day)).map((on) => say("cli.calendar.monthDay", { on }))
  )

/** Describes the years of a calendar with their sources, the end of its data, and how later days are counted. */
export const calendarLines = (words: Texts.Words, calendar: Calendar, on: Day): ReadonlyArray<string> => {
  const { say } = words
  const last = knownUntil(calendar, on)
  const next = String(civil(last ?? on).year + (last === undefined ? 0 : 1))
  return [
    ...yearsOf(calendar).map((some) => say("cli.calendar.years", { years: span(some), source: some.source })),
    last === undefined
      ? say("cli.calendar.none")
      : say("cli.calendar.until", { until: last, days: until(on, last) }),
    say("cli.calendar.provisional", { fixed: fixed(words) }),
    say("cli.calendar.toAdd", { year: next })
  ]
}
