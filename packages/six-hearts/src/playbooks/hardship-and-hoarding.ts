/**
 * The playbook for a household in hardship that has collected waste for years (hoarding). The household is found, and
 * visited until there is trust. The waste is cleared with its consent. Then the household joins the home adaptation
 * plan and the Elderly Companion scheme, and is visited regularly. The visits continue after the clearing, because a
 * person who has collected for twenty years may start again.
 *
 * All notes about the household are sensitive data (Personal Information Protection Law, Art. 28). Each district sets
 * the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, generalBranch, groupLead, keepers, stairwellHead, volunteer } from "../People.ts"

export const hardshipAndHoarding = {
  name: { zh: "困难及囤积户帮扶", en: "Hardship and hoarding" },
  purpose: {
    zh: "清除积存杂物，消除隐患，长期陪伴，重新过上好生活",
    en: "clears what was hoarded, removes the hazards, and stays with the household afterwards"
  },
  version: 1,
  subject: "household",
  ledBy: "warmth",
  keepers,
  opening: {
    by: [volunteer, stairwellHead],
    evidence: {
      situation: { label: { zh: "发现情况", en: "what was noticed" }, type: "text", sensitive: true }
    }
  },
  reopening: { to: "visited", by: [groupLead, committee, generalBranch] },
  start: "found",
  stages: {
    found: {
      name: { zh: "已发现，待走访", en: "Found, to be visited" },
      deadline: "3 working days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "3 days", tell: "general-branch" }
      ]
    },
    visited: {
      name: { zh: "走访沟通", en: "Being visited" },
      deadline: "60 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "7 days", tell: "general-branch" }
      ]
    },
    agreed: {
      name: { zh: "已同意，待清理", en: "Agreed, to be cleared" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    cleared: {
      name: { zh: "已清理，待纳入改造计划", en: "Cleared, to be put into the adaptation plan" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    planned: {
      name: { zh: "已纳入改造计划，待结对", en: "In the adaptation plan, to be given a companion" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    watch: { name: { zh: "定期上门关心", en: "Visited regularly" } },
    relapsed: {
      name: { zh: "反复，待处理", en: "Relapsed, to be put right" },
      deadline: "7 days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "3 days", tell: "general-branch" }
      ]
    },
    settled: { name: { zh: "生活步入正轨", en: "Settled" }, outcome: "achieved" },
    declined: { name: { zh: "住户不同意", en: "Declined by the household" }, outcome: "declined" }
  },
  steps: {
    visit: {
      name: { zh: "上门走访", en: "Visit" },
      from: ["found"],
      to: "visited",
      by: [volunteer, groupLead, committee, generalBranch],
      evidence: {
        account: { label: { zh: "走访记录", en: "account of the visit" }, type: "text", sensitive: true },
        hazards: {
          label: { zh: "安全卫生隐患", en: "hazards" },
          type: "list",
          least: 1,
          required: false,
          sensitive: true
        }
      },
      records: ["home-visit"]
    },
    "visit-again": {
      name: { zh: "再次走访", en: "Visit again" },
      from: ["visited", "agreed", "cleared", "planned", "relapsed"],
      by: [volunteer, groupLead, committee, generalBranch],
      evidence: {
        account: { label: { zh: "走访记录", en: "account of the visit" }, type: "text", sensitive: true }
      },
      records: ["home-visit"]
    },
    agree: {
      name: { zh: "住户同意清理", en: "The household agrees" },
      from: ["visited"],
      to: "agreed",
      by: [groupLead, committee, generalBranch],
      evidence: {
        consent: {
          label: { zh: "住户同意书签名", en: "signed consent" },
          type: "signature",
          sensitive: true
        },
        kept: {
          label: { zh: "保留物品", en: "what is kept" },
          type: "list",
          required: false,
          sensitive: true
        }
      }
    },
    clear: {
      name: { zh: "清理积存杂物", en: "Clear what was hoarded" },
      from: ["agreed"],
      to: "cleared",
      by: [groupLead, committee],
      gate: { after: ["agree"], evidence: ["consent"] },
      evidence: {
        tonnes: {
          label: { zh: "清运量（吨）", en: "waste removed, in tonnes" },
          type: "number",
          least: 0,
          most: 1000
        },
        "after-photo": { label: { zh: "清理后照片", en: "photo afterwards" }, type: "photo", sensitive: true }
      },
      recordRefusal: true,
      source:
        "The household's consent: the committee has no power to coerce (Fire Law Art. 60 消防法第六十条)"
    },
    "plan-adaptation": {
      name: { zh: "纳入适老化改造计划", en: "Put into the adaptation plan" },
      from: ["cleared"],
      to: "planned",
      by: [groupLead, committee],
      evidence: {
        "adaptation-case": {
          label: { zh: "适老化改造案号", en: "case of the home adaptation" },
          type: "text",
          required: false
        }
      }
    },
    "assign-companion": {
      name: { zh: "纳入老伙伴计划", en: "Take into the companion scheme" },
      from: ["planned"],
      to: "watch",
      by: [groupLead, committee],
      evidence: { companion: { label: { zh: "结对志愿者编号", en: "the volunteer's id" }, type: "text" } },
      source: "Elderly Companion scheme (老伙伴计划): at least two contacts a week"
    },
    "regular-visit": {
      name: { zh: "上门关心，未见反复", en: "Regular visit: no relapse" },
      from: ["watch"],
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
    relapse: {
      name: { zh: "发现重新囤积", en: "Relapse: collecting again" },
      from: ["watch"],
      to: "relapsed",
      by: [volunteer, groupLead],
      evidence: {
        account: { label: { zh: "反复情况", en: "what was found" }, type: "text", sensitive: true }
      },
      records: ["companion-visit"]
    },
    "put-right": {
      name: { zh: "劝导清走，恢复关心", en: "Persuaded, and put right" },
      from: ["relapsed"],
      to: "watch",
      by: [volunteer, groupLead],
      evidence: {
        account: { label: { zh: "劝导记录", en: "how it was put right" }, type: "text", sensitive: true },
        consent: { label: { zh: "住户同意签名", en: "signed consent" }, type: "signature", sensitive: true }
      },
      records: ["companion-visit"]
    },
    "start-over": {
      name: { zh: "重新走访清理", en: "Start over" },
      from: ["relapsed"],
      to: "visited",
      by: [groupLead, committee, generalBranch],
      evidence: { account: { label: { zh: "原因", en: "why" }, type: "text", sensitive: true } }
    },
    decline: {
      name: { zh: "住户不同意", en: "The household declines" },
      from: ["visited", "agreed", "relapsed"],
      to: "declined",
      by: [groupLead, committee, generalBranch],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text", sensitive: true } }
    },
    release: {
      name: { zh: "结束定期走访", en: "End the regular visits" },
      from: ["watch"],
      to: "settled",
      by: [groupLead, committee, generalBranch]
    }
  },
  // A visit every three days is a little more often than twice a week. The interval may become longer. But if the elder
  // has a companion (a volunteer), the companion must still contact the elder twice a week: the coverage rule
  // `companions-kept` checks this.
  patrol: {
    stage: "watch",
    check: "regular-visit",
    relapse: "relapse",
    every: { first: "3 days", least: "2 days", most: "14 days" },
    widen: "5/4",
    tighten: "1/2",
    release: { after: 10, step: "release" },
    escalate: [
      { after: "1 day", tell: "group-lead" },
      { after: "3 days", tell: "committee" }
    ]
  }
} satisfies PlaybookDocument
