/**
 * The playbook for a self-governed stairwell. Its households agree on a compact (rules for living together) and choose
 * a head. They review the compact every quarter. If the compact is no longer kept, they discuss it and agree on it
 * again.
 *
 * Each district sets the periods and the number of reviews. The compact is a promise among neighbours, not a vote of
 * the owners.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, stairwellHead, volunteer } from "../People.ts"

export const selfGovernedStairwell = {
  name: { zh: "自治楼道", en: "Self-governed stairwell" },
  purpose: {
    zh: "楼道公约大家定、大家守，楼里的事楼里商量",
    en: "a compact made and kept by the households themselves"
  },
  version: 1,
  subject: "building",
  ledBy: "unity",
  keepers,
  opening: { by: [stairwellHead, volunteer] },
  reopening: { to: "drafting", by: [groupLead, committee] },
  start: "drafting",
  stages: {
    drafting: {
      name: { zh: "起草公约", en: "The compact is drafted" },
      deadline: "30 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    signing: {
      name: { zh: "各户签约", en: "The households sign" },
      deadline: "30 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    choosing: {
      name: { zh: "推选楼组长", en: "A head is chosen" },
      deadline: "14 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    kept: { name: { zh: "公约履行中", en: "The compact is kept" } },
    rooted: { name: { zh: "示范楼道", en: "Model stairwell" }, outcome: "achieved" },
    "given-up": { name: { zh: "未能推进", en: "Given up" }, outcome: "failed" }
  },
  steps: {
    draft: {
      name: { zh: "拟定公约", en: "Draft the compact" },
      from: ["drafting"],
      to: "signing",
      by: [stairwellHead, volunteer, groupLead],
      evidence: { compact: { label: { zh: "公约内容", en: "the compact" }, type: "text" } }
    },
    redraft: {
      name: { zh: "修改公约", en: "Draft it again" },
      from: ["signing"],
      to: "drafting",
      by: [stairwellHead, volunteer, groupLead],
      evidence: {
        objections: { label: { zh: "住户意见", en: "what households said" }, type: "list", least: 1 }
      }
    },
    sign: {
      name: { zh: "各户签字同意", en: "The households agree" },
      from: ["signing"],
      to: "choosing",
      by: [stairwellHead, groupLead],
      evidence: {
        households: { label: { zh: "总户数", en: "households in all" }, type: "number", least: 1 },
        signed: { label: { zh: "签约户", en: "households that signed" }, type: "list", least: 1 },
        sheet: { label: { zh: "签约表照片", en: "photo of the sheet" }, type: "photo" }
      }
    },
    "choose-head": {
      name: { zh: "推选楼组长", en: "Choose the head" },
      from: ["choosing"],
      to: "kept",
      by: [groupLead, committee],
      gate: { after: ["sign"] },
      evidence: {
        head: { label: { zh: "楼组长编号", en: "the head's id" }, type: "text" },
        votes: { label: { zh: "赞成户数", en: "households in favour" }, type: "number", least: 1 }
      }
    },
    review: {
      name: { zh: "季度评议：履行良好", en: "Quarterly review: kept" },
      from: ["kept"],
      by: [stairwellHead, groupLead],
      evidence: { findings: { label: { zh: "评议情况", en: "findings" }, type: "text" } }
    },
    "not-kept": {
      name: { zh: "季度评议：公约未履行", en: "Quarterly review: not kept" },
      from: ["kept"],
      to: "drafting",
      by: [stairwellHead, groupLead, committee],
      evidence: { findings: { label: { zh: "评议情况", en: "findings" }, type: "text" } }
    },
    honour: {
      name: { zh: "评为示范楼道", en: "Honour as a model stairwell" },
      from: ["kept"],
      to: "rooted",
      by: [groupLead, committee]
    },
    "give-up": {
      name: { zh: "未能推进", en: "Give it up" },
      from: ["drafting", "signing", "choosing"],
      to: "given-up",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    }
  },
  // The compact is reviewed every quarter, which has thirteen weeks. If the households had to agree on it again, the
  // next review is after half a quarter.
  patrol: {
    stage: "kept",
    check: "review",
    relapse: "not-kept",
    every: { first: "13 weeks", least: "6 weeks", most: "13 weeks" },
    widen: "2/1",
    tighten: "1/2",
    release: { after: 4, step: "honour" },
    escalate: [
      { after: "7 days", tell: "group-lead" },
      { after: "14 days", tell: "committee" }
    ]
  }
} satisfies PlaybookDocument
