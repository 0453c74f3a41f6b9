/** The English words of what people do about a coverage rule. */
import type { ruleZh } from "./ruleZh.ts"

export const ruleEn: Readonly<Record<keyof typeof ruleZh, string>> = {
  "rule.ahead": "From here on",
  "rule.forecast":
    "{short, plural, =0 {The target is met.} other {# more to meet the target. {met, select, _ {At the present pace, no day can be stated.} other {At the present pace, it is met on {met}.}}}}",
  "rule.pace": "{gained, number} more in the last {days, plural, one {# day} other {# days}}.",
  "rule.next": "Hand out the next round",
  "rule.capacity": "At most, for each person",
  "rule.visits": "{n, plural, one {# visit} other {# visits}}",
  "rule.again": "agreed for another day",
  "rule.nobody": "There is nobody to visit them: people are needed who have offered help and have a mandate.",
  "rule.left": "Not in this round ({n, number})",
  "rule.excuse": "Do not count",
  "rule.excuseHint":
    "With a reason, this member does not count for “{rule}” any more. The figures still list it.",
  "rule.reason": "Reason",
  "rule.until": "Until (empty: as long as the rule permits)",
  "rule.done": "It does not count any more."
}
