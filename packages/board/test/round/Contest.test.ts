import { describe, expect, it } from "@effect/vitest"
import { goneFrom, meanwhile } from "../../src/round/Contest.ts"
import { listed } from "./sample.ts"

const attempt = { on: "2026-03-02", outcome: "nobody-in", source: 7 } as const
const round = (
  ...visits: ReadonlyArray<{
    readonly subject: string
    readonly last?: string
    readonly attempt?: typeof attempt
  }>
) => ({
  visits,
  later: []
})

describe("what was recorded since a list was made", () => {
  it("is nothing if the round is as the list showed it", () => {
    const seen = [listed("resident:r1", { last: "2026-01-02", attempt: 7 })]
    expect(meanwhile(seen, round({ subject: "resident:r1", last: "2026-01-02", attempt }), [])).toEqual([])
  })

  it("is an attempt that the list did not show, and a later contact", () => {
    const now = round({ subject: "resident:r1", attempt }, { subject: "resident:r2", last: "2026-03-01" })
    expect(meanwhile([listed("resident:r1"), listed("resident:r2")], now, [])).toEqual([
      { _tag: "Tried", subject: "resident:r1", on: "2026-03-02", outcome: "nobody-in" },
      { _tag: "Reached", subject: "resident:r2" }
    ])
  })

  it("is no contact if the plan has given the visit to another person, but it is one if a rule says so", () => {
    const seen = [listed("resident:r1")]
    expect(goneFrom(seen, round())).toEqual(seen)
    expect(meanwhile(seen, round(), [{ reached: [] }])).toEqual([])
    expect(meanwhile(seen, round(), [{ reached: [{ subject: "resident:r1" }] }])).toEqual([
      { _tag: "Reached", subject: "resident:r1" }
    ])
  })

  it("finds a visit that was agreed for a later day", () => {
    const later = { visits: [], later: [{ subject: "resident:r1", attempt }] }
    expect(goneFrom([listed("resident:r1")], later)).toEqual([])
    expect(meanwhile([listed("resident:r1")], later, [])).toHaveLength(1)
  })
})
