/** Runs `liulinhui` in this process, at a fixed time and with a separate configuration. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Clock from "effect/Clock"
import * as Command from "effect/cli/Command"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { commandFor } from "../../src/liulinhui.ts"
import { showing } from "@liulinhui/testing/SettableClock"

/**
 * The address of a ledger, as it is typed on the command line, and the environment variables with which the ledger is
 * read.
 */
export interface Store {
  readonly ledger: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * The layers for file access and for environment variables. The variables of the given ledger replace those of this
 * process.
 */
export const machine = ({ environment }: Store) =>
  Layer.mergeAll(NodeServices.layer, ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))

/** Runs an effect at a fixed time, with the files and environment variables of a ledger. */
export const at =
  (instant: number, store: Store) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    effect.pipe(
      Effect.provide(machine(store)),
      Effect.provideService(
        Clock.Clock,
        showing(() => instant)
      )
    )

/** Runs the command, and returns what it prints. */
export const printed = (...args: ReadonlyArray<string>) =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const log = (...parts: ReadonlyArray<unknown>) => void lines.push(parts.join(" "))
    return Effect.promise(() => commandFor(args)).pipe(
      Effect.flatMap((command) => Command.runWith(command, { version: "test" })(args)),
      Effect.provideService(Console.Console, Object.assign(Object.create(console), { log, error: log })),
      Effect.map(() => lines.join("\n"))
    )
  })
