import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { keepsReport, progressOf } from "../../src/contexts/IntakeFacts.ts"
import { answer } from "../../src/governance/Question.ts"
import { isWaiting, leading, type Reported } from "../../src/intake/Intake.ts"
import { reportKnown } from "../../src/intake/IntakeRules.ts"
import * as Day from "../../src/kernel/Day.ts"
import { BuildingId, ReportId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { sixHearts } from "../../../six-hearts/src/index.ts"
import { ruleSuite } from "../../../testing/src/RuleSuite.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "../district/small.ts"

const playbook = "hardship-and-hoarding"
const intake = { playbooks: { [playbook]: {}, "lift-retrofit": {} }, most: 100 }
const reported: Reported = { playbook, building: BuildingId.make("b1"), words: "楼道里堆满了" }
const open = (patch: object = {}) => new Small({ intake, ...patch } as never)
const look = (report: string) => ({ _tag: "LookAtReport", report })
const accept = (report: string, id = `from-${report}`) => ({
  _tag: "AcceptReport",
  report,
  case: id,
  subjects: ["household:b1-101"],
  evidence: { situation: "堆物" }
})
const decline = (report: string) => ({ _tag: "DeclineReport", report, reason: "不属本居民区" })
const merge = (report: string, into: string) => ({ _tag: "MergeReport", report, into })
const reasons = (decision: ReturnType<Small["decide"]>): ReadonlyArray<string> =>
  Result.isFailure(decision) ? decision.failure.reasons.map(({ _tag }) => _tag) : []
const progress = (small: Small, id: string) => progressOf(small.district, ReportId.make(id))
const waiting = (small: Small, by = "committee") =>
  Result.getOrThrow(answer(small.asking(by), { _tag: "AskReports", which: "waiting" })).reports.map(
    ({ report }) => report
  )

const received = open().report("r1", reported)

ruleSuite("the conditions for decisions on reports", [reportKnown], {
  "report-known": {
    holds: () => received.decide("lead-warmth", look("r1")),
    // The report exists, but the actor is not a keeper of its cases.
    refuses: { ReportUnknown: () => received.decide("lead-unity", look("r1")) }
  }
})

describe("a report", () => {
  it("is taken in only if the model opens its playbook, and otherwise refused with every reason", () => {
    expect(reasons(new Small().arrive("r1", reported))).toEqual(["CategoryNotOpen"])
    const wrong = { playbook: "mediation", building: BuildingId.make("b9"), words: "<b>" }
    expect(reasons(open().arrive("r1", wrong))).toEqual([
      "CategoryNotOpen",
      "ReportedPlaceUnknown",
      "NotPlainText"
    ])
  })

  it("is limited by the day, and not by other days", () => {
    const small = open({ intake: { ...intake, most: 2 } })
    small.report("r1", reported).report("r2", reported)
    expect(reasons(small.arrive("r3", reported))).toEqual(["TooManyReports"])
    expect(reasons(small.arrive("r3", reported, 1))).toEqual([])
  })

  it("is about a building only as long as the building is there", () => {
    const small = open().submit("committee", {
      _tag: "EnterBuilding",
      building: { id: "b3", label: "3号楼", floors: 6 }
    })
    const there = { ...reported, building: BuildingId.make("b3") }
    expect(reasons(small.arrive("r1", there))).toEqual([])
    small.submit("committee", { _tag: "EndBuilding", building: "b3", reason: "torn-down" })
    expect(reasons(small.arrive("r1", there, 1))).toEqual(["ReportedPlaceUnknown"])
  })

  it("becomes a case that its reporter can follow to its end, and the report is the origin of the case", () => {
    const small = open().report("r1", reported)
    expect(progress(small, "r1")).toMatchObject({ state: "received", since: firstDay, merged: false })
    small.submit("lead-warmth", look("r1"), 1)
    expect(progress(small, "r1")).toMatchObject({ state: "looked-at", since: Day.add(firstDay, 1) })
    small.submit("lead-warmth", accept("r1"), 2)
    expect(progress(small, "r1")).toMatchObject({ state: "in-hand", since: Day.add(firstDay, 2) })
    const found = answer(small.asking("committee", 2), { _tag: "AskReport", report: ReportId.make("r1") })
    expect(Result.getOrThrow(found)).toMatchObject({ state: "accepted", case: "from-r1" })
    small.submit("committee", { _tag: "WithdrawCase", case: "from-r1", reason: "x" }, 3)
    expect(progress(small, "r1")).toMatchObject({ state: "finished", since: Day.add(firstDay, 3) })
  })

  it("is not decided before somebody has looked at it, and is not accepted if its case is refused", () => {
    const small = open().report("r1", reported)
    for (const request of [accept("r1"), decline("r1")]) {
      expect(reasons(small.decide("committee", request))).toEqual(["ReportNotLookedAt"])
    }
    small.submit("committee", look("r1"))
    const { evidence: _, ...without } = accept("r1")
    expect(reasons(small.decide("committee", without))).toEqual(["EvidenceMissing"])
    expect(isWaiting(small.district.reports.get(ReportId.make("r1"))!)).toBe(true)
  })

  it("that was merged has the progress of the other one, from the day of the merge on", () => {
    const small = open().report("r1", reported).report("r2", reported, 1)
    small.submit("committee", look("r1"), 1).submit("committee", look("r2"), 1)
    small.submit("committee", accept("r1"), 1).submit("committee", merge("r2", "r1"), 2)
    expect(progress(small, "r2")).toEqual({
      playbook,
      received: Day.add(firstDay, 1),
      state: "in-hand",
      since: Day.add(firstDay, 2),
      merged: true
    })
  })

  it("is known only to the keepers of its cases, with the place of their mandate", () => {
    const small = open({
      actors: { north: { mandates: [{ role: "group-lead", scope: { group: "warmth-north" } }] } },
      groups: {
        "warmth-north": {
          name: { zh: "北" },
          heart: "warmth",
          purpose: { zh: "北" },
          needs: {},
          buildings: ["b2"],
          ledBy: 1
        }
      }
    })
    small.report("r1", reported).report("r2", { ...reported, building: BuildingId.make("b2") })
    expect(waiting(small)).toEqual(["r1", "r2"])
    expect(waiting(small, "lead-warmth")).toEqual(["r1"])
    expect(waiting(small, "north")).toEqual(["r2"])
    expect(waiting(small, "lead-unity")).toEqual([])
    expect(waiting(small, "head-b1")).toEqual([])
  })

  it("whose playbook is gone is left to those who manage all cases", () => {
    const { playbooks } = sixHearts as { readonly playbooks: Readonly<Record<string, Schema.Json>> }
    const spare = playbooks["civic-mural"] ?? null
    const small = new Small({
      playbooks: { spare },
      intake: { playbooks: { spare: {} } },
      actors: { "lead-joy": { mandates: [{ role: "group-lead", scope: { group: "joy" } }] } }
    })
    expect(keepsReport(small.asking("lead-joy"), { playbook: "spare" })).toBe(true)
    small.report("r1", { playbook: "spare", words: "x" })
    small.adopt({ actors: { "lead-joy": { mandates: [{ role: "group-lead", scope: { group: "joy" } }] } } })
    const report = small.district.reports.get(ReportId.make("r1"))!
    expect(keepsReport(small.asking("committee"), report)).toBe(true)
    expect(keepsReport(small.asking("lead-joy"), report)).toBe(false)
    expect(reasons(small.submit("committee", look("r1")).decide("committee", decline("r1")))).toEqual([])
  })

  it("whose texts were erased is neither read nor decided, and its erasure is recorded once", () => {
    const small = open().report("r1", reported)
    const erase = { _tag: "EraseReport", report: "r1", basis: "request" }
    small.submit("committee", erase)
    expect(reasons(small.decide("committee", look("r1")))).toEqual(["ReportGone"])
    expect(reasons(small.decide("committee", decline("r1")))).toEqual(["ReportGone"])
    expect(Result.getOrThrow(small.decide("committee", erase))).toEqual([])
    expect(waiting(small)).toEqual([])
  })

  it("is decided at most once, merges have no circle, and nothing is lost, whatever keepers do", () => {
    const ids = ["r0", "r1", "r2", "r3"] as const
    const id = fc.constantFrom(...ids)
    const step = fc.oneof(
      id.map((report) => ({ take: report })),
      id.map(look),
      id.map((report) => accept(report)),
      id.map(decline),
      fc.tuple(id, id).map(([report, into]) => merge(report, into)),
      id.map((report) => ({ _tag: "EraseReport", report, basis: "request" }))
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const small = open()
        const taken = new Set<string>()
        const decided = new Map<string, unknown>()
        for (const one of steps) {
          if ("take" in one) {
            if (!taken.has(one.take)) small.report(one.take, reported)
            taken.add(one.take)
          } else if (Result.isSuccess(small.decide("committee", one))) {
            small.submit("committee", one)
          }
          for (const report of small.district.reports.values()) {
            expect(report.decided).toEqual(decided.get(report.id) ?? report.decided)
            if (report.decided !== undefined) decided.set(report.id, report.decided)
            expect(leading(small.district, report).decided?._tag).not.toBe("Merged")
          }
        }
        const reports = [...small.district.reports.values()]
        expect(new Set(reports.map((report) => report.id))).toEqual(taken)
        const seen = reports.filter(
          ({ decided: of, erased, lookedAt }) => lookedAt === undefined && of === undefined && erased !== true
        )
        expect([...(small.district.unseenReports.get(playbook) ?? [])].toSorted()).toEqual(
          seen.map((report) => report.id).toSorted()
        )
        const cases = reports.flatMap(({ decided: of }) => (of?._tag === "Accepted" ? [of.case] : []))
        expect(cases.toSorted()).toEqual([...small.district.cases.keys()].toSorted())
      }),
      { numRuns: 60 }
    )
  })
})
