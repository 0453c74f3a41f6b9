import * as vitest from "@effect/vitest"
import { afterAll, expect, it } from "@effect/vitest"
import { IdentityStore } from "@liulinhui/core/Identity"
import * as Postgres from "@liulinhui/storage-postgres"
import { identityStoreSuite } from "@liulinhui/testing/IdentityStoreSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { drop, newSchema, options, past, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

const open = Effect.map(
  Layer.build(Layer.fresh(Postgres.identity(options(schema)))),
  Context.get(IdentityStore)
)
const next = (value: string) => ({ owner: "", value, expires: 0 })

withServer("an identity store in PostgreSQL", () => {
  testSuite(
    vitest,
    identityStoreSuite("in a PostgreSQL database", Postgres.identity(options(schema)), { shared: true })
  )

  it.live("is opened by a database role that may not make tables", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(open)
      const [row] = yield* past<{ readonly n: number }>(
        "SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = $1",
        [schema]
      )
      yield* Effect.scoped(open)
      expect(row?.n).toBe(2)
    })
  )

  it.live("loses no change while several pools of sessions change the same record", () =>
    Effect.gen(function* () {
      const stores = yield* Effect.all([open, open])
      const name = { kind: "counter", key: "n" }
      const increment = Effect.fnUntraced(function* (store: (typeof stores)[0]) {
        for (;;) {
          const found = Option.getOrUndefined(yield* store.get(name))
          const value = `${Number(found?.value ?? 0) + 1}`
          if (yield* store.commit([{ ...name, seen: found?.version ?? 0, next: next(value) }])) return
        }
      })
      yield* Effect.forEach(
        stores.flatMap((store) => [store, store]),
        (store) => Effect.repeat(increment(store), { times: 9 }),
        { concurrency: "unbounded" }
      )
      const [store] = stores
      expect(Option.map(yield* store.get(name), ({ value }) => value)).toEqual(Option.some("40"))
    })
  )
})
