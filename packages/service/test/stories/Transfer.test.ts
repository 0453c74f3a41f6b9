import { describe, expect, it } from "@effect/vitest"
import { ActorId, BuildingId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { building, type Subject } from "@liulinhui/core/Registry"
import { CommandId, Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { DueClock, layer as dueClock } from "@liulinhui/service/DueClock"
import { Governance, layer } from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import { CaseSentence } from "@liulinhui/texts"
import * as StorageMemory from "@liulinhui/storage-memory"
import { Vault } from "@liulinhui/core/Vault"
import * as Seals from "../../src/Seals.ts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { refusalOf } from "../flat.ts"
import { ask, district as south, document, nine, registry } from "../wanLiu.ts"

const north = DistrictId.make("north")
const east = DistrictId.make("east")
const lift = CaseId.make("lift")
const b2: Subject = building(BuildingId.make("b2"))
let commands = 0
const sendTo = (district: DistrictId, by: string, request: Request) =>
  Governance.use((governance) =>
    governance.submit({ district, id: CommandId.make(`c${(commands += 1)}`), by: ActorId.make(by), request })
  )
const submit = (district: DistrictId, by: string, request: unknown) => sendTo(district, by, ask(request))
const receive = (more: { readonly district?: DistrictId; readonly by?: string } = {}) =>
  Governance.use((governance) =>
    governance.receive({
      district: more.district ?? north,
      by: ActorId.make(more.by ?? "committee"),
      from: south,
      case: lift,
      as: CaseId.make("from-south"),
      subjects: [b2]
    })
  )
const settle = Governance.use((governance) => governance.settle(south))
const send = (to: Schema.Json = { district: north }, by = "committee") =>
  submit(south, by, { _tag: "TransferCase", case: lift, to, reason: "划归北区" })
const find = (district: DistrictId, id: string) =>
  Governance.use(({ read }) =>
    read(district, ({ cases }) => {
      const file = cases.get(CaseId.make(id))
      return file?.state._tag === "Opened"
        ? { ...file.state, events: file.entries.map(({ event }) => event) }
        : undefined
    })
  )
const entries = (district: DistrictId) => Ledger.use(({ read }) => read(district, 0, 10_000))
const types = (district: DistrictId) => Effect.map(entries(district), (all) => all.map(({ type }) => type))

const street = { mandates: [{ role: "subdistrict", scope: { district: true } }] }
const note = "王阿婆不同意"
/**
 * Opens a case with a note in the district `south`. The district `north` has the same playbooks, unless `patch` changes
 * its model.
 */
const opened = (patch: Schema.Json) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    for (const own of [{}, { id: north, ...(patch as object) }, { id: east }] as ReadonlyArray<Schema.Json>) {
      yield* Governance.use(({ adopt }) => adopt(document({ actors: { street }, ...(own as object) })))
    }
    for (const district of [south, north, east]) yield* sendTo(district, "committee", registry)
    yield* submit(south, "head-b1", {
      _tag: "OpenCase",
      case: lift,
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
    })
    yield* submit(south, "lead-unity", {
      _tag: "TakeStep",
      case: lift,
      step: "find-feasible",
      evidence: { feasibility: "可行" }
    })
    yield* submit(south, "committee", { _tag: "NoteOnCase", case: lift, text: note })
  })

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const inDistricts = <A, E>(test: Effect.Effect<A, E, Governance | Ledger | Vault>, patch: Schema.Json = {}) =>
  Effect.andThen(opened(patch), test).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))

