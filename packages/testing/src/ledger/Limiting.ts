/** The rules of the ledger port about sizes: what every ledger accepts and returns unchanged, and what it refuses. */
import type { DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Append, AppendRejected, CommandId, limits } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Schema from "effect/Schema"
import {
  a,
  b,
  everything,
  expectRejected,
  happened,
  newDistrict,
  one,
  positions,
  upTo,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

export const limiting: ReadonlyArray<LedgerCase> = [
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
        "null",
        "2026-03-02",
        "2026-03-02T09:00:00+08:00",
        "1e3"
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
  },
  {
    name: "measures an event by the bytes of its JSON text, however its characters are written there",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      // A character, and the number of bytes that JSON takes for it.
      const characters = [
        ["x", 1],
        ["字", 3],
        ["\u{20bb7}", 4],
        ["\n", 2],
        ['"', 2],
        ["\u0001", 6]
      ] as const
      const textOf = (character: string, bytes: number, size: number): string =>
        character.repeat(Math.trunc((size - 2) / bytes)) + "x".repeat((size - 2) % bytes)
      for (const [character, bytes] of characters) {
        const longer = textOf(character, bytes, limits.entryBytes + 1)
        yield* expectRejected(ledger, one(district, a, "any", happened(longer)), /1048577 bytes/)
      }
      const texts = characters.map(([character, bytes]) => textOf(character, bytes, limits.entryBytes))
      for (const text of texts) yield* ledger.append(one(district, a, "any", happened(text)))
      const entries = yield* everything(ledger, district)
      expect(entries.map(({ data }, n) => data === texts[n])).toEqual(texts.map(() => true))
      yield* ledger.verify(district)
    })
  },
  {
    name: "accepts the largest permitted size of all events of a call, and not one byte more",
    slow: true,
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const largest = "x".repeat(limits.entryBytes - 2)
      const count = limits.batchBytes / limits.entryBytes
      const events = happened(...Array<string>(count).fill(largest))
      yield* expectRejected(ledger, one(district, a, 0, [...events, ...happened(1)]), /67108865 bytes/)
      const [half, other] = [events.slice(0, count / 2), events.slice(count / 2)]
      const tooMany = [one(district, a, 0, half), one(district, b, 0, [...other, ...happened(1)])]
      expect(yield* Effect.flip(ledger.appendAll(tooMany))).toBeInstanceOf(AppendRejected)
      expect((yield* ledger.head(district)).position).toBe(0)
      yield* ledger.appendAll([one(district, a, 0, half), one(district, b, 0, other)])
      const lengths = yield* Stream.runFold(
        ledger.all(district),
        () => [] as ReadonlyArray<number>,
        (found, { data }) => [...found, String(data).length]
      )
      expect(lengths).toEqual(events.map(() => largest.length))
    })
  },
  {
    name: "accepts data nested up to the permitted depth, and not one level more",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const nested = (depth: number): ReadonlyArray<Schema.Json> => {
        let [list, record]: [Schema.Json, Schema.Json] = ["deep", "deep"]
        for (const _ of upTo(depth)) [list, record] = [[list], { in: record }]
        return [list, record]
      }
      const data = [...nested(limits.depth - 1), ...nested(limits.depth)]
      yield* ledger.append(one(district, a, 0, happened(...data)))
      const entries = yield* everything(ledger, district)
      expect(entries.map((entry) => JSON.stringify(entry.data))).toEqual(
        data.map((one) => JSON.stringify(one))
      )
      for (const deeper of nested(limits.depth + 1)) {
        yield* expectRejected(ledger, one(district, a, 4, happened(deeper)), /levels deep/)
      }
    })
  },
  {
    name: "keeps every moment from 1970 to the last one that can be written, to the millisecond",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const last = 8_640_000_000_000_000
      const moments = [0, 1, 999, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, 1_767_225_600_001, last - 1, last, 5]
      for (const moment of moments) {
        yield* ledger.append({ ...one(district, a, "any"), at: moment })
      }
      expect((yield* everything(ledger, district)).map((entry) => entry.at)).toEqual(moments)
      yield* ledger.verify(district)
      yield* expectRejected(ledger, { ...one(district, a, "any"), at: last + 1 }, /at is not/)
    })
  }
]
