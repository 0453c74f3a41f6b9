/**
 * The models of the two invented districts. Each district adopts two versions of its model. The models are the
 * Six-Heart model with fewer playbooks, so that the fixtures stay small, and two additional short playbooks. Cases of
 * one of these playbooks are parents of cases of the other.
 */
import { apply } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import type * as Schema from "effect/Schema"

/** For each district: the model documents that it adopts, in order. */
export interface Documents {
  readonly east: readonly [Schema.Json, Schema.Json]
  readonly west: readonly [Schema.Json, Schema.Json]
}

interface Notice {
  readonly on: string
  readonly playbooks?: ReadonlyArray<string>
}

/** Makes a JSON merge patch that removes every key of a record except the given keys. */
const only = (record: object, kept: ReadonlyArray<string>): Schema.JsonObject =>
  Object.fromEntries(Object.keys(record).flatMap((key) => (kept.includes(key) ? [] : [[key, null]])))

/** Makes the Six-Heart model with only these playbooks, and the notices about them. */
const sixHeartsWith = (...playbooks: ReadonlyArray<string>): Schema.Json => {
  const notices = Object.entries<Notice>(sixHearts.notices).map(([id, notice]) => {
    const known = notice.playbooks?.filter((one) => playbooks.includes(one))
    return [id, known === undefined ? {} : known.length === 0 ? null : { playbooks: known }] as const
  })
  return apply(sixHearts, {
    calendar: only(sixHearts.calendar, ["2026"]),
    playbooks: only(sixHearts.playbooks, playbooks),
    notices: { ...Object.fromEntries(notices), "coverage-fell": { coverage: ["companions-kept"] } },
    noticeHours: {
      confidential: sixHearts.noticeHours.confidential.filter((one) => playbooks.includes(one))
    },
    coverage: { "buildings-filed": null, "patrols-fresh": null, "adaptations-followed-up": null }
  })
}

const mandates = (role: string, scope: Schema.Json, more: object = {}) => ({
  mandates: [{ role, scope, ...more }]
})
const everywhere = { district: true }

const lead = { role: "group-lead", scope: "group" }
const head = { role: "stairwell-head", scope: "building" }

/**
 * Two playbooks that only the fixtures have: one for a case about a stairwell, and one for a case about each flat in
 * it.
 */
const stairwells = {
  "stairwell-watch": {
    name: { zh: "楼道看护", en: "A stairwell is watched" },
    version: 1,
    subject: "building",
    ledBy: "unity",
    opening: { by: [head] },
    start: "watched",
    stages: {
      watched: {
        name: { zh: "看护中", en: "Watched" },
        deadline: "30 days",
        escalate: [{ after: "0 days", tell: "group-lead" }]
      },
      kept: { name: { zh: "保持畅通", en: "Kept clear" }, outcome: "achieved" }
    },
    steps: {
      close: {
        name: { zh: "看护结束", en: "End the watch" },
        from: ["watched"],
        to: "kept",
        by: [lead],
        gate: { children: "done" }
      }
    }
  },
  "stairwell-flat": {
    name: { zh: "楼道看护（住户）", en: "A flat of a watched stairwell" },
    version: 1,
    subject: "household",
    ledBy: "unity",
    parent: "stairwell-watch",
    limit: "60 days",
    opening: { by: [head], records: ["notice-served"] },
    start: "told",
    stages: {
      told: {
        name: { zh: "已告知", en: "Notified" },
        deadline: "7 days",
        endsOnWorkingDay: true,
        lapse: "time-is-up"
      },
      late: {
        name: { zh: "逾期", en: "Late" },
        deadline: "5 working days",
        escalate: [{ after: "1 day", tell: "group-lead" }]
      },
      clear: { name: { zh: "已清", en: "Clear" }, outcome: "achieved" }
    },
    steps: {
      "time-is-up": { name: { zh: "期限届满", en: "Time is up" }, from: ["told"], to: "late" },
      remove: {
        name: { zh: "清走", en: "Remove it" },
        from: ["told", "late"],
        to: "clear",
        by: [lead],
        gate: { lapsed: "told", parent: "open" },
        evidence: { after: { label: { zh: "清后照片", en: "photo afterwards" }, type: "photo" } },
        recordRefusal: true
      }
    }
  }
}

/** A playbook in which a lift is in service as soon as its contract is signed. */
const shortLift = {
  stages: {
    works: null,
    finished: null,
    infeasible: null,
    "not-carried": null,
    abandoned: null
  },
  steps: {
    "find-infeasible": null,
    "poll-fails": null,
    begin: null,
    finish: null,
    "send-back": null,
    abandon: null,
    accept: { from: ["contracted"], notBy: ["sign-contract"] }
  }
}

