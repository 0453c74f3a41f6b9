/**
 * The playbook for a civic mural or another shared space. It is proposed, discussed with the residents who live next to
 * it, made together, opened, and then cared for.
 *
 * It must not change a common part of a building or how the part is used: such a change needs a vote of the owners
 * first (Civil Code Art. 278). Each district sets the periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, stairwellHead, volunteer } from "../People.ts"

export const civicMural = {
  name: { zh: "文明墙绘与共享空间", en: "Civic mural or shared space" },
  purpose: {
    zh: "居民共商共建共享，增强归属感",
    en: "made, opened and cared for by those who live there"
  },
  version: 1,
  subject: "building",
  ledBy: "joy",
  keepers,
  opening: {
    by: [volunteer, stairwellHead],
    evidence: {
      proposal: { label: { zh: "方案设想", en: "the proposal" }, type: "text" },
      place: { label: { zh: "现场照片", en: "photo of the place" }, type: "photo" }
    }
  },
  reopening: { to: "making", by: [groupLead, committee] },
  start: "proposed",
  stages: {
    proposed: {
      name: { zh: "待征求意见", en: "Proposed" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    consulting: {
      name: { zh: "征求居民意见", en: "Talked over" },
      deadline: "30 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    making: {
      name: { zh: "共同制作", en: "Being made" },
      deadline: "90 days",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    made: {
      name: { zh: "已完成，待启用", en: "Made, to be opened" },
      deadline: "30 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    care: { name: { zh: "日常维护", en: "Cared for" } },
    lasting: { name: { zh: "移交楼组长期维护", en: "In the stairwell's own care" }, outcome: "achieved" },
    dropped: { name: { zh: "未实施", en: "Dropped" }, outcome: "declined" }
  },
  steps: {
    consult: {
      name: { zh: "张贴方案，征求意见", en: "Post the design and ask" },
      from: ["proposed"],
      to: "consulting",
      by: [volunteer, stairwellHead, groupLead],
      evidence: { design: { label: { zh: "设计稿", en: "the design" }, type: "photo" } }
    },
    agree: {
      name: { zh: "居民同意", en: "The residents agree" },
      from: ["consulting"],
      to: "making",
      by: [groupLead, committee],
      evidence: {
        asked: { label: { zh: "征求户数", en: "households asked" }, type: "number", least: 1 },
        "in-favour": { label: { zh: "赞成户数", en: "households in favour" }, type: "number", least: 0 },
        "no-change-of-use": {
          label: {
            zh: "不改变共有部分及其用途（居委会签名）",
            en: "signed: neither common parts nor their use change"
          },
          type: "signature"
        }
      },
      source: "Civil Code Art. 278 (民法典第二百七十八条)"
    },
    drop: {
      name: { zh: "居民不同意", en: "Drop it" },
      from: ["proposed", "consulting"],
      to: "dropped",
      by: [groupLead, committee],
      evidence: { reason: { label: { zh: "原因", en: "reason" }, type: "text" } }
    },
    work: {
      name: { zh: "制作一天", en: "Work on it" },
      from: ["making"],
      by: [volunteer, stairwellHead, groupLead],
      evidence: { people: { label: { zh: "参加人数", en: "people who helped" }, type: "number", least: 1 } }
    },
    finish: {
      name: { zh: "完成", en: "Finish it" },
      from: ["making"],
      to: "made",
      by: [volunteer, stairwellHead, groupLead],
      gate: { after: ["work"] },
      evidence: { photo: { label: { zh: "完成照片", en: "photo" }, type: "photo" } }
    },
    open: {
      name: { zh: "启用", en: "Open it" },
      from: ["made"],
      to: "care",
      by: [groupLead, committee]
    },
    "look-after": {
      name: { zh: "维护检查：完好", en: "Looked after: in good order" },
      from: ["care"],
      by: [volunteer, stairwellHead, groupLead]
    },
    damaged: {
      name: { zh: "发现损坏", en: "Damaged" },
      from: ["care"],
      to: "making",
      by: [volunteer, stairwellHead, groupLead],
      evidence: { damage: { label: { zh: "损坏照片", en: "photo of the damage" }, type: "photo" } }
    },
    "hand-over-care": {
      name: { zh: "移交楼组", en: "Leave it to the stairwell" },
      from: ["care"],
      to: "lasting",
      by: [groupLead, committee]
    }
  },
  patrol: {
    stage: "care",
    check: "look-after",
    relapse: "damaged",
    every: { first: "30 days", least: "7 days", most: "90 days" },
    widen: "3/2",
    tighten: "1/2",
    release: { after: 4, step: "hand-over-care" },
    escalate: [{ after: "7 days", tell: "group-lead" }]
  }
} satisfies PlaybookDocument
