/** The rules of the key store port about several handles on one store, and about a store that is opened again. */
import { Owner, type KeyRecord, type KeyStoreShape } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import {
  newDistrict,
  newMaster,
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

export const handles: ReadonlyArray<KeyStoreCase> = [
  {
    name: "is visible through another handle on the store at once, and when the store is opened again",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, keys }) {
      const district = newDistrict()
      const other = yield* another
      const key = yield* keepOne(keys, district, r1)
      yield* expectFound(other, district, { [r1]: held(key) })
      yield* other.destroy(district, r1)
      yield* expectFound(keys, district, { [r1]: destroyed })
      const brief = yield* Effect.scoped(Effect.flatMap(another, (store) => keepOne(store, district, r2)))
      const expected = { [r1]: destroyed, [r2]: held(brief) }
      yield* expectFound(keys, district, expected)
      yield* expectFound(yield* another, district, expected)
    })
  },
  {
    name: "answers every operation with what another handle on the store has just done",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, keys }) {
      const district = newDistrict()
      const other = yield* another
      const newest = newMaster()
      const ours = (store: KeyStoreShape) =>
        Effect.map(store.wrappedOtherwise(newest, 1_000_000), (found) =>
          found.filter((key) => key.district === district).map(({ wrapped }) => wrapped)
        )
      for (const [writer, reader] of [
        [keys, other],
        [other, keys]
      ] as const) {
        const owner = Owner.make(`stream/${randomUUID()}`)
        // The reader is asked once before each change. So a reader that wrongly remembers its answers is found.
        yield* expectFound(reader, district, {}, [owner])
        expect(yield* ours(reader)).toEqual([])
        const key = yield* keepOne(writer, district, owner)
        yield* expectFound(reader, district, { [owner]: held(key) }, [owner])
        expect(yield* ours(reader)).toEqual([key.wrapped])
        expect(plain(yield* reader.keep(district, new Map([[owner, newKey()]])))).toEqual({
          [owner]: held(key)
        })
        const next = newKey("two")
        expect(yield* writer.rewrap({ district, owner, ...key }, next)).toBe(true)
        yield* expectFound(reader, district, { [owner]: held(next) }, [owner])
        expect(yield* ours(reader)).toEqual([next.wrapped])
        expect(yield* reader.rewrap({ district, owner, ...key }, newKey())).toBe(false)
        yield* writer.destroy(district, owner)
        yield* expectFound(reader, district, { [owner]: destroyed }, [owner])
        expect(yield* ours(reader)).toEqual([])
        expect(yield* reader.rewrap({ district, owner, ...next }, newKey())).toBe(false)
        expect(plain(yield* reader.keep(district, new Map([[owner, newKey()]])))).toEqual({
          [owner]: destroyed
        })
      }
    })
  },
  {
    name: "loses nothing that it acknowledged when it is closed at once and opened again, time after time",
    needs: "reopens",
    check: Effect.fnUntraced(function* ({ another, close = Effect.void }) {
      yield* close
      const district = newDistrict()
      const owners = Array.from({ length: 4 }, (_, n) => Owner.make(`stream/case-${n}`))
      const expected: Record<string, KeyRecord> = {}
      for (const [n, owner] of owners.entries()) {
        const key = newKey()
        yield* Effect.scoped(Effect.flatMap(another, (store) => keepOne(store, district, owner, key)))
        expected[owner] = held(key)
        yield* Effect.scoped(
          Effect.flatMap(another, (store) => expectFound(store, district, expected, owners))
        )
        // The last call before the store is closed is of another kind for each owner.
        const next = newKey("two")
        yield* Effect.scoped(
          Effect.flatMap(another, (store) =>
            n % 2 === 0
              ? store.destroy(district, owner)
              : Effect.asVoid(store.rewrap({ district, owner, ...key }, next))
          )
        )
        expected[owner] = n % 2 === 0 ? destroyed : held(next)
      }
      yield* expectFound(yield* another, district, expected, owners)
    })
  }
]
