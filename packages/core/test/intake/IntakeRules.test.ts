import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import type { Report, Reported } from "../../src/intake/Intake.ts"
import { type Arriving, isPlain, receptionRules, rules } from "../../src/intake/IntakeRules.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, CaseId, ReportId } from "../../src/place/Id.ts"
import { ruleSuite } from "../../../testing/src/RuleSuite.ts"

const reported: Reported = {
  playbook: "corridor-clutter",
  building: BuildingId.make("b1"),
  words: "三楼楼道堆了纸箱",
  place: "3楼",
  contact: "13800000000"
}
const arriving = (change: Partial<Reported> = {}, more: Partial<Arriving> = {}): Arriving => ({
  reported: { ...reported, ...change },
  scheme: { playbooks: { "corridor-clutter": {} }, most: 2 },
  isBuilding: (building) => building === "b1",
  today: 1,
  ...more
})

ruleSuite("the reception of a report", receptionRules, {
  "intake-open-to-residents": {
    holds: arriving(),
    refuses: { CategoryNotOpen: arriving({ playbook: "mediation" }) }
  },
  "intake-place-known": {
    holds: arriving(),
    refuses: { ReportedPlaceUnknown: arriving({ building: BuildingId.make("b9") }) }
  },
  "intake-plain-text": {
    holds: arriving({ words: "一\n二\t<3 a < b" }),
    refuses: { NotPlainText: arriving({ contact: "<b>x" }) }
  },
  "intake-within-limit": {
    holds: arriving(),
    refuses: { TooManyReports: arriving({}, { today: 2 }) }
  }
})

const on = Day.make("2026-03-02")
const by = ActorId.make("committee")
const report: Report = {
  id: ReportId.make("r1"),
  on,
  playbook: "corridor-clutter",
  waiting: 1,
  lookedAt: on
}
const other: Report = { ...report, id: ReportId.make("r2") }
const { lookedAt: _, ...unseen } = report
const accepted = { _tag: "Accepted", on, by, case: CaseId.make("c1") } as const
const merged = { _tag: "Merged", on, by, into: ReportId.make("r3") } as const

ruleSuite("a decision on a report", [...rules.look, ...rules.decide, ...rules.merge], {
  "report-not-erased": {
    holds: { report },
    refuses: { ReportGone: { report: { ...report, erased: true } } }
  },
  "report-decided-once": {
    holds: { report },
    refuses: { ReportDecided: { report: { ...report, decided: accepted } } }
  },
  "report-looked-at-first": {
    holds: { report },
    refuses: { ReportNotLookedAt: { report: unseen } }
  },
  "report-merged-with-another": {
    holds: { report, into: other },
    refuses: {
      MergedWithItself: { report, into: report },
      MergedElsewhere: { report, into: { ...other, decided: merged } }
    }
  }
})

describe("the open categories", () => {
  it("do not exist if the model has no intake", () => {
    const [onlyOpen] = receptionRules
    expect(onlyOpen.objections(arriving({}, { scheme: undefined }))).toEqual([
      { _tag: "CategoryNotOpen", playbook: "corridor-clutter", open: [] }
    ])
  })
})

describe("a plain text", () => {
  const controls = [
    ...Array.from({ length: 0x20 }, (_, n) => n).filter((n) => n !== 9 && n !== 10),
    ...Array.from({ length: 0x21 }, (_, n) => 0x7f + n),
    0x200e,
    0x200f,
    0x202a,
    0x202e,
    0x2066,
    0x2069,
    0xfeff,
    0xd800,
    0xdfff
  ].map((code) => String.fromCharCode(code))

  it("has no control character, no character that turns the direction of writing, and no half of one", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...controls), fc.string(), (before, control, after) => {
        expect(isPlain(`${before} ${control} ${after}`)).toBe(false)
      })
    )
  })

  it("has no tag, comment or declaration of markup", () => {
    for (const text of ["<b>", "</b>", "<!-- x", "<?xml", "a<svg/onload=x>", "<标签>"]) {
      expect([text, isPlain(text)]).toEqual([text, false])
    }
  })

  it("may have every sign of writing, such as emoji of several parts, tabs and line breaks", () => {
    for (const text of ["三楼\n四楼\t五楼", "👨‍👩‍👧‍👦", "a < b, b > c, <3", "é", "𠮷"]) {
      expect([text, isPlain(text)]).toEqual([text, true])
    }
  })
})
