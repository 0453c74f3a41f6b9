import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as DueClock from "@liulinhui/service/DueClock"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, registry, submission } from "./wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const photo = { photo: "p.jpg", sha256: "0".repeat(64) }

/**
 * Serves a self-rectification notice on a household on the first day. The period of the notice ends on the eighth day.
 */
const underNotice = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const governance = yield* Governance
  yield* governance.adopt(document())
  yield* governance.submit(submission("committee", "registry", registry))
  const steps = [
    [
      "lead-unity",
      { _tag: "OpenCase", case: "campaign", playbook: "clutter-campaign", subjects: ["district:small"] }
    ],
    [
      "lead-unity",
      {
        _tag: "OpenCase",
        case: "building",
        playbook: "building-clutter",
        subjects: ["building:b1"],
        parent: "campaign"
      }
    ],
    [
      "head-b1",
      {
        _tag: "OpenCase",
        case: "flat",
        playbook: "corridor-clutter",
        subjects: ["household:b1-101"],
        parent: "building"
      }
    ],
    [
      "head-b1",
      { _tag: "TakeStep", case: "flat", step: "survey", evidence: { finding: "纸箱", "found-photo": photo } }
    ],
    ["lead-unity", { _tag: "TakeStep", case: "flat", step: "file", evidence: { "file-number": "1" } }],
    ["head-b1", { _tag: "TakeStep", case: "flat", step: "serve-notice", evidence: { proof: photo } }]
  ] as const
  for (const [n, [by, request]] of steps.entries()) {
    yield* governance.submit(submission(by, `s${n}`, ask(request)))
  }
})

const entries = Ledger.use((ledger) => ledger.read(district, 0, 10_000))
const lapses = Effect.map(entries, (all) => all.filter(({ type }) => type === "DeadlineLapsed"))
const round = DueClock.DueClock.use((clock) => clock.round)

/** Runs a test with a new governance and a new due clock over the same stores, like a process that has just started. */
const inProcess = <A, E>(test: Effect.Effect<A, E, Governance | DueClock.DueClock | Ledger | Vault>) =>
  Effect.provide(test, DueClock.layer().pipe(Layer.provideMerge(layer())), { local: true })

describe("the due clock", () => {
  it.effect("takes the step of a deadline in the first round after its last day", () =>
    Effect.gen(function* () {
      yield* underNotice
      yield* TestClock.setTime(nine(7))
      yield* Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        expect(yield* lapses).toEqual([])
        // Advances the clock from nine in the morning to one minute after midnight in Shanghai.
        yield* TestClock.adjust("15 hours")
        yield* TestClock.adjust("1 minute")
        expect(yield* lapses).toHaveLength(1)
      }).pipe(Effect.provide(DueClock.layerRunning()))
    }).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))
  )

  it.effect("catches up once if the time jumps ahead, and takes no step twice if it jumps back", () =>
    inProcess(
      Effect.gen(function* () {
        yield* underNotice
        expect((yield* round).moved).toEqual([])
        yield* TestClock.setTime(nine(60))
        const moved = (yield* round).moved
        expect(moved.map((one) => one.case)).toContain("flat")
        const after = (yield* entries).length
        expect((yield* round).moved).toEqual([])
        yield* TestClock.setTime(nine(3))
        expect((yield* round).moved).toEqual([])
        yield* TestClock.setTime(nine(60))
        expect((yield* round).moved).toEqual([])
        expect((yield* entries).length).toBe(after)
      })
    ).pipe(Effect.provide(stores))
  )

  it.effect(
    "continues after it was stopped at any point, and takes no step twice beside another process",
    () =>
      Effect.gen(function* () {
        yield* inProcess(underNotice)
        yield* TestClock.setTime(nine(60))
        const ledger = yield* Ledger
        const dying = Ledger.of({
          ...ledger,
          // The append is stored, and the process dies before it gets the receipt (the result of the append).
          append: (one) =>
            Effect.andThen(
              ledger.append(one),
              Effect.fail(new LedgerUnavailable({ operation: "append", reason: "gone", retryable: false }))
            )
        })
        const stopped = yield* inProcess(round).pipe(Effect.provide(Layer.succeed(Ledger, dying)))
        expect(stopped.failed.map((one) => one.district)).toEqual([district])
        yield* inProcess(round)
        yield* inProcess(round)
        const commands = (yield* lapses).map(({ commandId }) => commandId)
        expect(commands.length).toBeGreaterThan(0)
        expect(new Set(commands).size).toBe(commands.length)
      }).pipe(Effect.provide(stores))
  )

  it.effect(
    "folds only districts with new entries or a deadline, and goes on after a district that fails",
    () =>
      Effect.gen(function* () {
        const ledger = yield* Ledger
        let read = 0
        let broken: string | undefined
        const counting = Ledger.of({
          ...ledger,
          read: (id, after, limit) =>
            id === broken
              ? Effect.fail(new LedgerUnavailable({ operation: "read", reason: "torn", retryable: false }))
              : Effect.suspend(() => ((read += 1), ledger.read(id, after, limit)))
        })
        yield* inProcess(
          Effect.gen(function* () {
            yield* underNotice
            const governance = yield* Governance
            for (const id of ["a", "b", "c"]) yield* governance.adopt(document({ id: DistrictId.make(id) }))
            expect(yield* round).toMatchObject({ districts: 4, looked: 4 })
            read = 0
            expect(yield* round).toMatchObject({ districts: 4, looked: 0 })
            expect(read).toBe(0)
            yield* TestClock.setTime(nine(8))
            expect(yield* round).toMatchObject({ looked: 1, moved: [{ district, case: "flat" }] })
            for (const id of ["a", "b"]) {
              yield* governance.adopt(document({ id: DistrictId.make(id), name: { zh: "新", en: "New" } }))
            }
            broken = "a"
            expect(yield* round).toMatchObject({ looked: 1, failed: [{ district: "a" }] })
            const last = yield* DueClock.DueClock.use((clock) => clock.last)
            expect(Option.getOrThrow(last).failed).toHaveLength(1)
            broken = undefined
            expect(yield* round).toMatchObject({ looked: 1, failed: [] })
          })
        ).pipe(Effect.provide(Layer.succeed(Ledger, counting)))
      }).pipe(Effect.provide(stores))
  )

  it.effect("does its duties at once if something happened, and otherwise every 15 minutes", () =>
    Effect.gen(function* () {
      let pumps = 0
      const notices = { name: "notices", run: () => Effect.sync(() => (pumps += 1)) }
      yield* inProcess(
        Effect.gen(function* () {
          yield* underNotice
          yield* round
          yield* round
          expect(pumps).toBe(1)
          yield* TestClock.adjust("15 minutes")
          yield* round
          expect(pumps).toBe(2)
          yield* TestClock.setTime(nine(8))
          yield* round
          expect(pumps).toBe(3)
        })
      ).pipe(Effect.provide(Layer.succeed(DueClock.Duties, [notices])))
    }).pipe(Effect.provide(stores))
  )
})
