import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { StreamId, BuildingId } from "@liulinhui/core/Id"
import { Journal, Sealing } from "@liulinhui/core/District"
import { CommandId, type Entry, Ledger } from "@liulinhui/core/Ledger"
import { type Kept, Views, type ViewsShape } from "@liulinhui/core/Views"
import { Governance, layer as governanceLayer } from "@liulinhui/service/Governance"
import * as Projection from "@liulinhui/service/Projection"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { district, document, nine, registry, submission } from "./wanLiu.ts"

/**
 * A stored view that lists all buildings in the order of their entry. With this list, a test sees an entry that is
 * folded twice, missing or in the wrong order.
 */
const entered = (version: number, page = 2) =>
  Projection.make({
    name: "entered",
    version,
    page,
    initial: [],
    fold: (trail: ReadonlyArray<string>, { event }) =>
      event._tag === "BuildingEntered" ? [...trail, `v${version} ${event.building.id}`] : trail,
    codec: Schema.Array(Schema.String)
  })

/** The list that the view `entered` must return after the given number of entries. */
const expected = (version: number, position: number) =>
  Array.from({ length: position }, (_, n) => `v${version} b${n + 1}`)

/** Appends entries about buildings. The name of each building is its position. */
const enter = Effect.fnUntraced(function* (count: number) {
  const ledger = yield* Ledger
  const { position } = yield* ledger.head(district)
  const events = Array.from({ length: count }, (_, n) => {
    const id = BuildingId.make(`b${position + n + 1}`)
    return Journal.encode({
      _tag: "BuildingEntered",
      on: Day.make("2026-03-02"),
      building: { id, label: id, floors: 6 }
    })
  })
  yield* ledger.append({
    district,
    commandId: CommandId.make(`enter-${position}`),
    at: 0,
    streams: [{ stream: StreamId.make("registry"), expected: "any", events }]
  })
})

const kept = Views.use((views) => Effect.map(views.get(district, "entered"), Option.getOrUndefined))

/** Runs an effect with a store of views whose functions a test has replaced. */
const withViews = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  change: (honest: ViewsShape) => Partial<ViewsShape>
) => Views.use((honest) => Effect.provideService(effect, Views, Views.of({ ...honest, ...change(honest) })))

/** Runs an effect, and returns the ledger positions after which the effect has read the ledger, in order. */
const reading = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Ledger.use((ledger) => {
    const after: Array<number> = []
    const listening = Ledger.of({
      ...ledger,
      read: (id, position, limit) =>
        Effect.suspend(() => (after.push(position), ledger.read(id, position, limit)))
    })
    return Effect.map(Effect.provideService(effect, Ledger, listening), (value) => ({ value, after }))
  })

// ------------------------------------------------------------------------------------------------------------ the law

interface Crash {
  /** The number of successful calls of `put` (storing a view) before the process crashes. */
  readonly after: number
  readonly hasWritten: boolean
}

type Step =
  | { readonly act: "append"; readonly count: number }
  | { readonly act: "catchUp"; readonly who: number; readonly crash: Crash | undefined }
  | { readonly act: "together"; readonly count: number; readonly turns: ReadonlyArray<number> }
  | { readonly act: "deploy"; readonly who: number; readonly version: number }
  | { readonly act: "spoil"; readonly state: string }
  | { readonly act: "drop" }

const who = fc.nat({ max: 1 })
const plans = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant("append" as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      act: fc.constant("catchUp" as const),
      who,
      crash: fc.option(fc.record({ after: fc.nat({ max: 2 }), hasWritten: fc.boolean() }), { nil: undefined })
    }),
    fc.record({
      act: fc.constant("together" as const),
      count: fc.integer({ min: 1, max: 5 }),
      turns: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 })
    }),
    fc.record({ act: fc.constant("deploy" as const), who, version: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ act: fc.constant("spoil" as const), state: fc.constantFrom("", "{", "[1]", '"b1"', "null") }),
    fc.record({ act: fc.constant("drop" as const) })
  ),
  { maxLength: 25 }
) satisfies fc.Arbitrary<Array<Step>>

/** A store of views for a process that crashes while it stores a view, before or after the view is written. */
const crashing = ({ after, hasWritten }: Crash) => {
  let puts = 0
  return (honest: ViewsShape): Partial<ViewsShape> => ({
    put: (...put) =>
      Effect.suspend(() => {
        if (puts++ < after) return honest.put(...put)
        return Effect.andThen(hasWritten ? honest.put(...put) : Effect.void, Effect.die("killed"))
      })
  })
}

/**
 * A store of views with slow answers. Each number in `turns` states how often one call lets other fibers run before it
 * answers.
 */
const slow = (turns: ReadonlyArray<number>) => {
  let calls = 0
  const turn = Effect.suspend(() => {
    const count = turns[calls++ % turns.length] ?? 0
    return Effect.forEach(Array.from({ length: count }), () => Effect.yieldNow, { discard: true })
  })
  return (honest: ViewsShape): Partial<ViewsShape> => ({
    get: (...get) => Effect.andThen(turn, honest.get(...get)),
    put: (...put) => Effect.andThen(Effect.andThen(turn, honest.put(...put)), (done) => Effect.as(turn, done))
  })
}

