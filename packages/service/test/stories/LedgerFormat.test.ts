import { describe, expect, it } from "@effect/vitest"
import { Journal } from "@liulinhui/core/District"
import { ActorId, BuildingId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { building } from "@liulinhui/core/Registry"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { enter, open, submit, underNotice } from "../flat.ts"
import { beginnings } from "../formats.ts"
import { ask, caseId, district, document, firstDay, nine, registry, submission } from "../wanLiu.ts"

const fresh = layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))

const submitTo = (there: DistrictId, by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit({ ...submission(by, id, request), district: there }))
const entries = (of: DistrictId = district) => Ledger.use(({ read }) => read(of, 0, 10_000))
const upgrade = (of: DistrictId = district) => Governance.use((governance) => governance.upgrade(of))
const wake = Effect.map(
  Governance.use((governance) => governance.wake(district)),
  ({ moved }) => moved
)
const format = Governance.use(({ read }) => read(district, (state) => state.format))

const inDistrict = <A, E>(
  begin: (typeof beginnings)[keyof typeof beginnings],
  test: Effect.Effect<A, E, Governance | Ledger>
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* begin(document())
    yield* submit("committee", "registry", registry)
    return yield* test
  }).pipe(Effect.provide(fresh, { local: true }))

describe("a district that begins with this version", () => {
  it.effect("writes format 1 from its first entry, without an additional entry", () =>
    inDistrict(
      beginnings["of format 1"],
      Effect.gen(function* () {
        const [adopted, imported, ...others] = yield* entries()
        expect(adopted).toMatchObject({ type: "ModelAdopted", data: { format: 1 } })
        expect(adopted?.commandId.startsWith("~model/0/")).toBe(true)
        // The adoption of a model is not a request of an actor, so its entry has no fingerprint (a code to recognise a
        // repeated request).
        expect(adopted?.fingerprint).toBeUndefined()
        expect(imported).toMatchObject({ commandId: "registry", fingerprint: expect.any(String) })
        expect(others.every(({ fingerprint }) => fingerprint === undefined)).toBe(true)
        expect(yield* format).toBe(1)
        yield* upgrade()
        expect(yield* entries()).toHaveLength(2 + others.length)
      })
    )
  )

  it.effect("shows callers receipts without a fingerprint", () =>
    inDistrict(
      beginnings["of format 1"],
      Effect.gen(function* () {
        for (const repeated of [false, true]) {
          const { receipt } = yield* submit("committee", "b3", enter("b3"))
          expect(Object.keys(Option.getOrThrow(receipt)).toSorted()).toEqual(["first", "last", "repeated"])
          expect(Option.getOrThrow(receipt).repeated).toBe(repeated)
        }
      })
    )
  )
})

