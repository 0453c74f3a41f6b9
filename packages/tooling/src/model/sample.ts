/**
 * An example district that uses every key of a model. The reference of the model takes its examples from it, and a test
 * checks the whole model, so no example can be invalid. It changes the six-hearts model.
 */
import { apply } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import type * as Schema from "effect/Schema"

const people = {
  branches: {
    east: {
      name: { zh: "东苑党支部", en: "East Court branch" },
      strengths: { mediation: 85, law: 70 },
      buildings: ["b1", "b2"],
      people: 18,
      leads: { least: 1, most: 6 }
    },
    west: {
      name: { zh: "西苑党支部", en: "West Court branch" },
      strengths: { "elder-care": 90 },
      buildings: ["b3"],
      people: 22,
      leads: { least: 0, most: 3 }
    }
  },
  groups: {
    "unity-north": {
      name: { zh: "北区齐心组", en: "United Heart, north" },
      heart: "unity",
      purpose: { zh: "北区楼道", en: "stairwells in the north" },
      needs: { law: 60 },
      buildings: ["b3"],
      ledBy: 1
    }
  },
  hearts: { unity: { zh: "齐心", en: "United Heart" } },
  tags: { law: { zh: "法律", en: "law" }, veteran: { zh: "退役军人", en: "veteran" } },
  roles: {
    watch: { name: { zh: "平安志愿者", en: "night watch" }, may: ["contact", "case"], grants: ["volunteer"] },
    committee: { grants: ["watch", "volunteer", "group-lead"] }
  },
  actors: {
    li: {
      mandates: [{ role: "watch", scope: { building: "b3" }, from: "2026-01-01", until: "2026-12-31" }],
      offers: { building: "b3", skills: { law: 60 }, elders: 2, tasks: 3, minutes: 180 },
      resident: "r1"
    },
    lead: { mandates: [{ role: "group-lead", scope: { group: "unity-north" } }] },
    secretary: { mandates: [{ role: "branch-secretary", scope: { branch: "east" } }] },
    office: { mandates: [{ role: "committee", scope: { district: true } }] }
  },
  contacts: {
    "night-round": {
      name: { zh: "夜间巡楼", en: "night round" },
      proof: true,
      by: [{ role: "watch", scope: "building" }]
    }
  }
}

const plans = {
  pairing: {
    criteria: { strengths: 1, territory: 500 },
    pins: [{ branch: "east", group: "peace", reason: "its secretary is a trained mediator" }],
    bans: [{ branch: "west", group: "joy", reason: "the branch has no hall" }],
    repair: { pricePerChange: 500, forChanges: 2 },
    openCases: "stay",
    partial: true
  },
  companions: {
    elders: { age: { atLeast: 75 } },
    ledBy: "warmth",
    most: 4,
    goals: [{ served: 1 }, { continuity: 1 }, { need: 2, unvisited: 1 }, { place: 1 }],
    need: { from: 75, perYear: 1, livesAlone: 20, tags: { hardship: 20 } }
  },
  talent: {
    criteria: { skills: 1, distance: 1, load: 500, turns: 250, continuity: 300, waiting: 2 },
    goals: ["waiting", "turns"],
    repair: "best-score",
    partial: true,
    lookBack: 180,
    distances: [{ from: "b1", to: "b2", metres: 120 }]
  },
  rounds: {
    goals: [{ served: 1 }, { need: 2, unvisited: 1 }, { place: 1 }, { continuity: 1 }],
    need: { from: 70, perYear: 1, livesAlone: 30, tags: { hardship: 20 } }
  }
}

