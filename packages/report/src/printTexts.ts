/**
 * Every word of the printed notice and the printed coverage sheet that does not come from the district: ICU patterns
 * under the same keys in Chinese and English.
 */
import type { Language } from "@liulinhui/core/kernel/Text"

const zh = {
  day: "{day, date}",
  number: "编号：{number}",
  fill: "年　　月　　日",
  "period.day": "{n, number}日内",
  "period.working day": "{n, number}个工作日内",
  "period.week": "{n, number}周内",
  "period.month": "{n, number}个月内",

  "notice.title": "自行整改通知书",
  "notice.to": "{place}的住户：",
  "notice.found": "志愿者上门排摸时，看到您家门外的楼道里堆有物品。",
  "notice.why":
    "楼道是全楼居民逃生和救援的通道。消防法第二十八条规定，任何单位和个人不得占用、堵塞疏散通道。",
  "notice.until": "请您在{until}以前，把楼道内的物品自行清理完毕。",
  "notice.within": "请您自收到本通知之日起{within}，把楼道内的物品自行清理完毕。",
  "notice.last": "最后期限",
  "notice.help": "搬不动、没处放，或者对本通知有不同意见，都请在期限内找我们：",
  "notice.contact": "联系人",
  "notice.phone": "电话",
  "notice.after":
    "居委会和志愿者无权强行清理。逾期没有清理的，将由物业服务企业报告主管部门，依法处理；只有物主同意、有执法决定，或者公示后确认无主，才会清理。",
  "notice.committee": "居民委员会（盖章）",
  "notice.date": "日期",
  "notice.servedBy": "送达人",
  "notice.witness": "见证人",
  "notice.how": "送达方式",
  "notice.handed": "当面交给住户",
  "notice.posted": "张贴在门上并拍照",
  "notice.other": "其他",
  "notice.receipt": "送达回执",
  "notice.received": "本户已收到{district}居民委员会的自行整改通知书（编号：{number}）。",
  "notice.signature": "住户签名",
  "notice.cut": "沿虚线剪下，交居委会留存",

  "sheet.title": "走访登记表",
  "sheet.asOf":
    "截至{asOf, date}：应到{eligible, number}，已到{reached, number}，还缺{missing, number}，不计{excluded, number}，情况不明{unknown, number}。",
  "sheet.complete": "已全部覆盖，没有还缺的。",
  "sheet.caption": "{building}：还缺{n, number}",
  "sheet.district": "不在楼内",
  "sheet.unit": "室号",
  "sheet.last": "上次",
  "sheet.never": "没有过",
  "sheet.done": "已到",
  "sheet.day": "日期",
  "sheet.signature": "经办人签名",
  "sheet.note": "备注",
  "sheet.privacy": "本表只写门牌，不写姓名；用完交回居委会，不张贴、不转发。",
  "sheet.unitLabel": "{unit}室",
  "sheet.whole": "整幢",
  "sheet.several": "{unit}（{n, number}）"
} as const

type Key = keyof typeof zh

const en: Readonly<Record<Key, string>> = {
  day: "{day, date}",
  number: "No. {number}",
  fill: " ",
  "period.day": "within {n, plural, one {# day} other {# days}}",
  "period.working day": "within {n, plural, one {# working day} other {# working days}}",
  "period.week": "within {n, plural, one {# week} other {# weeks}}",
  "period.month": "within {n, plural, one {# month} other {# months}}",

  "notice.title": "Self-Rectification Notice",
  "notice.to": "To the household at {place}:",
  "notice.found": "Our volunteers saw belongings in the corridor outside your home.",
  "notice.why":
    "It is the way out, and the way in for help, for everybody. Under Article 28 of the Fire Law nobody may occupy or block an escape route.",
  "notice.until": "Please clear the corridor yourselves by {until}.",
  "notice.within": "Please clear the corridor yourselves {within} of receiving this notice.",
  "notice.last": "Last day",
  "notice.help":
    "If things are too heavy, if there is nowhere to put them, or if you disagree, please tell us before then:",
  "notice.contact": "Contact",
  "notice.phone": "Telephone",
  "notice.after":
    "The committee and its volunteers may not clear anything by force. What is still there afterwards is reported by the property firm to the authority; it is cleared only with its owner's consent, by an enforcement order, or where a public notice has shown that nobody owns it.",
  "notice.committee": "Committee (seal)",
  "notice.date": "Date",
  "notice.servedBy": "Served by",
  "notice.witness": "Witness",
  "notice.how": "Served",
  "notice.handed": "handed to the household",
  "notice.posted": "posted on the door and photographed",
  "notice.other": "otherwise",
  "notice.receipt": "Receipt",
  "notice.received":
    "We have received the self-rectification notice No. {number} of the residents' committee of {district}.",
  "notice.signature": "Signature of the household",
  "notice.cut": "Cut along the line; the committee keeps this part",

  "sheet.title": "Visiting Sheet",
  "sheet.asOf":
    "As of {asOf, date}: {eligible, number} to reach, {reached, number} reached, {missing, number} missing, {excluded, number} left out, {unknown, number} not known.",
  "sheet.complete": "Everybody has been reached.",
  "sheet.caption": "{building}: {n, number} missing",
  "sheet.district": "In no building",
  "sheet.unit": "Unit",
  "sheet.last": "Last time",
  "sheet.never": "never",
  "sheet.done": "Reached",
  "sheet.day": "Date",
  "sheet.signature": "Signature",
  "sheet.note": "Remarks",
  "sheet.privacy":
    "This sheet names doors, not people. Hand it back to the committee after use; do not post it or pass it on.",
  "sheet.unitLabel": "{unit}",
  "sheet.whole": "all of it",
  "sheet.several": "{unit} ({n, number})"
}

/** The words of printed pages. */
export const printTexts: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { zh, en }
export type { Key as PrintKey }
