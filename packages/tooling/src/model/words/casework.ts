import { type Chapter, none, off } from "./Words.ts"

/** The words for playbooks and votes. */
export const casework: ReadonlyArray<Chapter> = [
  {
    title: ["Playbooks", "办事流程"],
    sections: {
      playbook: {
        title: ["A playbook", "流程"],
        about: [
          "How one kind of case runs. See also [casework and owner polls](casework.md).",
          "一种事项怎么办。另见[办事流程与业主表决](casework.zh-CN.md)。"
        ],
        block: ["playbooks", "night-noise"],
        keys: {
          name: ["The name of the kind of case.", "这种事项的名称。"],
          purpose: ["What the playbook is for.", "流程的目的。", none],
          version: [
            "The version. A case keeps the version with which it was opened until it is migrated.",
            "版本。事项沿用立项时的版本，直到迁移。"
          ],
          subject: ["What a case is about.", "事项针对什么：居民区、楼、户还是居民。"],
          ledBy: ["The heart whose group is responsible for the cases.", "由哪个“心”的小组负责。"],
          parent: [
            "The playbook of the parent case. A case can then be opened only under an open case of that playbook.",
            "上级事项的流程。写了以后，只能在未办结的上级事项下立项。",
            none
          ],
          limit: [
            "The maximum time until a case is resolved, from its opening or reopening.",
            "从立项或重开到解决的最长时间。",
            ["no limit", "不限"]
          ],
          keepers: [
            "Who may open, hand over, transfer, merge and withdraw a case.",
            "谁可以立项、交办、转组、合并和撤销。",
            ["the roles with the authority `case`", "有 `case` 权限的身份"]
          ],
          opening: [
            "How a case is opened.",
            "怎样立项。",
            ["by the keepers, without evidence", "由主管人员立项，不需材料"]
          ],
          reopening: [
            "How a closed case can be reopened.",
            "办结后怎样重开。",
            ["it cannot be reopened", "不能重开"]
          ],
          start: ["The first stage.", "第一个阶段。"],
          stages: ["The stages, by id.", "各阶段，按编号写。"],
          steps: ["The steps, by id.", "各步骤，按编号写。"],
          patrol: ["Regular checks after the work is done.", "办完以后的定期巡查。", none],
          source: ["The law, regulation or practice behind the playbook.", "流程依据的法规或做法。", none]
        }
      },
      opening: {
        title: ["Opening", "立项"],
        about: ["How a case is opened.", "事项怎样立项。"],
        keys: {
          by: ["Who may open a case, in addition to the keepers.", "除主管人员外，谁可以立项。", none],
          evidence: ["The evidence that opening requires, by id.", "立项要交的材料，按编号写。", none],
          records: ["The kinds of contact that the opening counts as.", "立项算作哪几种联系。", none],
          due: [
            "Whether a person may choose the due day of a case, and within which limits.",
            "能否给单个事项另定期限，以及范围。",
            ["not allowed", "不能"]
          ],
          "due.of": [
            "What the chosen day is for: the whole case, or its first stage.",
            "另定的是整个事项（`limit`）还是第一阶段（`stage`）的期限。",
            ["`limit`", "`limit`"]
          ],
          "due.least": [
            "The earliest day, counted from the opening.",
            "从立项算起，最早多久。",
            ["any day", "不限"]
          ],
          "due.most": ["The latest day, counted from the opening.", "从立项算起，最晚多久。"]
        }
      },
      stage: {
        title: ["A stage", "阶段"],
        about: ["A case is in exactly one stage at a time.", "事项任何时候只处在一个阶段。"],
        keys: {
          name: ["The name of the stage.", "阶段名称。"],
          deadline: [
            "How long a case may stay. Days count from the day after the entry, hours from the instant of the entry; `30 days from signed-on` counts from that date in the evidence.",
            "最多停留多久。天数从进入的次日算，小时从进入的时刻算；`30 days from signed-on` 从材料里的那个日期算。",
            ["no deadline", "不限"]
          ],
          rests: [
            "The clocks that rest while a case is in this stage.",
            "处在这个阶段时暂停计时的期限。",
            none
          ],
          "rests.stages": ["The stages whose deadlines rest.", "哪些阶段的期限暂停。", none],
          "rests.limit": [
            "The limit of the whole case rests.",
            "整个事项的期限暂停。",
            ["it does not rest", "不暂停"]
          ],
          endsOnWorkingDay: [
            "Whether a due day that is not a working day moves to the next working day.",
            "到期日不是工作日时，是否顺延到下一个工作日。",
            off
          ],
          lapse: [
            "The step that happens automatically when the deadline passes.",
            "到期后自动发生的步骤。",
            ["the case is overdue", "事项逾期"]
          ],
          escalate: [
            "Who is notified when the deadline is late, and after how long.",
            "逾期多久通知谁。",
            none
          ],
          outcome: [
            "The outcome of a case that ends in this stage.",
            "在这个阶段结束的事项的结果。",
            ["the stage does not end the case", "这个阶段不结束事项"]
          ],
          source: ["The law, regulation or practice behind the stage.", "阶段依据的法规或做法。", none]
        }
      },
      step: {
        title: ["A step", "步骤"],
        about: [
          "An action of people, or what happens automatically after a deadline.",
          "人办理的一步，或者到期后自动发生的一步。"
        ],
        keys: {
          name: ["The name of the step.", "步骤名称。"],
          from: ["The stages in which the step is possible.", "在哪些阶段可以办。"],
          to: [
            "The stage that the step enters. Entering the present stage again restarts its deadline.",
            "办理后进入的阶段。再次进入同一阶段会重新计时。",
            ["the case stays in its stage", "留在原阶段"]
          ],
          by: [
            "Who may take the step.",
            "谁可以办。",
            ["nobody: it happens automatically", "没有人，自动发生"]
          ],
          evidence: ["The evidence that the step requires, by id.", "要交的材料，按编号写。", none],
          gate: ["More conditions for the step.", "其他条件。", none],
          notBy: [
            "Separation of duties: who took one of these steps may not take this one.",
            "职责分离：办过这些步骤的人不能办这一步。",
            none
          ],
          records: ["The kinds of contact that the step counts as.", "这一步算作哪几种联系。", none],
          recordRefusal: [
            "Whether a refused attempt is recorded on the case.",
            "未予放行的操作是否记入事项。",
            off
          ],
          source: ["The law, regulation or practice behind the step.", "步骤依据的法规或做法。", none]
        }
      },
      by: {
        title: ["Who may act", "谁可以办"],
        about: [
          "The keys of `by` and `keepers`: a role, and how far its mandate must reach.",
          "`by` 和 `keepers` 的键：身份，以及任职范围的要求。"
        ],
        keys: {
          role: ["The role.", "身份。"],
          scope: [
            "Which mandate is enough: for the whole district; for the group of the case or the branch that leads it; for the building; or any mandate, if the case was handed over to the actor or the role (`case`).",
            "任职要覆盖到哪里：整个居民区、事项所属小组（或联系它的支部）、事项所在的楼，或者事项已交办给本人或该身份（`case`）。",
            ["any mandate in the district", "在本区有任职即可"]
          ]
        }
      },
      evidence: {
        title: ["A piece of evidence", "材料"],
        about: [
          "Steps that require the same information use the same id.",
          "几个步骤要同一项信息时，用同一个编号。"
        ],
        keys: {
          label: ["The name of the information.", "材料的名称。"],
          type: [
            "The type of the value. An amount is in fen; a photo and a signature are references.",
            "值的类型。金额以分为单位；照片和签名是引用。"
          ],
          required: ["Whether the step is refused without it.", "是否必交。", ["`true`", "`true`"]],
          sensitive: [
            "Whether it may contain sensitive data, such as on health or hardship. Such values are sealed.",
            "是否可能含敏感信息（健康、困难等），这样的内容会密封。",
            off
          ],
          choices: [
            "The possible values of the type `choice`, by id.",
            "`choice` 类型的选项，按编号写。",
            none
          ],
          least: [
            "The minimum of a number or an amount, or of the number of items of a list.",
            "数字、金额的最小值，或列表最少几项。",
            ["no limit", "不限"]
          ],
          most: [
            "The maximum of a number or an amount, or of the number of items of a list.",
            "数字、金额的最大值，或列表最多几项。",
            ["no limit", "不限"]
          ]
        }
      },
      gate: {
        title: ["A gate", "放行条件"],
        about: [
          "All conditions must be met. Only the history since the case was opened or last reopened counts.",
          "全部条件都要满足。只看立项或最近一次重开以后的经过。"
        ],
        keys: {
          after: ["Steps that must all have been taken.", "必须已经办过的步骤。", none],
          lapsed: ["A stage whose deadline must have passed.", "必须已经到期的阶段。", none],
          evidence: ["Evidence that must have been handed in.", "必须已经交的材料。", none],
          poll: [
            "The kind of vote whose last result must be final and in favour.",
            "哪种表决必须已有通过的最终结果。",
            none
          ],
          parent: ["The parent case must be open.", "上级事项必须未办结。", none],
          children: ["All child cases must be closed.", "下级事项必须全部办结。", none]
        }
      },
      patrol: {
        title: ["A patrol", "巡查"],
        about: [
          "Regular checks of a place. Clean checks make the interval longer, relapses make it shorter. Periods are in days or weeks.",
          "定期检查。情况正常则间隔拉长，出现反复则缩短。期限用天或周写。"
        ],
        keys: {
          stage: ["The stage in which the place is checked.", "在哪个阶段巡查。"],
          check: [
            "The step that records a clean check. The case stays in the stage.",
            "记录情况正常的步骤，事项留在该阶段。"
          ],
          every: ["The interval between checks.", "巡查间隔。"],
          "every.first": ["The first interval.", "第一次的间隔。"],
          "every.least": ["The shortest interval.", "最短间隔。"],
          "every.most": ["The longest interval.", "最长间隔。"],
          widen: ["The factor after a clean check, at least 1.", "情况正常后间隔乘以几，至少为 1。"],
          tighten: ["The factor after a relapse, at most 1.", "出现反复后间隔乘以几，至多为 1。"],
          release: ["When the patrol can end.", "什么时候可以结束巡查。"],
          "release.after": ["After how many clean checks.", "连续几次正常以后。"],
          "release.step": ["The step that ends the patrol.", "结束巡查的步骤。"],
          relapse: ["The step that records a relapse and reopens the case.", "记录反复并重开事项的步骤。"],
          escalate: [
            "Who is notified when a check is late, and after how long.",
            "巡查逾期多久通知谁。",
            none
          ]
        }
      },
      escalation: {
        title: ["An escalation", "逾期提醒"],
        about: [
          "Who else is notified of something late. `0 days` means on the due day.",
          "逾期后还通知谁。`0 days` 表示到期当天。"
        ],
        keys: {
          after: ["How late.", "逾期多久。"],
          tell: ["The role to notify.", "通知哪个身份。"]
        }
      },
      reopening: {
        title: ["Reopening", "重开"],
        about: [
          "How a closed case continues. A duplicate is never reopened.",
          "办结的事项怎样继续。因重复而合并的不能重开。"
        ],
        keys: {
          to: ["The stage in which it continues.", "从哪个阶段继续。"],
          by: ["Who may reopen it.", "谁可以重开。", ["the keepers", "主管人员"]],
          after: ["The outcomes after which it is possible.", "哪些结果可以重开。", ["all", "全部"]],
          within: ["How long after the end it is possible.", "办结后多久之内。", ["no limit", "不限"]]
        }
      }
    }
  },
  {
    title: ["Votes", "表决"],
    sections: {
      poll: {
        title: ["A kind of vote", "表决规则"],
        about: [
          "Votes count twice: by area and by heads. Both thresholds must be met. A threshold is written `at least 2/3` or `more than 1/2`.",
          "按专有面积和人数两种方式计票，两个门槛都要达到。门槛写成 `at least 2/3`（至少）或 `more than 1/2`（超过）。"
        ],
        block: ["pollRules", "repair-fund"],
        keys: {
          name: ["The name of the kind of vote.", "名称。"],
          terms: [
            "All versions of the legal requirements. A poll uses those in force on the day on which it opens.",
            "法定条件的各个版本，表决按发起当天有效的版本。"
          ],
          "terms[].from": ["The first day of this version.", "这个版本从哪天起有效。"],
          "terms[].participation": [
            "How many owners must take part.",
            "要有多少业主参与。",
            ["no minimum", "不要求"]
          ],
          "terms[].participation.area": ["The threshold by area.", "面积门槛。"],
          "terms[].participation.heads": ["The threshold by heads.", "人数门槛。"],
          "terms[].consent": ["How many must agree.", "要有多少同意。"],
          "terms[].consent.area": ["The threshold by area.", "面积门槛。"],
          "terms[].consent.heads": ["The threshold by heads.", "人数门槛。"],
          "terms[].of": [
            "Whether consent is a share of the owners who take part or of all owners.",
            "同意的比例以参与表决的业主（`participating`）还是全体业主（`all`）为准。"
          ],
          "terms[].silence": [
            "How an owner without a ballot counts: as absent, or with the majority.",
            "没有投票的业主怎么算：不参与（`absent`），或计入多数意见（`with-majority`）。"
          ],
          "terms[].source": ["The law or regulation.", "法规依据。", none],
          final: [
            "When the result is final: after the last day, or as soon as it is decided.",
            "结果什么时候确定：结束后（`at-close`），或已成定局时（`when-decided`）。",
            ["`at-close`", "`at-close`"]
          ]
        }
      }
    }
  }
]
