/**
 * The playbook for corridor clutter of one household. By law, the household must keep exits clear, but only the
 * authority may enforce this. The residents' committee may persuade and report, but must not force anybody.
 *
 * So the step `clear` is refused until the case has a record of everything that makes clearing lawful: the survey, the
 * building file, a notice that was served with proof, the end of the notice period, and a legal basis. A legal basis is
 * the owner's consent, an enforcement order, or that the property is ownerless after a public notice.
 *
 * Each district sets the length of the notice period and the other periods. Only one period is law: the property
 * company must report within 24 hours. Here this is counted as the next day.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, groupLead, keepers, property, stairwellHead, volunteer } from "../People.ts"

// A gate (the condition of a step) sees only what was recorded on the same case since it was opened or reopened. So the
// survey and the building file, which the building's case also has, are recorded again in the household's case.
export const corridorClutter = {
  name: { zh: "楼道堆物（住户）", en: "Corridor clutter: a household" },
  purpose: {
    zh: "先劝导自行整改，依法依规清理",
    en: "persuade first; clear only on a legal basis"
  },
  version: 1,
  subject: "household",
  ledBy: "unity",
  parent: "building-clutter",
  keepers,
  opening: { by: [volunteer, stairwellHead] },
  reopening: { to: "found", by: [committee, groupLead] },
  start: "found",
  stages: {
    found: {
      name: { zh: "待登记", en: "Found" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    surveyed: {
      name: { zh: "待入档", en: "Surveyed" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    filed: {
      name: { zh: "待送达通知书", en: "Filed" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    noticed: {
      name: { zh: "限期自行整改", en: "Notice running" },
      deadline: "7 days",
      lapse: "notice-expires"
    },
    expired: {
      name: { zh: "逾期未整改", en: "Notice expired" },
      deadline: "1 day",
      escalate: [
        { after: "1 day", tell: "property" },
        { after: "2 days", tell: "committee" }
      ],
      source: "Shanghai property-management rules Art. 59: the property firm reports within 24 h"
    },
    reported: {
      name: { zh: "已报告，待依法清理", en: "Reported, to be cleared" },
      deadline: "30 days",
      escalate: [
        { after: "0 days", tell: "group-lead" },
        { after: "3 days", tell: "committee" }
      ]
    },
    rectified: {
      name: { zh: "已自行整改，待核验", en: "Rectified, to be verified" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    cleared: {
      name: { zh: "已清理，待核验", en: "Cleared, to be verified" },
      deadline: "7 days",
      escalate: [{ after: "1 day", tell: "group-lead" }]
    },
    done: { name: { zh: "已办结", en: "Done" }, outcome: "achieved" }
  },
  steps: {
    survey: {
      name: { zh: "登记堆物情况", en: "Record what the survey found" },
      from: ["found"],
      to: "surveyed",
      by: [volunteer, stairwellHead, groupLead],
      evidence: {
        finding: { label: { zh: "堆物情况", en: "what was found" }, type: "text" },
        "found-photo": { label: { zh: "堆物照片", en: "photo of the clutter" }, type: "photo" }
      },
      source: "Fire Law Art. 28 (消防法第二十八条)"
    },
    file: {
      name: { zh: "记入一楼一档", en: "Enter it in the building file" },
      from: ["surveyed"],
      to: "filed",
      by: [volunteer, stairwellHead, groupLead, committee],
      gate: { parent: "open" },
      evidence: { "file-number": { label: { zh: "档案编号", en: "file number" }, type: "text" } }
    },
    "serve-notice": {
      name: { zh: "送达自行整改通知书", en: "Serve the self-rectification notice" },
      from: ["filed"],
      to: "noticed",
      by: [volunteer, stairwellHead, groupLead],
      gate: { after: ["survey", "file"] },
      evidence: {
        proof: { label: { zh: "送达照片", en: "photo that proves it was served" }, type: "photo" }
      },
      records: ["notice-served"],
      source: "Fire Law Art. 28 (消防法第二十八条)"
    },
    "notice-expires": {
      name: { zh: "整改期限届满", en: "The notice expires" },
      from: ["noticed"],
      to: "expired"
    },
    rectify: {
      name: { zh: "住户自行整改", en: "Rectified by the household" },
      from: ["noticed", "expired", "reported"],
      to: "rectified",
      by: [volunteer, stairwellHead, groupLead],
      evidence: { "after-photo": { label: { zh: "整改后照片", en: "photo afterwards" }, type: "photo" } }
    },
    report: {
      name: { zh: "物业劝阻无效后报告", en: "The property firm reports it, dissuasion having failed" },
      from: ["expired"],
      to: "reported",
      by: [property, committee],
      evidence: {
        "reported-to": { label: { zh: "报告对象", en: "reported to" }, type: "text" },
        "report-receipt": { label: { zh: "报告回执", en: "receipt" }, type: "photo", required: false }
      },
      source: "Shanghai property-management rules Art. 59"
    },
    "record-basis": {
      name: { zh: "登记清理依据", en: "Record the legal basis for clearing" },
      from: ["noticed", "expired", "reported"],
      by: [committee],
      evidence: {
        basis: {
          label: { zh: "清理依据", en: "legal basis" },
          type: "choice",
          choices: {
            consent: { zh: "物主同意", en: "the owner's consent" },
            order: { zh: "执法决定", en: "an enforcement order" },
            ownerless: { zh: "公示后确认无主", en: "ownerless after public notice" }
          }
        },
        "basis-document": { label: { zh: "依据文书", en: "the document" }, type: "photo" }
      },
      source: "Fire Law Art. 60: enforcement is the authority's (消防法第六十条)"
    },
    // The step `clear` may be tried in the stage `noticed`, although its gate is still shut. So an actor who tries too
    // early gets all reasons (what is missing, and the day on which the gate opens), not only the reason that the stage
    // is wrong.
    clear: {
      name: { zh: "清理", en: "Clear" },
      from: ["noticed", "expired", "reported"],
      to: "cleared",
      by: [groupLead, committee],
      gate: {
        after: ["survey", "file", "serve-notice", "record-basis"],
        lapsed: "noticed",
        evidence: ["finding", "found-photo", "file-number", "proof", "basis", "basis-document"]
      },
      evidence: {
        "after-photo": { label: { zh: "清理后照片", en: "photo afterwards" }, type: "photo" },
        batch: { label: { zh: "批次", en: "batch" }, type: "text", required: false }
      },
      recordRefusal: true,
      source: "Fire Law Arts 28, 60: the committee has no power to coerce (消防法第二十八条、第六十条)"
    },
    verify: {
      name: { zh: "核验通过", en: "Verified" },
      from: ["rectified", "cleared"],
      to: "done",
      by: [stairwellHead, groupLead, committee],
      notBy: ["rectify", "clear"],
      evidence: {
        "verified-photo": { label: { zh: "核验照片", en: "photo" }, type: "photo", required: false }
      }
    },
    "send-back": {
      name: { zh: "核验未通过", en: "Found not to be clear" },
      from: ["rectified", "cleared"],
      to: "expired",
      by: [stairwellHead, groupLead, committee],
      notBy: ["rectify", "clear"],
      evidence: { remaining: { label: { zh: "仍有堆物", en: "what is still there" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
