/** The rules of the ledger port about appends: positions and versions, conflicts, and repeated commands. */
import { StreamId } from "@liulinhui/core/Id"
import { type Append, AppendRejected, CommandId, VersionConflict } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import fc from "fast-check"
import { type AppendAttempt, appendAttempt, event, appendOf } from "../LedgerArbitraries.ts"
import { DistrictModel } from "../LedgerModel.ts"
import {
  a,
  at,
  b,
  everything,
  expectSame,
  happened,
  newCommand,
  newDistrict,
  one,
  outcomeOf,
  outcomesOf,
  positions,
  property,
  wholeStream,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

export const appending: ReadonlyArray<LedgerCase> = [
  {
    name: "numbers the entries of a district from 1 without a gap, in the order of the appends",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      expect(yield* ledger.append(one(district, a, 0))).toEqual({ first: 1, last: 1, repeated: false })
      expect(yield* ledger.append(one(district, b, 0, happened(2, 3)))).toEqual({
        first: 2,
        last: 3,
        repeated: false
      })
      yield* Effect.flip(ledger.append(one(district, b, 0)))
      expect(yield* ledger.append(one(district, a, 1, happened(4)))).toEqual({
        first: 4,
        last: 4,
        repeated: false
      })
      const entries = yield* everything(ledger, district)
      expect(positions(entries)).toEqual([1, 2, 3, 4])
      expect(entries.map(({ data }) => data)).toEqual([{ n: 1 }, 2, 3, 4])
    })
  },
  {
    name: "numbers the entries of each stream separately, from 1 without a gap",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2)))
      yield* ledger.append(one(district, b, 0, happened(1)))
      yield* ledger.append(one(district, a, 2, happened(3)))
      expect((yield* everything(ledger, district)).map(({ stream, version }) => [stream, version])).toEqual([
        [a, 1],
        [a, 2],
        [b, 1],
        [a, 3]
      ])
    })
  },
  {
    name: "returns every field as it was appended, whatever the data",
    check: ({ ledger }) =>
      property(fc.array(event, { minLength: 1, maxLength: 6 }), 60, (events) =>
        Effect.gen(function* () {
          const append = one(
            newDistrict(),
            StreamId.make("case-7.房:b_2"),
            0,
            events,
            CommandId.make("出/命令:1.a-b_c")
          )
          yield* ledger.append(append)
          const expected = new DistrictModel(append.district).append(append).after.entries
          expectSame(yield* everything(ledger, append.district), expected)
        })
      )
  },
  {
    name: "refuses an old version, reports the current one, and writes nothing",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2)))
      const error = yield* Effect.flip(ledger.append(one(district, a, 1, happened(3, 4))))
      expect(error).toBeInstanceOf(VersionConflict)
      expect(error).toMatchObject({ district, stream: a, expected: 1, actual: 2 })
      expect(positions(yield* everything(ledger, district))).toEqual([1, 2])
    })
  },
  {
    name: "refuses a version that does not exist yet",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      expect(yield* Effect.flip(ledger.append(one(district, a, 3)))).toMatchObject({ expected: 3, actual: 0 })
      yield* ledger.append(one(district, a, 0))
      expect(yield* Effect.flip(ledger.append(one(district, a, 2)))).toMatchObject({ expected: 2, actual: 1 })
      expect((yield* ledger.head(district)).position).toBe(1)
    })
  },
  {
    name: "refuses an append after a position that is not the last one, whatever its streams, and reports the last one",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const commandId = newCommand()
      yield* ledger.append({ ...one(district, a, 0, happened(1, 2), commandId), after: 0 })
      // Another writer has appended to another stream.
      yield* ledger.append(one(district, b, 0))
      for (const [after, events] of [
        [2, happened(3)],
        [2, happened(3, 4)],
        [4, happened(3)]
      ] as const) {
        const error = yield* Effect.flip(ledger.append({ ...one(district, a, 2, events), after }))
        expect(error).toMatchObject({ _tag: "VersionConflict", district, expected: after, actual: 3 })
        expect("stream" in error).toBe(false)
      }
      // A repeated command gets its first receipt, wherever the district is now.
      const again = { ...one(district, a, 0, happened(1, 2), commandId), after: 0 }
      expect(yield* ledger.append(again)).toEqual({ first: 1, last: 2, repeated: true })
      const together = [5, 6].map((n) => ({ ...one(district, a, n - 3, happened(n)), after: n - 2 }))
      expect((yield* ledger.appendAll(together)).map(({ first }) => first)).toEqual([4, 5])
      expect((yield* ledger.head(district)).position).toBe(5)
    })
  },
  {
    name: "accepts any version if the writer expects “any”",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, "any"))
      yield* ledger.append(one(district, a, "any", happened(2, 3)))
      expect((yield* wholeStream(ledger, district, a)).map(({ version }) => version)).toEqual([1, 2, 3])
    })
  },
  {
    name: "appends to several streams at once, in the order in which they are named",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0))
      const receipt = yield* ledger.append({
        district,
        commandId: newCommand(),
        at,
        streams: [
          { stream: b, expected: 0, events: happened("b1", "b2") },
          { stream: a, expected: 1, events: happened("a2") }
        ]
      })
      expect(receipt).toEqual({ first: 2, last: 4, repeated: false })
      const entries = yield* ledger.read(district, 1, 10)
      expect(entries.map(({ stream, version, data }) => [stream, version, data])).toEqual([
        [b, 1, "b1"],
        [b, 2, "b2"],
        [a, 2, "a2"]
      ])
    })
  },
  {
    name: "refuses the whole append if one of its streams has a newer version",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, b, 0))
      const streams = [
        { stream: a, expected: 0, events: happened("a1") },
        { stream: b, expected: 0, events: happened("b1") }
      ]
      for (const order of [streams, streams.toReversed()]) {
        const error = yield* Effect.flip(
          ledger.append({ district, commandId: newCommand(), at, streams: order })
        )
        expect(error).toMatchObject({ _tag: "VersionConflict", stream: b, expected: 0, actual: 1 })
      }
      expect(yield* wholeStream(ledger, district, a)).toEqual([])
      expect((yield* ledger.head(district)).position).toBe(1)
    })
  },
  {
    name: "returns the first receipt for a repeated command and writes nothing, whatever its events",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const commandId = newCommand()
      const first = one(district, a, 0, happened(1, 2), commandId)
      expect(yield* ledger.append(first)).toEqual({ first: 1, last: 2, repeated: false })
      yield* ledger.append(one(district, a, 2, happened(3)))
      const repeated = { first: 1, last: 2, repeated: true }
      expect(yield* ledger.append(first)).toEqual(repeated)
      expect(yield* ledger.append(one(district, a, 3, happened(4), commandId))).toEqual(repeated)
      expect(yield* ledger.append(one(district, b, 9, happened(5), commandId))).toEqual(repeated)
      expect(positions(yield* everything(ledger, district))).toEqual([1, 2, 3])
      expect(yield* wholeStream(ledger, district, b)).toEqual([])
    })
  },
  {
    name: "accepts the same command id for another command in another district",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const commandId = newCommand()
      const [first, second] = [newDistrict(), newDistrict()]
      expect(yield* ledger.append(one(first, a, 0, happened(1, 2), commandId))).toMatchObject({ last: 2 })
      expect(yield* ledger.receipt(second, commandId)).toEqual(Option.none())
      expect(yield* ledger.append(one(second, a, 0, happened(1), commandId))).toEqual({
        first: 1,
        last: 1,
        repeated: false
      })
    })
  },
  {
    name: "distinguishes command ids by every character and by case",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const long = "c".repeat(199)
      const ids = ["c", "C", "c.", "c-1", "é", "e\u0301", `${long}1`, `${long}2`].filter((id) =>
        /^[\p{L}\p{N}_.:/-]+$/u.test(id)
      )
      for (const [n, id] of ids.entries()) {
        const receipt = yield* ledger.append(one(district, a, n, happened(n), CommandId.make(id)))
        expect(receipt).toEqual({ first: n + 1, last: n + 1, repeated: false })
      }
      for (const [n, id] of ids.entries()) {
        const receipt = yield* ledger.receipt(district, CommandId.make(id))
        expect(Option.getOrUndefined(receipt)).toMatchObject({ first: n + 1, last: n + 1 })
      }
    })
  },
  {
    name: "finds the receipt of a command, and none for an unknown command",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = one(district, a, 0, happened(1, 2, 3))
      expect(yield* ledger.receipt(district, append.commandId)).toEqual(Option.none())
      yield* ledger.append(one(district, b, 0))
      yield* ledger.append(append)
      yield* ledger.append(one(district, b, 1))
      expect(yield* ledger.receipt(district, append.commandId)).toEqual(
        Option.some({ first: 2, last: 4, repeated: true })
      )
      expect(yield* ledger.receipt(district, newCommand())).toEqual(Option.none())
    })
  },
  {
    name: "finds the receipts of many commands at once, and none for unknown commands",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const before = (n: number) => (n * (n + 1)) / 2
      const appends = Array.from({ length: 20 }, (_, n) =>
        one(district, a, before(n), happened(...Array(n + 1).keys()))
      )
      for (const append of appends) yield* ledger.append(append)
      const [first, , third] = appends.map(({ commandId }) => commandId)
      const asked = [newCommand(), third!, newCommand(), first!, third!]
      const found = yield* ledger.receipts(district, asked)
      expect([...found].sort(([, left], [, right]) => left.first - right.first)).toEqual([
        [first, { first: 1, last: 1, repeated: true }],
        [third, { first: 4, last: 6, repeated: true }]
      ])
      const all = yield* ledger.receipts(
        district,
        appends.map(({ commandId }) => commandId)
      )
      expect([...all.values()].map(({ last }) => last).sort((x, y) => x - y)).toEqual(
        appends.map((_, n) => before(n + 1))
      )
      expect((yield* ledger.receipts(district, [])).size).toBe(0)
      expect((yield* ledger.receipts(newDistrict(), asked)).size).toBe(0)
    })
  },
  {
    name: "stores no receipt of a refused append: the command may come again",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0))
      const commandId = newCommand()
      yield* Effect.flip(ledger.append(one(district, a, 0, happened(2), commandId)))
      expect(yield* ledger.receipt(district, commandId)).toEqual(Option.none())
      expect(yield* ledger.append(one(district, a, 1, happened(2), commandId))).toEqual({
        first: 2,
        last: 2,
        repeated: false
      })
    })
  },
  {
    name: "appends several commands in order, and each sees the ones before it",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const repeated = one(district, a, 0, happened(1))
      yield* ledger.append(repeated)
      const twice = one(district, b, 0, happened("b"))
      expect(yield* ledger.appendAll([])).toEqual([])
      const receipts = yield* ledger.appendAll([
        one(district, a, 1, happened(2, 3)),
        repeated,
        one(district, a, 3, happened(4)),
        twice,
        twice
      ])
      expect(receipts).toEqual([
        { first: 2, last: 3, repeated: false },
        { first: 1, last: 1, repeated: true },
        { first: 4, last: 4, repeated: false },
        { first: 5, last: 5, repeated: false },
        { first: 5, last: 5, repeated: true }
      ])
      expect((yield* everything(ledger, district)).map(({ data }) => data)).toEqual([1, 2, 3, 4, "b"])
      yield* ledger.verify(district)
    })
  },
  {
    name: "appends all of several commands or none",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const appends = [one(district, a, 0), one(district, a, 1), one(district, a, 1)]
      expect(yield* Effect.flip(ledger.appendAll(appends))).toMatchObject({ expected: 1, actual: 2 })
      expect(yield* everything(ledger, district)).toEqual([])
      const rejected = [one(district, a, 0), one(district, a, 1, [])]
      expect(yield* Effect.flip(ledger.appendAll(rejected))).toBeInstanceOf(AppendRejected)
      expect(yield* everything(ledger, district)).toEqual([])
      for (const { commandId } of [...appends, ...rejected]) {
        expect(yield* ledger.receipt(district, commandId)).toEqual(Option.none())
      }
    })
  },
  {
    name: "behaves as the model of a district, call by call",
    check: ({ ledger }) => {
      type Step =
        | { readonly _tag: "append"; readonly plans: ReadonlyArray<AppendAttempt> }
        | { readonly _tag: "read"; readonly after: number; readonly limit: number; readonly stream: boolean }
      const step: fc.Arbitrary<Step> = fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            _tag: fc.constant("append" as const),
            plans: fc.oneof(
              { weight: 3, arbitrary: fc.tuple(appendAttempt(15)) },
              { weight: 1, arbitrary: fc.array(appendAttempt(15), { maxLength: 3 }) }
            )
          })
        },
        {
          weight: 1,
          arbitrary: fc.record({
            _tag: fc.constant("read" as const),
            after: fc.integer({ min: 0, max: 20 }),
            limit: fc.integer({ min: 1, max: 8 }),
            stream: fc.boolean()
          })
        }
      )
      return property(fc.array(step, { maxLength: 25 }), 40, (steps) =>
        Effect.gen(function* () {
          const district = newDistrict()
          let model = new DistrictModel(district)
          for (const current of steps) {
            if (current._tag === "read") {
              const { after, limit, stream } = current
              const actual = stream
                ? yield* ledger.readStream(district, a, after, limit)
                : yield* ledger.read(district, after, limit)
              const all = stream ? model.stream(a) : model.entries
              expectSame(actual, all.slice(after, after + limit))
              continue
            }
            const appends: Array<Append> = []
            let ahead = model
            for (const plan of current.plans) {
              const append = appendOf(district, plan, (stream) => ahead.stream(stream).length)
              ahead = ahead.append(append).after
              appends.push(append)
            }
            const [append] = appends
            const expected = model.appendAll(appends)
            const actual =
              append !== undefined && appends.length === 1
                ? [yield* outcomeOf(ledger.append(append))]
                : yield* outcomesOf(ledger.appendAll(appends))
            expect(actual).toEqual(expected.outcomes)
            model = expected.after
            const head = model.entries.at(-1)
            expect(yield* ledger.head(district)).toEqual({
              position: head?.position ?? 0,
              hash: head?.hash ?? ""
            })
            for (const { commandId } of appends) {
              expect(Option.getOrUndefined(yield* ledger.receipt(district, commandId))).toEqual(
                model.receipt(commandId)
              )
            }
          }
          expectSame(yield* everything(ledger, district), model.entries)
          yield* ledger.verify(district)
        })
      )
    }
  }
]
