import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { firstEntryFrom } from "../../src/district/District.ts"
import * as Day from "../../src/kernel/Day.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "./small.ts"

describe("the first entry from a day on", () => {
  /** How many days after the one before a visit is recorded, and how many days late. */
  const visits = fc.array(fc.record({ later: fc.nat({ max: 2 }), late: fc.nat({ max: 4 }) }), {
    maxLength: 20
  })

  it("has no entry about that day or a later day before it, also if entries are late", () => {
    fc.assert(
      fc.property(visits, fc.integer({ min: -3, max: 45 }), (made, from) => {
        const small = new Small()
        const days = Array.from({ length: small.district.position }, (): number => firstDay)
        let today = 0
        for (const { late, later } of made) {
          today += later
          const on = Day.add(firstDay, Math.max(0, today - late))
          const contacts = [{ kind: "companion-visit", subject: "resident:b2-101-1" }]
          small.submit("committee", { _tag: "RecordContacts", on: Day.toIso(on), contacts }, today)
          days.push(on)
        }
        const day = Day.add(firstDay, from)
        const first = days.findIndex((on) => on >= day)
        expect(firstEntryFrom(small.district, day)).toBe(first === -1 ? days.length + 1 : first + 1)
      }),
      { numRuns: 25 }
    )
  })
})
