/**
 * The coverage rules of the Six-Heart working method: which residents, households and buildings must be reached, and
 * which contacts count.
 */

const movedOrRefused = {
  refused: {
    name: { zh: "书面谢绝", en: "refused in writing" },
    grantedBy: ["committee", "general-branch"],
    for: "12 months"
  },
  "in-hospital": {
    name: { zh: "住院", en: "in hospital" },
    grantedBy: ["committee", "general-branch"],
    for: "3 months"
  }
}

/** The kinds of contact (such as visits) that people record directly, and not as a step of a case. */
export const contacts = {
  "outreach-visit": { name: { zh: "上门宣传", en: "outreach at the door" } },
  "notice-served": {
    name: { zh: "张贴自行整改通知书", en: "self-rectification notice served" },
    proof: true
  },
  "home-visit": { name: { zh: "上门走访", en: "home visit" } },
  "companion-visit": { name: { zh: "老伙伴探访", en: "companion's visit" } }
}

export const coverage = {
  "elders-reached": {
    name: {
      zh: "60岁以上老人适老化改造宣传全覆盖",
      en: "every resident aged 60 or over told of home adaptation"
    },
    of: "residents",
    where: { age: { atLeast: 60 } },
    reached: { by: ["outreach-visit"] },
    target: "all",
    exclude: movedOrRefused,
    groupBy: "building"
  },
  "veterans-reached": {
    name: {
      zh: "党龄50年以上老党员宣传全覆盖",
      en: "every Party member of 50 years' standing told of home adaptation"
    },
    of: "residents",
    where: { partyYears: { atLeast: 50 } },
    reached: { by: ["outreach-visit"] },
    target: "all",
    exclude: movedOrRefused,
    groupBy: "building"
  },
  "buildings-filed": {
    name: { zh: "楼道堆物排摸建档（一楼一档）全覆盖", en: "every building surveyed and filed" },
    of: "buildings",
    reached: { all: [{ by: ["building-clutter/survey"] }, { by: ["building-clutter/file"] }] },
    target: "all",
    groupBy: "building"
  },
  "households-noticed": {
    name: {
      zh: "自行整改通知书每户送达并留证",
      en: "a self-rectification notice on every household, with proof"
    },
    of: "households",
    reached: { by: ["notice-served"] },
    target: "all",
    groupBy: "building"
  },
  "patrols-fresh": {
    name: { zh: "楼道巡查不超过一个月", en: "every building patrolled within a month" },
    of: "cases",
    where: { playbook: "building-clutter", stage: "watch" },
    reached: { by: ["building-clutter/patrol", "building-clutter/handed-to-patrol"], within: "31 days" },
    target: "all",
    groupBy: "building"
  },
  "companions-kept": {
    name: { zh: "老伙伴每周至少联系两次", en: "companions in touch at least twice a week" },
    of: "pairs",
    // A step of a case about a household counts as a contact with the elder who lives there.
    reached: { by: ["companion-visit"], times: 2, each: "week", through: "household" },
    target: "all",
    groupBy: "building"
  },
  "companion-load": {
    name: { zh: "一名志愿者结对不超过五位老人", en: "no volunteer looks after more than five elders" },
    of: "pairs",
    reached: { is: { load: { atMost: 5 } } },
    target: "all",
    groupBy: "building"
  },
  "adaptations-followed-up": {
    name: { zh: "适老化改造完工后回访", en: "every finished home adaptation followed up" },
    of: "cases",
    where: { playbook: "home-adaptation", outcome: "achieved" },
    reached: { by: ["home-adaptation/follow-up"] },
    target: "all",
    groupBy: "building"
  }
}
