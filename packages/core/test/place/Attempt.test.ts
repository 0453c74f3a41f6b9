import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { type Attempt, lastAttempts, later } from "../../src/place/Attempt.ts"
import { ContactKind } from "../../src/place/Id.ts"
import { Subject } from "../../src/place/Subject.ts"

const at = (subject: string, on: string, source: number): Attempt => ({
  kind: ContactKind.make("home-visit"),
  subject: Subject.make(subject),
  on: Day.make(on),
  outcome: "nobody-in",
  source
})

describe("the last attempt", () => {
  it("is the one of the latest day, also if an earlier one was recorded after it", () => {
    const last = lastAttempts([at("household:a", "2026-03-09", 1), at("household:a", "2026-03-02", 2)])
    expect([...last.values()].map(({ source }) => source)).toEqual([1])
  })

  it("is the one that was recorded last, if two were made on one day", () => {
    const last = lastAttempts([at("household:a", "2026-03-02", 1), at("household:a", "2026-03-02", 2)])
    expect([...last.values()].map(({ source }) => source)).toEqual([2])
  })

  it("is kept for each subject", () => {
    const last = lastAttempts([at("household:a", "2026-03-02", 1), at("household:b", "2026-03-01", 2)])
    expect([...last.keys()]).toEqual(["household:a", "household:b"])
  })

  it("is found under the subject that replaces another, such as the record of a merged duplicate", () => {
    const kept = Subject.make("resident:b")
    const attempts = [at("resident:a", "2026-03-09", 1), at("resident:b", "2026-03-02", 2)]
    const last = lastAttempts(attempts, () => kept)
    expect([...last].map(([subject, { source }]) => [subject, source])).toEqual([["resident:b", 1]])
  })
})

describe("the later one of two attempts", () => {
  const [early, late] = [at("household:a", "2026-03-02", 2), at("resident:b", "2026-03-09", 1)]

  it("is the one of the later day, whichever was recorded first", () => {
    expect(later(early, late)).toBe(late)
    expect(later(late, early)).toBe(late)
  })

  it("is the only one, if one is missing", () => {
    expect(later(undefined, early)).toBe(early)
    expect(later(early, undefined)).toBe(early)
    expect(later(undefined, undefined)).toBeUndefined()
  })
})
