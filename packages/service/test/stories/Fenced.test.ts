import { describe, expect, it } from "@effect/vitest"
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import { Governance, type GovernanceShape, layer, type Options } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Deferred from "effect/Deferred"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, registry, submission } from "../wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

/** Another process on the same stores. Its appends can be stopped at the last moment before the ledger gets them. */
const processOn = Effect.fnUntraced(function* (options: Options) {
  const base = yield* Ledger
  const reached = yield* Deferred.make<void>()
  const goOn = yield* Deferred.make<void>()
  let stops = false
  const stopped = <A, E>(append: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      if (!stops) return append
      stops = false
      return Deferred.succeed(reached, undefined).pipe(
        Effect.andThen(Deferred.await(goOn)),
        Effect.andThen(append)
      )
    })
  const ledger: LedgerShape = {
    ...base,
    append: (append) => stopped(base.append(append)),
    appendAll: (appends) => stopped(base.appendAll(appends))
  }
  const built = yield* Layer.build(
    Layer.fresh(layer(options)).pipe(Layer.provide(Layer.succeed(Ledger, ledger)))
  )
  return {
    governance: Context.get(built, Governance),
    stop: Effect.sync(() => void (stops = true)),
    reached: Deferred.await(reached),
    goOn: Deferred.succeed(goOn, undefined)
  }
})

const tagged = submission(
  "committee",
  "tag",
  ask({ _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] })
)

/**
 * A process decides a request, and stops before the append. Meanwhile another process takes away the mandate of the actor.
 * Then the first process continues. Returns what its caller gets, and the last types of entries.
 */
const woken = (options: Options) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const other = (yield* processOn({})).governance
    yield* other.adopt(document())
    yield* other.submit(submission("committee", "registry", registry))
    const zombie = yield* processOn(options)
    yield* zombie.governance.read(district, () => undefined)
    yield* zombie.stop
    const waiting = yield* Effect.forkChild(Effect.result(zombie.governance.submit(tagged)))
    yield* zombie.reached
    yield* other.adopt(document({ actors: { committee: null } }))
    yield* zombie.goOn
    const outcome = yield* Fiber.join(waiting)
    const entries = yield* Ledger.use(({ read }) => read(district, 0, 10_000))
    return { outcome, types: entries.map(({ type }) => type), zombie: zombie.governance }
  }).pipe(Effect.scoped, Effect.provide(stores))

describe("a process that was paused between its decision and its append", () => {
  it.effect("decides again if it is fenced, and so writes nothing that is not allowed any more", () =>
    Effect.gen(function* () {
      const { outcome, types } = yield* woken({ fenced: true })
      expect(outcome).toMatchObject({ _tag: "Failure", failure: { _tag: "NotAllowed", by: "committee" } })
      expect(types.filter((type) => type === "HouseholdTagged")).toEqual([])
    })
  )

  it.effect("writes what it has decided if it is not fenced and its streams have not changed", () =>
    Effect.gen(function* () {
      const { outcome, types } = yield* woken({})
      expect(outcome._tag).toBe("Success")
      expect(types.at(-1)).toBe("HouseholdTagged")
    })
  )
})

describe("several fenced processes", () => {
  it.effect(
    "each accept the requests of the other, one after the other, without a conflict for the callers",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(nine())
        const both = yield* Effect.forEach([1, 2], () => processOn({ fenced: true }))
        const [one] = both
        yield* one!.governance.adopt(document())
        yield* one!.governance.submit(submission("committee", "registry", registry))
        const tag = ({ submit }: GovernanceShape, n: number) =>
          submit(
            submission(
              "committee",
              `tag-${n}`,
              ask({
                _tag: "TagHousehold",
                household: n % 2 === 0 ? "b1-101" : "b2-101",
                tags: n % 4 < 2 ? ["hardship"] : []
              })
            )
          )
        yield* Effect.forEach(
          Array.from({ length: 24 }, (_, n) => n),
          (n) => tag(both[n % 2 === 0 ? 0 : 1]!.governance, n),
          { concurrency: "unbounded", discard: true }
        )
        yield* Ledger.use(({ verify }) => verify(district))
      }).pipe(Effect.scoped, Effect.provide(stores))
  )
})
