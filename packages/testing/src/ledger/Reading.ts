/** The rules of the ledger port about reading: entries of a district or a stream, heads, and the list of districts. */
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Entry, limits } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { randomUUID } from "node:crypto"
import {
  a,
  b,
  everything,
  happened,
  newDistrict,
  one,
  positions,
  upTo,
  wholeStream,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

const versionsAndData = (entries: ReadonlyArray<Entry>) => entries.map(({ version, data }) => [version, data])

export const reading: ReadonlyArray<LedgerCase> = [
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
  },
  {
    name: "returns a page that is exactly full by number, and then what comes after it",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(...upTo(limits.page))))
      for (const [after, limit] of [
        [0, limits.page],
        [1, limits.page - 1],
        [limits.page - 1, 1],
        [limits.page - 7, 7],
        [limits.page - 7, 8]
      ] as const) {
        const expected = upTo(Math.min(limits.page, after + limit), after + 1)
        expect(positions(yield* ledger.read(district, after, limit))).toEqual(expected)
        expect(positions(yield* ledger.readStream(district, a, after, limit))).toEqual(expected)
      }
      expect(yield* ledger.read(district, limits.page, limits.page)).toEqual([])
      expect(yield* ledger.readStream(district, a, limits.page, 1)).toEqual([])
      expect(yield* Stream.runCount(ledger.all(district))).toBe(limits.page)
      expect((yield* ledger.verify(district)).position).toBe(limits.page)
      const follower = yield* Effect.forkChild(
        Stream.runCount(Stream.take(ledger.follow(district), limits.page + 1))
      )
      yield* Effect.yieldNow
      yield* ledger.append(one(district, a, limits.page))
      expect(yield* Fiber.join(follower)).toBe(limits.page + 1)
      expect(yield* Stream.runCount(ledger.all(district))).toBe(limits.page + 1)
    })
  },
  {
    name: "returns a page that is exactly full by text, and pages of Chinese text without an empty one or a gap",
    slow: true,
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      // The quotation marks of the JSON text count, too.
      const largest = "x".repeat(limits.entryBytes - 2)
      const count = limits.pageText / limits.entryBytes
      yield* ledger.append(one(district, a, 0, happened(...Array<string>(count).fill(largest), "after")))
      for (const page of [
        yield* ledger.read(district, 0, limits.page),
        yield* ledger.read(district, 0, count),
        yield* ledger.readStream(district, a, 0, limits.page)
      ]) {
        expect(positions(page)).toEqual(upTo(count))
      }
      expect(positions(yield* ledger.read(district, 1, limits.page))).toEqual(upTo(count + 1, 2))
      expect(positions(yield* ledger.read(district, count, limits.page))).toEqual([count + 1])

      const chinese = "字".repeat(Math.trunc((limits.entryBytes - 2) / 3))
      const last = count + 21
      yield* ledger.append(one(district, b, 0, happened(...Array<string>(20).fill(chinese))))
      for (let after = count + 1; after < last;) {
        const page = yield* ledger.read(district, after, limits.page)
        const inStream = yield* ledger.readStream(district, b, after - count - 1, limits.page)
        expect(positions(page)).toEqual(upTo(after + page.length, after + 1))
        expect(positions(inStream)).toEqual(upTo(after + inStream.length, after + 1))
        for (const entries of [page, inStream]) {
          expect(entries.length).toBeGreaterThan(0)
          expect(entries.every(({ data }) => data === chinese)).toBe(true)
        }
        after += page.length
      }
      expect(yield* Stream.runCount(ledger.all(district))).toBe(last)
    })
  },
  {
    name: "lists some hundred districts, and reads each of them",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const tag = randomUUID()
      const districts = upTo(150).map((n) => DistrictId.make(`d${n}-${tag}`))
      yield* Effect.forEach(districts, (district) => ledger.append(one(district, a, 0, happened(district))), {
        concurrency: 8
      })
      const listed = (yield* ledger.districts).filter((district) => district.endsWith(tag))
      expect(listed).toEqual(districts.toSorted())
      const found = yield* Effect.forEach(districts, (district) => ledger.read(district, 0, 2))
      expect(found.map((page) => page.map(({ data }) => data))).toEqual(districts.map((id) => [id]))
    })
  }
]
