/** The rules of the ledger port about names: names that look alike are different names, however long they are. */
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { CommandId, OwnCommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { lookAlikes } from "../LookAlikes.ts"
import {
  a,
  everything,
  expectRejected,
  happened,
  type LedgerCase,
  newDistrict,
  one,
  upTo,
  wholeStream
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

/** A Latin letter, a Chinese character, and a Chinese character beyond the basic plane. */
const letters = ["x", "字", "\u{20bb7}"]

export const naming: ReadonlyArray<LedgerCase> = [
  {
    name: "distinguishes streams whose names look alike, whatever normalisation makes of them",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const streams = lookAlikes.map((name) => StreamId.make(name))
      for (const stream of streams) yield* ledger.append(one(district, stream, 0, happened(stream)))
      for (const stream of streams) {
        const entries = yield* wholeStream(ledger, district, stream)
        expect(entries.map(({ data, stream: of, version }) => [of, version, data])).toEqual([
          [stream, 1, stream]
        ])
        const error = yield* Effect.flip(ledger.append(one(district, stream, 0)))
        expect(error).toMatchObject({ _tag: "VersionConflict", stream, actual: 1 })
      }
      yield* ledger.verify(district)
    })
  },
  {
    name: "distinguishes command ids that look alike, whatever normalisation makes of them",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const district = newDistrict()
      const appends = lookAlikes.map((name, n) => one(district, a, n, happened(n), CommandId.make(name)))
      for (const [n, append] of appends.entries()) {
        expect(yield* ledger.append(append)).toEqual({ first: n + 1, last: n + 1, repeated: false })
      }
      const found = yield* ledger.receipts(
        district,
        appends.map(({ commandId }) => commandId)
      )
      for (const [n, append] of appends.entries()) {
        const receipt = { first: n + 1, last: n + 1, repeated: true }
        expect(found.get(append.commandId)).toEqual(receipt)
        expect(yield* ledger.append(append)).toEqual(receipt)
      }
      expect((yield* everything(ledger, district)).map(({ commandId }) => commandId)).toEqual(lookAlikes)
    })
  },
  {
    name: "distinguishes districts whose names look alike, whatever normalisation makes of them",
    check: Effect.fnUntraced(function* ({ ledger }) {
      const tag = `d${randomUUID().slice(0, 13)}`
      const districts = lookAlikes.map((name) => DistrictId.make(`${tag}${name}`))
      for (const district of districts) yield* ledger.append(one(district, a, 0, happened(district)))
      for (const district of districts) {
        const entries = yield* everything(ledger, district)
        expect(entries.map(({ data, district: of }) => [of, data])).toEqual([[district, district]])
        expect((yield* ledger.head(district)).position).toBe(1)
      }
      const listed = (yield* ledger.districts).filter((district) => district.startsWith(tag))
      expect(listed).toEqual(districts.toSorted())
    })
  },
  {
    name: "accepts names of the greatest length, all at once, and not one character more",
    check: Effect.fnUntraced(function* ({ ledger }) {
      for (const letter of letters) {
        const tag = `d${randomUUID()}`
        const district = DistrictId.make(tag + letter.repeat(64 - tag.length))
        const stream = StreamId.make(letter.repeat(200))
        const type = letter.repeat(200)
        const fingerprint = "f".repeat(200)
        const ids = [CommandId.make(letter.repeat(200)), OwnCommandId.make(`~${letter.repeat(199)}`)]
        const appends = ids.map((commandId, n) => ({
          ...one(district, stream, n, [{ type, data: n }], commandId),
          fingerprint
        }))
        for (const append of appends) {
          yield* ledger.append(append)
          expect(yield* ledger.append(append)).toMatchObject({ repeated: true, fingerprint })
        }
        expect(yield* wholeStream(ledger, district, stream)).toEqual(yield* everything(ledger, district))
        expect(yield* everything(ledger, district)).toMatchObject(
          ids.map((commandId) => ({ district, stream, commandId, type, fingerprint }))
        )
        expect(yield* ledger.districts).toContain(district)
        expect((yield* ledger.verify(district)).position).toBe(2)
        const longer = (text: string) => text + letter
        const good = one(district, stream, "any")
        yield* expectRejected(ledger, { ...good, district: longer(district) as DistrictId }, /district/)
        yield* expectRejected(ledger, one(district, longer(stream) as StreamId, "any"), /stream is not/)
        yield* expectRejected(ledger, one(district, stream, "any", [{ type: longer(type), data: 1 }]), /type/)
        for (const id of ids) {
          yield* expectRejected(ledger, { ...good, commandId: longer(id) as CommandId }, /commandId/)
        }
        expect((yield* ledger.head(district)).position).toBe(2)
      }
    })
  },
  {
    name: "distinguishes names of the greatest length by their last character, in every script",
    check: Effect.fnUntraced(function* ({ ledger }) {
      for (const letter of letters) {
        const tag = `d${randomUUID()}`
        const ends = ["1", "2", "字", "\u8c48", "\uf900"]
        for (const end of ends) {
          const district = DistrictId.make(tag + letter.repeat(63 - tag.length) + end)
          for (const [n, last] of ends.entries()) {
            const name = letter.repeat(199) + last
            const append = one(district, StreamId.make(name), 0, happened(end + last), CommandId.make(name))
            expect(yield* ledger.append(append)).toEqual({ first: n + 1, last: n + 1, repeated: false })
          }
          for (const [n, last] of ends.entries()) {
            const stream = StreamId.make(letter.repeat(199) + last)
            const entries = yield* wholeStream(ledger, district, stream)
            expect(entries.map(({ data, position }) => [position, data])).toEqual([[n + 1, end + last]])
          }
          expect((yield* everything(ledger, district)).map(({ position }) => position)).toEqual(
            upTo(ends.length)
          )
        }
      }
    })
  }
]
