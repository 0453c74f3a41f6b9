/**
 * The playbook for people's mediation between neighbours. Mediation is free of charge, and stops if a party clearly
 * refuses it. If it fails, the mediator informs the parties of their other remedies. Every case is archived. After an
 * agreement, the mediator watches whether the parties keep it. Within 30 days after the agreement takes effect, the
 * parties may together ask the court to confirm it.
 *
 * The content of a mediation is sensitive data. The subjects of the case are the households of the parties. Each
 * district sets the periods for which no article is cited.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, mediator, volunteer } from "../People.ts"

const archiveNumber = { label: { zh: "案卷编号", en: "archive number" }, type: "text" } as const

const remediesTold = {
  label: { zh: "已告知的其他救济途径", en: "other remedies of which the parties were told" },
  type: "list",
  least: 1
} as const

const account = { label: { zh: "调解记录", en: "account" }, type: "text", sensitive: true } as const

const signatures = {
  "first-party": {
    label: { zh: "一方签名", en: "signature of one party" },
    type: "signature",
    sensitive: true
  },
  "second-party": {
    label: { zh: "另一方签名", en: "signature of the other party" },
    type: "signature",
    sensitive: true
  }
} as const

export const mediation = {
  name: { zh: "人民调解", en: "Mediation" },
  purpose: {
    zh: "免费调解邻里纠纷，化解矛盾",
    en: "settles disputes between neighbours, free of charge"
  },
  version: 1,
  subject: "household",
  ledBy: "peace",
  keepers: [...keepers, mediator],
  opening: {
    by: [volunteer],
    evidence: {
      dispute: { label: { zh: "纠纷情况", en: "the dispute" }, type: "text", sensitive: true },
      origin: {
        label: { zh: "来源", en: "how it came in" },
        type: "choice",
        choices: {
          applied: { zh: "当事人申请", en: "a party applied" },
          offered: { zh: "主动调解", en: "offered by the committee" }
        }
      }
    }
  },
  reopening: { to: "applied", by: [mediator, groupLead, committee] },
  start: "applied",
  stages: {
    applied: {
      name: { zh: "待受理", en: "To be taken on" },
      deadline: "5 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    mediating: {
      name: { zh: "调解中", en: "In mediation" },
      deadline: "30 days",
      escalate: [
        { after: "0 days", tell: "mediator" },
        { after: "7 days", tell: "group-lead" }
      ]
    },
    agreed: {
      name: { zh: "已达成协议，可申请司法确认", en: "Agreed; the court may be asked to confirm" },
      deadline: "30 days",
      endsOnWorkingDay: true,
      lapse: "confirmation-lapses",
      escalate: [{ after: "0 days", tell: "mediator" }],
      source: "People's Mediation Law Art. 33 (人民调解法第三十三条)"
    },
    "at-court": {
      name: { zh: "司法确认中", en: "Before the court" },
      deadline: "60 days",
      escalate: [{ after: "0 days", tell: "mediator" }]
    },
    performing: {
      name: { zh: "协议履行中", en: "Being performed" },
      source: "People's Mediation Law Art. 31 (人民调解法第三十一条)"
    },
    fulfilled: { name: { zh: "协议已履行", en: "Performed" }, outcome: "achieved" },
    failed: { name: { zh: "调解不成", en: "No agreement" }, outcome: "failed" },
    refused: { name: { zh: "当事人明确拒绝", en: "A party refused" }, outcome: "declined" }
  },
  steps: {
    "take-on": {
      name: { zh: "受理", en: "Take it on" },
      from: ["applied"],
      to: "mediating",
      by: [mediator],
      evidence: {
        informed: {
          label: { zh: "已告知双方：自愿、免费", en: "both were told that it is free and their own choice" },
          type: "date"
        }
      },
      source: "People's Mediation Law Art. 17 (人民调解法第十七条)"
    },
    session: {
      name: { zh: "调解一次", en: "Hold a session" },
      from: ["mediating"],
      by: [mediator],
      evidence: { account }
    },
    refuse: {
      name: { zh: "当事人明确拒绝，停止调解", en: "A party refuses: stop" },
      from: ["applied", "mediating"],
      to: "refused",
      by: [mediator, groupLead],
      evidence: { "remedies-told": remediesTold, "archive-number": archiveNumber },
      source: "People's Mediation Law Arts 17, 26, 27 (人民调解法第十七、二十六、二十七条)"
    },
    agree: {
      name: { zh: "达成调解协议", en: "Reach an agreement" },
      from: ["mediating"],
      to: "agreed",
      by: [mediator],
      gate: { after: ["session"] },
      evidence: {
        agreement: { label: { zh: "协议内容", en: "the agreement" }, type: "text", sensitive: true },
        ...signatures
      }
    },
    fail: {
      name: { zh: "调解不成，终止调解", en: "Stop: no agreement" },
      from: ["mediating"],
      to: "failed",
      by: [mediator],
      evidence: { "remedies-told": remediesTold, "archive-number": archiveNumber },
      source: "People's Mediation Law Arts 26, 27 (人民调解法第二十六、二十七条)"
    },
    "apply-for-confirmation": {
      name: { zh: "双方共同申请司法确认", en: "Both ask the court to confirm it" },
      from: ["agreed"],
      to: "at-court",
      by: [mediator],
      evidence: signatures,
      source: "People's Mediation Law Art. 33 (人民调解法第三十三条)"
    },
    "confirmation-lapses": {
      name: { zh: "司法确认期限届满", en: "The time for asking the court ends" },
      from: ["agreed"],
      to: "performing",
      source: "People's Mediation Law Art. 33 (人民调解法第三十三条)"
    },
    "go-without-confirmation": {
      name: { zh: "双方不申请司法确认", en: "Both do without the court" },
      from: ["agreed"],
      to: "performing",
      by: [mediator]
    },
    "dispute-again": {
      name: { zh: "协议发生争议", en: "The agreement is disputed" },
      from: ["agreed", "at-court"],
      to: "mediating",
      by: [mediator],
      evidence: { account }
    },
    confirmed: {
      name: { zh: "法院确认有效", en: "The court confirms it" },
      from: ["at-court"],
      to: "performing",
      by: [mediator],
      evidence: { ruling: { label: { zh: "裁定书", en: "the ruling" }, type: "photo", sensitive: true } }
    },
    "not-confirmed": {
      name: { zh: "法院未予确认", en: "The court does not confirm it" },
      from: ["at-court"],
      to: "mediating",
      by: [mediator],
      evidence: { account }
    },
    "performance-checked": {
      name: { zh: "回访：正常履行", en: "Checked: being performed" },
      from: ["performing"],
      by: [mediator, volunteer],
      evidence: { account },
      source: "People's Mediation Law Art. 31 (人民调解法第三十一条)"
    },
    breach: {
      name: { zh: "回访：未履行", en: "Checked: not performed" },
      from: ["performing"],
      to: "mediating",
      by: [mediator, volunteer],
      evidence: { account },
      source: "People's Mediation Law Art. 31 (人民调解法第三十一条)"
    },
    archive: {
      name: { zh: "履行完毕，归档", en: "Performed: archive" },
      from: ["performing"],
      to: "fulfilled",
      by: [mediator, committee],
      evidence: { "archive-number": archiveNumber },
      source: "People's Mediation Law Art. 27 (人民调解法第二十七条)"
    }
  },
  patrol: {
    stage: "performing",
    check: "performance-checked",
    relapse: "breach",
    every: { first: "14 days", least: "7 days", most: "30 days" },
    widen: "3/2",
    tighten: "1/2",
    release: { after: 2, step: "archive" },
    escalate: [{ after: "3 days", tell: "group-lead" }]
  }
} satisfies PlaybookDocument
