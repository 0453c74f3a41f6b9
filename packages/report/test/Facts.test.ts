import { describe, expect, it } from "@effect/vitest"
import { Facts } from "../src/Facts.ts"
import * as Schema from "effect/Schema"
import { hallSample, sample } from "./sample.ts"

const json = (facts: Facts) => JSON.stringify(Schema.encodeSync(Facts)(facts))

describe("facts", () => {
  it("the sample is valid, and its sums agree with their parts", () => {
    const facts = sample()
    expect(Schema.is(Facts)(facts)).toBe(true)
    expect(facts.buildings.length).toBe(43)
    expect(facts.buildings.reduce((total, { people }) => total + (people?.residents ?? 0), 0)).toBe(3700)
    const sum = (counts: ReadonlyArray<unknown>) => counts.reduce<number>((all, n) => all + Number(n), 0)
    for (const { byBuilding, gaps, gapsNotListed, now } of facts.coverage) {
      expect(sum([now.reached, now.missing, now.excluded, now.unknown])).toBe(now.eligible)
      expect(sum(byBuilding.map(({ counts }) => counts.reached))).toBe(now.reached)
      expect(sum([gaps.length, gapsNotListed])).toBe(now.missing)
    }
  })

  it("facts are the same after they were written as JSON and read", () => {
    const facts = sample()
    expect(Schema.decodeUnknownSync(Facts)(JSON.parse(json(facts)))).toEqual(facts)
  })

  it("facts for the hall are valid", () => {
    expect(Schema.is(Facts)(hallSample())).toBe(true)
  })
})
