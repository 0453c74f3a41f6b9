import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decide } from "../../src/governance/Decide.ts"
import { answer } from "../../src/governance/Question.ts"
import * as Day from "../../src/kernel/Day.ts"
import { type Kind, rules, termOf, retentionStated } from "../../src/retention/Retention.ts"
import { endOf } from "../../src/place/Window.ts"
import { ResidentId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import { ruleSuite } from "../ruleSuite.ts"
import { Small } from "../district/small.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"

const day = (offset: number) => Day.add(firstDay, offset)
const people = ["b1-101-1", "b1-102-1", "b2-101-1"] as const
const retention = { residents: "10 days", contacts: "20 days", cases: "30 days" }

const dueOn = (small: Small, at: number, by = "committee") =>
  Result.getOrThrow(answer(small.asking(by, at), { _tag: "AskRetention" })).due.map(
    ({ actor, resident }) => resident ?? actor
  )

const left = (small: Small, resident: string, at: number) =>
  small.submit("committee", { _tag: "LeaveResident", resident, departure: "moved-away" }, at)

describe("retention", () => {
  it("lists exactly the residents whose last period is over", () => {
    const visits = fc.option(fc.nat(4), { nil: undefined })
    const lives = fc.tuple(
      ...people.map(() =>
        fc.record({ left: fc.option(fc.integer({ min: 5, max: 9 }), { nil: undefined }), visit: visits })
      )
    )
    fc.assert(
      fc.property(lives, fc.integer({ min: 10, max: 45 }), (each, at) => {
        const small = new Small({ retention })
        each.forEach(({ left: gone, visit }, n) => {
          const resident = people[n] ?? ""
          if (visit !== undefined) {
            const contact = { kind: "home-visit", subject: `resident:${resident}` }
            small.submit("committee", { _tag: "RecordContacts", contacts: [contact] }, visit)
          }
          if (gone !== undefined) left(small, resident, gone)
        })
        const over = people.filter((_, n) => {
          const { left: gone, visit } = each[n] ?? {}
          return gone !== undefined && gone + 10 <= at && (visit === undefined || visit + 20 <= at)
        })
        expect(dueOn(small, at)).toEqual(over)
      }),
      { numRuns: 40 }
    )
  })

  it("lists nobody if the model states no periods, and nobody who was undone as departed", () => {
    expect(dueOn(left(new Small(), "b1-101-1", 0), 500)).toEqual([])
    const back = left(new Small({ retention }), "b1-101-1", 0)
    expect(dueOn(back, 10)).toEqual(["b1-101-1"])
    back.submit("committee", { _tag: "UndoDeparture", resident: "b1-101-1", reason: "wrong flat" }, 10)
    expect(dueOn(back, 500)).toEqual([])
  })

  it("keeps somebody as long as a case about the household is open, and for its period after that", () => {
    const small = new Small({ retention })
    const opening = {
      _tag: "OpenCase",
      case: "c1",
      playbook: "hardship-and-hoarding",
      subjects: ["household:b1-101"],
      evidence: { situation: "twenty years of things" }
    }
    small.submit("committee", opening)
    left(small, "b1-101-1", 1)
    expect(dueOn(small, 300)).toEqual([])
    small.submit("committee", { _tag: "WithdrawCase", case: "c1", reason: "moved" }, 5)
    expect(dueOn(small, 34)).toEqual([])
    expect(dueOn(small, 35)).toEqual(["b1-101-1"])
  })

  it("keeps the texts of a report until it is decided, and of an accepted one until its case has ended", () => {
    const playbook = "hardship-and-hoarding"
    const small = new Small({
      retention: { ...retention, reports: "5 days" },
      intake: { playbooks: { [playbook]: {} } }
    })
    for (const id of ["r1", "r2", "r3"]) {
      small.report(id, { playbook, words: "x" }).submit("committee", { _tag: "LookAtReport", report: id })
    }
    const reports = (at: number) =>
      Result.getOrThrow(answer(small.asking("committee", at), { _tag: "AskRetention" })).due.map(
        ({ report }) => report
      )
    expect(reports(300)).toEqual([])
    const subjects = ["household:b1-101"]
    const evidence = { situation: "x" }
    small.submit("committee", { _tag: "AcceptReport", report: "r1", case: "c1", subjects, evidence }, 1)
    small.submit("committee", { _tag: "DeclineReport", report: "r2", reason: "x" }, 2)
    small.submit("committee", { _tag: "MergeReport", report: "r3", into: "r1" }, 3)
    expect(reports(6)).toEqual([])
    expect(reports(7)).toEqual(["r2"])
    small.submit("committee", { _tag: "WithdrawCase", case: "c1", reason: "x" }, 10)
    expect(reports(14)).toEqual(["r2"])
    expect(reports(15)).toEqual(["r1", "r2", "r3"])
    small.submit("committee", { _tag: "EraseExpired", reports: ["r2"] }, 15)
    expect(reports(15)).toEqual(["r1", "r3"])
    small.submit("committee", { _tag: "EraseExpired" }, 15)
    expect(reports(15)).toEqual([])
  })

  it("is within the scope of the actor", () => {
    const small = new Small({
      retention,
      actors: { lin: { mandates: [{ role: "committee", scope: { building: "b2" } }] } }
    })
    left(small, "b1-101-1", 0)
    left(small, "b2-101-1", 0)
    expect(dueOn(small, 10)).toEqual(["b1-101-1", "b2-101-1"])
    expect(dueOn(small, 10, "lin")).toEqual(["b2-101-1"])
  })

  it("includes the buildings of a branch, and nothing for a group, as an erasure by request does", () => {
    const branches = { one: { buildings: ["b2"] } }
    const of = (scope: object) => {
      const actors = { lin: { mandates: [{ role: "committee", scope }] } }
      const small = new Small({ retention, branches, actors } as never)
      return dueOn(left(left(small, "b1-101-1", 0), "b2-101-1", 0), 10, "lin")
    }
    expect(of({ branch: "one" })).toEqual(["b2-101-1"])
    expect(of({ group: "warmth" })).toEqual([])
  })

  it("of several purposes ends with the last one, and not before all of them have ended", () => {
    const period = { count: 10, unit: "day" as const }
    const kind = fc.constantFrom<Kind>("residents", "contacts", "cases", "polls", "actors")
    const purpose = fc.record({ kind, ended: fc.option(fc.nat(50), { nil: undefined }) })
    fc.assert(
      fc.property(fc.array(purpose, { minLength: 1 }), (purposes) => {
        const term = termOf(
          { residents: period },
          purposes.map(({ ended, kind }) => ({ kind, ...(ended === undefined ? {} : { ended: day(ended) }) }))
        )
        const ends = purposes.map(({ ended }) => ended)
        const last = ends.reduce<number | undefined>(
          (one, other) => (one === undefined || other === undefined ? undefined : Math.max(one, other)),
          -1
        )
        expect(term?.due).toEqual(last === undefined ? undefined : endOf(day(last), period))
      })
    )
  })
})

const erase = (small: Small) => () =>
  decide(small.asking("committee", 10), { _tag: "EraseExpired", residents: [ResidentId.make("b1-101-1")] })
const person = ResidentId.make("b1-101-1")
const expired = {
  resident: person,
  kind: "residents" as const,
  ended: day(0),
  period: { count: 10, unit: "day" as const },
  due: day(10)
}

ruleSuite("the rules of retention", [retentionStated, ...rules], {
  "retention-stated": {
    holds: erase(left(new Small({ retention }), "b1-101-1", 0)),
    refuses: { RetentionUnset: erase(left(new Small(), "b1-101-1", 0)) }
  },
  "retention-due": {
    holds: { people: [person], due: [expired] },
    refuses: { NotExpired: { people: [person], due: [] } }
  }
})
