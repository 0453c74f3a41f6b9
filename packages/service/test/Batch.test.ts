import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import type { ActorId } from "@liulinhui/core/Id"
import * as Batch from "@liulinhui/service/Batch"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as Migration from "@liulinhui/service/CaseMigration"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, caseId, district, document, nine, registry, submission } from "./wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

const submit = (by: string, id: string, request: object) =>
  Governance.use((governance) => governance.submit(submission(by, id, ask(request))))

const photo = { photo: "p.jpg", sha256: "0".repeat(64) }
const flats = ["b1-101", "b1-102", "b2-101"]

/** Opens cases about corridor clutter for three flats. The stairwell heads of the flats open them. */
const found = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  yield* Governance.use(({ adopt }) => adopt(document()))
  yield* Governance.use((governance) => governance.submit(submission("committee", "registry", registry)))
  yield* submit("lead-unity", "campaign", {
    _tag: "OpenCase",
    case: "campaign",
    playbook: "clutter-campaign",
    subjects: ["district:small"]
  })
  for (const building of ["b1", "b2"]) {
    yield* submit("lead-unity", building, {
      _tag: "OpenCase",
      case: building,
      playbook: "building-clutter",
      subjects: [`building:${building}`],
      parent: "campaign"
    })
  }
  for (const flat of flats) {
    const building = flat.slice(0, 2)
    yield* submit(`head-${building}`, flat, {
      _tag: "OpenCase",
      case: flat,
      playbook: "corridor-clutter",
      subjects: [`household:${flat}`],
      parent: building
    })
  }
})

const inDistrict = <A, E>(test: Effect.Effect<A, E, Governance | Ledger>) =>
  Effect.andThen(found, test).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))

const stages = Governance.use(({ read }) =>
  read(district, (state) =>
    flats.map((flat) => {
      const { stage, version } = Option.getOrThrow(District.findCase(state, caseId(flat)))
      return `${stage}@${version}`
    })
  )
)
const head = Ledger.use((ledger) => Effect.map(ledger.head(district), ({ position }) => position))

const told = (each: ReadonlyArray<Batch.Each>) =>
  each.map(({ case: id, outcome }) => [
    id,
    Result.isSuccess(outcome) ? "done" : outcome.failure.reasons.map(({ _tag }) => _tag)
  ])

const surveyed = (by: string, cases: ReadonlyArray<string>) =>
  Batch.submit({
    district,
    id: CommandId.make("survey"),
    by: by as ActorId,
    cases: cases.map(caseId),
    request: (id) =>
      ask({ _tag: "TakeStep", case: id, step: "survey", evidence: { finding: "纸箱", "found-photo": photo } })
  })

describe("a batch", () => {
  it.effect("does all accepted submissions, and returns every refusal with all its reasons", () =>
    inDistrict(
      Effect.gen(function* () {
        expect(told(yield* surveyed("head-b1", ["b1-101", "b2-101", "nowhere", "b1-102", "b1-101"]))).toEqual(
          [
            ["b1-101", "done"],
            ["b2-101", ["OutOfScope"]],
            ["nowhere", ["CaseUnknown"]],
            ["b1-102", "done"]
          ]
        )
        expect(yield* stages).toEqual(["surveyed@1", "surveyed@1", "found@1"])
      })
    )
  )

  it.effect(
    "submitted again under its id does the missing part, and returns the first results of the rest",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* surveyed("head-b1", ["b1-101"])
          const before = yield* head
          const again = yield* surveyed("head-b1", flats)
          expect(told(again).slice(0, 2)).toEqual([
            ["b1-101", "done"],
            ["b1-102", "done"]
          ])
          expect(yield* head).toBe(before + 1)
        })
      )
  )

  it.effect("fails for an actor without a mandate", () =>
    inDistrict(
      Effect.gen(function* () {
        const before = yield* head
        expect((yield* Effect.flip(surveyed("stranger", flats)))._tag).toBe("NotAllowed")
        expect(yield* head).toBe(before)
      })
    )
  )

  it("has an id that leaves room for the longest case id", () => {
    const is = Schema.is(Batch.BatchId)
    expect(is("b".repeat(135))).toBe(true)
    expect(is("b".repeat(136))).toBe(false)
    expect(Schema.is(CommandId)(`${"b".repeat(135)}/${"c".repeat(64)}`)).toBe(true)
  })
})

