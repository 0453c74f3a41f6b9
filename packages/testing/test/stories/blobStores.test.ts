/**
 * Tests the suite for blobs itself. Each store in this file is broken on purpose: it breaks one rule of the port, and keeps all
 * other rules. The suite must find the mistake, in the case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import { BlobAddress, BlobDamaged, type BlobsShape, type StoredBlob } from "@liulinhui/core/Blobs"
import { DistrictId } from "@liulinhui/core/Id"
import * as Memory from "@liulinhui/storage-memory"
import { type BlobsCase, blobsCases } from "@liulinhui/testing/BlobsSuite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { hash } from "node:crypto"

interface LyingStore {
  readonly name: string
  readonly caughtBy: string
  readonly make: (honest: BlobsShape) => BlobsShape
}

const but =
  (lies: (honest: BlobsShape) => Partial<BlobsShape>): LyingStore["make"] =>
  (honest) => ({ ...honest, ...lies(honest) })

/** Makes a store that changes the bytes that it returns. */
const reading = (change: (bytes: Uint8Array) => Uint8Array) =>
  but((honest) => ({ get: (...name) => Effect.map(honest.get(...name), Option.map(change)) }))

/** Makes a store that changes the pages that it lists. */
const listing = (change: (page: ReadonlyArray<StoredBlob>, after: string) => ReadonlyArray<StoredBlob>) =>
  but((honest) => ({
    list: (district, after, limit) =>
      Effect.map(honest.list(district, after, limit), (page) => change(page, after))
  }))

/** Makes a store that uses another name of a district. */
const calling = (rename: (district: string) => string): LyingStore["make"] => {
  const called = (district: DistrictId) => DistrictId.make(rename(district))
  return (honest) => ({
    put: (district, bytes) => honest.put(called(district), bytes),
    get: (district, address) => honest.get(called(district), address),
    list: (district, ...page) => honest.list(called(district), ...page),
    remove: (district, address) => honest.remove(called(district), address)
  })
}

const turns = Effect.replicateEffect(Effect.yieldNow, 4)

const exact = "returns exactly the bytes that were put, under the hash of the bytes"
const apart = "keeps the blobs of districts apart, also if their ids look alike"
const listed = "lists blobs in the order of their addresses, page by page, with their sizes"
const timed = "states when a blob was last put, and does not change this when the blob is read"
const removed = "removes one blob, and can store it again"
const together = "stores the blobs of all callers that put blobs at the same time, also the same ones"
const copied = "does not change if the caller changes the bytes that it has given or got"
const damaged = "fails instead of returning damaged bytes, and is mended by putting the blob again"

