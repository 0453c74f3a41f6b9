/**
 * Attacks in which a caller chooses a command id that was used before, that belongs to another actor, or that the
 * library itself uses. Each attack runs in two districts: one that began with this version, and one that began with an
 * earlier version and still has ledger format 0.
 */
import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { ActorId, BuildingId, CaseId, DistrictId, ResidentId } from "@liulinhui/core/Id"
import { building } from "@liulinhui/core/Registry"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as Batch from "@liulinhui/service/Batch"
import * as PersonalData from "@liulinhui/service/PersonalData"
import type { Reason, Request } from "@liulinhui/core/Governance"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import { Reason as Reasons, Texts } from "@liulinhui/texts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { enter, erase, refusalOf, underNotice } from "../flat.ts"
import { beginnings, sha256 } from "../formats.ts"
import { ask, caseId, district, document, firstDay, nine, registry, submission } from "../wanLiu.ts"

type Services = Governance | PersonalData.PersonalData | Ledger | Vault

/**
 * The services over a ledger that fails permanently after many appends. So a test ends even if the code appends in an
 * endless loop.
 */
const services = PersonalData.layer.pipe(
  Layer.provideMerge(layer()),
  Layer.provideMerge(
    Layer.effect(
      Ledger,
      Effect.map(Ledger, (base) => {
        let appends = 0
        return Ledger.of({
          ...base,
          append: (one) => ((appends += 1) > 500 ? Effect.die("it appends without end") : base.append(one))
        })
      })
    )
  ),
  Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))
)

/** Submits a request, even with a command id that the schema of command ids refuses. */
const submitTo = (there: DistrictId, by: string, id: string, request: Request) =>
  Governance.use((governance) =>
    governance.submit({ ...submission(by, "x", request), id: id as CommandId, district: there })
  )
const submit = (by: string, id: string, request: Request) => submitTo(district, by, id, request)

const entries = (of: DistrictId = district) => Ledger.use(({ read }) => read(of, 0, 10_000))
const head = Ledger.use((ledger) => ledger.head(district))

const snooze: Request = ask({ _tag: "SnoozeNotices", until: "2026-03-20" })
const stageOf = (id: string) =>
  Governance.use(({ read }) =>
    read(district, ({ cases }) => {
      const state = cases.get(caseId(id))?.state
      return state?._tag === "Opened" ? state.stage : undefined
    })
  )

const opening = (by: string, id: string) => ({ district, id: CommandId.make(id), by: ActorId.make(by) })
const resident = (id: string) => ({ resident: ResidentId.make(id) })

