import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { AppendRejected, Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { type Notice, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DueClock from "@liulinhui/service/DueClock"
import * as Governance from "@liulinhui/service/Governance"
import * as Health from "@liulinhui/service/Health"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { ask, caseId, district, document, nine, registry, submission } from "../../../service/test/wanLiu.ts"

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const actors = {
  subdistrict: mandate("subdistrict", { district: true }),
  "lead-peace": mandate("group-lead", { group: "peace" })
}
const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

const adopt = (model: Schema.Json) => Governance.Governance.use((governance) => governance.adopt(model))
const submit = (by: string, id: string, request: Schema.Json) =>
  Governance.Governance.use((governance) => governance.submit(submission(by, id, ask(request))))
const round = DueClock.DueClock.use((clock) => clock.round)
const sentTo = (id: string) =>
  Governance.Governance.use((governance) =>
    governance.read(district, (state) => Option.getOrThrow(District.findCase(state, caseId(id))).sentTo)
  )

/**
 * Opens cases of citizen hotline orders and records their first contact on the first day. The orders are due within 5
 * working days.
 */
const orders = (ids: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* adopt(document({ actors }))
    yield* Governance.Governance.use((governance) =>
      governance.submit(submission("committee", "registry", registry))
    )
    for (const id of ids) {
      yield* submit("subdistrict", `o-${id}`, {
        _tag: "OpenCase",
        case: id,
        playbook: "hotline-order",
        subjects: ["building:b1"],
        evidence: { "order-number": id, request: "x" }
      })
      yield* submit("lead-peace", `c-${id}`, {
        _tag: "TakeStep",
        case: id,
        step: "first-contact",
        evidence: { understood: "x" }
      })
    }
  })

/** Makes a channel that records the notices that it has delivered. */
const channel = () => {
  const delivered: Array<Notice> = []
  const service = Notifier.of({
    channel: "test",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: false,
      audience: "one"
    },
    deliver: (notice) => Effect.sync(() => void delivered.push(notice))
  })
  return { delivered, layer: Layer.succeed(Notifier, service) }
}

const ids = Array.from({ length: 6 }, (_, n) => `f${n}`)

/** Opens six cases whose deadline has passed. Appending to the streams of the `broken` cases fails. */
const withBroken = (broken: ReadonlySet<string>, how: "rejected" | "died") =>
  Effect.gen(function* () {
    const ledger = yield* Ledger
    let isBroken = false
    const failing = Ledger.of({
      ...ledger,
      append: (one) =>
        isBroken && one.streams.some(({ stream }) => broken.has(stream.slice("case-".length)))
          ? how === "died"
            ? Effect.die(new Error("out of order"))
            : Effect.fail(new AppendRejected({ district: one.district, reasons: ["too large"] }))
          : ledger.append(one)
    })
    const { delivered, layer } = channel()
    const services = DueClock.layer().pipe(
      Layer.provide(Announcer.layerDuty),
      Layer.provideMerge(Announcer.layer()),
      Layer.provideMerge(Governance.layer()),
      Layer.provideMerge(Outbox.layerMemory),
      Layer.provide(layer),
      Layer.provide(Layer.succeed(Ledger, failing))
    )
    return yield* Effect.gen(function* () {
      yield* orders(ids)
      isBroken = true
      yield* TestClock.setTime(nine(18))
      const first = yield* round
      const again = yield* round
      const { errors } = yield* Health.read()
      isBroken = false
      return { first, again, errors, mended: yield* round, delivered, health: yield* Health.read() }
    }).pipe(Effect.provide(services, { local: true }))
  }).pipe(Effect.provide(stores))