const ownCoverage = {
  "stairwells-kept": {
    name: { zh: "楼道看护到位", en: "every stairwell watched to the end" },
    of: "buildings",
    reached: { by: ["stairwell-watch/close"] },
    target: 2,
    groupBy: "branch"
  },
  "households-known": {
    name: { zh: "两个月内到过每户", en: "every household visited within two months" },
    of: "households",
    reached: {
      any: [
        { by: ["home-visit", "outreach-visit"], within: "60 days" },
        { by: ["notice-served"], since: "2026-03-01" }
      ]
    },
    target: "60 %",
    groupBy: "group"
  },
  "very-old-visited": {
    name: { zh: "80岁以上老人每月走访", en: "every resident of 80 and over visited each month" },
    version: 3,
    of: "residents",
    where: { age: { atLeast: 80 } },
    reached: { by: ["home-visit", "hardship-and-hoarding/visit"], each: "month", through: "household" },
    target: { by: "building", parts: { b1: "all" }, rest: "1/2" },
    exclude: { away: { name: { zh: "在外", en: "away" }, grantedBy: ["committee"] } },
    groupBy: "head"
  },
  "orders-answered": {
    name: { zh: "工单均已答复", en: "every order answered" },
    of: "cases",
    where: { playbook: "hotline-order" },
    reached: { by: ["hotline-order/answer"] },
    target: "all"
  }
}

const branch = (zh: string, en: string, strengths: Schema.Json, buildings: ReadonlyArray<string>) => ({
  name: { zh, en },
  strengths,
  buildings: [...buildings],
  people: 12,
  leads: { least: 1, most: 4 }
})

const eastFirst = apply(sixHeartsWith("hotline-order", "hardship-and-hoarding", "lift-retrofit"), {
  id: "east",
  name: { zh: "东里", en: "East Lane" },
  provenance: { zh: "本居民区及其居民均为虚构。", en: "This district and everybody in it are made up." },
  timeZone: "Asia/Shanghai",
  branches: {
    one: branch("第一支部", "First branch", { "elder-care": 80, "party-work": 60, trust: 40 }, ["b1", "b2"]),
    two: branch("第二支部", "Second branch", { mediation: 70, surveys: 80, arts: 50 }, ["b3"])
  },
  pairing: {
    criteria: { strengths: 1, territory: 50, continuity: 100 },
    bans: [{ branch: "two", group: "warmth", reason: "支部暂无助老骨干" }]
  },
  actors: {
    committee: mandates("committee", everywhere),
    "general-branch": mandates("general-branch", everywhere),
    "secretary-one": mandates("branch-secretary", { branch: "one" }),
    "lead-unity": mandates("group-lead", { group: "unity" }),
    "lead-warmth": mandates("group-lead", { group: "warmth" }),
    "lead-peace": mandates("group-lead", { group: "peace" }),
    "volunteer-1": {
      ...mandates("volunteer", { group: "warmth" }),
      offers: { building: "b1", skills: { "elder-care": 70, trust: 30 }, elders: 2, tasks: 2, minutes: 180 }
    },
    "volunteer-2": {
      ...mandates("volunteer", { group: "warmth" }),
      offers: { building: "b2", skills: { "home-visits": 60 }, elders: 4, tasks: 2, minutes: 120 }
    },
    "volunteer-3": {
      ...mandates("volunteer", { group: "unity" }),
      offers: { building: "b3", skills: { surveys: 60, trust: 50 }, tasks: 1, minutes: 90 }
    },
    "head-b1": mandates("stairwell-head", { building: "b1" }),
    "head-b2": mandates("stairwell-head", { building: "b2" }),
    "head-b3": mandates("stairwell-head", { building: "b3" }, { from: "2026-04-01", until: "2026-12-31" }),
    property: mandates("property", everywhere),
    street: mandates("subdistrict", everywhere)
  },
  groups: { joy: null, childlike: null },
  playbooks: { ...stairwells, "lift-retrofit": shortLift },
  coverage: ownCoverage
})

/** Version 2 of the hotline playbook: one stage has another id, and a refused answer is recorded. */
const secondHotline = {
  version: 2,
  stages: {
    supervised: null,
    supervision: {
      name: { zh: "督办", en: "Under supervision" },
      deadline: "3 working days",
      escalate: [{ after: "0 days", tell: "general-branch" }]
    }
  },
  steps: {
    progress: { from: ["handling", "complex", "rehandling", "supervision"] },
    supervise: { to: "supervision" },
    answer: { from: ["handling", "complex", "rehandling", "supervision"], recordRefusal: true }
  }
}

const westFirst = apply(sixHeartsWith("hotline-order"), {
  id: "west",
  name: { zh: "西里", en: "West Lane" },
  timeZone: "Asia/Shanghai",
  tags: { arts: null, events: null, nursing: null, construction: null, negotiation: null },
  groups: {
    ...only(sixHearts.groups, ["peace", "warmth"]),
    warmth: { needs: { nursing: null } }
  },
  branches: { only: branch("西里支部", "West branch", { mediation: 60 }, []) },
  pairing: { criteria: { strengths: 1 } },
  actors: {
    committee: mandates("committee", everywhere),
    "lead-peace": mandates("group-lead", { group: "peace" }),
    street: mandates("subdistrict", everywhere)
  },
  playbooks: { "hotline-order": { name: { zh: "热线", en: "Hotline" } } },
  notices: only(sixHearts.notices, ["case-opened", "overdue", "order-supervised", "closed-for-reporter"]),
  coverage: only(sixHearts.coverage, ["companion-load"])
})

/** The model documents in the form that this version of the library reads. */
export const documents: Documents = {
  east: [eastFirst, apply(eastFirst, { playbooks: { "hotline-order": secondHotline } })],
  west: [
    westFirst,
    apply(apply(westFirst, { playbooks: { "hotline-order": null } }), {
      playbooks: { "hotline-order": apply(sixHearts.playbooks["hotline-order"], secondHotline) }
    })
  ]
}
