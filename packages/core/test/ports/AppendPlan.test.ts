import { describe, expect, it } from "@effect/vitest"
import { StreamId } from "../../src/kernel/StreamId.ts"
import { DistrictId } from "../../src/place/Id.ts"
import * as AppendPlan from "../../src/ports/AppendPlan.ts"
import { CommandId } from "../../src/ports/Entry.ts"
import * as Result from "effect/Result"
import fc from "fast-check"

describe("a large append", () => {
  it("is planned as any other append, entry by entry", () => {
    const event = fc.record({ type: fc.constantFrom("Visited", "登记"), data: fc.json() })
    const append = fc.record({
      district: fc.constant(DistrictId.make("wan-liu")),
      commandId: fc.constantFrom("c-1", "c-2").map((id) => CommandId.make(id)),
      at: fc.nat(),
      streams: fc.uniqueArray(
        fc.record({
          stream: fc.constantFrom("a", "b", "楼栋.7").map((id) => StreamId.make(id)),
          expected: fc.oneof(fc.constant<"any">("any"), fc.constantFrom(0, 1, 2)),
          events: fc.array(event, { minLength: 1, maxLength: 3 })
        }),
        { minLength: 1, maxLength: 3, selector: ({ stream }) => stream }
      )
    })
    const stored: AppendPlan.StoredState = {
      head: { position: 7, hash: "0a" },
      version: (stream) => (stream === "a" ? 2 : stream === "b" ? 1 : 0),
      receipt: (command) => (command === "c-1" ? { first: 3, last: 4, repeated: true } : undefined)
    }
    // This function is not a real hash, so that the test can compare the texts that are hashed.
    const hash = (text: string): string => `(${text})`
    fc.assert(
      fc.property(append, (one) => {
        const lazily = Result.map(AppendPlan.large(hash, stored, one), ({ entries, receipt }) => ({
          receipts: [receipt],
          entries: [...entries]
        }))
        const atOnce = Result.map(AppendPlan.make(hash, stored, [one]), ({ appends, receipts }) => ({
          receipts,
          entries: appends.flatMap(({ entries }) => entries)
        }))
        expect(lazily).toEqual(atOnce)
      }),
      { numRuns: 300 }
    )
  })
})
