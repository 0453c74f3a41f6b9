import { describe, expect, it } from "@effect/vitest"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as Health from "@liulinhui/service/Health"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, registry, submission } from "./wanLiu.ts"

const fresh = layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
const begun = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const governance = yield* Governance
  yield* governance.adopt(document())
  yield* governance.submit(submission("committee", "registry", registry))
})
const gone = (operation: string) =>
  Effect.fail(new LedgerUnavailable({ operation, reason: "disk gone", retryable: false }))

describe("health", () => {
  it.effect("is good if the stores answer, and shows how far a reader is behind", () =>
    Effect.gen(function* () {
      yield* begun
      yield* Bookmarks.use((bookmarks) => bookmarks.advance(district, "reader", 4))
      const health = yield* Health.read(["reader"])
      expect(health).toMatchObject({
        isWell: true,
        readable: true,
        writable: Option.some(true),
        behind: [{ district, reader: "reader", entries: 5 }]
      })
    }).pipe(Effect.provide(fresh))
  )

  it.effect("shows how far a stored view is behind; a missing view is behind by all entries", () =>
    Effect.gen(function* () {
      yield* begun
      const kept = { version: 1, position: 7, state: "0" }
      yield* Views.use((views) => views.put(district, "casesOpened", Option.none(), kept))
      const { behind } = yield* Health.read([], ["casesOpened", "floors"])
      expect(behind).toEqual([
        { district, reader: "casesOpened", entries: 2 },
        { district, reader: "floors", entries: 9 }
      ])
    }).pipe(Effect.provide(fresh))
  )

  it.effect("shows the age and the size of a stored snapshot, and how many entries come after it", () =>
    Effect.gen(function* () {
      yield* begun
      expect((yield* Health.read()).snapshots).toEqual([])
      const read = Governance.use((governance) => governance.read(district, () => undefined))
      yield* read.pipe(Effect.provide(Layer.fresh(layer({ snapshots: { entries: 1 } }))))
      yield* Governance.use((governance) =>
        governance.submit(
          submission(
            "committee",
            "b3",
            ask({ _tag: "EnterBuilding", building: { id: "b3", label: "3", floors: 6 } })
          )
        )
      )
      const { snapshots } = yield* Health.read()
      expect(snapshots).toMatchObject([{ district, at: nine(), entries: 1 }])
      expect(snapshots[0]?.size).toBeGreaterThan(10_000)
    }).pipe(Effect.provide(fresh))
  )

  it.effect(
    "reports an error for a reader whose bookmark cannot be read, and does not count it as behind",
    () =>
      Effect.gen(function* () {
        yield* begun
        const bookmarks = yield* Bookmarks
        const mute = Bookmarks.of({ ...bookmarks, get: () => gone("read a bookmark") })
        const health = yield* Health.read(["reader"]).pipe(Effect.provideService(Bookmarks, mute))
        expect(health).toMatchObject({ isWell: false, behind: [] })
        expect(health.errors[0]).toContain("disk gone")
      }).pipe(Effect.provide(fresh))
  )

  it.effect("reports the failures of the stores, and does not fail itself", () =>
    Effect.gen(function* () {
      yield* begun
      const bookmarks = yield* Bookmarks
      const full = Bookmarks.of({ ...bookmarks, advance: () => gone("move a bookmark") })
      const unwritable = yield* Health.read().pipe(Effect.provideService(Bookmarks, full))
      expect(unwritable).toMatchObject({ isWell: false, readable: true, writable: Option.some(false) })
      const ledger = yield* Ledger
      const dead = Ledger.of({ ...ledger, head: () => gone("read the head") })
      const unreadable = yield* Health.read().pipe(Effect.provideService(Ledger, dead))
      expect(unreadable).toMatchObject({ isWell: false, readable: false })
      expect(unreadable.errors[0]).toContain("disk gone")
    }).pipe(Effect.provide(fresh))
  )
})
