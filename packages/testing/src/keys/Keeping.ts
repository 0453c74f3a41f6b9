/** The rules of the key store port about keys that are stored and found. */
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, type KeyRecord, type KeyStoreShape, type WrappedKey } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { lookAlikes } from "../LookAlikes.ts"
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

/**
 * One operation on the key store in a generated test. `owner` and `key` are indexes in the lists of generated owners
 * and keys.
 */
interface Step {
  readonly act: "keep" | "destroy" | "rewrap"
  readonly owner: number
  readonly key: number
}

const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom("keep", "destroy", "rewrap"),
    owner: fc.nat({ max: 2 }),
    key: fc.nat({ max: 3 })
  }),
  { maxLength: 20 }
)

/**
 * Applies the same operations to a key store and to a map that behaves as the port requires. Compares the two results
 * after every operation.
 */
const followsTheModel = Effect.fnUntraced(function* (keys: KeyStoreShape, plan: ReadonlyArray<Step>) {
  const district = newDistrict()
  const owners = [0, 1, 2].map((n) => Owner.make(`stream/case-${n}`))
  const wrappings = [0, 1, 2, 3].map((n): WrappedKey => ({ master: `m${n % 2}`, wrapped: `w${n}` }))
  const model = new Map<Owner, KeyRecord>()
  for (const { act, owner: n, key: k } of plan) {
    const owner = owners[n] ?? r1
    const key = wrappings[k] ?? newKey()
    const before = model.get(owner)
    switch (act) {
      case "keep":
        if (before === undefined) model.set(owner, held(key))
        expect(plain(yield* keys.keep(district, new Map([[owner, key]])))).toEqual({
          [owner]: model.get(owner)
        })
        break
      case "destroy":
        model.set(owner, destroyed)
        yield* keys.destroy(district, owner)
        break
      case "rewrap": {
        const next = { master: "next", wrapped: `again-${k}` }
        const isUnchanged = before?._tag === "Held" && before.wrapped === key.wrapped
        if (isUnchanged) model.set(owner, held(next))
        expect(yield* keys.rewrap({ district, owner, ...key }, next)).toBe(isUnchanged)
      }
    }
    expect(plain(yield* keys.find(district, owners))).toEqual(Object.fromEntries(model))
  }
})

