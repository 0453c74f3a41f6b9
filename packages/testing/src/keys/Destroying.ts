/** The rules of the key store port about keys that are destroyed. */
import { Owner } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { Buffer } from "node:buffer"
import {
  newDistrict,
  newKey,
  r1,
  r2,
  held,
  destroyed,
  plain,
  keepOne,
  expectFound,
  type KeyStoreCase
} from "./KeyStoreCase.ts"
import { expect } from "../Expect.ts"

export const destroying: ReadonlyArray<KeyStoreCase> = [
  {
    name: "returns a mark instead of a destroyed key, and allows destroying it again",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      yield* keepOne(keys, district, r1)
      const other = yield* keepOne(keys, district, r2)
      for (let times = 0; times < 2; times++) {
        yield* keys.destroy(district, r1)
        yield* expectFound(keys, district, { [r1]: destroyed, [r2]: held(other) })
      }
    })
  },
  {
    name: "stores no new key for an owner whose key was destroyed",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      yield* keepOne(keys, district, r1)
      yield* keys.destroy(district, r1)
      expect(plain(yield* keys.keep(district, new Map([[r1, newKey()]])))).toEqual({ [r1]: destroyed })
      yield* expectFound(keys, district, { [r1]: destroyed })
    })
  },
  {
    name: "destroys the key of an owner who never had one, so that the owner never gets one",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      yield* keys.destroy(district, r1)
      yield* expectFound(keys, district, { [r1]: destroyed })
      yield* keepOne(keys, district, r1)
      yield* expectFound(keys, district, { [r1]: destroyed })
    })
  },
  {
    name: "leaves no byte of a destroyed key in the store",
    needs: "bytes",
    check: Effect.fnUntraced(function* ({ capabilities: { bytes }, keys }) {
      if (bytes === undefined) return
      const district = newDistrict()
      const [theirs, others] = [newKey(), newKey()]
      yield* keepOne(keys, district, r1, theirs)
      yield* keepOne(keys, district, r2, others)
      yield* keys.destroy(district, r1)
      const left = Buffer.from(yield* bytes)
      expect(left.includes(theirs.wrapped)).toBe(false)
      // The bytes of a key that was not destroyed must still be found. Otherwise the test searches in the wrong place.
      expect(left.includes(others.wrapped)).toBe(true)
    })
  },
  {
    name: "lets others go on after a caller was interrupted that keeps or destroys a key",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      for (let turns = 0; turns < 8; turns++) {
        const [first, second] = [Owner.make(`resident/a${turns}`), Owner.make(`resident/b${turns}`)]
        for (const one of [Effect.asVoid(keepOne(keys, district, first)), keys.destroy(district, first)]) {
          const running = yield* Effect.forkChild(one)
          yield* Effect.replicateEffect(Effect.yieldNow, turns)
          yield* Fiber.interrupt(running)
        }
        const next = Effect.andThen(keepOne(keys, district, second), keys.destroy(district, second))
        yield* Effect.timeout(next, "10 seconds")
        yield* keys.destroy(district, first)
        const found = yield* keys.find(district, [first, second])
        expect([found.get(first), found.get(second)]).toEqual([destroyed, destroyed])
      }
    })
  },
  {
    name: "has destroyed a key in the end, whatever callers store or wrap at the same time",
    check: Effect.fnUntraced(function* ({ keys }) {
      for (let turns = 0; turns < 12; turns++) {
        const district = newDistrict()
        const key = turns % 3 === 0 ? newKey() : yield* keepOne(keys, district, r1)
        const pause = Effect.replicateEffect(Effect.yieldNow, turns, { discard: true })
        yield* Effect.all(
          [
            keys.keep(district, new Map([[r1, newKey()]])),
            keys.rewrap({ district, owner: r1, ...key }, newKey("two")),
            Effect.andThen(pause, keys.destroy(district, r1)),
            keys.rewrap({ district, owner: r1, ...key }, newKey("three")),
            keys.keep(district, new Map([[r1, newKey()]]))
          ],
          { concurrency: "unbounded", discard: true }
        )
        yield* expectFound(keys, district, { [r1]: destroyed })
        yield* keepOne(keys, district, r1)
        yield* expectFound(keys, district, { [r1]: destroyed })
      }
    })
  }
]
