import { describe, expect, it } from "@effect/vitest"
import * as JsonText from "../../src/ports/JsonText.ts"
import fc from "fast-check"
import { runs } from "../../../tooling/src/runs.ts"

describe("JSON text", () => {
  it("has no objection to a value exactly if parsing returns the same value", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("a", "\u0000", "\ud800", "\udc00", "😀") }),
      fc.double(),
      fc.constantFrom(2 ** 53, -(2 ** 53), 2 ** 53 - 1, null, true, undefined, 10n, new Date(0), new Map())
    )
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: fc.constantFrom("k", "\u0000", "\udc00") }), tie("value"), {
          maxKeys: 3
        })
      )
    })).value
    const kept = (given: unknown): boolean => {
      switch (typeof given) {
        case "string":
          return given.isWellFormed() && !given.includes("\u0000")
        case "number":
          return Number.isFinite(given) && (!Number.isInteger(given) || Math.abs(given) < 2 ** 53)
        case "object":
          return (
            given === null ||
            (!(given instanceof Date) &&
              !(given instanceof Map) &&
              Object.entries(given).every(([name, field]) => kept(name) && kept(field)))
          )
        default:
          return typeof given === "boolean"
      }
    }
    fc.assert(
      fc.property(value, (given) => {
        expect(JsonText.objections(given, "data").length === 0).toBe(kept(given))
        // JSON changes negative zero to zero. No other value changes.
        const text = kept(given) ? JSON.stringify(given) : "0"
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
      }),
      { numRuns: runs(60, 500) }
    )
  })

  it("names the path of each objection, and no value", () => {
    const secret = { names: ["secret\u0000", { "secret\ud800": 1 }], n: Number.NaN }
    expect(JsonText.objections(secret, "data")).toEqual([
      "data.names[0] holds the character NUL, which not every store can hold",
      "data.names[1] has a key that holds half a surrogate pair, which is not Unicode text",
      "data.n is not a finite number"
    ])
  })

  it("may be nested to the maximal depth, and no deeper", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
    expect(JsonText.objections(nested(JsonText.maximalDepth), "data")).toEqual([])
    expect(JsonText.objections(nested(JsonText.maximalDepth + 1), "data")).toHaveLength(1)
  })

  it("has the length of its UTF-8 in bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(JsonText.utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      })
    )
  })
})
