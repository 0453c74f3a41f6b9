/** The rules of the vault port about erasure: after the key of an owner is destroyed, nobody can open what was sealed for the owner. */
import { DistrictId } from "@liulinhui/core/Id"
import { Owner } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import {
  newDistrict,
  r1,
  r2,
  r3,
  place,
  clear,
  sealOne,
  openAll,
  expectBroken,
  expectErased,
  expectNoMac,
  type Owners,
  type VaultCase
} from "./VaultCase.ts"
import { expect } from "../Expect.ts"

export const erasing: ReadonlyArray<VaultCase> = [
  {
    name: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    check: Effect.fnUntraced(function* ({ vault }) {
      for (const gone of [r1, r2]) {
        const district = newDistrict()
        const seals = yield* vault.seal(
          district,
          ([[r1], [r2], [r1, r2], [r2, r3, r1], [r3]] as ReadonlyArray<Owners>).map((owners) => ({
            place,
            owners,
            text: clear
          }))
        )
        expect(yield* openAll(vault, district, seals)).toEqual(seals.map(() => clear))
        for (let times = 0; times < 2; times++) {
          yield* vault.destroy(district, gone)
          expect(yield* openAll(vault, district, seals)).toEqual(
            seals.map(({ of }) => (of.includes(gone) ? null : clear))
          )
        }
      }
    })
  },
  {
    name: "destroys a key in one district only",
    check: Effect.fnUntraced(function* ({ vault }) {
      const here = newDistrict()
      const there = DistrictId.make(`${here}-1`)
      const sealed = yield* sealOne(vault, there)
      yield* sealOne(vault, here)
      yield* vault.destroy(here, r1)
      expect(yield* openAll(vault, there, [sealed])).toEqual([clear])
      yield* sealOne(vault, there)
    })
  },
  {
    name: "seals no more values for a destroyed owner, with or without an earlier key",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      yield* sealOne(vault, district, [r1])
      yield* sealOne(vault, district, [r1, r3])
      for (const owner of [r1, r2]) {
        yield* vault.destroy(district, owner)
        yield* expectErased(vault, district, owner)
        yield* expectErased(vault, district, owner, [r3, owner])
      }
      // The failed encryption must not have made a new key for the first owner.
      yield* expectErased(vault, district, r1)
    })
  },
  {
    name: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      yield* sealOne(vault, district, [r1])
      yield* sealOne(vault, district, [r2])
      expect(yield* vault.destroyed(district, [])).toEqual(new Set())
      // An owner who never had a key does not count as destroyed. This query must not change that.
      expect(yield* vault.destroyed(district, [r1, r2, r3])).toEqual(new Set())
      yield* sealOne(vault, district, [r3])
      yield* vault.destroy(district, r1)
      expect(yield* vault.destroyed(district, [r1, r2, r3])).toEqual(new Set([r1]))
      expect(yield* vault.destroyed(district, [r2, r3])).toEqual(new Set())
      expect(yield* vault.destroyed(newDistrict(), [r1])).toEqual(new Set())
      const nobody = Owner.make("stream/never-sealed")
      yield* vault.destroy(district, nobody)
      expect(yield* vault.destroyed(district, [nobody])).toEqual(new Set([nobody]))
    })
  },
  {
    name: "keeps no key of a destroyed owner after concurrent calls that open or seal",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another }) {
      for (let turns = 0; turns < 16; turns++) {
        const district = newDistrict()
        const vault = yield* another
        const seals = [yield* sealOne(vault, district, [r1]), yield* sealOne(vault, district, [r1, r2])]
        const later = yield* another
        yield* Effect.all(
          [
            openAll(later, district, seals),
            Effect.exit(sealOne(later, district, [r1])),
            Effect.exit(later.mac(district, [r1], clear)),
            // Each round of the test waits longer before `destroy`, so that the key is destroyed during each step of
            // the other calls.
            Effect.andThen(Effect.replicateEffect(Effect.yieldNow, turns), later.destroy(district, r1)),
            openAll(later, district, seals)
          ],
          { concurrency: "unbounded" }
        )
        expect(yield* openAll(later, district, seals)).toEqual([null, null])
        yield* expectErased(later, district, r1)
        yield* expectNoMac(later, district, r1)
      }
    })
  },
  {
    name: "opens seals through another handle on its keys, and none of a destroyed owner",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const seals = [yield* sealOne(vault, district, [r1]), yield* sealOne(vault, district, [r1, r2])]
      const other = yield* another
      expect(yield* openAll(other, district, seals)).toEqual([clear, clear])
      const theirs = yield* sealOne(other, district, [r1])
      expect(yield* openAll(vault, district, [theirs])).toEqual([clear])
      yield* Effect.scoped(Effect.flatMap(another, (brief) => brief.destroy(district, r1)))
      const later = yield* another
      expect(yield* openAll(later, district, [...seals, theirs])).toEqual([null, null, null])
      yield* expectErased(later, district, r1)
    })
  },
  {
    name: "uses no key from its memory that another handle has destroyed, once it has reported the owner as destroyed",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const other = yield* another
      for (let turns = 0; turns < 12; turns++) {
        const district = newDistrict()
        const seals = yield* vault.seal(
          district,
          ([[r1], [r1, r2], [r2]] as ReadonlyArray<Owners>).map((owners) => ({ place, owners, text: clear }))
        )
        // These seals have other sets of owners, so their keys are not in the memory of `vault` yet.
        const theirs = yield* other.seal(
          district,
          ([[r1, r3], [r3]] as ReadonlyArray<Owners>).map((owners) => ({ place, owners, text: clear }))
        )
        expect(yield* openAll(vault, district, seals)).toEqual([clear, clear, clear])
        yield* other.destroy(district, r1)
        // In each round of the test, the other calls have made a little more progress when the owner is reported.
        yield* Effect.all(
          [
            openAll(vault, district, [...theirs, ...seals]),
            Effect.exit(vault.mac(district, [r1, r3], clear)),
            Effect.gen(function* () {
              yield* Effect.replicateEffect(Effect.yieldNow, turns)
              expect(yield* vault.destroyed(district, [r1, r2, r3])).toEqual(new Set([r1]))
            })
          ],
          { concurrency: "unbounded" }
        )
        expect(yield* openAll(vault, district, seals)).toEqual([null, null, clear])
        expect(yield* openAll(vault, district, theirs)).toEqual([null, clear])
        yield* expectErased(vault, district, r1)
        yield* expectNoMac(vault, district, r1)
      }
    })
  },
  {
    name: "opens nothing with the keys of another key store, so that no key can be computed from names",
    needs: "elsewhere",
    check: Effect.fnUntraced(function* ({ elsewhere, vault }) {
      if (elsewhere === undefined) return
      const district = newDistrict()
      const other = yield* elsewhere
      const seals = [yield* sealOne(vault, district, [r1]), yield* sealOne(vault, district, [r1, r2])]
      for (const sealed of seals) yield* expectBroken(other, district, sealed)
      // The other vault gets keys for the same owners. They must be different keys.
      yield* sealOne(other, district, [r1, r2])
      for (const sealed of seals) yield* expectBroken(other, district, sealed)
      expect(yield* other.mac(district, [r1], clear)).not.toBe(yield* vault.mac(district, [r1], clear))
      expect(yield* openAll(vault, district, seals)).toEqual([clear, clear])
    })
  }
]
