import { describe, expect, it } from "@effect/vitest"
import { Ledger, Portable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { district, document, nine, registry, submission } from "../wanLiu.ts"

/** A service over separate stores, with the vault of the test. */
const service = () => layer().pipe(Layer.provideMerge(Layer.fresh(StorageMemory.layer)))

const submit = Governance.use((governance) =>
  governance.submit(submission("committee", "registry", registry))
)

describe("a district whose restore from a file was stopped", () => {
  it.effect("cannot be read or changed until the same restore has completed it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const lines = yield* Effect.gen(function* () {
        yield* Governance.use(({ adopt }) => adopt(document()))
        yield* submit
        return yield* Stream.runCollect(Portable.lines(yield* Ledger, district))
      }).pipe(Effect.provide(service()))
      yield* Effect.gen(function* () {
        const [ledger, views] = [yield* Ledger, yield* Views]
        const { read, wake } = yield* Governance
        const buildings = read(district, (state) => state.registry.buildings.size)
        // The process is killed before the last transaction, so the registry is missing.
        const mortal = {
          ...ledger,
          appendAll: ([first]: Parameters<typeof ledger.appendAll>[0]) =>
            first === undefined
              ? Effect.succeed([])
              : Effect.andThen(ledger.append(first), Effect.die("killed"))
        }
        yield* Effect.exit(Portable.restore(mortal, Stream.fromArray(lines), { views }))
        expect((yield* ledger.head(district)).position).toBe(1)
        const incomplete = { _tag: "DistrictIncomplete", position: 1 }
        expect(yield* Effect.flip(buildings)).toMatchObject(incomplete)
        expect(yield* Effect.flip(submit)).toMatchObject(incomplete)
        expect(yield* Effect.flip(wake(district))).toMatchObject(incomplete)
        expect((yield* ledger.head(district)).position).toBe(1)
        yield* Portable.restore(ledger, Stream.fromArray(lines), { views })
        expect(yield* buildings).toBeGreaterThan(0)
      }).pipe(Effect.provide(service()))
    }).pipe(Effect.provide(VaultOf.layerMemory))
  )
})
