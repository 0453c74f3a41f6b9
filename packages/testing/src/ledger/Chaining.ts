/** The rules of the ledger port about the hash chain, and about entries that were changed in the store. */
import { ChainBroken, type Head, limits } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { hashAfter } from "../LedgerModel.ts"
import { a, b, everything, happened, newDistrict, one, upTo, type LedgerCase } from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

export const chaining: ReadonlyArray<LedgerCase> = [
  {
    name: "chains the entries of a district by SHA-256 over the previous hash and every field",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, { 二: 2 })))
      yield* ledger.append(one(district, b, 0, happened("3")))
      let previous = ""
      for (const { hash, ...entry } of yield* everything(ledger, district)) {
        expect(hash).toBe(hashAfter(previous, entry))
        previous = hash
      }
      expect(yield* ledger.head(district)).toEqual({ position: 3, hash: previous })
    })
  },
  {
    name: "verifies a whole district and returns its head",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.appendAll(
        upTo(40).map((n) => one(district, n % 3 === 0 ? a : b, "any", happened(n, "x")))
      )
      expect(yield* ledger.verify(district)).toEqual(yield* ledger.head(district))
    })
  },
  {
    name: "finds a stored entry that was changed, and reports its position",
    needs: "tamper",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2, 3, 4, 5)))
      yield* ledger.verify(district)
      yield* capabilities.tamper?.(district, 3) ?? Effect.void
      const error = yield* Effect.flip(ledger.verify(district))
      expect(error).toBeInstanceOf(ChainBroken)
      expect(error).toMatchObject({ district, position: 3 })
    })
  },
  {
    name: "finds a changed entry anywhere in a long district: the first, the last, and those beside a page's end",
    needs: "tamper",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const district = newDistrict()
      const last = limits.page + 2
      yield* ledger.append(one(district, a, 0, happened(...upTo(last))))
      expect((yield* ledger.verify(district)).position).toBe(last)
      // The check reports the first changed entry, so the changes go from the end to the beginning.
      for (const position of [last, last - 1, limits.page, limits.page - 1, 5_003, 2, 1]) {
        yield* capabilities.tamper?.(district, position) ?? Effect.void
        const error = yield* Effect.flip(ledger.verify(district))
        expect(error).toBeInstanceOf(ChainBroken)
        expect(error).toMatchObject({ district, position })
      }
    })
  },
  {
    name: "compares its entries with heads that were recorded elsewhere, and reports the first that differs",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const heads: Array<Head> = []
      for (const n of upTo(5)) {
        yield* ledger.append(one(district, a, n - 1, happened(n)))
        heads.push(yield* ledger.head(district))
      }
      const last = heads.at(-1)
      expect(yield* ledger.verify(district, heads)).toEqual(last)
      expect(yield* ledger.verify(district, heads.toReversed())).toEqual(last)
      const other = "0".repeat(64)
      for (const position of [1, 3, 5]) {
        const error = yield* Effect.flip(ledger.verify(district, [...heads, { position, hash: other }]))
        expect(error).toBeInstanceOf(ChainBroken)
        expect(error).toMatchObject({ district, position })
      }
      // Entries at the end are missing: the position 6 was recorded, but does not exist.
      const cut = yield* Effect.flip(ledger.verify(district, [{ position: 6, hash: other }]))
      expect(cut).toBeInstanceOf(ChainBroken)
      expect(cut).toMatchObject({ district, position: 5 })
    })
  }
]
