import { describe, expect, it } from "@effect/vitest"
import * as MergePatch from "../../src/kernel/MergePatch.ts"
import type * as Schema from "effect/Schema"
import fc from "fast-check"

// The examples of RFC 7396 (JSON Merge Patch), Appendix A. Each has the original, the patch and the result.
const appendixA: ReadonlyArray<readonly [string, string, string]> = [
  [`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`],
  [`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`],
  [`{"a":"b"}`, `{"a":null}`, `{}`],
  [`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`],
  [`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`],
  [`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`],
  [`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`],
  [`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`],
  [`["a","b"]`, `["c","d"]`, `["c","d"]`],
  [`{"a":"b"}`, `["c"]`, `["c"]`],
  [`{"a":"foo"}`, `null`, `null`],
  [`{"a":"foo"}`, `"bar"`, `"bar"`],
  [`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`],
  [`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`],
  [`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`]
]

const json = (text: string): Schema.Json => JSON.parse(text) as Schema.Json

// The generated objects have only a few different keys, so that target and patch often have the same key. `__proto__`
// is special in JavaScript.
const key = fc.constantFrom("a", "b", "c", "__proto__", "toString")
const value = fc.letrec<{ json: Schema.Json; object: Schema.JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, "x"),
    fc.array(tie("json"), { maxLength: 3 }),
    tie("object")
  ),
  object: fc.array(fc.tuple(key, tie("json")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))
}))

const isObject = (json: Schema.Json): json is Schema.JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

const hasNull = (json: Schema.Json): boolean =>
  json === null || (isObject(json) && Object.values(json).some(hasNull))

const of = (json: Schema.JsonObject, name: string): Schema.Json | undefined =>
  Object.hasOwn(json, name) ? json[name] : undefined

// The values are compared as JSON text, because the matchers of the test library ignore the key `__proto__`. The text
// also shows the order of keys.
const show = (json: Schema.Json | undefined): string | undefined => JSON.stringify(json)

describe("a merge patch", () => {
  it.each(appendixA)("over %s, %s results in %s (RFC 7396, Appendix A)", (target, patch, result) => {
    expect(MergePatch.apply(json(target), json(patch))).toEqual(json(result))
  })

  it("that is empty changes no object", () => {
    fc.assert(
      fc.property(value.object, (target) => {
        expect(show(MergePatch.apply(target, {}))).toBe(show(target))
      })
    )
  })

  it("changes nothing when it is applied again", () => {
    fc.assert(
      fc.property(value.json, value.json, (target, patch) => {
        const once = MergePatch.apply(target, patch)
        expect(show(MergePatch.apply(once, patch))).toBe(show(once))
      })
    )
  })

  it("leaves target and patch unchanged", () => {
    fc.assert(
      fc.property(value.json, value.json, (target, patch) => {
        const before = show([target, patch])
        MergePatch.apply(target, patch)
        expect(show([target, patch])).toBe(before)
      })
    )
  })

  it("keeps every key that it does not name, removes the keys with null, and sets the others", () => {
    fc.assert(
      fc.property(value.object, value.object, (target, patch) => {
        const result = MergePatch.apply(target, patch) as Schema.JsonObject
        for (const name of new Set([...Object.keys(target), ...Object.keys(patch)])) {
          const said = of(patch, name)
          const expected =
            said === undefined
              ? of(target, name)
              : said === null
                ? undefined
                : isObject(said)
                  ? MergePatch.apply(of(target, name), said)
                  : said
          expect(show(of(result, name))).toBe(show(expected))
        }
      })
    )
  })

  it("adds no null, except within lists", () => {
    fc.assert(
      fc.property(value.object, (patch) => {
        expect(hasNull(MergePatch.apply(undefined, patch))).toBe(false)
      })
    )
  })

  it("treats __proto__ as a key like any other", () => {
    const patched = MergePatch.apply({}, json(`{"__proto__":{"polluted":true}}`))
    expect(Object.keys(patched as object)).toEqual(["__proto__"])
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
  })
})
