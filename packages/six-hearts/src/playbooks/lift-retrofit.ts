/**
 * The playbook for adding a lift to an old building. The owners apply, and the residents' committee finds out whether a
 * lift is possible. The owners of the stairwell or door-number block vote in a poll, and the result is posted. Only
 * then follow the contract, the works and the acceptance.
 *
 * To alter common parts, the law requires two majorities (Civil Code Art. 278). At least two thirds of the owners, by
 * area and by heads, must take part. At least three quarters of those who take part, by area and by heads, must agree.
 * If only some owners share a part, only they vote (Shanghai property-management rules Art. 69).
 *
 * The votes are not counted in this playbook, but by the poll rule `civil-code-278-alteration`; here the result is a
 * gate (the condition of a step). Each district sets how long the result is posted, and the other periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, stairwellHead, volunteer } from "../People.ts"

export const liftRetrofit = {
  name: { zh: "加装电梯", en: "Lift retrofit" },
  purpose: {
    zh: "长期排摸、充分协商，依法表决，促成加梯，和睦邻里",
    en: "long surveys, a lawful vote, and a lift that leaves the neighbours at peace"
  },
  version: 1,
  subject: "building",
  ledBy: "unity",
  keepers,
  opening: {
    by: [stairwellHead, volunteer],
    evidence: {
      request: { label: { zh: "业主申请签名", en: "request signed by owners" }, type: "signature" }
    }
  },
  reopening: { to: "consulting", by: [groupLead, committee] },
  start: "asked",
  stages: {
    asked: {
      name: { zh: "已申请，待评估可行性", en: "Asked for, feasibility to be found out" },
      deadline: "30 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    consulting: {
      name: { zh: "排摸协商", en: "Surveyed and talked over" },
      deadline: "6 months",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    polling: {
      name: { zh: "意见征询", en: "Owners are polled" },
      deadline: "60 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "7 days", tell: "committee" }
      ],
      source: "Civil Code Art. 278 (民法典第二百七十八条)"
    },
    posted: {
      name: { zh: "结果公示", en: "The result is posted" },
      deadline: "10 days",
      lapse: "posting-ends"
    },
    contracting: {
      name: { zh: "待签约", en: "To be contracted" },
      deadline: "90 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    contracted: {
      name: { zh: "已签约，待开工", en: "Contracted" },
      deadline: "90 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    works: {
      name: { zh: "施工中", en: "Works under way" },
      deadline: "12 months",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    finished: {
      name: { zh: "已完工，待验收", en: "Finished, to be accepted" },
      deadline: "30 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    "in-service": { name: { zh: "投入使用", en: "In service" }, outcome: "achieved" },
    infeasible: { name: { zh: "不具备条件", en: "Not feasible" }, outcome: "failed" },
    "not-carried": { name: { zh: "表决未通过", en: "The poll did not carry" }, outcome: "failed" },
    abandoned: { name: { zh: "业主放弃", en: "Given up by the owners" }, outcome: "declined" }
  },
  steps: {
    "find-feasible": {
      name: { zh: "评估可行", en: "Found feasible" },
      from: ["asked"],
      to: "consulting",
      by: [committee, groupLead],
      evidence: { feasibility: { label: { zh: "可行性结论", en: "the result" }, type: "text" } }
    },
    "find-infeasible": {
      name: { zh: "评估不可行", en: "Found not feasible" },
      from: ["asked"],
      to: "infeasible",
      by: [committee, groupLead],
      evidence: { feasibility: { label: { zh: "可行性结论", en: "the result" }, type: "text" } }
    },
    survey: {
      name: { zh: "入户排摸意愿", en: "Survey the households" },
      from: ["consulting"],
      by: [volunteer, stairwellHead, groupLead],
      evidence: {
        asked: { label: { zh: "走访户数", en: "households asked" }, type: "number", least: 1 },
        "in-favour": { label: { zh: "赞成户数", en: "households in favour" }, type: "number", least: 0 },
        concerns: { label: { zh: "主要顾虑", en: "concerns" }, type: "list", required: false }
      }
    },
    "open-poll": {
      name: { zh: "发起意见征询", en: "Open the poll" },
      from: ["consulting"],
      to: "polling",
      by: [committee],
      gate: { after: ["survey"] },
      evidence: {
        question: { label: { zh: "表决事项", en: "what is voted on" }, type: "text" },
        electorate: {
          label: { zh: "表决范围", en: "who votes" },
          type: "choice",
          choices: {
            stairwell: { zh: "本门牌幢业主", en: "owners of the door-number block" },
            building: { zh: "本幢业主", en: "owners of the building" }
          }
        }
      },
      source: "Civil Code Art. 278 (民法典第二百七十八条); Shanghai property-management rules Art. 69"
    },
    "post-result": {
      name: { zh: "公示表决结果", en: "Post the result" },
      from: ["polling"],
      to: "posted",
      by: [committee],
      gate: { poll: "civil-code-278-alteration" },
      evidence: { posting: { label: { zh: "公示照片", en: "photo of the posting" }, type: "photo" } },
      source: "Civil Code Art. 278 (民法典第二百七十八条)"
    },
    "poll-fails": {
      name: { zh: "表决未通过", en: "The poll does not carry" },
      from: ["polling"],
      to: "not-carried",
      by: [committee],
      evidence: { posting: { label: { zh: "公示照片", en: "photo of the posting" }, type: "photo" } }
    },
    object: {
      name: { zh: "公示期内有异议，再协商", en: "Objection: talk again" },
      from: ["posted"],
      to: "consulting",
      by: [committee, groupLead],
      evidence: { objection: { label: { zh: "异议内容", en: "the objection" }, type: "text" } }
    },
    "posting-ends": {
      name: { zh: "公示期满", en: "The posting ends" },
      from: ["posted"],
      to: "contracting"
    },
    // The step that signs the contract may be tried in the stages `polling` and `posted`, so that an actor who signs
    // too early gets all reasons, and the day on which the gate (the condition of the step) opens.
    "sign-contract": {
      name: { zh: "签订合同", en: "Sign the contract" },
      from: ["polling", "posted", "contracting"],
      to: "contracted",
      by: [groupLead, committee],
      gate: { after: ["open-poll", "post-result"], lapsed: "posted", poll: "civil-code-278-alteration" },
      evidence: {
        contract: { label: { zh: "合同签名", en: "signed contract" }, type: "signature" },
        price: { label: { zh: "总价", en: "price" }, type: "amount", least: 0 }
      },
      recordRefusal: true,
      source: "Civil Code Art. 278 (民法典第二百七十八条)"
    },
    begin: {
      name: { zh: "开工", en: "Begin the works" },
      from: ["contracted"],
      to: "works",
      by: [groupLead, committee],
      evidence: { permit: { label: { zh: "施工手续", en: "permit" }, type: "photo" } }
    },
    finish: {
      name: { zh: "完工", en: "Finish the works" },
      from: ["works"],
      to: "finished",
      by: [groupLead, volunteer]
    },
    "send-back": {
      name: { zh: "验收未通过", en: "Send the works back" },
      from: ["finished"],
      to: "works",
      by: [committee, groupLead],
      evidence: { defects: { label: { zh: "问题清单", en: "defects" }, type: "list", least: 1 } }
    },
    accept: {
      name: { zh: "验收通过，投入使用", en: "Accept, and put into service" },
      from: ["finished"],
      to: "in-service",
      by: [committee, groupLead],
      notBy: ["finish"],
      evidence: {
        certificate: { label: { zh: "验收合格证明", en: "certificate" }, type: "photo" },
        upkeep: { label: { zh: "后续维护约定", en: "who keeps it up" }, type: "text" }
      }
    },
    abandon: {
      name: { zh: "业主放弃", en: "The owners give up" },
      from: ["asked", "consulting", "posted", "contracting"],
      to: "abandoned",
      by: [committee, groupLead],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
