/** What somebody should see to in a district, in words: what it is about, what is wrong, what to do. */
import type { Language } from "@liulinhui/core/kernel/Text"
import type { Concern } from "@liulinhui/service/Concerns"
import { endLine } from "./CalendarLines.ts"

/** So many cases are named; the others are counted. */
const named = 10

/** A concern in words. */
export const concernLine = (concern: Concern, language: Language): string => {
  const zh = language === "zh"
  switch (concern._tag) {
    case "CalendarEnds":
      return endLine(concern, language)
    case "DuesProvisional": {
      const { cases } = concern
      const some = cases.slice(0, named).join(zh ? "、" : ", ")
      const more = cases.length > named ? (zh ? "等" : ", …") : ""
      return zh
        ? `${cases.length}件案件的期限是暂定的（${some}${more}），不会自动届满：补充节假日数据后重算，急的由案件负责人说明理由后确定（DecideDue）`
        : `${cases.length} cases have provisional due days (${some}${more}), which do not lapse: add the holiday data, or a keeper of the case decides on a day and says why (DecideDue)`
    }
    case "NoticeUnworded": {
      const { language: of, problem, rule } = concern
      return zh
        ? `通知规则${rule}的文字（${of}）无法生成：${problem}。请改正模型中的该条文字；在此之前只发通知名称和地点`
        : `the text (${of}) of notice rule ${rule} cannot be worded: ${problem}. Correct it in the model; until then its notices say their name and place only`
    }
  }
}
