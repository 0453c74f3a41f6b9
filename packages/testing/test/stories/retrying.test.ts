import { describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  CommandId,
  derive,
  LedgerUnavailable,
  type LedgerShape,
  RetryingLedger
} from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"

const district = DistrictId.make("wan-liu")
const append: Append = {
  district,
  commandId: CommandId.make("c-1"),
  at: 0,
  streams: [
    {
      stream: StreamId.make("a"),
      expected: 0,
      events: [
        { type: "Visited", data: 1 },
        { type: "Visited", data: 2 }
      ]
    }
  ]
}

/**
 * Makes a ledger whose calls fail the given number of times before they succeed. An append that fails is still written.
 */
const flaky = (honest: LedgerShape, times: number, retryable = true) => {
  const calls = { append: 0, read: 0 }
  const failing = new LedgerUnavailable({ operation: "do it", reason: "of the weather", retryable })
  return {
    calls,
    ledger: derive({
      ...honest,
      append: (one) =>
        Effect.andThen(honest.append(one), (receipt) =>
          calls.append++ < times ? Effect.fail(failing) : Effect.succeed(receipt)
        ),
      read: (...args) =>
        Effect.suspend(() => (calls.read++ < times ? Effect.fail(failing) : honest.read(...args)))
    })
  }
}

describe("a retrying ledger", () => {
  it.effect("repeats a call that may succeed later, and still appends a command once", () =>
    Effect.gen(function* () {
      const { ledger, calls } = flaky(Memory.makeLedger(), 2)
      const retrying = RetryingLedger.make(ledger, Schedule.recurs(3))
      expect(yield* retrying.append(append)).toEqual({ first: 1, last: 2, repeated: true })
      expect(calls.append).toBe(3)
      // Operations that are built from other operations, such as reading all entries, also repeat failed calls. They
      // return no entry twice.
      expect((yield* Stream.runCollect(retrying.all(district))).map(({ data }) => data)).toEqual([1, 2])
      expect(calls.read).toBe(3)
    })
  )

  it.effect("gives up when the schedule ends", () =>
    Effect.gen(function* () {
      const { ledger, calls } = flaky(Memory.makeLedger(), 9)
      const retrying = RetryingLedger.make(ledger, Schedule.recurs(3))
      expect(yield* Effect.flip(retrying.append(append))).toMatchObject({ _tag: "LedgerUnavailable" })
      expect(calls.append).toBe(4)
    })
  )

  it.effect("does not repeat a call that can never succeed", () =>
    Effect.gen(function* () {
      const { ledger, calls } = flaky(Memory.makeLedger(), 1, false)
      const retrying = RetryingLedger.make(ledger, Schedule.recurs(3))
      expect(yield* Effect.flip(retrying.append(append))).toMatchObject({
        _tag: "LedgerUnavailable",
        retryable: false
      })
      const stale = { ...append, commandId: CommandId.make("c-2") }
      expect(yield* Effect.flip(retrying.append(stale))).toMatchObject({ _tag: "VersionConflict" })
      expect(calls.append).toBe(1)
    })
  )
})
