import { describe, expect, it } from "@effect/vitest"
import { BuildingId, ReportId } from "@liulinhui/core/Id"
import { type Reported, streamOf } from "@liulinhui/core/Intake"
import { OwnCommands } from "@liulinhui/core/Governance"
import { type CommandId, Ledger } from "@liulinhui/core/Ledger"
import { ofStream, Vault } from "@liulinhui/core/Vault"
import * as Governance from "@liulinhui/service/Governance"
import * as Intake from "@liulinhui/service/Intake"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, registry, submission } from "./wanLiu.ts"

const playbook = "hardship-and-hoarding"
const reported: Reported = {
  playbook,
  building: BuildingId.make("b1"),
  words: "五楼门口堆满纸箱",
  place: "五楼东",
  contact: "13800000000"
}
const id = ReportId.make("r1")
const arriving = { district, report: id, reported }

const services = Intake.layer.pipe(
  Layer.provideMerge(Governance.layer()),
  Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))
)

const begun = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const governance = yield* Governance.Governance
  yield* governance.adopt(document({ intake: { playbooks: { [playbook]: {} }, most: 3 } }))
  yield* governance.submit(submission("committee", "registry", registry))
  return governance
})

const submit = (by: string, command: string, request: object) =>
  Governance.Governance.use((governance) => governance.submit(submission(by, command, ask(request))))
const look = (by: string, command: string) =>
  Intake.Intake.use((intake) =>
    intake.look({ ...submission(by, command, ask({ _tag: "LookAtReport", report: "r1" })), report: id })
  )
const answer = Intake.Intake.use((intake) => intake.answer(district, id))
const submitUnder = (command: CommandId) =>
  Governance.Governance.use((governance) =>
    governance.submit({
      ...submission("committee", "x", ask({ _tag: "LookAtReport", report: "r1" })),
      id: command
    })
  )
const tagsOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.result(effect), (result): ReadonlyArray<string> =>
    Result.match(result, {
      onSuccess: () => [],
      onFailure: (error) =>
        "reasons" in error && Array.isArray(error.reasons)
          ? error.reasons.map(({ _tag }: { readonly _tag: string }) => _tag)
          : [error._tag]
    })
  )
const head = Ledger.use((ledger) => Effect.map(ledger.head(district), ({ position }) => position))
const run = <A, E, R extends Governance.Governance | Intake.Intake | Ledger | Vault>(
  effect: Effect.Effect<A, E, R>
) => Effect.provide(effect, services)

describe("a report from the public", () => {
  it.effect("is written once, and has the same secret, however often and at the same time it is sent", () =>
    run(
      Effect.gen(function* () {
        const { takeIn } = yield* begun
        const before = yield* head
        const all = yield* Effect.all(
          Array.from({ length: 5 }, () => takeIn(arriving)),
          { concurrency: "unbounded" }
        )
        expect(yield* head).toBe(before + 1)
        expect(new Set(all.map(({ secret }) => Redacted.value(secret))).size).toBe(1)
        expect(all.filter(({ receipt }) => !receipt.repeated)).toHaveLength(1)
        const other = yield* takeIn({ ...arriving, report: ReportId.make("r2") })
        expect(Redacted.value(other.secret)).not.toBe(Redacted.value(all[0]!.secret))
      })
    )
  )

  it.effect(
    "is refused under an id that another report has, and a refused report leaves no entry and no key",
    () =>
      run(
        Effect.gen(function* () {
          const { takeIn } = yield* begun
          yield* takeIn(arriving)
          const before = yield* head
          const other = { ...reported, words: "another" }
          expect(yield* tagsOf(takeIn({ ...arriving, reported: other }))).toEqual(["CommandIdReused"])
          const r2 = ReportId.make("r2")
          const closed = { ...reported, playbook: "mediation" }
          expect(yield* tagsOf(takeIn({ district, report: r2, reported: closed }))).toEqual([
            "CategoryNotOpen"
          ])
          const misspelt = { ...reported, word: "x" }
          expect(yield* tagsOf(takeIn({ district, report: r2, reported: misspelt }))).toEqual(["KeyUnknown"])
          expect(yield* head).toBe(before)
          const vault = yield* Vault
          expect(yield* vault.destroyed(district, [ofStream(streamOf(r2))])).toEqual(new Set())
        })
      )
  )

  it.effect("sent again after the limit of the day is not refused, because it is there already", () =>
    run(
      Effect.gen(function* () {
        const { takeIn } = yield* begun
        for (const n of [1, 2, 3]) yield* takeIn({ ...arriving, report: ReportId.make(`r${n}`) })
        expect(yield* tagsOf(takeIn({ ...arriving, report: ReportId.make("r4") }))).toEqual([
          "TooManyReports"
        ])
        expect((yield* takeIn(arriving)).receipt.repeated).toBe(true)
      })
    )
  )

  it.effect("cannot be made by an actor with a command id of the library, and no actor is named in it", () =>
    run(
      Effect.gen(function* () {
        const { takeIn } = yield* begun
        expect(yield* tagsOf(submitUnder(OwnCommands.report(id).id))).toEqual(["CommandIdReserved"])
        const { receipt } = yield* takeIn(arriving)
        const [entry] = yield* Ledger.use((ledger) => ledger.read(district, receipt.first - 1, 1))
        expect(entry?.type).toBe("ReportReceived")
        const written = JSON.stringify(entry)
        for (const text of [reported.words, "五楼", "13800000000", '"b1"', '"by"']) {
          expect(written).not.toContain(text)
        }
      })
    )
  )
})

describe("the texts of a report", () => {
  it.effect("are read by its keepers, and each look is recorded before", () =>
    run(
      Effect.gen(function* () {
        const { takeIn } = yield* begun
        yield* takeIn(arriving)
        expect(yield* tagsOf(look("lead-unity", "l1"))).toEqual(["ReportUnknown"])
        const before = yield* head
        const { building: _, playbook: __, ...texts } = reported
        expect(yield* look("lead-warmth", "l2")).toEqual(texts)
        expect(yield* look("committee", "l3")).toEqual(texts)
        const entries = yield* Ledger.use((ledger) => ledger.read(district, before, 10))
        expect(entries.map(({ type }) => type)).toEqual(["ReportLookedAt", "ReportLookedAt"])
      })
    )
  )

  it.effect("are gone in every copy after the erasure, and the report is still counted", () =>
    run(
      Effect.gen(function* () {
        const { read, takeIn } = yield* begun
        yield* takeIn(arriving)
        yield* look("committee", "l1")
        yield* submit("committee", "d", { _tag: "DeclineReport", report: "r1", reason: "请找物业" })
        expect(Option.getOrThrow(yield* answer)).toMatchObject({ state: "declined", reason: "请找物业" })
        yield* submit("committee", "e", { _tag: "EraseReport", report: "r1", basis: "request" })
        const vault = yield* Vault
        const owner = ofStream(streamOf(id))
        expect(yield* vault.destroyed(district, [owner])).toEqual(new Set([owner]))
        expect(Option.getOrThrow(yield* answer)).not.toHaveProperty("reason")
        expect(yield* tagsOf(look("committee", "l2"))).toEqual(["ReportGone"])
        expect(yield* read(district, (state) => state.reports.size)).toBe(1)
        expect(yield* tagsOf(takeIn(arriving))).toEqual(["OwnerErased"])
      })
    )
  )

  it.effect("say to a reporter nothing about a report that does not exist", () =>
    run(
      Effect.gen(function* () {
        yield* begun
        expect(yield* answer).toEqual(Option.none())
      })
    )
  )
})
