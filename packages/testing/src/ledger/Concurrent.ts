/** The rules of the ledger port about several callers at the same time. */
import { StreamId } from "@liulinhui/core/Id"
import { CommandId, type LedgerShape, limits } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import fc from "fast-check"
import { type AppendAttempt, appendAttempt, appendOf } from "../LedgerArbitraries.ts"
import * as Linearizable from "../Linearizable.ts"
import {
  a,
  everything,
  happened,
  newDistrict,
  one,
  outcomeOf,
  positions,
  property,
  upTo,
  wholeStream,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

const writersMeet = (ledgers: ReadonlyArray<LedgerShape>): Effect.Effect<void, unknown> => {
  type Step =
    | { readonly _tag: "append"; readonly plan: AppendAttempt }
    | { readonly _tag: "read"; readonly after: number; readonly limit: number }
    | { readonly _tag: "head" | "receipt" }
  const step: fc.Arbitrary<{ readonly step: Step; readonly pause: number }> = fc.record({
    step: fc.oneof(
      { weight: 5, arbitrary: fc.record({ _tag: fc.constant("append" as const), plan: appendAttempt(20) }) },
      {
        weight: 1,
        arbitrary: fc.record({
          _tag: fc.constant("read" as const),
          after: fc.integer({ min: 0, max: 12 }),
          limit: fc.constantFrom(2, 1000)
        })
      },
      { weight: 1, arbitrary: fc.record({ _tag: fc.constantFrom("head" as const, "receipt" as const) }) }
    ),
    pause: fc.integer({ min: 0, max: 3 })
  })
  const schedule = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 6 })
  return property(schedule, 40, (writers) =>
    Effect.gen(function* () {
      const district = newDistrict()
      const history: Array<Linearizable.Event> = []
      let clock = 0
      const call = Effect.fnUntraced(function* (ledger: LedgerShape, current: Step) {
        const record = (made: Linearizable.Call): void => {
          history.push({ began, ended: ++clock, call: made })
        }
        let began = 0
        switch (current._tag) {
          case "append": {
            const seen = new Map<StreamId, number>()
            for (const { stream } of current.plan.streams) {
              seen.set(stream, (yield* wholeStream(ledger, district, stream)).length)
            }
            const append = appendOf(district, current.plan, (stream) => seen.get(stream) ?? 0)
            began = ++clock
            return record({ _tag: "append", append, outcome: yield* outcomeOf(ledger.append(append)) })
          }
          case "read": {
            began = ++clock
            const { after, limit } = current
            return record({ _tag: "read", after, limit, entries: yield* ledger.read(district, after, limit) })
          }
          case "head": {
            began = ++clock
            return record({ _tag: "head", head: yield* ledger.head(district) })
          }
          case "receipt": {
            const commandId = CommandId.make("command-1")
            began = ++clock
            const receipt = Option.getOrUndefined(yield* ledger.receipt(district, commandId))
            return record({ _tag: "receipt", commandId, receipt })
          }
        }
      })
      yield* Effect.forEach(
        writers,
        (steps, n) =>
          Effect.forEach(steps, ({ step: current, pause }) =>
            Effect.andThen(
              Effect.forEach(upTo(pause), () => Effect.yieldNow),
              call(ledgers[n % ledgers.length]!, current)
            )
          ),
        { concurrency: "unbounded" }
      )
      const entries = yield* everything(ledgers[0]!, district)
      expect(positions(entries)).toEqual(upTo(entries.length))
      expect(Linearizable.objection(history, entries)).toBe(undefined)
      yield* ledgers[0]!.verify(district)
    })
  )
}

export const concurrent: ReadonlyArray<LedgerCase> = [
  {
    name: "accepts exactly one of many writers that saw the same version",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const version of [0, 1, 2]) {
        const results = yield* Effect.forEach(
          upTo(12),
          (n) => Effect.result(ledger.append(one(district, a, version, happened(n)))),
          { concurrency: "unbounded" }
        )
        expect(results.filter(Result.isSuccess)).toHaveLength(1)
        for (const result of results) {
          if (Result.isFailure(result)) {
            expect(result.failure).toMatchObject({
              _tag: "VersionConflict",
              expected: version,
              actual: version + 1
            })
          }
        }
      }
      expect(positions(yield* everything(ledger, district))).toEqual([1, 2, 3])
    })
  },
  {
    name: "appends a command once that is sent many times at once, and returns its receipt to all senders",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = one(district, a, "any", happened(1, 2))
      const receipts = yield* Effect.forEach(upTo(12), () => ledger.append(append), {
        concurrency: "unbounded"
      })
      expect(receipts.map(({ first, last }) => [first, last])).toEqual(upTo(12).map(() => [1, 2]))
      expect(receipts.filter(({ repeated }) => !repeated)).toHaveLength(1)
      expect(positions(yield* everything(ledger, district))).toEqual([1, 2])
    })
  },
  {
    name: "shows all entries of an append to readers at once, and never a position before the lower ones",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const appends = 40
      const size = 3
      const reader = yield* Effect.forkChild(
        Effect.gen(function* () {
          let seen = 0
          while (seen < appends * size) {
            const page = yield* ledger.read(district, seen, limits.page)
            expect(positions(page)).toEqual(upTo(seen + page.length, seen + 1))
            seen += page.length
            expect(seen % size).toBe(0)
            yield* Effect.yieldNow
          }
        })
      )
      yield* Effect.forEach(
        upTo(appends),
        (n) => ledger.append(one(district, StreamId.make(`w${n}`), 0, happened(...upTo(size)))),
        { concurrency: 8 }
      )
      yield* Fiber.join(reader)
    })
  },
  {
    name: "answers concurrent calls as if each took effect at one moment between its beginning and its end",
    check: ({ ledger }) => writersMeet([ledger])
  },
  {
    name: "is one ledger through several handles on one store, also for concurrent calls",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      yield* writersMeet([ledger, yield* another, yield* another])
    })
  },
  {
    name: "accepts one of several calls with several commands that saw the same versions, and nothing of the others",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const version of [0, 1, 2]) {
        const calls = upTo(8).map((n) => [
          one(district, StreamId.make(`own-${version}-${n}`), 0, happened(n)),
          one(district, a, version, happened(n)),
          one(district, StreamId.make("b"), version, happened(n))
        ])
        const results = yield* Effect.forEach(calls, (call) => Effect.result(ledger.appendAll(call)), {
          concurrency: "unbounded"
        })
        expect(results.filter(Result.isSuccess)).toHaveLength(1)
        for (const [n, call] of calls.entries()) {
          const found = yield* ledger.receipts(
            district,
            call.map(({ commandId }) => commandId)
          )
          expect(found.size).toBe(Result.isSuccess(results[n]!) ? 3 : 0)
        }
      }
      expect((yield* ledger.verify(district)).position).toBe(9)
    })
  }
]
