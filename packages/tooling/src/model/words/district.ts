import { type Both, type Chapter, none, off } from "./Words.ts"

const another: Both = ["another of the four", "用另外三个之一"]

/** The words for the district itself, its people, its branches and its groups. */
export const district: ReadonlyArray<Chapter> = [
  {
    title: ["The district", "居民区"],
    sections: {
      model: {
        title: ["The whole model", "整个模型"],
        about: [
          "A file that begins with `extends: six-hearts` states only what differs from that model, and `null` removes a part. The sections below describe the parts.",
          "文件开头写 `extends: six-hearts`，就只需写与六心模型不同的部分，写 `null` 去掉一部分。各部分的写法见下文。"
        ],
        keys: {
          id: ["The id of the district. It never changes.", "居民区的编号，定了就不改。"],
          name: ["The name of the district.", "居民区的名称。"],
          languages: [
            "The languages of the district, the main language first. They are used if a text does not exist in the language of the reader.",
            "居民区使用的语言，主要的写在前面。读者的语言没有对应文字时，按这个次序选用。",
            ["Chinese is tried last", "最后用中文"]
          ],
          nouns: [
            "The nouns of place, for a district that has no buildings or flats.",
            "地点的称呼：没有“楼”“室”的地方，可以改用别的。",
            ["the usual nouns of each language", "各语言通常的称呼"]
          ],
          elderFrom: [
            "The age from which reports and lists count a resident as an elder.",
            "报告和清单里，从多少岁起按老人统计。",
            ["`60`", "`60`"]
          ],
          provenance: [
            "A remark about the source of the figures. Reports show it.",
            "数据来源说明，报告里会写出来。",
            none
          ],
          timeZone: [
            "The time zone, as an IANA name. It decides which day it is in the district.",
            "时区，写 IANA 名称，决定居民区的“今天”是哪一天。"
          ],
          calendar: [
            "The holidays and the working weekends, by year.",
            "每年的放假和调休上班日期，按年份写。"
          ],
          hearts: [
            "The hearts: the main purposes of groups. Each group and each playbook belongs to one.",
            "“心”：小组的主要宗旨。每个小组、每种事项归一个“心”。"
          ],
          tags: [
            "The names of tags: strengths, needs, skills, and facts about residents.",
            "标签的名称：用于长处、需求、技能，以及居民情况。"
          ],
          branches: ["The Party branches, by id.", "党支部，按编号写。"],
          groups: ["The self-governance groups, by id.", "自治小组，按编号写。"],
          roles: ["The roles that people can have, by id.", "身份，按编号写。"],
          actors: [
            "People with their mandates at the start. Mandates can also be granted later by requests.",
            "开始时的人员和任职。以后也可以用命令任命。",
            none
          ],
          pairing: ["How branches are paired with groups.", "支部与小组怎样结对。"],
          companions: [
            "The Elderly Companion scheme.",
            "老伙伴计划。",
            ["the district has no such scheme", "本区不开展"]
          ],
          talent: [
            "How capable residents are proposed for tasks.",
            "怎样推荐能人承担任务。",
            ["nobody is proposed", "不推荐"]
          ],
          rounds: [
            "The goals of rounds of visits: who is visited first, and by whom.",
            "走访安排的目标：先走访谁，由谁去。",
            ["the defaults below", "用下面的默认值"]
          ],
          contacts: [
            "The kinds of contact that people record, by id.",
            "联系方式（上门、宣传等），按编号写。"
          ],
          playbooks: [
            "The playbooks: how each kind of case runs, by id.",
            "办事流程：每种事项怎么办，按编号写。"
          ],
          pollRules: [
            "The kinds of vote that playbooks use, by id.",
            "流程里用到的表决规则，按编号写。",
            none
          ],
          lateFacts: [
            "How many days in the past a fact may be dated.",
            "补记的事最多可以早多少天。",
            ["30 days for keepers, 7 days for others", "主管人员 30 天，其他人 7 天"]
          ],
          emergencyAccess: [
            "How often a person may take emergency access to sealed data.",
            "紧急查看密封信息的次数上限。",
            ["3 times within 7 days", "7 天内 3 次"]
          ],
          clockJump: [
            "The longest time without an entry after which the clock of the computer is still believed.",
            "多久没有记录时，仍相信电脑的时钟；超过就要人确认日期。",
            ["`92 days`", "`92 days`"]
          ],
          retention: [
            "How long personal data are kept after their purpose has ended.",
            "个人信息在用途结束后还保留多久。",
            ["they never have to be erased", "不要求删除"]
          ],
          intake: [
            "What residents may report without an account.",
            "居民不用账号可以报哪些事。",
            ["nothing", "不接受报事"]
          ],
          coverage: [
            "The coverage rules: who must be reached, by id.",
            "全覆盖规则：哪些人必须联系到，按编号写。"
          ],
          notices: [
            "The notice rules: who is notified of what, by id.",
            "通知规则：什么事通知谁，按编号写。"
          ],
          noticeHours: [
            "The hours and days in which notices are sent.",
            "哪些时间发通知。",
            ["at any hour", "任何时间"]
          ]
        }
      },
      text: {
        title: ["Texts", "文字"],
        about: [
          "A text is written in at least one language. Any other language tag is also a key, such as `fr` or `zh-Hant`.",
          "一段文字至少用一种语言写。其他语言标记也可以作键，如 `fr`、`zh-Hant`。"
        ],
        block: ["name"],
        keys: {
          zh: ["The text in Chinese.", "中文。", ["another language is used", "用其他语言的文字"]],
          en: ["The text in English.", "英文。", ["another language is used", "用其他语言的文字"]]
        }
      },
      nouns: {
        title: ["Nouns of place", "地点的称呼"],
        about: [
          "Reports, lists and notices use these nouns. A noun that lacks a language is the usual one of this language.",
          "报表、清单和通知都用这些称呼。没有写的语言，用该语言通常的称呼。"
        ],
        keys: {
          building: ["A building.", "楼。", ["楼, `building`", "楼、`building`"]],
          buildings: [
            "Several buildings.",
            "多幢楼（中文与单数相同）。",
            ["楼, `buildings`", "楼、`buildings`"]
          ],
          measure: ["The measure word after a number of buildings, in Chinese.", "楼的量词。", ["幢", "幢"]],
          room: ["A flat, beside its number.", "室，与室号连写。", ["室, `flat`", "室、`flat`"]],
          district: ["The whole district.", "整个居民区。", ["居民区, `district`", "居民区、`district`"]]
        }
      },
      calendar: {
        title: ["A year of the calendar", "一年的日历"],
        about: [
          "The key is the year. Without data for a year, its working days are counted by weekdays, and results are marked as provisional.",
          "键是年份。某一年没有数据时，只按星期推算工作日，结果标明“暂定”。"
        ],
        block: ["calendar"],
        keys: {
          holidays: ["The days off. Weekend days may be listed, too.", "放假的日期，可以包括周末。"],
          workdays: ["The weekend days on which people work.", "调休上班的周末日期。"],
          source: ["Where the two lists come from.", "日期的来源，如国务院办公厅的通知。", none]
        }
      }
    }
  },
  {
    title: ["People and groups", "人员和小组"],
    sections: {
      branch: {
        title: ["A branch", "党支部"],
        about: ["The pairing decides which groups a branch leads.", "结对决定支部联系哪些小组。"],
        block: ["branches", "east"],
        keys: {
          name: ["The name of the branch.", "支部名称。"],
          strengths: [
            "The strengths, each with a weight from 0 to 100. They are compared with the needs of groups.",
            "长处，各有 0 到 100 的权重，结对时与小组的需求比较。"
          ],
          buildings: ["The buildings in which the members live.", "党员居住的楼。"],
          people: ["How many people of the branch are available.", "支部能出力的人数。"],
          leads: ["How many groups the branch may lead.", "支部可以联系几个小组。"],
          "leads.least": ["The minimum number of groups.", "最少几个小组。"],
          "leads.most": ["The maximum number of groups.", "最多几个小组。"]
        }
      },
      group: {
        title: ["A group", "自治小组"],
        about: [
          "Several groups may have one heart. A case goes to the group that serves its building.",
          "一个“心”可以有几个小组，事项归负责那幢楼的小组。"
        ],
        block: ["groups", "unity-north"],
        keys: {
          name: ["The name of the group.", "小组名称。"],
          heart: ["The heart of the group.", "小组属于哪个“心”。"],
          purpose: ["What the group does.", "小组做什么。"],
          needs: [
            "What the group needs from its branch, each with a weight from 0 to 100.",
            "需要支部提供什么，各有 0 到 100 的权重。"
          ],
          buildings: [
            "The buildings that the group serves. An empty list means the whole district.",
            "小组负责的楼。空列表表示整个居民区。"
          ],
          ledBy: ["How many branches must lead the group.", "要由几个支部联系。"]
        }
      },
      role: {
        title: ["A role", "身份"],
        about: [
          "A request is refused unless a role of the actor has the required authority. Steps of cases need no authority: their playbook lists the roles.",
          "没有相应权限的操作不予放行。事项的步骤不看权限，由流程列出可以办理的身份。"
        ],
        block: ["roles", "watch"],
        keys: {
          name: ["The name of the role.", "身份的名称。"],
          may: ["The authorities of the role.", "这个身份的权限。"],
          grants: [
            "The roles that this role may grant and end, within its scope.",
            "这个身份可以在自己的范围内任免哪些身份。",
            [
              "if no role has this key, a role with `registry` and `case` grants the roles whose authorities it has",
              "若所有身份都没写，则有 `registry` 和 `case` 权限的身份可以任免权限不超过自己的身份"
            ]
          ]
        }
      },
      actor: {
        title: ["An actor", "人员"],
        about: ["A person or a body that makes requests.", "提出操作的个人或单位。"],
        block: ["actors", "li"],
        keys: {
          mandates: ["The mandates of the actor.", "任职。"],
          offers: [
            "What the actor offers to do as a volunteer. Nobody is proposed without an offer.",
            "本人愿意做的事。没有表示愿意的人不会被推荐。",
            none
          ],
          resident: [
            "The resident who the actor is. An actor who has died or moved away cannot act any more.",
            "对应的居民。去世或搬走后不能再办理。",
            ["the actor is not a resident", "不是本区居民"]
          ]
        }
      },
      mandate: {
        title: ["A mandate", "任职"],
        about: ["A role within a part of the district.", "在一定范围内的一种身份。"],
        keys: {
          role: ["The role.", "身份。"],
          scope: [
            "Where the mandate is valid: exactly one of the four keys below.",
            "任职范围，从下面四个键中选且只选一个。"
          ],
          "scope.building": ["One building.", "一幢楼。", another],
          "scope.group": ["One group.", "一个小组。", another],
          "scope.branch": ["One branch.", "一个支部。", another],
          "scope.district": ["The whole district.", "整个居民区。", another],
          from: ["The first day.", "开始的日期（含当天）。", ["it has no beginning", "不限开始"]],
          until: ["The last day.", "结束的日期（含当天）。", ["it has no end", "不限结束"]]
        }
      },
      offer: {
        title: ["An offer", "愿意做的事"],
        about: [
          "Tasks are proposed only within the offer of a person (PIPL Art. 6).",
          "只在本人愿意的范围内推荐任务（个人信息保护法第六条）。"
        ],
        keys: {
          building: [
            "The building in which the person lives. Tasks near it are proposed first.",
            "居住的楼，先推荐就近的任务。",
            ["unknown", "不知道"]
          ],
          skills: ["The skills, each with a weight from 0 to 100.", "技能，各有 0 到 100 的权重。", none],
          elders: ["The maximum number of elders to look after.", "最多结对几位老人。", ["`0`", "`0`"]],
          tasks: ["The maximum number of tasks at one time.", "同时最多承担几项任务。", ["`0`", "`0`"]],
          minutes: ["The maximum number of minutes a week.", "每周最多多少分钟。", ["`0`", "`0`"]]
        }
      },
      contact: {
        title: ["A kind of contact", "联系方式"],
        about: [
          "Coverage rules count contacts. Steps of cases may count as contacts, too.",
          "全覆盖规则按联系次数计算。事项的步骤也可以算作联系。"
        ],
        block: ["contacts", "night-round"],
        keys: {
          name: ["The name of the kind of contact.", "联系方式的名称。"],
          proof: ["Whether a photo or a signature is required.", "是否要有照片或签名。", off],
          by: [
            "Who may record it.",
            "由谁登记。",
            ["every role with the authority `contact`", "所有有 `contact` 权限的身份"]
          ],
          "by[].role": ["A role. It needs the authority `contact`.", "身份，须有 `contact` 权限。"],
          "by[].scope": [
            "Which mandate is enough: for the whole district; for a group or a branch, in its buildings (`group`); or for the building. A mandate for the whole district is always enough.",
            "任职要覆盖到哪里：整个居民区；小组或支部（限其楼内，写 `group`）；或者所在的楼。在全区任职的总是可以。",
            ["any mandate that contains the person or place", "任职范围包含该人或该处即可"]
          ]
        }
      }
    }
  }
]
