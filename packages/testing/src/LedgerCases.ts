/**
 * The specification of the ledger port as a list of cases: what every adapter must do. `ledgerSuite` runs the cases as
 * tests. The cases are data, so you can also run them in another way. The tests of this suite run them with ledgers
 * that are broken on purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the store need not be empty.
 */
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  AppendRejected,
  ChainBroken,
  CommandId,
  type Entry,
  type LedgerShape,
  LedgerUnavailable,
  limits,
  VersionConflict
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { expect } from "vitest"
import { fingerprintCases } from "./FingerprintCases.ts"
import { type AppendAttempt, appendAttempt, event, appendOf } from "./LedgerArbitraries.ts"
import {
  a,
  at,
  b,
  everything,
  expectRejected,
  expectSame,
  happened,
  type LedgerCase,
  newCommand,
  newDistrict,
  one,
  outcomeOf,
  outcomesOf,
  positions,
  property,
  upTo,
  wholeStream
} from "./LedgerCase.ts"
import { DistrictModel, hashAfter } from "./LedgerModel.ts"
import * as Linearizable from "./Linearizable.ts"

export type { Capabilities, LedgerCase } from "./LedgerCase.ts"

const versionsAndData = (entries: ReadonlyArray<Entry>) => entries.map(({ version, data }) => [version, data])

