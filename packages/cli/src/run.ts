/** Runs the `liulinhui` command on the arguments of the process. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import process from "node:process"
import manifest from "../package.json" with { type: "json" }
import { complaint, exitCode } from "./ExitCodes.ts"
import * as Help from "./Help.ts"
import { asJson } from "./JsonFailure.ts"
import { commandFor } from "./liulinhui.ts"
import * as StatedClock from "./StatedClock.ts"
import * as Stop from "./Stop.ts"
import * as PlainConsole from "./PlainConsole.ts"

const args = process.argv.slice(2)
const language = Help.languageOf(args)
const stop = Stop.make()
const command = await commandFor(args)
const program = Command.runWith(command, { version: manifest.version })(args).pipe(
  StatedClock.provide(language),
  asJson(command, args, language),
  Effect.provideService(Stop.Stop, stop),
  Effect.provide(Layer.mergeAll(NodeServices.layer, Help.layer(language), PlainConsole.layer))
)
const running = Effect.runFork(program)
// It is safe for the ledger to interrupt the command, because an append is written completely or not at all.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    if (!stop.request()) Effect.runFork(Fiber.interrupt(running))
  })
}
const exit = await Effect.runPromise(Fiber.await(running))
const said = complaint(exit, language)
if (said !== undefined) process.stderr.write(`${PlainConsole.printable(said)}\n`)
process.exitCode = exitCode(exit)
