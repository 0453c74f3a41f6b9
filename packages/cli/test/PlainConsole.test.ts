import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { coloured, oneLine, over, printable } from "../src/PlainConsole.ts"

describe("a printed text", () => {
  it("has no character that a terminal obeys, whatever the text is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const harmless = printable(text)
          .replaceAll("\r\n", "")
          .replace(/[\t\n]/g, "")
        expect(harmless).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
      }),
      {
        numRuns: 500,
        examples: [
          ["\u001b]0;title\u0007"],
          ["\u001b[2J\u001b[8mhidden"],
          ["a\rb\u202ec\u009b1m"],
          // A name in the colour of a good result.
          ["\u001b[32m✓ whole\u001b[0m"]
        ]
      }
    )
  })

  it("is unchanged if it has no such character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text))
        expect(printable(text)).toBe(text)
      })
    )
    expect(printable("1号楼\t完成\r\n帮助\n")).toBe("1号楼\t完成\r\n帮助\n")
  })

  it("has colours only if it is the help, and no other code then", () => {
    const lines: Array<unknown> = []
    const console_ = over(Object.assign(Object.create(console), { log: (line: unknown) => lines.push(line) }))
    const text = "\u001b[1mUSAGE\u001b[0m \u001b[8mhidden\u0007"
    console_.log(text)
    console_.log(coloured(text))
    expect(lines).toEqual([
      "\\u001b[1mUSAGE\\u001b[0m \\u001b[8mhidden\\u0007",
      "\u001b[1mUSAGE\u001b[0m \\u001b[8mhidden\\u0007"
    ])
  })

  it("is the same JSON value if it is JSON", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(printable(JSON.stringify(JSON.parse(json))))).toEqual(JSON.parse(json))
      })
    )
  })
})