describe.each(Object.entries(beginnings))("a command id in a district %s", (_, begin) => {
  const inDistrict = <A, E>(test: Effect.Effect<A, E, Services>) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* begin(document())
      yield* submit("committee", "registry", registry)
      return yield* test
    }).pipe(Effect.provide(services, { local: true }))

  it.effect("that was used for another kind of request is refused, and nothing is done", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "x", enter("b3"))
        const before = yield* head
        expect(yield* refusalOf(submit("committee", "x", snooze))).toEqual(["CommandIdReused"])
        expect(yield* head).toEqual(before)
      })
    )
  )

  it.effect(
    "[09] that was used for another building is refused, and the first request is still repeated",
    () =>
      inDistrict(
        Effect.gen(function* () {
          const first = yield* submit("committee", "x", enter("b3"))
          const before = yield* head
          expect(Option.getOrThrow((yield* submit("committee", "x", enter("b3"))).receipt)).toEqual({
            ...Option.getOrThrow(first.receipt),
            repeated: true
          })
          expect(yield* refusalOf(submit("committee", "x", enter("b4")))).toEqual(["CommandIdReused"])
          expect(yield* head).toEqual(before)
          expect(
            yield* Governance.use(({ read }) =>
              read(district, (state) => [...state.registry.buildings.keys()])
            )
          ).toEqual(["b1", "b2", "b3"])
        })
      )
  )

  it.effect("of another actor is refused for every request", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "x", snooze)
        const before = yield* head
        expect(yield* refusalOf(submit("general-branch", "x", snooze))).toEqual(["CommandIdReused"])
        expect(yield* head).toEqual(before)
      })
    )
  )

  it.effect("that was used before is refused for an erasure, and the erasure is done under another id", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "x", snooze)
        yield* submit("committee", "e", erase("b1-101-1"))
        for (const used of ["x", "e"]) {
          expect(yield* refusalOf(submit("committee", used, erase("b1-102-1")))).toEqual(["CommandIdReused"])
        }
        expect((yield* entries()).filter(({ type }) => type === "ResidentErased")).toHaveLength(1)
        yield* submit("committee", "e2", erase("b1-102-1"))
        expect((yield* entries()).filter(({ type }) => type === "ResidentErased")).toHaveLength(2)
        // A retry of an erasure of a resident's data with the same command id returns the first result.
        expect(Option.getOrThrow((yield* submit("committee", "e", erase("b1-101-1"))).receipt).repeated).toBe(
          true
        )
      })
    )
  )

  it.effect("of an opening opens no other resident, no greater extent, and nothing for another actor", () =>
    inDistrict(
      Effect.gen(function* () {
        const { open } = yield* PersonalData.PersonalData
        const first = {
          ...opening("committee", "open-1"),
          about: resident("b1-101-1"),
          extent: "personal" as const
        }
        const values = yield* open(first)
        expect(values.map(({ value }) => value)).toContain("居民b1-101")
        const before = yield* head
        const sensitive = { extent: "sensitive" as const, purpose: "a visit" }
        for (const other of [
          { ...first, about: resident("b1-102-1") },
          { ...first, about: resident("b1-102-1"), ...sensitive },
          { ...first, ...sensitive },
          { ...first, by: ActorId.make("general-branch") }
        ]) {
          expect(yield* refusalOf(open(other))).toEqual(["CommandIdReused"])
        }
        expect(yield* open(first)).toEqual(values)
        expect(yield* head).toEqual(before)
      })
    )
  )

  it.effect("of an opening opens nothing after the actor lost the mandate, and no later entries", () =>
    inDistrict(
      Effect.gen(function* () {
        const { open } = yield* PersonalData.PersonalData
        const emergency = { _tag: "TakeEmergencyAccess", about: resident("b1-101-1"), reason: "无人应门" }
        yield* submit("volunteer-unity", "emergency", ask(emergency))
        const first = {
          ...opening("volunteer-unity", "o"),
          about: resident("b1-101-1"),
          extent: "personal" as const
        }
        const values = yield* open(first)
        yield* submit(
          "committee",
          "correct",
          ask({ _tag: "CorrectResident", resident: "b1-101-1", name: "改名", birth: "1950-05-05" })
        )
        expect(yield* open(first)).toEqual(values)
        yield* TestClock.setTime(nine(9))
        const before = yield* head
        expect(yield* refusalOf(open(first))).toEqual(["OutOfReach"])
        expect(yield* head).toEqual(before)
      })
    )
  )

  it.effect(
    "that begins with ~ is reserved for the library: every operation refuses it, and nothing is done",
    () =>
      inDistrict(
        Effect.gen(function* () {
          const before = yield* head
          expect(yield* refusalOf(submit("committee", "~x", enter("b3")))).toEqual(["CommandIdReserved"])
          expect(yield* refusalOf(submit("stranger", "~x", enter("b3")))).toEqual(["CommandIdReserved"])
          const [each] = yield* Batch.submit({
            district,
            id: "~batch" as CommandId,
            by: ActorId.make("committee"),
            cases: [caseId("flat")],
            request: () => snooze
          })
          expect(each?.outcome).toMatchObject({
            failure: { reasons: [{ _tag: "CommandIdReserved", id: "~batch/flat" }] }
          })
          const { held, open } = yield* PersonalData.PersonalData
          const asked = { ...opening("committee", "x"), id: "~x" as CommandId }
          expect(
            yield* refusalOf(open({ ...asked, about: resident("b1-101-1"), extent: "personal" }))
          ).toEqual(["CommandIdReserved"])
          expect(yield* refusalOf(held({ ...asked, ...resident("b1-101-1"), purpose: "查阅" }))).toEqual([
            "CommandIdReserved"
          ])
          expect(yield* head).toEqual(before)
          for (const language of ["zh", "en"]) {
            for (const _tag of ["CommandIdReserved", "CommandIdReused"] as const) {
              const reason: Reason = { _tag, id: "~x" }
              const said = Reasons.say(Texts.words(Texts.builtIn, language), reason)
              expect(said).toContain("~x")
              expect(said).not.toContain(_tag)
            }
          }
        })
      )
  )

  it.effect(
    "of a lapse that the store reports although it is missing ends the clock's round without a loop",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* underNotice
          yield* TestClock.setTime(nine(8))
          const base = yield* Ledger
          const lying = Ledger.of({
            ...base,
            append: (one) =>
              /^~?lapse\//.test(one.commandId)
                ? Effect.succeed({ first: 1, last: 1, repeated: true })
                : base.append(one)
          })
          const vault = yield* Vault
          const over = layer().pipe(
            Layer.provide(Layer.mergeAll(Layer.succeed(Ledger, lying), Layer.succeed(Vault, vault)))
          )
          const wake = Governance.use((governance) => governance.wake(district))
          const { failed, moved } = yield* wake.pipe(Effect.provide(over, { local: true }))
          expect(moved).toEqual([])
          expect(failed).toMatchObject([
            {
              case: "flat",
              error: { _tag: "AppendRejected", reasons: [expect.stringContaining("~lapse/flat/4")] }
            }
          ])
        })
      )
  )

  it.effect.each(["lapse/flat/", "~lapse/flat/"])(
    "in the form of the library's ids, %s, blocks no district and no deadline",
    (prefix) =>
      inDistrict(
        Effect.gen(function* () {
          yield* underNotice
          for (let version = 0; version < 8; version++) {
            // Each request is different, because a repeated request would change nothing.
            const until = Day.toIso(Day.add(firstDay, 9 + version))
            yield* Effect.exit(
              submit("committee", `${prefix}${version}`, ask({ _tag: "SnoozeNotices", until }))
            )
          }
          yield* TestClock.setTime(nine(8))
          const { moved } = yield* Governance.use(({ wake }) => wake(district))
          expect(moved).toEqual(["flat"])
          expect(yield* stageOf("flat")).toBe("expired")
          expect(yield* Governance.use(({ wake }) => wake(district))).toEqual({ moved: [], failed: [] })
        })
      )
  )

  it.effect.each(["model/", "~model/"])(
    "in the form of the library's ids, %s, does not prevent the adoption of a model",
    (prefix) =>
      inDistrict(
        Effect.gen(function* () {
          const next = document({ name: { zh: "新小区", en: "New" } })
          const { position } = yield* head
          const id = `${prefix}${position + 1}/${sha256(JSON.stringify(next))}`
          yield* Effect.exit(submit("committee", id, snooze))
          const { name } = yield* Governance.use(({ adopt }) => adopt(next))
          expect(name.en).toBe("New")
          const kept = yield* Governance.use(({ read }) => read(district, (state) => state.model?.name.en))
          expect(kept).toBe("New")
          expect((yield* entries()).at(-1)).toMatchObject({ type: "ModelAdopted", data: { document: next } })
        })
      )
  )

  it.effect.each([
    ["transfer", ""],
    ["transfer", "~"],
    ["transfer-noted", ""],
    ["transfer-noted", "~"]
  ] as const)("in the form of the library's ids, %s after %j, loses no case in transfer", ([kind, prefix]) =>
    inDistrict(
      Effect.gen(function* () {
        const north = DistrictId.make("north")
        yield* begin(document({ id: north }))
        yield* submitTo(north, "committee", "registry", registry)
        const lift = CaseId.make("lift")
        yield* submit(
          "head-b1",
          "lift",
          ask({
            _tag: "OpenCase",
            case: lift,
            playbook: "lift-retrofit",
            subjects: ["building:b1"],
            evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
          })
        )
        const { position } = yield* head
        // A caller can easily guess the ledger position of the next transfer, which is a part of the library's command
        // id.
        const [where, id] =
          kind === "transfer"
            ? [north, `${prefix}transfer/small/${position + 1}`]
            : [district, `${prefix}transfer-noted/${position + 1}`]
        if (kind === "transfer") yield* Effect.exit(submitTo(where, "committee", id, snooze))
        yield* submit(
          "committee",
          "send",
          ask({ _tag: "TransferCase", case: lift, to: { district: north }, reason: "划归北区" })
        )
        if (kind === "transfer-noted") yield* Effect.exit(submitTo(where, "committee", id, snooze))
        yield* Governance.use(({ receive }) =>
          receive({
            district: north,
            by: ActorId.make("committee"),
            from: district,
            case: lift,
            subjects: [building(BuildingId.make("b2"))]
          })
        )
        const there = yield* Governance.use(({ read }) =>
          read(north, ({ cases }) => cases.get(lift)?.state._tag)
        )
        expect(there).toBe("Opened")
        expect((yield* entries(north)).filter(({ type }) => type === "CaseReceived")).toHaveLength(1)
        expect(yield* Governance.use(({ settle }) => settle(district))).toEqual([])
        expect((yield* entries()).at(-1)?.type).toBe("CaseArrived")
      })
    )
  )
})
