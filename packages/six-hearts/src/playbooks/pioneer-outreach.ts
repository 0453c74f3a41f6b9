/**
 * The playbook for outreach by Party members. Volunteers, mainly Party members, go from door to door in one building.
 * They inform people about services, and look for neighbours who could help.
 *
 * Each person whom the volunteers reach is recorded as a contact, and coverage counts these contacts. The case records
 * only the round through the building. Each district sets the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, generalBranch, groupLead, keepers, secretary, volunteer } from "../People.ts"

export const pioneerOutreach = {
  name: { zh: "党员先锋上门宣传", en: "Party-pioneer outreach" },
  purpose: {
    zh: "党员带头上门宣传，带动更多能人参与治理",
    en: "members go first, inform every door, and draw more capable residents in"
  },
  version: 1,
  subject: "building",
  ledBy: "aspiration",
  keepers,
  opening: { by: [secretary] },
  reopening: { to: "visiting", by: [groupLead, committee] },
  start: "planned",
  stages: {
    planned: {
      name: { zh: "准备", en: "Being prepared" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    visiting: {
      name: { zh: "上门宣传中", en: "From door to door" },
      deadline: "30 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "3 days", tell: "branch-secretary" }
      ]
    },
    reported: {
      name: { zh: "已汇总，待抽查", en: "Reported, to be spot-checked" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "branch-secretary" }]
    },
    done: { name: { zh: "宣传到位", en: "Done" }, outcome: "achieved" },
    "called-off": { name: { zh: "取消", en: "Called off" }, outcome: "void" }
  },
  steps: {
    brief: {
      name: { zh: "志愿者培训分工", en: "Brief the volunteers" },
      from: ["planned"],
      to: "visiting",
      by: [groupLead, secretary],
      evidence: {
        volunteers: { label: { zh: "志愿者编号", en: "ids of the volunteers" }, type: "list", least: 1 },
        topic: { label: { zh: "宣传内容", en: "what they tell" }, type: "text" }
      }
    },
    "visit-round": {
      name: { zh: "上门一轮", en: "Make a round" },
      from: ["visiting"],
      by: [volunteer, groupLead, secretary],
      evidence: {
        opened: { label: { zh: "见到户数", en: "doors that opened" }, type: "number", least: 0 },
        shut: { label: { zh: "未遇户数", en: "doors that did not" }, type: "number", least: 0 }
      }
    },
    "suggest-talent": {
      name: { zh: "推荐能人线索", en: "Suggest a capable resident" },
      from: ["visiting", "reported"],
      by: [volunteer, groupLead, secretary],
      evidence: {
        resident: { label: { zh: "居民编号", en: "the resident's id" }, type: "text" },
        skill: { label: { zh: "特长", en: "what they are good at" }, type: "text" }
      }
    },
    report: {
      name: { zh: "汇总上报", en: "Report" },
      from: ["visiting"],
      to: "reported",
      by: [groupLead, secretary],
      gate: { after: ["visit-round"] },
      evidence: {
        summary: { label: { zh: "宣传情况", en: "summary" }, type: "text" },
        questions: {
          label: { zh: "居民诉求", en: "what residents asked for" },
          type: "list",
          required: false
        }
      }
    },
    "spot-check": {
      name: { zh: "抽查属实", en: "Spot check: as reported" },
      from: ["reported"],
      to: "done",
      by: [secretary, committee, generalBranch],
      notBy: ["visit-round", "report"],
      evidence: { checked: { label: { zh: "抽查户数", en: "doors checked" }, type: "number", least: 1 } }
    },
    "send-back": {
      name: { zh: "抽查不实，补充上门", en: "Spot check: not as reported" },
      from: ["reported"],
      to: "visiting",
      by: [secretary, committee, generalBranch],
      notBy: ["visit-round", "report"],
      evidence: { missing: { label: { zh: "遗漏情况", en: "what was missed" }, type: "text" } }
    },
    "call-off": {
      name: { zh: "取消本轮", en: "Call the round off" },
      from: ["planned", "visiting"],
      to: "called-off",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
