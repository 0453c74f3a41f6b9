/** Runs the command in this process, and returns what it prints and its exit code. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import type * as Cause from "effect/Cause"
import * as Command from "effect/cli/Command"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import { complaint, exitCode } from "../src/ExitCodes.ts"
import * as Help from "../src/Help.ts"
import { asJson } from "../src/JsonFailure.ts"
import { commandFor } from "../src/liulinhui.ts"
import * as StatedClock from "../src/StatedClock.ts"
import * as Stop from "../src/Stop.ts"
import * as PlainConsole from "../src/PlainConsole.ts"

/** The output and the exit code of a run of the command. */
export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A terminal on which somebody has typed keys already, each a character or the name of a key such as `enter`. */
const terminalWith = (keys: ReadonlyArray<string>, screen: Array<string>) =>
  Layer.effect(
    Terminal.Terminal,
    Effect.gen(function* () {
      const typed = yield* Queue.unbounded<Terminal.UserInput, Cause.Done>()
      for (const key of keys) {
        const input = key.length === 1 ? Option.some(key) : Option.none()
        yield* Queue.offer(typed, { input, key: { name: key, ctrl: false, meta: false, shift: false } })
      }
      const size = { columns: 100, rows: 40 }
      return Terminal.make({
        columns: Effect.succeed(size.columns),
        rows: Effect.succeed(size.rows),
        size: Queue.unbounded<Terminal.Size, Cause.Done>(),
        readInput: Effect.succeed(typed),
        readLine: Effect.succeed(""),
        display: (text) => Effect.sync(() => void screen.push(text))
      })
    })
  )

/**
 * Runs the command with arguments, a text as standard input and environment variables. The variables of this process
 * are hidden from the command. If `keys` are given, the command has a terminal on which these keys are typed. Otherwise
 * there is no terminal, and it cannot ask questions. `heard` gets each line when it is printed. `stop` ends a command that
 * waits for it.
 */
export const run = async (
  args: ReadonlyArray<string>,
  {
    input = "",
    env = {},
    keys,
    stop,
    heard = () => undefined
  }: {
    readonly input?: string
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly keys?: ReadonlyArray<string>
    readonly stop?: Stop.Stop
    readonly heard?: (line: string) => void
  } = {}
): Promise<Ran> => {
  const out: Array<string> = []
  const err: Array<string> = []
  const into =
    (lines: Array<string>) =>
    (...parts: ReadonlyArray<unknown>) =>
      heard(lines[lines.push(`${parts.join(" ")}\n`) - 1] ?? "")
  const console_ = PlainConsole.over(
    Object.assign(Object.create(console), { log: into(out), error: into(err) })
  )
  const language = Help.languageOf(args)
  const command = await commandFor(args)
  const exit = await Command.runWith(command, { version: "test" })(args).pipe(
    StatedClock.provide(language),
    asJson(command, args, language),
    Effect.provideService(Console.Console, console_),
    Effect.provideService(Stop.Stop, stop ?? Stop.make()),
    Effect.provideService(TerminalCapabilities, {
      canColor: false,
      canAnimate: false,
      canPrompt: keys !== undefined
    }),
    keys === undefined ? (same) => same : Effect.provide(terminalWith(keys, out)),
    Effect.provide(
      Layer.mergeAll(
        NodeServices.layer,
        Stdio.layerTest({ stdin: Stream.make(new TextEncoder().encode(input)) }),
        Help.layer(language),
        ConfigProvider.layer(ConfigProvider.fromUnknown(env))
      )
    ),
    Effect.runPromiseExit
  )
  const said = complaint(exit, language)
  if (said !== undefined) err.push(`${PlainConsole.printable(said)}\n`)
  return { status: exitCode(exit), stdout: out.join(""), stderr: err.join("") }
}