const playbook = {
  name: { zh: "噪声扰民", en: "Noise at night" },
  purpose: { zh: "先劝导", en: "persuade first" },
  version: 1,
  subject: "household",
  ledBy: "peace",
  parent: "building-noise",
  limit: "2 months",
  keepers: [{ role: "group-lead", scope: "group" }, { role: "committee" }],
  opening: {
    by: [{ role: "watch", scope: "building" }],
    evidence: {
      hours: {
        label: { zh: "持续小时", en: "hours of noise" },
        type: "number",
        required: false,
        least: 1,
        most: 24
      }
    },
    records: ["night-round"],
    due: { of: "limit", least: "7 days", most: "3 months" }
  },
  reopening: { to: "reported", by: [{ role: "committee" }], after: ["achieved"], within: "6 months" },
  start: "reported",
  stages: {
    reported: {
      name: { zh: "待上门", en: "Reported" },
      deadline: "24 hours",
      escalate: [{ after: "0 days", tell: "group-lead" }]
    },
    waiting: {
      name: { zh: "等待检测", en: "Waiting for a measurement" },
      rests: { limit: true, stages: ["agreed"] },
      source: "practice of the district"
    },
    agreed: {
      name: { zh: "已约定", en: "Agreed" },
      deadline: "30 days from agreed-on",
      endsOnWorkingDay: true,
      lapse: "agreement-ends"
    },
    quiet: { name: { zh: "回访中", en: "On patrol" } },
    done: { name: { zh: "已办结", en: "Done" }, outcome: "achieved" }
  },
  steps: {
    visit: {
      name: { zh: "上门约定", en: "Visit and agree" },
      from: ["reported", "waiting"],
      to: "agreed",
      by: [{ role: "watch", scope: "building" }, { role: "group-lead" }],
      evidence: {
        "agreed-on": { label: { zh: "约定日期", en: "agreed on" }, type: "date" },
        cause: {
          label: { zh: "原因", en: "cause" },
          type: "choice",
          sensitive: true,
          choices: { music: { zh: "音响", en: "music" }, works: { zh: "装修", en: "works" } }
        }
      },
      records: ["night-round"],
      recordRefusal: true,
      source: "Noise Law Art. 64"
    },
    measure: {
      name: { zh: "约检测", en: "Order a measurement" },
      from: ["reported", "agreed"],
      to: "waiting",
      by: [{ role: "committee" }]
    },
    "agreement-ends": { name: { zh: "约定期满", en: "The agreement ends" }, from: ["agreed"], to: "quiet" },
    check: {
      name: { zh: "回访正常", en: "Quiet at the check" },
      from: ["quiet"],
      by: [{ role: "watch" }]
    },
    again: {
      name: { zh: "再次扰民", en: "Noise again" },
      from: ["quiet"],
      to: "reported",
      by: [{ role: "watch" }]
    },
    close: {
      name: { zh: "办结", en: "Close" },
      from: ["quiet"],
      to: "done",
      by: [{ role: "committee" }],
      notBy: ["check"],
      gate: {
        after: ["visit"],
        lapsed: "agreed",
        evidence: ["agreed-on"],
        poll: "civil-code-278-other",
        parent: "open",
        children: "done"
      }
    }
  },
  patrol: {
    stage: "quiet",
    check: "check",
    every: { first: "7 days", least: "3 days", most: "28 days" },
    widen: "3/2",
    tighten: "1/2",
    release: { after: 2, step: "close" },
    relapse: "again",
    escalate: [{ after: "2 days", tell: "committee" }]
  },
  source: "Noise Law Art. 65"
}

const building = {
  name: { zh: "噪声扰民（楼）", en: "Noise in a building" },
  version: 1,
  subject: "building",
  ledBy: "peace",
  start: "open",
  stages: {
    open: { name: { zh: "进行中", en: "Open" } },
    done: { name: { zh: "已办结", en: "Done" }, outcome: "partial" }
  },
  steps: {
    close: { name: { zh: "办结", en: "Close" }, from: ["open"], to: "done", by: [{ role: "committee" }] }
  }
}

const noise = { playbook: "night-noise", open: true }

const coverage = {
  "elders-visited": {
    name: { zh: "75岁以上老人每月走访", en: "elders of 75 and over visited each month" },
    version: 2,
    of: "residents",
    where: { age: { atLeast: 75 }, livesAlone: true },
    reached: {
      any: [
        { by: ["home-visit", "night-noise/visit"], times: 2, within: "3 months", through: "household" },
        { all: [{ by: ["home-visit"], each: "month" }, { is: { hasCompanion: true } }] },
        { by: ["outreach-visit"], since: "2026-01-01" },
        { by: ["companion-visit"], each: { month: 15 } }
      ]
    },
    target: { by: "building", parts: { b1: "all" }, rest: "95 %" },
    exclude: {
      refused: {
        name: { zh: "书面谢绝", en: "refused in writing" },
        grantedBy: ["committee"],
        for: "12 months"
      }
    },
    groupBy: "building"
  },
  "residents-known": {
    name: { zh: "居民", en: "residents" },
    of: "residents",
    where: {
      any: [
        { id: "r1" },
        { age: { atMost: 90, moreThan: 59, lessThan: 100 } },
        { birth: { from: "1940-01-01", until: "1949-12-31" } },
        { birth: { after: "1939-12-31", before: "1950-01-01" } },
        { partyMember: true },
        { partyYears: { atLeast: 50 } },
        { tags: { any: ["hardship", "veteran"], all: ["veteran"], none: ["law"] } },
        { livesHere: { atLeast: "6 months", lessThan: "2 years" } },
        { household: { size: 1 } },
        { cases: noise },
        { not: { hasCompanion: true } },
        { all: [{ building: "b1" }, { branch: "east" }, { group: "unity-north" }] }
      ]
    },
    reached: { by: ["home-visit"] },
    target: "all"
  },
  "flats-reached": {
    name: { zh: "住户", en: "flats" },
    of: "households",
    where: {
      floor: { atLeast: 3 },
      area: { atMost: "60 m2" },
      size: 2,
      with: { age: { atLeast: 75 } },
      everyone: { age: { atLeast: 60 } }
    },
    reached: { by: ["night-round"] },
    target: 3
  },
  "buildings-reached": {
    name: { zh: "楼栋", en: "buildings" },
    of: "buildings",
    where: { floors: { atLeast: 6 }, households: { size: 1 } },
    reached: { by: ["night-round"] },
    target: "9/10"
  },
  "cases-visited": {
    name: { zh: "噪声事项", en: "noise cases" },
    of: "cases",
    where: {
      playbook: "night-noise",
      stage: "agreed",
      open: true,
      relapses: 1,
      opened: { from: "2026-01-01" },
      age: { atLeast: "7 days" }
    },
    reached: { by: ["night-noise/visit"] },
    target: "all"
  },
  "cases-closed": {
    name: { zh: "已办结事项", en: "closed cases" },
    of: "cases",
    where: { playbook: "night-noise", outcome: "achieved", closed: { from: "2026-01-01" } },
    reached: { by: ["night-noise/visit"] },
    target: "all"
  },
  "pairs-visited": {
    name: { zh: "老伙伴", en: "companions" },
    of: "pairs",
    where: {
      volunteer: "li",
      elder: { age: { atLeast: 75 } },
      load: { atLeast: 2 },
      lasting: { atLeast: "1 month" }
    },
    reached: { by: ["companion-visit"], each: "week" },
    target: "all"
  }
}