describe("a case that the clock cannot move", () => {
  it("stops no other case and no notice, is tried again, and is in the health report with advice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(ids),
        fc.constantFrom("rejected" as const, "died" as const),
        async (some, how) => {
          const { again, delivered, errors, first, health, mended } = await Effect.runPromise(
            withBroken(new Set(some), how).pipe(Effect.provide(TestClock.layer()))
          )
          const others = ids.filter((id) => !some.includes(id))
          expect(first.moved.map((one) => one.case)).toEqual(others)
          expect(first.failed.map(({ at: part, case: id }) => [part, id])).toEqual(
            some.map((id) => ["case", id])
          )
          expect([again.moved, again.failed.map((one) => one.case)]).toEqual([[], some])
          expect(errors).toHaveLength(some.length)
          for (const [n, id] of some.entries()) {
            expect(errors[n]).toMatch(
              new RegExp(
                `^small, case ${id}: .*(too large|out of order).*\\(a keeper of the case should look at it`
              )
            )
          }
          expect(mended.moved.map((one) => one.case)).toEqual(some)
          expect(mended.failed).toEqual([])
          // More than five notices of a rule at one time are lines of one notice.
          const supervised = delivered.filter(({ rule }) => rule === "order-supervised")
          expect(supervised.flatMap(({ body }) => body.split("\n"))).toHaveLength(3 * ids.length)
          expect(health.isWell).toBe(true)
        }
      ),
      { numRuns: 12 }
    )
  })
})

describe("a failure outside the cases", () => {
  it.effect("in a district that cannot be read stops no other district and no notice there", () =>
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const other = DistrictId.make("other")
      let broken: string | undefined
      const torn = Ledger.of({
        ...ledger,
        read: (id, from, limit) =>
          id === broken
            ? Effect.fail(new LedgerUnavailable({ operation: "read", reason: "torn", retryable: false }))
            : ledger.read(id, from, limit)
      })
      let pumped: ReadonlyArray<string> = []
      const notices = {
        name: "notices",
        run: (id: DistrictId) => Effect.sync(() => (pumped = [...pumped, id]))
      }
      yield* Effect.gen(function* () {
        yield* orders(["h1"])
        yield* adopt(document({ id: other }))
        yield* TestClock.setTime(nine(18))
        broken = other
        const { failed, moved } = yield* round
        expect(moved).toEqual([{ district, case: "h1" }])
        expect(failed.map(({ at: part, district: id }) => [id, part])).toEqual([[other, "district"]])
        expect(pumped).toContain(district)
      }).pipe(
        Effect.provide(DueClock.layer().pipe(Layer.provideMerge(Governance.layer())), { local: true }),
        Effect.provideService(Ledger, torn),
        Effect.provideService(DueClock.Duties, [notices])
      )
    }).pipe(Effect.provide(stores))
  )

  it.effect("in a transfer to an unreadable district stops no other transfer", () =>
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const [north, east] = ["north", "east"].map((id) => DistrictId.make(id))
      let broken: string | undefined
      const torn = Ledger.of({
        ...ledger,
        receipts: (id, commands) =>
          id === broken
            ? Effect.fail(new LedgerUnavailable({ operation: "read", reason: "torn", retryable: false }))
            : ledger.receipts(id, commands)
      })
      yield* Effect.gen(function* () {
        yield* orders(["h2", "h3"])
        // The playbooks of `north` and `east` differ from those of `south`, so both districts decline the case.
        const another = { "hotline-order": { purpose: { zh: "另一种办法", en: "another way" } } }
        for (const id of [north!, east!]) yield* adopt(document({ id, playbooks: another }))
        yield* submit("committee", "t1", {
          _tag: "TransferCase",
          case: "h2",
          to: { district: "north" },
          reason: "x"
        })
        yield* submit("committee", "t2", {
          _tag: "TransferCase",
          case: "h3",
          to: { district: "east" },
          reason: "x"
        })
        broken = north
        const { failed } = yield* round
        expect(failed).toMatchObject([{ district, at: "transfer", case: "h2" }])
        expect(yield* sentTo("h3")).toBeUndefined()
        broken = undefined
        expect(yield* round).toMatchObject({ failed: [] })
        expect(yield* sentTo("h2")).toBeUndefined()
      }).pipe(
        Effect.provide(DueClock.layer().pipe(Layer.provideMerge(Governance.layer())), { local: true }),
        Effect.provideService(Ledger, torn)
      )
    }).pipe(Effect.provide(stores))
  )
})
