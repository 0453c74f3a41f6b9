/**
 * The laws of Eq, Ord, Semigroup and Monoid (from Fantasy Land), as property tests. `fp-ts-laws` has the same laws, but
 * only for fast-check 2.
 */
import { describe, it } from "@effect/vitest"
import type { Counts } from "@liulinhui/core/Coverage"
import * as CoreDay from "@liulinhui/core/Day"
import type { Period, Unit } from "@liulinhui/core/Calendar"
import * as Ratio from "@liulinhui/core/Ratio"
import { BranchId } from "@liulinhui/core/Id"
import type { Bounded } from "fp-ts/lib/Bounded.js"
import type { Eq } from "fp-ts/lib/Eq.js"
import type { Monoid } from "fp-ts/lib/Monoid.js"
import type { Ord } from "fp-ts/lib/Ord.js"
import fc from "fast-check"
import { Amounts, Day, Id } from "../../src/index.ts"

const holds = <A extends [unknown, ...Array<unknown>]>(
  arbitraries: { [Key in keyof A]: fc.Arbitrary<A[Key]> },
  law: (...values: A) => boolean
): void => fc.assert(fc.property(...arbitraries, (...values) => law(...values)))

const eqLaws = <A>(name: string, { equals }: Eq<A>, of: fc.Arbitrary<A>): void => {
  describe(`the equality of ${name}`, () => {
    it("is reflexive", () => holds<[A]>([of], (a) => equals(a, a)))
    it("is symmetric", () => holds<[A, A]>([of, of], (a, b) => equals(a, b) === equals(b, a)))
    it("is transitive", () =>
      holds<[A, A, A]>([of, of, of], (a, b, c) => !(equals(a, b) && equals(b, c)) || equals(a, c)))
  })
}

const ordLaws = <A>(name: string, ord: Ord<A>, of: fc.Arbitrary<A>): void => {
  eqLaws(name, ord, of)
  const isAtMost = (a: A, b: A) => ord.compare(a, b) <= 0
  describe(`the order of ${name}`, () => {
    it("is total", () => holds<[A, A]>([of, of], (a, b) => isAtMost(a, b) || isAtMost(b, a)))
    it("is antisymmetric, and agrees with equality", () =>
      holds<[A, A]>([of, of], (a, b) => (isAtMost(a, b) && isAtMost(b, a)) === ord.equals(a, b)))
    it("is transitive", () =>
      holds<[A, A, A]>([of, of, of], (a, b, c) => !(isAtMost(a, b) && isAtMost(b, c)) || isAtMost(a, c)))
  })
}

const boundedLaws = <A>(name: string, bounded: Bounded<A>, of: fc.Arbitrary<A>): void => {
  ordLaws(name, bounded, of)
  it(`the bounds of ${name} contain every value`, () =>
    holds<[A]>([of], (a) => bounded.compare(bounded.bottom, a) <= 0 && bounded.compare(a, bounded.top) <= 0))
}

const monoidLaws = <A>(
  name: string,
  { concat, empty }: Monoid<A>,
  { equals }: Eq<A>,
  of: fc.Arbitrary<A>
): void => {
  describe(`the sum of ${name}`, () => {
    it("is associative", () =>
      holds<[A, A, A]>([of, of, of], (a, b, c) => equals(concat(concat(a, b), c), concat(a, concat(b, c)))))
    it("does not change with the empty one", () =>
      holds<[A]>([of], (a) => equals(concat(a, empty), a) && equals(concat(empty, a), a)))
  })
}

// Generates numbers of which about half are from 0 to 3, so that equal values are frequent.
const near = (least: number, most: number) =>
  fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: least, max: most }))

const day = near(CoreDay.make("0001-01-01"), CoreDay.make("9999-12-31")).map((days) => CoreDay.Day.make(days))
const branch = fc.constantFrom("a", "b", "a-1", "支部", "B").map((id) => BranchId.make(id))
const ratio = fc
  .tuple(near(0, Number.MAX_SAFE_INTEGER), near(1, Number.MAX_SAFE_INTEGER))
  .map(([over, under]) => Ratio.make(over, Math.max(1, under)))
const period: fc.Arbitrary<Period> = fc.record({
  count: near(0, 36_500),
  unit: fc.constantFrom<Unit>("day", "working day", "week", "month")
})
const counts: fc.Arbitrary<Counts> = fc
  .record({
    reached: near(0, 1_000_000),
    missing: near(0, 1_000_000),
    excluded: near(0, 1_000_000),
    unknown: near(0, 1_000_000)
  })
  .map((some) => ({ ...some, eligible: some.reached + some.missing + some.excluded + some.unknown }))

boundedLaws("days", Day.Bounded, day)
ordLaws("ids", Id.ord<BranchId>(), branch)
ordLaws("ratios", Amounts.ordRatio, ratio)
eqLaws("periods", Amounts.eqPeriod, period)
eqLaws("counts", Amounts.eqCounts, counts)
monoidLaws("counts", Amounts.monoidCounts, Amounts.eqCounts, counts)

describe("the sum of counts", () => {
  it("counts each eligible member once, as each of the counts does", () =>
    holds<[Counts, Counts]>([counts, counts], (a, b) => {
      const { eligible, excluded, missing, reached, unknown } = Amounts.monoidCounts.concat(a, b)
      return eligible === reached + missing + excluded + unknown
    }))
})

describe("the equality of ratios", () => {
  it("is by value", () =>
    holds<[Ratio.Ratio, number]>(
      [ratio.filter(({ over, under }) => over < 1e6 && under < 1e6), fc.integer({ min: 1, max: 1_000 })],
      (a, by) => Amounts.eqRatio.equals(a, Ratio.make(a.over * by, a.under * by))
    ))
})
