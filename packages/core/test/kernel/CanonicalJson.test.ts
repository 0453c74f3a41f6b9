import { describe, expect, it } from "@effect/vitest"
import { canonical } from "@liulinhui/core/kernel/CanonicalJson"
import type * as Schema from "effect/Schema"
import fc from "fast-check"

describe("a canonical text", () => {
  it("is the same for equal values, and reads back as the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // The casts are safe: both are JSON values.
        expect(JSON.parse(canonical(value as Schema.Json))).toEqual(JSON.parse(JSON.stringify(value)))
      })
    )
    expect(canonical({ b: [1, null], a: { d: "x", c: true } })).toBe('{"a":{"c":true,"d":"x"},"b":[1,null]}')
  })
})