describe("a case that is sent to another district", () => {
  it.effect("continues there with its history, once, and its sender knows where it is", () =>
    inDistricts(
      Effect.gen(function* () {
        const before = yield* find(south, "lift")
        yield* send()
        expect(yield* settle).toEqual([{ case: lift, to: north }])
        yield* receive()
        const there = yield* find(north, "from-south")
        expect(there).toMatchObject({
          id: "from-south",
          stage: before?.stage,
          due: before?.due,
          subjects: ["building:b2"],
          buildings: ["b2"],
          group: "unity",
          sentTo: undefined
        })
        expect(CaseSentence.timeline(there?.events ?? []).map(({ message }) => message)).toEqual([
          "case.opened",
          "case.stepTaken",
          "case.noted",
          "case.transferred",
          "case.received"
        ])
        expect(yield* settle).toEqual([])
        expect((yield* find(south, "lift"))?.events.at(-1)).toMatchObject({
          _tag: "CaseArrived",
          district: north,
          as: "from-south"
        })
        // After the transfer, steps of the case can be taken in the receiving district, and no longer in the sending
        // district.
        yield* submit(north, "head-b2", {
          _tag: "TakeStep",
          case: "from-south",
          step: "survey",
          evidence: { asked: 1, "in-favour": 1 }
        })
        expect(
          yield* refusalOf(submit(south, "committee", { _tag: "NoteOnCase", case: lift, text: "x" }))
        ).toEqual(["SentAway"])
        // A second call of `receive` for the same case has no effect.
        const heads = [yield* types(south), yield* types(north)]
        expect(Option.getOrThrow((yield* receive()).receipt).repeated).toBe(true)
        expect([yield* types(south), yield* types(north)]).toEqual(heads)
      })
    )
  )

  it.effect("leaves its sealed values behind, under the keys of its sender", () =>
    inDistricts(
      Effect.gen(function* () {
        yield* send()
        yield* receive()
        const received = (yield* entries(north)).find(({ type }) => type === "CaseReceived")
        if (received === undefined) throw new Error("the north has not received the case")
        const [opened] = yield* Seals.open(yield* Vault, north, [received], () => true)
        const text = JSON.stringify(opened?.data)
        expect(text).toContain('"recorded":["feasibility"]')
        for (const left of [note, "划归北区", "可行", "sealed"]) expect(text).not.toContain(left)
        // Contacts of the district `south` are not counted again in `north`. Their ids belong to other people there.
        expect(text).not.toContain('"building:b1"],"records":["')
        const contacts = yield* Governance.use(({ read }) =>
          read(north, (state) => state.contacts.all.length)
        )
        expect(contacts).toBe(0)
      })
    )
  )

  it.effect("is not lost if the process dies between the two appends: the due clock notes it", () =>
    Effect.gen(function* () {
      const base = yield* Ledger
      let isDying = false
      const dying = Ledger.of({
        ...base,
        append: (one) =>
          isDying && one.district === south
            ? Effect.fail(
                new LedgerUnavailable({ operation: "append", reason: "the process died", retryable: false })
              )
            : base.append(one)
      })
      const dead = layer().pipe(Layer.provideMerge(Layer.succeed(Ledger, dying)))
      yield* Effect.gen(function* () {
        yield* opened({})
        yield* send()
        isDying = true
        expect(yield* refusalOf(receive())).toEqual(["LedgerUnavailable"])
        isDying = false
      }).pipe(Effect.provide(dead, { local: true }))
      // A second governance service acts like another process, with no district in memory.
      yield* Effect.gen(function* () {
        expect((yield* types(south)).at(-1)).toBe("CaseTransferred")
        expect((yield* types(north)).at(-1)).toBe("CaseReceived")
        const round = DueClock.use((clock) => clock.round)
        expect((yield* round).failed).toEqual([])
        expect((yield* types(south)).at(-1)).toBe("CaseArrived")
        yield* round
        expect(yield* settle).toEqual([])
        expect((yield* types(south)).filter((type) => type === "CaseArrived")).toHaveLength(1)
        expect((yield* types(north)).filter((type) => type === "CaseReceived")).toHaveLength(1)
      }).pipe(Effect.provide(dueClock().pipe(Layer.provideMerge(layer())), { local: true }))
    }).pipe(Effect.provide(stores))
  )

  it.effect("comes back if it cannot be there, with the reasons, and continues at its old stage", () =>
    inDistricts(
      Effect.gen(function* () {
        yield* send()
        expect(yield* settle).toEqual([])
        expect((yield* types(north)).at(-1)).toBe("TransferDeclined")
        expect(yield* find(south, "lift")).toMatchObject({ sentTo: undefined, stage: "consulting" })
        expect((yield* find(south, "lift"))?.events.at(-1)).toMatchObject({
          _tag: "CaseReturned",
          reasons: [{ _tag: "PlaybookDiffers", playbook: "lift-retrofit" }]
        })
        expect(yield* refusalOf(receive())).toEqual(["CaseUnknown"])
        yield* submit(south, "committee", { _tag: "NoteOnCase", case: lift, text: "继续" })
      }),
      { playbooks: { "lift-retrofit": { name: { zh: "电梯" } } } }
    )
  )

  it.effect("is sent by its keepers here and received by keepers of such cases there", () =>
    inDistricts(
      Effect.gen(function* () {
        expect(yield* refusalOf(send({ district: north }, "lead-warmth"))).toEqual(["OutOfScope"])
        expect(yield* refusalOf(send({ district: "nowhere" }))).toEqual(["DistrictNotThere"])
        expect(yield* refusalOf(send({ district: south }))).toEqual(["SameDistrict"])
        expect(yield* refusalOf(receive())).toEqual(["CaseUnknown"])
        yield* send()
        const before = yield* types(north)
        expect(yield* refusalOf(receive({ by: "stranger" }))).toEqual(["NotAllowed"])
        expect(yield* refusalOf(receive({ by: "lead-warmth" }))).toEqual(["OutOfScope"])
        expect(yield* types(north)).toEqual(before)
        expect(yield* settle).toEqual([{ case: lift, to: north }])
      })
    )
  )

  it.effect("is unknown to a third district", () =>
    inDistricts(
      Effect.gen(function* () {
        const before = yield* types(east)
        expect(yield* refusalOf(receive({ district: east }))).toEqual(["CaseUnknown"])
        yield* send()
        expect(yield* refusalOf(receive({ district: east }))).toEqual(["CaseUnknown"])
        yield* receive()
        expect(yield* refusalOf(receive({ district: east }))).toEqual(["CaseUnknown"])
        expect(yield* types(east)).toEqual(before)
      })
    )
  )

  it.effect(
    "lapses once after its arrival if a deadline passed meanwhile, and takes its whole history along when it is sent on",
    () =>
      inDistricts(
        Effect.gen(function* () {
          const order = CaseId.make("order")
          const on = (district: DistrictId, by: string, tag: string, more: object) =>
            submit(district, by, { _tag: tag, case: order, ...more })
          const takeIn = (from: DistrictId, district: DistrictId) =>
            Governance.use((governance) =>
              governance.receive({
                district,
                by: ActorId.make("committee"),
                from,
                case: order,
                subjects: [b2]
              })
            )
          yield* on(south, "street", "OpenCase", {
            playbook: "hotline-order",
            subjects: ["building:b1"],
            evidence: { "order-number": "12345-1", request: "楼道灯不亮" }
          })
          yield* on(south, "committee", "TakeStep", {
            step: "first-contact",
            evidence: { understood: "已核实" }
          })
          yield* on(south, "committee", "TransferCase", { to: { district: north }, reason: "划归北区" })
          yield* TestClock.setTime(nine(20))
          yield* takeIn(south, north)
          expect(yield* find(north, "order")).toMatchObject({ stage: "handling" })
          expect((yield* Governance.use(({ wake }) => wake(north))).moved).toContain(order)
          expect(yield* find(north, "order")).toMatchObject({ stage: "supervised" })
          expect((yield* types(south)).at(-1)).toBe("CaseArrived")
          yield* on(north, "committee", "TransferCase", { to: { district: east }, reason: "又划归东区" })
          yield* takeIn(north, east)
          const there = yield* find(east, "order")
          expect(there).toMatchObject({ stage: "supervised", sentTo: undefined })
          expect(CaseSentence.timeline(there?.events ?? []).map(({ message }) => message)).toEqual([
            "case.opened",
            "case.stepTaken",
            "case.transferred",
            "case.received",
            "case.lapsed",
            "case.transferred",
            "case.received"
          ])
          // The sending district has already taken the step after the passed deadline, so the receiving district does
          // not take it again.
          expect(yield* Governance.use(({ wake }) => wake(east))).not.toContain(order)
        }),
        {}
      )
  )
})
