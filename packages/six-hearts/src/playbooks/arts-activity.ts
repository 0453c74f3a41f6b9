/**
 * The playbook for an arts activity: residents with a talent in the arts bring other residents together. Each district
 * sets the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, secretary, volunteer } from "../People.ts"

export const artsActivity = {
  name: { zh: "文艺活动", en: "Arts activity" },
  purpose: {
    zh: "发掘文艺能人，让居民走出家门，重建熟人社区",
    en: "finds residents with a talent and brings neighbours together"
  },
  version: 1,
  subject: "district",
  ledBy: "joy",
  keepers,
  opening: {
    by: [volunteer, secretary],
    evidence: { idea: { label: { zh: "活动设想", en: "the idea" }, type: "text" } }
  },
  reopening: { to: "proposed", by: [groupLead, committee] },
  start: "proposed",
  stages: {
    proposed: {
      name: { zh: "待策划", en: "Proposed" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    planned: {
      name: { zh: "筹备中", en: "Being prepared" },
      deadline: "60 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    held: {
      name: { zh: "已举办，待总结", en: "Held, to be reviewed" },
      deadline: "10 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    reviewed: { name: { zh: "已总结", en: "Reviewed" }, outcome: "achieved" },
    cancelled: { name: { zh: "取消", en: "Cancelled" }, outcome: "failed" }
  },
  steps: {
    plan: {
      name: { zh: "定方案", en: "Plan it" },
      from: ["proposed"],
      to: "planned",
      by: [groupLead, committee],
      evidence: {
        "held-on": { label: { zh: "活动日期", en: "the day" }, type: "date" },
        venue: { label: { zh: "地点", en: "the place" }, type: "text" },
        talents: { label: { zh: "文艺能人编号", en: "ids of those who lead it" }, type: "list", least: 1 },
        safety: { label: { zh: "安全预案", en: "how it is kept safe" }, type: "text" }
      }
    },
    rehearse: {
      name: { zh: "排练", en: "Rehearse" },
      from: ["planned"],
      by: [volunteer, groupLead],
      evidence: { note: { label: { zh: "排练情况", en: "note" }, type: "text", required: false } }
    },
    hold: {
      name: { zh: "举办活动", en: "Hold it" },
      from: ["planned"],
      to: "held",
      by: [volunteer, groupLead],
      gate: { after: ["plan"], evidence: ["safety"] },
      evidence: {
        people: { label: { zh: "参加人数", en: "people who came" }, type: "number", least: 0 },
        newcomers: {
          label: { zh: "首次参加人数", en: "people who came for the first time" },
          type: "number",
          least: 0,
          required: false
        },
        photo: { label: { zh: "活动照片", en: "photo" }, type: "photo", required: false }
      }
    },
    review: {
      name: { zh: "总结", en: "Review" },
      from: ["held"],
      to: "reviewed",
      by: [groupLead, secretary],
      evidence: {
        summary: { label: { zh: "活动总结", en: "summary" }, type: "text" },
        "new-talents": {
          label: { zh: "新发现能人编号", en: "ids of talents newly found" },
          type: "list",
          required: false
        }
      }
    },
    cancel: {
      name: { zh: "取消活动", en: "Cancel it" },
      from: ["proposed", "planned"],
      to: "cancelled",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
