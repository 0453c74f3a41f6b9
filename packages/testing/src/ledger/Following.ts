/** The rules of the ledger port about readers that wait for new entries. */
import { StreamId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import {
  a,
  b,
  everything,
  expectSame,
  happened,
  newDistrict,
  one,
  positions,
  promptly,
  turns,
  upTo,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

/** Fails if a reader is not woken. A store without notifications may wake its readers at its polling interval. */
const wakened = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.timeout(effect, "15 seconds")

export const following: ReadonlyArray<LedgerCase> = [
  {
    name: "follows a district: returns the existing entries, then each new entry once, in order, and does not end",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2)))
      const follower = yield* Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district), 7)))
      yield* Effect.yieldNow
      for (const n of upTo(5)) {
        yield* ledger.append(one(district, n % 2 === 0 ? a : b, "any"))
        yield* Effect.yieldNow
      }
      expectSame(yield* Fiber.join(follower), yield* everything(ledger, district))
    })
  },
  {
    name: "lets a follower start late, or continue from its last position",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const [late, resumed, early] = yield* Effect.all(
        [0, 2, 4].map((after) =>
          Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district, after), 5 - after)))
        )
      )
      yield* ledger.append(one(district, a, 0, happened(1, 2, 3, 4)))
      const last = yield* Effect.forkChild(Stream.runHead(ledger.follow(district, 4)))
      yield* ledger.append(one(district, a, 4, happened(5)))
      expect(positions(yield* Fiber.join(late!))).toEqual([1, 2, 3, 4, 5])
      expect(positions(yield* Fiber.join(resumed!))).toEqual([3, 4, 5])
      expect(positions(yield* Fiber.join(early!))).toEqual([5])
      expect(Option.map(yield* Fiber.join(last), ({ position }) => position)).toEqual(Option.some(5))
    })
  },
  {
    name: "wakes a reader that waits for a change, at once if the change has already happened",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const waiter = yield* Effect.forkChild(ledger.changed(district, 0))
      yield* Effect.yieldNow
      yield* ledger.append(one(district, a, 0))
      yield* Fiber.join(waiter)
      yield* ledger.changed(district, 0)
    })
  },
  {
    name: "lets a follower see each entry exactly once while many write",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const writers = 8
      const each = 10
      const followers = yield* Effect.forEach([0, 0], () =>
        Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district), writers * each)))
      )
      yield* Effect.forEach(
        upTo(writers),
        (writer) =>
          Effect.forEach(upTo(each), (n) =>
            Effect.andThen(Effect.yieldNow, ledger.append(one(district, StreamId.make(`w${writer}`), n - 1)))
          ),
        { concurrency: "unbounded" }
      )
      for (const follower of followers) {
        expect(positions(yield* Fiber.join(follower))).toEqual(upTo(writers * each))
      }
    })
  },
  {
    name: "wakes readers and followers after several commands in one call",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0))
      const waiter = yield* Effect.forkChild(ledger.changed(district, 1))
      const follower = yield* Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district), 6)))
      yield* turns(5)
      yield* ledger.appendAll([one(district, a, 1), one(district, b, 0, happened(1, 2))])
      yield* wakened(Fiber.join(waiter))
      const again = yield* Effect.forkChild(ledger.changed(district, 4))
      yield* turns(5)
      yield* ledger.appendAll([one(district, b, 2, happened(3, 4))])
      yield* wakened(Fiber.join(again))
      expect(positions(yield* wakened(Fiber.join(follower)))).toEqual(upTo(6))
    })
  },
  {
    name: "wakes every reader of a district, also after another one was interrupted",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const position of upTo(3, 0)) {
        const waiting = yield* Effect.forEach(upTo(6), () =>
          Effect.forkChild(ledger.changed(district, position))
        )
        const elsewhere = yield* Effect.forkChild(ledger.changed(newDistrict(), 0))
        yield* turns(5)
        for (const fiber of [elsewhere, waiting[0]!, waiting[5]!]) yield* promptly(Fiber.interrupt(fiber))
        yield* ledger.append(one(district, a, position))
        for (const fiber of waiting.slice(1, -1)) yield* wakened(Fiber.join(fiber))
      }
    })
  }
]
