/** Fuzz tests of the file to which a ledger is exported: a damaged file is refused, and nothing of it is written. */
import { describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Portable } from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import fc from "fast-check"

const district = DistrictId.make("wan-liu")

const exported = Effect.gen(function* () {
  const ledger = Memory.makeLedger()
  for (const n of [1, 2, 3]) {
    yield* ledger.append({
      district,
      commandId: CommandId.make(`c-${n}`),
      at: n,
      fingerprint: `f${n}`,
      streams: [
        {
          stream: StreamId.make(`s-${n % 2}`),
          expected: "any",
          events: [
            { type: "Visited", data: { n, 名: "王" } },
            { type: "Left", data: null }
          ]
        }
      ]
    })
  }
  return yield* Stream.runCollect(Portable.lines(ledger, district))
})

const parts = fc.oneof(
  fc.constantFrom(
    "\u0000",
    "\ud800",
    "{",
    "}",
    '"',
    "null",
    "[[[[",
    "1e999",
    '"__proto__":1,',
    "\n",
    "\n\n{}\n"
  ),
  fc.string({ unit: "binary", maxLength: 20 })
)

/** A text in which some parts are cut out, repeated, or replaced. */
const damaged = (valid: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(fc.nat({ max: valid.length }), fc.nat({ max: 60 }), fc.option(parts, { nil: undefined })),
      {
        minLength: 1,
        maxLength: 4
      }
    )
    .map((changes) =>
      changes.reduce((text, [at, length, by]) => {
        const part = text.slice(at, at + length)
        return text.slice(0, at) + (by ?? part + part) + text.slice(at + length)
      }, valid)
    )

/** The refusal of a file, with the number of entries that were written. `undefined` if the file was restored. */
const refusalOf = async (text: string, file: string) => {
  const there = Memory.makeLedger()
  const lines = Stream.fromArray(text.split("\n"))
  const restored = await Effect.runPromise(Effect.result(Portable.restore(there, lines)))
  const { position } = await Effect.runPromise(there.head(district))
  if (Result.isFailure(restored))
    return { tag: restored.failure._tag, message: restored.failure.message, position }
  // Only white space, or a key that the format does not have, was changed: the ledger has the same entries.
  const again = await Effect.runPromise(Stream.runCollect(Portable.lines(there, district)))
  return again.join("\n") === file ? undefined : { tag: "restored", message: text, position }
}

/** Represents a file that was restored completely. */
const fine = { tag: "PortableRefused", message: "", position: 0 }

describe("a file to which a ledger was exported", () => {
  it("is refused if it is damaged anywhere, with its line and a reason, and nothing of it is written", async () => {
    const file = (await Effect.runPromise(exported)).join("\n")
    await fc.assert(
      fc.asyncProperty(fc.oneof(parts, damaged(file)), async (text) => {
        const { message, position, tag } = (await refusalOf(text, file)) ?? fine
        expect([tag, position]).toEqual(["PortableRefused", 0])
        expect(message).not.toMatch(/\n\s+at .*:\d+:\d+/u)
      }),
      { numRuns: 400 }
    )
  })
})