const appending: ReadonlyArray<LedgerCase> = [
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

const limiting: ReadonlyArray<LedgerCase> = [
  {
    name: "accepts an event of the largest permitted size, and returns it complete",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      // The largest text that fits into the data of an entry. Its quotation marks take two bytes, and each Chinese
      // character takes three bytes.
      const largest = "字".repeat((limits.entryBytes - 2) / 3) + "x".repeat((limits.entryBytes - 2) % 3)
      yield* ledger.append(one(district, a, 0, happened(largest, "after")))
      const [first, second] = yield* everything(ledger, district)
      expect(first?.data === largest).toBe(true)
      expect(second?.data).toBe("after")
      yield* ledger.verify(district)
      yield* expectRejected(ledger, one(district, a, 2, happened(`${largest}x`)), /1048577 bytes/)
    })
  },
  {
    name: "accepts the largest permitted number of events at once, and not one more",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const events = happened(...upTo(limits.batchEvents))
      const receipt = yield* ledger.append(one(district, a, 0, events))
      expect(receipt).toEqual({ first: 1, last: limits.batchEvents, repeated: false })
      const count = yield* Stream.runFold(
        ledger.all(district),
        () => 0,
        (n, entry) => {
          if (entry.position !== n + 1 || entry.version !== n + 1 || entry.data !== n + 1)
            expect(entry).toBe(n + 1)
          return n + 1
        }
      )
      expect(count).toBe(limits.batchEvents)
      const [append, more] = [one(district, a, "any", events), one(district, b, "any")]
      yield* expectRejected(
        ledger,
        { ...append, streams: [...append.streams, ...more.streams] },
        /100001 events/
      )
      expect(yield* Effect.flip(ledger.appendAll([append, more]))).toBeInstanceOf(AppendRejected)
      expect((yield* ledger.head(district)).position).toBe(limits.batchEvents)
    })
  },
  {
    name: "appends some thousand events of several streams together or not at all, and once",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, b, 0))
      const large = (expected: number): Append => ({
        ...one(district, a, "any", happened(...upTo(1200))),
        streams: [
          { stream: a, expected: 0, events: happened(...upTo(1200)) },
          { stream: b, expected, events: happened(...upTo(1300)) }
        ]
      })
      expect(yield* Effect.flip(ledger.append(large(0)))).toMatchObject({ stream: b, expected: 0, actual: 1 })
      expect((yield* ledger.head(district)).position).toBe(1)
      const append = large(1)
      expect(yield* ledger.append(append)).toEqual({ first: 2, last: 2501, repeated: false })
      expect(yield* ledger.append(append)).toEqual({ first: 2, last: 2501, repeated: true })
      yield* ledger.append(one(district, a, 1200))
      const entries = yield* everything(ledger, district)
      expect(entries.map(({ stream, version }) => `${stream} ${version}`)).toEqual([
        `${b} 1`,
        ...upTo(1200).map((version) => `${a} ${version}`),
        ...upTo(1300).map((version) => `${b} ${version + 1}`),
        `${a} 1201`
      ])
      expect(entries.slice(1, 2501).map(({ data }) => data)).toEqual([...upTo(1200), ...upTo(1300)])
      yield* ledger.verify(district)
    })
  },
  {
    name: "returns large entries in several reads, without an empty read before the end and without a gap",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      // A read returns entries up to a total size. Entries with a text of this length use this size so far that only a
      // small entry would still fit.
      const large = "x".repeat(limits.entryBytes - 102)
      for (const n of upTo(21)) yield* ledger.append(one(district, a, n - 1, happened(n < 19 ? large : n)))
      let after = 0
      while (after < 21) {
        const page = yield* ledger.read(district, after, limits.page)
        const inStream = yield* ledger.readStream(district, a, after, limits.page)
        for (const entries of [page, inStream]) {
          expect(entries.length).toBeGreaterThan(0)
          expect(positions(entries)).toEqual(upTo(after + entries.length, after + 1))
          const text = entries.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0)
          expect(text).toBeLessThanOrEqual(limits.pageText)
        }
        after += page.length
      }
      expect(yield* Stream.runCount(ledger.all(district))).toBe(21)
    })
  },
  {
    name: "refuses data that cannot be stored unchanged, with every reason, and quotes no value",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const cyclic: { [key: string]: unknown } = {}
      cyclic["self"] = cyclic
      const bad: ReadonlyArray<readonly [unknown, RegExp]> = [
        ["secret\u0000", /data holds the character NUL/],
        [{ ["secret\u0000"]: 1 }, /data has a key that holds the character NUL/],
        [{ name: ["secret\ud800"] }, /data\.name\[0\] holds half a surrogate pair/],
        [{ n: Number.NaN }, /data\.n is not a finite number/],
        [[Number.POSITIVE_INFINITY], /data\[0\] is not a finite number/],
        [{ n: 2 ** 53 }, /data\.n is an integer beyond/],
        [{ n: undefined }, /data\.n is undefined/],
        [undefined, /data is undefined/],
        [10n, /data is bigint/],
        [{ on: new Date(0) }, /data\.on is an object with a class/],
        [new Map([["secret", 1]]), /data is an object with a class/],
        [Array.from({ length: 2 }), /data\[0\] is undefined/],
        [cyclic, /levels deep/]
      ]
      for (const [data, reason] of bad) {
        const append = one(district, a, 0, [{ type: "Happened", data: data as Schema.Json }])
        yield* expectRejected(ledger, append, reason)
        expect((yield* Effect.flip(ledger.append(append))).message).not.toContain("secret")
      }
      const both = one(district, a, 0, happened("\u0000", Number.NaN))
      const error = yield* Effect.flip(ledger.append(both))
      expect(error._tag === "AppendRejected" && error.reasons.length).toBe(2)
      expect(yield* everything(ledger, district)).toEqual([])
    })
  },
  {
    name: "refuses invalid names, empty appends, and a stream that is named twice",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const good = one(district, a, 0)
      const part = good.streams[0]!
      const bad: ReadonlyArray<readonly [Partial<Append>, RegExp]> = [
        [{ district: "no/district" as DistrictId }, /district/],
        [{ commandId: "" as CommandId }, /commandId/],
        [{ commandId: "c\u0000" as CommandId }, /commandId/],
        [{ commandId: CommandId.make("c").repeat(201) as CommandId }, /commandId/],
        [{ at: 0.5 }, /at is not/],
        [{ at: -1 }, /at is not/],
        [{ at: Number.NaN }, /at is not/],
        [{ streams: [] }, /streams is empty/],
        [{ streams: [{ ...part, events: [] }] }, /events is empty/],
        [{ streams: [part, part] }, /twice/],
        [{ streams: [{ ...part, stream: "with space" as StreamId }] }, /stream is not/],
        [{ streams: [{ ...part, expected: -1 }] }, /expected/],
        [{ streams: [{ ...part, expected: 0.5 }] }, /expected/],
        [{ streams: [{ ...part, events: [{ type: "", data: 1 }] }] }, /type is not/]
      ]
      for (const [change, reason] of bad) yield* expectRejected(ledger, { ...good, ...change }, reason)
      const other = one(newDistrict(), a, 0)
      expect(yield* Effect.flip(ledger.appendAll([good, other]))).toBeInstanceOf(AppendRejected)
      expect(yield* everything(ledger, district)).toEqual([])
    })
  },
  {
    name: "keeps every character of a text: 中文, emoji, quotes, escapes, characters that look the same",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const texts = [
        "中文，𠮷野家、㐂",
        "👩‍👩‍👧‍👦 🏳️‍🌈 🀄",
        "é as one, e\u0301 as two",
        "ﬁ ① Ⅳ ㎏",
        "right \u202e to left",
        "\u2028 \u2029 \u0085 \ufeff \u200b \u007f \u0001 \u001f",
        "\\u0000 \\x00 %00 \\0",
        `'; DROP TABLE entry; -- " \` $1 ? :a @b`,
        " leading and trailing \t\r\n",
        "\uffff\ufffe\ufffd",
        "",
        "null"
      ]
      const data: ReadonlyArray<Schema.Json> = [
        ...texts,
        Object.fromEntries(texts.map((text) => [text, text])),
        JSON.parse(`{"b":1,"a":2,"10":3,"9":4,"__proto__":{"x":5},"constructor":6,"":7}`),
        [0.1, 1e-7, 5e-324, 123456789.12345679, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1e15],
        [[], {}, [[]], [{}], null, true, false]
      ]
      yield* ledger.append(one(district, a, 0, happened(...data)))
      const entries = yield* everything(ledger, district)
      expect(entries.map((entry) => JSON.stringify(entry.data))).toEqual(
        data.map((value) => JSON.stringify(value))
      )
      yield* ledger.verify(district)
    })
  },
  {
    name: "is not changed by a change of the data that it received or returned",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const data = { names: ["first"] }
      yield* ledger.append(one(district, a, 0, happened(data)))
      data.names.push("second")
      const [entry] = yield* everything(ledger, district)
      expect(entry?.data).toEqual({ names: ["first"] })
      Object.assign(entry?.data ?? {}, { names: [] })
      Object.assign(entry ?? {}, { version: 7 })
      const [again] = yield* everything(ledger, district)
      expect(again).toMatchObject({ version: 1, data: { names: ["first"] } })
    })
  }
]

