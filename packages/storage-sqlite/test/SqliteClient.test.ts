import { describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as Schema from "effect/Schema"
import { SqlClient } from "effect/sql/SqlClient"
import * as Layer from "effect/Layer"

const district = DistrictId.make("small")
const layer = () => Sqlite.layer({ filename: ":memory:" })
const advance = (position: number) =>
  Bookmarks.use((bookmarks) => bookmarks.advance(district, "reader", position))
const bookmark = Bookmarks.use((bookmarks) => bookmarks.get(district, "reader"))
const append = (id: string) =>
  Ledger.use((ledger) =>
    ledger.append({
      district,
      commandId: CommandId.make(id),
      at: 0,
      streams: [{ stream: StreamId.make("s"), expected: "any", events: [{ type: "T", data: {} }] }]
    })
  )

describe("an SQLite file as an SQL client", () => {
  it.live("commits a bookmark together with the other writes of the transaction, or neither", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient
      yield* sql`CREATE TABLE sent (id TEXT PRIMARY KEY) STRICT`
      const both = (id: string, position: number) =>
        sql.withTransaction(Effect.andThen(sql`INSERT INTO sent (id) VALUES (${id})`, advance(position)))
      yield* both("a", 3)
      const failed = yield* Effect.exit(
        sql.withTransaction(Effect.andThen(both("b", 5), Effect.fail("no" as const)))
      )
      expect(failed._tag).toBe("Failure")
      expect((yield* Effect.exit(both("a", 9)))._tag).toBe("Failure")
      expect([yield* sql`SELECT id FROM sent`, yield* bookmark]).toEqual([[{ id: "a" }], 3])
    }).pipe(Effect.provide(layer()))
  )

  it.live("commits a view that is put or dropped together with its transaction, or leaves it unchanged", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient
      const views = yield* Views
      const at = (position: number) => ({ version: 1, position, state: String(position) })
      const kept = Effect.map(views.get(district, "open"), Option.getOrUndefined)
      yield* sql.withTransaction(views.put(district, "open", Option.none(), at(1)))
      const change = Effect.andThen(
        views.put(district, "open", Option.some(at(1)), at(2)),
        views.drop(district, "open")
      )
      yield* Effect.exit(sql.withTransaction(Effect.andThen(change, Effect.fail("no" as const))))
      expect(yield* kept).toEqual(at(1))
      yield* sql.withTransaction(change)
      expect(yield* kept).toBeUndefined()
    }).pipe(Effect.provide(layer()))
  )

  it.live(
    "makes the ledger's appends wait for its transaction, and none of them is lost or rolled back",
    () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient
        const [open, close] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const holder = yield* Effect.forkChild(
          Effect.flip(
            sql.withTransaction(
              Effect.gen(function* () {
                yield* advance(7)
                yield* Deferred.succeed(open, undefined)
                yield* Deferred.await(close)
                return yield* Effect.fail("rolled back" as const)
              })
            )
          )
        )
        yield* Deferred.await(open)
        const appends = yield* Effect.forkChild(
          Effect.forEach(["a", "b", "c"], append, { concurrency: "unbounded" })
        )
        yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 20)))
        expect((yield* Ledger.use((ledger) => ledger.head(district))).position).toBe(0)
        yield* Deferred.succeed(close, undefined)
        expect(yield* Fiber.join(holder)).toBe("rolled back")
        expect((yield* Fiber.join(appends)).map(({ last }) => last)).toEqual([1, 2, 3])
        expect(yield* bookmark).toBe(0)
        yield* Ledger.use((ledger) => ledger.verify(district))
      }).pipe(Effect.provide(layer()))
  )

  it.live(
    "supports Effect's durable queue: an item offered in a transaction is taken only after the commit",
    () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient
        const queue = yield* PersistedQueue.make({ name: "q", schema: Schema.String })
        yield* Effect.exit(sql.withTransaction(Effect.andThen(queue.offer("lost"), Effect.fail("no"))))
        yield* sql.withTransaction(Effect.andThen(queue.offer("kept"), advance(1)))
        expect(yield* queue.take(Effect.succeed)).toBe("kept")
      }).pipe(
        Effect.provide(
          PersistedQueue.layer.pipe(
            Layer.provide(PersistedQueue.layerStoreSql()),
            Layer.provideMerge(layer())
          )
        )
      )
  )
})
