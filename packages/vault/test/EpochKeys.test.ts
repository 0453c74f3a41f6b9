import { describe, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import {
  type KeyRecord,
  type KeyStoreShape,
  ofResident,
  type OwnedKey,
  type Owner,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import * as Aes from "../src/Aes.ts"
import * as EpochKeys from "../src/EpochKeys.ts"
import * as MemoryKeys from "../src/MemoryKeys.ts"

const district = DistrictId.make("small")
const owners = ["r1", "r2", "r3"].map((id) => ofResident(ResidentId.make(id)))

/** A store that remembers all that was ever in it, as the dead rows and backups of a database do. */
const withRemains = () => {
  const store = MemoryKeys.make()
  const remains: Array<OwnedKey> = []
  const remember: KeyStoreShape = {
    ...store,
    keep: (of, keys) =>
      Effect.tap(store.keep(of, keys), (found) =>
        Effect.sync(() => {
          for (const [owner, key] of keys) {
            const record = found.get(owner)
            if (record?._tag === "Held" && record.wrapped === key.wrapped) {
              remains.push({ district: of, owner, ...key })
            }
          }
        })
      ),
    rewrap: (seen, next) =>
      Effect.tap(store.rewrap(seen, next), (isReplaced) =>
        Effect.sync(() => {
          if (isReplaced) remains.push({ district: seen.district, owner: seen.owner, ...next })
        })
      )
  }
  return { store: remember, remains }
}

/** What can be read in the remains of a store with the epoch keys that are left. */
const readable = (remains: ReadonlyArray<OwnedKey>, epochs: KeyStoreShape) =>
  Effect.map(epochs.wrappedOtherwise("", 1000), (held) =>
    remains.flatMap((one) =>
      held.flatMap(({ wrapped }) => {
        const key = Aes.ready(Buffer.from(wrapped, "base64url"))
        const place = `liulinhui/epoch/1 ${one.district} ${one.owner} ${one.master}`
        const clear = Aes.open(key, place, one.wrapped)
        return clear === undefined ? [] : [Buffer.from(clear).toString()]
      })
    )
  )

/** Lets others run before and after each operation, in an order that the given numbers decide. */
const interleaved = (
  store: KeyStoreShape,
  turns: () => number,
  stopAt = { left: Infinity }
): KeyStoreShape => {
  const around = <A, E>(operation: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.gen(function* () {
      for (let n = turns(); n > 0; n--) yield* Effect.yieldNow
      stopAt.left -= 1
      if (stopAt.left < 0) return yield* Effect.die("killed")
      const done = yield* operation
      for (let n = turns(); n > 0; n--) yield* Effect.yieldNow
      return done
    })
  return {
    find: (...all) => around(store.find(...all)),
    keep: (...all) => around(store.keep(...all)),
    destroy: (...all) => around(store.destroy(...all)),
    rewrap: (...all) => around(store.rewrap(...all)),
    wrappedOtherwise: (...all) => around(store.wrappedOtherwise(...all))
  }
}

const key = (text: string) => ({ master: "m", wrapped: text })

describe("destroying a key with epochs", () => {
  it.effect("encrypts the other keys once for all keys that are destroyed at the same time", () =>
    Effect.gen(function* () {
      const { remains, store } = withRemains()
      const epochs = MemoryKeys.make()
      let encrypted = 0
      const counting: KeyStoreShape = {
        ...store,
        rewrap: (...all) => Effect.suspend(() => ((encrypted += 1), store.rewrap(...all)))
      }
      const keys = yield* EpochKeys.over(counting, epochs)
      const many = Array.from({ length: 40 }, (_, n) => ofResident(ResidentId.make(`p${n}`)))
      yield* keys.keep(district, new Map(many.map((owner) => [owner, key(owner)])))
      const [gone, stay] = [many.slice(0, 30), many.slice(30)]
      yield* Effect.forEach(gone, (owner) => keys.destroy(district, owner), { concurrency: "unbounded" })
      expect(encrypted).toBe(stay.length)
      const found = yield* keys.find(district, many)
      expect(many.filter((owner) => found.get(owner)?._tag === "Destroyed")).toEqual(gone)
      expect(new Set(yield* readable(remains, epochs))).toEqual(new Set(stay))
    })
  )

  it.effect(
    "fails for each caller whose key is still there, and destroys it when one of them tries again",
    () =>
      Effect.gen(function* () {
        const { store } = withRemains()
        let isBroken = true
        const failure = new VaultUnavailable({
          operation: "destroy a key",
          reason: "no space",
          retryable: true
        })
        const broken: KeyStoreShape = {
          ...store,
          destroy: (...all) => (isBroken ? Effect.fail(failure) : store.destroy(...all))
        }
        const keys = yield* EpochKeys.over(broken, MemoryKeys.make())
        yield* keys.keep(district, new Map(owners.map((owner) => [owner, key(owner)])))
        const destroying = Effect.forEach(owners, (owner) => Effect.result(keys.destroy(district, owner)), {
          concurrency: "unbounded"
        })
        expect((yield* destroying).map(({ _tag }) => _tag)).toEqual(owners.map(() => "Failure"))
        isBroken = false
        expect((yield* destroying).map(({ _tag }) => _tag)).toEqual(owners.map(() => "Success"))
        const found = yield* keys.find(district, owners)
        expect(owners.every((owner) => found.get(owner)?._tag === "Destroyed")).toBe(true)
      })
  )

  it.effect("leaves nothing that can be opened of it, and everything of the others", () =>
    Effect.gen(function* () {
      const { remains, store } = withRemains()
      const epochs = MemoryKeys.make()
      const keys = yield* EpochKeys.over(store, epochs)
      yield* keys.keep(district, new Map(owners.map((owner) => [owner, key(`secret of ${owner}`)])))
      expect((yield* readable(remains, epochs)).length).toBe(3)
      yield* keys.destroy(district, owners[0]!)
      expect(yield* readable(remains, epochs)).not.toContain(`secret of ${owners[0]}`)
      expect(yield* keys.find(district, owners)).toEqual(
        new Map([
          [owners[0], { _tag: "Destroyed" }],
          ...owners.slice(1).map((owner) => [owner, { _tag: "Held", ...key(`secret of ${owner}`) }] as const)
        ] as ReadonlyArray<readonly [Owner, KeyRecord]>)
      )
    })
  )

  it.effect("that was stopped anywhere is finished by the next process, and loses no other key", () =>
    Effect.gen(function* () {
      for (let left = 0; left < 60; left++) {
        const { remains, store } = withRemains()
        const epochs = MemoryKeys.make()
        const before = yield* EpochKeys.over(store, epochs)
        yield* before.keep(district, new Map(owners.map((owner) => [owner, key(`secret of ${owner}`)])))
        const stop = { left }
        const none = () => 0
        yield* Effect.gen(function* () {
          const stopped = yield* EpochKeys.over(
            interleaved(store, none, stop),
            interleaved(epochs, none, stop)
          )
          yield* stopped.destroy(district, owners[0]!)
        }).pipe(Effect.exit)
        const after = yield* EpochKeys.over(store, epochs)
        const found = yield* after.find(district, owners)
        for (const owner of owners.slice(1)) {
          expect(found.get(owner)).toEqual({ _tag: "Held", ...key(`secret of ${owner}`) })
        }
        const isGone = found.get(owners[0]!)?._tag === "Destroyed"
        const isLeft = (yield* readable(remains, epochs)).includes(`secret of ${owners[0]}`)
        expect(isLeft).toBe(!isGone)
      }
    })
  )

  it("is real for several processes at once: no key that somebody uses is lost, whatever the order", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.record({ owner: fc.nat(2), isDestroyed: fc.boolean() }), {
            minLength: 1,
            maxLength: 3
          }),
          { minLength: 2, maxLength: 4 }
        ),
        fc.infiniteStream(fc.nat(3)),
        (processes, numbers) =>
          Effect.gen(function* () {
            const { remains, store } = withRemains()
            const epochs = MemoryKeys.make()
            const turns = () => numbers.next().value as number
            const used = new Map<Owner, string>()
            const destroyed = new Set<Owner>()
            const got: Array<readonly [string, string]> = []
            yield* Effect.forEach(
              processes,
              (steps, n) =>
                Effect.gen(function* () {
                  const keys = yield* EpochKeys.over(interleaved(store, turns), interleaved(epochs, turns))
                  for (const [at, { isDestroyed, owner: which }] of steps.entries()) {
                    const owner = owners[which]!
                    if (isDestroyed) {
                      yield* keys.destroy(district, owner)
                      destroyed.add(owner)
                    } else {
                      const kept = yield* keys.keep(district, new Map([[owner, key(`${owner} ${n} ${at}`)]]))
                      const record = kept.get(owner)
                      const wrapped = record?._tag === "Held" ? record.wrapped : undefined
                      if (wrapped === undefined) continue
                      got.push([used.get(owner) ?? wrapped, wrapped])
                      used.set(owner, wrapped)
                    }
                  }
                }),
              { concurrency: "unbounded", discard: true }
            )
            const after = yield* EpochKeys.over(store, epochs)
            const found = yield* after.find(district, owners)
            // Everybody who gets a key gets the same one.
            expect(got.filter(([first, later]) => first !== later)).toEqual([])
            const tagsOf = (which: ReadonlyArray<Owner>) => which.map((owner) => found.get(owner)?._tag)
            expect(tagsOf([...destroyed]).every((tag) => tag === "Destroyed")).toBe(true)
            const keptOwners = [...used.keys()].filter((owner) => !destroyed.has(owner))
            expect(keptOwners.map((owner) => found.get(owner))).toMatchObject(
              keptOwners.map((owner) => ({ wrapped: used.get(owner) }))
            )
            // What was never used as a key need not disappear.
            const secrets = [...destroyed].flatMap((owner) => used.get(owner) ?? [])
            const left = yield* readable(remains, epochs)
            expect(left.filter((text) => secrets.includes(text))).toEqual([])
          }).pipe(Effect.runPromise)
      ),
      { numRuns: 150 }
    ))

  it.effect("is refused with the store of other epochs, and changes nothing then", () =>
    Effect.gen(function* () {
      const { store } = withRemains()
      const keys = yield* EpochKeys.over(store, MemoryKeys.make())
      yield* keys.keep(district, new Map([[owners[0]!, key("secret")]]))
      const others = MemoryKeys.make()
      const wrong = yield* EpochKeys.over(store, others)
      const error = yield* Effect.flip(wrong.find(district, owners))
      expect(error.message).toContain("put back the right one")
      expect((yield* Effect.flip(wrong.keep(district, new Map([[owners[0]!, key("other")]]))))._tag).toBe(
        "VaultUnavailable"
      )
      expect((yield* keys.find(district, owners)).get(owners[0]!)).toMatchObject({ wrapped: "secret" })
    })
  )
})