const liars: ReadonlyArray<LyingStore> = [
  {
    name: "returns an empty blob for an unknown address",
    caughtBy: "has no blob that was never put",
    make: but((honest) => ({
      get: (...name) =>
        Effect.map(
          honest.get(...name),
          Option.orElseSome(() => new Uint8Array())
        )
    }))
  },
  {
    name: "names a blob after the hash of other bytes",
    caughtBy: exact,
    make: but((honest) => ({
      put: (district, bytes) =>
        Effect.as(honest.put(district, bytes), BlobAddress.make(hash("sha256", `salt${bytes.join()}`)))
    }))
  },
  {
    name: "treats bytes as text",
    caughtBy: exact,
    make: reading((bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes)))
  },
  {
    name: "cuts a blob off",
    caughtBy: exact,
    make: reading((bytes) => bytes.slice(0, 2 ** 16))
  },
  {
    name: "refuses an empty blob",
    caughtBy: exact,
    make: but((honest) => ({
      get: (...name) =>
        Effect.map(
          honest.get(...name),
          Option.filter((bytes) => bytes.byteLength > 0)
        )
    }))
  },
  {
    name: "cuts a large blob off",
    caughtBy: "stores the largest blob that every store accepts",
    make: reading((bytes) => bytes.slice(0, 2 ** 24))
  },
  {
    name: "stores the whole buffer",
    caughtBy: "stores a part of a larger buffer as that part alone",
    make: but((honest) => ({ put: (district, bytes) => honest.put(district, new Uint8Array(bytes.buffer)) }))
  },
  {
    name: "reads the bytes later than they are given",
    caughtBy: copied,
    make: but((honest) => ({
      put: (district, bytes) =>
        Effect.andThen(
          turns,
          Effect.suspend(() => honest.put(district, bytes))
        )
    }))
  },
  {
    name: "returns the bytes that it keeps",
    caughtBy: copied,
    make: (honest) => {
      const cache = new Map<string, Uint8Array>()
      return {
        ...honest,
        get: (district, address) =>
          Effect.map(
            honest.get(district, address),
            Option.map((bytes) => {
              const known = cache.get(district + address) ?? bytes
              cache.set(district + address, known)
              return known
            })
          )
      }
    }
  },
  { name: "ignores districts", caughtBy: apart, make: calling(() => "one") },
  {
    name: "compares districts without case",
    caughtBy: apart,
    make: calling((district) => district.toLowerCase())
  },
  {
    name: "normalises the ids of districts",
    caughtBy: apart,
    make: calling((district) => district.normalize("NFC"))
  },
  {
    name: "removes a blob from every district",
    caughtBy: apart,
    make: (honest) => {
      const districts = new Set<DistrictId>()
      return {
        ...honest,
        put: (district, bytes) => {
          districts.add(district)
          return honest.put(district, bytes)
        },
        remove: (_, address) =>
          Effect.forEach(districts, (one) => honest.remove(one, address), { discard: true })
      }
    }
  },
  {
    name: "lists a blob as often as it was put",
    caughtBy: "has one blob if the same bytes are put again",
    make: (honest) => {
      const puts = new Map<string, number>()
      return {
        ...honest,
        put: (district, bytes) =>
          Effect.tap(honest.put(district, bytes), (address) =>
            Effect.sync(() => puts.set(address, (puts.get(address) ?? 0) + 1))
          ),
        list: (...page) =>
          Effect.map(honest.list(...page), (found) =>
            found.flatMap((one) => Array.from({ length: puts.get(one.address) ?? 1 }, () => one))
          )
      }
    }
  },
  {
    name: "counts how often a blob was put, and keeps it until it was removed as often",
    caughtBy: "has one blob if the same bytes are put again",
    make: (honest) => {
      const puts = new Map<string, number>()
      return {
        ...honest,
        put: (district, bytes) =>
          Effect.tap(honest.put(district, bytes), (address) =>
            Effect.sync(() => puts.set(district + address, (puts.get(district + address) ?? 0) + 1))
          ),
        remove: (district, address) =>
          Effect.suspend(() => {
            const left = (puts.get(district + address) ?? 1) - 1
            puts.set(district + address, left)
            return left > 0 ? Effect.void : honest.remove(district, address)
          })
      }
    }
  },
  { name: "lists blobs backwards", caughtBy: listed, make: listing((page) => page.toReversed()) },
  {
    name: "lists the last blob of a page again",
    caughtBy: listed,
    make: but((honest) => ({
      list: (district, after, limit) => honest.list(district, after === "" ? "" : after.slice(0, -1), limit)
    }))
  },
  {
    name: "ignores the limit of a page",
    caughtBy: listed,
    make: but((honest) => ({ list: (district, after) => honest.list(district, after, 1000) }))
  },
  {
    name: "states the size in blocks",
    caughtBy: listed,
    make: listing((page) => page.map((one) => ({ ...one, size: Math.ceil(one.size / 16) * 16 })))
  },
  {
    name: "finds no page after an address that was removed",
    caughtBy: "lists the blobs after an address that was removed in the meantime",
    make: but((honest) => ({
      list: (district, after, limit) =>
        Effect.flatMap(honest.list(district, "", 1000), (all) =>
          after === "" || all.some(({ address }) => address === after)
            ? honest.list(district, after, limit)
            : Effect.succeed([])
        )
    }))
  },
  {
    name: "states whole seconds",
    caughtBy: timed,
    make: listing((page) => page.map((one) => ({ ...one, at: Math.ceil(one.at / 1000) * 1000 + 1000 })))
  },
  {
    name: "keeps the time of the first put",
    caughtBy: timed,
    make: (honest) => {
      const first = new Map<string, number>()
      return {
        ...honest,
        list: (...page) =>
          Effect.map(honest.list(...page), (found) =>
            found.map((one) => {
              const at = first.get(one.address) ?? one.at
              first.set(one.address, at)
              return { ...one, at }
            })
          )
      }
    }
  },
  {
    name: "states when a blob was last read",
    caughtBy: timed,
    make: but((honest) => ({
      get: (district, address) =>
        Effect.tap(honest.get(district, address), (found) =>
          Option.isSome(found) ? honest.put(district, found.value) : Effect.void
        )
    }))
  },
  { name: "never removes", caughtBy: removed, make: but(() => ({ remove: () => Effect.void })) },
  {
    name: "hides a removed blob, also when it is stored again",
    caughtBy: removed,
    make: (honest) => {
      const hidden = new Set<string>()
      return {
        ...honest,
        remove: (district, address) => {
          hidden.add(district + address)
          return honest.remove(district, address)
        },
        get: (district, address) =>
          hidden.has(district + address) ? Effect.succeed(Option.none()) : honest.get(district, address)
      }
    }
  },
  {
    name: "removes the whole district",
    caughtBy: removed,
    make: but((honest) => ({
      remove: (district) =>
        Effect.flatMap(honest.list(district, "", 1000), (page) =>
          Effect.forEach(page, ({ address }) => honest.remove(district, address), { discard: true })
        )
    }))
  },
  {
    name: "loses a blob beside another one",
    caughtBy: together,
    make: (honest) => {
      let running = 0
      return {
        ...honest,
        put: (district, given) =>
          Effect.suspend(() => {
            const bytes = given.slice()
            running += 1
            return Effect.gen(function* () {
              yield* turns
              running -= 1
              return running > 0
                ? BlobAddress.make(hash("sha256", bytes))
                : yield* honest.put(district, bytes)
            })
          })
      }
    }
  },
  {
    name: "shows a half of a blob while it is written",
    caughtBy: "stores a blob completely or not at all if the caller is interrupted",
    make: (honest) => {
      const halves = new Map<string, Uint8Array>()
      return {
        ...honest,
        put: (district, given) =>
          Effect.suspend(() => {
            const bytes = given.slice()
            const name = district + hash("sha256", bytes)
            halves.set(name, bytes.slice(0, bytes.byteLength / 2))
            return Effect.gen(function* () {
              yield* turns
              halves.delete(name)
              return yield* honest.put(district, bytes)
            })
          }),
        get: (district, address) => {
          const half = halves.get(district + address)
          return half === undefined ? honest.get(district, address) : Effect.succeed(Option.some(half))
        }
      }
    }
  },
  {
    name: "forgets the others when a third blob is stored",
    caughtBy: "behaves as a map under all operations",
    make: (honest) => {
      const recent = new Map<string, ReadonlyArray<BlobAddress>>()
      return {
        ...honest,
        put: (district, bytes) =>
          Effect.tap(honest.put(district, bytes), (address) => {
            const known = [...(recent.get(district) ?? []).filter((one) => one !== address), address]
            recent.set(district, known.slice(-2))
            const [oldest] = known.length > 2 ? known : []
            return oldest === undefined ? Effect.void : honest.remove(district, oldest)
          })
      }
    }
  },
  { name: "does not check what it reads", caughtBy: damaged, make: (honest) => honest },
  {
    name: "is not mended",
    caughtBy: damaged,
    make: (honest) => ({
      ...honest,
      get: (district, address) =>
        Effect.flatMap(honest.get(district, address), (found) =>
          Option.isSome(found) && new TextDecoder().decode(found.value) === "to be damaged"
            ? Effect.fail(new BlobDamaged({ district, address }))
            : Effect.succeed(found)
        )
    })
  },
  {
    name: "is not kept",
    caughtBy: "shows its blobs through another handle at once, and when the store is opened again",
    make: () => Memory.makeBlobs()
  }
]

