import { afterAll, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, type LedgerShape, RetryingLedger } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import { expectOneHistory, run } from "@liulinhui/testing/KilledWriters"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Linearizable from "@liulinhui/testing/Linearizable"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { drop, newSchema, options, past, url, withServer } from "../fixture.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
const schemas: Array<string> = []
const another = (): string => {
  const schema = newSchema()
  schemas.push(schema)
  return schema
}
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await Promise.all(schemas.map(drop))
})

const runWriter = (schema: string, name: string, count: number) => {
  const log = join(folder, `${schema}.${name}.log`)
  return run(join(import.meta.dirname, "../writer.ts"), [url, schema, name, log, `${count}`], log)
}

withServer("several processes on one schema", () => {
  it.live("write one ledger: each command once, in one order, with one chain", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* openLedger(Postgres.layer(options(schema)))
      const count = 120
      const said = yield* Effect.forEach(["a", "b", "c"], (name) => runWriter(schema, name, count), {
        concurrency: "unbounded"
      })
      yield* expectOneHistory(ledger, said, count)
    }).pipe(Effect.scoped)
  )
})

const district = DistrictId.make("wan-liu")
const append = (n: number | "any", size = 3, commandId: string = randomUUID()): Append => ({
  district,
  commandId: CommandId.make(commandId),
  at: 0,
  streams: [
    {
      stream: StreamId.make("a"),
      expected: n,
      events: Array.from({ length: size }, (_, of) => ({ type: "Visited", data: { of } }))
    }
  ]
})

withServer("a session that is ended during an append", () => {
  const endSessions = (applicationName: string) =>
    past("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [
      applicationName
    ])

  it.live("is reported to the caller as retryable, and the same command then succeeds once", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* openLedger(Postgres.layer(options(schema, { applicationName: schema })))
      const patient = RetryingLedger.make(ledger, Schedule.spaced("5 millis"))
      const ending = yield* Effect.forkChild(
        Effect.forever(Effect.andThen(Effect.sleep("15 millis"), endSessions(schema)))
      )
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 300 }, (_, n) => append("any", 1 + (n % 4))),
        (one) =>
          Effect.gen(function* () {
            const first = yield* Effect.result(ledger.append(one))
            return { receipt: yield* patient.append(one), size: one.streams[0]!.events.length, first }
          }),
        { concurrency: 8 }
      )
      yield* Fiber.interrupt(ending)
      const failures = outcomes.flatMap(({ first }) => (first._tag === "Failure" ? [first.failure] : []))
      // If no append failed while connections were ended, this test would prove nothing.
      expect(failures.length).toBeGreaterThan(0)
      for (const failure of failures) {
        expect(failure).toMatchObject({ _tag: "LedgerUnavailable", retryable: true })
      }
      const all = yield* Stream.runCollect(patient.all(district))
      expect(all.length).toBe(outcomes.reduce((sum, { size }) => sum + size, 0))
      for (const { receipt, size } of outcomes) expect(receipt.last - receipt.first + 1).toBe(size)
      expect(new Set(outcomes.map(({ receipt }) => receipt.first)).size).toBe(300)
      yield* patient.verify(district)
    }).pipe(Effect.scoped)
  )
})

withServer("several pools that append to one district at the versions that they saw", () => {
  it.live("make one history, which some order of their calls explains", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledgers = yield* Effect.forEach([1, 2, 3, 4], () =>
        openLedger(Postgres.layer(options(schema, { maxConnections: 2 })))
      )
      const history: Array<Linearizable.Event> = []
      const call = <A, E>(
        effect: Effect.Effect<A, E>,
        from: (answer: A) => Linearizable.Call
      ): Effect.Effect<A, E> =>
        Effect.suspend(() => {
          const began = performance.now()
          return Effect.map(effect, (answer) => {
            history.push({ began, ended: performance.now(), call: from(answer) })
            return answer
          })
        })
      let conflicts = 0
      const work = (ledger: LedgerShape) =>
        Effect.gen(function* () {
          for (let n = 0; n < 30; n++) {
            const { position } = yield* call(ledger.head(district), (head) => ({ _tag: "head", head }))
            const one = append(position, 1 + (n % 3))
            const outcome = yield* call(
              ledger.append(one).pipe(
                Effect.map((receipt) => ({ _tag: "Receipt" as const, receipt })),
                Effect.catchTag("VersionConflict", ({ actual, expected, stream }) =>
                  Effect.succeed({
                    _tag: "VersionConflict" as const,
                    actual,
                    expected,
                    ...(stream === undefined ? {} : { stream })
                  })
                )
              ),
              (outcome) => ({ _tag: "append", append: one, outcome })
            )
            if (outcome._tag === "VersionConflict") conflicts += 1
          }
        })
      yield* Effect.forEach([...ledgers, ...ledgers], work, { concurrency: "unbounded", discard: true })
      const entries = yield* Stream.runCollect(ledgers[0]!.all(district))
      expect(Linearizable.objection(history, entries)).toBeUndefined()
      expect(conflicts).toBeGreaterThan(20)
      expect(entries.length).toBeGreaterThan(20)
      yield* ledgers[1]!.verify(district)
    }).pipe(Effect.scoped)
  )

  it.live("all make progress: none waits until the others stop", () =>
    Effect.gen(function* () {
      const schema = another()
      const [first, second] = [
        yield* openLedger(Postgres.layer(options(schema))),
        yield* openLedger(Postgres.layer(options(schema)))
      ]
      yield* first.append(append("any"))
      // The first ledger always remembers the current state of the district, and appends without a pause.
      const busy = yield* Effect.forkChild(Effect.forever(first.append(append("any"))))
      for (let n = 0; n < 20; n++) yield* second.append(append("any"))
      yield* Fiber.interrupt(busy)
      yield* second.verify(district)
    }).pipe(Effect.scoped, Effect.timeout("20 seconds"))
  )
})
