import { describe, expect, it } from "@effect/vitest"
import { History } from "../../src/kernel/History.ts"
import { read, write } from "../../src/kernel/Packed.ts"
import fc from "fast-check"
import { deepStrictEqual } from "node:assert/strict"
import { runs } from "../../../tooling/src/runs.ts"

const text = fc.constantFrom("", "a", "b", "constructor", "__proto", "居民", '"\\\n')
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    true,
    false,
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    1.5,
    2 ** 53,
    7n,
    -(10n ** 30n)
  ),
  fc.integer(),
  text
)
/** Plain data of any depth. Lists are long enough to be written field by field. */
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(leaf, tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 16, maxLength: 40 }),
    fc.array(text, { minLength: 16, maxLength: 40 }),
    fc
      .tuple(fc.array(fc.array(text, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), tie("value"))
      .map(([shapes, value]) =>
        Array.from({ length: 40 }, (_, n) =>
          Object.fromEntries((shapes[n % shapes.length] ?? []).map((key, at) => [key, at === 1 ? value : n]))
        )
      )
  )
})).value

/** Whether a function returns, or throws an error. */
const answers = (run: () => unknown): boolean => {
  try {
    run()
    return true
  } catch (error) {
    return error instanceof Error
  }
}

describe("packed data", () => {
  it("are read as they were written, with the keys of objects in the same order", () => {
    fc.assert(
      fc.property(plain, (value) => {
        const back = read(write(value))
        deepStrictEqual(back, value)
        const keys = (one: unknown): unknown =>
          Array.isArray(one)
            ? one.map(keys)
            : typeof one === "object" && one !== null
              ? Object.entries(one).map(([key, part]) => [key, keys(part)])
              : typeof one
        expect(keys(back)).toEqual(keys(value))
      }),
      { numRuns: runs(300, 5000) }
    )
  })

  it("are short for a long list of similar objects", () => {
    const visits = Array.from({ length: 10_000 }, (_, n) => ({
      kind: "home-visit",
      subject: `resident:r-${n % 1000}`,
      on: 20_500 + Math.floor(n / 100),
      source: 5000 + n
    }))
    deepStrictEqual(read(write(visits)), visits)
    expect(write(visits).length).toBeLessThan(JSON.stringify(visits).length / 10)
  })

  it("give the columns of a history as its items have them, also if the items have different fields", () => {
    const item = fc.record(
      { kind: fc.constantFrom("a", "b"), on: fc.nat(3), source: fc.nat(), more: leaf },
      { requiredKeys: ["kind"], noNullPrototype: true }
    )
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), fc.nat(60), (items, from) => {
        const written = new History<(typeof items)[number]>()
        for (const one of items) written.push(one)
        // The cast is safe: what is read has the type of what was written.
        const { history } = read(write({ history: written })) as { readonly history: typeof written }
        const blocks = history.columns(["on", "more", "kind"], from)
        deepStrictEqual(
          blocks.flatMap(({ kind, more, on }) => kind.map((_, n) => [kind[n], more?.[n], on?.[n]])),
          items.slice(from).map(({ kind, more, on }) => [kind, more, on])
        )
      }),
      { numRuns: runs(300, 5000) }
    )
  })

  it.each([
    ["a function", { a: [() => 1] }, "the value at a.0 is a function"],
    ["an instance of a class", new Map([["day", new Date(0)]]), "the value at *.0 is an instance of Date"],
    ["a key that would change the prototype", JSON.parse('{"__proto__":1}'), "the key __proto__"]
  ])("cannot be written if they contain %s, and the error says where", (_, value, message) => {
    expect(() => write(value)).toThrow(message)
  })

  it("that were damaged are refused, or are other data, but never hang", () => {
    const written = write(new Map([["a", { b: [1, 2, 3] }]]))
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.constantFrom("", "[", "9", '"', "x"), (at, other) => {
        expect(answers(() => read(written.slice(0, at) + other + written.slice(at + 1)))).toBe(true)
      })
    )
  })
})
