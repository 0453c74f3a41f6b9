/**
 * The playbook for an activity of a school and the community, in which children bring adults into work for the public
 * good. Data about a child under 14 may be processed only with the consent of a guardian (Personal Information
 * Protection Law, Arts 28–31). So the activity cannot be held before the consents are recorded. The list of consents
 * refers to documents, never to names. Each district sets the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, secretary, volunteer } from "../People.ts"

export const schoolActivity = {
  name: { zh: "社校合作活动", en: "School–community activity" },
  purpose: {
    zh: "小手拉大手，带动更多家庭参与社区公益",
    en: "children lead their families into public-good work"
  },
  version: 1,
  subject: "district",
  ledBy: "childlike",
  keepers,
  opening: {
    by: [volunteer, secretary],
    evidence: { idea: { label: { zh: "活动设想", en: "the idea" }, type: "text" } }
  },
  reopening: { to: "proposed", by: [groupLead, committee] },
  start: "proposed",
  stages: {
    proposed: {
      name: { zh: "待与学校商定", en: "To be agreed with the school" },
      deadline: "30 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    agreed: {
      name: { zh: "征得监护人同意", en: "Guardians' consent being sought" },
      deadline: "30 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    ready: {
      name: { zh: "待举办", en: "Ready to be held" },
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
    "agree-with-school": {
      name: { zh: "与学校商定", en: "Agree with the school" },
      from: ["proposed"],
      to: "agreed",
      by: [groupLead, committee],
      evidence: {
        agreement: { label: { zh: "学校确认签名", en: "signed by the school" }, type: "signature" },
        "held-on": { label: { zh: "活动日期", en: "the day" }, type: "date" },
        safety: { label: { zh: "安全预案", en: "how the children are kept safe" }, type: "text" }
      }
    },
    "collect-consents": {
      name: { zh: "收齐监护人同意书", en: "Collect the guardians' consents" },
      from: ["agreed"],
      to: "ready",
      by: [groupLead, secretary],
      evidence: {
        children: { label: { zh: "参加儿童人数", en: "children who take part" }, type: "number", least: 1 },
        "guardian-consents": {
          label: { zh: "监护人同意书编号", en: "references of the guardians' consents" },
          type: "list",
          least: 1,
          sensitive: true
        }
      },
      source: "PIPL Arts 28–31 (个人信息保护法第二十八条至第三十一条)"
    },
    // The step that holds the activity may be tried in the stage `agreed`. So an actor who begins without the consents
    // of the guardians gets the reason that they are missing.
    hold: {
      name: { zh: "举办活动", en: "Hold it" },
      from: ["agreed", "ready"],
      to: "held",
      by: [volunteer, groupLead],
      gate: {
        after: ["agree-with-school", "collect-consents"],
        evidence: ["safety", "guardian-consents"]
      },
      evidence: {
        people: { label: { zh: "参加人数", en: "people who came" }, type: "number", least: 0 },
        families: { label: { zh: "参加家庭数", en: "families who came" }, type: "number", least: 0 }
      },
      recordRefusal: true,
      source: "PIPL Arts 28–31 (个人信息保护法第二十八条至第三十一条)"
    },
    "withdraw-consent": {
      name: { zh: "监护人撤回同意", en: "A guardian takes the consent back" },
      from: ["ready"],
      to: "agreed",
      by: [volunteer, groupLead, secretary, committee]
    },
    review: {
      name: { zh: "总结", en: "Review" },
      from: ["held"],
      to: "reviewed",
      by: [groupLead, secretary],
      evidence: { summary: { label: { zh: "活动总结", en: "summary" }, type: "text" } }
    },
    cancel: {
      name: { zh: "取消活动", en: "Cancel it" },
      from: ["proposed", "agreed", "ready"],
      to: "cancelled",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
