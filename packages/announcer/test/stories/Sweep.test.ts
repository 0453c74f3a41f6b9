import { afterAll, describe, expect, it } from "@effect/vitest"
import { ActorId, RuleId } from "@liulinhui/core/Id"
import type { Notice } from "@liulinhui/core/Notifier"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import { SqlClient } from "effect/sql/SqlClient"
import * as TestClock from "effect/testing/TestClock"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { district } from "../../../service/test/wanLiu.ts"

const folder = mkdtempSync(join(tmpdir(), "sweep-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const notice = (n: number): Notice => ({
  key: `${district}/${n}/case-opened/lead/test`,
  district,
  rule: RuleId.make("case-opened"),
  to: ActorId.make("lead"),
  recipient: "组长 lead",
  language: "zh",
  urgent: false,
  at: n,
  title: "新立案",
  body: `第${n}条`
})
const hash = (text: string): string => text

const days = (count: number): number => Duration.toMillis(Duration.days(count))

/**
 * Puts some notices into the queue, puts one of them back as if it had been a dead letter, and delivers all except the
 * last one.
 */
const settle = (count: number) =>
  Effect.gen(function* () {
    const name = Outbox.queueOf(district, "test", ActorId.make("lead"))
    const queue = yield* Outbox.openQueue(yield* PersistedQueue.makeFactory, name)
    yield* queue.offer(notice(0), Outbox.queueId(hash, notice(0), 1))
    for (let n = 0; n < count; n++) {
      yield* queue.offer(notice(n), Outbox.queueId(hash, notice(n)))
    }
    for (let n = 0; n < count; n++) yield* queue.take(() => Effect.void)
  })

const figures = Effect.gen(function* () {
  const outbox = yield* Outbox.Outbox
  const kept = yield* outbox.offered(district, "test")
  return [kept.length, (yield* outbox.swept(district, "test")).get("case-opened") ?? 0]
})
const sweep = Outbox.Outbox.use((outbox) => outbox.sweep(district, "test", days(30)))

describe("sweeping", () => {
  it.effect(
    "removes notices that were settled long ago, a limited number at once, and keeps their counts",
    () =>
      Effect.gen(function* () {
        yield* settle(Outbox.sweepLimit + 2)
        expect(yield* figures).toEqual([Outbox.sweepLimit + 2, 0])
        yield* TestClock.adjust(days(30) - 1)
        expect(yield* sweep).toBe(0)
        yield* TestClock.adjust(1)
        expect(yield* sweep).toBe(Outbox.sweepLimit)
        // A notice that was put back counts as the same notice. Notices that still wait are not removed.
        expect(yield* figures).toEqual([3, Outbox.sweepLimit - 1])
        expect([yield* sweep, yield* sweep]).toEqual([2, 0])
        expect(yield* figures).toEqual([1, Outbox.sweepLimit + 1])
      }).pipe(Effect.provide(Outbox.layerMemory))
  )

  it.live("removes and counts in one transaction of the ledger's file", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient
      yield* settle(4)
      expect([yield* sweep, yield* figures]).toEqual([0, [4, 0]])
      yield* sql`UPDATE notice_queue SET updated_at = datetime(updated_at, '-30 days') WHERE state = 'completed'`
      yield* sql`CREATE TRIGGER fault BEFORE INSERT ON notice_count
        BEGIN SELECT RAISE(ABORT, 'no space left in this test'); END`
      expect((yield* Effect.flip(sweep))._tag).toBe("LedgerUnavailable")
      expect(yield* figures).toEqual([4, 0])
      yield* sql`DROP TRIGGER fault`
      expect([yield* sweep, yield* figures]).toEqual([4, [1, 3]])
      expect((yield* Outbox.Outbox.use(({ waiting }) => waiting(district, "test"))).size).toBe(1)
    }).pipe(
      Effect.provide(
        Outbox.layerSql().pipe(
          Layer.provideMerge(StorageSqlite.layer({ filename: join(folder, "sweep.sqlite") }))
        )
      )
    )
  )
})
