import { describe, expect, it } from "@effect/vitest"
import type { Opened } from "@liulinhui/core/Case"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Day from "@liulinhui/core/Day"
import * as DueClock from "@liulinhui/service/DueClock"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { ask, caseId, district, document, registry, submission } from "../wanLiu.ts"

const name = { zh: "某", en: "some" }
const by = [{ role: "volunteer", scope: "group" }]

/** Property firms report within 24 hours; an order waits for the caller's papers. */
const playbooks = {
  report: {
    name,
    version: 1,
    subject: "building",
    ledBy: "unity",
    opening: { by },
    start: "dissuaded",
    stages: {
      dissuaded: { name, deadline: "24 hours", lapse: "miss" },
      reported: { name, outcome: "achieved" },
      missed: { name }
    },
    steps: {
      report: { name, from: ["dissuaded", "missed"], to: "reported", by },
      miss: { name, from: ["dissuaded"], to: "missed" }
    }
  },
  order: {
    name,
    version: 1,
    subject: "building",
    ledBy: "unity",
    opening: { by, due: { of: "stage", most: "30 days" } },
    start: "handling",
    stages: {
      handling: { name, deadline: "5 working days" },
      waiting: { name, rests: { stages: ["handling"] } },
      done: { name, outcome: "achieved" }
    },
    steps: {
      ask: { name, from: ["handling"], to: "waiting", by },
      go: { name, from: ["waiting"], to: "handling", by },
      close: { name, from: ["handling"], to: "done", by }
    }
  }
}

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const services = DueClock.layer().pipe(
  Layer.provideMerge(layer()),
  Layer.provideMerge(stores),
  Layer.provideMerge(TestClock.layer())
)
const at = (instant: string) => TestClock.setTime(Date.parse(instant))
let commands = 0
const submit = (who: string, request: object) =>
  Governance.use((governance) => governance.submit(submission(who, `k${(commands += 1)}`, ask(request))))
const stateOf = (id: string) =>
  Governance.use((governance) =>
    governance.read(district, (found) => found.cases.get(caseId(id))?.state as Opened | undefined)
  )
const moved = Effect.map(
  DueClock.DueClock.use((clock) => clock.round),
  ({ moved }) => moved.map((one) => one.case)
)
const begin = (patch: object = {}) =>
  Effect.gen(function* () {
    yield* at("2026-03-02T08:00+08:00")
    yield* Governance.use((governance) => governance.adopt(document({ playbooks, ...patch } as never)))
    yield* Governance.use((governance) => governance.submit(submission("committee", "registry", registry)))
  })
const open = (playbook: string, id: string, more: object = {}) => ({
  _tag: "OpenCase",
  case: id,
  playbook,
  subjects: ["building:b1"],
  ...more
})
const step = (id: string, taken: string, more: object = {}) => ({
  _tag: "TakeStep",
  case: id,
  step: taken,
  ...more
})

describe("a duty to report within 24 hours", () => {
  it.effect("lapses at its instant: the due clock acts then, and not before", () =>
    Effect.gen(function* () {
      yield* begin()
      yield* at("2026-03-02T16:20+08:00")
      yield* submit("volunteer-unity", open("report", "r"))
      expect(yield* stateOf("r")).toMatchObject({
        due: Day.make("2026-03-03"),
        dueAt: Date.parse("2026-03-03T16:20+08:00")
      })
      yield* at("2026-03-03T16:19:59+08:00")
      expect(yield* moved).toEqual([])
      yield* at("2026-03-03T16:20+08:00")
      expect(yield* moved).toEqual(["r"])
      expect(yield* moved).toEqual([])
      expect(yield* stateOf("r")).toMatchObject({ stage: "missed", dueAt: undefined })
    }).pipe(Effect.provide(services))
  )

  it.effect("that was reported in time and recorded after its instant was kept", () =>
    Effect.gen(function* () {
      yield* begin()
      yield* submit("volunteer-unity", open("report", "r"))
      yield* at("2026-03-03T08:00+08:00")
      expect(yield* moved).toEqual(["r"])
      yield* at("2026-03-03T09:00+08:00")
      yield* submit("volunteer-unity", step("r", "report", { at: "2026-03-03T07:30+08:00" }))
      const types = (yield* Ledger.use((ledger) => ledger.read(district, 0, 100))).map(({ type }) => type)
      expect(types.slice(-3)).toEqual(["DeadlineLapsed", "LapsesUndone", "StepTaken"])
    }).pipe(Effect.provide(services))
  )

  it.effect("counts from the instant that was given for a late fact", () =>
    Effect.gen(function* () {
      yield* begin()
      yield* at("2026-03-04T10:00+08:00")
      yield* submit("volunteer-unity", open("report", "r", { at: "2026-03-03T18:30+08:00" }))
      expect(yield* stateOf("r")).toMatchObject({ dueAt: Date.parse("2026-03-04T18:30+08:00") })
    }).pipe(Effect.provide(services))
  )
})

describe("an order that waits for the caller's papers [18]", () => {
  it.effect("has as many working days left afterwards as before", () =>
    Effect.gen(function* () {
      yield* begin()
      yield* submit("volunteer-unity", open("order", "o"))
      yield* at("2026-03-04T10:00+08:00")
      yield* submit("volunteer-unity", step("o", "ask"))
      yield* at("2026-03-11T10:00+08:00")
      yield* submit("volunteer-unity", step("o", "go"))
      expect(yield* stateOf("o")).toMatchObject({ stage: "handling", due: Day.make("2026-03-16") })
      const { deadlines } = yield* Governance.use((governance) =>
        governance.ask(district, submission("committee", "x", registry).by, {
          _tag: "AskCase",
          case: caseId("o")
        })
      )
      expect(deadlines).toMatchObject([{ of: "stage", due: Day.make("2026-03-16") }])
    }).pipe(Effect.provide(services))
  )

  it.effect("may have its own due day, given at the opening", () =>
    Effect.gen(function* () {
      yield* begin()
      yield* submit("volunteer-unity", open("order", "o", { due: "2026-03-20" }))
      expect(yield* stateOf("o")).toMatchObject({ due: Day.make("2026-03-20") })
      const refused = yield* Effect.flip(submit("volunteer-unity", open("order", "p", { due: "2026-05-20" })))
      expect(refused).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "OwnDueOutside" }] })
    }).pipe(Effect.provide(services))
  )
})

describe("two groups with one heart, each for its buildings", () => {
  const north = {
    name: { zh: "北区齐心组", en: "United Heart, north" },
    heart: "unity",
    purpose: name,
    needs: {},
    buildings: ["b2"],
    ledBy: 0
  }
  const patch = {
    groups: { unity: { buildings: ["b1"] }, north },
    actors: { "volunteer-north": { mandates: [{ role: "volunteer", scope: { group: "north" } }] } }
  }

  it.effect("each get the cases of their buildings, and their volunteers open them", () =>
    Effect.gen(function* () {
      yield* begin(patch)
      yield* submit("volunteer-unity", open("order", "south-1"))
      yield* submit("volunteer-north", open("order", "north-1", { subjects: ["building:b2"] }))
      expect((yield* stateOf("south-1"))?.group).toBe("unity")
      expect((yield* stateOf("north-1"))?.group).toBe("north")
      const refused = yield* Effect.flip(
        submit("volunteer-unity", open("order", "north-2", { subjects: ["building:b2"] }))
      )
      expect(refused).toMatchObject({ reasons: [{ _tag: "OutOfScope", group: "north" }] })
    }).pipe(Effect.provide(services))
  )
})
