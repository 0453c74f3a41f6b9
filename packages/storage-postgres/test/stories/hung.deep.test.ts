import { expect, it } from "@effect/vitest"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { DistrictId, ResidentId, StreamId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { KeyStore, ofResident } from "@liulinhui/core/Vault"
import { Views } from "@liulinhui/core/Views"
import * as Postgres from "@liulinhui/storage-postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { connect, createServer, type AddressInfo, type Socket } from "node:net"
import { drop, newSchema, options, url, withServer } from "../fixture.ts"

/** A way to the server on which nothing moves any more after `hang`, as with a frozen server or a lost network. */
const proxy = Effect.acquireRelease(
  Effect.promise(async () => {
    const { hostname, port } = new URL(url)
    const sockets = new Set<Socket>()
    let hangs = false
    const server = createServer((near) => {
      const far = connect(Number(port || 5432), hostname)
      for (const [from, to] of [
        [near, far],
        [far, near]
      ] as const) {
        sockets.add(from)
        from.on("data", (bytes) => void (hangs || to.write(bytes)))
        from.on("close", () => to.destroy())
        from.on("error", () => to.destroy())
      }
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const there = new URL(url)
    there.hostname = "127.0.0.1"
    there.port = String((server.address() as AddressInfo).port)
    return {
      url: there.href,
      hang: () => void (hangs = true),
      /** The server is there again: old connections are gone, new ones work. */
      recover: () => {
        hangs = false
        for (const socket of sockets) socket.destroy()
      },
      close: () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
    }
  }),
  ({ close }) => Effect.sync(close)
)

const district = DistrictId.make("wan-liu")
const append = (id: string, events: number) => ({
  district,
  commandId: CommandId.make(id),
  at: 0,
  streams: [
    {
      stream: StreamId.make("a"),
      expected: "any" as const,
      events: Array.from({ length: events }, (_, of) => ({ type: "Visited", data: { of } }))
    }
  ]
})

withServer("a server that does not answer at all", () => {
  it.live(
    "makes each operation fail in time, as one that may be tried again; later the same calls succeed once",
    () =>
      Effect.gen(function* () {
        const [schema, keySchema] = [newSchema(), newSchema()]
        yield* Effect.addFinalizer(() => Effect.promise(() => Promise.all([schema, keySchema].map(drop))))
        const way = yield* proxy
        const through = { url: Redacted.make(way.url), patience: "300 millis" as const }
        const services = yield* Layer.build(
          Layer.merge(Postgres.layer(options(schema, through)), Postgres.keys(options(keySchema, through)))
        )
        yield* Effect.gen(function* () {
          const ledger = yield* Ledger
          const bookmarks = yield* Bookmarks
          const views = yield* Views
          const keys = yield* KeyStore
          const owner = ofResident(ResidentId.make("r1"))
          yield* ledger.append(append("first", 1))
          yield* keys.keep(district, new Map([[owner, { master: "m", wrapped: "w" }]]))
          way.hang()
          const calls: Record<string, Effect.Effect<unknown, { readonly _tag: string }>> = {
            head: ledger.head(district),
            read: ledger.read(district, 0, 10),
            one: ledger.append(append("one", 1)),
            several: ledger.append(append("several", 3)),
            large: ledger.append(append("large", 2100)),
            elsewhere: ledger.append({ ...append("elsewhere", 1), district: DistrictId.make("other") }),
            bookmark: bookmarks.advance(district, "reader", 1),
            view: views.get(district, "view"),
            find: keys.find(district, [owner]),
            destroy: keys.destroy(district, owner)
          }
          const began = performance.now()
          const failures = yield* Effect.forEach(Object.values(calls), Effect.flip, {
            concurrency: "unbounded"
          })
          expect(performance.now() - began).toBeLessThan(45_000)
          for (const failure of failures) {
            expect(failure).toMatchObject({ retryable: true })
            expect(["LedgerUnavailable", "VaultUnavailable"]).toContain(failure._tag)
          }
          way.recover()
          for (const id of ["one", "several", "large"] as const) {
            const size = { one: 1, several: 3, large: 2100 }[id]
            const patient = Effect.retry(ledger.append(append(id, size)), { times: 20 })
            const { first, last } = yield* patient
            expect(last - first + 1).toBe(size)
          }
          const head = yield* ledger.verify(district)
          expect(head.position).toBe(1 + 1 + 3 + 2100)
          yield* Effect.retry(keys.destroy(district, owner), { times: 20 })
        }).pipe(Effect.provide(services))
      }).pipe(Effect.scoped),
    60_000
  )
})
