/**
 * The playbook for a capable resident: a resident whose skills help the district. The resident is found, nominated,
 * talked with, recognised, and matched to a group by skills and available time. After a year, the resident is asked
 * whether to continue.
 *
 * A resident is recognised only after agreeing. A name is posted in public only with a separate consent (Personal
 * Information Protection Law, Art. 25). A resident may stop at any time, and is thanked.
 *
 * There are six kinds of capable residents, called the six stars, but their names are not published. This model assumes
 * one star for each heart, as data that can be changed.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import {
  committee,
  generalBranch,
  groupLead,
  keepers,
  secretary,
  stairwellHead,
  volunteer
} from "../People.ts"

export const capableResident = {
  name: { zh: "六星能人", en: "Six-star capable resident" },
  purpose: {
    zh: "发现能人、培养能人，让能人在小组里发挥作用",
    en: "finds capable residents and gives each a task that suits"
  },
  version: 1,
  subject: "resident",
  ledBy: "aspiration",
  keepers,
  opening: {
    by: [volunteer, stairwellHead, secretary],
    evidence: { talent: { label: { zh: "特长或事迹", en: "what they are good at" }, type: "text" } }
  },
  reopening: { to: "found", by: [groupLead, committee, generalBranch] },
  start: "found",
  stages: {
    found: {
      name: { zh: "已发现，待推荐", en: "Found, to be nominated" },
      deadline: "30 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    nominated: {
      name: { zh: "已推荐，待谈话", en: "Nominated, to be talked with" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "branch-secretary" }]
    },
    talked: {
      name: { zh: "已谈话，待认定", en: "Talked with, to be recognised" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "general-branch" }]
    },
    recognised: {
      name: { zh: "已认定，待入组", en: "Recognised, to be matched" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    serving: {
      name: { zh: "在组服务", en: "Serving" },
      deadline: "12 months",
      lapse: "year-ends"
    },
    "renewal-due": {
      name: { zh: "待续任", en: "To be asked again" },
      deadline: "30 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "7 days", tell: "general-branch" }
      ]
    },
    thanked: { name: { zh: "光荣卸任", en: "Stood down with thanks" }, outcome: "achieved" },
    declined: { name: { zh: "本人谢绝", en: "Declined" }, outcome: "declined" },
    "not-recognised": { name: { zh: "未予认定", en: "Not recognised" }, outcome: "failed" }
  },
  steps: {
    nominate: {
      name: { zh: "推荐", en: "Nominate" },
      from: ["found"],
      to: "nominated",
      by: [secretary, groupLead, stairwellHead],
      evidence: {
        star: {
          label: { zh: "推荐星级", en: "star" },
          type: "choice",
          choices: {
            aspiration: { zh: "初心之星", en: "star of aspiration" },
            warmth: { zh: "暖心之星", en: "star of warmth" },
            joy: { zh: "乐心之星", en: "star of joy" },
            childlike: { zh: "童心之星", en: "star of the childlike heart" },
            peace: { zh: "安心之星", en: "star of peace" },
            unity: { zh: "齐心之星", en: "star of unity" }
          }
        },
        grounds: { label: { zh: "推荐理由", en: "grounds" }, type: "text" }
      }
    },
    talk: {
      name: { zh: "上门谈话", en: "Talk with them" },
      from: ["nominated"],
      to: "talked",
      by: [secretary, committee, generalBranch],
      notBy: ["nominate"],
      evidence: {
        skills: { label: { zh: "特长", en: "skills" }, type: "list", least: 1 },
        hours: { label: { zh: "每周可服务小时数", en: "hours a week" }, type: "number", least: 0, most: 60 },
        consent: { label: { zh: "本人同意签名", en: "signed consent" }, type: "signature" }
      },
      records: ["home-visit"],
      source: "PIPL Art. 13 (个人信息保护法第十三条)"
    },
    recognise: {
      name: { zh: "认定", en: "Recognise" },
      from: ["talked"],
      to: "recognised",
      by: [generalBranch],
      notBy: ["nominate", "talk"],
      gate: { evidence: ["consent"] },
      evidence: {
        "may-be-posted": {
          label: { zh: "是否同意公开姓名", en: "may the name be posted" },
          type: "choice",
          choices: { yes: { zh: "同意", en: "yes" }, no: { zh: "不同意", en: "no" } }
        }
      },
      source: "PIPL Art. 25: no posting without separate consent (个人信息保护法第二十五条)"
    },
    "not-recognise": {
      name: { zh: "不予认定", en: "Do not recognise" },
      from: ["talked"],
      to: "not-recognised",
      by: [generalBranch],
      evidence: { reason: { label: { zh: "理由", en: "reason" }, type: "text", sensitive: true } }
    },
    match: {
      name: { zh: "按特长和时间入组", en: "Match to a group by skills and time" },
      from: ["recognised"],
      to: "serving",
      by: [groupLead, generalBranch],
      evidence: {
        group: { label: { zh: "小组编号", en: "the group's id" }, type: "text" },
        task: { label: { zh: "承担任务", en: "task" }, type: "text" },
        why: { label: { zh: "匹配理由", en: "why this group" }, type: "text" }
      },
      source: "PIPL Art. 24: explained, and may be refused (个人信息保护法第二十四条)"
    },
    "year-ends": {
      name: { zh: "任期满一年", en: "The year ends" },
      from: ["serving"],
      to: "renewal-due"
    },
    renew: {
      name: { zh: "续任一年", en: "Renew for a year" },
      from: ["serving", "renewal-due"],
      to: "serving",
      by: [groupLead, secretary, generalBranch],
      evidence: {
        wish: { label: { zh: "本人续任签名", en: "signed wish to go on" }, type: "signature" },
        done: {
          label: { zh: "一年服务情况", en: "what was done in the year" },
          type: "text",
          required: false
        }
      }
    },
    "stand-down": {
      name: { zh: "卸任", en: "Stand down" },
      from: ["serving", "renewal-due"],
      to: "thanked",
      by: [groupLead, secretary, generalBranch],
      evidence: {
        reason: { label: { zh: "原因", en: "reason" }, type: "text", required: false, sensitive: true }
      }
    },
    decline: {
      name: { zh: "本人谢绝", en: "Decline" },
      from: ["nominated", "talked", "recognised"],
      to: "declined",
      by: [secretary, groupLead, committee, generalBranch],
      source: "PIPL Art. 24: may be refused (个人信息保护法第二十四条)"
    }
  }
} satisfies PlaybookDocument
