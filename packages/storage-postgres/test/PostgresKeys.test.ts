import { afterAll, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import {
  ofResident,
  type Owner,
  KeyStore,
  type KeyStoreShape,
  type WrappedKey,
  Vault,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import * as Postgres from "@liulinhui/storage-postgres"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { drop, newSchema, options, past, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

const open = Effect.map(Layer.build(Layer.fresh(Postgres.keys(options(schema)))), Context.get(KeyStore))
const owners = ["a", "b", "c"].map((id) => ofResident(ResidentId.make(id)))
const keyOf = (n: number): WrappedKey => ({ master: `m${n % 2}`, wrapped: `key ${n}` })

type Step =
  | { readonly _tag: "keep"; readonly of: ReadonlyArray<Owner>; readonly n: number }
  | { readonly _tag: "destroy"; readonly owner: Owner }
  | { readonly _tag: "rewrap"; readonly owner: Owner; readonly seen: number; readonly n: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ _tag: fc.constant("keep" as const), of: fc.subarray(owners), n: fc.nat(5) }),
  fc.record({ _tag: fc.constant("destroy" as const), owner: fc.constantFrom(...owners) }),
  fc.record({
    _tag: fc.constant("rewrap" as const),
    owner: fc.constantFrom(...owners),
    seen: fc.nat(5),
    n: fc.nat(5)
  })
)
const take = (
  store: KeyStoreShape,
  district: DistrictId,
  one: Step
): Effect.Effect<unknown, VaultUnavailable> => {
  switch (one._tag) {
    case "keep":
      return Effect.map(
        store.keep(district, new Map(one.of.map((owner) => [owner, keyOf(one.n)]))),
        (found) => Object.fromEntries(found)
      )
    case "destroy":
      return store.destroy(district, one.owner)
    case "rewrap":
      return store.rewrap({ district, owner: one.owner, ...keyOf(one.seen) }, keyOf(one.n))
  }
}

withServer("the keys of a vault in a PostgreSQL database", () => {
  it.live("behave as in memory, step by step, also after they are opened again", () =>
    Effect.gen(function* () {
      const [store, again] = [yield* open, yield* open]
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
            Effect.gen(function* () {
              const district = DistrictId.make(`d-${randomUUID()}`)
              const model = MemoryKeys.make()
              for (const one of steps) {
                expect(yield* take(store, district, one)).toEqual(yield* take(model, district, one))
              }
              expect(yield* again.find(district, owners)).toEqual(yield* model.find(district, owners))
              for (const master of ["m0", "m1", "other"]) {
                const here = (yield* again.wrappedOtherwise(master, 10_000)).filter(
                  (key) => key.district === district
                )
                const there = yield* model.wrappedOtherwise(master, 10_000)
                expect(here.toSorted((a, b) => (a.owner < b.owner ? -1 : 1))).toEqual(
                  there.toSorted((a, b) => (a.owner < b.owner ? -1 : 1))
                )
              }
            }).pipe(Effect.runPromise)
          ),
          { numRuns: 60 }
        )
      )
    }).pipe(Effect.scoped)
  )

  it.live("are the same for all callers that store one for the same owner at once", () =>
    Effect.gen(function* () {
      const stores = [yield* open, yield* open, yield* open]
      const district = DistrictId.make(`d-${randomUUID()}`)
      const kept = yield* Effect.forEach(
        [...stores, ...stores],
        (store, n) =>
          store.keep(
            district,
            new Map((n % 2 === 0 ? owners : owners.toReversed()).map((owner) => [owner, keyOf(n)]))
          ),
        { concurrency: "unbounded" }
      )
      for (const each of kept) expect(new Map([...each].sort())).toEqual(new Map([...kept[0]!].sort()))
    }).pipe(Effect.scoped)
  )

  it.live("never return once they are destroyed, and their marks cannot be deleted", () =>
    Effect.gen(function* () {
      const store = yield* open
      const district = DistrictId.make(`d-${randomUUID()}`)
      const [owner = owners[0]!] = owners
      yield* store.keep(district, new Map([[owner, keyOf(1)]]))
      yield* store.destroy(district, owner)
      const where = `WHERE district = '${district}'`
      expect(
        (yield* Effect.flip(past(`UPDATE ${schema}.key SET master = 'm', wrapped = 'w' ${where}`))).message
      ).toBe("a key that was destroyed never comes back")
      expect((yield* Effect.flip(past(`DELETE FROM ${schema}.key ${where}`))).message).toBe(
        "the mark of a key is never deleted"
      )
      expect(yield* past(`SELECT master, wrapped FROM ${schema}.key ${where}`)).toEqual([
        { master: null, wrapped: null }
      ])
    }).pipe(Effect.scoped)
  )

  it.live("open and close a vault's seals", () =>
    Effect.gen(function* () {
      const layer = VaultOf.layer({ masterKeys: MasterKeys.generate("one") }).pipe(
        Layer.provide(Postgres.keys(options(schema)))
      )
      const vault = Context.get(yield* Layer.build(layer), Vault)
      const district = DistrictId.make(`d-${randomUUID()}`)
      const [owner = owners[0]!] = owners
      const sealed = yield* vault.seal(district, [{ place: "p", owners: [owner], text: "王秀英" }])
      const opened = vault.open(district, [{ place: "p", sealed: sealed[0]! }])
      expect((yield* opened).map(Option.getOrNull)).toEqual(["王秀英"])
      yield* vault.destroy(district, owner)
      expect((yield* opened).map(Option.getOrNull)).toEqual([null])
    }).pipe(Effect.scoped)
  )

  it.live("do not share a schema with a ledger", () =>
    Effect.gen(function* () {
      yield* open
      const error = yield* Effect.flip(
        Effect.scoped(Layer.build(Layer.fresh(Postgres.layer(options(schema)))))
      )
      expect(error.message).toMatch(/holds something else \("keys"\): name another one/)
      const other = newSchema()
      yield* Effect.addFinalizer(() => Effect.promise(() => drop(other)))
      yield* Effect.scoped(Layer.build(Layer.fresh(Postgres.layer(options(other)))))
      const refused = yield* Effect.flip(
        Effect.scoped(Layer.build(Layer.fresh(Postgres.keys(options(other)))))
      )
      expect(refused).toBeInstanceOf(VaultUnavailable)
      expect(refused.message).toMatch(/holds something else \("ledger"\)/)
    }).pipe(Effect.scoped)
  )
})
