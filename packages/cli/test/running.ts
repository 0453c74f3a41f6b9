/** Runs the command in this process, and returns what it prints and its exit code. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Command from "effect/cli/Command"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { complaint, exitCode } from "../src/ExitCodes.ts"
import * as Help from "../src/Help.ts"
import { commandFor } from "../src/liulinhui.ts"
import * as StatedClock from "../src/StatedClock.ts"
import * as PlainConsole from "../src/PlainConsole.ts"

/** The output and the exit code of a run of the command. */
export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the command with arguments, a text as standard input and environment variables. The variables of this process
 * are hidden from the command. The command cannot ask questions, because there is no terminal.
 */
export const run = async (
  args: ReadonlyArray<string>,
  {
    input = "",
    env = {}
  }: { readonly input?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {}
): Promise<Ran> => {
  const out: Array<string> = []
  const err: Array<string> = []
  const into =
    (lines: Array<string>) =>
    (...parts: ReadonlyArray<unknown>) =>
      void lines.push(`${parts.join(" ")}\n`)
  const console_ = PlainConsole.over(
    Object.assign(Object.create(console), { log: into(out), error: into(err) })
  )
  const exit = await Command.runWith(await commandFor(args), { version: "test" })(args).pipe(
    StatedClock.provide(Help.languageOf(args)),
    Effect.provideService(Console.Console, console_),
    Effect.provideService(TerminalCapabilities, { canColor: false, canAnimate: false, canPrompt: false }),
    Effect.provide(
      Layer.mergeAll(
        NodeServices.layer,
        Stdio.layerTest({ stdin: Stream.make(new TextEncoder().encode(input)) }),
        Help.layer(Help.languageOf(args)),
        ConfigProvider.layer(ConfigProvider.fromUnknown(env))
      )
    ),
    Effect.runPromiseExit
  )
  const said = complaint(exit)
  if (said !== undefined) err.push(`${PlainConsole.printable(said)}\n`)
  return { status: exitCode(exit), stdout: out.join(""), stderr: err.join("") }
}