/**
 * Adopts the next version of the playbook for corridor clutter. In this version, the stage `found` is renamed to
 * `seen`.
 */
const adoptNext = Effect.suspend(() => {
  const text = JSON.stringify(sixHearts.playbooks["corridor-clutter"]).replaceAll('"found"', '"seen"')
  const seen: { readonly stages: Schema.JsonObject } & Schema.JsonObject = JSON.parse(text)
  const next = { ...seen, version: 2, stages: { ...seen.stages, found: null } }
  return Governance.use(({ adopt }) => adopt(document({ playbooks: { "corridor-clutter": next } })))
})

const migration = (stages: Migration.Migration["stages"], by = "lead-unity"): Migration.Migration => ({
  district,
  id: CommandId.make("to-2"),
  by: by as ActorId,
  playbook: "corridor-clutter" as Migration.Migration["playbook"],
  stages
})

describe("a migration", () => {
  it.effect("has a dry run, which writes nothing and returns the same results", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* surveyed("head-b1", ["b1-101"])
        yield* adoptNext
        const before = yield* head
        const previews = yield* Migration.dryRun(migration({ found: "seen" }))
        expect(yield* head).toBe(before)
        const foreseen = previews.map(({ outcome }) => {
          const { stage, version } = Result.getOrThrow(outcome)
          return `${stage}@${version}`
        })
        expect(foreseen).toEqual(["surveyed@2", "seen@2", "seen@2"])
        expect(told(yield* Migration.migrate(migration({ found: "seen" })))).toEqual(
          flats.map((flat) => [flat, "done"])
        )
        expect(yield* stages).toEqual(foreseen)
        expect(yield* Migration.dryRun(migration({ found: "seen" }))).toEqual([])
      })
    )
  )

  it.effect("is refused for each wrong stage in its map, and moves no case", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* adoptNext
        const before = yield* head
        const each = yield* Migration.migrate(migration({ nowhere: "seen" }))
        for (const { outcome } of each) {
          expect(Result.isFailure(outcome) && outcome.failure.reasons).toContainEqual({
            _tag: "StageMapUnfit",
            version: 2,
            stages: ["nowhere", "found"]
          })
        }
        expect(each).toHaveLength(3)
        expect(yield* head).toBe(before)
      })
    )
  )

  it.effect("is allowed only to keepers of the cases", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* adoptNext
        const others = yield* Migration.dryRun(migration({ found: "seen" }, "lead-warmth"))
        expect(
          others.map(({ outcome }) => Result.isFailure(outcome) && outcome.failure.reasons[0]._tag)
        ).toEqual(flats.map(() => "OutOfScope"))
        const stranger = migration({}, "stranger")
        expect((yield* Effect.flip(Migration.dryRun(stranger)))._tag).toBe("NotAllowed")
        expect((yield* Effect.flip(Migration.migrate(stranger)))._tag).toBe("NotAllowed")
        const unknown = { ...migration({}), playbook: "no-such" as Migration.Migration["playbook"] }
        expect((yield* Effect.flip(Migration.migrate(unknown)))._tag).toBe("Refused")
      })
    )
  )

  it.effect("is refused to an unknown version and to the same version", () =>
    inDistrict(
      Effect.gen(function* () {
        const reasons = (version: number) =>
          Effect.map(
            Effect.flip(
              submit("lead-unity", `m${version}`, { _tag: "MigrateCase", case: "b1-101", version })
            ),
            (error) => (error._tag === "Refused" ? error.reasons : [])
          )
        expect(yield* reasons(9)).toEqual([
          { _tag: "VersionUnknown", playbook: "corridor-clutter", version: 9, known: [1] }
        ])
        expect(yield* reasons(1)).toEqual([{ _tag: "SameVersion", version: 1 }])
      })
    )
  )
})
