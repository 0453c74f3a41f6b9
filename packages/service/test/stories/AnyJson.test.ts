import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Request } from "@liulinhui/core/Governance"
import { Governance, layer, type Submission } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { samples, spoilt } from "../requests.ts"
import { district, document, nine, registry, submission } from "../wanLiu.ts"

const runtime = ManagedRuntime.make(
  layer().pipe(
    Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)),
    Layer.provideMerge(TestClock.layer())
  )
)
let commands = 0
const people = ["committee", "general-branch", "lead-warmth", "lead-unity", "head-b1", "volunteer-warmth"]

/** Submits a request, which can be any JSON value, valid or not. */
const submit = (request: unknown, by = "committee") =>
  Governance.use((governance) =>
    governance.submit({ district, id: `c${(commands += 1)}`, by, request } as unknown as Submission)
  )
const outcome = (request: unknown, by?: string) => runtime.runPromiseExit(submit(request, by))
const refusal = (request: unknown) =>
  runtime.runPromise(
    Effect.map(Effect.flip(submit(request)), (error) =>
      error._tag === "Refused" ? error.reasons : [error._tag]
    )
  )

beforeAll(() =>
  runtime.runPromise(
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* Governance.use(({ adopt }) => adopt(document()))
      yield* Governance.use((governance) => governance.submit(submission("committee", "registry", registry)))
      yield* submit(
        { _tag: "OpenCase", case: "k", playbook: "elderly-companion", subjects: ["resident:b2-101-1"] },
        "lead-warmth"
      )
    })
  )
)
afterAll(() => runtime.dispose())

describe("a submission as JSON", () => {
  it("is read for every kind of request", async () => {
    expect(samples.map(({ _tag }) => _tag).toSorted()).toEqual(Object.keys(Request.cases).toSorted())
    for (const request of samples) {
      const exit = await outcome(request, "nobody")
      const answer = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "accepted"
      expect(`${request._tag}: ${answer}`).toContain("may not request")
    }
  })

  it("always gets an answer: submit does not die for a request with a mistake", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples).chain((request) => fc.tuple(fc.constant(request._tag), spoilt(request))),
        fc.constantFrom(...people),
        async ([tag, request], by) => {
          const exit = await outcome(request, by)
          const died = Exit.isFailure(exit) && Cause.hasDies(exit.cause)
          expect(died ? `${tag}: ${Cause.pretty(exit.cause)}` : "answered").toBe("answered")
        }
      ),
      { numRuns: 1500 }
    )
  })

  it("always gets an answer: submit does not die for valid requests in any order, on any day", async () => {
    const days = ["0001-01-01", "2024-02-29", "2026-02-20", "2026-03-01", "2026-03-02", "9999-12-31"]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.option(fc.constantFrom(...days), { nil: undefined }),
        fc.constantFrom(...people),
        async (request, on, by) => {
          const exit = await outcome(on === undefined ? request : { ...request, on }, by)
          const died = Exit.isFailure(exit) && Cause.hasDies(exit.cause)
          expect(died ? `${request._tag}: ${Cause.pretty(exit.cause)}` : "answered").toBe("answered")
        }
      ),
      { numRuns: 400 }
    )
  })

  it("always gets an answer, also if its district, its id and its actor are any values", async () => {
    const any = fc.oneof(
      fc.string({ unit: "binary", maxLength: 70 }),
      fc.constantFrom(
        null,
        undefined,
        7,
        true,
        [],
        {},
        "",
        "~lapse/k/1",
        "clock",
        "__proto__",
        "\ud800",
        "x".repeat(300)
      )
    )
    const envelope = fc.record({
      district: fc.oneof(fc.constant(district), any),
      id: fc.oneof(fc.constant("c-any"), any),
      by: fc.oneof(fc.constantFrom(...people), any),
      request: fc.oneof(fc.constantFrom(...samples), fc.constantFrom(...samples).chain(spoilt), any)
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(envelope, any), async (given) => {
        const exit = await runtime.runPromiseExit(
          Governance.use((governance) => governance.submit(given as unknown as Submission))
        )
        if (Exit.isSuccess(exit)) return
        expect(Cause.hasDies(exit.cause) ? Cause.pretty(exit.cause) : "answered").toBe("answered")
        expect(Cause.squash(exit.cause)).toMatchObject({
          _tag: expect.any(String),
          message: expect.any(String)
        })
      }),
      { numRuns: 300 }
    )
  })

  it("is refused with every mistake at once, each with its path and a suggestion", async () => {
    expect(
      await refusal({
        _tag: "EnterBuilding",
        building: { id: "b7", label: "7号楼", floors: -3 },
        reason: "x"
      })
    ).toEqual([
      { _tag: "KeyUnknown", path: "request.reason", near: ["building", "on"] },
      {
        _tag: "ValueMalformed",
        path: "request.building.floors",
        message: "Expected a value between 1 and 200"
      }
    ])
    expect(await refusal({ _tag: "EnterBuilding", building: { id: "b7", lable: "7号楼" } })).toEqual([
      { _tag: "KeyUnknown", path: "request.building.lable", near: ["label"] },
      { _tag: "KeyMissing", path: "request.building.label" },
      { _tag: "KeyMissing", path: "request.building.floors" }
    ])
    expect(await refusal({ _tag: "EnterBulding", building: {} })).toEqual([
      { _tag: "RequestUnknown", request: "EnterBulding", near: ["EnterBuilding"] }
    ])
    for (const nothing of [null, undefined, 3, "x", [], {}]) {
      expect(await refusal(nothing)).toEqual([{ _tag: "KeyMissing", path: "request._tag" }])
    }
  })

  it("is refused without a district, a command id or an actor", async () => {
    const submitAs = (envelope: unknown) =>
      runtime.runPromise(
        Effect.flip(Governance.use((governance) => governance.submit(envelope as Submission)))
      )
    expect(await submitAs(null)).toMatchObject({
      _tag: "Refused",
      reasons: ["district", "id", "by"].map((path) => ({ _tag: "KeyMissing", path }))
    })
    expect(await submitAs({ district, id: 7, by: "committee", request: {} })).toMatchObject({
      _tag: "Refused",
      reasons: [{ _tag: "ValueMalformed", path: "id" }]
    })
  })

  it("is accepted with days as texts", async () => {
    const building = { id: "b8", label: "8号楼", floors: 6 }
    expect(Exit.isSuccess(await outcome({ _tag: "EnterBuilding", building }))).toBe(true)
    expect(await refusal({ _tag: "EnterBuilding", building })).toEqual([
      { _tag: "BuildingKnown", building: "b8" }
    ])
  })
})
