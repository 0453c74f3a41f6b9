/** The messages of the demo in Chinese and English, added to the catalogues of the library. */
import { Texts } from "@liulinhui/texts"

/** The texts of the library, extended by the messages of the demo. */
export const texts = Texts.extend(Texts.builtIn, {
  zh: {
    "demo.day": "第 {day}/{days} 天",
    "demo.page": "网页报告（用浏览器打开，可打印）：{place}",
    "demo.what": "宛六居民区（{residents}人，{buildings, number}幢楼）十二周的工作，用六邻汇演练一遍。",
    "demo.stories": "三件事：",
    "demo.elders": "适老化改造：宣传要走到每一位60岁以上的老人，一位不漏。",
    "demo.elders.result": "{due}位老人走访了{reached}位；{adapted}户完成改造并回访。",
    "demo.hoarding": "囤积户：多年积存的废品堵住楼道，志愿者多次上门，住户同意后清理。",
    "demo.hoarding.result": "清理后反复{relapses, number}次，上门先加密、再放宽；现在是“{stage}”。",
    "demo.clutter": "楼道堆物：{buildings}幢楼逐幢排摸建档，整改通知书送达{households}户并留证。",
    "demo.clutter.refused": "期限未满就想清理的，系统没有放行，并列出理由。",
    "demo.clutter.relapsed": "{place}后来返潮，事项自动重新打开。",
    "demo.notices": "其间自动生成{n, number}份通知，各送该知道的人。",
    "demo.pairs": "支部引领小组，算出{n, number}对{proven, select, true {，并证明没有更好的配法} other {}}：",
    "demo.pair": "{branch} → {group}：{purpose}",
    "demo.rules": "{n, number}项要求（已覆盖/应覆盖）：",
    "demo.late": "逾期事项{n}件：",
    "demo.late.line": "{place}：{what}，逾期{days, number}天，请{who}办理",
    "demo.next": "接下来可以试试（--all 显示全部通知和数字）：",
    "demo.refused": "故事中有 {n} 步在本次被拒，例如 {id}：{reasons}"
  },
  en: {
    "demo.day": "day {day} of {days}",
    "demo.page": "The page (open it in a browser, or print it): {place}",
    "demo.what":
      "Twelve weeks of Wan-Liu, a residential district with {residents} people in {buildings, number} buildings, played with liulinhui.",
    "demo.stories": "Three stories:",
    "demo.elders": "Home adaptation: everybody aged 60 or over must hear of it, without exception.",
    "demo.elders.result":
      "{reached} of {due} elders were visited; {adapted} homes were adapted and followed up.",
    "demo.hoarding":
      "A hoarding household: years of waste blocked the stairs. Volunteers visited until it agreed to clear them.",
    "demo.hoarding.result":
      "After {relapses, plural, =0 {no relapse} one {# relapse} other {# relapses}} the visits became more frequent, then less. Now: {stage}.",
    "demo.clutter":
      "Corridor clutter: {buildings} buildings surveyed and filed, a notice with proof on {households} households.",
    "demo.clutter.refused": "A clearing before the deadline was refused, with every reason.",
    "demo.clutter.relapsed": "Clutter came back to {place}, and its case reopened by itself.",
    "demo.notices":
      "Meanwhile {n, plural, one {# notice was} other {# notices were}} made, each for those concerned.",
    "demo.pairs":
      "Which branch leads which group: {n, plural, one {# pair} other {# pairs}} computed{proven, select, true {, and no better plan exists} other {}}:",
    "demo.pair": "{branch} → {group}: {purpose}",
    "demo.rules": "{n, plural, one {# coverage rule} other {# coverage rules}} (reached/due):",
    "demo.late": "Overdue cases: {n}",
    "demo.late.line": "{place}: {what}, {days, plural, one {# day} other {# days}} late; to act: {who}",
    "demo.next": "Try next (--all shows all notices and figures):",
    "demo.refused":
      "{n, plural, one {# deed of the story was} other {# deeds of the story were}} refused in this run, for example {id}: {reasons}"
  }
})
