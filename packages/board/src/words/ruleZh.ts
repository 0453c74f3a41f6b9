/** The Chinese words of what people do about a coverage rule. */
export const ruleZh = {
  "rule.ahead": "接下来",
  "rule.forecast":
    "{short, plural, =0 {已经达到要求。} other {离要求还差#。{met, select, _ {照目前的进度，看不出哪天能达到。} other {照目前的进度，{met}达到。}}}}",
  "rule.pace": "按最近{days, number}天净增{gained, number}计算。",
  "rule.next": "安排下一轮上门",
  "rule.capacity": "每人至多几户",
  "rule.visits": "{n, number}户",
  "rule.again": "约好再来",
  "rule.nobody": "没有可以安排的人：需要愿意帮忙并有职务的人。",
  "rule.left": "这一轮轮不到的（{n, number}）",
  "rule.excuse": "不计入",
  "rule.excuseHint": "说明理由后，不再计入“{rule}”的应联系对象，数字里仍会列出。",
  "rule.reason": "理由",
  "rule.until": "到哪一天（不填则按要求所定的最长期限）",
  "rule.done": "已登记为不计入。"
} as const
