import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import fc from "fast-check"
import { AssertionError } from "node:assert"
import { runs } from "../../tooling/src/runs.ts"
import { expect as ours } from "../src/Expect.ts"

const fails = (assertion: () => void): boolean => {
  try {
    assertion()
    return false
  } catch {
    return true
  }
}

const leaf = fc.constantFrom<Array<unknown>>(undefined, null, 0, -0, 1, Number.NaN, "", "a", true, false)

/** Values as an adapter returns them. There are few, so that equal and similar values are frequent. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { noNullPrototype: true }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value")),
    fc.uint8Array({ maxLength: 2, max: 1 }),
    fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }).map((all) => new Set(all)),
    fc
      .array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom(1, 2)), { maxLength: 2 })
      .map((all) => new Map(all)),
    fc.constantFrom("a", "b").map((message) => new Error(message)),
    fc.constantFrom<Array<unknown>>(Option.none(), Option.some(1), Option.some(2))
  )
}))

// vitest takes a key with the value undefined for an empty object, and an empty object within a part for any value. So
// there are no such values here.
const known = leaf.filter((one) => one !== undefined)
const plain = fc.oneof(
  known,
  fc.array(known, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("a", "b"), known, { minKeys: 1 })
)
const part = fc.dictionary(fc.constantFrom("a", "b"), plain, { maxKeys: 2, noNullPrototype: true })
const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 })
const number = fc.constantFrom(-1, 0, 1, Number.NaN)

/** For each assertion, arguments with which it is tried. */
const tries = {
  toBe: fc.tuple(value, value),
  toEqual: fc.oneof(fc.tuple(value, value), fc.clone(value, 2)),
  toMatchObject: fc.tuple(part, part),
  toContain: fc.oneof(fc.tuple(text, text), fc.tuple(fc.array(leaf, { maxLength: 3 }), leaf)),
  toHaveLength: fc.tuple(fc.oneof(text, fc.array(leaf, { maxLength: 3 })), fc.nat(3)),
  toMatch: fc.tuple(text, fc.constantFrom(/a/u, /^b+$/u)),
  toBeInstanceOf: fc.tuple(value, fc.constantFrom<Array<unknown>>(Error, Map, Object)),
  toBeGreaterThan: fc.tuple(number, number),
  toBeGreaterThanOrEqual: fc.tuple(number, number),
  toBeLessThanOrEqual: fc.tuple(number, number)
} as const satisfies Readonly<Record<string, fc.Arbitrary<ReadonlyArray<unknown>>>>

type Name = keyof typeof tries

const names = Object.keys(tries) as ReadonlyArray<Name>

type Assert = (expected: unknown) => void

describe("an assertion of the suites", () => {
  it.each(names)("%s agrees with vitest, also if it is negated", (name) => {
    fc.assert(
      fc.property(tries[name], ([actual, expected]) => {
        const [mine, its] = [ours(actual), vitest.expect(actual)]
        const plain = [() => (mine[name] as Assert)(expected), () => (its[name] as Assert)(expected)] as const
        const negated = [
          () => (mine.not[name] as Assert)(expected),
          () => (its.not[name] as Assert)(expected)
        ] as const
        expect([fails(plain[0]), fails(negated[0])]).toEqual([fails(plain[1]), fails(negated[1])])
      }),
      { numRuns: runs(300, 10_000) }
    )
  })

  it("meets equal and different values in the test above", () => {
    const pairs = fc.sample(tries.toEqual, { numRuns: 300, seed: 1 })
    const equal = pairs.filter(([a, b]) => !fails(() => ours(a).toEqual(b)) && typeof a === "object").length
    expect(equal).toBeGreaterThan(5)
  })

  it("fails with both values, and with what it is about", () => {
    const failed = (() => {
      try {
        ours({ at: 1 }, "the head").toEqual({ at: 2 })
        return undefined
      } catch (error) {
        return error
      }
    })()
    expect(failed).toBeInstanceOf(AssertionError)
    expect(failed).toMatchObject({ actual: { at: 1 }, expected: { at: 2 } })
    expect(String(failed)).toContain("the head: expected { at: 1 } to equal { at: 2 }")
  })
})
