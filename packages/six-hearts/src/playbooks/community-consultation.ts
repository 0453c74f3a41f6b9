/**
 * The playbook for a consultation on a community matter. The matter is raised, announced and discussed; the result is
 * posted and carried out. If the law requires a vote of the owners, a consultation does not replace the vote. The
 * procedure is practice, not law, and each district sets the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, generalBranch, groupLead, keepers, anyStairwellHead, volunteer } from "../People.ts"

export const communityConsultation = {
  name: { zh: "社区事务协商", en: "Community consultation" },
  purpose: { zh: "居民的事，居民商量着办", en: "what concerns residents is settled by residents" },
  version: 1,
  subject: "district",
  ledBy: "peace",
  keepers,
  opening: {
    by: [volunteer, anyStairwellHead],
    evidence: { matter: { label: { zh: "协商事项", en: "the matter" }, type: "text" } }
  },
  reopening: { to: "convened", by: [groupLead, committee] },
  start: "raised",
  stages: {
    raised: {
      name: { zh: "待确定议题", en: "Raised" },
      deadline: "10 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    convened: {
      name: { zh: "已通知，待协商", en: "Announced, to be talked about" },
      deadline: "30 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    posted: {
      name: { zh: "结果公示", en: "The outcome is posted" },
      deadline: "7 days",
      lapse: "posting-ends"
    },
    "carried-out": {
      name: { zh: "落实中", en: "Being carried out" },
      deadline: "60 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "7 days", tell: "committee" }
      ]
    },
    done: { name: { zh: "已落实", en: "Carried out" }, outcome: "achieved" },
    "no-agreement": { name: { zh: "未达成一致", en: "No agreement" }, outcome: "failed" },
    "not-taken-up": { name: { zh: "不列入协商", en: "Not taken up" }, outcome: "void" }
  },
  steps: {
    convene: {
      name: { zh: "确定议题，张贴通知", en: "Set the topic and announce it" },
      from: ["raised"],
      to: "convened",
      by: [groupLead, committee],
      evidence: {
        announcement: { label: { zh: "通知照片", en: "photo of the announcement" }, type: "photo" },
        "held-on": { label: { zh: "协商日期", en: "the day" }, type: "date" }
      }
    },
    "not-take-up": {
      name: { zh: "不列入协商", en: "Do not take it up" },
      from: ["raised"],
      to: "not-taken-up",
      by: [committee, generalBranch],
      evidence: { reason: { label: { zh: "理由", en: "reason" }, type: "text" } }
    },
    talk: {
      name: { zh: "召开协商会", en: "Hold a meeting" },
      from: ["convened"],
      by: [groupLead, committee],
      evidence: {
        people: { label: { zh: "到会人数", en: "people who came" }, type: "number", least: 1 },
        minutes: { label: { zh: "会议记录", en: "minutes" }, type: "text" }
      }
    },
    agree: {
      name: { zh: "达成一致，公示结果", en: "Agree, and post the outcome" },
      from: ["convened"],
      to: "posted",
      by: [groupLead, committee],
      gate: { after: ["talk"] },
      evidence: {
        outcome: { label: { zh: "协商结果", en: "the outcome" }, type: "text" },
        posting: { label: { zh: "公示照片", en: "photo of the posting" }, type: "photo" }
      }
    },
    object: {
      name: { zh: "公示期内有异议，再协商", en: "Objection: talk again" },
      from: ["posted"],
      to: "convened",
      by: [volunteer, anyStairwellHead, groupLead, committee],
      evidence: { objection: { label: { zh: "异议内容", en: "the objection" }, type: "text" } }
    },
    "posting-ends": {
      name: { zh: "公示期满", en: "The posting ends" },
      from: ["posted"],
      to: "carried-out"
    },
    "carry-out": {
      name: { zh: "落实完成", en: "Carried out" },
      from: ["carried-out"],
      to: "done",
      by: [groupLead, committee],
      evidence: { result: { label: { zh: "落实情况", en: "what was done" }, type: "text" } }
    },
    "give-up": {
      name: { zh: "未能达成一致", en: "No agreement is reached" },
      from: ["convened"],
      to: "no-agreement",
      by: [groupLead, committee],
      gate: { after: ["talk"] },
      evidence: { reason: { label: { zh: "分歧所在", en: "where they differ" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
