import { describe, expect, it } from "@effect/vitest"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Cluster from "@liulinhui/cluster/Cluster"
import { ActorId, DistrictId, ReportId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { Notifier } from "@liulinhui/core/Notifier"
import * as DueClock from "@liulinhui/service/DueClock"
import * as Governance from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as TestRunner from "effect/cluster/TestRunner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as OverCluster from "../src/internal/OverCluster.ts"
import { ask, caseId, district, document, registry, submission } from "../../service/test/wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

const alone = Governance.layer().pipe(Layer.provideMerge(Layer.fresh(stores)))

/** The service over a cluster of this process alone. Messages are written as JSON and read again. */
const clustered = Cluster.layerGovernance().pipe(
  Layer.provide(Governance.layer({ fenced: true })),
  Layer.provideMerge(TestRunner.layer),
  Layer.provideMerge(Layer.fresh(stores))
)

const committee = ActorId.make("committee")

type Call = (governance: Governance.GovernanceShape) => Effect.Effect<unknown, unknown>

const submit =
  (by: string, id: string, request: unknown): Call =>
  (governance) =>
    // Some requests have mistakes, as those from outside may have.
    governance.submit(submission(by, id, request as Parameters<typeof submission>[2]))

const preview =
  (by: string, id: string, request: unknown): Call =>
  (governance) =>
    governance.preview(submission(by, id, request as Parameters<typeof submission>[2]))

const tag = { _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] }
const open = {
  _tag: "OpenCase",
  case: "h1",
  playbook: "hardship-and-hoarding",
  subjects: ["household:b2-101"],
  evidence: { situation: "堆满了" }
}

/** Calls with every kind of outcome, in order. */
const calls: Readonly<Record<string, Call>> = {
  "a district without a model": submit("committee", "early", tag),
  "offers without a model": ({ can }) => can(district, committee),
  adopted: ({ adopt }) => Effect.map(adopt(document()), ({ id }) => id),
  accepted: submit("committee", "registry", registry),
  "accepted, as JSON": submit("committee", "tag", tag),
  "the same again": submit("committee", "tag", tag),
  "another request under its id": submit("committee", "tag", { ...tag, tags: [] }),
  "nothing to write": submit("committee", "tag-again", tag),
  "a dry run": preview("lead-warmth", "open", open),
  "a dry run of a repeated command": preview("committee", "tag", tag),
  "a case": submit("lead-warmth", "open", open),
  "a refusal with reasons": submit("lead-warmth", "open-2", { ...open, subjects: ["household:b9-101"] }),
  "a refused dry run": preview("lead-warmth", "open-3", { ...open, case: "h1" }),
  "a request without a mandate": submit("volunteer-unity", "tag-2", tag),
  "a request with mistakes": submit("committee", "odd", { _tag: "TagHousehold", house: "b1-101" }),
  "a request of no known kind": submit("committee", "odder", { _tag: "TakeCoffee" }),
  "a submission without an id": ({ submit }) =>
    submit({ ...submission("committee", "x", ask(tag)), id: 7 as never }),
  "a reserved id": ({ submit }) =>
    submit({ ...submission("committee", "x", ask(tag)), id: "~lapse/h1/1" as never }),
  offers: ({ can }) => can(district, ActorId.make("lead-warmth"), caseId("h1")),
  "offers without a case": ({ can }) => can(district, committee),
  "an answer with days": ({ ask }) => ask(district, committee, { _tag: "AskToday" }),
  "an answer about a case": ({ ask }) =>
    ask(district, ActorId.make("lead-warmth"), { _tag: "AskCase", case: caseId("h1") }),
  "an answer about the registry": ({ ask }) =>
    ask(district, ActorId.make("head-b1"), { _tag: "AskRegistry" }),
  "a refused question": ({ ask }) => ask(district, committee, { _tag: "AskCase", case: caseId("none") }),
  "a question without a mandate": ({ ask }) => ask(district, ActorId.make("nobody"), { _tag: "AskToday" }),
  "a report that the model does not take": ({ takeIn }) =>
    takeIn({
      district,
      report: ReportId.make("r1"),
      reported: { category: "clutter", words: "楼道" } as never
    }),
  "another district": ({ can }) => can(DistrictId.make("elsewhere"), committee),
  reading: ({ read }) => read(district, ({ position }) => position),
  waking: ({ wake }) => wake(district)
}

