/**
 * The playbook for corridor clutter (belongings left in the corridors) in one building. The building is surveyed, and
 * the result is filed. Each household with clutter has a separate case, in which it removes the clutter, or the clutter
 * is cleared. Then volunteers patrol the building. If clutter comes back (a relapse), the case is reopened with a new
 * survey.
 *
 * The periods are the practice of the district Wan-Liu, not law. Another district can set other periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, stairwellHead, volunteer } from "../People.ts"

export const buildingClutter = {
  name: { zh: "楼道堆物（楼栋）", en: "Corridor clutter: a building" },
  purpose: {
    zh: "一楼一档，清理到位，巡查防返潮",
    en: "one building, one file; cleared, and watched against relapse"
  },
  version: 1,
  subject: "building",
  ledBy: "unity",
  parent: "clutter-campaign",
  keepers,
  reopening: { to: "surveying", by: [committee, groupLead] },
  start: "surveying",
  stages: {
    surveying: {
      name: { zh: "排摸", en: "Being surveyed" },
      deadline: "14 days",
      escalate: [
        { after: "1 day", tell: "group-lead" },
        { after: "3 days", tell: "committee" }
      ]
    },
    filing: {
      name: { zh: "建档", en: "Being filed" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    rectifying: {
      name: { zh: "整改清理", en: "Being rectified" },
      deadline: "60 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "3 days", tell: "committee" }
      ]
    },
    watch: { name: { zh: "巡查", en: "On patrol" } },
    kept: { name: { zh: "保持畅通", en: "Kept clear" }, outcome: "achieved" }
  },
  steps: {
    survey: {
      name: { zh: "排摸楼道堆物", en: "Survey the stairwell" },
      from: ["surveying"],
      to: "filing",
      by: [volunteer, stairwellHead, groupLead],
      evidence: {
        "cluttered-households": {
          label: { zh: "堆物户数", en: "households with clutter" },
          type: "number",
          least: 0,
          most: 1000
        },
        "survey-photo": { label: { zh: "楼道照片", en: "photo of the stairwell" }, type: "photo" },
        "survey-note": { label: { zh: "排摸情况", en: "what was found" }, type: "text", required: false }
      },
      source: "Fire Law Art. 28 (消防法第二十八条)"
    },
    file: {
      name: { zh: "建立一楼一档", en: "Set up the building file" },
      from: ["filing"],
      to: "rectifying",
      by: [groupLead, committee],
      evidence: { "file-number": { label: { zh: "档案编号", en: "file number" }, type: "text" } }
    },
    "handed-to-patrol": {
      name: { zh: "转入巡查", en: "Hand over to the patrol" },
      from: ["rectifying"],
      to: "watch",
      by: [groupLead, committee],
      gate: { after: ["survey", "file"], children: "done" },
      evidence: {
        "cleared-photo": { label: { zh: "整改后楼道照片", en: "photo after clearing" }, type: "photo" }
      }
    },
    patrol: {
      name: { zh: "巡查无堆物", en: "Patrol: no clutter" },
      from: ["watch"],
      by: [volunteer, stairwellHead, groupLead],
      evidence: {
        "patrol-photo": {
          label: { zh: "巡查照片", en: "photo of the patrol" },
          type: "photo",
          required: false
        }
      }
    },
    relapse: {
      name: { zh: "发现返潮", en: "Relapse: clutter is back" },
      from: ["watch"],
      to: "surveying",
      by: [volunteer, stairwellHead, groupLead],
      evidence: {
        "relapse-note": { label: { zh: "返潮情况", en: "what has come back" }, type: "text" },
        "relapse-photo": { label: { zh: "返潮照片", en: "photo" }, type: "photo" }
      }
    },
    release: {
      name: { zh: "结束巡查", en: "End the patrol" },
      from: ["watch"],
      to: "kept",
      by: [groupLead, committee]
    }
  },
  patrol: {
    stage: "watch",
    check: "patrol",
    relapse: "relapse",
    every: { first: "7 days", least: "3 days", most: "28 days" },
    widen: "2/1",
    tighten: "1/2",
    release: { after: 6, step: "release" },
    escalate: [
      { after: "1 day", tell: "stairwell-head" },
      { after: "3 days", tell: "group-lead" }
    ]
  }
} satisfies PlaybookDocument
