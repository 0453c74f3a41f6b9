/**
 * The conformance suite of the key store port: tests that every store of encryption keys must pass. Call
 * `keyStoreSuite` once in a test file of the adapter. The cases are data, so you can also run them in another way. The
 * tests of this suite run them with stores that are broken on purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the store need not be empty.
 */
import { describe, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import {
  Owner,
  type KeyRecord,
  KeyStore,
  type KeyStoreShape,
  type OwnedKey,
  type WrappedKey
} from "@liulinhui/core/Vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import { randomUUID } from "node:crypto"
import { expect } from "vitest"

/**
 * The optional capabilities of a key store. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * `true` if every layer that the test builds opens the same store. Each handle (an open store) then sees at once
   * everything that another handle has acknowledged.
   */
  readonly shared?: true
  /** Returns all bytes that the key store has written to files or tables, as they are now. */
  readonly bytes?: Effect.Effect<Uint8Array, unknown>
}

/** The input of a case: a key store, a second handle on the same store if `shared` is set, and the capabilities. */
export interface Subject {
  readonly keys: KeyStoreShape
  readonly another: Effect.Effect<KeyStoreShape, unknown, Scope.Scope>
  readonly capabilities: Capabilities
}

/**
 * One rule that every key store must keep, and a check of this rule.
 *
 * @category models
 */
export interface KeyStoreCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
const newMaster = (): string => `m-${randomUUID()}`
const newKey = (master = "one"): WrappedKey => ({ master, wrapped: randomUUID() })
const r1 = Owner.make("resident/r1")
const r2 = Owner.make("resident/r2")

const held = ({ master, wrapped }: WrappedKey): KeyRecord => ({ _tag: "Held", master, wrapped })
const destroyed: KeyRecord = { _tag: "Destroyed" }

/** Converts key records to plain data, without any additional columns that the store returns. */
const plain = (records: ReadonlyMap<Owner, KeyRecord>): Readonly<Record<string, KeyRecord>> =>
  Object.fromEntries(
    [...records].map(([owner, record]) => [owner, record._tag === "Held" ? held(record) : destroyed])
  )

const keepOne = (keys: KeyStoreShape, district: DistrictId, owner: Owner, key: WrappedKey = newKey()) =>
  Effect.as(keys.keep(district, new Map([[owner, key]])), key)

const expectFound = Effect.fnUntraced(function* (
  keys: KeyStoreShape,
  district: DistrictId,
  expected: Readonly<Record<string, KeyRecord>>,
  owners: ReadonlyArray<Owner> = [r1, r2]
) {
  expect(plain(yield* keys.find(district, owners))).toEqual(expected)
})

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

/**
 * All cases of the key store suite. Use them directly to run them in another test framework.
 *
 * @category specification
 */
export const keyStoreCases: ReadonlyArray<KeyStoreCase> = [
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
      expect(ours).toEqual(expect.arrayContaining(expected))
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
  }
]

/**
 * Registers the tests of a key store with vitest. The layer is built anew for each case. A case that needs a missing
 * capability is shown as skipped.
 *
 * @category suites
 */
export const keyStoreSuite = <R, E>(
  name: string,
  layer: Layer.Layer<KeyStore | R, E>,
  capabilities: Capabilities = {}
): void => {
  describe(`the key store ${name}`, () => {
    const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(KeyStore))
    for (const { name: promise, needs, check } of keyStoreCases) {
      const register = needs === undefined || capabilities[needs] !== undefined ? it.live : it.live.skip
      register(
        promise,
        () =>
          another.pipe(
            Effect.flatMap((keys) => check({ keys, another, capabilities })),
            Effect.timeout("60 seconds")
          ),
        70_000
      )
    }
  })
}
