/**
 * The conformance suite of the port for blobs: tests that every store of blobs must pass. Call `blobsSuite` once in a test
 * file of the adapter. The cases are data, so you can also run them in another way. Each case uses new districts, so the
 * store need not be empty.
 */
import { BlobAddress, BlobDamaged, Blobs, type BlobsShape, largestBlob } from "@liulinhui/core/Blobs"
import { DistrictId } from "@liulinhui/core/Id"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { hash, randomBytes, randomUUID } from "node:crypto"
import { expect } from "./Expect.ts"
import { lookAlikes } from "./LookAlikes.ts"
import { type Suite, testOf } from "./Suite.ts"

/**
 * The optional capabilities of a store of blobs. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /** `true` if every layer that the test builds opens the same store. */
  readonly shared?: true
  /** Changes the stored bytes of a blob behind the back of the store, as a broken disk does. */
  readonly damage?: (district: DistrictId, address: BlobAddress) => Effect.Effect<void, unknown>
  /** Set this to leave out the cases that write many megabytes. */
  readonly quick?: true
}

/** The input of a case: a store, and a second handle on the same store if `shared` is set. */
export interface Subject {
  readonly blobs: BlobsShape
  readonly another: Effect.Effect<BlobsShape, unknown, Scope.Scope>
  readonly damage: NonNullable<Capabilities["damage"]>
}

/**
 * One rule that every store of blobs must keep, and a check of this rule.
 *
 * @category models
 */
export interface BlobsCase {
  readonly name: string
  readonly needs?: "shared" | "damage"
  /** Whether the case writes many megabytes. */
  readonly slow?: true
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)

const addressOf = (bytes: Uint8Array): BlobAddress => BlobAddress.make(hash("sha256", bytes))

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A blob as text, so that a failed assertion does not print megabytes. */
const shown = (bytes: Option.Option<Uint8Array>): string | undefined =>
  Option.getOrUndefined(Option.map(bytes, (one) => `${one.byteLength} bytes ${hash("sha256", one)}`))

const expectBlob = Effect.fnUntraced(function* (
  blobs: BlobsShape,
  district: DistrictId,
  address: BlobAddress,
  expected: Uint8Array | undefined
) {
  expect(shown(yield* blobs.get(district, address))).toBe(shown(Option.fromUndefinedOr(expected)))
})

const addresses = (blobs: BlobsShape, district: DistrictId) =>
  Effect.map(blobs.list(district, "", 1000), (page) => page.map(({ address }) => address))

/** One operation of a generated test, on one of a few blobs. */
type Step = { readonly blob: number; readonly does: "put" | "remove" }

const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.record({ blob: fc.nat({ max: 4 }), does: fc.constantFrom("put", "remove") }),
  { maxLength: 20 }
)

/** Does the same operations to a store and to a map, and compares the two after each operation. */
const followsTheModel = Effect.fnUntraced(function* (blobs: BlobsShape, plan: ReadonlyArray<Step>) {
  const district = newDistrict()
  const all = Array.from({ length: 5 }, (_, n) => bytesOf(`${district} ${n}`))
  const model = new Map<BlobAddress, Uint8Array>()
  for (const { blob, does } of plan) {
    const bytes = all[blob] ?? new Uint8Array()
    const address = addressOf(bytes)
    if (does === "put") {
      expect(yield* blobs.put(district, bytes)).toBe(address)
      model.set(address, bytes)
    } else {
      yield* blobs.remove(district, address)
      model.delete(address)
    }
    for (const one of all) {
      yield* expectBlob(blobs, district, addressOf(one), model.get(addressOf(one)))
    }
    expect(yield* addresses(blobs, district)).toEqual([...model.keys()].sort())
  }
})

/**
 * The cases for all rules of the port for blobs.
 *
 * @category specification
 */
