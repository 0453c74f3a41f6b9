import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  BoundedLedger,
  CachedLedger,
  type Append,
  CommandId,
  derive,
  Ledger,
  type LedgerShape
} from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"

const decorated = (decorate: (ledger: LedgerShape) => LedgerShape) =>
  Layer.effect(Ledger, Effect.map(Ledger, decorate)).pipe(Layer.provide(Memory.layer))

testSuite(
  vitest,
  ledgerSuite(
    "with a cache of few pages",
    decorated((ledger) => CachedLedger.make(ledger, { entries: 40 })),
    { quick: true }
  )
)
testSuite(
  vitest,
  ledgerSuite(
    "with two calls at once",
    decorated((ledger) => BoundedLedger.make(ledger, { atOnce: 2 })),
    { quick: true }
  )
)

const district = DistrictId.make("wan-liu")
const stream = StreamId.make("case-1")
const append = (n: number): Append => ({
  district,
  commandId: CommandId.make(`c-${n}`),
  at: 0,
  streams: [{ stream, expected: "any", events: [{ type: "Visited", data: n }] }]
})

describe("a cached ledger", () => {
  /**
   * Makes a ledger of nine entries that counts its reads. The test can change an entry to see whether it is read again.
   */
  const counted = Effect.gen(function* () {
    const honest = Memory.makeLedger()
    for (let n = 1; n <= 9; n++) yield* honest.append(append(n))
    const asked: Array<string> = []
    let isChanged = false
    const ledger = derive({
      ...honest,
      read: (id, after, limit) => {
        asked.push(`read ${after} ${limit}`)
        return Effect.map(honest.read(id, after, limit), (page) =>
          page.map((entry) => (isChanged && entry.position === 2 ? { ...entry, data: "changed" } : entry))
        )
      },
      readStream: (id, name, after, limit) => {
        asked.push(`stream ${after} ${limit}`)
        return honest.readStream(id, name, after, limit)
      }
    })
    const taken = (): ReadonlyArray<string> => asked.splice(0)
    return { ledger, taken, change: () => void (isChanged = true) }
  })

  it.effect("reads a full page from the store once, and a page that may grow each time", () =>
    Effect.gen(function* () {
      const { ledger, taken } = yield* counted
      const cached = CachedLedger.make(ledger)
      for (let time = 0; time < 2; time++) {
        expect((yield* cached.read(district, 3, 4)).map(({ position }) => position)).toEqual([4, 5, 6, 7])
        expect((yield* cached.readStream(district, stream, 3, 4)).map(({ data }) => data)).toEqual([
          4, 5, 6, 7
        ])
        expect((yield* cached.read(district, 7, 4)).map(({ position }) => position)).toEqual([8, 9])
      }
      expect(taken()).toEqual(["read 3 4", "stream 3 4", "read 7 4", "read 7 4"])
      yield* cached.append(append(10))
      expect((yield* cached.read(district, 7, 4)).length).toBe(3)
    })
  )

  it.effect("drops the least recently used page first", () =>
    Effect.gen(function* () {
      const { ledger, taken } = yield* counted
      const cached = CachedLedger.make(ledger, { entries: 6 })
      for (const after of [0, 3, 0, 6, 0, 3]) yield* cached.read(district, after, 3)
      expect(taken()).toEqual(["read 0 3", "read 3 3", "read 6 3", "read 3 3"])
    })
  )

  it.effect("verifies what is in the store, not what is cached", () =>
    Effect.gen(function* () {
      const { ledger, change } = yield* counted
      const cached = CachedLedger.make(ledger)
      yield* cached.read(district, 0, 9)
      expect((yield* cached.verify(district)).position).toBe(9)
      change()
      expect(yield* Effect.flip(cached.verify(district))).toMatchObject({ _tag: "ChainBroken", position: 2 })
    })
  )
})

describe("a bounded ledger", () => {
  it.effect("runs the given number of calls, lets the given number wait, and refuses the next at once", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const honest = Memory.makeLedger()
      let [under, most] = [0, 0]
      const slow = derive({
        ...honest,
        append: (one) =>
          Effect.suspend(() => {
            under += 1
            most = Math.max(most, under)
            return Effect.andThen(Deferred.await(gate), honest.append(one)).pipe(
              Effect.ensuring(Effect.sync(() => (under -= 1)))
            )
          })
      })
      const bounded = BoundedLedger.make(slow, { atOnce: 2, waiting: 3 })
      const calls = yield* Effect.forEach([1, 2, 3, 4, 5], (n) => Effect.forkChild(bounded.append(append(n))))
      yield* Effect.yieldNow
      expect(yield* Effect.flip(bounded.append(append(6)))).toMatchObject({
        _tag: "LedgerUnavailable",
        retryable: true,
        reason: "2 calls are under way, and 3 wait"
      })
      expect(yield* Effect.flip(bounded.head(district))).toMatchObject({ _tag: "LedgerUnavailable" })
      // If a waiting call is interrupted, another call can take its place in the queue.
      yield* Fiber.interrupt(calls[4]!)
      const last = yield* Effect.forkChild(bounded.append(append(7)))
      yield* Deferred.succeed(gate, undefined)
      for (const call of [...calls.slice(0, 4), last]) yield* Fiber.join(call)
      expect(most).toBe(2)
      expect((yield* bounded.head(district)).position).toBe(5)
      expect(yield* honest.receipts(district, [CommandId.make("c-5"), CommandId.make("c-6")])).toEqual(
        new Map()
      )
    })
  )
})
