import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { simulate } from "../src/index.ts"
import { document, servicesWith } from "./simulated.ts"

describe("a simulation of months", () => {
  it("tries every kind of deed; of all requests, 10 to 60 of 100 are refused", async () => {
    const { accepted, cases, deeds, failure, refused } = await Effect.runPromise(
      simulate({ document, seed: 3, days: 120, services: servicesWith() })
    )
    expect(failure).toBeUndefined()
    expect(Object.keys(deeds).toSorted()).toEqual(
      [
        "arrive",
        "erase",
        "hand-over",
        "late-papers",
        "leave",
        "move",
        "nobody-in",
        "note",
        "relapse",
        "report",
        "visit",
        "vote",
        "withdraw",
        "work"
      ].toSorted()
    )
    const share = refused / (accepted + refused)
    expect([share > 0.1, share < 0.6]).toEqual([true, true])
    expect(cases.all).toBeGreaterThan(cases.open)
  })

  it.each([1, 2, 3])(
    "of a year breaks no invariant, with the seed %i",
    async (seed) => {
      const report = await Effect.runPromise(
        simulate({ document, seed, days: 365, services: servicesWith() })
      )
      expect(report.failure).toBeUndefined()
      expect(report.days).toBe(365)
    },
    300_000
  )
})
