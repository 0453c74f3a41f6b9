import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Journal } from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { connect, createServer, type AddressInfo, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Server, start } from "../../../storage-postgres/test/server.ts"
import { districts } from "../opening.ts"
import type { Place } from "../place.ts"
import {
  client,
  expectKept,
  found,
  foundByEarlierVersion,
  freePort,
  type Load,
  load,
  longestWait,
  servedAfter,
  startRunner
} from "../running.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-cluster-"))
let server: Server
beforeAll(async () => {
  server = await start({ fsync: "off", max_connections: "200" })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** The longest time that a submission may wait. The settings promise six seconds on a machine that is not overloaded. */
const bearable = 20_000

/** Starts a cluster of three processes under load, lets a fault happen, and checks what the cluster guarantees. */
const inCluster = <E, R>(
  fault: (cluster: {
    readonly place: Place
    readonly load: Load
    /** Starts another process, with other stores if given. */
    readonly another: (url?: string) => ReturnType<typeof startRunner>
    readonly runners: ReadonlyArray<Effect.Success<ReturnType<typeof startRunner>>>
  }) => Effect.Effect<number, E, R>,
  begin: typeof found | typeof foundByEarlierVersion = found
) =>
  Effect.gen(function* () {
    const place = { url: server.url, schema: `c_${randomUUID().replaceAll("-", "").slice(0, 12)}` }
    const log = join(folder, `${place.schema}.log`)
    const another = (url = place.url) =>
      Effect.flatMap(freePort, (port) => startRunner({ ...place, url, port, log }))
    yield* Effect.gen(function* () {
      const all = districts(9)
      yield* begin(all)
      const runners = yield* Effect.forEach([1, 2, 3], () => another(), { concurrency: "unbounded" })
      const under = yield* load(all)
      yield* servedAfter(under, performance.now())
      const began = performance.now()
      const repeatable = yield* fault({ place, load: under, another, runners })
      yield* servedAfter(under, performance.now())
      under.stop()
      yield* Fiber.join(under.fiber)
      const longest = longestWait(under, began)
      const again = yield* expectKept(under, log)
      yield* Effect.log(
        `the longest wait was ${Math.round(longest)} ms, of ${under.acknowledged.length} submissions; ${again} notices came twice`
      )
      expect(longest).toBeLessThan(bearable)
      expect(again).toBeLessThanOrEqual(repeatable)
    }).pipe(Effect.provide(client(place)))
  }).pipe(Effect.scoped)

/** A way to the database on which nothing moves any more after `hang`, as with a lost network. */
const way = Effect.acquireRelease(
  Effect.promise(async () => {
    const { hostname, port } = new URL(server.url)
    const sockets = new Set<Socket>()
    let hangs = false
    const between = createServer((near) => {
      const far = connect(Number(port), hostname)
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
    await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve))
    const there = new URL(server.url)
    there.hostname = "127.0.0.1"
    there.port = String((between.address() as AddressInfo).port)
    const end = () => {
      for (const socket of sockets) socket.destroy()
    }
    return {
      url: there.href,
      hang: () => void (hangs = true),
      recover: () => {
        hangs = false
        end()
      },
      close: () => {
        end()
        between.close()
      }
    }
  }),
  ({ close }) => Effect.sync(close)
)

describe("a cluster of three processes under load", { timeout: 240_000 }, () => {
  it.live("keeps every acknowledged submission, once, if its processes are killed one after the other", () =>
    inCluster(({ another, load, runners }) =>
      Effect.gen(function* () {
        for (const { child, exit } of runners) {
          child.kill("SIGKILL")
          yield* Effect.promise(() => exit)
          yield* servedAfter(load, performance.now())
          yield* another()
        }
        return runners.length
      })
    )
  )

  it.live(
    "keeps every acknowledged submission, once, if a process hangs and continues after others took over",
    () =>
      inCluster(({ load, runners }) =>
        Effect.gen(function* () {
          for (const { child } of runners.slice(0, 2)) {
            child.kill("SIGSTOP")
            yield* servedAfter(load, performance.now())
            child.kill("SIGCONT")
            yield* Effect.sleep("3 seconds")
          }
          return 2
        })
      )
  )

  it.live("continues after a restart of the database", () =>
    inCluster(({ load }) =>
      Effect.gen(function* () {
        yield* Effect.promise(() => server.restart())
        yield* servedAfter(load, performance.now())
        return 3
      })
    )
  )

  it.live("is replaced process by process, and writes the new ledger format only after the switch", () =>
    inCluster(
      ({ another, load, runners }) =>
        Effect.gen(function* () {
          const governance = yield* Governance
          const formats = Effect.forEach(load.districts, (id) => governance.read(id, ({ format }) => format))
          for (const { child, exit } of runners) {
            yield* another()
            child.kill("SIGTERM")
            yield* Effect.promise(() => exit)
            yield* servedAfter(load, performance.now())
            expect(new Set(yield* formats)).toEqual(new Set([0]))
          }
          yield* Effect.forEach(load.districts, governance.upgrade, { discard: true })
          yield* servedAfter(load, performance.now())
          expect(new Set(yield* formats)).toEqual(new Set([Journal.format]))
          const [first] = load.districts
          const entries = yield* Ledger.use(({ all }) =>
            Stream.runCollect(all(first ?? DistrictId.make("none")))
          )
          const switched = entries.findLastIndex(({ type }) => type === "ModelAdopted")
          const marked = entries.findIndex(({ fingerprint }) => fingerprint !== undefined)
          expect(switched).toBeGreaterThan(1)
          expect(marked).toBeGreaterThan(switched)
          return 1
        }),
      foundByEarlierVersion
    )
  )

  it.live(
    "takes the districts from a process that is cut off from the database, but not from the others",
    () =>
      inCluster(({ another, load }) =>
        Effect.gen(function* () {
          const { hang, recover, url } = yield* way
          yield* another(url)
          // The new process gets its part of the districts.
          yield* Effect.sleep("4 seconds")
          yield* servedAfter(load, performance.now())
          hang()
          yield* servedAfter(load, performance.now())
          recover()
          yield* Effect.sleep("3 seconds")
          return 1
        })
      )
  )
})
