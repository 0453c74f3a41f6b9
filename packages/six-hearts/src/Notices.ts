/**
 * The notice rules: who is notified of which event. A notice names a place and a kind of case, but never a person.
 *
 * A campaign against corridor clutter has hundreds of cases, one for each household. If the case of a household is
 * opened or takes an ordinary step, no notice is sent. Notices are sent only for events after which somebody must act.
 */
import type { NoticeHours, NoticeRule } from "@liulinhui/core/Notice"

export const notices = {
  "pairing-proposed": {
    name: { zh: "结对方案待审定", en: "A pairing is proposed" },
    on: "pairing-proposed",
    to: ["general-branch"],
    text: {
      zh: "{district}：支部与小组对口引领方案已生成，共{count}对，请审定。每一对都附有理由，可说明原因后调整。",
      en: "{district}: a pairing of branches and groups is proposed, {count, plural, one {# pair} other {# pairs}}. Please decide. Each pair shows its reasons, and can be overruled with a reason."
    }
  },
  "pairing-in-force": {
    name: { zh: "结对方案生效", en: "The pairing is in force" },
    on: "pairing-in-force",
    to: ["committee", "branch-secretary", "group-lead"],
    text: {
      zh: "{district}：支部与小组对口引领自{day, date}起生效，共{count}对。",
      en: "{district}: the pairing of branches and groups is in force from {day, date}, {count, plural, one {# pair} other {# pairs}}."
    }
  },
  "case-opened": {
    name: { zh: "新立案", en: "A case is opened" },
    on: "case-opened",
    playbooks: [
      "pioneer-outreach",
      "capable-resident",
      "home-adaptation",
      "hardship-and-hoarding",
      "arts-activity",
      "civic-mural",
      "school-activity",
      "mediation",
      "community-consultation",
      "hotline-order",
      "clutter-campaign",
      "self-governed-stairwell",
      "lift-retrofit"
    ],
    to: ["group-lead"],
    text: {
      zh: "{place}：新立案“{kind}”，当前阶段“{stage}”，由{group}负责。",
      en: "{place}: a case is opened, “{kind}”, now at “{stage}”, led by the {group}."
    }
  },
  overdue: {
    name: { zh: "到期提醒", en: "Due or late" },
    on: "case-overdue",
    to: [],
    text: {
      zh: "{place}：“{kind}”的“{stage}”{late, plural, =0 {今天到期} other {已逾期#天}}（期限{due, date}），逾期仍可办理。",
      en: "{place}: “{kind}”, “{stage}” {late, plural, =0 {is due today} one {is # day late} other {is # days late}} (due {due, date}). It can still be done."
    }
  },
  "person-gone": {
    name: { zh: "当事人已去世或离开", en: "A person has died or left" },
    on: "person-gone",
    to: [],
    text: {
      zh: "{place}：未办结的“{kind}”（编号{case}）所涉居民已去世或离开，请决定办结、撤销或继续办理。",
      en: "{place}: the resident whom “{kind}” ({case}) is about has died or left. Please decide whether to end, withdraw or continue the case."
    }
  },
  "clutter-relapse": {
    name: { zh: "楼道返潮", en: "Clutter is back" },
    on: "case-relapsed",
    playbooks: ["building-clutter"],
    to: ["stairwell-head", "group-lead", "committee"],
    urgent: true,
    text: {
      zh: "{place}：巡查发现楼道返潮，已第{count}次，重新立案排摸，今后巡查间隔缩短。",
      en: "{place}: the patrol found clutter again, relapse no. {count}. The case is open again, and patrols come more often from now on."
    }
  },
  "household-relapse": {
    name: { zh: "帮扶户出现反复", en: "A household has relapsed" },
    on: "case-relapsed",
    playbooks: ["hardship-and-hoarding"],
    to: ["group-lead", "general-branch"],
    urgent: true,
    text: {
      zh: "{place}：帮扶户出现反复，已第{count}次，请尽快上门，今后走访间隔缩短。",
      en: "{place}: a household in care has relapsed, no. {count}. Please call soon; visits come more often from now on."
    }
  },
  relapse: {
    name: { zh: "跟进中发现问题", en: "Follow-up found a problem" },
    on: "case-relapsed",
    playbooks: ["elderly-companion", "mediation", "self-governed-stairwell", "civic-mural"],
    to: ["group-lead"],
    urgent: true,
    text: {
      zh: "{place}：“{kind}”跟进时发现问题，重新转入“{stage}”，已第{count}次。",
      en: "{place}: the follow-up of “{kind}” found a problem; the case is at “{stage}” again, time no. {count}."
    }
  },
  "clearing-refused": {
    name: { zh: "不合规清理已拦下", en: "A clearing was stopped" },
    on: "step-refused",
    playbooks: ["corridor-clutter", "hardship-and-hoarding"],
    steps: ["clear"],
    to: ["committee", "general-branch"],
    urgent: true,
    text: {
      zh: "{place}：有人拟进行清理，因{count}项条件不符已被拦下，并记录在案。",
      en: "{place}: somebody tried to clear and was stopped for {count, plural, one {# reason} other {# reasons}}; it is kept on the case."
    }
  },
  "attempt-refused": {
    name: { zh: "不合规操作已拦下", en: "An attempt was stopped" },
    on: "step-refused",
    playbooks: ["school-activity", "lift-retrofit"],
    to: ["committee", "general-branch"],
    urgent: true,
    text: {
      zh: "{place}：“{kind}”拟“{step}”，因{count}项条件不符已被拦下，并记录在案。",
      en: "{place}: “{step}” was tried in “{kind}” and stopped for {count, plural, one {# reason} other {# reasons}}; it is kept on the case."
    }
  },
  "notice-expired": {
    name: { zh: "整改期限届满", en: "A notice has expired" },
    on: "case-lapsed",
    playbooks: ["corridor-clutter"],
    to: ["property"],
    text: {
      zh: "{place}：自行整改期限{due, date}届满，劝阻无效，请物业24小时内向有关部门报告。",
      en: "{place}: the self-rectification notice expired on {due, date} and dissuasion has failed. Please report it to the authority within 24 hours."
    }
  },
  "emergency-access": {
    name: { zh: "紧急查阅个人信息", en: "Emergency access was taken" },
    on: "emergency-access",
    to: ["general-branch", "committee"],
    urgent: true,
    text: {
      zh: "{who}于{day, date}申请紧急查阅个人信息，理由已记录在案，请核实。",
      en: "{who} took emergency access to personal data on {day, date}. The reason is on record; please look into it."
    }
  },
  "building-on-patrol": {
    name: { zh: "楼栋转入巡查", en: "A building goes on patrol" },
    on: "step-taken",
    playbooks: ["building-clutter"],
    steps: ["handed-to-patrol"],
    to: ["stairwell-head"],
    text: {
      zh: "{place}：楼道堆物已整改到位，{day, date}起转入巡查，请留意返潮。",
      en: "{place}: the stairwell is clear. From {day, date} it is on patrol; please watch for relapse."
    }
  },
  "campaign-concluded": {
    name: { zh: "清理行动结束", en: "The campaign is concluded" },
    on: "step-taken",
    playbooks: ["clutter-campaign"],
    steps: ["conclude"],
    to: ["general-branch", "committee"],
    text: {
      zh: "{district}：楼道堆物清理行动结束，各楼栋均已完成巡查。",
      en: "{district}: the campaign against corridor clutter is concluded; every building is out of its patrol."
    }
  },
  "hoarding-cleared": {
    name: { zh: "囤积户清理完成", en: "A hoarding household is cleared" },
    on: "step-taken",
    playbooks: ["hardship-and-hoarding"],
    steps: ["clear"],
    to: ["general-branch", "committee"],
    text: {
      zh: "{place}：积存杂物已清理，请及时纳入适老化改造计划和老伙伴计划。",
      en: "{place}: what was hoarded is cleared. Please see to the adaptation plan and a companion."
    }
  },
  "adaptation-accepted": {
    name: { zh: "适老化改造验收通过", en: "A home adaptation is accepted" },
    on: "step-taken",
    playbooks: ["home-adaptation"],
    steps: ["accept"],
    to: ["group-lead"],
    text: {
      zh: "{place}：适老化改造已验收，请安排回访。",
      en: "{place}: the home adaptation is accepted. Please arrange the follow-up."
    }
  },
  "lift-result-posted": {
    name: { zh: "加梯表决结果公示", en: "The result of a lift poll is posted" },
    on: "step-taken",
    playbooks: ["lift-retrofit"],
    steps: ["post-result"],
    to: ["stairwell-head", "group-lead"],
    text: {
      zh: "{place}：加装电梯表决已通过，自{day, date}起公示。",
      en: "{place}: the lift poll has carried; the result is posted from {day, date}."
    }
  },
  "mediation-refused": {
    name: { zh: "当事人拒绝调解", en: "A party refuses mediation" },
    on: "step-taken",
    playbooks: ["mediation"],
    steps: ["refuse"],
    to: ["group-lead", "committee"],
    text: {
      zh: "一件调解案件因当事人明确拒绝已停止，请勿继续调解（案号{case}）。",
      en: "Case {case}: a party clearly refuses, and mediation has stopped. Please do not go on with it."
    }
  },
  "confirmation-lapsed": {
    name: { zh: "司法确认期限届满", en: "The time for judicial confirmation is over" },
    on: "case-lapsed",
    playbooks: ["mediation"],
    to: ["mediator", "group-lead"],
    text: {
      zh: "案号{case}：共同申请司法确认的期限{due, date}届满，请继续跟进协议履行。",
      en: "Case {case}: the time for asking the court together ended on {due, date}. Please go on watching the performance."
    }
  },
  "order-supervised": {
    name: { zh: "工单督办", en: "An order is under supervision" },
    on: "case-lapsed",
    playbooks: ["hotline-order"],
    to: ["subdistrict", "general-branch", "group-lead"],
    urgent: true,
    text: {
      zh: "{place}：热线工单逾期（期限{due, date}），转入督办。",
      en: "{place}: a hotline order is late (due {due, date}) and is under supervision."
    }
  },
  "renewal-due": {
    name: { zh: "能人任期届满", en: "A capable resident's year is over" },
    on: "case-lapsed",
    playbooks: ["capable-resident"],
    to: ["group-lead", "branch-secretary"],
    text: {
      zh: "一名六星能人任期{due, date}届满，请征求本人续任意愿（案号{case}）。",
      en: "Case {case}: the year of a capable resident ended on {due, date}. Please ask whether they wish to go on."
    }
  },
  "patrol-today": {
    name: { zh: "今日巡查", en: "On patrol today" },
    on: "case-due",
    of: ["check"],
    walkers: true,
    to: ["group-lead"],
    digest: "morning",
    text: {
      zh: "{place}：“{kind}”今天该巡查或走访。",
      en: "{place}: “{kind}” is to be looked after today."
    }
  },
  "due-soon": {
    name: { zh: "即将到期", en: "Due soon" },
    on: "case-due",
    playbooks: ["hotline-order", "mediation", "lift-retrofit", "home-adaptation", "community-consultation"],
    of: ["stage"],
    before: "1 working day",
    to: ["group-lead"],
    digest: "morning",
    text: {
      zh: "{place}：“{kind}”的“{stage}”将于{due, date}到期。",
      en: "{place}: “{kind}”, “{stage}” is due on {due, date}."
    }
  },
  "closed-for-reporter": {
    name: { zh: "您报的事办结了", en: "What you brought up is settled" },
    on: "case-ended",
    playbooks: ["hotline-order", "community-consultation"],
    to: [],
    reporter: true,
    text: {
      zh: "{place}：您提出的“{kind}”已办结，结果：{outcome}。",
      en: "{place}: “{kind}”, which you brought up, is settled: {outcome}."
    }
  },
  "coverage-fell": {
    name: { zh: "覆盖率跌破要求", en: "Coverage has fallen below its target" },
    on: "coverage-fell",
    coverage: ["companions-kept", "patrols-fresh"],
    to: ["committee"],
    text: {
      zh: "{district}：“{coverage}”昨日起未达要求，应覆盖{count}，尚缺{missing}。",
      en: "{district}: since yesterday “{coverage}” misses its target: {missing} of {count} are not reached."
    }
  },
  undelivered: {
    name: { zh: "有通知无法送达", en: "Notices could not be delivered" },
    on: "notice-undelivered",
    to: ["committee"],
    text: {
      zh: "{district}：通过{channel}有{count}条通知无法送达，请查看原因，重新发送或另行告知。",
      en: "{district}: {count, plural, one {# notice} other {# notices}} could not be delivered through {channel}. Please see why, and send again or tell people otherwise."
    }
  }
} satisfies Record<string, typeof NoticeRule.Encoded>

/**
 * The times at which notices are sent, and the confidential playbooks. No notice is sent from 21:00 to 7:30. The tasks
 * of the day are sent in one message at 8:00. Notices about cases of confidential playbooks are not sent to chat
 * groups.
 */
export const noticeHours = {
  quiet: { from: "21:00", until: "07:30" },
  digests: { morning: { name: { zh: "今日事项", en: "Today" }, at: "08:00" } },
  confidential: ["hardship-and-hoarding", "mediation", "elderly-companion", "home-adaptation"]
} satisfies typeof NoticeHours.Encoded
