import process from "node:process"
import type { TestProject } from "vitest/node"
import { start } from "./server.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the PostgreSQL server for tests. `undefined` if there is no server. */
    readonly postgres: string | undefined
  }
}

/**
 * Starts one server for all test files of the package. Its data must survive the death of a process, but not a crash of
 * the machine.
 */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  try {
    const { stop, url } = await start({
      fsync: "off",
      max_connections: "200",
      // Many locks are needed, because dropping a schema locks each object in it, and several test files drop schemas
      // at the same time.
      max_locks_per_transaction: "512"
    })
    project.provide("postgres", url)
    return stop
  } catch (cause) {
    project.provide("postgres", undefined)
    process.stderr.write(
      `\n!!! No PostgreSQL server: every test of storage-postgres that needs one is SKIPPED, none has passed.\n` +
        `!!! ${String(cause)}\n!!! Set DATABASE_URL to use another server.\n\n`
    )
    return undefined
  }
}