/** Runs a case. The honest store is in memory and cannot be damaged, so the damage is simulated between it and its user. */
const outcomeOf = (promise: BlobsCase, make: LyingStore["make"], checks: boolean) =>
  Effect.suspend(() => {
    const inner = Memory.makeBlobs()
    const broken = new Set<string>()
    const honest: BlobsShape = {
      ...inner,
      put: (district, bytes) =>
        Effect.tap(inner.put(district, bytes), (address) =>
          Effect.sync(() => broken.delete(district + address))
        ),
      get: (district, address) =>
        !broken.has(district + address)
          ? inner.get(district, address)
          : checks
            ? Effect.fail(new BlobDamaged({ district, address }))
            : Effect.succeed(Option.some(new Uint8Array([1])))
    }
    const another = Effect.sync(() => make(honest))
    const damage = (district: DistrictId, address: BlobAddress) =>
      Effect.sync(() => {
        broken.add(district + address)
      })
    return Effect.flatMap(another, (blobs) => promise.check({ blobs, another, damage }))
  }).pipe(Effect.timeout("20 seconds"), Effect.scoped, Effect.exit)

describe("the suite for blobs", () => {
  it.live.each(liars)("catches a store that $name", ({ caughtBy, make, name }) =>
    Effect.gen(function* () {
      const promise = blobsCases.find((one) => one.name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      const checks = name !== "does not check what it reads"
      expect(Exit.isFailure(yield* outcomeOf(promise!, make, checks))).toBe(true)
    })
  )

  it.live("finds no failure of an honest store", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of blobsCases) {
        if (Exit.isFailure(yield* outcomeOf(promise, (honest) => honest, true))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("has a liar for every case", () => {
    const caught = new Set(liars.map(({ caughtBy }) => caughtBy))
    expect(blobsCases.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
  })
})
