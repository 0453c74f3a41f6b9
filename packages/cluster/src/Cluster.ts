/**
 * Runs districts in several processes, on one machine or on several, over one PostgreSQL database. Each district is in one
 * of the processes, which decides on its requests. If a process dies, the others take over its districts within seconds. No
 * request that was accepted is lost, and none is done twice.
 *
 * - {@link layerRunner} joins the cluster.
 * - {@link layerGovernance} is the governance service over the cluster. It replaces the service of one process.
 * - {@link layerClock} is the due clock for the districts of this process.
 * - {@link layerChannel} delivers the notices of a channel in one process of the cluster at a time.
 *
 * A process may be paused, for example by its machine, while another one takes over. When it continues, it may still
 * believe that it has its districts. The ledger protects them: make the service of the process with the option `fenced`, so
 * that nothing is written on the basis of a state that is not the last one.
 */
import { Announcer } from "@liulinhui/announcer/Announcer"
import { Ledger } from "@liulinhui/core/Ledger"
import * as DueClock from "@liulinhui/service/DueClock"
import { Governance } from "@liulinhui/service/Governance"
import * as EntityId from "effect/cluster/EntityId"
import { Sharding } from "effect/cluster/Sharding"
import * as Singleton from "effect/cluster/Singleton"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type { SqlClient } from "effect/sql/SqlClient"
import * as DistrictEntity from "./internal/DistrictEntity.ts"
import * as OverCluster from "./internal/OverCluster.ts"
import * as Runner from "./internal/Runner.ts"

export { type Address, RunnerUnusable, type Settings } from "./internal/Runner.ts"

/**
 * Joins the cluster as long as the layer is open. When it is closed, the districts of this process go to the others at
 * once.
 *
 * @category layers
 */
export const layerRunner: (
  settings: Runner.Settings
) => Layer.Layer<Sharding, Runner.RunnerUnusable, SqlClient> = Runner.layer

/**
 * The options of the governance service over the cluster.
 *
 * @category models
 */
export interface Options {
  /**
   * How long a district may be unreachable before a call fails with a retryable `LedgerUnavailable`. Default: 60 seconds.
   */
  readonly patience?: Duration.Input
}

/**
 * Provides the governance service over the cluster. Requests, dry runs and the questions of actors go to the process that
 * has the district. `read`, and the operations of the operator, run in the calling process: `read` reads the ledger up to
 * its last entry first, so its result is never older than a result of the other process.
 *
 * The layer needs the service of this process, which should have the option `fenced`.
 *
 * @category layers
 */
export const layerGovernance = ({ patience = "60 seconds" }: Options = {}): Layer.Layer<
  Governance,
  never,
  Governance | Sharding
> => Layer.merge(Layer.effect(Governance, OverCluster.make(patience)), DistrictEntity.layer)

/** The same ledger. Its list of districts has only the districts of this process. */
const ownDistricts: Layer.Layer<Ledger, never, Ledger | Sharding> = Layer.effect(
  Ledger,
  Effect.gen(function* () {
    const ledger = yield* Ledger
    const sharding = yield* Sharding
    const group = (id: string) => DistrictEntity.DistrictEntity.getShardGroup(EntityId.make(id))
    return Ledger.of({
      ...ledger,
      districts: Effect.map(ledger.districts, (districts) =>
        districts.filter((id) => sharding.hasShardId(sharding.getShardId(EntityId.make(id), group(id))))
      )
    })
  })
)

/**
 * Provides a due clock that works by itself, for the districts of this process. A district that goes to another process is
 * in the next round of the clock there.
 *
 * @category layers
 */
export const layerClock = (
  options: DueClock.Options = {}
): Layer.Layer<DueClock.DueClock, never, Governance | Ledger | Sharding> =>
  DueClock.layerRunning(options).pipe(Layer.provide(ownDistricts))

/**
 * Delivers the notices of a channel, in one process of the cluster at a time. So the channel keeps its pace, and pauses
 * after failures, for all districts together. If the process dies, another one continues: the notice that was being
 * delivered may be delivered again, under the same key.
 *
 * The due clocks put the notices into the queue: give them the duty `Announcer.layerQueueDuty`.
 *
 * @param name the name of the channel
 * @param every the time between two rounds through the districts. Default: 5 seconds.
 * @category layers
 */
export const layerChannel = (
  name: string,
  every: Duration.Input = "5 seconds"
): Layer.Layer<never, never, Announcer | Ledger | Sharding> =>
  Singleton.make(
    `liulinhui/channel/${name}`,
    Effect.gen(function* () {
      const { deliver } = yield* Announcer
      const { districts } = yield* Ledger
      const round = Effect.flatMap(districts, (all) =>
        Effect.forEach(
          all,
          (district) =>
            Effect.catch(deliver(district), ({ message }) =>
              Effect.annotateLogs(Effect.logWarning("the notices of a district could not be delivered"), {
                "liulinhui.district": district,
                "liulinhui.reason": message
              })
            ),
          { discard: true }
        )
      )
      yield* round.pipe(
        Effect.catch(({ message }) => Effect.logWarning(message)),
        Effect.repeat(Schedule.spaced(every))
      )
    })
  )