const reading: ReadonlyArray<LedgerCase> = [
  {
    name: "reads a district after a position, in order, up to the given number of entries",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const n of upTo(6))
        yield* ledger.append(one(district, n % 2 === 0 ? a : b, "any", happened(2 * n - 1, 2 * n)))
      expect(positions(yield* ledger.read(district, 0, 5))).toEqual([1, 2, 3, 4, 5])
      expect(positions(yield* ledger.read(district, 5, 1))).toEqual([6])
      expect(positions(yield* ledger.read(district, 5, 100))).toEqual(upTo(12, 6))
      expect(positions(yield* ledger.read(district, 11, 2))).toEqual([12])
      expect(yield* ledger.read(district, 12, 2)).toEqual([])
      expect(yield* ledger.read(district, 99, 2)).toEqual([])
    })
  },
  {
    name: "reads one stream after a version, in order, up to the given number of entries",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const n of upTo(6))
        yield* ledger.append(one(district, n % 2 === 0 ? a : b, "any", happened(2 * n - 1, 2 * n)))
      expect(versionsAndData(yield* ledger.readStream(district, a, 0, 3))).toEqual([
        [1, 3],
        [2, 4],
        [3, 7]
      ])
      expect(versionsAndData(yield* ledger.readStream(district, a, 3, 100))).toEqual([
        [4, 8],
        [5, 11],
        [6, 12]
      ])
      expect(yield* ledger.readStream(district, a, 6, 1)).toEqual([])
      expect(positions(yield* ledger.readStream(district, b, 4, 9))).toEqual([9, 10])
      expect(yield* ledger.readStream(district, StreamId.make("c"), 0, 9)).toEqual([])
    })
  },
  {
    name: "returns at most a page, and all of a longer district page by page",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(...upTo(limits.page + 1))))
      expect(positions(yield* ledger.read(district, 0, limits.page + 1))).toEqual(upTo(limits.page))
      expect(yield* ledger.readStream(district, a, 0, limits.page * 2)).toHaveLength(limits.page)
      expect(positions(yield* everything(ledger, district))).toEqual(upTo(limits.page + 1))
      expect(positions(yield* Stream.runCollect(ledger.all(district, limits.page - 1)))).toEqual([
        limits.page,
        limits.page + 1
      ])
    })
  },
  {
    name: "treats an unknown district as empty, and does not list it after a query",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      expect(yield* ledger.head(district)).toEqual({ position: 0, hash: "" })
      expect(yield* ledger.read(district, 0, 10)).toEqual([])
      expect(yield* ledger.readStream(district, a, 0, 10)).toEqual([])
      expect(yield* everything(ledger, district)).toEqual([])
      expect(yield* ledger.verify(district)).toEqual({ position: 0, hash: "" })
      yield* Effect.flip(ledger.append(one(district, a, 1)))
      const following = yield* Effect.forkChild(Stream.runHead(ledger.follow(district)))
      expect(yield* ledger.districts).not.toContain(district)
      yield* Fiber.interrupt(following)
    })
  },
  {
    name: "lists the districts that have entries, each once, in order",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const tag = randomUUID()
      const names = ["b", "a", "𠮷", "ﬁ", "B"].map((name) => DistrictId.make(`${name}-${tag}`))
      for (const district of names) yield* ledger.append(one(district, a, 0))
      for (const district of names) yield* ledger.append(one(district, a, 1))
      const listed = (yield* ledger.districts).filter((district) => district.endsWith(tag))
      expect(listed).toEqual(names.toSorted())
    })
  },
  {
    name: "separates districts, also those whose names begin or look alike",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const tag = randomUUID().slice(0, 8)
      const names = [`d${tag}`, `d${tag}-1`, `d${tag}-`, `D${tag}`, `d${tag}.1`, `d${tag}_1`].map((name) =>
        DistrictId.make(name)
      )
      for (const [n, district] of names.entries()) {
        yield* ledger.append(one(district, a, 0, happened(...upTo(n + 1))))
      }
      for (const [n, district] of names.entries()) {
        const entries = yield* everything(ledger, district)
        expect(entries.map((entry) => [entry.district, entry.position, entry.data])).toEqual(
          upTo(n + 1).map((position) => [district, position, position])
        )
        expect(yield* wholeStream(ledger, district, a)).toEqual(entries)
        expect(yield* ledger.verify(district)).toEqual(yield* ledger.head(district))
      }
    })
  },
  {
    name: "distinguishes streams by every character and by case",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const long = "s".repeat(199)
      const names = [
        "case-1",
        "case-10",
        "Case-1",
        "case_1",
        "case-１",
        "é",
        "𠮷",
        "吉",
        `${long}1`,
        `${long}2`
      ].map((name) => StreamId.make(name))
      for (const stream of names) yield* ledger.append(one(district, stream, 0, happened(stream)))
      for (const stream of names) {
        expect((yield* wholeStream(ledger, district, stream)).map(({ data }) => data)).toEqual([stream])
      }
    })
  },
  {
    name: "has its head at the last entry",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const n of upTo(3)) {
        yield* ledger.append(one(district, a, "any", happened(n, n)))
        const last = (yield* everything(ledger, district)).at(-1)
        expect(yield* ledger.head(district)).toEqual({ position: 2 * n, hash: last?.hash })
      }
    })
  },
  {
    name: "reads everything up to the head at the beginning of the reading, then ends",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2, 3)))
      const seen = yield* Stream.runCollect(
        ledger.all(district, 1).pipe(Stream.tap(() => ledger.append(one(district, a, "any"))))
      )
      expect(positions(seen)).toEqual([2, 3])
    })
  }
]