const holdsTheLaw = Effect.fnUntraced(function* (plan: ReadonlyArray<Step>) {
  const ledger = yield* Ledger
  const views = yield* Views
  const versions = [1, 1]
  const projection = (process: number) => entered(versions[process] ?? 1)
  const caughtUp = Effect.fnUntraced(function* (process: number, least: number) {
    const view = yield* projection(process).catchUp(district)
    expect(view.position).toBeGreaterThanOrEqual(least)
    expect(view.state).toEqual(expected(versions[process] ?? 1, view.position))
  })
  for (const step of plan) {
    const { position: head } = yield* ledger.head(district)
    switch (step.act) {
      case "append":
        yield* enter(step.count)
        break
      case "catchUp": {
        const { crash, who: process } = step
        if (crash === undefined) yield* caughtUp(process, head)
        else {
          const exit = yield* Effect.exit(withViews(projection(process).catchUp(district), crashing(crash)))
          if (Exit.isSuccess(exit)) expect(exit.value.state).toEqual(expected(versions[process] ?? 1, head))
        }
        break
      }
      case "together": {
        const both = [
          caughtUp(0, head),
          Effect.andThen(Effect.yieldNow, enter(step.count)),
          caughtUp(1, head)
        ]
        yield* withViews(Effect.all(both, { concurrency: "unbounded", discard: true }), slow(step.turns))
        break
      }
      case "deploy":
        versions[step.who] = step.version
        break
      case "spoil": {
        const there = yield* views.get(district, "entered")
        if (Option.isSome(there)) {
          yield* views.put(district, "entered", there, { ...there.value, state: step.state })
        }
        break
      }
      case "drop":
        yield* views.drop(district, "entered")
    }
    // The state in the store always matches its stored position and version, unless the test itself has spoiled the
    // store.
    const there = yield* kept
    if (there !== undefined && step.act !== "spoil" && there.state.includes("v")) {
      expect(JSON.parse(there.state)).toEqual(expected(there.version, there.position))
    }
  }
  const { position: head } = yield* ledger.head(district)
  for (const process of [0, 1]) {
    yield* caughtUp(process, head)
    const view = yield* projection(process).read(district)
    expect(view).toEqual(
      head === 0
        ? Option.none()
        : Option.some({ state: expected(versions[process] ?? 1, head), position: head })
    )
  }
})