const notices = {
  notices: {
    "noise-due": {
      name: { zh: "噪声事项到期", en: "noise case due" },
      on: "case-due",
      playbooks: ["night-noise"],
      steps: ["visit"],
      of: ["stage", "check"],
      before: "2 days",
      to: ["group-lead"],
      walkers: true,
      reporter: true,
      urgent: false,
      night: false,
      digest: "evening",
      text: { zh: "{place}：{due, date}到期", en: "{place}: due on {due, date}" }
    },
    "visits-fell": {
      name: { zh: "走访率下降", en: "visits fell" },
      on: "coverage-fell",
      coverage: ["elders-visited"],
      to: ["committee"],
      text: { zh: "{coverage}未达标", en: "{coverage} is below its target" }
    }
  },
  noticeHours: {
    quiet: { from: "21:00", until: "07:30" },
    notOn: "holidays",
    digests: { evening: { name: { zh: "晚间汇总", en: "Evening" }, at: "18:00", notOn: "days-off" } },
    separate: 5,
    confidential: ["mediation"]
  }
}

/** What the example district writes in its own file. */
export const written = {
  id: "hongxi",
  name: { zh: "虹溪居民区", en: "Hongxi", fr: "Hongxi" },
  languages: ["zh", "en"],
  nouns: {
    building: { zh: "组", en: "house" },
    buildings: { en: "houses" },
    measure: { zh: "个" },
    room: { zh: "号", en: "no." },
    district: { zh: "村", en: "village" }
  },
  elderFrom: 65,
  provenance: { zh: "居民均为虚构", en: "the residents are invented" },
  timeZone: "Asia/Shanghai",
  calendar: {
    "2026": { holidays: ["2026-01-01"], workdays: ["2026-01-04"], source: "notice of the State Council" }
  },
  ...people,
  ...plans,
  playbooks: { "night-noise": playbook, "building-noise": building },
  pollRules: {
    "repair-fund": {
      name: { zh: "动用维修资金", en: "use of the repair fund" },
      terms: [
        {
          from: "2021-01-01",
          participation: { area: "at least 2/3", heads: "at least 2/3" },
          consent: { area: "more than 1/2", heads: "more than 1/2" },
          of: "participating",
          silence: "absent",
          source: "Civil Code Art. 281"
        }
      ],
      final: "at-close"
    }
  },
  lateFacts: { keepers: "30 days", others: "7 days" },
  emergencyAccess: { most: 3, days: 7 },
  clockJump: "92 days",
  retention: {
    residents: "12 months",
    contacts: "24 months",
    cases: "36 months",
    polls: "60 months",
    actors: "12 months",
    reports: "6 months"
  },
  intake: {
    playbooks: {
      "corridor-clutter": {
        name: { zh: "楼道堆物", en: "Clutter in a corridor" },
        ask: { zh: "在几层？堆放了什么？", en: "On which floor? What is there?" }
      }
    },
    most: 50
  },
  coverage,
  ...notices
} satisfies Schema.Json

/** The complete model of the example district. */
export const sample: Schema.Json = apply(sixHearts, written)
