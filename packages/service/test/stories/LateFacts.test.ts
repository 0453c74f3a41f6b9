import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import type { CaseState } from "@liulinhui/core/Case"
import { factsAside } from "@liulinhui/core/District"
import { ActorId } from "@liulinhui/core/Id"
import type { Ledger } from "@liulinhui/core/Ledger"
import { concernsOf } from "@liulinhui/service/Health"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { beginnings } from "../formats.ts"
import { ask, caseId, district, document, registry, submission } from "../wanLiu.ts"

let commands = 0
const at = (day: string) => TestClock.setTime(Date.parse(`${day}T09:00:00+08:00`))
const submit = (by: string, request: unknown) =>
  Governance.use((governance) => governance.submit(submission(by, `c${(commands += 1)}`, ask(request))))
const refused = (by: string, request: unknown) =>
  Effect.map(Effect.flip(submit(by, request)), (error) =>
    error._tag === "Refused" ? error.reasons : [error._tag]
  )
const stateOf = (id: string) =>
  Governance.use((governance) =>
    governance.read(district, (district): CaseState | undefined => district.cases.get(caseId(id))?.state)
  )
const open = (more: object = {}) => ({
  _tag: "OpenCase",
  case: "k",
  playbook: "elderly-companion",
  subjects: ["resident:b2-101-1"],
  ...more
})
const note = (on: string) => ({ _tag: "NoteOnCase", case: "k", text: "备注", on })
const match = (on: string) => ({
  _tag: "TakeStep",
  case: "k",
  step: "match",
  on,
  evidence: {
    companion: "volunteer-warmth",
    "companion-age": 60,
    elders: 1,
    consent: { signer: "b2-101-1", sha256: "a".repeat(64) },
    why: "同楼"
  }
})

const inDistrict = <A, E>(
  test: Effect.Effect<A, E, Governance | Ledger>,
  begin: keyof typeof beginnings = "of format 1"
) =>
  Effect.gen(function* () {
    yield* at("2026-03-02")
    yield* begin === "of format 1"
      ? beginnings["of format 1"](document())
      : beginnings["that an earlier version began"](document())
    yield* Governance.use((governance) => governance.submit(submission("committee", "registry", registry)))
    return yield* test
  }).pipe(
    Effect.provide(
      layer().pipe(
        Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)),
        Layer.provideMerge(TestClock.layer())
      )
    )
  )

