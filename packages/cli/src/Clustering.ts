/**
 * Runs a server as a process of a cluster, over a database that it shares with other processes. The modules of the cluster
 * are loaded only then.
 */
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import type { Address } from "@liulinhui/cluster/Cluster"
import type { Language } from "@liulinhui/core/Text"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { type ChannelName, channels } from "./Channels.ts"
import { CommandFailed } from "./CommandFailed.ts"
import * as Ledgers from "./Ledgers.ts"
import { say } from "./Say.ts"
import { isDatabase } from "./Stores.ts"

const loaded = Effect.promise(() => import("@liulinhui/cluster/Cluster"))

/** Reads the address HOST:PORT of a process of the cluster. Fails if it is not one, or if the ledger is a file. */
export const addressOf = (
  text: string,
  ledger: string,
  language: Language
): Effect.Effect<Address, CommandFailed> => {
  const refused = (message: string) => Effect.fail(new CommandFailed({ message, exit: 2 }))
  if (!isDatabase(ledger)) return refused(say(language, "serve.clusterOfFile"))
  const [, host, digits] = /^(?:\[([^\]]+)\]|[^:[\]]+):(\d{1,5})$/u.exec(text) ?? []
  const port = Number(digits)
  return digits === undefined || port < 1 || port > 65_535
    ? refused(say(language, "serve.clusterAddress", { value: text }))
    : Effect.succeed({ host: host ?? text.slice(0, text.lastIndexOf(":")), port })
}

/** The services of a ledger, in a cluster: the districts are divided among its processes. */
export const services = (ledger: string, address: Address, language: Language) =>
  Layer.unwrap(
    Effect.map(loaded, ({ layerGovernance, layerRunner }) =>
      layerGovernance().pipe(
        Layer.provideMerge(
          Layer.effectContext(
            Effect.mapError(
              Layer.build(layerRunner({ address })),
              ({ host, port, reason }) =>
                new CommandFailed({
                  message: say(language, "serve.clusterUnusable", { host, port, reason }),
                  exit: 3
                })
            )
          )
        ),
        Layer.provideMerge(Ledgers.services(ledger, "writes", { fenced: true }))
      )
    )
  )

/** The due clock for the districts of this process. If a channel is named, one process of the cluster sends the notices. */
export const clock = (channel: Option.Option<ChannelName>, language: Language) =>
  Layer.unwrap(
    Effect.map(loaded, ({ layerChannel, layerClock }) =>
      Option.match(channel, {
        onNone: () => layerClock(),
        onSome: (name) =>
          layerClock().pipe(
            Layer.provide(Announcer.layerQueueDuty),
            Layer.merge(layerChannel(name)),
            Layer.provide(Announcer.layer({ language })),
            Layer.provide(Outbox.layerSql()),
            Layer.provide(channels[name])
          )
      })
    )
  )
