import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import fc from "fast-check"
import { flawOf, make, usualCost } from "../../src/identity/Pin.ts"

const { hash, verify } = make({ N: 2, r: 1, p: 1 })
const digits = fc.stringMatching(/^[0-9]{6,12}$/u)
const redacted = (text: string) => Redacted.make(text)

describe("a PIN", () => {
  it("is accepted only with the same digits, on the same device", async () => {
    await fc.assert(
      fc.asyncProperty(digits, digits, fc.string(), fc.string(), async (pin, entered, device, other) => {
        const check = Effect.gen(function* () {
          const stored = yield* hash(redacted(pin), redacted(device), "salt")
          return {
            same: yield* verify(redacted(pin), redacted(device), stored),
            entered: yield* verify(redacted(entered), redacted(device), stored),
            elsewhere: yield* verify(redacted(pin), redacted(other), stored),
            unknown: yield* verify(redacted(pin), redacted(device), undefined)
          }
        })
        expect(await Effect.runPromise(check)).toEqual({
          same: true,
          entered: pin === entered,
          elsewhere: device === other,
          unknown: false
        })
      }),
      { numRuns: 30 }
    )
  })

  it("is checked at the usual cost, and at the cost at which it was stored", async () => {
    const check = Effect.gen(function* () {
      const stored = yield* hash(redacted("831047"), redacted("device"), "salt")
      const usual = make(usualCost)
      const same = yield* usual.hash(redacted("831047"), redacted("device"), "salt")
      return [
        yield* usual.verify(redacted("831047"), redacted("device"), stored),
        yield* verify(redacted("831047"), redacted("device"), same),
        same.hash === stored.hash
      ]
    })
    expect(await Effect.runPromise(check)).toEqual([true, true, false])
  })

  it("may be chosen if it is 6 to 12 digits that are not guessed first", () => {
    expect(["", "12345", "1234567890123", "83104a", "８３１０４７", "831047\n"].map(flawOf)).toEqual(
      Array.from({ length: 6 }, () => "NotDigits")
    )
    expect(["000000", "7777777"].map(flawOf)).toEqual(["SameDigit", "SameDigit"])
    expect(["123456", "890123", "654321", "109876543210"].map(flawOf)).toEqual(
      Array.from({ length: 4 }, () => "Sequence")
    )
    expect(["831047", "112233", "135791"].map(flawOf)).toEqual([undefined, undefined, undefined])
  })
})
