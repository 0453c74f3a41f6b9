import { describe, expect, it } from "@effect/vitest"
import { Ledger, LedgerUnavailable, type LedgerShape } from "@liulinhui/core/Ledger"
import type { Vault } from "@liulinhui/core/Vault"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, registry, submission } from "../wanLiu.ts"

const visit = ask({
  _tag: "RecordContacts",
  contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }]
})

/** Runs a test in a district with a registry. `looks` has one element for each look at the ledger. */
const inDistrict = <A, E>(
  test: (
    looks: Array<number>,
    fail: (fails: boolean) => void
  ) => Effect.Effect<A, E, Governance | Ledger | Vault>
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const base = yield* Ledger
    const looks: Array<number> = []
    let fails = false
    const broken = new LedgerUnavailable({ operation: "read", reason: "no answer", retryable: true })
    const read: LedgerShape["read"] = (of, after, limit) =>
      Effect.suspend(() => {
        looks.push(after)
        return fails ? Effect.fail(broken) : base.read(of, after, limit)
      })
    return yield* Effect.gen(function* () {
      yield* Governance.use(({ adopt }) => adopt(document()))
      yield* Governance.use(({ submit }) => submit(submission("committee", "registry", registry)))
      looks.length = 0
      return yield* test(looks, (now) => void (fails = now))
    }).pipe(
      Effect.provide(layer().pipe(Layer.provideMerge(Layer.succeed(Ledger, Ledger.of({ ...base, read })))))
    )
  }).pipe(Effect.provide(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))

const position = Governance.use(({ read }) => read(district, (state) => state.position))

describe("readers of a district that wait at the same time", () => {
  it.effect("share one look at the ledger", () =>
    inDistrict((looks) =>
      Effect.gen(function* () {
        const positions = yield* Effect.all(
          Array.from({ length: 50 }, () => position),
          { concurrency: "unbounded" }
        )
        expect(new Set(positions)).toEqual(new Set([9]))
        expect(looks).toHaveLength(1)
      })
    )
  )

  it.effect("each see what another process has appended before they began", () =>
    inDistrict(() =>
      Effect.gen(function* () {
        const another = yield* Layer.build(Layer.fresh(layer()))
        const both = Effect.gen(function* () {
          const seen = yield* Effect.forkChild(position)
          yield* Governance.use(({ submit }) => submit(submission("committee", "c", visit))).pipe(
            Effect.provide(another)
          )
          return [yield* position, yield* Fiber.join(seen)] as const
        })
        const [after, before] = yield* both
        expect(after).toBe(10)
        expect([9, 10]).toContain(before)
      }).pipe(Effect.scoped)
    )
  )

  it.effect("are answered even if the first of them is interrupted", () =>
    inDistrict(() =>
      Effect.gen(function* () {
        const first = yield* Effect.forkChild(position, { startImmediately: true })
        const second = yield* Effect.forkChild(position, { startImmediately: true })
        yield* Fiber.interrupt(first)
        expect(yield* Fiber.join(second)).toBe(9)
        expect(yield* position).toBe(9)
      })
    )
  )

  it.effect("have each their own answer: a mistake of one question is not the mistake of another", () =>
    inDistrict((looks) =>
      Effect.gen(function* () {
        const mistaken = Governance.use(({ read }) =>
          read(district, (): number => {
            throw new Error("a mistake")
          })
        )
        const [one, two] = yield* Effect.all([Effect.exit(mistaken), Effect.exit(position)], {
          concurrency: "unbounded"
        })
        expect(Exit.hasDies(one)).toBe(true)
        expect(two).toEqual(Exit.succeed(9))
        expect(looks).toHaveLength(1)
      })
    )
  )

  it.effect("all fail if the ledger cannot be read, and are answered when it can be read again", () =>
    inDistrict((_, fail) =>
      Effect.gen(function* () {
        fail(true)
        const failures = yield* Effect.all([Effect.flip(position), Effect.flip(position)], {
          concurrency: "unbounded"
        })
        expect(failures.map(({ _tag }) => _tag)).toEqual(["LedgerUnavailable", "LedgerUnavailable"])
        fail(false)
        expect(yield* position).toBe(9)
      })
    )
  )
})
