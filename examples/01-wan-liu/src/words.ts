/** The messages of the demo in Chinese and English, added to the catalogues of the library. */
import { Texts } from "@liulinhui/texts"

/** The texts of the library, extended by the messages of the demo. */
export const texts = Texts.extend(Texts.builtIn, {
  zh: {
    "demo.day": "第 {day}/{days} 天",
    "demo.page": "网页报告：{place}",
    "demo.refused": "故事中有 {n} 步在本次被拒，例如 {id}：{reasons}"
  },
  en: {
    "demo.day": "day {day} of {days}",
    "demo.page": "The page: {place}",
    "demo.refused":
      "{n, plural, one {# deed of the story was} other {# deeds of the story were}} refused in this run, for example {id}: {reasons}"
  }
})