describe("a district that an earlier version began", () => {
  const before = beginnings["that an earlier version began"]

  it.effect("is written in format 0 until it is switched, and then in format 1", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        yield* submit("committee", "b3", enter("b3"))
        const written = yield* entries()
        expect(written.every(({ fingerprint }) => fingerprint === undefined)).toBe(true)
        expect(yield* format).toBe(0)
        yield* Governance.use(({ adopt }) => adopt(document({ name: { zh: "新", en: "New" } })))
        expect((yield* entries()).at(-1)?.commandId.startsWith("model/")).toBe(true)
        expect(yield* format).toBe(0)
        yield* upgrade()
        const switched = (yield* entries()).at(-1)
        expect(switched).toMatchObject({ type: "ModelAdopted", data: { format: 1 } })
        expect(yield* Governance.use(({ read }) => read(district, ({ model }) => model?.name.en))).toBe("New")
        yield* submit("committee", "b4", enter("b4"))
        expect((yield* entries()).at(-1)?.fingerprint).toEqual(expect.any(String))
        const after = yield* entries()
        yield* upgrade()
        expect(yield* entries()).toEqual(after)
        // A second governance service over the same ledger acts like another process that folds the district.
        const ledger = yield* Ledger
        const elsewhere = layer().pipe(
          Layer.provide(Layer.mergeAll(Layer.succeed(Ledger, ledger), VaultOf.layerMemory))
        )
        expect((yield* Effect.exit(format.pipe(Effect.provide(elsewhere, { local: true }))))._tag).toBe(
          "Failure"
        )
      })
    )
  )

  it.effect("stays switched if a version without formats adopts a model", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        yield* upgrade()
        const event = Journal.encode({ _tag: "ModelAdopted", on: firstDay, document: document() })
        yield* Ledger.use((ledger) =>
          ledger.append({
            district,
            commandId: CommandId.make("model/earlier"),
            at: nine(),
            streams: [{ stream: Journal.modelStream, expected: "any", events: [event] }]
          })
        )
        expect(yield* format).toBe(1)
      })
    )
  )

  it.effect("repeats commands from before the switch", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        const first = yield* submit("committee", "b3", enter("b3"))
        yield* upgrade()
        const written = yield* entries()
        expect(yield* submit("committee", "b3", enter("b3"))).toEqual({
          receipt: Option.map(first.receipt, (receipt) => ({ ...receipt, repeated: true }))
        })
        expect(yield* Effect.flip(submit("committee", "b3", enter("b4")))).toMatchObject({
          reasons: [{ _tag: "CommandIdReused", id: "b3" }]
        })
        expect(yield* entries()).toEqual(written)
      })
    )
  )

  it.effect("does not repeat a lapse from before the switch", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        yield* underNotice
        yield* TestClock.setTime(nine(8))
        expect(yield* wake).toEqual([caseId("flat")])
        expect((yield* entries()).at(-1)).toMatchObject({ commandId: "lapse/flat/4", type: "DeadlineLapsed" })
        yield* upgrade()
        const written = yield* entries()
        expect(yield* wake).toEqual([])
        expect(yield* entries()).toEqual(written)
      })
    )
  )

  it.effect("does not take in a case again that it took in before the switch", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        const north = DistrictId.make("north")
        yield* before(document({ id: north }))
        yield* submitTo(north, "committee", "registry", registry)
        const lift = CaseId.make("lift")
        const opened = open("lift", "lift-retrofit", "building:b1")
        const evidence = { request: { signer: "li", sha256: "c".repeat(64) } }
        yield* submit("head-b1", "lift", { ...opened, evidence } as Request)
        const to = { district: north }
        yield* submit("committee", "send", ask({ _tag: "TransferCase", case: lift, to, reason: "划归北区" }))
        const receive = (as: string) =>
          Governance.use((governance) =>
            governance.receive({
              district: north,
              by: ActorId.make("committee"),
              from: district,
              case: lift,
              as: CaseId.make(as),
              subjects: [building(BuildingId.make("b2"))]
            })
          )
        yield* receive("first")
        expect((yield* entries(north)).at(-1)).toMatchObject({
          commandId: expect.stringMatching(/^transfer\/small\/\d+$/),
          type: "CaseReceived"
        })
        yield* upgrade()
        yield* upgrade(north)
        const written = [yield* entries(), yield* entries(north)]
        expect(Option.getOrThrow((yield* receive("again")).receipt).repeated).toBe(true)
        expect(yield* Governance.use(({ settle }) => settle(district))).toEqual([])
        expect([yield* entries(), yield* entries(north)]).toEqual(written)
      })
    )
  )

  it.effect("is not read if an entry has a format that this version does not know", () =>
    inDistrict(
      before,
      Effect.gen(function* () {
        const later = {
          ...(Journal.encode({ _tag: "ModelAdopted", on: firstDay, document: document() }).data as object),
          format: 2
        }
        yield* Ledger.use((ledger) =>
          ledger.append({
            district,
            commandId: CommandId.make("later"),
            at: nine(),
            streams: [
              {
                stream: Journal.modelStream,
                expected: "any",
                events: [{ type: "ModelAdopted", data: later }]
              }
            ]
          })
        )
        const error = yield* Effect.flip(format)
        expect(error._tag).toBe("EntryUnreadable")
        expect(error.message).toMatch(
          /writes ledger format 2 from here on, and this version knows up to 1\. Use .* a later one/
        )
      })
    )
  )

  it.effect(
    "is not read if an entry has an event that this version does not know, and says what to use",
    () =>
      inDistrict(
        before,
        Effect.gen(function* () {
          yield* Ledger.use((ledger) =>
            ledger.append({
              district,
              commandId: CommandId.make("later"),
              at: nine(),
              streams: [
                { stream: Journal.modelStream, expected: "any", events: [{ type: "MoonSeen", data: {} }] }
              ]
            })
          )
          const error = yield* Effect.flip(format)
          expect(error.message).toMatch(
            /"MoonSeen": this version reads ledger formats up to 1, which have no event of that name. Use .* a later one/
          )
        })
      )
  )

  it.effect("cannot be switched if it has adopted no model", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(upgrade(DistrictId.make("nowhere"))))._tag).toBe("DistrictUnknown")
    }).pipe(Effect.provide(fresh, { local: true }))
  )
})
