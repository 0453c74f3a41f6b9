import { describe, expect, it } from "@effect/vitest"
import { Request } from "@liulinhui/core/Governance"
import { type Append, Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import { Vault } from "@liulinhui/core/Vault"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as Projection from "@liulinhui/service/Projection"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, submission } from "../wanLiu.ts"

const size = 47
const roster: Request = ask({
  _tag: "ImportRegistry",
  buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
  households: [{ id: "b1-101", building: "b1", unit: "101", floor: 1, area: 600_000, tags: [] }],
  residents: Array.from({ length: size }, (_, n) => ({
    id: `r${n}`,
    household: "b1-101",
    name: `居民${n}`,
    birth: "1950-01-01",
    tags: n % 2 === 0 ? ["volunteer"] : []
  }))
})

const counted = Projection.make({
  name: "residents",
  version: 1,
  initial: 0,
  fold: (count, { event }) => (event._tag === "ResidentEntered" ? count + 1 : count),
  codec: Schema.Int,
  page: 7
})

/** A ledger on which the process ends before or after an append. */
const ending = (real: LedgerShape, at: number, when: "before" | "after"): LedgerShape => {
  let appends = 0
  return {
    ...real,
    append: (append: Append) =>
      Effect.suspend(() => {
        appends += 1
        if (appends !== at) return real.append(append)
        return when === "before"
          ? Effect.die("killed")
          : Effect.andThen(real.append(append), Effect.die("killed"))
      })
  }
}

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

/** Runs a program as if in a new process: it uses the stores of the test, but a new service. */
const inProcess = <A, E>(
  program: Effect.Effect<A, E, Governance | Ledger | Vault | Views>,
  around: (ledger: LedgerShape) => LedgerShape = (same) => same,
  entriesAtOnce = 10
) =>
  Effect.gen(function* () {
    const context = Context.add(
      yield* Effect.context<Ledger | Vault | Views>(),
      Ledger,
      around(yield* Ledger)
    )
    return yield* program.pipe(Effect.provide(layer({ entriesAtOnce })), Effect.provide(context))
  })

const begun = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  yield* inProcess(Governance.use(({ adopt }) => adopt(document())))
})

const importing = (id = "import", request = roster) =>
  Governance.use(({ submit }) => submit(submission("committee", id, request)))

const residents = Governance.use(({ read }) =>
  read(district, ({ registry }) => [...registry.residents.values()].map(({ id, name }) => [id, name]))
)
const viewed = Effect.map(counted.catchUp(district), ({ state }) => state)
const entries = Ledger.use((ledger) => ledger.read(district, 0, 10_000))

const inStores = <A, E>(test: Effect.Effect<A, E, Ledger | Vault | Views>) =>
  Effect.andThen(begun, test).pipe(Effect.provide(stores))

describe("a large import", () => {
  it.effect(
    "is written in parts that take effect with the last entry, and results in the same registry",
    () =>
      inStores(
        Effect.gen(function* () {
          const { receipt } = yield* inProcess(importing())
          const all = yield* entries
          const parts = all.filter(({ stream }) => stream.startsWith("import:"))
          expect(parts.length).toBe(size + 2)
          expect(all.at(-1)).toMatchObject({ type: "ImportCompleted", stream: "registry" })
          expect(Option.map(receipt, ({ first, last }) => [first, last])).toEqual(
            Option.some([all.length, all.length])
          )
          const found = yield* inProcess(residents)
          expect(found.length).toBe(size)
          expect(found[3]).toEqual(["r3", "居民3"])
          expect(yield* inProcess(viewed)).toBe(size)
          yield* Ledger.use((ledger) => ledger.verify(district))
          const again = yield* inProcess(importing())
          expect(again.receipt).toMatchObject({ value: { repeated: true, first: all.length } })
          expect((yield* inProcess(importing("another"))).receipt).toEqual(Option.none())
          expect((yield* entries).length).toBe(all.length)
        })
      )
  )

  for (const when of ["before", "after"] as const) {
    it.effect(`can end ${when} each append: it has no effect until then, and the same import continues`, () =>
      Effect.gen(function* () {
        let at = 0
        let isDone = false
        while (!isDone) {
          at += 1
          isDone = yield* inStores(
            Effect.gen(function* () {
              const exit = yield* Effect.exit(inProcess(importing(), (real) => ending(real, at, when)))
              const completed = (yield* entries).some(({ type }) => type === "ImportCompleted")
              expect((yield* inProcess(residents)).length).toBe(completed ? size : 0)
              expect(yield* inProcess(viewed)).toBe(completed ? size : 0)
              yield* inProcess(importing())
              expect((yield* inProcess(residents)).length).toBe(size)
              expect(yield* inProcess(viewed)).toBe(size)
              // The model, each record once, and the last entry.
              expect((yield* entries).length).toBe(1 + size + 2 + 1)
              yield* Ledger.use((ledger) => ledger.verify(district))
              return exit._tag === "Success"
            })
          )
        }
        expect(at).toBe(7)
      })
    )
  }

  it.effect(
    "begins anew if the registry has changed since it was stopped, and ignores the earlier parts",
    () =>
      inStores(
        Effect.gen(function* () {
          yield* Effect.exit(inProcess(importing(), (real) => ending(real, 3, "before")))
          const request = ask({ _tag: "EnterBuilding", building: { id: "b1", label: "旧名", floors: 6 } })
          yield* inProcess(importing("building", request))
          yield* inProcess(importing())
          expect((yield* inProcess(residents)).length).toBe(size)
          expect(yield* inProcess(viewed)).toBe(size)
          const label = yield* inProcess(
            Governance.use(({ read }) =>
              read(district, ({ registry }) => [...registry.buildings.values()].map(({ label }) => label))
            )
          )
          expect(label).toEqual(["1号楼"])
          const streams = new Set((yield* entries).map(({ stream }) => stream))
          expect([...streams].filter((stream) => stream.startsWith("import:")).length).toBe(2)
        })
      )
  )

  it.effect("under the id of another command is refused, and writes no part", () =>
    inStores(
      Effect.gen(function* () {
        yield* inProcess(
          importing("used", ask({ _tag: "EnterBuilding", building: { id: "b9", label: "9", floors: 1 } }))
        )
        const before = (yield* entries).length
        const refused = yield* Effect.flip(inProcess(importing("used")))
        expect(refused).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "CommandIdReused" }] })
        expect((yield* entries).length).toBe(before)
      })
    )
  )

  it.effect("can be erased from: nobody can read the parts of an erased resident", () =>
    inStores(
      Effect.gen(function* () {
        yield* inProcess(importing())
        yield* inProcess(importing("erase", ask({ _tag: "EraseResident", resident: "r3", basis: "request" })))
        const found = yield* inProcess(residents)
        expect(found.filter(([, name]) => name === "居民3")).toEqual([])
        expect(found.filter(([, name]) => name === "居民4").length).toBe(1)
      })
    )
  )
})
