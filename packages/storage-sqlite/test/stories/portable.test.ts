import { describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, Ledger, type LedgerShape, Portable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Memory from "@liulinhui/storage-memory"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import { appendAttempt, appendOf } from "@liulinhui/testing/LedgerArbitraries"
import { DistrictModel, hashAfter } from "@liulinhui/testing/LedgerModel"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import fc from "fast-check"

const district = DistrictId.make("wan-liu")
const sqlite = openLedger(Sqlite.layer({ filename: ":memory:" }))
const memory = Effect.sync(Memory.makeLedger)

const linesOf = (ledger: LedgerShape) => Stream.runCollect(Portable.lines(ledger, district))
const restore = (
  ledger: LedgerShape,
  lines: ReadonlyArray<string>,
  options?: { readonly expect?: { position: number; hash: string } }
) => Portable.restore(ledger, Stream.fromArray(lines), options)

const append = (n: number): Append => ({
  district,
  commandId: CommandId.make(`command-${n}`),
  at: 1_000 + n,
  streams: [
    { stream: StreamId.make("a"), expected: "any", events: [{ type: "Visited", data: { n, 名: "柳" } }] },
    {
      stream: StreamId.make("b"),
      expected: "any",
      events: [
        { type: "Noted", data: [n] },
        { type: "Noted", data: null }
      ]
    }
  ]
})
const filled = (ledger: LedgerShape, count: number, from = 0) =>
  Effect.as(ledger.appendAll(Array.from({ length: count }, (_, n) => append(from + n))), ledger)

describe("a district as a portable file", () => {
  it.live(
    "moves from one adapter to another and back, entry by entry and hash by hash, with its receipts",
    () =>
      Effect.gen(function* () {
        const [first, second, third] = [yield* memory, yield* sqlite, yield* memory]
        yield* filled(first, 5)
        const head = yield* restore(second, yield* linesOf(first))
        expect(head).toEqual(yield* first.head(district))
        yield* restore(third, yield* linesOf(second))
        expect(yield* Stream.runCollect(third.all(district))).toEqual(
          yield* Stream.runCollect(first.all(district))
        )
        expect(yield* third.verify(district)).toEqual(head)
        expect(yield* third.append(append(3))).toEqual({ first: 10, last: 12, repeated: true })
      })
  )

  it("moves completely, with any content", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(appendAttempt(12), { maxLength: 12 }), (plans) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const [from, to] = [yield* memory, yield* sqlite]
            let model = new DistrictModel(district)
            for (const plan of plans) {
              const one = appendOf(district, plan, (stream) => model.stream(stream).length)
              model = model.append(one).after
              yield* Effect.ignore(from.append(one))
            }
            yield* restore(to, yield* linesOf(from))
            expect(yield* Stream.runCollect(to.all(district))).toEqual(
              yield* Stream.runCollect(from.all(district))
            )
          }).pipe(Effect.scoped)
        )
      ),
      { numRuns: 40 }
    )
  })

  it.live("brings a copy up to date, and writes nothing if the copy is complete", () =>
    Effect.gen(function* () {
      const [from, to] = [yield* memory, yield* sqlite]
      yield* filled(from, 3)
      const early = yield* linesOf(from)
      yield* restore(to, early)
      yield* filled(from, 4, 3)
      const late = yield* linesOf(from)
      expect((yield* restore(to, late)).position).toBe(21)
      expect((yield* restore(to, late)).position).toBe(21)
      expect((yield* restore(to, early)).position).toBe(9)
      expect(yield* to.verify(district)).toEqual(yield* from.head(district))
    })
  )

  it.live("marks a district as incomplete until all entries are written, whenever it was stopped", () =>
    Effect.gen(function* () {
      const from = yield* memory
      // More appends than one transaction has.
      yield* filled(from, 1050)
      const services = yield* Layer.build(Sqlite.layer({ filename: ":memory:" }))
      const [to, views] = [Context.get(services, Ledger), Context.get(services, Views)]
      const lines = yield* linesOf(from)
      const stopped = Portable.stopped(to, views, district)
      /** Restores the file, until the process is killed in the transaction of the given number. */
      const killedIn = (transaction: number) => {
        let left = transaction
        const mortal: LedgerShape = {
          ...to,
          appendAll: (appends) => (--left === 0 ? Effect.die("killed") : to.appendAll(appends))
        }
        return Effect.exit(Portable.restore(mortal, Stream.fromArray(lines), { views }))
      }
      const short = lines.with(lines.length - 1, lines.at(-1)!.replace("3150", "3151"))
      expect(yield* Effect.flip(Portable.restore(to, Stream.fromArray(short), { views }))).toMatchObject({
        _tag: "PortableRefused"
      })
      expect(yield* stopped).toEqual(Option.none())
      expect((yield* killedIn(1))._tag).toBe("Failure")
      expect(yield* stopped).toEqual(Option.some({ position: 0, of: 3150 }))
      expect((yield* killedIn(2))._tag).toBe("Failure")
      expect(yield* stopped).toEqual(Option.some({ position: 3000, of: 3150 }))
      // The entries that were written are right, so the mark is the only difference from a shorter district.
      expect((yield* to.verify(district)).position).toBe(3000)
      expect((yield* Portable.restore(to, Stream.fromArray(lines), { views })).position).toBe(3150)
      expect(yield* stopped).toEqual(Option.none())
      yield* to.append(append(2000))
      expect(yield* stopped).toEqual(Option.none())
    }).pipe(Effect.scoped)
  )

  it.live("is refused by a ledger that has other entries, and changes nothing there", () =>
    Effect.gen(function* () {
      const [from, to, longer] = [yield* memory, yield* sqlite, yield* sqlite]
      yield* filled(from, 3)
      yield* filled(to, 1, 7)
      yield* filled(longer, 5, 7)
      for (const ledger of [to, longer]) {
        const before = yield* ledger.head(district)
        const error = yield* Effect.flip(restore(ledger, yield* linesOf(from)))
        expect(error.message).toMatch(/the ledger holds other entries/)
        expect(yield* ledger.head(district)).toEqual(before)
      }
    })
  )

  it.live("may be of an empty district", () =>
    Effect.gen(function* () {
      const [from, to] = [yield* memory, yield* sqlite]
      expect(yield* restore(to, yield* linesOf(from))).toEqual({ position: 0, hash: "" })
      expect(yield* to.districts).toEqual([])
    })
  )

  const change = (line: string, with_: (value: Record<string, unknown>) => void): string => {
    const value: Record<string, unknown> = JSON.parse(line)
    with_(value)
    return JSON.stringify(value)
  }
  const tampered: ReadonlyArray<readonly [string, (lines: Array<string>) => void, RegExp]> = [
    ["data are changed", (l) => (l[3] = change(l[3]!, (e) => (e["data"] = [9]))), /line 4 .*hash/],
    ["a type is changed", (l) => (l[3] = change(l[3]!, (e) => (e["type"] = "Other"))), /line 4 .*hash/],
    ["a time is changed", (l) => (l[3] = change(l[3]!, (e) => (e["at"] = 1))), /line 4 .*hash/],
    [
      "a command id is changed",
      (l) => (l[3] = change(l[3]!, (e) => (e["commandId"] = "x"))),
      /line 4 .*hash/
    ],
    [
      "a hash is changed",
      (l) => (l[3] = change(l[3]!, (e) => (e["hash"] = "0".repeat(64)))),
      /line 4 .*hash/
    ],
    ["a version is changed", (l) => (l[3] = change(l[3]!, (e) => (e["version"] = 5))), /line 4 .*version/],
    ["a stream is changed", (l) => (l[2] = change(l[2]!, (e) => (e["stream"] = "c"))), /line 3 .*hash/],
    [
      "the district is changed",
      (l) => (l[0] = change(l[0]!, (h) => (h["district"] = "other"))),
      /line 2 .*hash/
    ],
    ["an entry is dropped", (l) => l.splice(4, 1), /line 5 .*position 5/],
    ["an entry is repeated", (l) => l.splice(4, 0, l[4]!), /line 6 .*position 4/],
    ["two entries are exchanged", (l) => l.splice(3, 2, l[4]!, l[3]!), /line 4 .*position 4/],
    ["the end is cut off", (l) => l.splice(-3), /ends without its closing line/],
    [
      "the last entries are cut out",
      (l) => l.splice(-3, 2),
      /the head is at position 9, the last entry at 7/
    ],
    ["a line is cut short", (l) => (l[4] = l[4]!.slice(0, -9)), /line 5 .*not JSON/],
    ["a line is added after the end", (l) => l.push(l[3]!), /line 12 .*after the closing line/],
    ["the first line is missing", (l) => l.shift(), /line 1 .*not the first line/],
    ["it has a later format", (l) => (l[0] = change(l[0]!, (h) => (h["version"] = 2))), /line 1 .*version 1/],
    ["it is empty", (l) => l.splice(0), /the file is empty/]
  ]
  it.live.each(tampered)("is refused completely if %s", ([, tamper, reason]) =>
    Effect.gen(function* () {
      const [from, to] = [yield* memory, yield* sqlite]
      yield* filled(from, 3)
      const lines = [...(yield* linesOf(from))]
      tamper(lines)
      const error = yield* Effect.flip(restore(to, lines))
      expect(error._tag).toBe("PortableRefused")
      expect(error.message).toMatch(reason)
      expect(yield* to.districts).toEqual([])
    })
  )

  it.live.each<readonly [string, ReadonlyArray<readonly [string, string, number]>, RegExp]>([
    ["an event's type is invalid", [["c-1", "bad type!", 1]], /line 2 .*type is not/],
    [
      "a command occurs in two places",
      [
        ["c-1", "A", 1],
        ["c-2", "A", 1],
        ["c-1", "A", 1]
      ],
      /line 4 .*occurs twice/
    ],
    [
      "a command has two times",
      [
        ["c-1", "A", 1],
        ["c-1", "A", 2]
      ],
      /line 3 .*two times/
    ]
  ])("is refused completely if %s, though its chain is valid", ([, events, reason]) =>
    Effect.gen(function* () {
      const to = yield* sqlite
      let head = { position: 0, hash: "" }
      const entries = events.map(([commandId, type, at], n) => {
        const entry = {
          district,
          position: n + 1,
          stream: StreamId.make("a"),
          version: n + 1,
          commandId: CommandId.make(commandId),
          at,
          type,
          data: n
        }
        head = { position: n + 1, hash: hashAfter(head.hash, entry) }
        return JSON.stringify({ ...entry, hash: head.hash })
      })
      const header = { format: "liulinhui-ledger", version: 1, district }
      const error = yield* Effect.flip(
        restore(to, [JSON.stringify(header), ...entries, JSON.stringify({ head })])
      )
      expect(error._tag).toBe("PortableRefused")
      expect(error.message).toMatch(reason)
      expect(yield* to.districts).toEqual([])
    })
  )

  it.live("is refused if it was forged with a new chain, and the caller knows the head from elsewhere", () =>
    Effect.gen(function* () {
      const [from, forged, to] = [yield* memory, yield* memory, yield* sqlite]
      yield* filled(from, 3)
      yield* filled(forged, 3, 1)
      const expected = yield* from.head(district)
      const error = yield* Effect.flip(restore(to, yield* linesOf(forged), { expect: expected }))
      expect(error.message).toMatch(/no entry has the expected hash at position 9/)
      expect(yield* to.districts).toEqual([])
      yield* filled(from, 2, 3)
      expect((yield* restore(to, yield* linesOf(from), { expect: expected })).position).toBe(15)
    })
  )
})
