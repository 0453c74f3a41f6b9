/** The rules of the vault port about master keys that are replaced. */
import type { DistrictId } from "@liulinhui/core/Id"
import { Owner, type Sealed } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import {
  newDistrict,
  r1,
  r2,
  place,
  clear,
  sealOne,
  openAll,
  expectBroken,
  expectErased,
  type VaultCase
} from "./VaultCase.ts"
import { expect } from "../Expect.ts"

export const rotating: ReadonlyArray<VaultCase> = [
  {
    name: "computes the same codes after its master key was changed",
    needs: "rotation",
    check: Effect.fnUntraced(function* ({ rotation }) {
      if (rotation === undefined) return
      const district = newDistrict()
      const codes = yield* Effect.flatMap(rotation.before, (vault) =>
        Effect.all([vault.mac(district, [r1], clear), vault.mac(district, [r1, r2], clear)])
      )
      yield* Effect.flatMap(rotation.during, ({ rotate }) => rotate)
      for (const handle of [rotation.during, rotation.after]) {
        const vault = yield* handle
        expect([
          yield* vault.mac(district, [r1], clear),
          yield* vault.mac(district, [r2, r1], clear)
        ]).toEqual(codes)
      }
    })
  },
  {
    name: "wraps all keys with the newest master key, then opens them without the old one and only them",
    needs: "rotation",
    check: Effect.fnUntraced(function* ({ rotation }) {
      if (rotation === undefined) return
      const districts = [newDistrict(), newDistrict()]
      const before = yield* rotation.before
      const sealed: Array<readonly [DistrictId, ReadonlyArray<Sealed>]> = []
      for (const district of districts) {
        const items = Array.from({ length: 600 }, (_, n) => ({
          place,
          owners: [Owner.make(`stream/case-${n}`)] as const,
          text: `${clear} ${n}`
        }))
        sealed.push([district, yield* before.seal(district, items)])
        yield* before.destroy(district, Owner.make("stream/case-0"))
      }
      const during = yield* rotation.during
      expect(yield* during.rotate).toBe(2 * 599)
      expect(yield* during.rotate).toBe(0)
      for (const opened of [during, yield* rotation.after]) {
        for (const [district, seals] of sealed) {
          expect(yield* openAll(opened, district, seals)).toEqual(
            seals.map((_, n) => (n === 0 ? null : `${clear} ${n}`))
          )
          const gone = Owner.make("stream/case-0")
          expect(yield* opened.destroyed(district, [gone, Owner.make("stream/case-1")])).toEqual(
            new Set([gone])
          )
          yield* expectErased(opened, district, gone)
        }
      }
      // After the change of the master key, the data keys cannot be decrypted with the old master key alone.
      const old = yield* rotation.before
      for (const [district, seals] of sealed) {
        for (const each of seals.slice(1, 2)) yield* expectBroken(old, district, each)
      }
    })
  },
  {
    name: "opens what was sealed under several old master keys, and wraps all their keys with the newest one",
    needs: "rotation",
    check: Effect.fnUntraced(function* ({ rotation }) {
      if (rotation?.earlier === undefined) return
      const district = newDistrict()
      const owners = ["earlier", "before", "during"].map((name) => Owner.make(`stream/${name}`))
      const seals: Array<Sealed> = []
      const macs: Array<string> = []
      for (const [n, handle] of [rotation.earlier, rotation.before, rotation.during].entries()) {
        const vault = yield* handle
        seals.push(yield* sealOne(vault, district, [owners[n] ?? r1]))
        macs.push(yield* vault.mac(district, [owners[n] ?? r1], clear))
      }
      const during = yield* rotation.during
      expect(yield* openAll(during, district, seals)).toEqual([clear, clear, clear])
      expect(yield* during.rotate).toBe(2)
      for (const vault of [during, yield* rotation.during, yield* rotation.after]) {
        expect(yield* openAll(vault, district, seals)).toEqual([clear, clear, clear])
        for (const [n, code] of macs.entries()) {
          expect(yield* vault.mac(district, [owners[n] ?? r1], clear)).toBe(code)
        }
      }
      yield* expectBroken(yield* rotation.earlier, district, seals[0] ?? { sealed: "", of: [r1] })
    })
  }
]
