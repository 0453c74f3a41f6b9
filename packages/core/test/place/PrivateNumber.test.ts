import { describe, expect, it } from "@effect/vitest"
import { privateNumber } from "../../src/place/PrivateNumber.ts"
import fc from "fast-check"

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * Generates numbers of ID cards. The check digit is computed in a different way than in the library: it is the digit
 * with which the weighted sum is 1 modulo 11.
 */
const idCards = fc
  .record({
    place: fc.integer({ min: 110_000, max: 659_000 }),
    year: fc.integer({ min: 1900, max: 2025 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    order: fc.integer({ min: 0, max: 999 })
  })
  .map(({ day, month, order, place, year }) => {
    const two = (n: number) => String(n).padStart(2, "0")
    const digits = `${place}${year}${two(month)}${two(day)}${String(order).padStart(3, "0")}`
    const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0)
    const check = Array.from({ length: 11 }, (_, n) => n).find((n) => (sum + n) % 11 === 1) ?? 0
    return `${digits}${check === 10 ? "X" : check}`
  })

describe("a private number", () => {
  it("is found in an ID card, whatever its width and case, and not if its check digit is wrong", () => {
    fc.assert(
      fc.property(idCards, fc.constantFrom("", "居民", "r-", "wang"), (card, before) => {
        expect(privateNumber(`${before}${card.toLowerCase()}`)).toBe("id-card")
        const wide = card.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
        expect(privateNumber(wide)).toBe("id-card")
        const last = card.at(-1) === "7" ? "8" : "7"
        expect(privateNumber(`${card.slice(0, -1)}${last}`)).not.toBe("id-card")
      })
    )
  })

  it("is found in a mobile number and a bank card, with blanks between the digits", () => {
    expect(privateNumber("138 0013 8000")).toBe("mobile")
    expect(privateNumber("+86-13800138000")).toBe("mobile")
    expect(privateNumber("138.0013.8000")).toBe("mobile")
    expect(privateNumber("138-0013-8000")).toBe("mobile")
    expect(privateNumber("wang13800138000")).toBe("mobile")
    expect(privateNumber("138\u200B0013\u200B8000")).toBe("mobile")
    expect(privateNumber("6222 0212 3456 7890 128")).toBe("bank-card")
    expect(privateNumber("6222 0212 3456 7890 129")).toBeUndefined()
  })

  it("is not found in ids that people and programs make", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(privateNumber(id)).toBeUndefined()
      })
    )
    for (const id of ["b07-301-1", "2026-03-02-0001", "12345-20260302001", "case_100000000000"]) {
      expect(privateNumber(id)).toBeUndefined()
    }
  })
})
