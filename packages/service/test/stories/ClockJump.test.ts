import { describe, expect, it } from "@effect/vitest"
import { toIso } from "@liulinhui/core/Day"
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { concernsOf } from "@liulinhui/service/Health"
import * as DueClock from "@liulinhui/service/DueClock"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, firstDay, nine, registry, submission } from "../wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const services = DueClock.layer().pipe(Layer.provideMerge(layer()), Layer.provideMerge(stores))

const day = 86_400_000

const submit = (by: string, id: string, request: unknown) =>
  Governance.use((governance) => governance.submit(submission(by, id, ask(request))))

const head = Effect.map(
  Ledger.use((ledger) => ledger.head(district)),
  ({ position }) => position
)

/** A district in which a case lapses on 9 March 2026. */
const withCase = (model: Schema.Json = document()) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const governance = yield* Governance
    yield* governance.adopt(model)
    yield* governance.submit(submission("committee", "registry", registry))
    const photo = { photo: "p.jpg", sha256: "0".repeat(64) }
    const open = (id: string, playbook: string, subject: string, parent?: string) => ({
      _tag: "OpenCase",
      case: id,
      playbook,
      subjects: [subject],
      ...(parent === undefined ? {} : { parent })
    })
    const take = (step: string, evidence: object) => ({ _tag: "TakeStep", case: "flat", step, evidence })
    yield* submit("lead-unity", "s0", open("campaign", "clutter-campaign", "district:small"))
    yield* submit("lead-unity", "s1", open("building", "building-clutter", "building:b1", "campaign"))
    yield* submit("head-b1", "s2", open("flat", "corridor-clutter", "household:b1-101", "building"))
    yield* submit("head-b1", "s3", take("survey", { finding: "纸箱", "found-photo": photo }))
    yield* submit("lead-unity", "s4", take("file", { "file-number": "1" }))
    yield* submit("head-b1", "s5", take("serve-notice", { proof: photo }))
  })

const contact = {
  _tag: "RecordContacts",
  contacts: [{ kind: "home-visit", subject: "resident:b1-101-1" }]
}

