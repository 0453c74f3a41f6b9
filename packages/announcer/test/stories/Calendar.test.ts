import { describe, expect, it } from "@effect/vitest"
import { type Opened, provisionalDays } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { Ledger } from "@liulinhui/core/Ledger"
import { type Notice, Notifier } from "@liulinhui/core/Notifier"
import { Vault } from "@liulinhui/core/Vault"
import * as Announcer from "@liulinhui/announcer/Announcer"
import { concernsOf } from "@liulinhui/service/Health"
import * as DueClock from "@liulinhui/service/DueClock"
import * as Governance from "@liulinhui/service/Governance"
import * as Health from "@liulinhui/service/Health"
import * as Seals from "@liulinhui/service/Seals"
import * as Outbox from "@liulinhui/announcer/Outbox"
import type { Request } from "@liulinhui/core/Governance"
import { calendar } from "@liulinhui/six-hearts/Calendar"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, caseId, district, document, registry, submission } from "../../../service/test/wanLiu.ts"

const at = (time: string) => TestClock.setTime(Date.parse(`${time}:00+08:00`))
const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const actors = {
  subdistrict: mandate("subdistrict", { district: true }),
  "lead-peace": mandate("group-lead", { group: "peace" })
}
const years = (after: number, of: Schema.JsonObject = {}): Schema.JsonObject => ({
  // The holidays of later years are removed from the base model, because the base model will contain more years in the
  // future.
  ...Object.fromEntries(
    Object.keys(calendar)
      .filter((year) => Number(year) > after)
      .map((year) => [year, null])
  ),
  ...of
})
/** The model document as in December 2026, when the holidays of later years were unknown. */
const before = document({ actors, calendar: years(2026) })
/**
 * The model document with an invented holiday notice for 2027: Monday, 4 January, is a holiday, and Saturday, 9
 * January, is a working day instead.
 */
