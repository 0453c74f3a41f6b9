import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { fewest } from "../src/Facts.ts"
import * as Masking from "../src/Masking.ts"

const small = fc.oneof(fc.nat(8), fc.nat(60))
const partsOf = fc.record({ reached: small, missing: small, excluded: small, unknown: small })

type Parts = Parameters<typeof Masking.parts<"reached" | "missing" | "excluded" | "unknown">>[0]

const isSmall = (n: number) => n > 0 && n < fewest
const sum = (parts: Parts) => Object.values(parts).reduce((all, n) => all + n, 0)
const exact = (parts: Parts) => ({ ...parts, eligible: sum(parts) })

describe("masking", () => {
  it("a count of one to four is masked, and no other", () => {
    fc.assert(
      fc.property(fc.nat(20), (n) => {
        expect(Masking.few(n)).toBe(isSmall(n) ? "few" : n)
      })
    )
  })

  it("no small count can be computed from the others and the whole", () => {
    fc.assert(
      fc.property(partsOf, (parts) => {
        const shown = Masking.parts(parts)
        const keys = ["reached", "missing", "excluded", "unknown"] as const
        const masked = keys.filter((key) => typeof shown[key] !== "number")
        expect(masked).toEqual(expect.arrayContaining(keys.filter((key) => isSmall(parts[key]))))
        for (const key of keys) expect([parts[key], "few", "hidden"]).toContain(shown[key])
        // One masked count alone is the whole less the others.
        expect(masked.length).not.toBe(1)
      })
    )
  })

  it("counts without a small one are exact, and the ratio is reached of those due", () => {
    fc.assert(
      fc.property(partsOf, (parts) => {
        fc.pre(Object.values(parts).every((n) => !isSmall(n)) && !isSmall(sum(parts) - parts.excluded))
        const none = { eligible: 0, reached: 0, missing: 0, excluded: 0, unknown: 0 }
        const shown = Masking.counts(exact(parts), none)
        expect(shown).toEqual(Masking.exactly(exact(parts)))
        expect(shown.due).toBe(parts.reached + parts.missing + parts.unknown)
      })
    )
  })

  it("a reader who sees a part exactly cannot compute a small count of the rest", () => {
    fc.assert(
      fc.property(partsOf, partsOf, (seen, rest) => {
        const total = {
          reached: seen.reached + rest.reached,
          missing: seen.missing + rest.missing,
          excluded: seen.excluded + rest.excluded,
          unknown: seen.unknown + rest.unknown
        }
        const shown = Masking.counts(exact(total), exact(seen))
        const small = (["reached", "missing", "excluded", "unknown"] as const).filter((key) =>
          isSmall(rest[key])
        )
        expect(small.filter((key) => typeof shown[key] === "number")).toEqual([])
        expect(isSmall(sum(rest)) && typeof shown.eligible === "number").toBe(false)
      })
    )
  })

  it("a total is hidden if the masked counts beside it are few together", () => {
    expect(
      Masking.total([
        [2, "few"],
        [40, 40]
      ])
    ).toBe("hidden")
    expect(
      Masking.total([
        [2, "few"],
        [4, "few"],
        [40, 40]
      ])
    ).toBe(46)
    expect(
      Masking.total([
        [7, 7],
        [40, 40]
      ])
    ).toBe(47)
  })
})
