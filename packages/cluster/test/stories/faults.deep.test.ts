import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Server, start } from "../../../storage-postgres/test/server.ts"
import { districts } from "../opening.ts"
import {
  client,
  expectKept,
  found,
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

/** Starts a cluster of three processes under load, lets a fault happen, and checks what the cluster guarantees. */
const inCluster = <E, R>(
  fault: (cluster: {
    readonly load: Load
    /** Starts another process. */
    readonly another: () => ReturnType<typeof startRunner>
    readonly runners: ReadonlyArray<Effect.Success<ReturnType<typeof startRunner>>>
  }) => Effect.Effect<number, E, R>
) =>
  Effect.gen(function* () {
    const place = { url: server.url, schema: `c_${randomUUID().replaceAll("-", "").slice(0, 12)}` }
    const log = join(folder, `${place.schema}.log`)
    const another = () => Effect.flatMap(freePort, (port) => startRunner({ ...place, port, log }))
    yield* Effect.gen(function* () {
      const all = districts(9)
      yield* found(all)
      const runners = yield* Effect.forEach([1, 2, 3], () => another(), { concurrency: "unbounded" })
      const under = yield* load(all)
      yield* servedAfter(under, performance.now())
      const began = performance.now()
      const repeatable = yield* fault({ load: under, another, runners })
      yield* servedAfter(under, performance.now())
      under.stop()
      yield* Fiber.join(under.fiber)
      const longest = longestWait(under, began)
      const again = yield* expectKept(under, log)
      yield* Effect.log(
        `the longest wait was ${Math.round(longest)} ms, of ${under.acknowledged.length} submissions; ${again} notices came twice`
      )
      expect(again).toBeLessThanOrEqual(repeatable)
    }).pipe(Effect.provide(client(place)))
  }).pipe(Effect.scoped)

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
})
