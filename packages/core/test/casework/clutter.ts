/**
 * A playbook for tests: corridor clutter (things that block a corridor) at one household. The clutter is surveyed and
 * filed, and a notice to the household is served with proof. Nothing is cleared before the notice's deadline has passed
 * and a legal basis is recorded. Another person verifies the clearing, and a patrol checks whether the clutter comes
 * back.
 */
import { type CompiledPlaybook, compile } from "../../src/casework/CompiledPlaybook.ts"
import * as PlaybookBuilder from "../../src/casework/PlaybookBuilder.ts"

const text = (zh: string, en: string) => ({ zh, en })

export const clutter = PlaybookBuilder.build({
  name: text("楼道堆物", "Corridor clutter"),
  version: 1,
  subject: "household",
  ledBy: "unity",
  limit: "120 days",
  keepers: [{ role: "committee" }],
  opening: { by: [{ role: "volunteer", scope: "group" }] },
  reopening: { to: "surveying" },
  start: "surveying",
  stages: {
    surveying: {
      name: text("排摸", "Survey"),
      deadline: "14 days",
      escalate: [
        { after: "0 days", tell: "stairwell-head" },
        { after: "1 day", tell: "lead" },
        { after: "3 days", tell: "committee" }
      ]
    },
    filing: { name: text("建档", "Filing"), deadline: "5 working days" },
    notifying: { name: text("待通知", "To be notified") },
    noticed: { name: text("限期自行整改", "Notice running"), deadline: "7 days", lapse: "refuse" },
    refused: { name: text("拒不整改", "Not rectified"), deadline: "15 days" },
    verifying: { name: text("待核验", "To be verified") },
    watched: { name: text("巡查", "On patrol") },
    kept: { name: text("保持清洁", "Kept clear"), outcome: "achieved" }
  },
  steps: {
    survey: {
      name: text("排摸登记", "Survey"),
      from: ["surveying"],
      to: "filing",
      by: [{ role: "volunteer", scope: "group" }],
      evidence: { before: { label: text("现场照片", "Photo before"), type: "photo" } },
      records: ["survey"]
    },
    file: {
      name: text("归入一楼一档", "Put into the building file"),
      from: ["filing"],
      to: "notifying",
      by: [{ role: "lead", scope: "group" }]
    },
    serve: {
      name: text("送达自行整改通知书", "Serve the notice"),
      from: ["notifying"],
      to: "noticed",
      by: [{ role: "volunteer", scope: "group" }],
      evidence: {
        proof: { label: text("送达凭证", "Proof of service"), type: "photo" },
        remark: { label: text("备注", "Remark"), type: "text", required: false, sensitive: true }
      },
      records: ["notice"]
    },
    rectify: {
      name: text("自行整改", "Rectified by the household"),
      from: ["noticed", "refused"],
      to: "verifying",
      by: [{ role: "volunteer", scope: "group" }]
    },
    refuse: { name: text("逾期未整改", "Deadline passed"), from: ["noticed"], to: "refused" },
    "record-basis": {
      name: text("记录清理依据", "Record the legal basis"),
      from: ["noticed", "refused"],
      by: [{ role: "committee" }],
      evidence: {
        basis: {
          label: text("清理依据", "Legal basis"),
          type: "choice",
          choices: { consent: text("物主同意", "Consent"), order: text("执法决定", "Enforcement order") }
        }
      }
    },
    clear: {
      name: text("清理", "Clear"),
      from: ["noticed", "refused"],
      to: "verifying",
      by: [{ role: "lead", scope: "group" }],
      gate: {
        after: ["survey", "file", "serve", "record-basis"],
        lapsed: "noticed",
        evidence: ["proof", "basis"]
      },
      evidence: { after: { label: text("清理后照片", "Photo after"), type: "photo" } },
      recordRefusal: true,
      source: "Fire Law Arts. 28, 60"
    },
    verify: {
      name: text("核验", "Verify"),
      from: ["verifying"],
      to: "watched",
      by: [{ role: "lead", scope: "group" }, { role: "committee" }],
      notBy: ["clear", "rectify"]
    },
    clean: {
      name: text("巡查无异常", "Patrol: all clear"),
      from: ["watched"],
      by: [{ role: "volunteer" }],
      records: ["patrol"]
    },
    relapse: {
      name: text("返潮", "Clutter is back"),
      from: ["watched"],
      to: "surveying",
      by: [{ role: "volunteer" }],
      records: ["patrol"]
    },
    release: {
      name: text("结束巡查", "End the patrol"),
      from: ["watched"],
      to: "kept",
      by: [{ role: "lead", scope: "group" }]
    }
  },
  patrol: {
    stage: "watched",
    check: "clean",
    relapse: "relapse",
    every: { first: "14 days", least: "3 days", most: "60 days" },
    widen: "3/2",
    tighten: "1/2",
    release: { after: 2, step: "release" },
    escalate: [{ after: "2 days", tell: "lead" }]
  }
})

export const compiled: CompiledPlaybook = compile("clutter", clutter.playbook)
