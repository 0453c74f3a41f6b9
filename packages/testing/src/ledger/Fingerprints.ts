/**
 * The rules of the ledger port about fingerprints. A fingerprint is a hash of a command. It shows whether two commands
 * with the same command id are really the same command. These cases are a part of `ledgerCases`.
 */
import { StreamId, type DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  ChainBroken,
  CommandId,
  CommandIdReused,
  type LedgerShape,
  OwnCommandId,
  Portable
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import {
  a,
  b,
  everything,
  expectRejected,
  expectSame,
  happened,
  type LedgerCase,
  newCommand,
  newDistrict,
  one,
  upTo,
  wholeStream
} from "./LedgerCase.ts"
import { DistrictModel } from "../LedgerModel.ts"
import { expect } from "../Expect.ts"

/** An invented fingerprint with the length of a SHA-256 hash in base64url. */
const fingerprint = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

const withFingerprint = (append: Append, mark: string): Append => ({ ...append, fingerprint: mark })

const without = ({ fingerprint: _, ...append }: Append): Append => append

const reused = Effect.fnUntraced(function* (ledger: LedgerShape, append: Append) {
  const error = yield* Effect.flip(ledger.append(append))
  expect(error).toBeInstanceOf(CommandIdReused)
  expect(error).toMatchObject({ district: append.district, commandId: append.commandId })
})

const marks = (ledger: LedgerShape, district: DistrictId) =>
  Effect.map(everything(ledger, district), (entries) => entries.map((entry) => entry.fingerprint ?? null))

/** The cases of the ledger suite about fingerprints (hashes of commands). */
export const fingerprintCases: ReadonlyArray<LedgerCase> = [
  {
    name: "stores the fingerprint of an append only on its first entry, and returns it with every receipt",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0, happened(1, 2)))
      const append: Append = {
        ...withFingerprint(one(district, b, 0, happened(3, 4)), fingerprint),
        streams: [
          { stream: b, expected: 0, events: happened(3, 4) },
          { stream: a, expected: 2, events: happened(5) }
        ]
      }
      const receipt = { first: 3, last: 5, fingerprint }
      expect(yield* ledger.append(append)).toEqual({ ...receipt, repeated: false })
      expect(yield* ledger.append(append)).toEqual({ ...receipt, repeated: true })
      const last = withFingerprint(one(district, b, 2, happened(6)), "another")
      expect(yield* ledger.appendAll([append, last])).toEqual([
        { ...receipt, repeated: true },
        { first: 6, last: 6, repeated: false, fingerprint: "another" }
      ])
      expect(yield* ledger.receipt(district, append.commandId)).toEqual(
        Option.some({ ...receipt, repeated: true })
      )
      expect(yield* ledger.receipts(district, [last.commandId, append.commandId])).toEqual(
        new Map([
          [last.commandId, { first: 6, last: 6, repeated: true, fingerprint: "another" }],
          [append.commandId, { ...receipt, repeated: true }]
        ])
      )
      const entries = yield* everything(ledger, district)
      expect(entries.map((entry) => entry.fingerprint)).toEqual([
        undefined,
        undefined,
        fingerprint,
        undefined,
        undefined,
        "another"
      ])
      for (const [stream, expected] of [
        [a, [undefined, undefined, undefined]],
        [b, [fingerprint, undefined, "another"]]
      ] as const) {
        const found = yield* wholeStream(ledger, district, stream)
        expect(found.map((entry) => entry.fingerprint)).toEqual(expected)
      }
      yield* ledger.verify(district)
    })
  },
  {
    name: "refuses a command id with a fingerprint that differs in any character or in case, and writes nothing",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0, happened(1, 2)), fingerprint)
      yield* ledger.append(append)
      const before = yield* everything(ledger, district)
      const others = [
        fingerprint.toLowerCase(),
        `${fingerprint}.`,
        fingerprint.slice(0, -1),
        `${fingerprint.slice(0, -1)}V`,
        `v${fingerprint.slice(1)}`,
        "x"
      ]
      for (const other of others) {
        for (const expected of [2, 9, "any"] as const) {
          yield* reused(
            ledger,
            withFingerprint(one(district, b, expected, happened(3), append.commandId), other)
          )
        }
      }
      expect(yield* wholeStream(ledger, district, b)).toEqual([])
      expectSame(yield* everything(ledger, district), before)
      expect(yield* ledger.append(append)).toEqual({ first: 1, last: 2, repeated: true, fingerprint })
      expect(yield* ledger.append(one(district, a, 2))).toMatchObject({ first: 3 })
    })
  },
  {
    name: "returns the first receipt for a repeated command, with the same fingerprint or none, whatever its events",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0), fingerprint)
      yield* ledger.append(append)
      const repeated = { first: 1, last: 1, repeated: true, fingerprint }
      expect(yield* ledger.append(append)).toEqual(repeated)
      expect(yield* ledger.append(without(append))).toEqual(repeated)
      expect(
        yield* ledger.append(
          withFingerprint(one(district, b, 7, happened("other"), append.commandId), fingerprint)
        )
      ).toEqual(repeated)
      expect((yield* ledger.head(district)).position).toBe(1)
    })
  },
  {
    name: "accepts any fingerprint for a command that was appended without one, and does not store it",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = one(district, a, 0)
      yield* ledger.append(append)
      const repeated = { first: 1, last: 1, repeated: true }
      for (const mark of [fingerprint, "another"]) {
        expect(yield* ledger.append(withFingerprint(append, mark))).toEqual(repeated)
        expect(yield* ledger.appendAll([withFingerprint(append, mark)])).toEqual([repeated])
      }
      expect(yield* ledger.receipt(district, append.commandId)).toEqual(Option.some(repeated))
      expect(yield* marks(ledger, district)).toEqual([null])
    })
  },
  {
    name: "compares fingerprints within one call, and writes nothing of the call if two differ",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0), fingerprint)
      const other = withFingerprint(one(district, b, 0, happened(2), append.commandId), "another")
      const before = one(district, b, 0, happened(0))
      const error = yield* Effect.flip(ledger.appendAll([before, append, other]))
      expect(error).toBeInstanceOf(CommandIdReused)
      expect(error).toMatchObject({ district, commandId: append.commandId })
      expect(yield* everything(ledger, district)).toEqual([])
      expect(yield* ledger.receipt(district, append.commandId)).toEqual(Option.none())
      const unsaid = one(district, a, 1)
      expect(
        yield* ledger.appendAll([append, append, without(append), unsaid, withFingerprint(unsaid, "later")])
      ).toEqual([
        { first: 1, last: 1, repeated: false, fingerprint },
        { first: 1, last: 1, repeated: true, fingerprint },
        { first: 1, last: 1, repeated: true, fingerprint },
        { first: 2, last: 2, repeated: false },
        { first: 2, last: 2, repeated: true }
      ])
      const next = one(district, b, 0)
      expect(yield* Effect.flip(ledger.appendAll([next, other]))).toBeInstanceOf(CommandIdReused)
      expect(yield* ledger.receipt(district, next.commandId)).toEqual(Option.none())
      expect(yield* marks(ledger, district)).toEqual([fingerprint, null])
    })
  },
  {
    name: "accepts one of many commands with the same id at the same time, and refuses those with another fingerprint",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      for (const round of upTo(3)) {
        const append = one(district, a, "any", happened(round))
        const results = yield* Effect.forEach(
          upTo(12),
          (n) =>
            Effect.map(
              Effect.result(ledger.append(withFingerprint(append, `f${n % 3}`))),
              (result) => [`f${n % 3}`, result] as const
            ),
          { concurrency: "unbounded" }
        )
        const { fingerprint: kept } = Option.getOrThrow(yield* ledger.receipt(district, append.commandId))
        let written = 0
        for (const [mark, result] of results) {
          expect(Result.isSuccess(result)).toBe(mark === kept)
          if (Result.isSuccess(result)) {
            expect(result.success).toMatchObject({ first: round, last: round, fingerprint: kept })
            written += result.success.repeated ? 0 : 1
          } else expect(result.failure).toBeInstanceOf(CommandIdReused)
        }
        expect(written).toBe(1)
      }
      expect((yield* ledger.verify(district)).position).toBe(3)
    })
  },
  {
    name: "stores the fingerprint of an append of some thousand events, and compares it",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0, happened(...upTo(2500))), fingerprint)
      const receipt = { first: 1, last: 2500, fingerprint }
      expect(yield* ledger.append(append)).toEqual({ ...receipt, repeated: false })
      expect(yield* ledger.append(append)).toEqual({ ...receipt, repeated: true })
      yield* reused(ledger, withFingerprint(append, "another"))
      const found = yield* marks(ledger, district)
      expect([found[0], new Set(found.slice(1))]).toEqual([fingerprint, new Set([null])])
      yield* ledger.verify(district)
    })
  },
  {
    name: "stores no fingerprint of a refused append: the command may come again with another one",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      yield* ledger.append(one(district, a, 0))
      const commandId = newCommand()
      yield* Effect.flip(
        ledger.append(withFingerprint(one(district, a, 0, happened(2), commandId), "refused"))
      )
      expect(
        yield* ledger.append(withFingerprint(one(district, a, 1, happened(2), commandId), fingerprint))
      ).toEqual({ first: 2, last: 2, repeated: false, fingerprint })
    })
  },
  {
    name: "accepts a fingerprint of 1–200 visible ASCII characters unchanged, and no other",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const visible = String.fromCodePoint(...upTo(0x7e, 0x21))
      const good = [visible, "f", "f".repeat(200), `'"\\`, "{}", "null"]
      for (const [n, mark] of good.entries()) {
        yield* ledger.append(withFingerprint(one(district, a, n), mark))
      }
      expect(yield* marks(ledger, district)).toEqual(good)
      yield* ledger.verify(district)
      for (const mark of ["", " ", "a b", "f".repeat(201), "指纹", "é", "f\u0000", "f\n"]) {
        yield* expectRejected(
          ledger,
          withFingerprint(one(district, a, "any"), mark),
          /fingerprint is not 1–200 visible ASCII characters/
        )
      }
      expect((yield* ledger.head(district)).position).toBe(good.length)
    })
  },
  {
    name: "accepts the library's reserved ids, which no caller can use, beside the same ids without the mark",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const own = OwnCommandId.make("~lapse/case-7/3")
      const callers = CommandId.make("lapse/case-7/3")
      yield* ledger.append(one(district, a, 0, happened(1), own))
      yield* ledger.append(one(district, a, 1, happened(2), callers))
      expect(yield* ledger.append(one(district, a, 9, happened(3), own))).toEqual({
        first: 1,
        last: 1,
        repeated: true
      })
      expect((yield* everything(ledger, district)).map(({ commandId }) => commandId)).toEqual([own, callers])
      for (const id of ["~", "~~", `~${"c".repeat(200)}`, "~ x"]) {
        yield* expectRejected(ledger, { ...one(district, a, "any"), commandId: id as CommandId }, /commandId/)
      }
    })
  },
  {
    name: "hashes the fingerprint with its entry, and an entry without one as before fingerprints existed",
    check: Effect.fnUntraced(function* ({ ledger }) {
      let model = new DistrictModel(newDistrict())
      const { district } = model
      const appends = [
        one(district, a, 0, happened(1, 2)),
        withFingerprint(one(district, a, 2, happened(3, 4)), fingerprint),
        withFingerprint(one(district, StreamId.make("楼栋.7"), 0, happened("五")), '!"~\\')
      ]
      for (const append of appends) {
        yield* ledger.append(append)
        model = model.append(append).after
      }
      expectSame(yield* everything(ledger, district), model.entries)
    })
  },
  {
    name: "imports a district from a file with its fingerprints, compares them, and exports them again",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0, happened(1, 2)), fingerprint)
      const unsaid = one(district, b, 0, happened(3))
      const large = withFingerprint(one(district, b, 1, happened(...upTo(2100))), "large")
      const { entries } = new DistrictModel(district).appendAll([append, unsaid, large]).after
      const lines = [
        { format: "liulinhui-ledger", version: 1, district },
        ...entries.map(({ district: _, ...entry }) => entry),
        { head: { position: entries.length, hash: entries.at(-1)?.hash } }
      ]
      const file = Stream.fromArray(lines.map((line) => JSON.stringify(line)))
      yield* Portable.restore(ledger, file)
      expectSame(yield* everything(ledger, district), entries)
      expect(yield* ledger.append(append)).toEqual({ first: 1, last: 2, repeated: true, fingerprint })
      expect(yield* ledger.append(withFingerprint(unsaid, "any"))).toEqual({
        first: 3,
        last: 3,
        repeated: true
      })
      yield* reused(ledger, withFingerprint(append, "another"))
      yield* reused(ledger, withFingerprint(large, "another"))
      const again = yield* Stream.runCollect(Portable.lines(ledger, district))
      expect(again.map((line) => JSON.parse(line))).toEqual(lines)
    })
  },
  {
    name: "compares a command at once with the appends of another handle on the store",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ ledger, another }) {
      const district = newDistrict()
      const other = yield* another
      for (const n of upTo(6)) {
        const append = withFingerprint(one(district, a, n - 1, happened(n)), `${fingerprint}${n}`)
        const [first, second] = n % 2 === 0 ? [ledger, other] : [other, ledger]
        yield* first.append(append)
        // The second handle (a ledger on the same store) has not read the command from the store yet.
        yield* reused(second, withFingerprint(append, fingerprint))
        const repeated = { first: n, last: n, repeated: true, fingerprint: append.fingerprint }
        expect(yield* second.append(append)).toEqual(repeated)
        yield* reused(first, withFingerprint(append, fingerprint))
      }
    })
  },
  {
    name: "still has its fingerprints when it is opened again, and compares with them",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another }) {
      const district = newDistrict()
      const append = withFingerprint(one(district, a, 0, happened(1, 2)), fingerprint)
      const unsaid = one(district, a, 2)
      yield* Effect.scoped(Effect.flatMap(another, (ledger) => ledger.appendAll([append, unsaid])))
      const ledger = yield* another
      yield* reused(ledger, withFingerprint(append, "another"))
      expect(yield* ledger.append(append)).toEqual({ first: 1, last: 2, repeated: true, fingerprint })
      expect(yield* ledger.append(withFingerprint(unsaid, "any"))).toEqual({
        first: 3,
        last: 3,
        repeated: true
      })
      expect(yield* marks(ledger, district)).toEqual([fingerprint, null, null])
      yield* ledger.verify(district)
    })
  },
  {
    name: "finds a stored fingerprint that was changed, removed or added, and reports its position",
    needs: "tamperFingerprint",
    check: Effect.fnUntraced(function* ({ ledger, capabilities }) {
      for (const [position, mark] of [
        [1, "another"],
        [1, null],
        [2, fingerprint],
        [3, fingerprint]
      ] as const) {
        const district = newDistrict()
        yield* ledger.append(withFingerprint(one(district, a, 0, happened(1, 2)), fingerprint))
        yield* ledger.append(one(district, a, 2, happened(3)))
        yield* ledger.verify(district)
        yield* capabilities.tamperFingerprint?.(district, position, mark) ?? Effect.void
        const error = yield* Effect.flip(ledger.verify(district))
        expect(error).toBeInstanceOf(ChainBroken)
        expect(error).toMatchObject({ district, position })
      }
    })
  }
]
