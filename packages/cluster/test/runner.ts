/**
 * A process of a cluster, for tests that kill it. The argument is its settings as JSON: see `Started`. It has districts, a
 * due clock that queues notices, and a channel that writes the key of each delivered notice into a file. It prints `ready`
 * when it has joined the cluster.
 */
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Cluster from "@liulinhui/cluster/Cluster"
import { Notifier } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { appendFileSync } from "node:fs"
import process from "node:process"
import { local, type Place } from "./place.ts"

/** The settings of the process. */
export interface Started extends Place {
  readonly port: number
  /** The file of the keys of delivered notices, and of the number of the process that delivered each. */
  readonly log: string
  /** Whether its clock and its channel are as slow as by default. Default: they are fast, so that a test need not wait. */
  readonly idle?: boolean
}

const started: Started = JSON.parse(process.argv[2] ?? "{}")
const { idle = false, log, port, schema } = started

const notifier = Layer.succeed(
  Notifier,
  Notifier.of({
    channel: "log",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: true,
      audience: "one"
    },
    deliver: ({ key }) => Effect.sync(() => appendFileSync(log, `${key} ${process.pid}\n`))
  })
)

const working = Layer.merge(
  Cluster.layerChannel("log", idle ? undefined : "200 millis"),
  Cluster.layerClock(idle ? {} : { every: "500 millis" }).pipe(Layer.provide(Announcer.layerQueueDuty))
).pipe(
  Layer.provide(Announcer.layer()),
  Layer.provide(notifier),
  Layer.provide(Outbox.layerSql({ claim: "2 seconds", poll: "100 millis" })),
  Layer.provide(Cluster.layerGovernance()),
  Layer.provide(Cluster.layerRunner({ address: { host: "127.0.0.1", port }, prefix: schema })),
  Layer.provide(local(started))
)

const running = Effect.runFork(
  Layer.build(working).pipe(
    Effect.andThen(Effect.sync(() => process.stdout.write("ready\n"))),
    Effect.andThen(Effect.never),
    Effect.scoped
  )
)
process.once("SIGTERM", () => {
  Effect.runFork(Fiber.interrupt(running))
})
