import { describe, expect, it } from "@effect/vitest"
import { canonical } from "../../src/kernel/CanonicalJson.ts"
import type * as Schema from "effect/Schema"
import fc from "fast-check"

describe("a canonical text", () => {
  it("is the same for the same value, and reads back as it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // The cast is safe: the generated value can be any JSON value.
        expect(JSON.parse(canonical(value as Schema.Json))).toEqual(JSON.parse(JSON.stringify(value)))
      })
    )
    const left = { b: 1, a: undefined } as unknown as Schema.Json
    expect(canonical(left)).toBe('{"b":1}')
    expect(canonical({ b: [1, null], a: { d: "x", c: true } })).toBe('{"a":{"c":true,"d":"x"},"b":[1,null]}')
  })
})
