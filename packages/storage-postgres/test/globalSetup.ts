import process from "node:process"
import type { TestProject } from "vitest/node"
import { start } from "./server.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the server is, or nothing where there is none. */
    readonly postgres: string | undefined
  }
}

/** One server for all test files of the package. What it writes need not survive the machine, only its processes. */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  try {
    const { stop, url } = await start({ fsync: "off", max_connections: "200" })
    project.provide("postgres", url)
    return stop
  } catch (cause) {
    project.provide("postgres", undefined)
    process.stderr.write(
      `\n!!! No PostgreSQL server: every test of storage-postgres that needs one is SKIPPED, none has passed.\n` +
        `!!! ${String(cause)}\n!!! Set DATABASE_URL to use a server of your own.\n\n`
    )
    return undefined
  }
}
