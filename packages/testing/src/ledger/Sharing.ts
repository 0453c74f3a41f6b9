/**
 * The rules of the ledger port about several handles on one store. Each handle answers at once with what another one
 * has acknowledged, in every operation, even if it has answered the same question before.
 */
import { StreamId } from "@liulinhui/core/Id"
import { type Append, type LedgerShape, limits } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import {
  a,
  everything,
  happened,
  type LedgerCase,
  newDistrict,
  one,
  positions,
  promptly,
  upTo,
  wholeStream
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

/** Asks everything about an append to which a handle could remember the answer. */
const ask = Effect.fnUntraced(function* (ledger: LedgerShape, { commandId, district, streams }: Append) {
  const stream = streams[0]?.stream ?? a
  return {
    head: yield* ledger.head(district),
    read: yield* ledger.read(district, 0, limits.page),
    few: yield* ledger.read(district, 0, 3),
    stream: yield* wholeStream(ledger, district, stream),
    receipts: [...(yield* ledger.receipts(district, [commandId]))],
    receipt: Option.getOrUndefined(yield* ledger.receipt(district, commandId)),
    listed: (yield* ledger.districts).includes(district),
    all: yield* everything(ledger, district),
    verified: yield* ledger.verify(district)
  }
})

export const sharing: ReadonlyArray<LedgerCase> = [
  {
    name: "answers every operation with what another handle on the store has just appended",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      const other = yield* another
      const district = newDistrict()
      const appends = upTo(6).map((n) =>
        one(district, n % 2 === 0 ? a : StreamId.make(`s-${n}`), "any", happened(n))
      )
      for (const [n, append] of appends.entries()) {
        const [writer, reader] = n % 3 === 2 ? [other, ledger] : [ledger, other]
        // The reader answers before the append, so it could remember its answers.
        for (const next of appends) yield* ask(reader, next)
        yield* n % 2 === 0 ? writer.append(append) : writer.appendAll([append])
        yield* promptly(reader.changed(district, n))
        const answers = yield* ask(reader, append)
        expect(answers).toEqual(yield* ask(writer, append))
        expect(answers).toMatchObject({
          head: { position: n + 1 },
          receipt: { first: n + 1, last: n + 1 },
          listed: true
        })
        expect([answers.read, answers.all].map(positions)).toEqual([upTo(n + 1), upTo(n + 1)])
        expect(answers.stream.at(-1)?.data).toBe(n + 1)
        expect(yield* Effect.flip(reader.append(one(district, a, 99)))).toMatchObject({
          actual: Math.floor((n + 1) / 2)
        })
        expect(yield* reader.append(append)).toMatchObject({ first: n + 1, repeated: true })
      }
    })
  },
  {
    name: "wakes readers and followers after another handle has appended several commands in one call",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      const other = yield* another
      const district = newDistrict()
      const follower = yield* Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district), 4)))
      const waiter = yield* Effect.forkChild(ledger.changed(district, 0))
      yield* Effect.yieldNow
      yield* other.appendAll([one(district, a, 0, happened(1, 2)), one(district, a, 2, happened(3))])
      yield* Effect.timeout(Fiber.join(waiter), "15 seconds")
      yield* ledger.append(one(district, a, 3))
      expect(positions(yield* Effect.timeout(Fiber.join(follower), "15 seconds"))).toEqual(upTo(4))
    })
  }
]