export const blobsCases: ReadonlyArray<BlobsCase> = [
  {
    name: "has no blob that was never put",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      yield* expectBlob(blobs, district, addressOf(bytesOf("never")), undefined)
      expect(yield* blobs.list(district, "", 10)).toEqual([])
      yield* blobs.remove(district, addressOf(bytesOf("never")))
    })
  },
  {
    name: "returns exactly the bytes that were put, under the hash of the bytes",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const all = [
        new Uint8Array(),
        new Uint8Array([0]),
        new Uint8Array(Array.from({ length: 256 }, (_, n) => n)),
        bytesOf("\ufeff王秀英\r\n\0\u2028"),
        new Uint8Array(randomBytes(200_001))
      ]
      for (const bytes of all) expect(yield* blobs.put(district, bytes)).toBe(addressOf(bytes))
      for (const bytes of all) yield* expectBlob(blobs, district, addressOf(bytes), bytes)
    })
  },
  {
    name: "stores the largest blob that every store accepts",
    slow: true,
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const bytes = new Uint8Array(randomBytes(largestBlob))
      const address = yield* blobs.put(district, bytes)
      yield* expectBlob(blobs, district, address, bytes)
      yield* blobs.remove(district, address)
    })
  },
  {
    name: "stores a part of a larger buffer as that part alone",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const part = bytesOf("before middle after").subarray(7, 13)
      yield* expectBlob(blobs, district, yield* blobs.put(district, part), bytesOf("middle"))
    })
  },
  {
    name: "does not change if the caller changes the bytes that it has given or got",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const given = bytesOf("original")
      const putting = yield* Effect.forkChild(blobs.put(district, given), { startImmediately: true })
      given.fill(0)
      const address = yield* Fiber.join(putting)
      expect(address).toBe(addressOf(bytesOf("original")))
      const got = yield* blobs.get(district, address)
      if (Option.isSome(got)) got.value.fill(0)
      yield* expectBlob(blobs, district, address, bytesOf("original"))
    })
  },
  {
    name: "keeps the blobs of districts apart, also if their ids look alike",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const run = randomUUID().slice(0, 8)
      const districts = lookAlikes.map((name) => DistrictId.make(`${name}${run}`))
      for (const district of districts) yield* blobs.put(district, bytesOf(district))
      for (const district of districts) {
        expect(yield* addresses(blobs, district)).toEqual([addressOf(bytesOf(district))])
      }
      const [first = newDistrict(), second = newDistrict()] = districts
      const both = bytesOf(`both ${run}`)
      yield* blobs.put(first, both)
      yield* blobs.put(second, both)
      yield* blobs.remove(first, addressOf(both))
      yield* expectBlob(blobs, first, addressOf(both), undefined)
      yield* expectBlob(blobs, second, addressOf(both), both)
    })
  },
  {
    name: "has one blob if the same bytes are put again",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const bytes = bytesOf("same")
      yield* blobs.put(district, bytes)
      expect(yield* blobs.put(district, bytes)).toBe(addressOf(bytes))
      expect(yield* addresses(blobs, district)).toEqual([addressOf(bytes)])
      yield* blobs.remove(district, addressOf(bytes))
      yield* expectBlob(blobs, district, addressOf(bytes), undefined)
    })
  },
  {
    name: "lists blobs in the order of their addresses, page by page, with their sizes",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const all = Array.from({ length: 30 }, (_, n) => bytesOf("x".repeat(n)))
      for (const bytes of all) yield* blobs.put(district, bytes)
      const expected = all
        .map((bytes) => ({ address: addressOf(bytes), size: bytes.byteLength }))
        .toSorted((a, b) => (a.address < b.address ? -1 : 1))
      const read: Array<{ readonly address: string; readonly size: number }> = []
      for (let page = yield* blobs.list(district, "", 7); page.length > 0;) {
        expect(page.length).toBeLessThanOrEqual(7)
        read.push(...page.map(({ address, size }) => ({ address, size })))
        expect(read.length).toBeLessThanOrEqual(expected.length)
        page = yield* blobs.list(district, read.at(-1)?.address ?? "", 7)
      }
      expect(read).toEqual(expected)
    })
  },
  {
    name: "lists the blobs after an address that was removed in the meantime",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      for (const text of ["a", "b", "c", "d"]) yield* blobs.put(district, bytesOf(text))
      const [, second = addressOf(bytesOf("b")), ...others] = yield* addresses(blobs, district)
      yield* blobs.remove(district, second)
      expect((yield* blobs.list(district, second, 10)).map(({ address }) => address)).toEqual(others)
    })
  },
  {
    name: "states when a blob was last put, and does not change this when the blob is read",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const at = Effect.map(blobs.list(district, "", 1), ([found]) => found?.at ?? Number.NaN)
      const bytes = bytesOf("timed")
      let before = yield* Clock.currentTimeMillis
      for (const _ of ["first", "again"]) {
        const address = yield* blobs.put(district, bytes)
        const after = yield* Clock.currentTimeMillis
        const stated = yield* at
        expect(stated).toBeGreaterThanOrEqual(before)
        expect(stated).toBeLessThanOrEqual(after)
        yield* Effect.sleep("5 millis")
        yield* blobs.get(district, address)
        expect(yield* at).toBe(stated)
        before = yield* Clock.currentTimeMillis
      }
    })
  },
  {
    name: "removes one blob, and can store it again",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const [gone, kept] = [bytesOf("gone"), bytesOf("kept")]
      yield* blobs.put(district, gone)
      yield* blobs.put(district, kept)
      yield* blobs.remove(district, addressOf(gone))
      yield* blobs.remove(district, addressOf(gone))
      yield* expectBlob(blobs, district, addressOf(gone), undefined)
      expect(yield* addresses(blobs, district)).toEqual([addressOf(kept)])
      yield* blobs.put(district, gone)
      yield* expectBlob(blobs, district, addressOf(gone), gone)
    })
  },
  {
    name: "stores the blobs of all callers that put blobs at the same time, also the same ones",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      const all = Array.from({ length: 24 }, (_, n) => bytesOf(`together ${n % 8} ${"x".repeat(5_000)}`))
      const found = yield* Effect.forEach(all, (bytes) => blobs.put(district, bytes), {
        concurrency: "unbounded"
      })
      expect(found).toEqual(all.map(addressOf))
      for (const bytes of all) yield* expectBlob(blobs, district, addressOf(bytes), bytes)
      expect((yield* addresses(blobs, district)).length).toBe(8)
    })
  },
  {
    name: "stores a blob completely or not at all if the caller is interrupted",
    check: Effect.fnUntraced(function* ({ blobs }) {
      const district = newDistrict()
      for (let turns = 0; turns < 8; turns++) {
        const bytes = new Uint8Array(randomBytes(50_000))
        const putting = yield* Effect.forkChild(blobs.put(district, bytes))
        yield* Effect.replicateEffect(Effect.yieldNow, turns)
        yield* Fiber.interrupt(putting)
        const found = yield* blobs.get(district, addressOf(bytes))
        if (Option.isSome(found)) expect(shown(found)).toBe(shown(Option.some(bytes)))
        yield* blobs.put(district, bytes)
        yield* expectBlob(blobs, district, addressOf(bytes), bytes)
      }
    })
  },
  {
    name: "behaves as a map under all operations",
    check: ({ blobs }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(steps, (plan) => Effect.runPromise(followsTheModel(blobs, plan))),
            { numRuns: 15 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "fails instead of returning damaged bytes, and is mended by putting the blob again",
    needs: "damage",
    check: Effect.fnUntraced(function* ({ blobs, damage }) {
      const district = newDistrict()
      const [bytes, other] = [bytesOf("to be damaged"), bytesOf("whole")]
      const address = yield* blobs.put(district, bytes)
      yield* blobs.put(district, other)
      yield* damage(district, address)
      const failure = yield* Effect.flip(blobs.get(district, address))
      expect(failure).toBeInstanceOf(BlobDamaged)
      expect(failure).toMatchObject({ district, address })
      yield* expectBlob(blobs, district, addressOf(other), other)
      yield* blobs.put(district, bytes)
      yield* expectBlob(blobs, district, address, bytes)
    })
  },
  {
    name: "shows its blobs through another handle at once, and when the store is opened again",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, blobs }) {
      const district = newDistrict()
      const [one, two, three] = [bytesOf("one"), bytesOf("two"), bytesOf("three")]
      const other = yield* another
      yield* blobs.put(district, one)
      yield* expectBlob(other, district, addressOf(one), one)
      yield* other.put(district, two)
      yield* expectBlob(blobs, district, addressOf(two), two)
      yield* Effect.scoped(Effect.flatMap(another, (brief) => brief.put(district, three)))
      yield* other.remove(district, addressOf(one))
      yield* expectBlob(blobs, district, addressOf(one), undefined)
      expect(yield* addresses(yield* another, district)).toEqual([two, three].map(addressOf).toSorted())
    })
  }
]

/**
 * The tests of a store of blobs. `testSuite` registers them with a test runner. The layer is built anew for each case. A
 * case that needs a missing capability is skipped.
 *
 * @category suites
 */
export const blobsSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Blobs | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const { damage = () => Effect.void, quick } = capabilities
  const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Blobs))
  const tests = blobsCases.map(({ check, name: promise, needs, slow }) =>
    testOf(
      promise,
      (needs !== undefined && capabilities[needs] === undefined) || (slow === true && quick === true),
      Effect.flatMap(another, (blobs) => check({ blobs, another, damage }))
    )
  )
  return { title: `the store of blobs ${name}`, tests }
}
