/**
 * Connects to the database DuckDB, with which the benchmarks compare coverage. DuckDB is installed on demand into
 * `bench/peers`, because it has 70 MB and no test needs it.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"

const folder = join(import.meta.dirname, "peers")
const entry = join(folder, "node_modules/@duckdb/node-api/lib/index.js")

/** The part of DuckDB's interface that the benchmarks use. */
export interface Connection {
  readonly run: (sql: string) => Promise<unknown>
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getColumns: () => Array<Array<unknown>> }>
}

/** Opens a connection to an empty database in memory. `undefined` if DuckDB is not available. */
export const connect = async (): Promise<Connection | undefined> => {
  if (!existsSync(entry)) {
    process.stdout.write("installing the peer DuckDB into bench/peers …\n")
    spawnSync("npm", ["install", "--prefix", folder, "--no-package-lock", "--no-audit", "--no-fund"], {
      stdio: ["ignore", "ignore", "inherit"]
    })
  }
  if (!existsSync(entry)) return undefined
  const { DuckDBInstance } = (await import(pathToFileURL(entry).href)) as {
    readonly DuckDBInstance: {
      readonly create: (path: string) => Promise<{ readonly connect: () => Promise<Connection> }>
    }
  }
  const instance = await DuckDBInstance.create(":memory:")
  return await instance.connect()
}
