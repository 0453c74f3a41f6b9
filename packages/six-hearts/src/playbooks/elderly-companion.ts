/**
 * The playbook for the Elderly Companion scheme. A volunteer between 50 and 75 years old looks after at most five
 * elders, and contacts each elder at least twice a week, more often in extreme weather or if the elder is unwell.
 *
 * The scheme is practice, not law, so the numbers are data. `companions` in core proposes the pairs of volunteers and
 * elders. The elder and the volunteer may both refuse.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, volunteer } from "../People.ts"

export const elderlyCompanion = {
  name: { zh: "老伙伴结对", en: "Elderly companion" },
  purpose: {
    zh: "低龄老人关心高龄老人，每周至少联系两次",
    en: "a younger elder looks after an older one, in touch at least twice a week"
  },
  version: 1,
  subject: "resident",
  ledBy: "warmth",
  keepers,
  opening: { by: [volunteer] },
  reopening: { to: "proposed", by: [groupLead, committee] },
  start: "proposed",
  stages: {
    proposed: {
      name: { zh: "待结对", en: "To be given a companion" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    matched: {
      name: { zh: "已结对，待首访", en: "Matched, first visit to come" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    watch: { name: { zh: "结对关心中", en: "In touch" } },
    attention: {
      name: { zh: "需要重点关心", en: "Needs closer care" },
      deadline: "1 day",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "1 day", tell: "committee" }
      ]
    },
    completed: { name: { zh: "年度结对完成", en: "The year is completed" }, outcome: "achieved" },
    ended: { name: { zh: "结对结束", en: "Ended early" }, outcome: "partial" },
    declined: { name: { zh: "老人不需要", en: "Declined by the elder" }, outcome: "declined" }
  },
  steps: {
    match: {
      name: { zh: "结对", en: "Match" },
      from: ["proposed"],
      to: "matched",
      by: [groupLead, committee],
      evidence: {
        companion: { label: { zh: "志愿者编号", en: "the volunteer's id" }, type: "text" },
        "companion-age": {
          label: { zh: "志愿者年龄", en: "the volunteer's age" },
          type: "number",
          least: 50,
          most: 75
        },
        elders: {
          label: { zh: "结对老人数（含本次）", en: "elders in the volunteer's care, this one included" },
          type: "number",
          least: 1,
          most: 5
        },
        consent: { label: { zh: "老人同意签名", en: "signed consent of the elder" }, type: "signature" },
        why: { label: { zh: "结对理由", en: "why this volunteer" }, type: "text" }
      },
      source: "Elderly Companion scheme (老伙伴计划); PIPL Art. 24: explained, and may be refused"
    },
    "first-visit": {
      name: { zh: "首次上门", en: "First visit" },
      from: ["matched"],
      to: "watch",
      by: [volunteer, groupLead],
      evidence: {
        account: {
          label: { zh: "走访记录", en: "account of the visit" },
          type: "text",
          required: false,
          sensitive: true
        }
      },
      records: ["companion-visit"]
    },
    visit: {
      name: { zh: "联系老人", en: "In touch" },
      from: ["watch"],
      by: [volunteer, groupLead],
      evidence: {
        account: {
          label: { zh: "联系记录", en: "account" },
          type: "text",
          required: false,
          sensitive: true
        }
      },
      records: ["companion-visit"],
      source: "Elderly Companion scheme (老伙伴计划): at least two contacts a week"
    },
    "closer-care": {
      name: { zh: "加密关心（极端天气、身体不适等）", en: "Closer care: extreme weather, ill health" },
      from: ["watch"],
      to: "attention",
      by: [volunteer, groupLead, committee],
      evidence: {
        concern: { label: { zh: "情况", en: "what is the matter" }, type: "text", sensitive: true }
      },
      source: "Elderly Companion scheme (老伙伴计划): more often in extreme weather"
    },
    eased: {
      name: { zh: "情况缓解", en: "Eased" },
      from: ["attention"],
      to: "watch",
      by: [volunteer, groupLead, committee],
      evidence: {
        account: { label: { zh: "处理情况", en: "what was done" }, type: "text", sensitive: true }
      },
      records: ["companion-visit"]
    },
    "change-companion": {
      name: { zh: "更换志愿者", en: "Change the companion" },
      from: ["matched", "watch", "attention"],
      to: "proposed",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text", sensitive: true } }
    },
    complete: {
      name: { zh: "年度完成", en: "Complete the year" },
      from: ["watch"],
      to: "completed",
      by: [groupLead, committee]
    },
    end: {
      name: { zh: "结束结对", en: "End it early" },
      from: ["matched", "watch", "attention"],
      to: "ended",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text", sensitive: true } }
    },
    decline: {
      name: { zh: "老人不需要", en: "The elder declines" },
      from: ["proposed", "matched"],
      to: "declined",
      by: [volunteer, groupLead, committee],
      source: "PIPL Art. 24: a computed pairing may be refused"
    }
  },
  // The volunteer checks every three days, which means two contacts a week. The step `closer-care` halves this
  // interval; checks without a problem bring it back to three days. A year then has about 120 contacts. It counts as
  // complete after 104 contacts, two a week.
  patrol: {
    stage: "watch",
    check: "visit",
    relapse: "closer-care",
    every: { first: "3 days", least: "1 day", most: "3 days" },
    widen: "5/4",
    tighten: "1/2",
    release: { after: 104, step: "complete" },
    escalate: [
      { after: "1 day", tell: "group-lead" },
      { after: "3 days", tell: "committee" }
    ]
  }
} satisfies PlaybookDocument
