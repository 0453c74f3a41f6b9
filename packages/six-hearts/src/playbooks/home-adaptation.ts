/**
 * The playbook for elder-friendly home adaptation, such as handrails: application, home assessment, contract, works,
 * acceptance, follow-up. The amounts of the subsidy and the periods differ by year and district. They are data; this
 * playbook does not compute them.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, volunteer } from "../People.ts"

export const homeAdaptation = {
  name: { zh: "适老化改造", en: "Home adaptation" },
  purpose: {
    zh: "让实事工程真正为需要的老人服务",
    en: "a home in which an elder can go on living safely"
  },
  version: 1,
  subject: "household",
  ledBy: "warmth",
  keepers,
  opening: {
    by: [volunteer],
    evidence: {
      application: { label: { zh: "申请书签名", en: "signed application" }, type: "signature" },
      wish: {
        label: { zh: "改造意愿", en: "what is wished for" },
        type: "text",
        required: false,
        sensitive: true
      }
    }
  },
  reopening: { to: "works", by: [committee, groupLead] },
  start: "applied",
  stages: {
    applied: {
      name: { zh: "已申请，待评估", en: "Applied, to be assessed" },
      deadline: "10 working days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "3 days", tell: "committee" }
      ]
    },
    assessed: {
      name: { zh: "已评估，待签约", en: "Assessed, to be contracted" },
      deadline: "20 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    contracted: {
      name: { zh: "已签约，待施工", en: "Contracted, to be begun" },
      deadline: "20 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    works: {
      name: { zh: "施工中", en: "Works under way" },
      deadline: "30 days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "7 days", tell: "committee" }
      ]
    },
    finished: {
      name: { zh: "已完工，待验收", en: "Finished, to be accepted" },
      deadline: "10 working days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    accepted: {
      name: { zh: "已验收，待回访", en: "Accepted, to be followed up" },
      deadline: "30 days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "7 days", tell: "committee" }
      ]
    },
    adapted: { name: { zh: "改造完成", en: "Adapted" }, outcome: "achieved" },
    declined: { name: { zh: "住户放弃", en: "Declined by the household" }, outcome: "declined" },
    ineligible: { name: { zh: "不符合条件", en: "Not eligible" }, outcome: "failed" }
  },
  steps: {
    assess: {
      name: { zh: "上门评估", en: "Assess the home" },
      from: ["applied"],
      to: "assessed",
      by: [volunteer, groupLead, committee],
      evidence: {
        needs: { label: { zh: "改造需求", en: "what is needed" }, type: "list", least: 1, sensitive: true },
        "before-photo": { label: { zh: "改造前照片", en: "photo before" }, type: "photo" }
      }
    },
    contract: {
      name: { zh: "签订改造合同", en: "Sign the contract" },
      from: ["assessed"],
      to: "contracted",
      by: [groupLead, committee],
      evidence: {
        contract: { label: { zh: "合同签名", en: "signed contract" }, type: "signature" },
        price: { label: { zh: "总价", en: "price" }, type: "amount", least: 0 },
        subsidy: { label: { zh: "补贴金额", en: "subsidy" }, type: "amount", least: 0, required: false }
      }
    },
    begin: {
      name: { zh: "开工", en: "Begin the works" },
      from: ["contracted"],
      to: "works",
      by: [volunteer, groupLead, committee]
    },
    finish: {
      name: { zh: "完工", en: "Finish the works" },
      from: ["works"],
      to: "finished",
      by: [volunteer, groupLead, committee],
      evidence: { "after-photo": { label: { zh: "改造后照片", en: "photo afterwards" }, type: "photo" } }
    },
    accept: {
      name: { zh: "验收通过", en: "Accept the works" },
      from: ["finished"],
      to: "accepted",
      by: [groupLead, committee],
      notBy: ["finish"],
      gate: { after: ["finish"] },
      evidence: {
        acceptance: {
          label: { zh: "住户验收签名", en: "acceptance signed by the household" },
          type: "signature"
        }
      }
    },
    "send-back": {
      name: { zh: "验收未通过，返工", en: "Send the works back" },
      from: ["finished"],
      to: "works",
      by: [groupLead, committee],
      evidence: { defects: { label: { zh: "问题清单", en: "defects" }, type: "list", least: 1 } }
    },
    "follow-up": {
      name: { zh: "回访", en: "Follow up" },
      from: ["accepted"],
      to: "adapted",
      by: [volunteer, groupLead, committee],
      evidence: {
        satisfied: {
          label: { zh: "是否满意", en: "satisfied" },
          type: "choice",
          choices: {
            yes: { zh: "满意", en: "yes" },
            partly: { zh: "基本满意", en: "for the most part" },
            no: { zh: "不满意", en: "no" }
          }
        },
        remarks: { label: { zh: "回访记录", en: "remarks" }, type: "text", required: false, sensitive: true }
      }
    },
    decline: {
      name: { zh: "住户放弃改造", en: "The household declines" },
      from: ["applied", "assessed", "contracted"],
      to: "declined",
      by: [volunteer, groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text", sensitive: true } }
    },
    "find-ineligible": {
      name: { zh: "不符合条件", en: "Found not eligible" },
      from: ["applied", "assessed"],
      to: "ineligible",
      by: [committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text", sensitive: true } }
    }
  }
} satisfies PlaybookDocument
