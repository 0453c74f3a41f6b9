import { describe, expect, it } from "@effect/vitest"
import { Facts, forHall } from "../src/Facts.ts"
import * as Schema from "effect/Schema"
import { sample } from "./sample.ts"

const json = (facts: Facts) => JSON.stringify(Schema.encodeSync(Facts)(facts))

describe("facts", () => {
  it("the sample is valid, and its sums agree with their parts", () => {
    const facts = sample()
    expect(Schema.is(Facts)(facts)).toBe(true)
    expect(facts.buildings.length).toBe(43)
    expect(facts.buildings.reduce((total, { residents }) => total + residents, 0)).toBe(3700)
    for (const { byBuilding, gaps, gapsNotListed, now } of facts.coverage) {
      expect(now.reached + now.missing + now.excluded + now.unknown).toBe(now.eligible)
      expect(byBuilding.reduce((total, { counts }) => total + counts.reached, 0)).toBe(now.reached)
      expect(gaps.length + gapsNotListed).toBe(now.missing)
    }
  })

  it("facts are the same after they were written as JSON and read", () => {
    const facts = sample()
    expect(Schema.decodeUnknownSync(Facts)(JSON.parse(json(facts)))).toEqual(facts)
  })

  it("facts for the hall contain no flat and no case, and all counts of coverage", () => {
    const facts = sample((floor, number) => `§${floor}-${number}`)
    const hall = forHall(facts)
    expect(json(facts)).toContain("§")
    expect(json(hall)).not.toContain("§")
    expect(json(hall)).not.toContain("hoarding-b09-1")
    expect(hall.coverage.map(({ now }) => now)).toEqual(facts.coverage.map(({ now }) => now))
    expect(Schema.is(Facts)(hall)).toBe(true)
  })
})