describe("a fact about a case", () => {
  it.effect("has its deadline from the day on which it happened: opened on the 2nd, typed on the 5th", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* at("2026-03-05")
        yield* submit("lead-warmth", open({ on: "2026-03-02", at: "2026-03-02T10:30+08:00" }))
        expect(yield* stateOf("k")).toMatchObject({
          opened: Day.make("2026-03-02"),
          due: Day.make("2026-03-16")
        })
        yield* submit("lead-warmth", match("2026-03-04"))
        expect(yield* stateOf("k")).toMatchObject({ stage: "matched", due: Day.make("2026-03-11") })
      })
    )
  )

  it.effect("is never in the future, and not longer ago than its actor may date it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("lead-warmth", open())
        yield* at("2026-04-20")
        const today = Day.make("2026-04-20")
        expect(yield* refused("lead-warmth", note("2026-04-21"))).toEqual([
          { _tag: "FactInFuture", on: Day.add(today, 1), today }
        ])
        expect(yield* refused("lead-warmth", note("2026-03-20"))).toEqual([
          { _tag: "FactTooLongAgo", on: Day.make("2026-03-20"), earliest: Day.add(today, -30) }
        ])
        expect(yield* refused("volunteer-warmth", note("2026-04-12"))).toEqual([
          { _tag: "FactTooLongAgo", on: Day.make("2026-04-12"), earliest: Day.add(today, -7) }
        ])
        yield* submit("lead-warmth", note("2026-03-21"))
        yield* submit("volunteer-warmth", note("2026-04-13"))
        expect(
          yield* refused("lead-warmth", { ...note("2026-04-19"), at: "2026-04-18T20:00+08:00" })
        ).toMatchObject([{ _tag: "InstantOnAnotherDay" }])
      })
    )
  )

  it.effect("that people had overtaken is listed for a keeper, until a keeper settles it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("lead-warmth", open())
        yield* at("2026-03-06")
        yield* submit("committee", { _tag: "HandCaseOver", case: "k", to: { role: "committee" } })
        yield* at("2026-03-09")
        yield* submit("lead-warmth", match("2026-03-04"))
        expect(yield* stateOf("k")).toMatchObject({ stage: "proposed" })
        const aside = Governance.use((governance) =>
          governance.read(district, (state, today) =>
            concernsOf(state, today).filter(({ _tag }) => _tag === "FactsAside")
          )
        )
        const [found] = yield* aside
        expect(found).toMatchObject({ facts: [{ case: "k" }] })
        const entry = found?._tag === "FactsAside" ? found.facts[0]?.entry : undefined
        yield* submit("lead-warmth", { _tag: "NoteOnCase", case: "k", text: "核对过" })
        expect(yield* aside).toEqual([found])
        const settle = (more: object) => ({
          _tag: "SettleFact",
          case: "k",
          entry,
          how: "applied",
          reason: "补办",
          ...more
        })
        // The volunteer is no keeper.
        expect(yield* refused("volunteer-warmth", settle({}))).toMatchObject([{ _tag: "NoRole" }])
        expect(yield* refused("lead-warmth", settle({ entry: 1 }))).toEqual([
          { _tag: "NothingAside", entry: 1 }
        ])
        yield* submit("lead-warmth", settle({}))
        expect(yield* aside).toEqual([])
        // The case goes on with the step. Its deadline counts from the 4th, when it happened.
        expect(yield* stateOf("k")).toMatchObject({ stage: "matched", due: Day.make("2026-03-11") })
        expect(yield* refused("lead-warmth", settle({}))).toMatchObject([{ _tag: "NothingAside" }])
      })
    )
  )

  it.effect("that people had overtaken stays as recorded, if a keeper settles it so", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("lead-warmth", open())
        yield* at("2026-03-06")
        yield* submit("committee", { _tag: "HandCaseOver", case: "k", to: { role: "committee" } })
        yield* at("2026-03-09")
        yield* submit("lead-warmth", match("2026-03-04"))
        const decisions = Governance.use((governance) =>
          Effect.map(governance.ask(district, ActorId.make("lead-warmth"), { _tag: "AskToday" }), (found) =>
            found.decisions.map(({ aside, case: id, gone }) => ({ aside: aside.length, case: id, gone }))
          )
        )
        expect(yield* decisions).toEqual([{ aside: 1, case: "k", gone: [] }])
        const entry = yield* Governance.use((governance) =>
          governance.read(district, (state) => factsAside(state)[0]?.entry)
        )
        const how = "as-recorded"
        yield* submit("committee", { _tag: "SettleFact", case: "k", entry, how, reason: "后来另行办理" })
        expect(yield* decisions).toEqual([])
        expect(yield* stateOf("k")).toMatchObject({ stage: "proposed" })
      })
    )
  )

  it.effect("ends, moves or reopens the case on its day, unless people have acted since", () =>
    inDistrict(
      Effect.gen(function* () {
        for (const id of ["k", "twin", "main"]) yield* submit("lead-warmth", open({ case: id }))
        yield* at("2026-03-06")
        const reason = "申请人撤回"
        const withdraw = (id: string, on: string) => ({ _tag: "WithdrawCase", case: id, reason, on })
        yield* submit("lead-warmth", withdraw("k", "2026-03-04"))
        expect(yield* stateOf("k")).toMatchObject({
          last: Day.make("2026-03-04"),
          ending: { on: Day.make("2026-03-04"), outcome: "void" }
        })
        yield* submit("lead-warmth", {
          _tag: "ReopenCase",
          case: "k",
          relapse: false,
          reason: "又来申请",
          on: "2026-03-05"
        })
        expect(yield* stateOf("k")).toMatchObject({ since: Day.make("2026-03-05"), ending: undefined })
        // People have acted on the 5th, so the keeper decides again today.
        expect(yield* refused("lead-warmth", withdraw("k", "2026-03-04"))).toEqual([
          { _tag: "BeforeLastEntry", last: Day.make("2026-03-05") }
        ])
        // The other case may have later entries: it only gets the subjects of its duplicate.
        yield* submit("lead-warmth", { _tag: "HandCaseOver", case: "main", to: { role: "committee" } })
        yield* submit("lead-warmth", { _tag: "MergeCase", case: "twin", into: "main", on: "2026-03-03" })
        expect(yield* stateOf("twin")).toMatchObject({
          ending: { on: Day.make("2026-03-03"), merged: "main" }
        })
        expect(yield* stateOf("main")).toMatchObject({ last: Day.make("2026-03-06") })
        yield* at("2026-03-08")
        yield* submit("lead-warmth", {
          _tag: "TransferCase",
          case: "main",
          to: "unity",
          reason: "分工",
          on: "2026-03-07"
        })
        expect(yield* stateOf("main")).toMatchObject({ group: "unity", last: Day.make("2026-03-07") })
      })
    )
  )

  it.effect("is not dated back in a district of format 0, which has no field for the second day", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("lead-warmth", open())
        yield* at("2026-03-05")
        expect(yield* refused("lead-warmth", note("2026-03-03"))).toEqual([
          { _tag: "FormatNeeded", format: 1 }
        ])
        yield* submit("lead-warmth", note("2026-03-05"))
        expect(
          yield* refused("committee", { _tag: "EndHousehold", household: "b1-101", reason: "mistake" })
        ).toEqual([{ _tag: "HouseholdInhabited", household: "b1-101", residents: ["b1-101-1"] }])
        yield* Governance.use(({ upgrade }) => upgrade(district))
        yield* submit("lead-warmth", note("2026-03-03"))
      }),
      "that an earlier version began"
    )
  )
})