describe("a clock that jumps far ahead", () => {
  it.effect(
    "is noticed: no deadline passes and nothing is recorded, and this is reported with what to do",
    () =>
      Effect.gen(function* () {
        yield* withCase()
        const before = yield* head
        yield* TestClock.setTime(Date.UTC(2099, 0, 1, 1))
        const { read, wake } = yield* Governance
        const woken = yield* wake(district)
        expect(woken).toMatchObject({ moved: [], failed: [], jump: { waiting: ["flat"] } })
        const refused = yield* Effect.flip(submit("committee", "visit", contact))
        expect(refused).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "ClockJumped" }] })
        const round = yield* DueClock.DueClock.use((clock) => clock.round)
        expect(round.failed.map(DueClock.sayFailure)).toEqual([
          "small: the clock shows 2099-01-01, but the last entry is of 2026-03-02, and 1 cases wait " +
            "(if the clock of this machine is right, confirm the day with the request ConfirmClock; else set the clock)"
        ])
        const concerns = yield* read(district, (state, today) => concernsOf(state, today))
        expect(concerns[0]).toMatchObject({ _tag: "ClockJumped" })
        expect(yield* head).toBe(before)
      }).pipe(Effect.provide(services))
  )

  it.effect("goes on as if nothing had happened when the clock is set right", () =>
    Effect.gen(function* () {
      yield* withCase()
      yield* TestClock.setTime(Date.UTC(2099, 0, 1, 1))
      const { round } = yield* DueClock.DueClock
      yield* round
      yield* TestClock.setTime(nine() + 8 * day)
      expect((yield* round).moved).toEqual([{ district, case: "flat" }])
      yield* submit("committee", "visit", contact)
    }).pipe(Effect.provide(services))
  )

  it.effect("is believed after an actor has confirmed the day, with an entry that says who", () =>
    Effect.gen(function* () {
      yield* withCase()
      yield* TestClock.setTime(nine() + 200 * day)
      const { read, wake } = yield* Governance
      const today = toIso(yield* read(district, (_, on) => on))
      const wrong = yield* Effect.flip(submit("committee", "c1", { _tag: "ConfirmClock", day: "2099-01-01" }))
      expect(wrong).toMatchObject({ reasons: [{ _tag: "ClockShowsAnotherDay" }] })
      const notAllowed = yield* Effect.flip(submit("head-b1", "c2", { _tag: "ConfirmClock", day: today }))
      expect(notAllowed._tag).toBe("NotAllowed")
      yield* submit("committee", "c3", { _tag: "ConfirmClock", day: today })
      const [entry] = yield* Ledger.use(({ read: entries }) =>
        Effect.flatMap(head, (position) => entries(district, position - 1, 1))
      )
      expect(entry).toMatchObject({ type: "ClockConfirmed", data: { by: "committee", last: "2026-03-02" } })
      expect((yield* wake(district)).moved).toEqual(["flat"])
      yield* submit("committee", "visit", contact)
    }).pipe(Effect.provide(services))
  )

  it.effect(
    "is believed up to the bound of the model, and a repeated command returns its first result beyond it",
    () =>
      Effect.gen(function* () {
        const model = document() as Schema.JsonObject
        yield* withCase({ ...model, clockJump: "30 days" })
        yield* submit("committee", "visit", contact)
        const { wake } = yield* Governance
        yield* TestClock.setTime(nine() + 31 * day)
        expect((yield* wake(district)).jump?.waiting).toEqual(["flat"])
        expect((yield* submit("committee", "visit", contact)).receipt).toMatchObject({
          value: { repeated: true }
        })
        yield* TestClock.setTime(nine() + 30 * day)
        expect(yield* wake(district)).toEqual({ moved: ["flat"], failed: [] })
      }).pipe(Effect.provide(services))
  )

  it.effect("records no refused step as an attempt", () =>
    Effect.gen(function* () {
      yield* withCase()
      // This step requires a record of each refused attempt.
      const clear = { _tag: "TakeStep", case: "flat", step: "clear", evidence: {} }
      const before = yield* head
      yield* TestClock.setTime(Date.UTC(2099, 0, 1, 1))
      const refused = yield* Effect.flip(submit("lead-unity", "clear", clear))
      expect(refused).toMatchObject({ kept: false, reasons: [{ _tag: "ClockJumped" }] })
      expect(yield* head).toBe(before)
      yield* TestClock.setTime(nine())
      const kept = yield* Effect.flip(submit("lead-unity", "clear", clear))
      expect(kept).toMatchObject({ kept: true })
      expect(yield* head).toBe(before + 1)
    }).pipe(Effect.provide(services))
  )

  it.effect("is not proven by an act of the operator, who may still correct the model", () =>
    Effect.gen(function* () {
      yield* withCase()
      const { adopt, upgrade, wake } = yield* Governance
      yield* TestClock.setTime(Date.UTC(2099, 0, 1, 1))
      const warmer = { name: { zh: "新小区", en: "New" }, companions: { ledBy: "warmth" } }
      yield* adopt(document(warmer))
      yield* upgrade(district)
      expect(yield* wake(district)).toMatchObject({ moved: [], jump: { last: firstDay, waiting: ["flat"] } })
      expect(yield* Effect.flip(submit("committee", "visit", contact))).toMatchObject({
        reasons: [{ _tag: "ClockJumped" }]
      })
      // The clock is set right: nothing has to be confirmed, and a later jump is noticed again.
      yield* TestClock.setTime(nine() + day)
      yield* submit("committee", "visit", contact)
      yield* TestClock.setTime(Date.UTC(2099, 0, 2, 1))
      expect(yield* wake(district)).toMatchObject({ moved: [], jump: { waiting: ["flat"] } })
    }).pipe(Effect.provide(services))
  )

  it.effect(
    "settles no transfer between districts, and the transfer is settled when the clock is right",
    () =>
      Effect.gen(function* () {
        yield* withCase()
        const north = DistrictId.make("north")
        const { adopt, settle } = yield* Governance
        // The playbook of the case is different in the district `north`, so it declines the case.
        yield* adopt(document({ id: north, playbooks: { "clutter-campaign": { name: { zh: "另一种" } } } }))
        const to = { district: north }
        yield* submit("committee", "t", { _tag: "TransferCase", case: "campaign", to, reason: "属地" })
        const heads = Ledger.use((ledger) =>
          Effect.all([ledger.head(district), ledger.head(north)], { concurrency: 1 })
        )
        const before = yield* heads
        yield* TestClock.setTime(Date.UTC(2099, 0, 1, 1))
        const { round } = yield* DueClock.DueClock
        expect(yield* settle(district)).toMatchObject([
          { case: "campaign", failed: expect.stringContaining("ClockJumped") }
        ])
        yield* round
        expect(yield* heads).toEqual(before)
        yield* TestClock.setTime(nine() + day)
        expect(yield* settle(district)).toEqual([])
        expect((yield* heads).map(({ position }) => position)).toEqual(
          before.map(({ position }) => position + 1)
        )
      }).pipe(Effect.provide(services))
  )
})
