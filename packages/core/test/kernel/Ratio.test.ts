import { describe, expect, it } from "@effect/vitest"
import * as Ratio from "../../src/kernel/Ratio.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const whole = fc.oneof(fc.nat(1000), fc.maxSafeNat())
const ratio = fc
  .tuple(fc.nat(1000), fc.integer({ min: 1, max: 1000 }))
  .map(([over, under]) => Ratio.make(over, under))

describe("a ratio", () => {
  it("is compared exactly, however large the numbers", () => {
    fc.assert(
      fc.property(ratio, whole, whole, ({ over, under }, part, all) => {
        const left = BigInt(part) * BigInt(under)
        const right = BigInt(all) * BigInt(over)
        expect(Ratio.isAtLeast({ over, under }, part, all)).toBe(left >= right)
        expect(Ratio.isMoreThan({ over, under }, part, all)).toBe(left > right)
        expect(Ratio.isAtLeast({ over, under }, BigInt(part), all)).toBe(left >= right)
      })
    )
  })

  it("distinguishes 'at least' from 'more than' at the number itself, and one below and above it", () => {
    fc.assert(
      fc.property(ratio, fc.integer({ min: 1, max: 9_000_000_000_000 }), (share, times) => {
        const part = times * share.over
        const all = times * share.under
        expect([Ratio.isAtLeast(share, part, all), Ratio.isMoreThan(share, part, all)]).toEqual([true, false])
        expect(Ratio.isAtLeast(share, part - 1, all)).toBe(false)
        expect(Ratio.isMoreThan(share, part + 1, all)).toBe(true)
        expect(Ratio.isAtLeast(share, BigInt(part) - 1n, BigInt(all))).toBe(false)
      })
    )
  })

  it.each([
    [8_934_633_725_763_206, 415, 418, 8_999_221_439_443_422, false],
    [8_833_321_686_335_142, 691, 704, 8_999_505_741_215_542, true]
  ])("is exact if floating-point products are equal: %i of %i/%i of %i", (part, over, under, all, more) => {
    expect(part * under).toBe(all * over)
    expect(Ratio.isAtLeast(Ratio.make(over, under), part, all)).toBe(more)
    expect(Ratio.isMoreThan(Ratio.make(over, under), part, all)).toBe(more)
  })

  it("rounds a share up and down to the whole numbers around it", () => {
    fc.assert(
      fc.property(ratio, whole, (share, all) => {
        const up = Ratio.ceilingOf(share, all)
        expect(Ratio.isAtLeast(share, up, all)).toBe(true)
        expect(up === 0n || !Ratio.isAtLeast(share, up - 1n, all)).toBe(true)
        const down = Ratio.floorOf(share, all)
        expect(Ratio.isMoreThan(share, down, all)).toBe(false)
        expect(Ratio.isMoreThan(share, down + 1n, all)).toBe(true)
      })
    )
  })

  it("orders ratios by size, not by their numerators and denominators", () => {
    expect(Ratio.compare(Ratio.make(2, 4), Ratio.make(1, 2))).toBe(0)
    expect(Ratio.compare(Ratio.make(2, 3), Ratio.make(3, 4))).toBe(-1)
    fc.assert(
      fc.property(
        ratio,
        ratio,
        (a, b) => Ratio.compare(a, b) === -Ratio.compare(b, a) || Ratio.compare(a, b) === 0
      )
    )
  })

  it("is the same after writing and reading", () => {
    fc.assert(
      fc.property(ratio, (one) => {
        expect(Schema.decodeSync(Ratio.RatioFromText)(Schema.encodeSync(Ratio.RatioFromText)(one))).toEqual(
          one
        )
      })
    )
  })

  it.each(["1/0", "-1/2", "1", "1.5/2", "", "1/2/3", "9".repeat(20) + "/1"])("refuses %j", (text) => {
    expect(() => Schema.decodeSync(Ratio.RatioFromText)(text)).toThrow("a ratio of whole numbers")
  })

  it("is only made of whole numbers", () => {
    for (const [over, under] of [
      [-1, 2],
      [1, 0],
      [0.5, 1],
      [1, 2 ** 53]
    ] as const) {
      expect(() => Ratio.make(over, under)).toThrow(RangeError)
    }
  })
})
