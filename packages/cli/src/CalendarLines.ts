/** What a working-day calendar knows until when, in words. */
import { formatDay } from "@liulinhui/core/casework/CaseWords"
import { type Calendar, fixedHolidays, knownUntil } from "@liulinhui/core/kernel/Calendar"
import { civil, type Day, until } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { CalendarEnd } from "@liulinhui/core/model/CalendarEnd"

/** What to do about a calendar whose data ends. */
export const endLine = ({ until: last, year }: CalendarEnd, language: Language): string =>
  language === "zh"
    ? (last === undefined
        ? `工作日历没有${year}年的节假日数据，`
        : `工作日历的节假日数据到${formatDay(last, "zh")}为止，`) +
      `请补充${year}年的安排（liulinhui calendar add ${year}）并重新采用模型；在此之前，跨入该年的工作日期限只能暂定`
    : (last === undefined
        ? `the calendar has no holiday data for ${year}: `
        : `the calendar's holiday data ends on ${formatDay(last, "en")}: `) +
      `add ${year} (liulinhui calendar add ${year}) and adopt the model again; until then, due days in working days that run into it are provisional`

/** Years that follow on one another and come from the same source. */
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

const fixed = (language: Language): string =>
  fixedHolidays
    .map(([month, day]) => (language === "zh" ? `${month}月${day}日` : `${day}/${month}`))
    .join(language === "zh" ? "、" : ", ")

/** The years that a calendar has data for, each with its source, how long that lasts, and what follows after. */
export const calendarLines = (calendar: Calendar, on: Day, language: Language): ReadonlyArray<string> => {
  const zh = language === "zh"
  const last = knownUntil(calendar, on)
  const next = civil(last ?? on).year + (last === undefined ? 0 : 1)
  const years = yearsOf(calendar).map((some) =>
    zh
      ? `${span(some)}年  来源：${some.source ?? "未注明"}`
      : `${span(some)}  source: ${some.source ?? "not stated"}`
  )
  return [
    ...years,
    last === undefined
      ? zh
        ? "今年没有节假日数据。"
        : "There is no holiday data for this year."
      : zh
        ? `节假日数据到${formatDay(last, "zh")}为止，还有${until(on, last)}天。`
        : `The holiday data ends on ${formatDay(last, "en")}, in ${until(on, last)} days.`,
    zh
      ? `没有数据的年份暂按周一至周五计算，每年日期固定的节日（${fixed("zh")}）除外；期限标明暂定，待补充数据后重算。`
      : `A year without data is counted from Monday to Friday, without the holidays of fixed date (day/month: ${fixed("en")}); due days are then marked as provisional, and counted again once the data is there.`,
    zh ? `补充${next}年：liulinhui calendar add ${next}` : `To add ${next}: liulinhui calendar add ${next}`
  ]
}
