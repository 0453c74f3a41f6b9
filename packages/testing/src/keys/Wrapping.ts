/** The rules of the key store port about keys that are wrapped anew with another master key. */
import { Owner, type OwnedKey } from "@liulinhui/core/Vault"
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
  keepOne,
  expectFound,
  type KeyStoreCase
} from "./KeyStoreCase.ts"
import { expect } from "../Expect.ts"

const byDistrict = (a: { readonly district: string }, b: { readonly district: string }): number =>
  a.district < b.district ? -1 : 1

export const wrapping: ReadonlyArray<KeyStoreCase> = [
  {
    name: "replaces a wrapped key only if it is the one that the caller has seen",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const key = yield* keepOne(keys, district, r1)
      const next = newKey("two")
      const seen: OwnedKey = { district, owner: r1, ...key }
      const others: ReadonlyArray<OwnedKey> = [
        { ...seen, wrapped: randomUUID() },
        { ...seen, master: "other" },
        { ...seen, owner: r2 },
        { ...seen, district: newDistrict() }
      ]
      for (const other of others) {
        expect(yield* keys.rewrap(other, next)).toBe(false)
        yield* expectFound(keys, district, { [r1]: held(key) })
      }
      expect(yield* keys.rewrap(seen, next)).toBe(true)
      yield* expectFound(keys, district, { [r1]: held(next) })
      expect(yield* keys.rewrap(seen, newKey("three"))).toBe(false)
      yield* expectFound(keys, district, { [r1]: held(next) })
    })
  },
  {
    name: "accepts one of several callers that wrap the same key anew at the same time",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const key = yield* keepOne(keys, district, r1)
      const next = Array.from({ length: 8 }, () => newKey("two"))
      const through = yield* Effect.forEach(
        next,
        (wrapping) => keys.rewrap({ district, owner: r1, ...key }, wrapping),
        { concurrency: "unbounded" }
      )
      const winners = next.filter((_, n) => through[n])
      expect(winners).toHaveLength(1)
      for (const winner of winners) yield* expectFound(keys, district, { [r1]: held(winner) })
    })
  },
  {
    name: "never restores a destroyed key when it is wrapped anew",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const key = yield* keepOne(keys, district, r1)
      yield* keys.destroy(district, r1)
      expect(yield* keys.rewrap({ district, owner: r1, ...key }, newKey("two"))).toBe(false)
      yield* expectFound(keys, district, { [r1]: destroyed })
    })
  },
  {
    name: "lists the keys of all districts that another master key wraps, and no destroyed key",
    check: Effect.fnUntraced(function* ({ keys }) {
      const [here, there] = [newDistrict(), newDistrict()]
      const [old, newest] = [newMaster(), newMaster()]
      const expected = [
        { district: here, owner: r1, ...(yield* keepOne(keys, here, r1, newKey(old))) },
        { district: there, owner: r2, ...(yield* keepOne(keys, there, r2, newKey(old))) }
      ]
      yield* keepOne(keys, here, r2, newKey(newest))
      yield* keepOne(keys, there, r1, newKey(old))
      yield* keys.destroy(there, r1)
      const found = yield* keys.wrappedOtherwise(newest, 1_000_000)
      const ours = found
        .filter(({ district }) => district === here || district === there)
        .map(({ district, master, owner, wrapped }) => ({ district, owner, master, wrapped }))
      expect(ours).toHaveLength(2)
      expect(ours.toSorted(byDistrict)).toEqual(expected.toSorted(byDistrict))
    })
  },
  {
    name: "lists at most the given number of keys at a time, and all of them in the end",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const newest = newMaster()
      const owners = Array.from({ length: 7 }, (_, n) => Owner.make(`stream/case-${n}`))
      yield* keys.keep(district, new Map(owners.map((owner) => [owner, newKey()])))
      expect(yield* keys.wrappedOtherwise(newest, 3)).toHaveLength(3)
      for (const limit of [3, ...Array.from({ length: 1000 }, () => 500)]) {
        const found = yield* keys.wrappedOtherwise(newest, limit)
        expect(found.length).toBeLessThanOrEqual(limit)
        if (found.length === 0) break
        const through = yield* Effect.forEach(
          found,
          (seen) => keys.rewrap(seen, { master: newest, wrapped: seen.wrapped }),
          { concurrency: "unbounded" }
        )
        expect(through.every(Boolean)).toBe(true)
      }
      for (const record of (yield* keys.find(district, owners)).values()) {
        expect(record).toMatchObject({ _tag: "Held", master: newest })
      }
    })
  },
  {
    name: "wraps one key anew, and no other key that has the same text",
    check: Effect.fnUntraced(function* ({ keys }) {
      const [district, other] = [newDistrict(), newDistrict()]
      const key = newKey()
      for (const id of [district, other]) {
        yield* keys.keep(
          id,
          new Map([
            [r1, key],
            [r2, key]
          ])
        )
      }
      const next = newKey("two")
      expect(yield* keys.rewrap({ district, owner: r1, ...key }, next)).toBe(true)
      yield* expectFound(keys, district, { [r1]: held(next), [r2]: held(key) })
      yield* expectFound(keys, other, { [r1]: held(key), [r2]: held(key) })
    })
  },
  {
    name: "lists the keys of every other master key, also of those whose names look like the newest",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const newest = newMaster()
      const masters = [
        newest,
        newest.toUpperCase(),
        `${newest}.`,
        `${newest}1`,
        newest.slice(0, -1),
        "",
        "%",
        "\u00e9",
        "e\u0301",
        "null"
      ].map((name) => name || "_")
      const owners = masters.map((_, n) => Owner.make(`stream/case-${n}`))
      const kept = new Map(masters.map((master, n) => [owners[n] ?? r1, newKey(master)]))
      yield* keys.keep(district, kept)
      const found = (yield* keys.wrappedOtherwise(newest, 1_000_000)).filter(
        (key) => key.district === district
      )
      expect(found.map(({ owner }) => owner).toSorted()).toEqual(owners.slice(1).toSorted())
      for (const { district: id, master, owner, wrapped } of found) {
        expect({ id, master, wrapped }).toEqual({ id: district, ...kept.get(owner) })
      }
      expect(yield* keys.wrappedOtherwise(newest, 1)).toHaveLength(1)
    })
  }
]
