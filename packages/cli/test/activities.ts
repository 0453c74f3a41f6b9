/**
 * A small district in which two leaders are notified of each opened case, at any time of day. Tests of notices use it.
 */
import { apply } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"

const leader = { mandates: [{ role: "group-lead", scope: { group: "joy" } }] }

export const document = apply(sixHearts, {
  id: "small",
  name: { zh: "小区", en: "Small" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 }, pins: [], bans: [] },
  // Each notice is sent alone, however many there are.
  noticeHours: { quiet: null, separate: 1000 },
  actors: {
    committee: { mandates: [{ role: "committee", scope: { district: true } }] },
    "volunteer-joy": { mandates: [{ role: "volunteer", scope: { group: "joy" } }] },
    "lead-a": leader,
    "lead-b": leader
  }
})

/** Makes requests that open this number of cases, each with a command id. */
export const activities = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `open-${at}`,
    request: {
      _tag: "OpenCase",
      case: `activity-${at}`,
      playbook: "arts-activity",
      subjects: ["district:small"],
      evidence: { idea: "唱歌" }
    }
  }))
