import { afterAll, expect, it } from "@effect/vitest"
import { ActorId, DistrictId, RuleId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import type { Notice } from "@liulinhui/core/Notifier"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Postgres from "@liulinhui/storage-postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import { randomUUID } from "node:crypto"
import { drop, newSchema, options, withServer } from "../fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

// The tables of the queue are shared by all schemas of the database, so this test uses a separate district.
const district = DistrictId.make(`d-${randomUUID()}`)
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
const hash = (text: string): string => text.slice(0, 64)

withServer("an outbox in a PostgreSQL database", () => {
  it.live(
    "commits notices together with the bookmark that covers them, or neither, and keeps dead letters",
    () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox.Outbox
        const bookmarks = yield* Bookmarks
        const name = Outbox.queueOf(district, "test", ActorId.make("lead"))
        const queue = yield* Outbox.openQueue(yield* PersistedQueue.makeFactory, name)
        const waiting = Effect.map(outbox.waiting(district, "test"), (queues) => [...queues])
        const offer = (n: number) =>
          Effect.andThen(
            queue.offer(notice(n), Outbox.queueId(hash, notice(n))),
            bookmarks.advance(district, "announcer:test", n)
          )
        const position = bookmarks.get(district, "announcer:test")

        const failed = yield* Effect.flip(
          outbox.together(Effect.andThen(offer(9), Effect.fail("no" as const)))
        )
        expect([failed, yield* waiting, yield* position]).toEqual(["no", [], 0])

        yield* outbox.together(Effect.forEach([1, 2], offer))
        yield* outbox.together(offer(2))
        expect([yield* waiting, yield* position]).toEqual([[[name, 2]], 2])
        expect(yield* queue.take(({ body }) => Effect.succeed(body))).toBe("第1条")
        expect((yield* outbox.offered(district, "test")).length).toBe(2)
        expect(yield* waiting).toEqual([[name, 1]])
        expect(yield* outbox.sweep(district, "test", 0)).toBe(1)
        expect([...(yield* outbox.swept(district, "test"))]).toEqual([["case-opened", 1]])
        expect((yield* outbox.offered(district, "test")).length).toBe(1)

        const letter: Outbox.DeadLetter = {
          notice: notice(1),
          channel: "test",
          reason: "said so",
          kind: "permanent",
          attempts: 1,
          at: 5
        }
        yield* outbox.bury(letter)
        yield* outbox.bury({ ...letter, at: 6 })
        expect(yield* outbox.letters(district)).toEqual([{ ...letter, at: 6 }])
        yield* outbox.exhume(letter)
        expect(yield* outbox.letters(district)).toEqual([])
      }).pipe(Effect.provide(Outbox.layerSql().pipe(Layer.provideMerge(Postgres.layer(options(schema))))))
  )
})