const following: ReadonlyArray<LedgerCase> = [
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
  }
]

const chaining: ReadonlyArray<LedgerCase> = [
  {
    name: "chains the entries of a district by SHA-256 over the previous hash and every field",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, { 二: 2 })))
      yield* ledger.append(one(district, b, 0, happened("3")))
      let previous = ""
      for (const { hash, ...entry } of yield* everything(ledger, district)) {
        expect(hash).toBe(hashAfter(previous, entry))
        previous = hash
      }
      expect(yield* ledger.head(district)).toEqual({ position: 3, hash: previous })
    })
  },
  {
    name: "verifies a whole district and returns its head",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.appendAll(
        upTo(40).map((n) => one(district, n % 3 === 0 ? a : b, "any", happened(n, "x")))
      )
      expect(yield* ledger.verify(district)).toEqual(yield* ledger.head(district))
    })
  },
  {
    name: "finds a stored entry that was changed, and reports its position",
    needs: "tamper",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2, 3, 4, 5)))
      yield* ledger.verify(district)
      yield* capabilities.tamper?.(district, 3) ?? Effect.void
      const error = yield* Effect.flip(ledger.verify(district))
      expect(error).toBeInstanceOf(ChainBroken)
      expect(error).toMatchObject({ district, position: 3 })
    })
  }
]

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
      expect(Linearizable.objection(history, entries)).toBeUndefined()
      yield* ledgers[0]!.verify(district)
    })
  )
}

const concurrent: ReadonlyArray<LedgerCase> = [
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
  }
]

