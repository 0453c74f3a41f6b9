import { afterAll, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Portable } from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import * as Postgres from "@liulinhui/storage-postgres"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { appendAttempt, appendOf } from "@liulinhui/testing/LedgerArbitraries"
import { DistrictModel } from "@liulinhui/testing/LedgerModel"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { drop, newSchema, options, withServer } from "../fixture.ts"
import { runs } from "../../../tooling/src/runs.ts"

const schema = newSchema()
afterAll(() => drop(schema))

withServer("a district", () => {
  it.live("moves from memory to PostgreSQL to SQLite to PostgreSQL to memory, and stays the same", () =>
    Effect.gen(function* () {
      const postgres = yield* openLedger(Postgres.layer(options(schema)))
      const elsewhere = newSchema()
      const other = yield* openLedger(Postgres.layer(options(elsewhere)))
      yield* Effect.addFinalizer(() => Effect.promise(() => drop(elsewhere)))
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(fc.array(appendAttempt(12), { maxLength: 12 }), (plans) =>
            Effect.gen(function* () {
              const district = DistrictId.make(`d-${randomUUID()}`)
              const [from, to] = [Memory.makeLedger(), Memory.makeLedger()]
              let model = new DistrictModel(district)
              for (const plan of plans) {
                const one = appendOf(district, plan, (stream) => model.stream(stream).length)
                model = model.append(one).after
                yield* Effect.ignore(from.append(one))
              }
              const head = yield* from.head(district)
              const way = [
                from,
                postgres,
                yield* openLedger(Sqlite.layer({ filename: ":memory:" })),
                other,
                to
              ]
              for (const [n, ledger] of way.entries()) {
                const before = way[n - 1]
                if (before === undefined) continue
                expect(yield* Portable.restore(ledger, Portable.lines(before, district))).toEqual(head)
                expect(yield* ledger.verify(district)).toEqual(head)
              }
              expect(yield* Stream.runCollect(to.all(district))).toEqual(
                yield* Stream.runCollect(from.all(district))
              )
              expect(yield* Stream.runCollect(Portable.lines(to, district))).toEqual(
                yield* Stream.runCollect(Portable.lines(from, district))
              )
            }).pipe(Effect.scoped, Effect.runPromise)
          ),
          { numRuns: runs(6, 25) }
        )
      )
    }).pipe(Effect.scoped)
  )
})
