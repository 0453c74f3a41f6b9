/** The rules of the vault port about sealing: every text comes back, and a seal reveals nothing. */
import { Owner, Sealed } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import {
  newDistrict,
  r1,
  r2,
  r3,
  place,
  clear,
  sealOne,
  openAll,
  nonceOf,
  type Owners,
  type VaultCase
} from "./VaultCase.ts"
import { expect } from "../Expect.ts"

export const sealing: ReadonlyArray<VaultCase> = [
  {
    name: "opens seals of any text, in the requested order",
    check: ({ vault }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(
              fc.array(
                fc.tuple(
                  fc.oneof(
                    fc.string({ unit: "grapheme" }),
                    fc.constantFrom("", "👩‍👧", "李".repeat(40_000), `{"a": 1.0}`, "null")
                  ),
                  fc.constantFrom<Owners>([r1], [r2], [r2, r1], [r1, r2, r3])
                ),
                { maxLength: 8 }
              ),
              (texts) =>
                Effect.runPromise(
                  Effect.gen(function* () {
                    const district = newDistrict()
                    const items = texts.map(([text, owners], n) => ({ place: `p${n}`, owners, text }))
                    const seals = yield* vault.seal(district, items)
                    expect(seals).toHaveLength(items.length)
                    const asked = seals.map((sealed, n) => ({ place: `p${n}`, sealed })).toReversed()
                    const opened = yield* vault.open(district, asked)
                    expect(opened.map(Option.getOrNull)).toEqual(texts.map(([text]) => text).toReversed())
                  })
                )
            ),
            { numRuns: 40 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "writes seals in the format of entries, with each owner once and in order",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const seals = [
        yield* sealOne(vault, district, [r2, r1, r2]),
        yield* sealOne(vault, district, [r1]),
        yield* sealOne(vault, district, [r1], "")
      ]
      for (const sealed of seals) expect(Schema.is(Sealed)(sealed)).toBe(true)
      expect(seals.map(({ of }) => of)).toEqual([[r1, r2], [r1], [r1]])
      expect(yield* openAll(vault, district, seals)).toEqual([clear, clear, ""])
    })
  },
  {
    name: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const items = Array.from({ length: 1500 }, () => ({ place, owners: [r1] as const, text: clear }))
      const seals = [
        ...(yield* vault.seal(district, items)),
        ...(yield* vault.seal(district, items)),
        ...(yield* (yield* another).seal(district, items))
      ]
      expect(new Set(seals.map(nonceOf)).size).toBe(seals.length)
      // The bytes of the encrypted text alone. The version, the nonce and the authentication tag are before it.
      const cipherTexts = seals.map(({ sealed }) =>
        Buffer.from(sealed, "base64url").subarray(29).toString("hex")
      )
      expect(new Set(cipherTexts).size).toBe(seals.length)
    })
  },
  {
    name: "leaves no part of a text readable in its seal",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      for (const owners of [[r1], [r1, r2]] as const) {
        const sealed = yield* sealOne(vault, district, owners)
        const bytes = Buffer.from(sealed.sealed, "base64url")
        const shown = [
          sealed.sealed,
          bytes.toString("utf8"),
          bytes.toString("utf16le"),
          bytes.toString("latin1")
        ]
        for (const part of [
          "王秀英",
          "hears badly",
          Buffer.from("hears badly").toString("base64url").slice(0, 12)
        ]) {
          for (const text of shown) expect(text).not.toContain(part)
        }
      }
    })
  },
  {
    name: "opens all seals of callers that seal for a new owner at the same time",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const seals = yield* Effect.forEach(
        Array.from({ length: 12 }),
        (_, n) => sealOne(vault, district, n % 3 === 0 ? [r1, r2] : [r1]),
        { concurrency: "unbounded" }
      )
      expect(yield* openAll(vault, district, seals)).toEqual(seals.map(() => clear))
    })
  },
  {
    name: "draws every bit of a nonce at random",
    check: Effect.fnUntraced(function* ({ vault }) {
      const count = 1_500
      const items = Array.from({ length: count }, () => ({ place, owners: [r1] as const, text: clear }))
      const seals = yield* vault.seal(newDistrict(), items)
      const ones = Array.from({ length: 96 }, () => 0)
      for (const sealed of seals) {
        const nonce = Buffer.from(nonceOf(sealed), "base64url")
        for (const bit of ones.keys()) ones[bit]! += (nonce[bit >> 3]! >> (bit & 7)) & 1
      }
      // A bit that is drawn at random is set in half of the nonces. Six in ten would be a miracle.
      expect(ones.filter((times) => times < count * 0.4 || times > count * 0.6)).toEqual([])
    })
  },
  {
    name: "never uses a nonce twice in tens of thousands of seals",
    slow: true,
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const nonces = new Set<string>()
      const items = Array.from({ length: 10_000 }, () => ({ place, owners: [r1] as const, text: "" }))
      for (let calls = 0; calls < 7; calls++) {
        for (const sealed of yield* vault.seal(district, items)) nonces.add(nonceOf(sealed))
      }
      expect(nonces.size).toBe(70_000)
    })
  },
  {
    name: "seals and opens tens of thousands of values of thousands of owners in one call",
    slow: true,
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const items = Array.from({ length: 20_000 }, (_, n) => ({
        place: `p${n}`,
        owners: [Owner.make(`resident/r${n % 3_000}`)] as const,
        text: `${clear} ${n}`
      }))
      const seals = yield* vault.seal(district, items)
      expect(seals.map(({ of }) => of[0])).toEqual(items.map(({ owners }) => owners[0]))
      const opened = yield* vault.open(
        district,
        seals.map((sealed, n) => ({ place: `p${n}`, sealed })).toReversed()
      )
      expect(opened.map(Option.getOrNull)).toEqual(items.map(({ text }) => text).toReversed())
    })
  },
  {
    name: "returns a result for each value that it is asked to open: for repeated ones, and beside erased ones",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const owners = [[r1], [r2], [r3], [r2, r3]] as const
      const seals = yield* vault.seal(
        district,
        owners.map((of, n) => ({ place, owners: of, text: `${clear} ${n}` }))
      )
      yield* vault.destroy(district, r2)
      const asked = [0, 1, 2, 0, 3, 1, 2, 2, 0].map((n) => [n, seals[n]!] as const)
      expect(
        yield* openAll(
          vault,
          district,
          asked.map(([, sealed]) => sealed)
        )
      ).toEqual(asked.map(([n]) => (n === 1 || n === 3 ? null : `${clear} ${n}`)))
      expect(yield* vault.open(district, [])).toEqual([])
      expect(yield* vault.seal(district, [])).toEqual([])
    })
  }
]
