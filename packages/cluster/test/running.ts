/**
 * Runs a cluster of several processes, and a load on it: a client in this process opens cases in several districts, one
 * after the other in each, until it is stopped. Afterwards, {@link expectKept} checks what the cluster guarantees.
 */
import { expect } from "@effect/vitest"
import * as Cluster from "@liulinhui/cluster/Cluster"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger, type Receipt } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { join } from "node:path"
import process from "node:process"
import { document, noticesOfEach, opening } from "./opening.ts"
import { local, type Place } from "./place.ts"
import type { Started } from "./runner.ts"

/** A port that no process uses now. */
export const freePort = Effect.promise(async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
})

export interface Runner {
  readonly port: number
  readonly child: ChildProcess
  readonly exit: Promise<unknown>
}

/** Starts a process of the cluster, and waits until it has joined. It is killed at the end of the scope. */
export const startRunner = (started: Started) =>
  Effect.acquireRelease(
    Effect.promise(async (): Promise<Runner> => {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, "runner.ts"), JSON.stringify(started)],
        {
          stdio: ["ignore", "pipe", "pipe"]
        }
      )
      const exit = once(child, "exit")
      let said = ""
      child.stderr.on("data", (part: Buffer) => (said += part.toString()))
      await Promise.race([
        new Promise<void>((ready) => {
          child.stdout.on("data", (part: Buffer) => {
            said += part.toString()
            if (said.includes("ready\n")) ready()
          })
        }),
        exit.then(() => {
          throw new Error(`the process could not join the cluster: ${said}`)
        })
      ])
      return { port: started.port, child, exit }
    }),
    ({ child, exit }) =>
      Effect.promise(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        child.kill("SIGCONT")
        child.kill("SIGKILL")
        await exit
      })
  )

/** A client of the cluster in this process. It has no districts. */
export const client = (place: Place) =>
  Cluster.layerGovernance().pipe(
    Layer.provideMerge(
      Cluster.layerRunner({ address: { host: "127.0.0.1", port: 0 }, hosts: false, prefix: place.schema })
    ),
    Layer.provideMerge(local(place))
  )

/** A submission that was acknowledged: when it was sent and answered, in milliseconds. */
interface Acknowledged {
  readonly district: DistrictId
  readonly n: number
  readonly receipt: Receipt
  readonly sent: number
  readonly answered: number
}

export interface Load {
  readonly acknowledged: ReadonlyArray<Acknowledged>
  /** Ends the load after the submissions that are under way. */
  readonly stop: () => void
  readonly districts: ReadonlyArray<DistrictId>
}

/** Adopts the model of each district. */
export const found = (districts: ReadonlyArray<DistrictId>) =>
  Effect.forEach(districts, (id) => Governance.use(({ adopt }) => adopt(document(id))), { discard: true })

/** Opens cases in each district, one after the other, with a short pause. Returns when it has begun. */
export const load = (districts: ReadonlyArray<DistrictId>) =>
  Effect.gen(function* () {
    const { submit } = yield* Governance
    const acknowledged: Array<Acknowledged> = []
    const state = { isStopped: false }
    const one = Effect.fnUntraced(function* (district: DistrictId) {
      for (let n = 0; !state.isStopped; n++) {
        const sent = performance.now()
        // The database may be away for a moment. The same command is sent again.
        const { receipt } = yield* Effect.retry(submit(opening(district, n)), {
          schedule: Schedule.spaced("100 millis"),
          while: (error) => "retryable" in error && error.retryable
        })
        acknowledged.push({
          district,
          n,
          receipt: Option.getOrThrow(receipt),
          sent,
          answered: performance.now()
        })
        yield* Effect.sleep("20 millis")
      }
    })
    const fiber = yield* Effect.forkChild(
      Effect.forEach(districts, one, { concurrency: "unbounded", discard: true })
    )
    const made: Load = { acknowledged, districts, stop: () => void (state.isStopped = true) }
    return { ...made, fiber }
  })

/** The longest time, in milliseconds, that a submission sent after an instant waited for its answer. */
export const longestWait = ({ acknowledged }: Load, after: number): number =>
  Math.max(
    0,
    ...acknowledged.filter(({ answered }) => answered > after).map(({ answered, sent }) => answered - sent)
  )

/** Waits until each district has accepted a submission that was sent after an instant. */
export const servedAfter = ({ acknowledged, districts }: Load, instant: number) =>
  Effect.gen(function* () {
    for (;;) {
      const served = new Set(
        acknowledged.filter(({ sent }) => sent > instant).map(({ district }) => district)
      )
      if (served.size === districts.length) return
      yield* Effect.sleep("50 millis")
    }
  }).pipe(Effect.timeout("90 seconds"))

const keysIn = (log: string): ReadonlyArray<string> =>
  existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .flatMap((line) => line.split(" ")[0] || [])
    : []

/**
 * Checks that no acknowledged submission is lost and none was done twice, that positions have no gap, and that each notice
 * was delivered at least once. Returns how many notices were delivered again.
 */
export const expectKept = ({ acknowledged, districts }: Load, log: string) =>
  Effect.gen(function* () {
    const ledger = yield* Ledger
    let opened = 0
    for (const district of districts) {
      const own = acknowledged.filter((one) => one.district === district)
      const head = yield* ledger.verify(district)
      const entries = yield* Stream.runCollect(ledger.all(district))
      expect(entries.map(({ position }) => position)).toEqual(
        Array.from({ length: head.position }, (_, n) => n + 1)
      )
      const cases = entries.filter(({ type }) => type === "CaseOpened").map(({ stream }) => stream)
      expect(new Set(cases).size).toBe(cases.length)
      expect(cases.length).toBe(own.length)
      for (const { n, receipt } of own) {
        const stored = entries.filter(({ commandId }) => commandId === `open-${n}`)
        expect([stored[0]?.position, stored.at(-1)?.position]).toEqual([receipt.first, receipt.last])
      }
      opened += own.length
    }
    expect(opened).toBeGreaterThan(districts.length)
    const expected = opened * noticesOfEach
    yield* Effect.gen(function* () {
      while (new Set(keysIn(log)).size < expected) yield* Effect.sleep("100 millis")
    }).pipe(Effect.timeout("90 seconds"))
    const keys = keysIn(log)
    expect(new Set(keys).size).toBe(expected)
    return keys.length - expected
  })
