/**
 * The playbook for a work order from the citizen hotline (12345). The time limits are:
 *
 * - first contact with the caller: one working day
 * - handling: five working days, or fifteen if this is approved for a complex matter
 * - handling again: three working days
 *
 * A late order is put under supervision. Afterwards, somebody other than the handler asks the caller whether they are
 * satisfied.
 *
 * The periods are practice, not law. Each period begins when the case enters the stage. A district that counts the five
 * days from the receipt of the order sets four days for `handling`.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, generalBranch, groupLead, keepers, property, subdistrict } from "../People.ts"

export const hotlineOrder = {
  name: { zh: "12345热线工单", en: "Hotline order" },
  purpose: {
    zh: "先行联系、按时办结、回访满意",
    en: "in touch at once, handled in time, and the caller asked"
  },
  version: 1,
  subject: "building",
  ledBy: "peace",
  keepers,
  opening: {
    by: [subdistrict],
    evidence: {
      "order-number": { label: { zh: "工单编号", en: "order number" }, type: "text" },
      request: { label: { zh: "诉求内容", en: "what is asked for" }, type: "text", sensitive: true }
    }
  },
  reopening: { to: "rehandling", by: [subdistrict, committee] },
  start: "received",
  stages: {
    received: {
      name: { zh: "待先行联系", en: "Received, first contact to come" },
      deadline: "1 working day",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "1 day", tell: "committee" }
      ],
      source: "Hotline practice: first contact within 1 working day"
    },
    handling: {
      name: { zh: "办理中", en: "Being handled" },
      deadline: "5 working days",
      lapse: "supervise",
      escalate: [{ after: "0 days", tell: "group-lead" }],
      source: "Hotline practice: handled within 5 working days"
    },
    complex: {
      name: { zh: "疑难延期办理中", en: "Being handled with approved delay" },
      deadline: "15 working days",
      lapse: "supervise",
      escalate: [{ after: "0 days", tell: "group-lead" }],
      source: "Hotline practice: complex matters 15 working days, on approval"
    },
    rehandling: {
      name: { zh: "重新办理", en: "Being handled again" },
      deadline: "3 working days",
      lapse: "supervise",
      escalate: [{ after: "0 days", tell: "group-lead" }],
      source: "Hotline practice: re-handling within 3 working days"
    },
    supervised: {
      name: { zh: "督办", en: "Under supervision" },
      deadline: "3 working days",
      escalate: [
        { after: "0 days", tell: "general-branch" },
        { after: "1 day", tell: "subdistrict" }
      ]
    },
    answered: {
      name: { zh: "已答复，待回访", en: "Answered, the caller to be asked" },
      deadline: "3 working days",
      escalate: [{ after: "1 day", tell: "committee" }]
    },
    satisfied: { name: { zh: "办结，满意", en: "Closed, satisfied" }, outcome: "achieved" },
    explained: { name: { zh: "办结，已解释说明", en: "Closed, explained" }, outcome: "partial" },
    "not-ours": { name: { zh: "非本居民区事项", en: "Not ours" }, outcome: "void" }
  },
  steps: {
    "first-contact": {
      name: { zh: "先行联系", en: "First contact" },
      from: ["received"],
      to: "handling",
      by: [groupLead, committee],
      evidence: {
        understood: { label: { zh: "核实情况", en: "what was understood" }, type: "text", sensitive: true }
      }
    },
    "hand-back": {
      name: { zh: "退单", en: "Hand it back" },
      from: ["received", "handling"],
      to: "not-ours",
      by: [committee, subdistrict],
      evidence: { reason: { label: { zh: "理由", en: "reason" }, type: "text" } }
    },
    extend: {
      name: { zh: "批准延期", en: "Approve a delay" },
      from: ["handling"],
      to: "complex",
      by: [subdistrict],
      evidence: { reason: { label: { zh: "延期理由", en: "reason" }, type: "text" } },
      source: "Hotline practice: complex matters 15 working days, on approval"
    },
    progress: {
      name: { zh: "办理进展", en: "Progress" },
      from: ["handling", "complex", "rehandling", "supervised"],
      by: [groupLead, committee, property],
      evidence: { account: { label: { zh: "进展", en: "what was done" }, type: "text", sensitive: true } }
    },
    supervise: {
      name: { zh: "转入督办", en: "Put under supervision" },
      from: ["handling", "complex", "rehandling"],
      to: "supervised",
      by: [subdistrict, generalBranch]
    },
    answer: {
      name: { zh: "答复诉求人", en: "Answer the caller" },
      from: ["handling", "complex", "rehandling", "supervised"],
      to: "answered",
      by: [groupLead, committee],
      evidence: { answer: { label: { zh: "答复内容", en: "the answer" }, type: "text", sensitive: true } }
    },
    "call-satisfied": {
      name: { zh: "回访：满意", en: "Asked: satisfied" },
      from: ["answered"],
      to: "satisfied",
      by: [committee, subdistrict],
      notBy: ["answer"]
    },
    "call-dissatisfied": {
      name: { zh: "回访：不满意", en: "Asked: not satisfied" },
      from: ["answered"],
      to: "rehandling",
      by: [committee, subdistrict],
      notBy: ["answer"],
      evidence: { why: { label: { zh: "不满意原因", en: "why" }, type: "text", sensitive: true } }
    },
    explain: {
      name: { zh: "依规无法解决，解释办结", en: "Cannot be done: explain and close" },
      from: ["answered"],
      to: "explained",
      by: [subdistrict],
      evidence: { explanation: { label: { zh: "解释说明", en: "explanation" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
