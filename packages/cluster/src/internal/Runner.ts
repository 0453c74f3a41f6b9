/**
 * A process of the cluster: it has an address at which the other processes reach it, and a part of the districts. The
 * engine is `effect/cluster`. Which process has which districts is decided in the database: the districts are divided into
 * shards, and a process that has a shard holds a lock of the database on it.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as MessageStorage from "effect/cluster/MessageStorage"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as RunnerHealth from "effect/cluster/RunnerHealth"
import * as Runners from "effect/cluster/Runners"
import type { Sharding } from "effect/cluster/Sharding"
import * as ShardingConfig from "effect/cluster/ShardingConfig"
import * as SocketRunner from "effect/cluster/SocketRunner"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"

/**
 * An address at which a process listens.
 *
 * @category models
 */
export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * The settings of a process of the cluster. `shards` and `prefix` must be the same in all processes.
 *
 * @category models
 */
export interface Settings {
  /** The address at which the other processes reach this one. The messages on it are not encrypted: use a private network. */
  readonly address: Address
  /** The address to listen on, if it is another one, as in a container. Default: `address`. */
  readonly listen?: Address
  /** Whether this process has districts. Otherwise it only sends messages to those that have. Default: true. */
  readonly hosts?: boolean
  /** The number of parts into which the districts are divided. Default: 120. */
  readonly shards?: number
  /** The beginning of the names of the cluster's tables in the database. Default: `liulinhui_cluster`. */
  readonly prefix?: string
  /**
   * After how long without a sign of life a process counts as lost, so that others take over its districts. A process that
   * cannot reach the database for this time loses its districts. Default: 4 seconds. At least 3 seconds.
   */
  readonly lostAfter?: Duration.Input
}

/**
 * The process cannot join the cluster.
 *
 * @category errors
 */
export class RunnerUnusable extends TaggedError<RunnerUnusable>()(
  "RunnerUnusable",
  { host: Schema.String, port: Schema.Int, reason: Schema.String },
  ({ host, port, reason }) =>
    `the process cannot join the cluster at ${host}:${port}: ${reason}. Check that the port is free, and that the database can be written`
) {}

/** The largest message, in bytes: an import of a large roster. */
const largestMessage = 128 * 2 ** 20

/** Whether another process answers. It gets a second chance, because a process that loads a large district is busy. */
const health = Layer.effect(
  RunnerHealth.RunnerHealth,
  Effect.map(Runners.Runners, (runners) =>
    RunnerHealth.RunnerHealth.of({
      isAlive: (address) =>
        runners
          .ping(address)
          .pipe(
            Effect.timeout("1500 millis"),
            Effect.retry({ times: 1, schedule: Schedule.spaced("250 millis") }),
            Effect.isSuccess
          )
    })
  )
).pipe(Layer.provide(Runners.layerRpc), Layer.provide(NodeClusterSocket.layerClientProtocol))

const addressOf = ({ host, port }: Address) => RunnerAddress.make(host, port)

const configOf = ({ address, hosts = true, listen, lostAfter = "4 seconds", shards = 120 }: Settings) => {
  const lost = Duration.max(Duration.fromInputUnsafe(lostAfter), Duration.seconds(3))
  return ShardingConfig.layer({
    runnerAddress: hosts ? Option.some(addressOf(address)) : Option.none(),
    runnerListenAddress: Option.map(Option.fromUndefinedOr(listen), addressOf),
    shardsPerGroup: shards,
    shardLockExpiration: lost,
    shardLockRefreshInterval: "1 second",
    refreshAssignmentsInterval: "1 second",
    runnerHealthCheckInterval: "1 second",
    maxResidentEntities: "unbounded",
    // A message between two districts of the same process is not written as JSON and read again.
    simulateRemoteSerialization: false
  })
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? cause.message : error.message
}

/** Joins the cluster as long as the layer is open. */
export const layer = (settings: Settings): Layer.Layer<Sharding, RunnerUnusable, SqlClient> => {
  const { hosts = true, prefix = "liulinhui_cluster" } = settings
  const runner = hosts
    ? SocketRunner.layer.pipe(Layer.provide([NodeClusterSocket.layerSocketServer, health]))
    : SocketRunner.layerClientOnly
  const whole = runner.pipe(
    Layer.provide([
      NodeClusterSocket.layerClientProtocol,
      // No message is stored.
      MessageStorage.layerNoop,
      SqlRunnerStorage.layerWith({ prefix })
    ]),
    Layer.provide([configOf(settings), RpcSerialization.layerNdjsonWith({ maxBufferSize: largestMessage })]),
    // The engine logs its address at each start, which the caller knows.
    Layer.provide(Layer.succeed(References.MinimumLogLevel, "Warn"))
  )
  return Layer.effectContext(
    Effect.mapError(
      Layer.build(whole),
      (error) => new RunnerUnusable({ ...settings.address, reason: messageOf(error) })
    )
  )
}
