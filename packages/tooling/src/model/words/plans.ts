import { type Chapter, none } from "./Words.ts"

const weight = (goal: string, en: string, zh: string) =>
  [`The weight of the goal \`${goal}\`: ${en}.`, `目标 \`${goal}\`（${zh}）的权重。`, none] as const

/** The words for the points of need. */
const needWords = (whose: string) =>
  ({
    "need.from": ["The age from which years count.", "从多少岁起按年龄加分。", ["`60`", "`60`"]],
    "need.perYear": ["The points for each year above that age.", "每大一岁加几分。", ["`1`", "`1`"]],
    "need.livesAlone": [`The points for ${whose} who lives alone.`, "独居加几分。", ["`20`", "`20`"]],
    "need.tags": [`The points for tags of ${whose}.`, "各标签加几分。", none]
  }) as const

/** The words for pairing, companions, capable residents, and the limits of a district. */
export const plans: ReadonlyArray<Chapter> = [
  {
    title: ["Pairing and proposals", "结对和推荐"],
    sections: {
      pairing: {
        title: ["Pairing", "结对"],
        about: ["How branches are paired with groups.", "支部与小组怎样结对。"],
        keys: {
          criteria: [
            "The weight of each criterion: `strengths`, `territory`, `people`, `continuity`. One without a weight does not count.",
            "各条标准的权重：`strengths`（长处）、`territory`（地域）、`people`（人手）、`continuity`（延续）。没写的不计。"
          ],
          pins: ["Pairs that must be in the plan.", "必须结对的。", none],
          bans: ["Pairs that must not be in the plan.", "不得结对的。", none],
          repair: [
            "What a new plan prefers: the highest points, the fewest changes, or a price in points for each change.",
            "重新结对时优先什么：分数最高、改动最少，或者每项改动折合多少分。",
            ["`best-score`", "`best-score`"]
          ],
          "repair.pricePerChange": ["The price of changed pairs, in points.", "改动折合的分数。"],
          "repair.forChanges": [
            "For how many changes together the price is.",
            "这个分数对应几项改动。",
            ["`1`", "`1`"]
          ],
          openCases: [
            "Whether the open cases of a group follow its new branch or stay with the old one.",
            "小组换了支部后，未办结的事项随新支部（`follow`）还是留在原支部（`stay`）。",
            ["`follow`", "`follow`"]
          ],
          partial: [
            "Whether groups may get fewer branches than they need if the branches cannot lead all. Then as many pairs as possible come first.",
            "支部不够时，小组能否先少几个支部：能的话，先求结对最多，再看其他目标。",
            ["`false`: such a plan is refused, with the reasons", "`false`：排不满就不出方案，并写明原因"]
          ]
        }
      },
      settled: {
        title: ["A decided pair", "已定的结对"],
        about: ["A pair on which people have decided.", "由人决定的一对支部和小组。"],
        keys: {
          branch: ["The branch.", "支部。"],
          group: ["The group.", "小组。"],
          reason: ["The reason of the decision.", "决定的理由。"]
        }
      },
      companions: {
        title: ["Companions", "老伙伴"],
        about: ["The settings of the Elderly Companion scheme.", "老伙伴计划的设置。"],
        keys: {
          elders: ["The residents who should have a companion.", "哪些居民应当有老伙伴。"],
          ledBy: ["The heart whose group leads the scheme.", "由哪个“心”的小组负责。"],
          most: [
            "The maximum number of elders of one volunteer. A volunteer may offer fewer.",
            "一名志愿者最多结对几位老人；本人愿意的可以更少。",
            ["`5`", "`5`"]
          ],
          goals: [
            "The goals of a plan, the most important one first. Goals of one level are written together with their weights.",
            "计划的目标，重要的在前。同一级的几个目标写在一起，各带权重。",
            [
              "`served`, `continuity`, `need`, `unvisited`, `place`",
              "`served`、`continuity`、`need`、`unvisited`、`place`"
            ]
          ],
          "goals[].served": weight(
            "served",
            "as many elders as possible have a companion",
            "有老伙伴的老人尽量多"
          ),
          "goals[].continuity": weight("continuity", "as few pairs as possible end", "尽量少拆开原有的结对"),
          "goals[].need": weight("need", "elders who need more help come first", "先顾更需要帮助的老人"),
          "goals[].unvisited": weight(
            "unvisited",
            "elders who were not visited for longer come first",
            "先顾更久未走访的老人"
          ),
          "goals[].place": weight("place", "companions live in the same building", "尽量同楼"),
          need: [
            "The points for the needs of elders.",
            "老人需要程度的分数。",
            ["the defaults below", "用下面的默认值"]
          ],
          ...needWords("an elder")
        }
      },
      talent: {
        title: ["Capable residents", "能人"],
        about: [
          "Points are added for skills and subtracted for distance, present tasks and earlier tasks.",
          "技能合适加分，路远、手上任务多、近期任务多减分。"
        ],
        keys: {
          criteria: ["The weights of the criteria.", "各条标准的权重。"],
          "criteria.skills": [
            "For each product of a need and a skill.",
            "任务的需求与本人技能相乘的每一分。"
          ],
          "criteria.distance": ["For each metre of distance.", "每米路程。"],
          "criteria.load": ["For each present task.", "手上的每项任务。"],
          "criteria.turns": ["For each task within the look-back time.", "近期做过的每项任务。"],
          "criteria.continuity": [
            "For a person who had an earlier case about the same person or place; added.",
            "以前办过同一人、同一处的事项，加分。",
            ["`0`", "`0`"]
          ],
          "criteria.waiting": [
            "For each day since the last task, within the look-back time; added.",
            "距上一项任务的每一天（以往前看的天数为限），加分。",
            ["`0`", "`0`"]
          ],
          goals: [
            "What decides between choices with the same points, the most important goal first: the fewest earlier tasks (`turns`), or the longest time since the last one (`waiting`).",
            "分数相同时看什么，重要的在前：近期任务少（`turns`），或距上一项任务久（`waiting`）。",
            ["`turns`, `waiting`", "`turns`、`waiting`"]
          ],
          repair: [
            "What comes first if a task already has a person: the fewest changes, or the points.",
            "任务已有人承担时优先什么：改动最少，或者分数最高。",
            ["`fewest-changes`", "`fewest-changes`"]
          ],
          partial: [
            "Whether places may stay open if there are not enough people or minutes. Then as many places as possible are filled first.",
            "人手或时间不够时，能否先留空缺：能的话，先填满尽量多的名额，再看其他目标。",
            ["`false`: such a choice is refused, with the reasons", "`false`：排不满就不出方案，并写明原因"]
          ],
          lookBack: ["How many days back earlier tasks count.", "往前看多少天。"],
          distances: ["The distances between buildings.", "楼与楼之间的距离。", none],
          "distances[].from": ["One building.", "一幢楼。"],
          "distances[].to": ["The other building.", "另一幢楼。"],
          "distances[].metres": ["The distance in metres.", "距离，米。"]
        }
      },
      rounds: {
        title: ["Rounds of visits", "走访安排"],
        about: [
          "The plan of a round says who visits whom. As many members as possible are visited, then the goals decide.",
          "走访安排写明谁走访谁：先让尽量多的对象有人走访，再按目标选最好的。"
        ],
        keys: {
          goals: [
            "The goals of a round, the most important one first. Goals of one level are written together with their weights.",
            "走访安排的目标，重要的在前。同一级的几个目标写在一起，各带权重。",
            [
              "`served`, `place`, `continuity`, `need`, `unvisited`",
              "`served`、`place`、`continuity`、`need`、`unvisited`"
            ]
          ],
          "goals[].served": weight(
            "served",
            "as many members as possible are visited",
            "有人走访的对象尽量多"
          ),
          "goals[].continuity": weight(
            "continuity",
            "as many members as possible keep their visitor",
            "尽量仍由原来的人走访"
          ),
          "goals[].need": weight("need", "members who need more help come first", "先顾更需要帮助的人"),
          "goals[].unvisited": weight(
            "unvisited",
            "members who were not visited for longer come first",
            "先顾更久未走访的人"
          ),
          "goals[].place": weight("place", "visitors know the building", "尽量由熟悉本楼的人去"),
          need: [
            "The points for the needs of members. A household counts as the person in it who needs most.",
            "需要程度的分数。住户按其中最需要的一位计。",
            ["as `need` of `companions`, if there is one", "与 `companions` 的 `need` 相同（若有）"]
          ],
          ...needWords("a member")
        }
      }
    }
  },
  {
    title: ["Limits", "期限和上限"],
    sections: {
      late: {
        title: ["Late facts", "补记的期限"],
        about: ["Periods in days or weeks.", "用天或周写。"],
        block: ["lateFacts"],
        keys: {
          keepers: [
            "The limit for people who manage cases or the registry.",
            "主管事项或名册的人员。",
            ["`30 days`", "`30 days`"]
          ],
          others: ["The limit for everybody else.", "其他人。", ["`7 days`", "`7 days`"]]
        }
      },
      emergency: {
        title: ["Emergency access", "紧急查看"],
        about: [
          "A person without the authority can open sealed data in an emergency. Each access is recorded and announced.",
          "没有权限的人遇到紧急情况可以查看密封信息，每次都有记录和通知。"
        ],
        block: ["emergencyAccess"],
        keys: {
          most: ["The maximum number of accesses of one person.", "一个人最多几次。"],
          days: ["The number of days within which they count.", "在多少天之内。"]
        }
      },
      retention: {
        title: ["Retention", "保留期限"],
        about: [
          "Periods in days, weeks, months, quarters or years. The data of a person are erased when the last of the periods is over.",
          "用天、周、月、季度或年写。一个人的各项期限都到了，才删除。"
        ],
        block: ["retention"],
        keys: {
          residents: [
            "Data in the registry, from the day on which the resident died or moved away.",
            "名册信息，从去世或搬走算起。"
          ],
          contacts: [
            "Details of contacts, from the last contact.",
            "联系记录，从最后一次联系算起。",
            ["as `residents`", "同 `residents`"]
          ],
          cases: [
            "Texts and evidence of cases, from the day on which the case was closed.",
            "事项的文字和材料，从办结算起。",
            ["as `residents`", "同 `residents`"]
          ],
          polls: [
            "Ballots, from the day on which the poll was closed.",
            "选票，从表决结束算起。",
            ["as `residents`", "同 `residents`"]
          ],
          actors: [
            "The name of an actor who is not a resident, from the last mandate.",
            "非居民人员的姓名，从最后一次任职算起。",
            ["as `residents`", "同 `residents`"]
          ],
          reports: [
            "Texts of reports from residents, from the day on which the report was declined or its case was closed.",
            "居民报事的文字，从不予受理或事项办结算起。",
            ["as `residents`", "同 `residents`"]
          ]
        }
      },
      intake: {
        title: ["Reports from residents", "居民报事"],
        about: [
          "Residents report without an account. A keeper of the playbook looks at each report and decides on it.",
          "居民不用账号即可报事。每件报事由负责该流程的人查看并处理。"
        ],
        block: ["intake"],
        keys: {
          playbooks: ["The playbooks that are open to residents, by id.", "开放给居民的流程，按编号写。"],
          most: [
            "The largest number of reports that the district takes in on one day.",
            "居民区一天最多接收几件报事。",
            ["`100`", "`100`"]
          ]
        }
      },
      category: {
        title: ["A category of reports", "报事的类别"],
        about: ["The key is the id of a playbook.", "键是流程的编号。"],
        block: ["intake", "playbooks", "corridor-clutter"],
        keys: {
          name: [
            "The name of the category, as residents read it.",
            "居民看到的类别名称。",
            ["the name of the playbook", "流程的名称"]
          ],
          ask: [
            "What the reporter should write.",
            "提示报事人写什么。",
            ["nothing more is asked", "不另提示"]
          ]
        }
      }
    }
  }
]