describe("a view", () => {
  it("equals a fold from the first entry, however processes catch up, crash, change and meet", async () => {
    await fc.assert(
      fc.asyncProperty(plans, (plan) =>
        Effect.runPromise(Effect.provide(holdsTheLaw(plan), Layer.fresh(StorageMemory.layer)))
      ),
      { numRuns: 300 }
    )
  })

  it.live("survives a restart, and is caught up from its position", () => {
    const folder = mkdtempSync(join(tmpdir(), "liulinhui-views-"))
    const file = Layer.fresh(Sqlite.layer({ filename: join(folder, "ledger.db") }))
    return Effect.gen(function* () {
      yield* Effect.provide(Effect.andThen(enter(5), entered(1).catchUp(district)), file)
      const { after, value } = yield* Effect.provide(
        Effect.andThen(enter(2), reading(entered(1).catchUp(district))),
        file
      )
      expect(value).toEqual({ state: expected(1, 7), position: 7 })
      expect(after).toEqual([5])
    }).pipe(Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true }))))
  })

  it.effect("is read as it is stored, and is missing if this version has stored none", () =>
    Effect.gen(function* () {
      expect(yield* entered(1).read(district)).toEqual(Option.none())
      yield* enter(3)
      yield* entered(1).catchUp(district)
      yield* enter(1)
      expect(yield* entered(1).read(district)).toEqual(Option.some({ state: expected(1, 3), position: 3 }))
      expect(yield* entered(2).read(district)).toEqual(Option.none())
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  const anew: ReadonlyArray<readonly [string, (there: Kept) => Kept]> = [
    ["its version was different", (there) => ({ ...there, version: 7 })],
    ["its state is not JSON", (there) => ({ ...there, state: "[" })],
    ["its state does not decode", (there) => ({ ...there, state: '{"trail":[]}' })],
    ["it is ahead of the ledger", (there) => ({ ...there, position: 6, state: '["of another"]' })]
  ]
  it.effect.each(anew)("is folded from the first entry again if %s", ([, spoil]) =>
    Effect.gen(function* () {
      const views = yield* Views
      yield* enter(5)
      yield* entered(1).catchUp(district)
      const there = Option.getOrThrow(yield* views.get(district, "entered"))
      yield* views.put(district, "entered", Option.some(there), spoil(there))
      const { after, value } = yield* reading(entered(1).catchUp(district))
      expect(value).toEqual({ state: expected(1, 5), position: 5 })
      expect(after).toEqual([0, 2, 4])
      expect(yield* kept).toEqual(there)
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  it.effect("is folded and stored page by page, so that a process that dies loses at most one page", () =>
    Effect.gen(function* () {
      yield* enter(7)
      const killed = withViews(entered(1, 3).catchUp(district), crashing({ after: 2, hasWritten: false }))
      expect(Exit.isFailure(yield* Effect.exit(killed))).toBe(true)
      expect((yield* kept)?.position).toBe(6)
      const { after } = yield* reading(entered(1, 3).catchUp(district))
      expect(after).toEqual([6])
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  /**
   * Brings a view of version 1 up to date. Before its first `put`, another process brings the view up to date with
   * another `version`.
   */
  const raced = Effect.fnUntraced(function* (version: number) {
    const ledger = yield* Ledger
    const views = yield* Views
    const other = entered(version)
      .catchUp(district)
      .pipe(Effect.provideService(Views, views), Effect.provideService(Ledger, ledger), Effect.orDie)
    let isFirst = true
    return yield* withViews(reading(entered(1).catchUp(district)), (honest) => ({
      put: (...put) =>
        Effect.suspend(() => {
          if (!isFirst) return honest.put(...put)
          isFirst = false
          return Effect.andThen(other, honest.put(...put))
        })
    }))
  })

  it.effect("continues from the view that a faster process has stored", () =>
    Effect.gen(function* () {
      yield* enter(4)
      const { after, value } = yield* raced(1)
      expect(value).toEqual({ state: expected(1, 4), position: 4 })
      expect(after).toEqual([0])
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  it.effect("replaces a view that a process of another version has stored meanwhile", () =>
    Effect.gen(function* () {
      yield* enter(1)
      const { value } = yield* raced(2)
      expect(value).toEqual({ state: expected(1, 1), position: 1 })
      expect(yield* entered(1).read(district)).toEqual(Option.some(value))
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  it.effect("stops before an entry that cannot be read, and names the entry", () =>
    Effect.gen(function* () {
      yield* enter(2)
      yield* Ledger.use((ledger) =>
        ledger.append({
          district,
          commandId: CommandId.make("later"),
          at: 0,
          streams: [
            { stream: StreamId.make("registry"), expected: "any", events: [{ type: "Later", data: {} }] }
          ]
        })
      )
      const error = yield* Effect.flip(entered(1).catchUp(district))
      expect(error).toMatchObject({ _tag: "EntryUnreadable", position: 3, type: "Later" })
      expect((yield* kept)?.position).toBe(2)
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  it.effect("can be followed: the present view, and a new one after each new entry", () =>
    Effect.gen(function* () {
      yield* enter(3)
      const ledger = yield* Ledger
      const waits: Array<number> = []
      const listening = Ledger.of({
        ...ledger,
        changed: (id, after) => Effect.suspend(() => (waits.push(after), ledger.changed(id, after)))
      })
      const seen: Array<Projection.View<ReadonlyArray<string>>> = []
      const follower = yield* entered(1)
        .follow(district)
        .pipe(
          Stream.take(3),
          Stream.runForEach((view) => Effect.sync(() => void seen.push(view))),
          Effect.provideService(Ledger, listening),
          Effect.forkChild
        )
      const seeing = (count: number) =>
        Effect.yieldNow.pipe(Effect.repeat({ until: () => seen.length >= count, times: 1000 }))
      yield* seeing(1)
      yield* enter(4)
      yield* seeing(2)
      yield* enter(1)
      yield* Fiber.join(follower)
      expect(seen).toEqual([3, 7, 8].map((position) => ({ state: expected(1, position), position })))
      expect(waits).toEqual([3, 7])
      expect((yield* kept)?.position).toBe(8)
    }).pipe(Effect.provide(Layer.fresh(StorageMemory.layer)))
  )

  it.effect("neither gets nor stores sealed values", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const governance = yield* Governance
      yield* governance.adopt(document())
      yield* governance.submit(submission("committee", "registry", registry))
      const ledger = yield* Ledger
      const entries: ReadonlyArray<Entry> = yield* ledger.read(district, 0, 100)
      const seals = entries.flatMap((entry) => Sealing.recordSealsIn(entry))
      expect(seals.length).toBeGreaterThan(0)
      const everything = Projection.make({
        name: "everything",
        version: 1,
        initial: [],
        fold: (all: ReadonlyArray<Schema.Json>, { event }, { data, type }) => [
          ...all,
          data,
          // Safe: an event is plain data.
          event as unknown as Schema.Json,
          type
        ],
        codec: Schema.Array(Schema.Json)
      })
      const { state } = yield* everything.catchUp(district)
      expect(state).toContain("ResidentEntered")
      const views = yield* Views
      const { state: text } = Option.getOrThrow(yield* views.get(district, "everything"))
      for (const { value } of seals) {
        expect(text).not.toContain(JSON.stringify(value))
        expect(text).not.toContain(value.sealed)
      }
      expect(text).not.toContain("居民b1-101")
    }).pipe(
      Effect.provide(
        governanceLayer().pipe(
          Layer.provideMerge(Layer.fresh(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
        )
      )
    )
  )
})
