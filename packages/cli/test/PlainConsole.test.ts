import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { printable } from "../src/PlainConsole.ts"

describe("a printed text", () => {
  it("has no character that a terminal obeys, whatever the text is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const harmless = printable(text)
          .replaceAll("\u001b[1m", "")
          .replaceAll("\r\n", "")
          .replace(/[\t\n]/g, "")
        expect(harmless).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      }),
      {
        numRuns: 500,
        examples: [["\u001b]0;title\u0007"], ["\u001b[2J\u001b[8mhidden"], ["a\rb\u202ec\u009b1m"]]
      }
    )
  })

  it("is unchanged if it has no such character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text))
        expect(printable(text)).toBe(text)
      })
    )
    expect(printable("1号楼\t完成\r\n\u001b[1m帮助\u001b[0m\n")).toBe(
      "1号楼\t完成\r\n\u001b[1m帮助\u001b[0m\n"
    )
  })

  it("is the same JSON value if it is JSON", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(printable(JSON.stringify(JSON.parse(json))))).toEqual(JSON.parse(json))
      })
    )
  })
})
