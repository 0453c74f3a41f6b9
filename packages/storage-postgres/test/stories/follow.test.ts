import { afterAll, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { payloads } from "../../src/Changes.ts"
import { drop, newSchema, options, past, withServer } from "../fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

const newDistrict = () => DistrictId.make(`d-${randomUUID()}`)
const append = (district: DistrictId): Append => ({
  district,
  commandId: CommandId.make(randomUUID()),
  at: 0,
  streams: [{ stream: StreamId.make("a"), expected: "any", events: [{ type: "Visited", data: 1 }] }]
})
/**
 * Opens a second ledger on the same database. For the server, it is another process. It polls so rarely that only a
 * notification can wake it in time.
 */
const open = (applicationName: string, poll: Postgres.Options["poll"] = "1 hour") =>
  openLedger(Postgres.layer(options(schema, { applicationName, ...(poll === undefined ? {} : { poll }) })))

const listeners = (applicationName: string) =>
  past<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND query LIKE 'LISTEN%'`,
    [applicationName]
  )
const untilListening = (applicationName: string) =>
  Effect.gen(function* () {
    while ((yield* listeners(applicationName)).length === 0) yield* Effect.sleep("5 millis")
  })
const follow = (ledger: LedgerShape, district: DistrictId, count: number) =>
  Effect.forkChild(
    Stream.runCollect(Stream.take(ledger.follow(district), count)).pipe(Effect.timeout("40 seconds"))
  )
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

withServer("a follower", () => {
  it.live("is notified by the server of an append by another process", () =>
    Effect.gen(function* () {
      const [reader, writer] = [yield* open("follower-1"), yield* open("writer-1")]
      const district = newDistrict()
      const following = yield* follow(reader, district, 20)
      yield* untilListening("follower-1")
      for (let n = 0; n < 20; n++) yield* writer.append(append(district))
      expect((yield* Fiber.join(following)).map(({ position }) => position)).toEqual(upTo(20))
    }).pipe(Effect.scoped)
  )

  it.live("does not wait if the entry already exists", () =>
    Effect.gen(function* () {
      const [reader, writer] = [yield* open("follower-5"), yield* open("writer-5")]
      const district = newDistrict()
      const listening = yield* follow(reader, newDistrict(), 1)
      yield* untilListening("follower-5")
      yield* writer.append(append(district))
      // After this pause, all notifications about the earlier append have been sent.
      yield* Effect.sleep("100 millis")
      yield* Effect.timeout(reader.changed(district, 0), "20 seconds")
      yield* Fiber.interrupt(listening)
    }).pipe(Effect.scoped)
  )

  it.live("misses no entry if its listening session is ended again and again", () =>
    Effect.gen(function* () {
      const [reader, writer] = [yield* open("follower-2"), yield* open("writer-2")]
      const district = newDistrict()
      const following = yield* follow(reader, district, 60)
      for (let round = 0; round < 4; round++) {
        yield* untilListening("follower-2")
        const ended = yield* listeners("follower-2")
        for (let n = 0; n < 5; n++) yield* writer.append(append(district))
        for (const { pid } of ended) yield* past("SELECT pg_terminate_backend($1)", [pid])
        for (let n = 0; n < 10; n++) yield* writer.append(append(district))
      }
      expect((yield* Fiber.join(following)).map(({ position }) => position)).toEqual(upTo(60))
    }).pipe(Effect.scoped)
  )

  it.live("finds by itself an entry whose writer sent no notification", () =>
    Effect.gen(function* () {
      const [reader, writer] = [yield* open("follower-3", "200 millis"), yield* open("writer-3")]
      const district = newDistrict()
      yield* writer.append(append(district))
      const following = yield* follow(reader, district, 2)
      yield* untilListening("follower-3")
      // Inserts an entry without a notification, like a process that dies between its commit and its notification.
      yield* past(
        `INSERT INTO ${schema}.entry SELECT district, 2, stream, 2, 'silent', 1, at, type, data, hash
         FROM ${schema}.entry WHERE district = $1`,
        [district]
      )
      expect((yield* Fiber.join(following)).map(({ position }) => position)).toEqual([1, 2])
    }).pipe(Effect.scoped)
  )

  it.live("of many districts is notified of each, by notifications that name many districts", () =>
    Effect.gen(function* () {
      const [reader, writer] = [yield* open("follower-4"), yield* open("writer-4")]
      const districts = Array.from({ length: 200 }, newDistrict)
      const following = yield* Effect.forEach(districts, (district) => follow(reader, district, 2))
      yield* untilListening("follower-4")
      for (const _ of [1, 2]) {
        yield* Effect.forEach(districts, (district) => writer.append(append(district)), { concurrency: 32 })
      }
      for (const one of following) expect((yield* Fiber.join(one)).length).toBe(2)
    }).pipe(Effect.scoped)
  )
})

it("notifications name every district once, in as few texts as the server takes", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 64 }).map((id) => id.replaceAll("\n", "-")),
        { maxLength: 400 }
      ),
      (ids) => {
        const texts = payloads(ids)
        expect(texts.flatMap((text) => text.split("\n"))).toEqual(ids)
        for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThan(8000)
        for (let n = 1; n < texts.length; n++) {
          expect(Buffer.byteLength(texts[n - 1]! + texts[n]!)).toBeGreaterThan(7900 - 1)
        }
      }
    )
  )
})