const lasting: ReadonlyArray<LedgerCase> = [
  {
    name: "has written an append when it acknowledges it: a later read returns it",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const n of upTo(5)) {
        const { last } = yield* ledger.append(one(district, a, n - 1, happened(n)))
        expect((yield* ledger.head(district)).position).toBe(last)
        expect((yield* ledger.read(district, last - 1, 1))[0]?.data).toBe(n)
        expect((yield* ledger.readStream(district, a, n - 1, 1))[0]?.data).toBe(n)
      }
    })
  },
  {
    name: "has stored an append when it acknowledges or shows it: another handle on the store reads it at once",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      const district = newDistrict()
      const other = yield* another
      for (const n of upTo(5)) {
        const append = one(district, a, n - 1, happened(n))
        const { last } = yield* ledger.append(append)
        expect(yield* other.head(district)).toEqual(yield* ledger.head(district))
        expect((yield* other.read(district, last - 1, 1))[0]?.data).toBe(n)
        expect(yield* other.append(append)).toEqual({ first: n, last: n, repeated: true })
      }
    })
  },
  {
    name: "is unchanged when it is opened again: entries, receipts, versions, chain",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another }) {
      const district = newDistrict()
      const append = one(district, a, 0, happened(1, { 名: "二" }, null))
      const before = yield* Effect.scoped(
        Effect.flatMap(another, (ledger) =>
          Effect.andThen(ledger.append(append), everything(ledger, district))
        )
      )
      const ledger = yield* another
      expectSame(yield* everything(ledger, district), before)
      expect(yield* ledger.append(append)).toEqual({ first: 1, last: 3, repeated: true })
      expect(yield* Effect.flip(ledger.append(one(district, a, 2)))).toMatchObject({ actual: 3 })
      expect(yield* ledger.append(one(district, a, 3))).toMatchObject({ first: 4 })
      expect((yield* ledger.verify(district)).position).toBe(4)
    })
  },
  {
    name: "shows a follower what another handle on the store appends",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      const district = newDistrict()
      const other = yield* another
      const follower = yield* Effect.forkChild(Stream.runCollect(Stream.take(ledger.follow(district), 3)))
      yield* Effect.yieldNow
      yield* other.append(one(district, a, 0, happened(1, 2)))
      yield* ledger.append(one(district, a, 2, happened(3)))
      expect(positions(yield* Fiber.join(follower))).toEqual([1, 2, 3])
    })
  },
  {
    name: "stores no part of an append that fails at any entry, and accepts the append afterwards",
    needs: "failAt",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0))
      const append: Append = {
        district,
        commandId: newCommand(),
        at,
        streams: [
          { stream: a, expected: 1, events: happened(2, 3) },
          { stream: b, expected: 0, events: happened(4) }
        ]
      }
      for (const position of [2, 3, 4]) {
        const error = yield* Effect.scoped(
          Effect.andThen(
            capabilities.failAt?.(district, position) ?? Effect.void,
            Effect.flip(ledger.append(append))
          )
        )
        expect(error).toBeInstanceOf(LedgerUnavailable)
        expect(yield* ledger.receipt(district, append.commandId)).toEqual(Option.none())
        expect(positions(yield* everything(ledger, district))).toEqual([1])
        expect(yield* wholeStream(ledger, district, b)).toEqual([])
      }
      expect(yield* ledger.append(append)).toEqual({ first: 2, last: 4, repeated: false })
      yield* ledger.verify(district)
    })
  },
  {
    name: "does not let the failure of one append affect another",
    needs: "failAt",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const [sick, well] = [newDistrict(), newDistrict()]
      const results = yield* Effect.scoped(
        Effect.andThen(
          capabilities.failAt?.(sick, 1) ?? Effect.void,
          Effect.forEach(
            [sick, well, sick, well],
            (district) => Effect.result(ledger.append(one(district, a, "any"))),
            { concurrency: "unbounded" }
          )
        )
      )
      expect(results.map(Result.isSuccess)).toEqual([false, true, false, true])
      expect((yield* ledger.verify(well)).position).toBe(2)
      expect((yield* ledger.verify(sick)).position).toBe(0)
    })
  }
]

/**
 * The cases for all guarantees of the ledger port, in an order that is easy to read.
 *
 * @category specification
 */
export const ledgerCases: ReadonlyArray<LedgerCase> = [
  ...appending,
  ...fingerprintCases,
  ...reading,
  ...following,
  ...limiting,
  ...chaining,
  ...concurrent,
  ...lasting
]
