/** The rules of the ledger port about callers that are interrupted: before, during and after a call. */
import { StreamId } from "@liulinhui/core/Id"
import type { Append } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import {
  a,
  at,
  b,
  everything,
  happened,
  type LedgerCase,
  newCommand,
  newDistrict,
  one,
  positions,
  promptly,
  turns,
  upTo
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

/** Waits longer in each round. In the first rounds it only lets other fibers run, in later rounds it sleeps. */
const after = (round: number): Effect.Effect<void> =>
  round < 8 ? turns(round) : Effect.sleep(`${round - 7} millis`)

export const interrupting: ReadonlyArray<LedgerCase> = [
  {
    name: "stores an append whose caller was interrupted completely or not at all, and lets others append",
    check: Effect.fnUntraced(function* ({ ledger }) {
      for (const round of upTo(12, 0)) {
        const district = newDistrict()
        yield* ledger.append(one(district, a, 0, happened("first")))
        const append: Append = {
          district,
          commandId: newCommand(),
          at,
          streams: [
            { stream: a, expected: "any", events: happened(1, 2) },
            { stream: b, expected: "any", events: happened(3, 4) }
          ]
        }
        const caller = yield* Effect.forkChild(ledger.append(append))
        yield* after(round)
        yield* promptly(Fiber.interrupt(caller))
        yield* promptly(ledger.append(one(district, b, "any", happened("other"))))
        // The store may still have been writing the interrupted append. So the command is sent again, as a caller does
        // who does not know whether it was stored.
        const { first, last } = yield* promptly(ledger.append(append))
        expect(last - first).toBe(3)
        const entries = yield* everything(ledger, district)
        expect(positions(entries)).toEqual(upTo(6))
        expect(entries.slice(first - 1, last).map(({ data }) => data)).toEqual([1, 2, 3, 4])
        expect(new Set(entries.map(({ commandId }) => commandId)).size).toBe(3)
        yield* ledger.verify(district)
      }
    })
  },
  {
    name: "writes the appends of all callers that go on, if others beside them are interrupted",
    check: Effect.fnUntraced(function* ({ ledger }) {
      for (const round of upTo(6, 0)) {
        const district = newDistrict()
        const appends = upTo(12).map((n) => one(district, StreamId.make(`w${n}`), 0, happened(n)))
        const callers = yield* Effect.forEach(appends, (append) => Effect.forkChild(ledger.append(append)))
        yield* after(round)
        yield* Effect.forEach(
          callers.filter((_, n) => n % 2 === 0),
          (caller) => promptly(Fiber.interrupt(caller)),
          { concurrency: "unbounded" }
        )
        for (const [n, caller] of callers.entries()) {
          if (n % 2 === 1) yield* promptly(Fiber.join(caller))
        }
        // Each command is stored once, whether its caller was interrupted or not.
        yield* promptly(ledger.appendAll(appends))
        const entries = yield* everything(ledger, district)
        expect(positions(entries)).toEqual(upTo(12))
        expect(entries.map(({ data }) => Number(data)).toSorted((x, y) => x - y)).toEqual(upTo(12))
        yield* ledger.verify(district)
      }
    })
  },
  {
    name: "is not disturbed by readers that are interrupted",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(...upTo(50))))
      for (const round of upTo(6, 0)) {
        const readers = yield* Effect.forEach(
          [
            ledger.changed(district, 50 + round),
            Stream.runDrain(ledger.follow(district)),
            Stream.runDrain(ledger.all(district)),
            ledger.verify(district),
            ledger.readStream(district, a, 0, 10)
          ],
          (read: Effect.Effect<unknown, unknown>) => Effect.forkChild(read)
        )
        yield* after(round)
        for (const reader of readers) yield* promptly(Fiber.interrupt(reader))
        const last = 51 + round
        expect(yield* promptly(ledger.append(one(district, a, "any")))).toMatchObject({ first: last, last })
        expect(positions(yield* promptly(everything(ledger, district)))).toEqual(upTo(last))
      }
    })
  }
]
