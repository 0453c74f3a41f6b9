import { describe, expect, it } from "@effect/vitest"
import { evaluateAll } from "../../src/coverage/Coverage.ts"
import { of } from "../../src/coverage/CoverageFacts.ts"
import * as Day from "../../src/kernel/Day.ts"
import { empty } from "../../src/place/Registry.ts"
import { factsOn } from "./district.ts"

const on = "2026-03-21"

describe("facts from some parts", () => {
  it("have nothing in every part that is left out", () => {
    const facts = of({ registry: empty })
    expect(facts).toMatchObject({ contacts: [], exclusions: [], cases: [], pairs: [] })
    expect(evaluateAll([], facts, Day.make(on))).toEqual([])
  })

  it("keep every part that is stated", () => {
    const whole = factsOn(on, [])
    expect(of(whole)).toEqual(whole)
  })
})
