/** The rules of the ledger port about durability: acknowledged appends are stored, and failed ones leave nothing behind. */
import { StreamId } from "@liulinhui/core/Id"
import { type Append, LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as KilledWriters from "../KilledWriters.ts"
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
  positions,
  upTo,
  wholeStream,
  type LedgerCase
} from "./LedgerCase.ts"
import { expect } from "../Expect.ts"

export const lasting: ReadonlyArray<LedgerCase> = [
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
    needs: "reopens",
    check: Effect.fnUntraced(function* ({ another, close = Effect.void }) {
      yield* close
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
  },
  {
    name: "loses nothing that it acknowledged when it is closed at once and opened again, time after time",
    needs: "reopens",
    check: Effect.fnUntraced(function* ({ another, close = Effect.void }) {
      yield* close
      let model = new DistrictModel(newDistrict())
      const { district } = model
      const acknowledged: Array<Append> = []
      for (const round of upTo(6)) {
        const marked = (append: Append): Append => ({ ...append, fingerprint: `f${round}` })
        const single = [marked(one(district, a, "any", happened(round, "字")))]
        const several = upTo(3).map((n) => marked(one(district, StreamId.make(`s-${n}`), "any", happened(n))))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const ledger = yield* another
            expectSame(yield* everything(ledger, district), model.entries)
            for (const append of acknowledged) {
              expect(yield* ledger.append(append)).toEqual(model.receipt(append.commandId))
            }
            const found = yield* ledger.receipts(
              district,
              acknowledged.map(({ commandId }) => commandId)
            )
            expect(found.size).toBe(acknowledged.length)
            yield* Effect.flip(ledger.append(one(district, a, 99)))
            // The last call before the ledger is closed is of another kind in each round.
            if (round % 2 === 0) yield* ledger.append(single[0]!)
            else yield* ledger.appendAll(several)
          })
        )
        const added = round % 2 === 0 ? single : several
        acknowledged.push(...added)
        model = model.appendAll(added).after
      }
      const ledger = yield* another
      expectSame(yield* everything(ledger, district), model.entries)
      expectSame(yield* wholeStream(ledger, district, a), model.stream(a))
      expect(yield* ledger.districts).toContain(district)
      expect((yield* ledger.verify(district)).position).toBe(model.entries.length)
    })
  },
  {
    name: "keeps what it acknowledged, and all or nothing of the rest, when the process that writes is killed",
    needs: "writer",
    check: Effect.fnUntraced(function* ({ ledger, capabilities: { writer } }) {
      if (writer === undefined) return
      const folder = mkdtempSync(join(tmpdir(), "liulinhui-writers-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      let known = 0
      for (const life of upTo(writer.kills ?? 2)) {
        const name = `${randomUUID()}-${life}`
        const log = join(folder, `${life}.log`)
        const kill = { word: life % 2 === 1 ? "begun" : "ready", after: (life * 23) % 40 } as const
        const said = yield* KilledWriters.run(
          writer.script,
          writer.options({ name, log, count: 100_000 }),
          log,
          kill
        )
        expect(said.complaint).toBe("")
        yield* writer.settled?.(name) ?? Effect.void
        const { position } = yield* KilledWriters.expectKept(ledger, undefined, name, said)
        expect(position).toBeGreaterThanOrEqual(known)
        known = position
      }
      // The processes were killed while they wrote, not before.
      expect(known).toBeGreaterThan(0)
    })
  }
]