const after = document({
  actors,
  calendar: years(2026, {
    "2027": {
      source: "通知",
      holidays: ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"],
      workdays: ["2027-01-09"]
    }
  })
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

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const clockOver = (notifier: Layer.Layer<Notifier>) =>
  DueClock.layer().pipe(
    Layer.provide(Announcer.layerDuty),
    Layer.provideMerge(Announcer.layer()),
    Layer.provideMerge(Governance.layer()),
    Layer.provideMerge(Outbox.layerMemory),
    Layer.provideMerge(stores),
    Layer.provide(notifier)
  )

const adopt = (model: Schema.Json) => Governance.Governance.use((governance) => governance.adopt(model))
const send = (by: string, id: string, request: Request) =>
  Governance.Governance.use((governance) => governance.submit(submission(by, id, request)))
const submit = (by: string, id: string, request: Schema.Json) => send(by, id, ask(request))
const round = DueClock.DueClock.use((clock) => clock.round)
const read = <A>(question: (state: District.District, today: Day.Day) => A) =>
  Governance.Governance.use((governance) => governance.read(district, question))
const order = (id: string, building: string) => ({
  _tag: "OpenCase",
  case: id,
  playbook: "hotline-order",
  subjects: [`building:${building}`],
  evidence: { "order-number": id, request: "x" }
})
const contact = (id: string) => ({
  _tag: "TakeStep",
  case: id,
  step: "first-contact",
  evidence: { understood: "x" }
})
const stateOf = (id: string) =>
  read((state): Opened => Option.getOrThrow(District.findCase(state, caseId(id))))
const dueOf = (id: string) =>
  Effect.map(stateOf(id), (state) => ({
    stage: state.stage,
    due: state.due === undefined ? undefined : Day.toIso(state.due),
    provisional: provisionalDays(state).length > 0
  }))
const entries = Ledger.use((ledger) => ledger.read(district, 0, 10_000))
const ofType = (type: string) => Effect.map(entries, (all) => all.filter((entry) => entry.type === type))

/** Opens three cases of citizen hotline orders around New Year, the last one on New Year's Eve. */
const threeOrders = Effect.gen(function* () {
  yield* at("2026-12-23T09:00")
  yield* adopt(before)
  yield* send("committee", "registry", registry)
  yield* submit("subdistrict", "h1", order("h1", "b1"))
  yield* submit("lead-peace", "c1", contact("h1"))
  yield* at("2026-12-28T09:00")
  yield* submit("subdistrict", "h2", order("h2", "b2"))
  yield* submit("lead-peace", "c2", contact("h2"))
  yield* at("2026-12-31T09:00")
  yield* submit("subdistrict", "h3", order("h3", "b2"))
})

describe("hotline orders around New Year, while the next year's holidays are not known", () => {
  it.effect(
    "are opened, get notes and cause notices as usual, and are counted again when the year is known",
    () => {
      const { delivered, layer } = channel()
      return Effect.gen(function* () {
        yield* threeOrders
        expect(yield* dueOf("h1")).toEqual({ stage: "handling", due: "2026-12-30", provisional: false })
        expect(yield* dueOf("h2")).toEqual({ stage: "handling", due: "2027-01-05", provisional: true })
        expect(yield* dueOf("h3")).toEqual({ stage: "received", due: "2027-01-04", provisional: true })

        // The due clock runs on 4 January. Deadlines of the old year pass, provisional due days do not lapse, and
        // everybody is notified.
        yield* at("2027-01-04T09:00")
        expect(yield* round).toMatchObject({ moved: [{ case: "h1" }], failed: [] })
        expect(yield* dueOf("h1")).toEqual({ stage: "supervised", due: "2027-01-05", provisional: true })
        const remark = "（期限暂按工作日推算，待节假日安排公布后重算。）"
        const told = delivered.filter(({ body }) => body.includes(remark)).map(({ body }) => body)
        expect(told.join("\n")).toContain(`1号楼：“12345热线工单”的“督办”将于2027年1月5日到期。${remark}`)
        expect(told.join("\n")).toContain(
          `2号楼：“12345热线工单”的“待先行联系”今天到期（期限2027年1月4日），逾期仍可办理。${remark}`
        )
        yield* submit("committee", "note", { _tag: "NoteOnCase", case: "h1", text: "又打来电话" })

        // A deadline with a provisional due day (counted without the holidays of its year) does not pass, however often
        // the clock runs.
        yield* at("2027-01-07T09:00")
        expect(yield* round).toMatchObject({ moved: [], failed: [] })
        expect(yield* dueOf("h2")).toMatchObject({ stage: "handling", provisional: true })
        expect(yield* read((state, on) => concernsOf(state, on))).toEqual([
          { _tag: "CalendarEnds", until: undefined, year: 2027 },
          { _tag: "DuesProvisional", cases: ["h1", "h2", "h3"] }
        ])

        // The holidays of the year are added to the calendar. Each provisional due day is computed again, once, and the
        // deadlines that have passed take effect.
        yield* adopt(after)
        const { failed, moved } = yield* round
        expect([moved.map((one) => one.case), failed]).toEqual([["h1", "h2", "h3"], []])
        expect((yield* ofType("DueRecounted")).map(({ data, stream }) => [stream, data])).toMatchObject([
          ["case-h1", { of: { stage: "supervised" }, was: "2027-01-05", due: "2027-01-06", by: "clock" }],
          ["case-h2", { of: { stage: "handling" }, was: "2027-01-05", due: "2027-01-06" }],
          ["case-h3", { of: { stage: "received" }, was: "2027-01-04", due: "2027-01-05" }]
        ])
        expect(yield* dueOf("h2")).toEqual({ stage: "supervised", due: "2027-01-11", provisional: false })
        expect(yield* round).toMatchObject({ moved: [], failed: [] })
        expect(yield* ofType("DueRecounted")).toHaveLength(3)
        expect((yield* Health.read()).isWell).toBe(true)
        expect(yield* read((state, on) => concernsOf(state, on))).toEqual([])
      }).pipe(Effect.provide(clockOver(layer)))
    }
  )

  it.effect("have the due days of a past day as they were known on that day", () =>
    Effect.gen(function* () {
      yield* threeOrders
      yield* at("2027-01-07T09:00")
      yield* adopt(after)
      yield* round
      const on = (day: string) =>
        read((state) => {
          const file = state.cases.get(caseId("h2"))!
          const asked = Day.make(day)
          const then = Case.asOf(
            file.entries.map(({ event }) => event),
            asked
          )
          const playbook = District.playbookOf(state, file.state as Opened)!
          const [first] = Case.deadlines(then, playbook, District.calendarOn(state, asked), asked)
          return [Day.toIso(first!.due), first!.provisional]
        })
      expect(yield* on("2027-01-06")).toEqual(["2027-01-05", true])
      expect(yield* on("2027-01-07")).toEqual(["2027-01-11", false])
    }).pipe(Effect.provide(clockOver(channel().layer)))
  )

  it.effect("can get a due day from a keeper, with a reason that stays sealed", () =>
    Effect.gen(function* () {
      yield* threeOrders
      const decide = (by: string, id: string) =>
        submit(by, id, { _tag: "DecideDue", case: "h3", due: "2027-01-05", reason: "按国办通知，1月4日放假" })
      const refused = yield* Effect.flip(decide("subdistrict", "d0"))
      expect(refused._tag === "Refused" && refused.reasons.map(({ _tag }) => _tag)).toEqual(["NoRole"])
      yield* decide("lead-peace", "d1")
      expect(yield* dueOf("h3")).toEqual({ stage: "received", due: "2027-01-05", provisional: false })
      const [entry] = yield* ofType("DueDecided")
      expect(entry?.data).toMatchObject({ was: "2027-01-04", due: "2027-01-05", by: "lead-peace" })
      expect(JSON.stringify(entry)).not.toContain("放假")
      yield* at("2027-01-07T09:00")
      yield* adopt(after)
      yield* round
      expect(yield* dueOf("h3")).toMatchObject({ due: "2027-01-05" })
    }).pipe(Effect.provide(clockOver(channel().layer)))
  )

  it.effect("fold to the same cases with any calendar in the model, or none", () =>
    Effect.gen(function* () {
      yield* threeOrders
      yield* at("2027-01-07T09:00")
      yield* adopt(after)
      yield* round
      const all = yield* Seals.open(yield* Vault, district, yield* entries)
      const folded = (change: (data: Schema.Json) => Schema.Json) => {
        const draft = District.draft()
        for (const entry of all) {
          const data = entry.type === "ModelAdopted" ? change(entry.data) : entry.data
          Result.getOrThrow(District.apply(draft, { ...entry, data }))
        }
        return draft.cases
      }
      const without = folded((data) => {
        const { document: model, ...others } = data as { document: Schema.JsonObject }
        return { ...others, document: { ...model, calendar: {} } }
      })
      expect(without).toEqual(folded((data) => data))
      expect(without.size).toBe(3)
    }).pipe(Effect.provide(clockOver(channel().layer)))
  )
})

describe("a concern about the calendar", () => {
  it.effect("is shown from 60 days before its data ends, and only if working days are counted", () =>
    Effect.gen(function* () {
      yield* at("2026-10-01T09:00")
      yield* adopt(before)
      const on = (day: string) => read((state) => concernsOf(state, Day.make(day)))
      expect(yield* on("2026-10-31")).toEqual([])
      const end = { _tag: "CalendarEnds", until: Day.make("2026-12-31"), year: 2027 }
      expect(yield* on("2026-11-01")).toEqual([end])
      expect(yield* on("2026-12-31")).toEqual([end])
      expect(yield* on("2027-01-01")).toEqual([{ ...end, until: undefined }])
    }).pipe(Effect.provide(Governance.layer().pipe(Layer.provideMerge(stores))))
  )
})
