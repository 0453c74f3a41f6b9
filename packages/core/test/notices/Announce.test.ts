import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ofDay } from "../../src/notices/Announce.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "../district/small.ts"

/** A district whose only companions met twice in the first week. The first day is a Monday. */
const visited = () => {
  const small = new Small().submit("committee", {
    _tag: "AssignCompanions",
    pairs: [{ volunteer: "volunteer-warmth", elder: "b2-101-1" }]
  })
  const contacts = [{ kind: "companion-visit", subject: "resident:b2-101-1" }]
  for (const offset of [0, 1]) small.submit("committee", { _tag: "RecordContacts", contacts }, offset)
  return small.district
}

describe("a notice about a coverage rule", () => {
  it("comes on the day after the rule was met for the last time, once, with the numbers of that day", () => {
    const district = visited()
    const fell = (offset: number) =>
      ofDay(district, Day.add(firstDay, offset)).filter(({ rule }) => rule === "coverage-fell")
    expect([6, 7].flatMap(fell)).toEqual([])
    const found = fell(8)
    expect(found.map(({ recipient }) => recipient)).toEqual(["committee"])
    expect(found[0]).toMatchObject({
      about: `companions-kept/${Day.add(firstDay, 8)}`,
      arguments: { missing: 1, count: 1 }
    })
    expect([9, 10].flatMap(fell)).toEqual([])
  })
})
