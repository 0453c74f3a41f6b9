import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { preferred } from "../src/Languages.ts"

const known = ["zh", "en"] as const

describe("the language of an answer", () => {
  it("is the best known one that the reader accepts, or else the first", () => {
    const cases = [
      [undefined, "zh"],
      ["", "zh"],
      ["en", "en"],
      ["EN-us, zh;q=0.9", "en"],
      ["zh;q=0.1, en;q=0.2", "en"],
      ["de-DE, *", "zh"],
      ["en;q=0, zh", "zh"],
      ["zh-Hant-HK", "zh"],
      ["english please", "zh"]
    ] as const
    for (const [header, language] of cases)
      expect([header, preferred(header, known)]).toEqual([header, language])
  })

  it("is always a known one, whatever the header is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) => {
        expect(known).toContain(preferred(header, known))
      })
    )
  })
})
