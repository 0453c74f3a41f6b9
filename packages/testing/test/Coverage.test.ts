import { describe, expect, it } from "@effect/vitest"
import { CoverageRule } from "@liulinhui/core/Coverage"
import { coverageEvents, coverageRule, settled } from "@liulinhui/testing/Coverage"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const count = 400
const sample = <A>(arbitrary: fc.Arbitrary<A>): ReadonlyArray<A> =>
  fc.sample(arbitrary, { numRuns: count, seed: 1 })
const share = <A>(all: ReadonlyArray<A>, has: (one: A) => boolean): number =>
  all.filter(has).length / all.length

/** The smallest value with a fault that shrinking finds. */
const shrunk = <A>(arbitrary: fc.Arbitrary<A>, hasFault: (value: A) => boolean): A | undefined =>
  fc.check(
    fc.property(arbitrary, (value) => !hasFault(value)),
    { numRuns: 500, seed: 1 }
  ).counterexample?.[0]

describe("an arbitrary of coverage events", () => {
  it("has all numbers of events up to the largest one, about equally often", () => {
    const lengths = sample(coverageEvents({ isSettled: false })).map((events) => events.length)
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([0, 40])
    const few = share(lengths, (length) => length <= 20)
    expect([few > 0.35, few < 0.7]).toEqual([true, true])
  })

  it("begins with the settled people in three of four districts, or as stated", () => {
    const isLived = share(sample(coverageEvents()), (events) => events[0] === settled[0])
    expect([isLived > 0.65, isLived < 0.85]).toEqual([true, true])
    expect(share(sample(coverageEvents({ isSettled: true })), (events) => events[0] === settled[0])).toBe(1)
  })

  it("has each kind of event in the stated share", () => {
    const all = sample(coverageEvents({ isSettled: false })).flat()
    const shares = { Contacted: 8 / 30, CaseKnown: 3 / 30, Paired: 4 / 30, LeftOut: 5 / 30 }
    for (const [tag, expected] of Object.entries(shares)) {
      const found = share(all, ({ _tag }) => _tag === tag)
      expect([tag, Math.abs(found - expected) < 0.03]).toEqual([tag, true])
    }
  })

  it("shrinks to the events that a fault needs", () => {
    const one = shrunk(coverageEvents(), (events) => events.some(({ _tag }) => _tag === "CaseKnown"))
    expect(one?.filter((event) => !settled.includes(event))).toHaveLength(1)
    const two = shrunk(
      coverageEvents({ isSettled: false }),
      (events) => events.filter(({ _tag }) => _tag === "Contacted").length >= 2
    )
    expect(two).toHaveLength(2)
  })
})

describe("an arbitrary of coverage rules", () => {
  it("makes rules of the schema, half of them with a condition, two of three with exclusions", () => {
    const all = sample(coverageRule())
    expect(all.filter((rule) => !Schema.is(CoverageRule)(rule))).toEqual([])
    const conditions = share(all, (rule) => rule.where !== undefined)
    expect([conditions > 0.4, conditions < 0.6]).toEqual([true, true])
    const exclusions = share(all, (rule) => rule.exclude !== undefined)
    expect([exclusions > 0.58, exclusions < 0.76]).toEqual([true, true])
    expect(Math.abs(share(all, (rule) => rule.of === "residents") - 3 / 8)).toBeLessThan(0.08)
  })

  it("makes rules about the stated populations alone", () => {
    expect(share(sample(coverageRule("mine", { populations: ["pairs"] })), ({ of }) => of === "pairs")).toBe(
      1
    )
  })

  it("shrinks to a rule about residents without condition, exclusions and groups", () => {
    const found = shrunk(coverageRule(), () => true)
    expect([found?.of, found?.where, found?.exclude, found?.groupBy]).toEqual([
      "residents",
      undefined,
      undefined,
      undefined
    ])
  })

  it("shrinks to a condition of one field, if a fault needs a condition", () => {
    const found = shrunk(coverageRule(), ({ where }) => where !== undefined)
    expect(Object.keys(found?.where ?? {})).toHaveLength(1)
    expect(found?.exclude).toBeUndefined()
  })
})