/** The outcome of each call, in order, with the class and the message of each error. */
const outcomes = Effect.gen(function* () {
  const governance = yield* Governance.Governance
  const all: Record<string, unknown> = {}
  for (const [name, call] of Object.entries(calls)) {
    all[name] = yield* Effect.match(call(governance), {
      onSuccess: (value) => ({ value }),
      onFailure: (error) => ({ error, kind: (error as Error).constructor, message: (error as Error).message })
    })
  }
  return all
})

describe("the service over a cluster", () => {
  it.live(
    "answers each request, dry run and question as the service of one process does, with the same errors",
    () =>
      Effect.gen(function* () {
        const expected = yield* Effect.provide(outcomes, alone)
        const found = yield* Effect.provide(outcomes, clustered)
        expect(found).toEqual(expected)
        const kinds = Object.values(expected).map((one) => (one as { kind?: { name: string } }).kind?.name)
        expect(new Set(kinds)).toEqual(
          new Set([undefined, "Refused", "NotAllowed", "DistrictUnknown", "QuestionRefused"])
        )
      })
  )

  it.live("fails in time, as a store that may be tried again, if no process has the district", () =>
    Effect.gen(function* () {
      // The entity is registered nowhere.
      const governance = yield* OverCluster.make("200 millis")
      expect(yield* Effect.flip(governance.can(district, committee))).toMatchObject({
        _tag: "LedgerUnavailable",
        operation: "reach district small",
        retryable: true
      })
    }).pipe(Effect.provide(alone.pipe(Layer.provideMerge(TestRunner.layer))))
  )
})

describe("the due clock and a channel in a cluster", () => {
  it.live("queue the notices of the districts of a process, and deliver each once", () => {
    const delivered: Array<string> = []
    const notifier = Layer.succeed(
      Notifier,
      Notifier.of({
        channel: "test",
        capabilities: {
          formats: ["text"],
          bytes: Number.POSITIVE_INFINITY,
          rate: [],
          mentions: false,
          idempotent: true,
          audience: "one"
        },
        deliver: ({ key }) => Effect.sync(() => void delivered.push(key))
      })
    )
    const announcing = Announcer.layer().pipe(Layer.provide(notifier), Layer.provideMerge(Outbox.layerMemory))
    const working = Layer.merge(
      Cluster.layerChannel("test", "20 millis"),
      Cluster.layerClock({ every: "20 millis" }).pipe(Layer.provide(Announcer.layerQueueDuty))
    ).pipe(Layer.provideMerge(announcing), Layer.provideMerge(clustered))
    return Effect.gen(function* () {
      const governance = yield* Governance.Governance
      yield* governance.adopt(document({ noticeHours: { quiet: null, separate: 1000 } }))
      yield* governance.submit(submission("committee", "registry", registry))
      yield* governance.submit(submission("lead-warmth", "open", ask(open)))
      const { districts } = yield* Ledger
      expect(yield* districts).toEqual([district])
      const clock = yield* DueClock.DueClock
      yield* Effect.gen(function* () {
        while (delivered.length === 0) yield* Effect.sleep("20 millis")
      }).pipe(Effect.timeout("20 seconds"))
      expect(yield* clock.round).toMatchObject({ districts: 1, failed: [] })
      const queued = yield* Announcer.Announcer.use(({ queued }) => queued(district))
      const total = [...queued.values()].reduce((sum, count) => sum + count, 0)
      yield* Effect.gen(function* () {
        while (delivered.length < total) yield* Effect.sleep("20 millis")
      }).pipe(Effect.timeout("20 seconds"))
      expect(new Set(delivered).size).toBe(delivered.length)
    }).pipe(Effect.provide(working))
  })
})
