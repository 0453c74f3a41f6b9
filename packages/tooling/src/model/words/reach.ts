import { type Both, type Chapter, none, off } from "./Words.ts"

const unlimited: Both = ["not compared", "不比较"]
const any: Both = ["any", "不限"]

/** The words for coverage and notices. */
export const reach: ReadonlyArray<Chapter> = [
  {
    title: ["Coverage", "全覆盖"],
    sections: {
      coverage: {
        title: ["A coverage rule", "全覆盖规则"],
        about: [
          "Who must be reached, by which contacts, and how many of them. See also [coverage](coverage.md).",
          "谁必须联系到、怎样才算、要达到多少。另见[全覆盖](coverage.zh-CN.md)。"
        ],
        block: ["coverage", "elders-visited"],
        keys: {
          name: ["The name of the rule.", "规则名称。"],
          version: [
            "The version of the rule. Certificates state it.",
            "规则的版本，证明上会写明。",
            ["`1`", "`1`"]
          ],
          of: ["Who or what is counted.", "统计的对象：居民、住户、楼、事项或老伙伴。"],
          where: ["The members to whom the rule applies.", "规则适用于哪些对象。", ["all members", "全部"]],
          reached: ["When a member counts as reached.", "怎样才算联系到。"],
          target: ["How many members must be reached.", "要达到多少。"],
          exclude: [
            "The reasons for which a member may be excluded, by id.",
            "可以不计入的理由，按编号写。",
            none
          ],
          groupBy: ["By which parts reports break the numbers down.", "报告按什么分列。", none]
        }
      },
      target: {
        title: ["A target by parts", "分部分的目标"],
        about: [
          "A target is `all`, a number of members, or a share such as `95 %` or `19/20`; or one target for each part.",
          "目标写 `all`、一个数、比例（如 `95 %`、`19/20`），或者给各部分分别定目标。"
        ],
        keys: {
          by: ["The kind of parts.", "按什么划分。"],
          parts: ["The target of each named part.", "各部分的目标。"],
          rest: ["The target of all other members together.", "其余对象合起来的目标。"]
        }
      },
      reached: {
        title: ["Reached", "怎样算联系到"],
        about: [
          "Exactly one of `by`, `is`, `all` and `any`. The other keys go with `by`, and at most one of `within`, `since` and `each`.",
          "`by`、`is`、`all`、`any` 选且只选一个。其他键与 `by` 同用，`within`、`since`、`each` 至多写一个。"
        ],
        keys: {
          by: [
            "The kinds of contact and the steps that count. One of them is enough. A step is written `playbook/step`.",
            "算数的联系方式和步骤，有一项即可。步骤写成“流程/步骤”。",
            ["another way", "用其他方式"]
          ],
          times: ["On how many different days.", "要在几个不同的日子。", ["`1`", "`1`"]],
          within: [
            "Only contacts within this time count.",
            "只算这段时间内的。",
            ["at any time", "不限时间"]
          ],
          since: [
            "Only contacts on or after this day count.",
            "只算这一天起的。",
            ["at any time", "不限时间"]
          ],
          each: [
            "A contact is required in each of these periods.",
            "每个周期都要有一次。",
            ["at any time", "不限时间"]
          ],
          "each.month": ["Months that begin on this day.", "每月从这一天开始。"],
          through: [
            "Whose contacts count for the member, too: the household or building of a resident or pair; the building or residents of a household; the households or residents of a building.",
            "还算哪些人或地方的联系：居民和老伙伴可以算住户或楼的，住户可以算楼或居民的，楼可以算住户或居民的。",
            ["only the member's", "只算本身的"]
          ],
          is: [
            "The member is reached if this condition is true.",
            "符合这个条件就算。",
            ["another way", "用其他方式"]
          ],
          all: ["All of these must be true.", "全部满足才算。", ["another way", "用其他方式"]],
          any: ["One of these must be true.", "满足一项即可。", ["another way", "用其他方式"]]
        }
      },
      selector: {
        title: ["A condition on members", "筛选条件"],
        about: [
          "All keys must be true together. After each key, it says for which members it exists.",
          "各键要同时满足。每个键后面写明适用的对象。"
        ],
        keys: {
          id: ["The id.", "编号。", any],
          age: [
            "The age of a resident in full years, or how long a case has been open.",
            "居民的周岁，或者事项立项以来的时间。",
            any
          ],
          birth: ["The day of birth.", "出生日期。", any],
          partyMember: ["Whether the resident is a Party member.", "是否党员。", any],
          partyYears: ["The full years of Party membership.", "党龄（整年）。", any],
          tags: ["The tags.", "标签。", any],
          livesAlone: ["Whether the resident is the only one of the household.", "是否独居。", any],
          livesHere: ["How long the resident has lived in the district.", "在本区居住多久。", any],
          hasCompanion: ["Whether the resident has a companion.", "是否有老伙伴。", any],
          household: ["The household, by id or by a condition.", "住户，写编号或条件。", any],
          cases: ["There is a case that meets this condition.", "有符合条件的事项。", any],
          building: ["The building, by id or by a condition.", "楼，写编号或条件。", any],
          branch: ["A branch whose members live in the building.", "党员居住在那幢楼的支部。", any],
          group: ["A group that serves the building.", "负责那幢楼的小组。", any],
          floor: ["The floor.", "楼层。", any],
          floors: ["The number of floors.", "层数。", any],
          area: ["The exclusive area.", "专有面积。", any],
          size: ["The number of residents of the household.", "户内人数。", any],
          with: ["At least one resident meets this condition.", "至少有一位居民符合条件。", any],
          everyone: [
            "There are residents, and all meet this condition.",
            "有人居住，并且人人符合条件。",
            any
          ],
          households: ["At least one household meets this condition.", "至少有一户符合条件。", any],
          playbook: ["The playbook of the case.", "事项的流程。", any],
          stage: ["The stage of the case.", "事项的阶段。", any],
          outcome: ["The outcome of the case.", "事项的结果。", any],
          open: ["Whether the case is open.", "是否未办结。", any],
          relapses: ["How often the problem came back.", "反复的次数。", any],
          opened: ["The day on which the case was opened.", "立项日期。", any],
          closed: ["The day on which the case was closed.", "办结日期。", any],
          volunteer: ["The volunteer of the pair.", "老伙伴志愿者。", any],
          elder: ["The elder, by id or by a condition.", "老人，写编号或条件。", any],
          load: ["How many elders the volunteer looks after.", "志愿者照看几位老人。", any],
          lasting: ["How long the pair has lasted.", "结对多久。", any],
          all: ["All of these conditions are true.", "全部条件都满足。", any],
          any: ["One of these conditions is true.", "满足其中一个条件。", any],
          not: ["This condition is not true.", "不符合这个条件。", any]
        }
      },
      comparison: {
        title: ["A comparison", "比较"],
        about: [
          "A value is written directly, or as a comparison with at least one of these keys. Which keys are possible depends on the value.",
          "直接写值，或者用下面的键比较，至少写一个。能用哪些键要看是什么值。"
        ],
        keys: {
          atLeast: ["At least this much.", "至少。", unlimited],
          atMost: ["At most this much.", "至多。", unlimited],
          moreThan: ["More than this.", "超过。", unlimited],
          lessThan: ["Less than this.", "不到。", unlimited],
          from: ["On or after this day.", "这一天或以后。", unlimited],
          until: ["On or before this day.", "这一天或以前。", unlimited],
          after: ["After this day.", "这一天以后。", unlimited],
          before: ["Before this day.", "这一天以前。", unlimited],
          any: ["One of these tags.", "有其中一个标签。", unlimited],
          all: ["All of these tags.", "有全部标签。", unlimited],
          none: ["None of these tags.", "没有这些标签。", unlimited]
        }
      },
      exclusion: {
        title: ["A reason for an exclusion", "不计入的理由"],
        about: ["Who may exclude a member, and for how long.", "谁可以把对象列为不计入，最长多久。"],
        keys: {
          name: ["The name of the reason.", "理由的名称。"],
          grantedBy: ["The roles that may grant it.", "哪些身份可以批准。"],
          for: ["The maximum length.", "最长多久。", ["no limit", "不限"]]
        }
      }
    }
  },
  {
    title: ["Notices", "通知"],
    sections: {
      notice: {
        title: ["A notice rule", "通知规则"],
        about: [
          "What is announced, to which roles, and in which words. See also [notices](notices.md).",
          "什么事、通知哪些身份、怎么说。另见[通知](notices.zh-CN.md)。"
        ],
        block: ["notices", "noise-due"],
        keys: {
          name: ["The name of the rule.", "规则名称。"],
          on: ["What is announced.", "什么事要通知。"],
          playbooks: ["Only cases of these playbooks.", "只限这些流程的事项。", ["all", "全部"]],
          steps: ["Only these steps.", "只限这些步骤。", ["all", "全部"]],
          of: [
            "For `case-due`: the deadline of a stage, of the next check, or of the whole case.",
            "用于 `case-due`：阶段（`stage`）、下次巡查（`check`）还是整个事项（`limit`）的期限。",
            ["all", "全部"]
          ],
          before: [
            "For `case-due`: how long before the due day.",
            "用于 `case-due`：提前多久。",
            ["on the due day", "到期当天"]
          ],
          coverage: [
            "For `coverage-fell`, which requires it: the coverage rules that are watched.",
            "用于 `coverage-fell`，此时必填：看哪些全覆盖规则。",
            none
          ],
          to: [
            "The roles to notify, within the scopes of their mandates.",
            "通知哪些身份，限于任职范围之内。"
          ],
          walkers: [
            "For `case-due`: whether the people who make the checks are notified. `to` is then notified only of cases that nobody walks to.",
            "用于 `case-due`：是否通知巡查的人。此时 `to` 只收到没有人巡查的事项。",
            off
          ],
          reporter: [
            "Whether the actor who opened the case is notified, too.",
            "是否同时通知立项的人。",
            off
          ],
          urgent: ["Whether the notice is urgent.", "是否紧急。", off],
          night: ["Whether it may be sent in quiet hours.", "免打扰时间是否也发。", off],
          digest: [
            "The digest to which the notice belongs.",
            "归入哪份汇总。",
            ["it is sent separately", "单独发"]
          ],
          text: [
            "The words, with arguments such as `{place}`. Which arguments there are depends on `on`.",
            "通知的文字，可用 `{place}` 等参数，有哪些参数要看 `on`。"
          ]
        }
      },
      hours: {
        title: ["The hours of notices", "通知时间"],
        about: ["Times of day are in the time zone of the district.", "时间以居民区的时区为准。"],
        block: ["noticeHours"],
        keys: {
          quiet: ["The quiet hours.", "免打扰时间。", none],
          "quiet.from": ["The beginning.", "开始。"],
          "quiet.until": [
            "The end. If it is earlier than the beginning, it is on the next day.",
            "结束。早于开始时间的，指第二天。"
          ],
          notOn: [
            "Days on which nothing is sent, except what may be sent in quiet hours.",
            "哪些日子不发（免打扰时间也能发的除外）。",
            none
          ],
          digests: [
            "The digests, by id: notices that are sent together.",
            "汇总，按编号写：几条通知一起发。"
          ],
          "digests.*.name": ["The name of the digest.", "汇总的名称。"],
          "digests.*.at": ["The time of day at which it is sent.", "几点发。"],
          "digests.*.notOn": ["Days on which it is not sent.", "哪些日子不发。", none],
          separate: [
            "How many notices of one rule a recipient gets separately at one time. More are sent as one.",
            "同一规则一次最多单独发几条，超过就并成一条。",
            ["`5`", "`5`"]
          ],
          confidential: [
            "The playbooks whose cases are never announced to a group of people.",
            "哪些流程的事项不在群里通知。"
          ]
        }
      }
    }
  }
]
