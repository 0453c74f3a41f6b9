/** The rules of the vault port about message authentication codes. */
import { DistrictId } from "@liulinhui/core/Id"
import { Fingerprint } from "@liulinhui/core/Ledger"
import { Owner } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import {
  alike,
  newDistrict,
  r1,
  r2,
  r3,
  clear,
  sealOne,
  openAll,
  expectNoMac,
  type Owners,
  type VaultCase
} from "./VaultCase.ts"
import { expect } from "../Expect.ts"

export const codes: ReadonlyArray<VaultCase> = [
  {
    name: "computes the same code for the same text and owners, in any order, each time and with another handle",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const of: ReadonlyArray<Owners> = [[r1], [r3], [r1, r2, r3]]
      const same: ReadonlyArray<Owners> = [[r1, r1], [r3], [r3, r1, r2, r1]]
      const texts = ["", clear, "李".repeat(40_000)]
      // The first call also makes keys for those owners who have no key yet.
      const first = yield* vault.mac(district, [r1, r2, r3], "")
      const other = yield* another
      for (const text of texts) {
        for (const [n, owners] of of.entries()) {
          const code = yield* vault.mac(district, owners, text)
          expect(Schema.is(Fingerprint)(code)).toBe(true)
          expect(code.length).toBeGreaterThanOrEqual(22)
          expect(yield* vault.mac(district, owners, text)).toBe(code)
          expect(yield* other.mac(district, same[n]!, text)).toBe(code)
        }
      }
      const later = yield* Effect.scoped(
        Effect.flatMap(another, (brief) => brief.mac(district, [r2, r3, r1], ""))
      )
      expect(later).toBe(first)
      // A value that was encrypted with the same keys can still be decrypted.
      const sealed = yield* sealOne(other, district, [r1, r2, r3])
      expect(yield* openAll(vault, district, [sealed])).toEqual([clear])
    })
  },
  {
    name: "computes a different code for another text, other owners or another district",
    check: ({ vault }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(fc.uniqueArray(fc.string({ unit: "grapheme" }), { maxLength: 3 }), (generated) =>
              Effect.runPromise(
                Effect.gen(function* () {
                  const texts = new Set([...alike, ...generated])
                  const here = newDistrict()
                  const districts = [here, DistrictId.make(`${here}-1`)]
                  const owners: ReadonlyArray<Owners> = [[r1], [r2], [r1, r2], [r1, r3], [r1, r2, r3]]
                  const codes = new Set<string>()
                  for (const district of districts) {
                    for (const of of owners) {
                      for (const text of texts) codes.add(yield* vault.mac(district, of, text))
                    }
                  }
                  expect(codes.size).toBe(districts.length * owners.length * texts.size)
                })
              )
            ),
            { numRuns: 15 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const others: ReadonlyArray<Owners> = [[r2], [r2, r3]]
      const codes = yield* Effect.forEach(others, (owners) => vault.mac(district, owners, clear))
      yield* vault.mac(district, [r1], clear)
      yield* vault.mac(district, [r1, r2], clear)
      for (let times = 0; times < 2; times++) {
        yield* vault.destroy(district, r1)
        yield* expectNoMac(vault, district, r1)
        yield* expectNoMac(vault, district, r1, [r2, r1])
        yield* expectNoMac(vault, district, r1, [r1, r3])
        expect(yield* Effect.forEach(others, (owners) => vault.mac(district, owners, clear))).toEqual(codes)
      }
      // If the key of an owner who never had one is destroyed, no key is made for this owner later.
      const nobody = Owner.make("resident/nobody")
      yield* vault.destroy(district, nobody)
      yield* expectNoMac(vault, district, nobody)
    })
  }
]
