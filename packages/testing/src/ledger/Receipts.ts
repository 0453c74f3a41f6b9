/**
 * The rules of the ledger port about receipts, and about several commands in one call. A receipt shows that a command
 * was appended. A ledger that loses a receipt appends a repeated command a second time.
 */
import { StreamId, type DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  CommandId,
  CommandIdReused,
  LedgerUnavailable,
  type LedgerShape
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { randomUUID } from "node:crypto"
import {
  a,
  b,
  everything,
  happened,
  type LedgerCase,
  newCommand,
  newDistrict,
  one,
  positions,
  upTo
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

/**
 * Pairs of command ids that have the same hash, for the hash functions that stores use most. The pairs were found by
 * search.
 */
const sameHash: ReadonlyArray<readonly [string, string]> = [
  ["Aa", "BB"], // 31 * hash + character, as in Java
  ["Ab", "BA"], // 33 * hash + character (djb2)
  ["c-308475", "c-1293310"], // FNV-1a over UTF-8
  ["c-32308", "c-979104"], // FNV-1a over UTF-16
  ["c-71478", "c-966642"], // FNV-1
  ["c-68872", "c-125254"], // MurmurHash3
  ["c-896388", "c-1020000"], // CRC-32
  ["c-120", "c-201"], // Adler-32
  ["c-14068", "c-33647"], // the first 32 bits of SHA-256
  ["c-6088", "c-77846"] // the first 32 bits of MD5
]

/** Appends of one event each. Each append has another command id and another stream. */
const many = (district: DistrictId, count: number): ReadonlyArray<Append> =>
  upTo(count).map((n) =>
    one(district, StreamId.make(`s-${n}`), 0, happened(n), CommandId.make(`${randomUUID()}/${n}`))
  )

const idsOf = (appends: ReadonlyArray<Append>): ReadonlyArray<CommandId> =>
  appends.map(({ commandId }) => commandId)

const expectNothing = Effect.fnUntraced(function* (ledger: LedgerShape, appends: ReadonlyArray<Append>) {
  const district = appends[0]?.district ?? newDistrict()
  expect(yield* everything(ledger, district)).toEqual([])
  expect((yield* ledger.head(district)).position).toBe(0)
  expect((yield* ledger.receipts(district, idsOf(appends))).size).toBe(0)
})

export const receipts: ReadonlyArray<LedgerCase> = [
  {
    name: "finds the receipts of any number of commands in one call: 255, 256, 257, and tens of thousands",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const appends = many(district, 2_600)
      yield* ledger.appendAll(appends)
      for (const count of [1, 2, 255, 256, 257, 999, 1_000, 1_001, 2_600]) {
        const asked = appends.slice(-count)
        const found = yield* ledger.receipts(district, idsOf(asked))
        expect(found.size).toBe(count)
        expect(asked.map(({ commandId }) => found.get(commandId)?.first)).toEqual(upTo(2_600, 2_601 - count))
      }
      const unknown = upTo(66_000).map((n) => CommandId.make(`unknown-${n}`))
      const known = [appends[0]!.commandId, appends.at(-1)!.commandId] as const
      const found = yield* ledger.receipts(district, [known[0], ...unknown, known[1]])
      expect([found.size, found.get(known[0])?.first, found.get(known[1])?.first]).toEqual([2, 1, 2_600])
    })
  },
  {
    name: "knows the first commands and streams of a district, however many came after them",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const appends = many(district, 2_600)
      const [first, second] = [appends[0]!, appends[1]!]
      for (const append of [first, second]) yield* ledger.append(append)
      yield* ledger.appendAll(appends.slice(2))
      expect(yield* ledger.append(first)).toEqual({ first: 1, last: 1, repeated: true })
      expect(yield* ledger.appendAll([second])).toEqual([{ first: 2, last: 2, repeated: true }])
      const stale = { ...first, commandId: newCommand() }
      expect(yield* Effect.flip(ledger.append(stale))).toMatchObject({ _tag: "VersionConflict", actual: 1 })
      expect((yield* ledger.head(district)).position).toBe(2_600)
      yield* ledger.verify(district)
    })
  },
  {
    name: "keeps commands and streams apart whose names have the same hash",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      let last = 0
      for (const [left, right] of sameHash) {
        const named = (name: string): Append =>
          one(district, StreamId.make(name), 0, happened(name), CommandId.make(name))
        const [before, after] = [named(left), named(right)]
        yield* ledger.append(before)
        expect(yield* ledger.receipt(district, after.commandId)).toEqual(Option.none())
        expect(yield* ledger.append(after)).toEqual({ first: last + 2, last: last + 2, repeated: false })
        const found = yield* ledger.receipts(district, [after.commandId, before.commandId])
        expect([found.get(before.commandId)?.first, found.get(after.commandId)?.first]).toEqual([
          last + 1,
          last + 2
        ])
        for (const [n, again] of [before, after].entries()) {
          expect(yield* ledger.append(again)).toMatchObject({ first: last + n + 1, repeated: true })
          const stream = StreamId.make(again.commandId)
          expect((yield* ledger.readStream(district, stream, 0, 10)).map(({ data }) => data)).toEqual([
            again.commandId
          ])
        }
        last += 2
      }
      const together = newDistrict()
      yield* ledger.appendAll(
        sameHash
          .flat()
          .map((name) => one(together, StreamId.make(name), 0, happened(name), CommandId.make(name)))
      )
      expect(positions(yield* everything(ledger, together))).toEqual(upTo(2 * sameHash.length))
      for (const id of [district, together]) yield* ledger.verify(id)
    })
  },
  {
    name: "keeps the receipts of earlier commands after a call that it refuses, and none of the refused ones",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const known = { ...one(district, a, 0, happened(1, 2)), fingerprint: "known" }
      yield* ledger.append(known)
      const fresh = one(district, b, 0)
      const refusals: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
        ledger.append(one(district, a, 0)),
        ledger.append({ ...known, fingerprint: "other" }),
        ledger.append(one(district, a, 2, [])),
        ledger.appendAll([fresh, one(district, a, 0)]),
        ledger.appendAll([fresh, known, { ...known, fingerprint: "other" }]),
        ledger.appendAll([fresh, one(district, a, 2, [])])
      ]
      for (const refused of refusals) {
        expect(Result.isFailure(yield* Effect.result(refused))).toBe(true)
        const found = yield* ledger.receipts(district, [fresh.commandId, known.commandId])
        expect([...found]).toEqual([
          [known.commandId, { first: 1, last: 2, repeated: true, fingerprint: "known" }]
        ])
        expect(yield* ledger.append(known)).toMatchObject({ first: 1, last: 2, repeated: true })
        expect(positions(yield* everything(ledger, district))).toEqual([1, 2])
      }
      expect(yield* ledger.append(fresh)).toEqual({ first: 3, last: 3, repeated: false })
    })
  },
  {
    name: "appends all of some hundred commands in one call, or none",
    check: Effect.fnUntraced(function* ({ ledger }) {
      for (const count of [300, 1_100]) {
        const district = newDistrict()
        const appends = upTo(count).map((n) => one(district, a, n - 1, happened(n)))
        for (const at of [1, 150, count - 1]) {
          const stale = appends.map((append, n) => (n === at ? one(district, a, 0) : append))
          const conflict = yield* Effect.flip(ledger.appendAll(stale))
          expect(conflict).toMatchObject({ _tag: "VersionConflict", expected: 0, actual: at })
          yield* expectNothing(ledger, stale)
        }
        const [first, ...others] = appends.map((append) => ({ ...append, fingerprint: "mine" }))
        const reused = [first!, ...others, { ...first!, fingerprint: "other" }]
        expect(yield* Effect.flip(ledger.appendAll(reused))).toBeInstanceOf(CommandIdReused)
        yield* expectNothing(ledger, reused)
        expect(yield* ledger.appendAll(appends)).toEqual(
          upTo(count).map((n) => ({ first: n, last: n, repeated: false }))
        )
        expect(yield* ledger.appendAll(appends)).toEqual(
          upTo(count).map((n) => ({ first: n, last: n, repeated: true }))
        )
        expect((yield* ledger.verify(district)).position).toBe(count)
      }
    })
  },
  {
    name: "stores no command of a call that fails at any entry, and keeps the receipts of earlier commands",
    needs: "failAt",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      const district = newDistrict()
      const known = one(district, a, 0)
      yield* ledger.append(known)
      const appends = upTo(4).map((n) => one(district, n % 2 === 0 ? a : b, "any", happened(n, n)))
      for (const position of [2, 5, 9]) {
        const error = yield* Effect.scoped(
          Effect.andThen(
            capabilities.failAt?.(district, position) ?? Effect.void,
            Effect.flip(ledger.appendAll(appends))
          )
        )
        expect(error).toBeInstanceOf(LedgerUnavailable)
        const found = yield* ledger.receipts(district, [known.commandId, ...idsOf(appends)])
        expect([...found]).toEqual([[known.commandId, { first: 1, last: 1, repeated: true }]])
        expect(yield* ledger.append(known)).toEqual({ first: 1, last: 1, repeated: true })
        expect(positions(yield* everything(ledger, district))).toEqual([1])
      }
      expect((yield* ledger.appendAll(appends)).map(({ last }) => last)).toEqual([3, 5, 7, 9])
      yield* ledger.verify(district)
    })
  }
]
