import { describe, expect, it } from "@effect/vitest"
import { nearest } from "../../src/kernel/Nearest.ts"
import { mistakesReader, reader } from "../../src/kernel/StrictReader.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const keys = ["strengths", "buildings", "people", "leads", "names"]
const Branch = Schema.Struct({
  strengths: Schema.Record(Schema.String, Schema.Int),
  handler: Schema.Union([Schema.Struct({ actor: Schema.String }), Schema.Struct({ role: Schema.String })])
})

const messages = (input: unknown) =>
  Result.match(reader(Branch)(input), {
    onFailure: ({ problems }) => problems.map(({ message, path }) => `${path.join(".")}: ${message}`),
    onSuccess: () => []
  })

describe("the word that was probably meant", () => {
  it("is the word itself, and stays the same if two of its letters are swapped or one is left out", () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), (word, n) => {
        const at = n % (word.length - 1)
        const [before, one, two, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)]
        expect(nearest(word, keys)).toBe(word)
        expect(nearest(`${before}${two}${one}${after}`, keys)).toBe(word)
        expect(nearest(`${before}${two}${after}`, keys)).toBe(word)
      })
    )
  })

  it("is not found if no word is near, or the word is far too long", () => {
    expect(nearest("colour", keys)).toBeUndefined()
    expect(nearest("x".repeat(1_000_000), keys)).toBeUndefined()
    expect(nearest("strenghts", [])).toBeUndefined()
  })
})

describe("a strict reader", () => {
  it("reports every mistake at once, with its path and the key that was probably meant", () => {
    expect(messages({ strenghts: {}, handler: { actr: "wang" }, colour: 1 })).toEqual([
      'strenghts: unknown key "strenghts": did you mean "strengths"?',
      'colour: unknown key "colour": the keys are "handler", "strengths"',
      'handler.actr: unknown key "actr": did you mean "actor"?'
    ])
  })

  it("reports the mistakes of the alternative that fits best", () => {
    expect(messages({ strengths: { a: 0.5 }, handler: { role: 3 } })).toEqual([
      "strengths.a: found 0.5, expected an integer",
      "handler.role: found 3, expected a text"
    ])
  })

  it("answers any value, with at least one mistake if it is refused", () => {
    const read = mistakesReader(Branch)
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const found = read(value)
        expect(Result.isSuccess(found) || found.failure.length > 0).toBe(true)
      })
    )
  })
})