export const keeping: ReadonlyArray<KeyStoreCase> = [
  {
    name: "leaves out owners without a record",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      yield* expectFound(keys, district, {})
      const key = yield* keepOne(keys, district, r1)
      yield* expectFound(keys, district, { [r1]: held(key) })
    })
  },
  {
    name: "returns every stored key of the given owners, however many",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const kept = new Map(Array.from({ length: 2500 }, (_, n) => [Owner.make(`resident/r${n}`), newKey()]))
      const all = Object.fromEntries([...kept].map(([owner, key]) => [owner, held(key)]))
      expect(plain(yield* keys.keep(district, kept))).toEqual(all)
      yield* expectFound(keys, district, all, [...kept.keys()])
      expect(plain(yield* keys.find(district, []))).toEqual({})
      expect(plain(yield* keys.keep(district, new Map()))).toEqual({})
    })
  },
  {
    name: "keeps the key that an owner has, and returns it to a caller that brings another",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const first = yield* keepOne(keys, district, r1)
      const second = newKey()
      const both = new Map([
        [r1, newKey()],
        [r2, second]
      ])
      const expected = { [r1]: held(first), [r2]: held(second) }
      expect(plain(yield* keys.keep(district, both))).toEqual(expected)
      yield* expectFound(keys, district, expected)
    })
  },
  {
    name: "returns the same key to all callers that store one for the same owner at the same time",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const given = yield* Effect.forEach(
        Array.from({ length: 12 }, () => newKey()),
        (key) => keys.keep(district, new Map([[r1, key]])),
        { concurrency: "unbounded" }
      )
      const last = plain(yield* keys.find(district, [r1]))
      for (const records of given) expect(plain(records)).toEqual(last)
    })
  },
  {
    name: "separates the keys of each owner in each district, however similar their names are",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const owners = [
        "resident/r1",
        "resident/R1",
        "resident/r1.",
        "resident/r_1",
        "resident/r",
        "stream/r1",
        "resident/王",
        "resident/é"
      ].map((owner) => Owner.make(owner))
      const places = [district, DistrictId.make(`${district}-1`)].flatMap((id) =>
        owners.map((owner) => ({ id, owner, key: newKey() }))
      )
      for (const { id, key, owner } of places) yield* keepOne(keys, id, owner, key)
      for (const { id, key, owner } of places) {
        yield* expectFound(keys, id, { [owner]: held(key) }, [owner])
      }
      yield* keys.destroy(district, r1)
      for (const { id, key, owner } of places) {
        const gone = id === district && owner === r1
        yield* expectFound(keys, id, { [owner]: gone ? destroyed : held(key) }, [owner])
      }
    })
  },
  {
    name: "behaves as a map of the same keys under all operations",
    check: ({ keys }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(steps, (plan) => Effect.runPromise(followsTheModel(keys, plan))),
            { numRuns: 40 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "separates owners and districts whose names look alike, whatever normalisation makes of them",
    check: Effect.fnUntraced(function* ({ keys }) {
      const tag = `d${randomUUID().slice(0, 13)}`
      const district = newDistrict()
      const places = [
        ...lookAlikes.map((name) => ({ id: district, owner: Owner.make(`resident/${name}`) })),
        ...lookAlikes.map((name) => ({ id: DistrictId.make(`${tag}${name}`), owner: r1 }))
      ].map((one) => ({ ...one, key: newKey() }))
      for (const { id, key, owner } of places) yield* keepOne(keys, id, owner, key)
      for (const { id, key, owner } of places) yield* expectFound(keys, id, { [owner]: held(key) }, [owner])
      for (const [n, { id, owner }] of places.entries()) {
        if (n % 2 === 0) yield* keys.destroy(id, owner)
      }
      for (const [n, { id, key, owner }] of places.entries()) {
        yield* expectFound(keys, id, { [owner]: n % 2 === 0 ? destroyed : held(key) }, [owner])
      }
    })
  },
  {
    name: "returns keys and names of master keys exactly, however long, and whatever their characters",
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const given: ReadonlyArray<WrappedKey> = [
        { master: "m".repeat(64), wrapped: "w".repeat(20_000) },
        { master: "m".repeat(64), wrapped: `${"w".repeat(19_999)}v` },
        { master: "2026", wrapped: "AQ==" },
        { master: "2026.", wrapped: "aq==" },
        { master: "主密钥", wrapped: " 密 \t\n" },
        { master: "'", wrapped: `'; DROP TABLE key; -- " \\ $1 ? %` },
        { master: "\u00e9", wrapped: "e\u0301" },
        { master: "e\u0301", wrapped: "\u00e9" },
        { master: "null", wrapped: "null" }
      ]
      const owners = given.map((_, n) => Owner.make(`resident/r${n}`))
      const expected = Object.fromEntries(given.map((key, n) => [owners[n], held(key)]))
      expect(
        plain(yield* keys.keep(district, new Map(given.map((key, n) => [owners[n] ?? r1, key]))))
      ).toEqual(expected)
      yield* expectFound(keys, district, expected, owners)
      for (const [n, key] of given.entries()) {
        const owner = owners[n] ?? r1
        // Another wrapping than the stored one, although it looks alike, is not replaced.
        const other = { ...key, wrapped: key.wrapped.slice(0, -1) || "x" }
        expect(yield* keys.rewrap({ district, owner, ...other }, newKey())).toBe(false)
        expect(yield* keys.rewrap({ district, owner, ...key }, { ...key, master: "next" })).toBe(true)
        yield* expectFound(keys, district, { [owner]: held({ ...key, master: "next" }) }, [owner])
      }
    })
  },
  {
    name: "keeps and finds tens of thousands of keys in one call",
    slow: true,
    check: Effect.fnUntraced(function* ({ keys }) {
      const district = newDistrict()
      const kept = new Map(Array.from({ length: 66_000 }, (_, n) => [Owner.make(`resident/r${n}`), newKey()]))
      expect((yield* keys.keep(district, kept)).size).toBe(kept.size)
      const found = yield* keys.find(district, [...kept.keys()])
      const wrong = [...kept].filter(([owner, { wrapped }]) => {
        const record = found.get(owner)
        return record?._tag !== "Held" || record.wrapped !== wrapped
      })
      expect(wrong).toEqual([])
    })
  }
]
