import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import * as Redacted from "effect/Redacted"
import fc from "fast-check"
import * as Receipt from "../../src/intake/Receipt.ts"

const district = DistrictId.make("small")
const textsOf = ({ number, pin }: Receipt.Receipt) => [Redacted.value(number), Redacted.value(pin)] as const
const made = (secret: string) => textsOf(Receipt.make(Redacted.make(secret)))

describe("a receipt", () => {
  it("has a number of 16 signs in groups of four, and a PIN of six digits, which depend only on the secret", () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        const [number, pin] = made(secret)
        expect(number).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/u)
        expect(pin).toMatch(/^\d{6}$/u)
        expect(made(secret)).toEqual([number, pin])
      })
    )
  })

  it("is another one for another secret, and its number says nothing about its PIN", () => {
    const all = Array.from({ length: 2_000 }, (_, n) => made(`secret ${n}`))
    expect(new Set(all.map(([number]) => number)).size).toBe(2_000)
    // A million PINs: hardly any of 2,000 is there twice.
    expect(new Set(all.map(([, pin]) => pin)).size).toBeGreaterThan(1_980)
    const signs = new Map<string, number>()
    for (const [number] of all) {
      for (const sign of number.replaceAll("-", "")) signs.set(sign, (signs.get(sign) ?? 0) + 1)
    }
    // Each of the 32 signs is expected 1,000 times.
    expect(signs.size).toBe(32)
    expect(Math.min(...signs.values())).toBeGreaterThan(850)
    expect(Math.max(...signs.values())).toBeLessThan(1_150)
  })

  it("is read as people write its number", () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        const [number] = made(secret)
        const spoken = number.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")
        expect(Redacted.value(Receipt.read(Redacted.make(` ${spoken} `)))).toBe(number)
      })
    )
  })

  it("never shows its number or its PIN where it is printed", () => {
    const [number, pin] = made("x")
    const receipt = Receipt.make(Redacted.make("x"))
    const printed = `${receipt.number} ${receipt.pin} ${JSON.stringify(receipt)}`
    expect(printed).not.toContain(number)
    expect(printed).not.toContain(pin)
  })
})

describe("the id of a report", () => {
  it("is made from the district and the idempotency key, and is a valid id", () => {
    const one = Receipt.idOf(district, "k")
    expect(one).toMatch(/^r[0-9a-z]{12}$/u)
    expect(Receipt.idOf(district, "k")).toBe(one)
    expect(Receipt.idOf(district, "l")).not.toBe(one)
    expect(Receipt.idOf(DistrictId.make("other"), "k")).not.toBe(one)
  })
})
